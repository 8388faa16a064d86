"""Answers to questions in plain words, or a refusal where no fact accounts for them; and full-text search."""

import re
from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise

from bot.briefing.answer import Answer, Section
from bot.briefing.asker import Asker
from bot.briefing.asking.analysis import QuestionAnalysis
from bot.briefing.asking.composition import chosen, in_order
from bot.briefing.asking.conversation import Conversations, Turn
from bot.briefing.asking.coordination import clauses, conjuncts, is_list
from bot.briefing.asking.explanation import EXPLAINED, explain, in_short
from bot.briefing.asking.lacks import lacks
from bot.briefing.asking.passage_explanation import explain_passages
from bot.briefing.asking.passage_retrieval import FoundPassages, PassageRetrieval
from bot.briefing.asking.question import Question
from bot.briefing.asking.ranking import Ranked
from bot.briefing.asking.record import RecordQuestions, with_record
from bot.briefing.asking.refusal_note import Closest, refusal_note
from bot.briefing.asking.requests import courtesy
from bot.briefing.asking.retrieval import Retrieval
from bot.briefing.asking.stopwords import STOP_STEMS
from bot.briefing.evidence import Evidence
from bot.briefing.examples import Examples
from bot.briefing.passages import Passages
from bot.briefing.prose import clean, counted, listed, quoted
from bot.briefing.refusals import Refusal, within
from bot.verifier.verifier import Verifier
from db.notes import Line, Note, line, note
from db.passage_search import PassageSearch
from db.search import Candidate, Search, SearchTerm
from db.store import Store
from db.tokenizer import plain, stems

QUESTION_LIMIT = 2000
TERMS = 50
FOUND = 300  # facts that hold all of the words
PARTLY = 10  # facts that hold some
QUOTED = 100  # passages
OFFERED = 3
BESIDE = 0.4  # a further passage is shown where it scores so much of what the first does
NEAR = 3  # passages that do not answer …
NEARER = 0.1  # … where they account for so much more of the question than the nearest fact
AT_ONCE = 3  # questions in one message
JOINED = 6  # parts of one question that are looked for each by itself

RESEMBLES = 0.3  # a fact that accounts for less of the question than this share is not worth offering

_QUESTIONS = re.compile(r"(?<=\?)\s+(?=\w)")


