"""Completion: what begins so, as the server that asks may see it, and nothing where the store cannot say."""

import asyncio
import sqlite3
from pathlib import Path

import pytest

from bot.app import Services
from db.actors import OPERATOR
from db.completion import LIMIT, Completions, What
from db.engine import Database
from db.kinds import Law, Person, Poll
from db.records import Citation, Fact
from tests.completing import completed
from tests.conftest import Say


async def shown(opened: Services, what: What, typed: str, server: int | None = None) -> list[str]:
    return [completion.shown for completion in await completed(opened, what, typed, server)]


def person(key: str, name: str, status: str = "published") -> Fact:
    return Fact.model_validate(
        {
            "key": key,
            "payload": Person(name=name),
            "text": "Somebody.",
            "topics": ("council",),
            "status": status,
            "citations": (Citation(source="ferry-notes", paragraph=2, fingerprint="0" * 64),),
        }
    )


async def add(opened: Services, *facts: Fact, server: int | None = None) -> None:
    async with opened.ledger.change(OPERATOR, server) as change:
        for fact in facts:
            await change.facts.put([fact])


@pytest.mark.parametrize(
    ("what", "typed", "expected"),
    [
        ("poll", "", ["ferry", "residents", "Should the ferry run at night?"]),
        ("poll", "FER", ["ferry", "Should the ferry run at night?"]),
        ("poll", "ferry run at ni", ["Should the ferry run at night?"]),
        ("event", "clos", ["Closure of the fish market", "fish-market"]),
        ("person", "IDA BRO", ["Ida Brønn"]),
        ("person", "tomas đur", ["Tomas Đuric"]),
        ("person", "brø", ["Ida Brønn"]),
        ("person", "bronn i", ["Ida Brønn"]),
        ("law", "act", ["Quiet Harbour Act"]),
        ("law", "zzz", []),
        ("topic", "f", ["ferry", "fish-market"]),
        ("topic", "mark", ["fish-market"]),
        ("topic", "fish m", ["fish-market"]),
        ("fact", "F1", ["F1 · Should the ferry run at night?", "F10 · The boats will be electric"]),
        ("fact", "quiet", ["F6 · Quiet Harbour Act"]),
        ("fact", "harbour a", ["F6 · Quiet Harbour Act"]),
        ("source", "har", ["harbour-2031 · G. Holm, Ellery Post (April 2031)"]),
    ],
)
async def test_what_begins_so_is_offered(opened: Services, what: What, typed: str, expected: list[str]) -> None:
    assert await shown(opened, what, typed) == expected


@pytest.mark.parametrize("typed", ["%", "_", '"', "' OR 1=1", "﷽", "a" * 5000, "F" + "9" * 400, "\x00"])
async def test_whatever_is_typed_is_borne(opened: Services, typed: str) -> None:
    for what in (Poll.KIND, Person.KIND, "topic", "fact", "source"):
        assert len(await shown(opened, what, typed)) <= LIMIT


async def test_a_server_completes_what_it_sees_and_nothing_of_another(opened: Services) -> None:
    await add(opened, person("ida-two", "Ida Second"), server=7)
    assert await shown(opened, Person.KIND, "ida", 7) == ["Ida Brønn", "Ida Second"]
    assert await shown(opened, Person.KIND, "ida", 8) == ["Ida Brønn"]
    assert await shown(opened, Person.KIND, "ida") == ["Ida Brønn"]
    assert await shown(opened, "fact", "F11", 8) == []
    assert await shown(opened, "fact", "F11", 7) == ["F11 · Ida Second"]
    assert await shown(opened, Person.KIND, "seco", 7) == ["Ida Second"]
    assert await shown(opened, Person.KIND, "seco", 8) == []
    assert await shown(opened, "fact", "seco", 8) == []


async def test_a_retracted_fact_is_not_offered(opened: Services) -> None:
    await add(opened, person("xaver", "Xaver Kell"))
    for typed in ("xav", "kel"):
        assert await shown(opened, Person.KIND, typed) == ["Xaver Kell"]
    await add(opened, person("xaver", "Xaver Kell", "retracted"))
    for typed in ("xav", "kel"):
        assert await shown(opened, Person.KIND, typed) == []


async def test_another_name_completes_in_place_of_the_old_one(opened: Services) -> None:
    await add(opened, person("xaver", "Xaver Kell"))
    await add(opened, person("xaver", "Xaver Moor"))
    assert await shown(opened, Person.KIND, "kel") == []
    assert await shown(opened, Person.KIND, "moo") == ["Xaver Moor"]


async def test_what_a_server_hides_it_does_not_complete(opened: Services, say: Say) -> None:
    await say("!fact hide F6 reason: it does not concern us", server=7, member=42)
    for typed in ("quiet", "act"):
        assert await shown(opened, Law.KIND, typed, 7) == []
        assert await shown(opened, "fact", typed, 7) == []
        assert await shown(opened, Law.KIND, typed, 8) == ["Quiet Harbour Act"]


