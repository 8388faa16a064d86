"""Phrasings, further ways of asking for a fact, each offered after a question that the fact turned out to answer."""

from bot.briefing.asker import Asker
from bot.briefing.asking.question_answering import QuestionAnswering
from bot.briefing.curating.checks import blocked
from bot.briefing.curating.examination import Examination
from bot.briefing.curating.proposal import Proposal, Step
from bot.briefing.prose import clean
from db.notes import Line, line
from db.preview_store import Preview, PreviewStore
from db.records import StoredFact

LONGEST = 200  # what a phrasing of a fact may have


class Phrasing:
    """Keeps for a yes that a fact answers a question from now on.

    It is offered and never done by itself: the words of a question may point to a person, and what stands in the
    ledger stays there; and a fact may answer one asker without being what everybody means by these words.
    """

    def __init__(self, answering: QuestionAnswering, examination: Examination, previews: PreviewStore) -> None:
        self._answering = answering
        self._examination = examination
        self._previews = previews

    async def offer(self, fact: StoredFact, question: str, asker: Asker) -> tuple[Preview, Line] | None:
        """Keep the proposal and return it with what it means, or None where there is nothing to offer.

        There is not where the question is answered with the fact already, where the asker may not change the fact,
        and where another preview waits, whose place it would take.
        """
        question = clean(question, LONGEST + 1)
        if fact.server != asker.server or fact.rank == "deprecated" or len(question) > LONGEST:
            return None
        analysis = await self._answering.analyse(question, asker.server)
        known = analysis.answered and analysis.ranked[0].candidate.number == fact.number
        if known or analysis.question.leaves_out or await self._previews.waiting(asker.actor, asker.desk):
            return None
        content = fact.content.model_copy(update={"asked": (*fact.asked, question)})
        step = Step(fact=content, number=fact.number, revision=fact.revision)
        proposal = Proposal(steps=(step,), reason=f"answers a question to the team: {question}")
        if blocked(await self._examination.findings(proposal, asker)):
            return None
        preview, _ = await self._previews.keep(asker.actor, asker.desk, proposal.model_dump(mode="json"))
        return preview, line(
            "Whoever asks it next is not answered yet. `!yes` has {} answer “{}” from now on, `!no` leaves it. "
            "The words stay in its history for good: say no if they point to a person.",
            fact.label,
            question,
        )
