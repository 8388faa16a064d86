"""The index: the folded names of topics and facts, their words, and the full-text index."""

from collections.abc import Iterable

from sqlalchemy import Integer, bindparam, delete, select
from sqlalchemy.dialects.sqlite import insert
from sqlalchemy.ext.asyncio import AsyncConnection

from db import passage_index
from db.dates.spoken import spoken
from db.kinds import Item, fields_of
from db.records import Fact, Topic
from db.tables import EVERY, fact_search, fact_topic, index_version, name, topic, turned_name, word
from db.tokenizer import VERSION, fold, sound, stem, stems, tokens


async def name_topic(connection: AsyncConnection, number: int, record: Topic, server: int) -> None:
    """File a topic under its title, key and aliases."""
    await connection.execute(delete(name).where(name.c.topic_id == number))
    await _file(connection, (record.title, record.key, *record.aliases), topic_id=number, server=server, kind="topic")


async def index_fact(connection: AsyncConnection, number: int, fact: Fact, server: int) -> None:
    """File a fact under its name and aliases, and make its words searchable while it is published."""
    offered = fact.kind if fact.status == "published" else None
    here = {"number": number}
    await connection.execute(_UNNAME, here)
    await connection.execute(_OFFER, {**here, "of": server, "offered": offered})
    await _file(connection, (fact.name, *fact.aliases), fact_id=number, server=server, kind=offered)
    before = await connection.scalar(_WORDS, here)
    if before is not None:
        await connection.execute(_UNSEARCH, here)
        await _count(connection, server, {EVERY, *before.split()}, -1)
    if fact.status != "published":
        return
    fields = await _fields(connection, number, fact)
    found = {word for lines in fields.values() for line in lines for word in tokens(line)}
    stemmed = {field: " | ".join(" ".join(stems(line)) for line in lines) for field, lines in fields.items()}
    await connection.execute(fact_search.insert(), {"rowid": number, "words": " ".join(sorted(found)), **stemmed})
    await _count(connection, server, {EVERY, *found}, 1)


async def is_current(connection: AsyncConnection) -> bool:
    """Say whether the index was made by this version of the tokenizer."""
    return await connection.scalar(select(index_version.c.version)) == VERSION


async def clear(connection: AsyncConnection) -> None:
    """Empty the index, to be made anew by this version of the tokenizer."""
    for table in (turned_name, name, fact_search, word, index_version):
        await connection.execute(delete(table))
    await passage_index.clear(connection)
    await connection.execute(index_version.insert().values(version=VERSION))


async def _fields(connection: AsyncConnection, number: int, fact: Fact) -> dict[str, list[str]]:
    topics = await connection.execute(_TOPICS, {"number": number})
    return {
        "text": [fact.text],
        "names": [fact.name, *fact.aliases],
        "topics": [line for row in topics for line in (row.title, *row.aliases)],
        "asked": list(fact.asked),
        "details": list(details(fact)),
    }


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


async def _count(connection: AsyncConnection, server: int, words: Iterable[str], more: int) -> None:
    """Count the words as occurring in one fact more, or one fact less."""
    rows = [
        {"server": server, "word": found[:80], "stem": stem(found)[:80], "sound": sound(found)[:80], "facts": more}
        for found in words
    ]
    if not rows:
        return
    if more > 0:
        await connection.execute(_ADD, rows)
        return
    # Bound names may not be those of columns.
    gone = [{"at": row["server"], "gone": row["word"]} for row in rows]
    here = (word.c.server == bindparam("at")) & (word.c.word == bindparam("gone"))
    await connection.execute(word.update().where(here).values(facts=word.c.facts - 1), gone)
    await connection.execute(delete(word).where(here, word.c.facts <= 0), gone)


async def _file(connection: AsyncConnection, names: Iterable[str], **owner: int | str | None) -> None:
    rows: dict[str, str] = {}
    for shown in names:
        # Names are deduplicated as they are looked up, and the first is shown: a fact's own name before its aliases.
        rows.setdefault(fold(shown), shown)
    rows.pop("", None)
    if not rows:
        return
    added = await connection.scalars(
        _NAME,
        [{"folded": folded, "shown": shown, **owner} for folded, shown in rows.items()],
    )
    turned = [
        {"folded": one, "name_id": number, "kind": owner["kind"], "server": owner["server"]}
        for number, folded in zip(added.all(), rows, strict=True)
        for one in turns(folded)
    ]
    if turned and owner["kind"]:
        await connection.execute(turned_name.insert(), turned)


def turns(folded: str) -> list[str]:
    """Return a name of several words turned round to begin with each of the later ones."""
    words = folded.split()
    return list(dict.fromkeys(" ".join((*words[at:], *words[:at])) for at in range(1, len(words))))


# Built once: they are asked for each fact that is written. Bound names may not be those of columns.
_NUMBER = bindparam("number", type_=Integer)
_TOPICS = select(topic.c.title, topic.c.aliases).join(fact_topic).where(fact_topic.c.fact_id == _NUMBER)
_WORDS = select(fact_search.c.words).where(fact_search.c.rowid == _NUMBER)
_UNNAME = delete(name).where(name.c.fact_id == _NUMBER)
_UNSEARCH = delete(fact_search).where(fact_search.c.rowid == _NUMBER)
_NAME = name.insert().returning(name.c.id, sort_by_parameter_order=True)
_OFFER = (
    fact_topic.update().where(fact_topic.c.fact_id == _NUMBER).values(server=bindparam("of"), kind=bindparam("offered"))
)
_added = insert(word)
_ADD = _added.on_conflict_do_update(
    index_elements=["server", "word"], set_={"facts": word.c.facts + _added.excluded.facts}
)