async def test_a_topic_is_offered_for_the_only_fact_of_a_kind_among_many(opened: Services) -> None:
    assert "council" not in await shown(opened, Law.KIND, "coun")
    law = person("x", "X").model_copy(update={"key": "late-act", "payload": Law(name="Late Act")})
    await add(opened, *(person(f"many-{number}", f"Many {number}") for number in range(505)), law)
    assert await shown(opened, Law.KIND, "coun") == ["council"]
    await add(opened, law.model_copy(update={"status": "retracted"}))
    assert await shown(opened, Law.KIND, "coun") == []


async def test_with_nothing_typed_the_fullest_topics_come_first(opened: Services) -> None:
    offered = await shown(opened, "topic", "")
    assert offered[0] != "council"
    await add(opened, *(person(f"many-{number}", f"Many {number}") for number in range(30)))
    assert await shown(opened, "topic", "") == ["council", *(key for key in offered if key != "council")]


async def test_what_begins_so_comes_before_what_has_a_word_that_does(opened: Services) -> None:
    await add(opened, person("a", "Abel Corman"), person("b", "Corman Abel"))
    assert await shown(opened, Person.KIND, "co") == ["Corman Abel", "council", "Abel Corman"]


async def test_names_of_the_kind_come_before_topics(opened: Services) -> None:
    await add(opened, person("z", "Coz"))
    assert await shown(opened, Person.KIND, "co") == ["Coz", "council"]
    assert (await shown(opened, Person.KIND, ""))[:1] == ["Coz"]


async def test_a_key_is_followed_by_the_paragraphs_that_facts_rest_on(opened: Services) -> None:
    assert await shown(opened, "paragraph", "ferry-n") == await shown(opened, "source", "ferry-n")
    every = await shown(opened, "paragraph", "ferry-notes ")
    assert "ferry-notes#2" in every
    two = [place for place in every if place.startswith("ferry-notes#2")]
    assert await shown(opened, "paragraph", "ferry-notes 2") == two
    assert await shown(opened, "paragraph", "nothing 2") == []


async def test_only_what_is_hidden_is_offered_to_be_shown_again(opened: Services, say: Say) -> None:
    assert await shown(opened, "hidden fact", "", 7) == []
    await say("!fact hide F6 reason: it does not concern us", server=7, member=42)
    for typed in ("", "f6", "harb"):
        assert await shown(opened, "hidden fact", typed, 7) == ["F6 · Quiet Harbour Act"]
    assert await shown(opened, "hidden fact", "ferry", 7) == []
    assert await shown(opened, "hidden fact", "", 8) == []


async def test_only_what_is_retracted_is_offered_to_be_restored(opened: Services) -> None:
    await add(opened, person("xaver", "Xaver Kell"))
    assert await shown(opened, "restorable fact", "") == []
    await add(opened, person("xaver", "Xaver Kell", "retracted"))
    for typed in ("", "f1", "kell"):
        assert await shown(opened, "restorable fact", typed, 7) == ["F11 · Xaver Kell"]
    assert await shown(opened, "restorable fact", "ida") == []


async def test_only_a_retired_source_is_offered_to_be_restored(opened: Services, say: Say) -> None:
    assert await shown(opened, "retired source", "") == []
    await say("!source retire harbour-2031 reason: the paper withdrew it")
    await say("!yes")
    assert await shown(opened, "retired source", "") == ["harbour-2031 · G. Holm, Ellery Post (April 2031)"]


async def test_no_more_than_discord_takes_each_name_once(opened: Services) -> None:
    await add(opened, *(person(f"many-{number}", f"Many {number // 2}") for number in range(80)))
    names = await shown(opened, Person.KIND, "many")
    assert len(names) == len(set(names)) == LIMIT


@pytest.mark.sqlite("locks the file")
async def test_a_store_that_is_locked_or_broken_completes_nothing(opened: Services, url: str, tmp_path: Path) -> None:
    file = tmp_path / "footnote.db"
    with sqlite3.connect(file) as other:
        other.execute("BEGIN IMMEDIATE")
        # Somebody who writes does not keep anybody from reading.
        assert await shown(opened, Person.KIND, "ida") == ["Ida Brønn"]
        other.rollback()
    broken = tmp_path / "broken.db"
    broken.write_bytes(b"not a database" * 100)
    database = Database(f"sqlite+aiosqlite:///{broken}")
    assert await Completions(database).of(Person.KIND, "ida", None) == []
    await database.dispose()


async def test_completion_does_not_queue_behind_readers_who_hold_every_connection(opened: Services) -> None:
    readers = 15  # all that the pool gives
    begun, done = asyncio.Barrier(readers + 1), asyncio.Event()

    async def read() -> None:
        async with opened.store.snapshot():
            await begun.wait()
            await done.wait()

    async with asyncio.TaskGroup() as group:
        for _ in range(readers):
            group.create_task(read())
        await begun.wait()
        assert await shown(opened, Person.KIND, "ida") == ["Ida Brønn"]
        done.set()
