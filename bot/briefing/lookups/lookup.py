"""Lookups: the facts of one kind by name or topic, exactly, with near misses offered."""

import asyncio
from collections import Counter
from datetime import datetime
from functools import partial

from bot.briefing.answer import Answer, Section, Status
from bot.briefing.evidence import Evidence
from bot.briefing.lookups.answer_cache import AnswerCache
from bot.briefing.lookups.differences import side_by_side
from bot.briefing.lookups.matters import matters
from bot.briefing.near import did_you_mean, near
from bot.briefing.prose import clean, counted, listed_lines, quoted
from bot.briefing.recency import latest, newest_first
from bot.briefing.refusals import NAME_LIMIT, within
from db.dates.bounds import bounds, moments
from db.dates.day import LATEST, Day
from db.kinds import KINDS, Claim, Kind, Payload
from db.notes import Line, joined, line, note
from db.records import StoredFact
from db.store import Store

LISTED = 60


class Lookup:
    """Answers the commands that look up facts of one kind, such as `!poll`."""

    def __init__(self, store: Store, evidence: Evidence) -> None:
        self._store = store
        self._evidence = evidence
        self._answers = AnswerCache(store, evidence)

    async def look_up(self, kind: type[Payload], name: str = "", server: int | None = None) -> Answer:
        """Return the facts of the kind under a name or topic; without a name, what can be asked."""
        name = within(name, NAME_LIMIT, "a name or a topic")
        if name:
            return await self._answers.get((kind, name, server), partial(self._on, kind, name, server))
        async with self._store.snapshot():
            return await self._contents(kind, server)

    async def _on(self, kind: type[Payload], name: str, server: int | None) -> Answer:
        """Return the facts of the kind under a name or topic."""
        if kind.DESCRIPTION.comprehensive:
            return await self._all_on(kind, name, server)
        found, more = latest(await self._matching(kind, name, server))
        others = _others(kind, name, await self._store.kinds_named(name, server))
        if not found:
            return await self._nothing(kind, name, others, server)
        facts = in_order(await self._evidence.with_successors(found, server))
        status: Status = "answered" if any(fact.rank == "normal" for fact in facts) else "related"
        title = f"{kind.DESCRIPTION.plural.capitalize()}: {await self._title(name, facts, server)}"
        also = note("Also: {}.", others) if others else ()
        sections: tuple[Section, ...] = ()
        if kind is Claim:
            compared = matters(facts)
            sections = await side_by_side(compared, self._evidence, server)
            shown = {fact.number for matter in compared for fact in matter.facts}
            facts = [fact for fact in facts if fact.number not in shown]
        by_standing = await self._evidence.by_standing(facts, server)
        return Answer(status, title, (*sections, *map(newest_first, by_standing)), (*more, *also))

    async def _all_on(self, kind: type[Payload], name: str, server: int | None) -> Answer:
        """Return the facts of the kind under a name or topic, and then those of every other kind."""
        named = await self._store.named(name, server=server)
        found, more = latest(named or await self._store.with_words(name, server=server))
        if not found:
            return await self._nothing(kind, name, (), server)
        found = await self._evidence.with_successors(found, server)
        first = [kind, *(other for other in KINDS.values() if other is not kind)]
        sections = [
            await of_kind(payload, facts, self._evidence, server)
            for payload in first
            if (facts := [fact for fact in found if isinstance(fact.payload, payload)])
        ]
        status: Status = "answered" if any(fact.rank == "normal" for fact in found) else "related"
        return Answer(status, f"About: {await self._title(name, found, server)}", tuple(sections), more)

    async def _matching(self, kind: type[Payload], name: str, server: int | None) -> list[StoredFact]:
        if kind.DESCRIPTION.individual and (own := await self._store.called(name, kind.KIND, server)):
            return own
        filed = await self._store.named(name, kind.KIND, server)
        if filed and not kind.DESCRIPTION.individual:
            return filed
        return await self._store.with_words(name, kind.KIND, server) or filed

    async def _title(self, name: str, facts: list[StoredFact], server: int | None) -> str:
        names = {fact.name for fact in facts}
        if len(names) == 1:
            return next((matter.heading for matter in matters(facts)), names.pop())
        topic = await self._store.topic_named(name, server)
        return topic.title if topic else name

    async def _contents(self, kind: type[Payload], server: int | None) -> Answer:
        command = kind.DESCRIPTION.command
        topics = await self._store.counts.by_topic(kind.KIND, server)
        if not topics:
            return Answer("unknown", note=note("The store holds no {} yet.", kind.DESCRIPTION.plural))
        example = max(topics, key=lambda topic: topics[topic])
        lines = [line("Write `!{0}` and a name or a topic, for example `!{0} {1}`.", command, example)]
        if kind is not Claim:
            names, count = await self._store.counts.titles(kind.KIND, server, LISTED)
            more = f"; and {count - LISTED:,} more" if count > LISTED else ""
            lines.append(line("Names: {}{}", "; ".join(names), more))
        lines.append(line("Topics: {}", joined(line("`{}` ({})", topic, count) for topic, count in topics.items())))
        return Answer("answered", f"{kind.DESCRIPTION.plural.capitalize()}: what you can ask for", note=tuple(lines))

    async def _nothing(self, kind: type[Payload], name: str, others: Line, server: int | None) -> Answer:
        """Say that nothing was found, and offer what there is under the name or one like it."""
        if others:
            return Answer("related", note=note("I have no {} under {}, but {}.", kind.KIND, quoted(name), others))
        of_kind = None if kind.DESCRIPTION.comprehensive else kind.KIND
        names = {named.shown: named.owner for named in await self._store.names(of_kind, server)}
        # In a thread: there may be many, and others have their turn meanwhile.
        offers = did_you_mean(await asyncio.to_thread(near, name, names), f"`!{kind.DESCRIPTION.command} {{}}`")
        lead = line("I have no {} under {}.", kind.KIND, quoted(name))
        if kind.DESCRIPTION.comprehensive:
            lead = line(
                "I have nothing of the name {}: `!find {}` looks in the words of all facts.", quoted(name), clean(name)
            )
        if offers:
            return Answer("related", note=note("{} {}", lead, offers))
        return Answer("unknown", note=note("{} `!{}` lists what you can ask for.", lead, kind.DESCRIPTION.command))


