"""`!audit` by the front door: a server's own changes, newest first."""

import pytest

from tests.conftest import Say, noted, text


async def change(say: Say) -> None:
    await say("!source add pier-2031 title: A pier", server=7, member=42, name="Mo")
    await say("!source retire pier-2031 reason: gone", server=7, member=43, name="Ana Lind")
    await say("!fact hide F2 reason: not ours", server=7, member=42, name="Mo")
    await say("!source add other title: Not for seven", server=8, member=44, name="Eve")


async def lines(say: Say, message: str, server: int | None = 7) -> list[str]:
    return [line[21:] for line in text(await say(message, server=server, member=42, name="Mo")).split("\n")[2:]]


async def test_changes_are_listed_newest_first(say: Say) -> None:
    await change(say)
    assert await lines(say, "!audit") == [
        "Mo: hid `fish-market-closed`: not ours",
        "Ana Lind: retired the source `pier-2031`: gone",
        "Mo: added source `pier-2031`",
    ]
    assert await lines(say, "!audit", 8) == ["Eve: added source `other`"]


@pytest.mark.parametrize(
    "asked", ["<@43>", "@Ana Lind", "ana lind", "by: Ana Lind", "<@!43> 2020", "since: 2020 by: <@43>"]
)
async def test_one_member_since_a_day(say: Say, asked: str) -> None:
    await change(say)
    assert await lines(say, f"!audit {asked}") == ["Ana Lind: retired the source `pier-2031`: gone"]


async def test_a_member_is_known_by_a_name_in_either_case_of_any_script(say: Say) -> None:
    await say("!source add pier-2031 title: Pier", server=7, member=42, name="Élodie Žižková")
    for asked in ("Élodie Žižková", "élodie žižková", "by: ÉLODIE ŽIŽKOVÁ"):
        assert await lines(say, f"!audit {asked}") == ["Élodie Žižková: added source `pier-2031`"], asked


@pytest.mark.parametrize("asked", ["2999", "@Eve", "<@44>"])
async def test_nothing_is_said_so(say: Say, asked: str) -> None:
    await change(say)
    answer = await say(f"!audit {asked}", server=7, member=42)
    assert answer.status == "unknown"
    assert noted(answer).startswith("The ledger holds no change")


async def test_long_ledgers_have_pages(say: Say) -> None:
    for number in range(25):
        await say(f"!source add s{number} title: Source {number}", server=7, member=42, name="Mo")
    first, second = await lines(say, "!audit"), await lines(say, "!audit page: 2")
    assert (len(first), len(second)) == (21, 5)
    assert first[0] == "Mo: added source `s24`"
    assert "`page: 2` has what was before." in text(await say("!audit", server=7, member=42))
    assert second == [f"Mo: added source `s{number}`" for number in (4, 3, 2, 1, 0)]
    for slip in ("page: 3", "page: x", "since: yesterdayish", "until: 2020"):
        assert (await say(f"!audit {slip}", server=7, member=42)).status == "error"
