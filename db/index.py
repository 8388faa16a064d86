"""The index: the folded names of topics and facts, their words, and the full-text index."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from sqlalchemy import bindparam, delete, select
from sqlalchemy.dialects.sqlite import insert
from sqlalchemy.ext.asyncio import AsyncConnection

from db import passage_index
from db.dates.spoken import spoken
from db.functions import among
from db.kinds import Item, fields_of
from db.records import Fact, Topic
from db.tables import EVERY, fact_search, fact_topic, index_version, name, topic, turned_name, word
from db.tokenizer import VERSION, fold, sound, stem, tokens


async def name_topic(connection: AsyncConnection, number: int, record: Topic, server: int) -> None:
    """File a topic under its title, key and aliases."""
    await connection.execute(delete(name).where(name.c.topic_id == number))
    names = _names((record.title, record.key, *record.aliases))
    await _file(connection, [(names, {"topic_id": number, "server": server, "kind": "topic"})])


async def index_facts(connection: AsyncConnection, facts: Mapping[int, Fact], server: int) -> None:
    """Index a server's facts anew, as they are now and as their topics are called."""
    here = {"numbers": [*facts]}
    await connection.execute(_UNNAME, here)
    offered = {number: fact.offered for number, fact in facts.items()}
    for kind in dict.fromkeys(offered.values()):
        alike = [number for number, other in offered.items() if other == kind]
        await connection.execute(_OFFER, {"numbers": alike, "of": server, "offered": kind})
    before = _holding(await connection.scalars(_WORDS, here))
    if before:
        await connection.execute(_UNSEARCH, here)
        await _discount(connection, server, before)
    topics: dict[int, list[str]] = {}
    for row in await connection.execute(_TOPICS, here):
        topics.setdefault(row.fact_id, []).extend((row.title, *row.aliases))
    await count(connection, server, await add_facts(connection, facts, server, topics))


async def add_facts(
    connection: AsyncConnection, facts: Mapping[int, Fact], server: int, topics: Mapping[int, Sequence[str]]
) -> Counter[str]:
    """File a server's facts under their names and aliases, and make their words searchable while they are published.

    They are in the index not yet, or not any more; `topics` has the names of those that each is filed under. Return
    in how many of them each word stands, which is to be counted (`count`) once all are there.
    """
    owners = [
        (_names((fact.name, *fact.aliases)), {"fact_id": number, "server": server, "kind": fact.offered})
        for number, fact in facts.items()
    ]
    await _file(connection, owners)
    rows = [
        {"server": server, **_searched(number, fact, topics.get(number, ()))}
        for number, fact in facts.items()
        if fact.status == "published"
    ]
    if rows:
        await connection.execute(fact_search.insert(), rows)
    return _holding(row["words"] for row in rows)


async def is_current(connection: AsyncConnection) -> bool:
    """Say whether the index was made by this version of the tokenizer."""
    return await connection.scalar(select(index_version.c.version)) == VERSION


async def clear(connection: AsyncConnection) -> None:
    """Empty the index, to be made anew by this version of the tokenizer."""
    for table in (turned_name, name, fact_search, word, index_version):
        await connection.execute(delete(table))
    await passage_index.clear(connection)
    await connection.execute(index_version.insert().values(version=VERSION))


def _searched(number: int, fact: Fact, topics: Sequence[str]) -> dict[str, Any]:
    """Return the row of the full-text index for a fact, which is filed under topics of these names."""
    fields = {
        "text": [fact.text],
        "names": [fact.name, *fact.aliases],
        "topics": list(topics),
        "asked": list(fact.asked),
        "details": list(details(fact)),
    }
    words = {field: [tokens(line) for line in lines] for field, lines in fields.items()}
    found = {word for lines in words.values() for line in lines for word in line}
    stemmed = {field: " | ".join(" ".join(map(stem, line)) for line in lines) for field, lines in words.items()}
    return {"rowid": number, "words": " ".join(sorted(found)), **stemmed}