def _others(kind: type[Payload], name: str, found: Counter[Kind]) -> Line:
    """Return how many facts of other kinds there are under the name, and how to ask for them."""
    offers = [
        line(
            "{} (`!{} {}`)",
            counted(found[other], other, KINDS[other].DESCRIPTION.plural),
            KINDS[other].DESCRIPTION.command,
            clean(name),
        )
        for other in KINDS
        if found[other] and other != kind.KIND
    ]
    return listed_lines(offers)


async def of_kind(kind: type[Payload], facts: list[StoredFact], evidence: Evidence, server: int | None) -> Section:
    """Return the section of a kind with these facts of it."""
    return newest_first(await evidence.section(in_order(facts), kind.DESCRIPTION.plural.capitalize(), server))


def in_order(facts: list[StoredFact]) -> list[StoredFact]:
    """Return the facts by date where that is how their kind is listed, else as filed; those superseded last."""
    if all(fact.payload.DESCRIPTION.chronological for fact in facts):
        facts = by_date(facts)
    return sorted(facts, key=lambda fact: fact.rank == "deprecated")


def by_date(facts: list[StoredFact]) -> list[StoredFact]:
    """Return the facts by the first day of their date and the time of it, those without a date last."""
    return sorted(facts, key=lambda fact: (*_beginning(fact.when), fact.number))


def _beginning(when: str | None) -> tuple[Day, datetime]:
    """Return the first day, which the calendar may not reach, and then the first moment; what is not dated is last."""
    return (bounds(when)[0], moments(when)[0]) if when else (LATEST, datetime.max)
