"""The timeline: dated facts of a period, on a topic or on all, in order."""

import re
from collections.abc import Iterator
from datetime import date
from functools import partial

from bot.briefing.answer import Answer, Status
from bot.briefing.arguments import date as read_date
from bot.briefing.arguments import refused
from bot.briefing.evidence import Evidence
from bot.briefing.lookups.answer_cache import AnswerCache
from bot.briefing.lookups.lookup import by_date
from bot.briefing.near import did_you_mean, near
from bot.briefing.prose import quoted
from bot.briefing.refusals import NAME_LIMIT, Refusal, within
from db.dates.bounds import calendar_bounds, overlap
from db.dates.edtf import year_digits
from db.dates.spoken import spoken
from db.dates.written import EXAMPLES, Unreadable, found, written
from db.notes import Line, joined, line, note
from db.store import MOST, Store

# What may be the name of a topic, and is not what is left of a date.
_NAME = re.compile(r"[^\W\d_][\w’' -]*")


class Timeline:
    """Answers `!timeline`."""

    def __init__(self, store: Store, evidence: Evidence) -> None:
        self._store = store
        self._evidence = evidence
        self._answers = AnswerCache(store, evidence)

    async def during(self, asked: str = "", server: int | None = None) -> Answer:
        """Return the facts whose date may fall into the period, on the topic, or both; else the years that have any."""
        asked = within(asked, NAME_LIMIT, "a topic and a date")
        if not asked:
            return await self._years(server)
        return await self._answers.get((asked, server), partial(self._on, asked, server))

    async def _on(self, asked: str, server: int | None) -> Answer:
        """Return the facts of a period, on a topic, or both."""
        try:
            period = written(asked)
        except Unreadable as unreadable:
            return await self._on_topic(asked, unreadable, server)
        return await self._of("", "", period, server)

    async def _on_topic(self, asked: str, unreadable: Unreadable, server: int | None) -> Answer:
        """Return the facts on the topic, and of the time that stands before or behind it."""
        for name, when in (asked, ""), *_parted(asked):
            if not await self._store.named(name, server=server):
                continue
            try:
                period = when and read_date(when)
            except Refusal:
                if any(map(str.isdigit, when)):
                    raise
                continue
            topic = await self._store.topic_named(name, server)
            return await self._of(name, topic.title if topic else name, period, server)
        if unreadable.strange and (offers := await self._offers(asked, server)):
            return offers
        raise refused(asked, unreadable)

    async def _offers(self, asked: str, server: int | None) -> Answer | None:
        """Return the topics that are near what stands beside a date, with the date, or near the whole."""
        topics = [topic for topic, count in await self._store.topics(server) if count]
        names = {word: topic.key for topic in topics for word in (topic.key, topic.title, *topic.aliases)}
        for period, name in *found(asked), ("", asked):
            if not _NAME.fullmatch(name):
                continue
            offers = [f"{offer} {period and spoken(period)}".strip() for offer in near(name, names)]
            if offers:
                offered = did_you_mean(offers, "`!timeline {}`")
                return Answer("related", note=note("I have no topic {}. {}", quoted(name), offered))
        return None

    async def _of(self, name: str, topic: str, period: str, server: int | None) -> Answer:
        """Return the facts found by a name, or any, of a period or of whatever date."""
        title = ", ".join(filter(None, (topic, period and spoken(period))))
        first, last = calendar_bounds(period) if period else (date.min, date.max)
        facts = await self._store.dated(first, last, server, name)
        found = by_date(facts)[:MOST]
        dated = [fact for fact in found if fact.when and (not period or overlap(fact.when, period))]
        beyond = "There are more than {0}: these are the first {0}. A shorter time shows those after them."
        more = note(beyond, MOST) if len(facts) > MOST else ()
        if not dated:
            what = f"on {quoted(topic)} that is dated" if topic else "dated"
            when = f" {spoken(period)}" if period else ""
            return Answer("unknown", note=note("I have nothing {}{}. `!timeline` lists the years.", what, when))
        sections = await self._evidence.by_standing(dated, server)
        status: Status = "answered" if any(fact.rank == "normal" for fact in dated) else "related"
        return Answer(status, f"Timeline: {title}", sections, more)

    async def _years(self, server: int | None) -> Answer:
        counts = await self._store.counts.by_year(server)
        if not counts:
            return Answer("unknown", note=note("The store holds no dated facts yet."))
        begun = joined(
            line("`{}` ({})", spoken(year_digits(year)), count) for year, count in counts.items() if year is not None
        )
        lines: list[Line] = [line("Dated facts begin in these years: {}.", begun)] if begun else []
        if None in counts:
            lines.append(line("Without a beginning: {}.", counts[None]))
        lines.append(line("Write `!timeline` and a topic, a time or both. A time is {}.", EXAMPLES))
        return Answer("answered", "Timeline: what you can ask for", note=tuple(lines))


def _parted(words: str) -> Iterator[tuple[str, str]]:
    """Yield each way to part the words into a name and what stands before or behind it, the longest name first."""
    chunks = words.split()
    for length in range(len(chunks) - 1, 0, -1):
        yield " ".join(chunks[:length]), " ".join(chunks[length:])
        yield " ".join(chunks[-length:]), " ".join(chunks[:-length])
