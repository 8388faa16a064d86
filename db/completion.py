"""Completions of a few letters: names, topics, numbers of facts, sources, as one server sees them.

Every query over facts is a walk along an index and bounded, whatever the store holds; those over topics and sources,
of which a store has few, may read them all. A store that is busy or broken completes nothing rather than keeping
somebody waiting.
"""

import asyncio
from collections import Counter
from collections.abc import AsyncIterator, Mapping
from dataclasses import dataclass, replace
from itertools import islice
from typing import Any, Literal

from sqlalchemy import (
    ColumnElement,
    CompoundSelect,
    Select,
    String,
    Table,
    bindparam,
    cast,
    exists,
    func,
    literal,
    select,
    union_all,
)
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.ext.asyncio import AsyncConnection

from db.bibliography import Source
from db.engine import Database, recorded
from db.errors import DatabaseUnusable
from db.functions import among
from db.kinds import KINDS, Kind
from db.pinpoints import fact_number, parse
from db.tables import (
    HERE,
    RESTORABLE,
    SHARED,
    citation,
    draft,
    fact,
    fact_topic,
    gap,
    gap_asker,
    hidden,
    name,
    report,
    seen_by,
    shown_to,
    source,
    topic,
    turned_name,
)
from db.tokenizer import fold

LIMIT = 25  # https://discord.com/developers/docs/interactions/application-commands#autocomplete
PATIENCE = 1.0  # seconds; Discord waits for 3
MANY = 100  # facts; a topic that has more is as full as any

_MOST = 10_000_000  # facts, of whose numbers the beginning is looked for
SCANNED = 500  # rows that are looked through one by one, topics that are counted
# What is looked up under a topic rather than by a name.
FILED = frozenset(("topic", *(kind for kind, payload in KINDS.items() if payload.DESCRIPTION.topical)))
What = (
    Kind
    | Literal["topic", "fact", "hidden fact", "restorable fact", "source", "paragraph", "retired source"]
    | Literal["topics", "gap", "report", "draft"]
)
# What only moderators may read.
CONFIDENTIAL: frozenset[What] = frozenset(("gap", "report", "draft"))


@dataclass(frozen=True)
class Completion:
    """What is put in when it is chosen, and what is shown for choosing."""

    value: str
    shown: str