class QuestionAnswering:
    """Answers `!ask` and `!find`."""

    def __init__(
        self,
        store: Store,
        search: Search,
        passages: PassageSearch,
        evidence: Evidence,
        conversations: Conversations,
        verifier: Verifier | None = None,
    ) -> None:
        self._store = store
        self._search = search
        self._evidence = evidence
        self._conversations = conversations
        self._quotations = Passages(store, passages, evidence)
        self._retrieval = Retrieval(store, search, passages, self._quotations, verifier=verifier)
        self._passages = PassageRetrieval(store, passages, evidence, verifier)
        self._record = RecordQuestions(store, evidence)
        self._examples = Examples(store)

    async def find(self, words: str = "", server: int | None = None) -> Answer:
        """Return the facts that hold all of the words, else those that hold some, and say which do; then passages."""
        terms = list(dict.fromkeys(stems(within(words, QUESTION_LIMIT, "what you look for"))[:TERMS]))
        if not terms:
            here = await self._examples.here(server)
            raise Refusal("Say what to look for, in letters or figures: write `!find {}`.", here.topic)
        telling = tuple(term for term in terms if term not in STOP_STEMS) or tuple(terms)
        async with self._store.snapshot():
            whole = SearchTerm((telling,))
            found, count = await self._search.holding([whole], server, FOUND), await self._search.count(whole, server)
            passages, passage_count = await self._quotations.holding([telling], server, QUOTED)
            if not found:
                known = await self._search.vocabulary(telling, server)
                found = await self._search.holding(known.telling(telling), server, PARTLY)
            sections = await self._found(found, telling, words, server)
        if passages:
            sections.append(Section((), f"Passages on {quoted(words)}", passages=passages))
        if not sections:
            return Answer("unknown", note=note("No fact and no document holds the words {}.", quoted(words)))
        # The first heading is the title.
        title, sections[0] = sections[0].heading, replace(sections[0], heading=None)
        said = any(_said(candidate) & set(telling) for candidate in found)
        counts = _counts(count, passage_count)
        return Answer("answered" if said else "related", title, tuple(sections), counts)

    async def _found(
        self, found: Sequence[Candidate], telling: Sequence[str], words: str, server: int | None
    ) -> list[Section]:
        hits = {candidate.number: len(_said(candidate) & set(telling)) for candidate in found}
        parts = {
            f"Facts on {quoted(words)}": [number for number, count in hits.items() if count == len(telling)],
            f"Facts on some of {quoted(words)}": [n for n, count in hits.items() if 0 < count < len(telling)],
            "Asked for in such words, though the text has none of them": [
                number for number, count in hits.items() if not count
            ],
        }
        sections = []
        for heading, numbers in parts.items():
            facts = await self._evidence.with_successors(await self._store.numbered(numbers, server), server)
            facts.sort(key=lambda fact: fact.rank == "deprecated")
            if facts:
                sections.append(await self._evidence.section(facts, heading, server))
        return sections

    async def ask(self, question: str, asker: Asker) -> Answer:
        """Return the facts that answer, best first; else a refusal that offers the nearest."""
        question = within(question, QUESTION_LIMIT, "a question")
        if not plain(question):
            here = await self._examples.here(asker.server)
            raise Refusal("Ask in words, for example: {} `!help` lists the commands.", here.question)
        if said := courtesy(question):
            return said
        async with self._store.snapshot():
            parts = _QUESTIONS.split(await self._retrieval.asked(question, asker.server))
            if len(parts) > AT_ONCE:
                asked = "Those are {} questions: ask at most {} at once, so that none is lost."
                raise Refusal(asked, len(parts), AT_ONCE)
            before = await self._before(asker)
            answers = []
            for part in parts:
                analysis, answer = await self._answer(part, before, asker)
                answers.append(answer)
                if analysis:
                    turn = Turn(part, analysis.question, before, answer.status == "answered")
                    self._conversations.remember(asker, turn)
                    before = analysis.question
        return answers[0] if len(answers) == 1 else _together(parts, answers)

    async def why(self, question: str, asker: Asker) -> Answer:
        """Return which words what was last shown to this person accounts for, which not, and the scores."""
        question = within(question, QUESTION_LIMIT, "a question")
        turn = self._conversations.last(asker)
        question = await self._retrieval.asked(question, asker.server)
        if question and (turn is None or turn.question != question):
            analysis = await self._retrieval.analyse(question, asker.server)
        elif turn:
            analysis = await self._retrieval.analyse(turn.question, asker.server, turn.before)
        else:
            raise Refusal("I remember no question of yours here: ask one first, or write `!why` and the question.")
        numbers = [one.candidate.number for one in analysis.ranked[:EXPLAINED]]
        facts = {fact.number: fact for fact in await self._store.numbered(numbers, asker.server)}
        sections: tuple[Section, ...] = (
            Section((), "In short", in_short(analysis, facts)),
            Section((), "In detail", explain(analysis, facts)),
        )
        found = FoundPassages() if analysis.answered else await self._passages.find(analysis.question, asker.server)
        if found.ranked:
            sections += (Section((), "The passages", explain_passages(analysis.question, found)),)
        return Answer("done", "Why this", sections, chapters=True)

    async def analyse(self, text: str, server: int | None = None) -> QuestionAnalysis:
        """Return the question as it is read by itself, with its candidates, ranked."""
        return await self._retrieval.analyse(text, server)

    async def _before(self, asker: Asker) -> Question | None:
        """Return the question that another may follow up on: the one whose answer it replies to, or the last."""
        turn = self._conversations.last(asker)
        if asker.follows and plain(asker.follows) and (turn is None or turn.question != asker.follows):
            return (await self._retrieval.analyse(asker.follows, asker.server)).question
        return turn.read if turn else None

    async def _answer(
        self, question: str, before: Question | None, asker: Asker
    ) -> tuple[QuestionAnalysis | None, Answer]:
        """Return the answer, by several questions where one joins them, and how it was looked into."""
        whole, answer = await self._answer_whole(question, before, asker)
        if whole is None:
            return whole, answer
        for parts, join in ((clauses(question), _joined), (conjuncts(question), _listed)):
            if not 1 < len(parts) <= JOINED or (whole.complete and join is _listed):
                continue
            found: list[tuple[QuestionAnalysis | None, Answer]] = []
            for part in parts:
                subject = next((looked.question for looked, _ in reversed(found) if looked), before)
                found.append(await self._answer_whole(part, subject, asker))
            answers = [reply for _, reply in found]
            answered = [reply.status == "answered" for reply in answers]
            half = any(answered) and answer.status != "answered" and (join is _joined or is_list(question))
            if half or (all(answered) and _differ(answers)):
                return next((looked for looked, _ in found if looked), whole), join(parts, answers)
        return whole, answer

    async def _answer_whole(
        self, question: str, before: Question | None, asker: Asker
    ) -> tuple[QuestionAnalysis | None, Answer]:
        server = asker.server
        analysis = await self._retrieval.analyse(question, server, before)
        if before and asker.follows is not None and not analysis.question.follows:
            analysis = await self._following(analysis, question, before, server)
        record = await self._record.look_up(question, server)
        if record and (record.title or not analysis.question.terms):
            return None, record
        if not analysis.question.terms:
            here = await self._examples.here(server)
            raise Refusal(
                "Those words are in any question: say what it is about, for example: {} `!help` lists the commands.",
                here.question,
            )
        answer = await self._reply(analysis, server)
        return analysis, with_record(record, answer) if record else answer

    async def _following(
        self, alone: QuestionAnalysis, question: str, before: Question, server: int | None
    ) -> QuestionAnalysis:
        """Return a reply to an answer as what goes on with its question, unless it is answered by itself."""
        if alone.answered and not alone.question.is_fragment:
            return alone
        following = await self._retrieval.analyse(question, server, before, replies=True)
        return following if following.answered or alone.question.is_fragment else alone

    async def _reply(self, analysis: QuestionAnalysis, server: int | None) -> Answer:
        holding = analysis
        while holding.answered:
            scores = {one.candidate.number: one.score for one in chosen(holding.question, holding.ranked)}
            found = await self._store.numbered(list(scores), server)
            facts = await self._evidence.with_successors(found, server)
            if facts[0].rank == "normal":
                for fact, behind in reversed(list(pairwise(facts))):
                    # What holds in the place of another answers as well as that.
                    scores.setdefault(fact.number, scores[behind.number])
                current, *old = await self._evidence.by_standing(facts, server)
                ordered = in_order(
                    analysis.question, current.statements, [scores[said.fact.number] for said in current.statements]
                )
                return Answer("answered", None, (Section(tuple(ordered)), *old), _taken(analysis), ("why",))
            # Nothing holds in the place of the best, which is no answer any more.
            holding = replace(holding, ranked=holding.ranked[1:])
        return await self._refuse(analysis, server)

    async def _refuse(self, analysis: QuestionAnalysis, server: int | None) -> Answer:
        near = [one for one in analysis.ranked if one.features.coverage >= RESEMBLES][:OFFERED]
        found = await self._passages.find(analysis.question, server, analysis.documents)
        if analysis.guesses:
            # A word that may be another name is asked back.
            found = replace(found, answer=False)
        if found.answer:
            # What the documents say comes first, and of the facts the closest is enough.
            near = near[:1]
        facts = await self._store.numbered([one.candidate.number for one in near], server)
        offered = _offered(found, near)
        closest = next((Closest(fact, near[0]) for fact in facts if fact.number == near[0].candidate.number), None)
        missing = refusal_note(analysis, closest, found, shows=bool(offered))
        refusal = (*_taken(analysis), *missing)
        if not facts:
            return Answer("related" if offered else "unknown", sections=offered, note=refusal, offers=("ask-the-team",))
        section = await self._evidence.section(facts, "Not an answer, but the nearest that I have", server)
        lacking = {
            ranked.candidate.number: tuple(lack.name for lack in lacks(analysis.question, ranked)) or ("answer",)
            for ranked in near
        }
        nearest = tuple(replace(said, lacks=lacking[said.fact.number]) for said in section.statements)
        section = replace(section, statements=nearest, nearest=True)
        sections = (*offered, section) if found.answer else (section, *offered)
        return Answer("related", None, sections, refusal, ("ask-the-team",))


