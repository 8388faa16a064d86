"""Statements, `!about`, and times of day: what is stated of a subject, and all else on it."""

import pytest

from tests.bot.curating import EVENT, stated
from tests.conftest import Dump, Say, text

SHARE = (
    "!fact add kind: statement topics: ferry subject: Islanders for the ferry predicate: make up quantity: 70 unit: % "
    "valid: 2031/2032 text: Of islanders, 70% are for it. source: harbour-2031 paragraph: 3 asked: none"
)
COLUMN = "Greta Holm, [Column on the night ferry], Ellery Post, April 2031"


async def test_a_statement_says_what_where_and_how_long_it_holds(say: Say) -> None:
    await say(SHARE)
    await say("!yes")
    assert text(await say("!about islanders for the ferry")) == (
        "About: Islanders for the ferry\n\nStatements\n- Of islanders, 70% are for it. [1] (F11)\n\n"
        f"Sources\n[1] {COLUMN}, ¶3 (intact)"
    )
    assert "Predicate: make up\nQuantity: 70\nUnit: %\nValid: 2031 to 2032 (EDTF 2031/2032)\n" in text(
        await say("!cite F11")
    )
    assert "unit: [-%-]\n" in text(await say("!fact edit F11 quantity: 70 unit: - reason: it counts"))


async def test_a_quantity_of_none_is_stated(say: Say) -> None:
    await say(SHARE.replace("quantity: 70 unit: %", "quantity: 0 reason: counted") + " yes: true")
    assert "Predicate: make up\nQuantity: 0\nValid:" in text(await say("!cite F11"))


async def test_about_gives_statements_first_and_then_every_other_kind(say: Say) -> None:
    await say(f"{SHARE} yes: true")
    answer = await say("!about ferry")
    assert [section.heading for section in answer.sections] == ["Statements", "Polls", "Laws", "Claims"]
    assert stated(answer)[0] == "F11"
    # A subject of which nothing is stated has all else; a word of a name will do.
    assert stated(await say("!about brønn")) == ["F3"]
    assert text(await say("!about Residnts")).startswith("I have nothing of the name “Residnts”")
    near = await say("!about quiet harbour akt")
    assert (near.status, text(near)) == (
        "related",
        "I have nothing of the name “quiet harbour akt”: `!find quiet harbour akt` looks in the words of all facts. "
        "Did you mean `!about Quiet Harbour Act`?",
    )


async def test_a_number_counts_with_its_unit_whatever_bounds_it(say: Say) -> None:
    share = SHARE.replace("text: Of islanders, 70% are for it.", "text: Many are for it.")
    assert "Every figure (70%) stands in ¶3" in text(await say(share))
    assert "`quantity:` 70 kg: not in ¶3 of `harbour-2031`" in text(await say(share.replace("unit: %", "unit: kg")))
    bound = "!fact add kind: statement topics: ferry subject: Electric boats predicate: make up more than quantity: 90 "
    bound += "unit: % text: Most boats will be electric. source: ferry-notes paragraph: 3"
    assert "Every figure (90%) stands in ¶3" in text(await say(bound))


@pytest.mark.parametrize(
    ("before", "after", "said"),
    [
        ("quantity: 70", "quantity: many", "`quantity:` should be a number such as 512 or 4.50, not “many”"),
        ("quantity: 70", "quantity: at least 70", "not “at least 70”: its unit stands in `unit:`"),
        ("quantity: 70", "quantity: 70%", "not “70%”: its unit stands in `unit:`"),
        ("quantity: 70 ", "", "A unit needs the number that it is of: write `quantity:` as well."),
        ("predicate: make up", "", "`predicate:` is missing: say what is stated of it"),
        ("2031/2032", "lately", "`valid:` “lately” is not a date I can read"),
    ],
)
async def test_what_is_wrong_is_told_and_nothing_is_written(
    say: Say, dump: Dump, before: str, after: str, said: str
) -> None:
    held = dump()
    answer = await say(SHARE.replace(before, after))
    assert answer.status == "error"
    assert said in text(answer)
    assert dump() == held


async def test_times_of_day_are_kept_shown_and_put_in_order(say: Say) -> None:
    for name, when in (("Landing", "20 July 2031, 12:30 UTC"), ("Crossing", "2031-07-20T13:15+02:00")):
        line = EVENT.replace("Maiden voyage", name).replace("for the first time", f"for the {name}")
        added = await say(f"{line} when: {when} yes: true")
        assert added.status == "done", text(added)
    assert (await say("!cite F11")).statements[0].fact.when == "2031-07-20T12:30Z"
    assert "When: 20 July 2031, 12:30 UTC (EDTF 2031-07-20T12:30Z)" in text(await say("!cite F11"))
    for lookup in ("!timeline 2031-07", "!event ferry"):
        lines = [line for line in text(await say(lookup)).splitlines() if line.startswith("- 20 July")]
        assert lines == [
            "- 20 July 2031, 13:15 UTC+02:00: The Måren sailed from Port Ellery for the Crossing. [1] (F12)",
            "- 20 July 2031, 12:30 UTC: The Måren sailed from Port Ellery for the Landing. [1] (F11)",
        ], lookup
