"""The history of facts: what was when, and who changed what."""

from bot.briefing.answer import Answer
from bot.briefing.arguments import Arguments, date
from bot.briefing.asker import Asker
from bot.briefing.curating.access import visible
from bot.briefing.curating.diff import differences
from bot.briefing.evidence import Evidence
from bot.briefing.lookups.catalogue import REVISIONS, Catalogue, earlier, revision_line
from bot.briefing.prose import quoted
from db.dates.bounds import moments
from db.ledger.history import History
from db.notes import Line, Moment, line, note
from db.records import Fact, StoredFact
from db.store import Store


class Chronicle:
    """Carries out `!fact history` and `!fact show`."""

    def __init__(self, store: Store, history: History, evidence: Evidence, catalogue: Catalogue) -> None:
        self._store = store
        self._history = history
        self._evidence = evidence
        self._catalogue = catalogue

    async def history(self, arguments: Arguments, asker: Asker) -> Answer:
        """List the revisions of a fact with what each changed."""
        fact = await visible(self._store, arguments.subject, asker.server, "fact history F12")
        arguments.refuse_problems(example=line("`!fact history {}`", fact.label))
        revisions = await self._history.of(fact, asker.server, last=REVISIONS)
        lines: list[Line] = earlier(revisions)
        for revision in revisions:
            lines.append(revision_line(revision))
            if revision.before is not None:
                lines += differences(Fact.stored(revision.before), revision.content)
        lines.append(line("`!fact show {} as-of: 2026-11-01` shows it as it was on a day.", fact.label))
        section = await self._evidence.section([fact], server=asker.server)
        return Answer("done", f"History of {fact.label}: {fact.payload.heading}", (section,), tuple(lines))

    async def show(self, arguments: Arguments, asker: Asker) -> Answer:
        """Show all about a fact as it is, or how it read on a day."""
        day = arguments.get("as-of")
        example = line("`!fact show F12 as-of: 2026-11-01`")
        if day is None or arguments.problems:
            arguments.refuse_problems(example=example)
            return await self._catalogue.cite(arguments.subject, asker.server)
        fact = await visible(self._store, arguments.subject, asker.server, "fact show F12 as-of: 2026-11-01")
        moment = moments(date(day, "as-of"))[1]
        revisions = await self._history.of(fact, asker.server)
        # By their order in the ledger: a clock that was set back puts no revision before the one that it follows.
        last = max((place for place, revision in enumerate(revisions, 1) if revision.at <= moment), default=0)
        then = revisions[:last]
        if not then:
            first = line(" on {}", Moment(revisions[0].at, "day")) if revisions else " later"
            return Answer(
                "unknown", note=note("{} was not there yet on {}: it was added{}.", fact.label, quoted(day), first)
            )
        revision = then[-1]
        stored = StoredFact(
            **revision.content.model_dump(exclude={"kind"}),
            number=fact.number,
            server=fact.server,
            revision=revision.number,
        )
        lines: list[Line] = [revision_line(revision)]
        if stored.status == "retracted":
            lines.append(line("It was retracted then, and not shown in answers."))
        later = len(revisions) - len(then)
        if later:
            lines.append(line("Since then it was revised {}:", f"{later} times" if later > 1 else "once"))
            lines += differences(revision.content, fact.content)
        else:
            lines.append(line("It is the same today."))
        section = await self._evidence.section([stored], server=asker.server)
        return Answer("done", f"{fact.label} as of {day}", (section,), tuple(lines))