def _counts(facts: int, passages: int) -> Note:
    """Say how many facts and passages hold the words, and that not all of them are shown, where they are not."""
    found = [counted(number, noun) for number, noun in ((facts, "fact"), (passages, "passage")) if number]
    shown = [
        f"the first {most} {noun}s"
        for number, most, noun in ((facts, FOUND, "fact"), (passages, QUOTED, "passage"))
        if number > most
    ]
    if not shown:
        return note("{} in all.", listed(found)) if found else ()
    return note("{} in all; {} are shown. Further words narrow it down.", listed(found), listed(shown))


def _said(candidate: Candidate) -> set[str]:
    """Return the stems of what is shown of a fact, which its other phrasings are not."""
    return {stem for name, lines in candidate.fields.items() if name != "asked" for line in lines for stem in line}


def _together(questions: list[str], answers: list[Answer]) -> Answer:
    """Return the answers to the questions of one message, each under its question."""
    sections: list[Section] = []
    notes: list[Line] = []
    for question, answer in zip(questions, answers, strict=True):
        for section in answer.sections:
            refused = " (not an answer, but the nearest that I have)" if section.nearest else ""
            where = f" ({(section.heading or '').rstrip(':')})" if section.passages else refused
            sections.append(replace(section, heading=f"{clean(question)}{where}"))
        if answer.note:
            notes += note("{}: {}", quoted(question), answer.note)
    # Those that answer come first, so that an offer never stands as the best.
    sections.sort(key=lambda section: (section.nearest, bool(section.passages)))
    statuses = [answer.status for answer in answers]
    status = next(status for status in ("answered", "related", "unknown") if status in statuses)
    offers = tuple(dict.fromkeys(offer for answer in answers for offer in answer.offers))
    return Answer(status, None, tuple(sections), tuple(notes), offers)


