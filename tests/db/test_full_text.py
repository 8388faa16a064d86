"""The full-text index: what one server asks for is looked up among its own and the shared, and words of any length."""

from random import Random

from sqlalchemy import Select, literal, select

from bot.briefing.answer import Answer
from db.full_text import Phrases, matches, weighed
from db.tables import fact_search
from tests.conftest import Attached, Dump, Say, noted, raw, text

_FACT = "!fact add kind: event topics: lamps name: {} text: {} source: harbour-2031 paragraph: 2 yes: true"


async def add(say: Say, name: str, said: str, server: int | None = None) -> int:
    added = text(await say(_FACT.format(name, said), server=server))
    assert added.startswith("Added: F"), added
    return int(added.split()[1].removeprefix("F").rstrip(".:"))


def found(dump: Dump, query: Select[tuple[int]], **parameters: object) -> set[int]:
    with raw(dump.url) as connection:
        return {*connection.scalars(query, parameters)}


async def test_of_other_servers_nothing_is_even_looked_at(say: Say, dump: Dump) -> None:
    numbers = [await add(say, "Vigil", "A warden relights the cresset.", server) for server in (7, 8, 1_000_007)]
    shared = await add(say, "Vigil", "A warden relights the cresset.")
    for server, own in zip((7, 8, 1_000_007, 9), [*numbers, None], strict=True):
        here = literal(server)
        one = select(fact_search.c.rowid).where(matches(fact_search, literal([("cresset",)], Phrases), here))
        named = select(fact_search.c.rowid).where(matches(fact_search, literal([("vigil",)], Phrases), here, "names"))
        most = select(weighed(fact_search, here).c.number)
        wanted = {"wanted": [([("cresset",), ("vigil",)], 1.0), ([("warden", "cresset")], 0.5)]}
        for rows in (found(dump, one), found(dump, named), found(dump, most, **wanted)):
            assert rows == {shared, own} - {None}
        assert not found(dump, select(fact_search.c.rowid).where(matches(fact_search, literal([], Phrases), here)))


async def test_a_number_is_not_taken_for_that_of_a_server(say: Say, dump: Dump) -> None:
    numbered = await add(say, "Roll", "A warden counts the cressets in 2031.", 2031)
    other = await add(say, "Vigil", "A warden relights the brazier.", 2031)
    dated = select(fact_search.c.rowid).where(matches(fact_search, literal([("2031",)], Phrases), literal(2031)))
    rows = found(dump, dated)
    assert numbered in rows
    assert other not in rows


async def test_words_of_two_thousand_bytes_and_more_are_found_and_hide_no_other(say: Say) -> None:
    long = "가" * 900
    number = await add(say, "Cresset", f"A warden calls the cresset {long}")
    for wanted in (long, "warden cresset"):
        answer = await say(f"!find {wanted}")
        assert [statement.fact.number for statement in answer.statements] == [number], wanted[:20]
    assert not (await say(f"!find {'나' * 900}")).statements


def words(count: int) -> str:
    """Return so many words, none of which has the stem of another."""
    return " ".join(f"{number:x}q" for number in range(0x100000, 0x100000 + count))


async def added(say: Say, line: str) -> Answer:
    document = Attached("ledger.txt", f"The ledger begins.\n{line}\nThe ledger ends.\n".encode())
    return await say("!source add ledger-2031 title: Ledger issued: 2031", attachments=[document])


async def test_every_word_of_a_paragraph_that_has_room_is_found(say: Say) -> None:
    assert "Added; its document has 3 paragraphs" in text(await added(say, words(60_000)))
    for number in (0, 30_000, 59_999):
        answer = await say(f"!find {0x100000 + number:x}q")
        assert [passage.paragraph for passage in answer.passages] == [2], number


async def test_a_paragraph_of_more_different_words_than_are_searched_is_refused(say: Say, dump: Dump) -> None:
    before = dump()
    # Each two letters of these are a word.
    line = "".join(map(chr, Random(7).choices(range(0x4E00, 0x9000), k=100_000)))
    refused = await added(say, line)
    assert refused.status == "error"
    assert noted(refused) == (
        "Paragraph 2 of ledger.txt has more different words than I can search: break it into several lines, and add it "
        "again."
    )
    assert dump() == before