class Completions:
    """Completes what somebody types."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def of(self, what: What, typed: str, server: int | None) -> list[Completion]:
        """Return up to 25 completions; those found in time where the store is busy or cannot be used."""
        if what == "topics":
            # Of several the last is completed, and those before it stay as they are.
            before, comma, last = typed.rpartition(",")
            lead = f"{before.strip()}, " if comma else ""
            return [
                Completion(f"{lead}{found.value}", f"{lead}{found.shown}")
                for found in await self.of("topic", last.strip().removeprefix("+"), server)
            ]
        named: list[str] = []
        try:
            async with asyncio.timeout(PATIENCE), self._database.reading() as connection:
                match what:
                    case "source" | "retired source":
                        return await _sources(connection, typed, server, what == "retired source")
                    case "paragraph":
                        return await _places(connection, typed, server)
                    case "hidden fact":
                        hiding = select(hidden.c.fact_id).where(hidden.c.server == server).order_by(hidden.c.fact_id)
                        return await _among(connection, hiding, typed)
                    case "restorable fact":
                        here = fact.c.server.in_(seen_by(server))
                        restorable = select(fact.c.id).where(here, RESTORABLE).order_by(fact.c.id)
                        return await _among(connection, restorable, typed)
                    case "gap" | "report" | "draft":
                        return await _waiting(connection, _WAITING[what], typed, server)
                    case "fact":
                        return await _facts(connection, typed, server)
                    case _:
                        async for shown in _named(connection, what, typed, server):
                            named.append(shown)
        except (TimeoutError, DatabaseUnusable, SQLAlchemyError):
            pass
        return _same(named)


async def _waiting(connection: AsyncConnection, query: Select[Any], typed: str, server: int | None) -> list[Completion]:
    """Return the numbers that wait in the server, each with its words, by a part of either."""
    found: dict[int, Completion] = {}
    for row in await connection.execute(query, {"here": server or SHARED}):
        if typed.strip() in str(row.id) or fold(typed) in fold(row.words):
            found.setdefault(row.id, Completion(str(row.id), f"{row.id}: {row.words}"))
    return list(found.values())[:LIMIT]


_GAPS = (
    select(gap.c.id, gap_asker.c.question.label("words"))
    .join(gap_asker)
    .where(gap.c.server == HERE, gap.c.closed.is_(None))
    .order_by(gap.c.id, gap_asker.c.at.desc())
    .limit(SCANNED)
)
_REPORTS = (
    select(report.c.id, (literal("F") + cast(report.c.fact_id, String) + ": " + report.c.reason).label("words"))
    .where(report.c.server == HERE, report.c.settled.is_(None))
    .order_by(report.c.id)
    .limit(SCANNED)
)
_DRAFTS = (
    select(draft.c.id, draft.c.arguments["text"].as_string().label("words"))
    .where(draft.c.server == HERE, draft.c.decided.is_(None))
    .order_by(draft.c.proposed.desc(), draft.c.id)
    .limit(SCANNED)
)
_WAITING = {"gap": _GAPS, "report": _REPORTS, "draft": _DRAFTS}


def _same(names: list[str]) -> list[Completion]:
    return [Completion(shown, shown) for shown in dict.fromkeys(names)][:LIMIT]


async def _named(
    connection: AsyncConnection, what: Kind | Literal["topic"], typed: str, server: int | None
) -> AsyncIterator[str]:
    """Yield names and topics, most fitting first: what begins so before what has a later word that does.

    Names come before topics, except where a topic is what one looks under. Nothing further is looked for than is asked.
    """
    kinds = [*KINDS] if what == "topic" else [what]
    topics = {**_parameters("topic", typed, server), "kinds": kinds}
    names = _parameters(what, typed, server)
    keys = (_KEYS if fold(typed) else _FULLEST), topics
    begun = [] if what == "topic" else [(_NAMES[0], names)]
    steps: list[tuple[Select[Any], dict[str, Any]]]
    steps = [keys, *begun] if what in FILED else [*begun, keys]
    if fold(typed):
        steps.append((_TOPICS[0], topics))
        steps += [] if what == "topic" else [(_NAMES[1], names)]
        steps.append((_TOPICS[1], topics))
    found: set[str] = set()
    for query, parameters in steps:
        for shown in await connection.scalars(query, parameters):
            found.add(shown)
            yield shown
        if len(found) >= LIMIT:
            return


async def _facts(connection: AsyncConnection, typed: str, server: int | None) -> list[Completion]:
    """Return numbers of facts that begin so, or the facts whose name does."""
    number = fact_number(typed)
    numbers: list[int] = []
    if number is not None and number < _MOST:
        ranges = [(number * 10**more, (number + 1) * 10**more - 1) for more in range(9 - len(str(number)))]
        for first, last in ranges:
            query = select(fact.c.id).where(*shown_to(server), fact.c.id.between(first, last))
            numbers += await connection.scalars(query.order_by(fact.c.id).limit(LIMIT - len(numbers)))
            if len(numbers) == LIMIT:
                break
    elif fold(typed):
        parameters = {**_parameters("", typed, server), "kinds": [*KINDS]}
        for query in _OWNERS:
            numbers += await connection.scalars(query, parameters)
    else:
        numbers += await connection.scalars(select(fact.c.id).where(*shown_to(server)).order_by(fact.c.id).limit(LIMIT))
    numbers = list(dict.fromkeys(numbers))[:LIMIT]
    return await _labelled(connection, await _names_by_fact(connection, numbers))


async def _among(connection: AsyncConnection, facts: Select[Any], typed: str) -> list[Completion]:
    """Return those of few facts whose number or one word of whose name begins so."""
    offered = await _names_by_fact(connection, list(await connection.scalars(facts.limit(SCANNED))))
    begins = fold(typed)
    fitting = (
        number
        for number, shown in offered.items()
        if any(turn.startswith(begins) for turn in _turned(fold(f"F{number} {shown}")))
    )
    return await _labelled(connection, {number: offered[number] for number in islice(fitting, LIMIT)})


def _turned(folded: str) -> list[str]:
    words = folded.split()
    return [" ".join(words[at:]) for at in range(len(words))]


async def _names_by_fact(connection: AsyncConnection, numbers: list[int]) -> dict[int, str]:
    names = select(name.c.fact_id, name.c.shown).where(name.c.fact_id.in_(numbers)).order_by(name.c.id.desc())
    shown = {row.fact_id: row.shown for row in await connection.execute(names)}
    return {number: shown.get(number, "") for number in numbers}


async def _labelled(connection: AsyncConnection, names: Mapping[int, str]) -> list[Completion]:
    """Return the facts with their names; those that have none, or the same as another, with their texts."""
    times = Counter(names.values())
    alike = [number for number, shown in names.items() if not shown or times[shown] > 1]
    texts = select(fact.c.id, fact.c.text, fact.c.speaker).where(fact.c.id.in_(alike))
    # What somebody holds is said to be theirs.
    said = {
        row.id: f"{row.speaker}: {row.text}" if row.speaker else row.text for row in await connection.execute(texts)
    }
    labels = {**names, **said}
    return [Completion(f"F{number}", f"F{number} · {label}") for number, label in labels.items()]


async def _sources(
    connection: AsyncConnection, typed: str, server: int | None, retired: bool = False
) -> list[Completion]:
    begins = typed.strip().lower()
    query = (
        select(source.c.key, source.c.record)
        .where(source.c.server.in_(seen_by(server)), source.c.key >= begins, source.c.key < f"{begins}￿")
        .order_by(source.c.key)
        .limit(LIMIT)
    )
    if retired:
        query = query.where(source.c.record["retired"].as_string().is_not(None))
    found = await recorded(await connection.execute(query), lambda row: Source.stored(row.record))
    labels = {known.key: known.label for known in found}
    return [Completion(key, f"{key} · {label}") for key, label in labels.items()]


async def _places(connection: AsyncConnection, typed: str, server: int | None) -> list[Completion]:
    """Return sources; after a key and a mark, the paragraphs of that source that facts rest on."""
    pinpoint = parse(typed)
    if pinpoint is None or pinpoint.paragraph is None:
        return await _sources(connection, typed, server)
    cited = (
        select(citation.c.paragraph)
        .join(source, source.c.id == citation.c.source_id)
        .join(fact, fact.c.id == citation.c.fact_id)
        .where(source.c.key == pinpoint.source, source.c.server.in_(seen_by(server)), *shown_to(server))
        .limit(SCANNED)
        .subquery()
    )
    query = select(cited.c.paragraph).distinct().order_by(cited.c.paragraph)
    begun = [str(number) for number in await connection.scalars(query) if str(number).startswith(pinpoint.paragraph)]
    written = [str(replace(pinpoint, paragraph=number)) for number in begun[:LIMIT]]
    return [Completion(place, place) for place in written]


def _parameters(kind: str, typed: str, server: int | None) -> dict[str, Any]:
    begins = fold(typed)
    key = begins.replace(" ", "-")
    return {
        "kind": kind,
        "begins": begins,
        "ends": f"{begins}￿",
        "key": key,
        "key_ends": f"{key}￿",
        "here": server or SHARED,
    }


def _begins(rows: Table) -> ColumnElement[bool]:
    return (rows.c.folded >= bindparam("begins")) & (rows.c.folded < bindparam("ends"))


def _first(rows: Table, number: ColumnElement[int]) -> CompoundSelect[tuple[int]]:
    """Select one id for each of the first 25 distinct names of a kind that begin so.

    Names may be many and the same: the walk goes from each name to the next other one (a loose index scan).
    """
    walks = []
    for place in seen_by(HERE):
        here = (rows.c.kind == bindparam("kind")) & (rows.c.server == place)
        begun = select(func.min(rows.c.folded).label("folded"), literal(1).label("steps")).where(here, _begins(rows))
        walk = begun.cte(recursive=True)
        next_ = select(func.min(rows.c.folded)).where(here, _begins(rows), rows.c.folded > walk.c.folded)
        further = select(next_.scalar_subquery(), walk.c.steps + 1)
        walk = walk.union_all(further.where(walk.c.folded.is_not(None), walk.c.steps < LIMIT))
        first = select(func.min(number)).where(here, rows.c.folded == walk.c.folded).scalar_subquery()
        walks.append(select(first.label("id")).where(walk.c.folded.is_not(None)))
    return union_all(*walks)


def _unhidden(number: ColumnElement[int]) -> ColumnElement[bool]:
    return number.not_in(select(hidden.c.fact_id).where(hidden.c.server == HERE))


def _filed() -> tuple[ColumnElement[bool], ...]:
    """Return the conditions on a topic's facts that are of the kinds and to be shown."""
    return (
        fact_topic.c.topic_id == topic.c.id,
        among(fact_topic.c.kind, "kinds"),
        fact_topic.c.server.in_(seen_by(HERE)),
        _unhidden(fact_topic.c.fact_id),
    )