def _differ(answers: Sequence[Answer]) -> bool:
    """Say whether several facts answer, and not the same one everything."""
    return len({answer.statements[0].fact.number for answer in answers if answer.statements}) > 1


def _joined(questions: list[str], answers: list[Answer]) -> Answer:
    """Return the answers to the questions that one joins, each fact once, where it serves best."""
    best = {answer.statements[0].fact.number for answer in answers if answer.statements}
    shown: set[int] = set()
    pruned = []
    for answer in answers:
        sections = []
        for section in answer.sections:
            kept = tuple(
                said for at, said in enumerate(section.statements) if not at or said.fact.number not in best | shown
            )
            shown |= {said.fact.number for said in kept}
            sections.append(replace(section, statements=kept))
        pruned.append(replace(answer, sections=tuple(sections)))
    return _together(questions, pruned)


def _listed(questions: list[str], answers: list[Answer]) -> Answer:
    """Return what answers a question of several names as one list, and say of which of them nothing is known."""
    found = (said for answer in answers if answer.status == "answered" for said in answer.statements)
    statements = {said.fact.number: said for said in found}
    notes: list[Line] = []
    for question, answer in zip(questions, answers, strict=True):
        if answer.note:
            notes += note("{}: {}", quoted(question), answer.note) if answer.status != "answered" else answer.note
    offers = tuple(dict.fromkeys(offer for answer in answers for offer in answer.offers))
    return Answer("answered", None, (Section(tuple(statements.values())),), tuple(notes), offers)


def _taken(analysis: QuestionAnalysis) -> Note:
    """Say what the question was taken for, where it was not taken as it stands."""
    taken = ", ".join(f"{quoted(typed)} for {quoted(meant)}" for typed, meant in analysis.corrections.items())
    follows = analysis.question.follows
    lines = [line("I took {}.", taken)] if taken else []
    if follows:
        lines.append(line("I took that as a follow-up to {}.", quoted(follows)))
    return tuple(lines)


def _offered(found: FoundPassages, near: Sequence[Ranked]) -> tuple[Section, ...]:
    """Return the passages that may answer in a section of their own, or those nearer than the nearest fact."""
    if found.answer:
        least = BESIDE * found.ranked[0].score
        shown = tuple(passage for passage in found.ranked[:OFFERED] if passage.score >= least)
        heading = "No fact yet; in the documents:"
    else:
        least = max([RESEMBLES, *(one.features.coverage + NEARER for one in near)])
        shown = tuple(passage for passage in found.ranked[:NEAR] if passage.coverage >= least)
        heading = "Only near it, in the documents:"
    passages = tuple(passage.place for passage in shown)
    return (Section((), heading, nearest=not found.answer, passages=passages),) if passages else ()
