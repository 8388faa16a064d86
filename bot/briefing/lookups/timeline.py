"""The timeline: dated facts of a period, in order."""

from bot.briefing.answer import Answer
from bot.briefing.errors import Refusal, within
from bot.briefing.evidence import Evidence
from bot.briefing.lookups.lookup import by_date
from bot.briefing.text import quoted
from db.dates import EXAMPLES, bounds, spoken, written
from db.notes import joined, line, note
from db.store import Store


class Timeline:
    """Answers `!timeline`."""

    def __init__(self, store: Store, evidence: Evidence) -> None:
        self._store = store
        self._evidence = evidence

    async def during(self, when: str = "", server: int | None = None) -> Answer:
        """Return the facts whose date may fall into the period; without one, the years that have any."""
        when = within(when, 80, "a date")
        if not when:
            return await self._years(server)
        try:
            period = written(when)
        except ValueError:
            raise Refusal("{} is not a date I can read: write {}.", quoted(when), EXAMPLES) from None
        facts = by_date(await self._store.dated(*bounds(period), server=server))
        if not facts:
            return Answer("unknown", note=note("I have nothing dated {}. `!timeline` lists the years.", spoken(period)))
        section = await self._evidence.section(facts, server=server)
        return Answer("answered", f"Timeline: {spoken(period)}", (section,))

    async def _years(self, server: int | None) -> Answer:
        counts = await self._store.counts.by_year(server)
        if not counts:
            return Answer("unknown", note=note("The store holds no dated facts yet."))
        years = joined(line("`{}` ({})", year, count) for year, count in counts.items())
        hint = note("Dated facts begin in these years: {}.\nWrite `!timeline` and a date in EDTF: {}.", years, EXAMPLES)
        return Answer("answered", "Timeline: what you can ask for", note=hint)