def _topics_named(first: CompoundSelect[tuple[int]]) -> Select[tuple[str]]:
    named = select(name.c.topic_id).where(name.c.id.in_(first))
    return select(topic.c.key).where(topic.c.id.in_(named), exists().where(*_filed())).order_by(topic.c.key)


def _keys() -> Select[tuple[str]]:
    begin = (topic.c.key >= bindparam("key")) & (topic.c.key < bindparam("key_ends"))
    here = topic.c.server.in_(seen_by(HERE))
    return select(topic.c.key).where(here, begin, exists().where(*_filed())).order_by(topic.c.key).limit(LIMIT)


def _fullest() -> Select[tuple[str]]:
    """Select those with most facts of the first topics there are, counting none of them further than MANY."""
    some = select(literal(1)).where(*_filed()).correlate(topic).limit(MANY).subquery()
    facts = select(func.count()).select_from(some).correlate(topic).scalar_subquery()
    here = select(topic.c.key, facts.label("facts")).where(topic.c.server.in_(seen_by(HERE)))
    counted = here.order_by(topic.c.id).limit(SCANNED).subquery()
    query = select(counted.c.key).where(counted.c.facts > 0)
    return query.order_by(counted.c.facts.desc(), counted.c.key).limit(LIMIT)


def _names_of(first: CompoundSelect[tuple[int]]) -> Select[tuple[str]]:
    named = select(name.c.shown).where(name.c.id.in_(first), _unhidden(name.c.fact_id))
    return named.order_by(name.c.folded).limit(LIMIT)


def _owners(rows: Table, number: ColumnElement[int]) -> Select[tuple[int]]:
    begin = select(number).where(among(rows.c.kind, "kinds"), rows.c.server.in_(seen_by(HERE)), _begins(rows))
    owned = select(name.c.fact_id).where(name.c.id.in_(begin.limit(2 * LIMIT)), _unhidden(name.c.fact_id))
    return owned.order_by(name.c.id)


# Built once: to build and to compile such statements takes longer than to run them.
_BOTH = (name, name.c.id), (turned_name, turned_name.c.name_id)
_KEYS = _keys()
_FULLEST = _fullest()
_TOPICS = [_topics_named(_first(*rows)) for rows in _BOTH]
_NAMES = [_names_of(_first(*rows)) for rows in _BOTH]
_OWNERS = [_owners(*rows) for rows in _BOTH]