def details(fact: Fact) -> Iterable[str]:
    """Yield what a fact says besides its text: kind, speaker, date and the words of its payload."""
    yield fact.kind
    yield from filter(None, (fact.speaker, fact.when and spoken(fact.when)))
    yield from dict.fromkeys(citation.reported_from for citation in fact.citations if citation.reported_from)
    for field in fields_of(type(fact.payload)):
        if field.argument and field.argument.searched:
            yield from _lines(field.of(fact.payload))


def _lines(value: object) -> Iterable[str]:
    match value:
        case tuple():
            for item in value:
                yield from _lines(item)
        case Item():
            yield from value.searched
        case None | "":
            pass
        case _:
            yield str(value)


def _holding(lines: Iterable[str]) -> Counter[str]:
    """Return in how many facts each word stands, and how many there are, by the line of words of each."""
    return Counter(word for words in lines for word in {EVERY, *words.split()})


async def count(connection: AsyncConnection, server: int, words: Mapping[str, int]) -> None:
    """Count each word as standing in so many more of a server's facts."""
    rows = [
        {"server": server, "word": word, "stem": stem(word), "sound": sound(word), "facts": number}
        for word, number in sorted(words.items())
    ]
    if rows:
        await connection.execute(_ADD, rows)


async def _discount(connection: AsyncConnection, server: int, words: Mapping[str, int]) -> None:
    """Count each word as standing in so many less."""
    # Bound names may not be those of columns.
    gone = [{"at": server, "gone": word, "less": number} for word, number in sorted(words.items())]
    here = (word.c.server == bindparam("at")) & (word.c.word == bindparam("gone"))
    await connection.execute(word.update().where(here).values(facts=word.c.facts - bindparam("less")), gone)
    await connection.execute(delete(word).where(here, word.c.facts <= 0), gone)


def _names(names: Iterable[str]) -> dict[str, str]:
    """Return the names by how they are looked up: the first is shown, a fact's own before its aliases."""
    found: dict[str, str] = {}
    for shown in names:
        found.setdefault(fold(shown), shown)
    found.pop("", None)
    return found


async def _file(connection: AsyncConnection, owners: Sequence[tuple[dict[str, str], dict[str, Any]]]) -> None:
    """File whatever the owners are under their names."""
    rows = [{"folded": folded, "shown": shown, **owner} for names, owner in owners for folded, shown in names.items()]
    if not rows:
        return
    added = await connection.execute(_NAME, [{"fact_id": None, "topic_id": None, **row} for row in rows])
    rows = [
        {"folded": turned, "name_id": row.id, "kind": row.kind, "server": row.server}
        for row in added
        if row.kind
        for turned in turns(row.folded)
    ]
    if rows:
        await connection.execute(turned_name.insert(), rows)


def turns(folded: str) -> list[str]:
    """Return a name of several words turned round to begin with each of the later ones."""
    words = folded.split()
    return list(dict.fromkeys(" ".join((*words[at:], *words[:at])) for at in range(1, len(words))))


# Built once: they are asked for each fact that is written. Bound names may not be those of columns.
_TOPICS = (
    select(fact_topic.c.fact_id, topic.c.title, topic.c.aliases)
    .join(topic, topic.c.id == fact_topic.c.topic_id)
    .where(among(fact_topic.c.fact_id, "numbers"))
    # As facts that are added have them.
    .order_by(fact_topic.c.topic_id)
)
_WORDS = select(fact_search.c.words).where(among(fact_search.c.rowid, "numbers"))
_UNNAME = delete(name).where(among(name.c.fact_id, "numbers"))
_UNSEARCH = delete(fact_search).where(among(fact_search.c.rowid, "numbers"))
# In any order, since otherwise each would be inserted by itself.
_NAME = name.insert().returning(name.c.id, name.c.folded, name.c.kind, name.c.server)
_OFFER = (
    fact_topic.update()
    .where(among(fact_topic.c.fact_id, "numbers"))
    .values(server=bindparam("of"), kind=bindparam("offered"))
)
_added = insert(word)
_ADD = _added.on_conflict_do_update(
    index_elements=["server", "word"], set_={"facts": word.c.facts + _added.excluded.facts}
)
