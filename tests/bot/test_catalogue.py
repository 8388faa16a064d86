"""`!topics`, `!sources`, `!source`, `!cite`, `!find` and `!help`."""

import re
from pathlib import Path

import pytest

from tests.bot.curating import ANA, EVENT, stated
from tests.conftest import Say, text

NOTES = "[Notes on the ferry], [2031?]"
EXACT = {
    "!topics": (
        "Topics\n\n`council`: Town council (2)\n`ferry`: Night ferry (6)\n`fish-market`: Fish market (1)\n"
        "`residents`: Opinion of residents (3)\n`!brief` and a topic gives all that is filed under it."
    ),
    "!source ferry-notes 2": (
        "[Notes on the ferry] (2031?), ¶2\n\n"
        "Facts that rest on it\n"
        "- Tomas Đuric speaks for the islanders. [1] (F4)\n"
        "  Editor’s note: The notes spell the name with a Đ; others write Djuric.\n"
        "- For “The night ferry must run” · "
        "According to Tomas Đuric (opinion): The night ferry must run at any cost. [1] (F9)\n\n"
        "Paragraph 2 in the document’s own words: “Islanders' spokesman Tomas Đuric argues that the night ferry must"
        f" run, whatever it costs.”\n\nSources\n[1] {NOTES}, ¶2 (intact)"
    ),
}


@pytest.mark.parametrize(("asked", "expected"), EXACT.items(), ids=EXACT.keys())
async def test_what_the_store_rests_on(say: Say, asked: str, expected: str) -> None:
    answer = await say(asked)
    assert (answer.status, text(answer)) == ("answered", expected)


@pytest.mark.parametrize("place", ["ferry-notes#2", "ferry-notes ¶2", "FERRY-NOTES p. 2", "ferry-notes paragraph 2"])
async def test_a_paragraph_may_be_written_in_several_ways(say: Say, place: str) -> None:
    assert text(await say(f"!source {place}")) == EXACT["!source ferry-notes 2"]


async def test_a_paragraph_without_facts_is_shown_too(say: Say) -> None:
    assert "No fact rests on this paragraph." in text(await say("!source harbour-2031 1"))


async def test_a_servers_own_source_is_not_taken_for_the_shared_one_of_its_key(say: Say) -> None:
    fact = EVENT.replace("harbour-2031", "pier-2031") + " yes: true"
    await say("!source add pier-2031 title: The pier of seven text: The Måren sailed.", **ANA)
    await say(fact, **ANA)
    await say("!source add pier-2031 title: The pier of all text: The Måren sailed.")
    await say(fact)
    mine = await say("!source pier-2031 1", **ANA)
    assert (mine.title, stated(mine)) == ("The pier of seven (n.d.), ¶1", ["F11"])
    shared = await say("!source pier-2031 1", server=8, member=43)
    assert (shared.title, stated(shared)) == ("The pier of all (n.d.), ¶1", ["F12"])


async def test_cite_tells_all_about_one_fact(say: Say) -> None:
    told = text(await say("!cite f2")).splitlines()
    assert told[:3] == [
        "F2: Closure of the fish market",
        "",
        "- 14 March 2031: The town council of Port Ellery voted to close the fish market. [1][2] (F2)",
    ]
    for line in (
        "Kind: event. Voice: reported. Key: fish-market-closed",
        "Place: Port Ellery. Participants: the town council",
        "Outcome: The market closed.",
        "When: 14 March 2031 (EDTF 2031-03-14)",
        "Topics: `fish-market`, `council`",
        "¶1 of `ferry-notes`: intact, the paragraph is the one the fact was read from",
        "It reads: “The council closed the fish market on 14 March 2031, in a session that lasted until dawn.”",
        "Fingerprint: 4f846bdd607b876717da7f1149d44765fedf195bc040465f4dca7e3dfce87b5d",
    ):
        assert line in told
    assert any(re.match(r"Revision 1: added on \d{4}-\d\d-\d\d.* by seed", line) for line in told)


async def test_cite_shows_the_words_quoted_whose_they_are_and_an_office(say: Say) -> None:
    told = text(await say("!cite ferry-pays")).splitlines()
    assert "Kind: claim. Voice: quotation, of Ida Brønn. Key: ferry-pays" in told
    assert "The words quoted: “will pay for itself”" in told
    assert "About: The night ferry is worth its cost. Stance: for" in told
    assert "Office: Mayor; Port Ellery; 2031 (EDTF 2031)" in text(await say("!cite 3"))


async def test_cite_says_where_the_text_is_no_longer_as_it_was(say: Say, library: Path) -> None:
    file = library / "documents" / "ferry.txt"
    file.write_text(file.read_text("utf-8").replace("until dawn", "till dawn"), "utf-8")
    told = text(await say("!cite F2"))
    assert "¶1 of `ferry-notes`: changed, the paragraph reads otherwise now" in told
    assert f"[2] {NOTES}, ¶1 (changed)" in told
    file.unlink()
    assert f"[2] {NOTES}, ¶1 (unchecked)" in text(await say("!cite F2"))


OTHERWISE = {
    "!source harbor-2031": ("related", "I have no source “harbor-2031”. Did you mean `!source harbour-2031`?"),
    "!source zebra": ("unknown", "I have no source “zebra”. `!sources` lists them."),
    "!cite": ("error", "Say which fact: write `!cite F12`. Each answer ends its statements with their number."),
    "!cite F99": (
        "unknown",
        "I have no fact “F99”: write its number as in `!cite F12`. `!find` searches the facts.",
    ),
    "!find": ("error", "Say what to look for, in letters or figures: write `!find ferry`."),
    "!find zebra": ("unknown", "No fact and no document holds the words “zebra”."),
    "!help pol": ("error", "There is no command “pol”. Did you mean `!help poll`?"),
}  # fmt: skip


@pytest.mark.parametrize(("asked", "expected"), OTHERWISE.items(), ids=OTHERWISE.keys())
async def test_what_is_not_there_is_said(say: Say, asked: str, expected: tuple[str, str]) -> None:
    answer = await say(asked)
    assert (answer.status, text(answer)) == expected
    assert answer.statements == ()


@pytest.mark.parametrize("number", ["0", "6", "-1", "99999999", "x", "٣", "1.5"])
async def test_a_paragraph_that_is_not_there_is_refused(say: Say, number: str) -> None:
    answer = await say(f"!source harbour-2031 {number}")
    assert (answer.status, text(answer)) == (
        "error",
        f"`harbour-2031` has paragraphs 1 to 5: write `!source harbour-2031 1` instead of “{number}”.",
    )


async def test_find_gives_facts_with_all_of_the_words_first(say: Say) -> None:
    answer = await say("!find boats electric 2035")
    assert answer.statements[0].fact.key == "electric-boats"


@pytest.mark.parametrize(
    ("words", "title"),
    [
        ("the fish market", "Facts on “the fish market”"),
        ("the fish zebra", "Facts on some of “the fish zebra”"),
        ("'; DROP TABLE facts; -- fish", "Facts on some of “'; DROP TABLE facts; -- fish”"),
    ],
)
async def test_find_says_whether_facts_hold_all_of_the_words_or_some(say: Say, words: str, title: str) -> None:
    answer = await say(f"!find {words}")
    assert (answer.status, answer.title) == ("answered", title)
    for statement in answer.statements:
        assert "fish" in f"{statement.fact.text} {statement.fact.name} {statement.fact.topics}".casefold()


async def test_find_tells_apart_what_is_only_asked_for_in_a_word(say: Say) -> None:
    await say(f"{EVENT} asked: who steered the vessel? yes: true", **ANA)
    answer = await say("!find steered", **ANA)
    assert (answer.status, answer.title, stated(answer)) == (
        "related",
        "Asked for in such words, though the text has none of them",
        ["F11"],
    )


async def test_help_lists_every_command_and_explains_each(say: Say) -> None:
    overview = text(await say("!help"))
    listed = re.findall(r"^`!([^`]+)`  (.+)$", overview, re.MULTILINE)
    assert {"poll [topic]", "brief <topic> [file: md]", "help [command]"} <= {usage for usage, _ in listed}
    for usage, summary in listed:
        name = re.match(r"[a-z-]+( [a-z-]+(?= |$))?", usage)[0]  # type: ignore[index]  # it begins with the command
        answer = await say(f"!help {name}")
        assert answer.status == "done", name
        assert text(answer).startswith(f"!{name}\n\n{summary}"), name
        assert f"Write: `!{usage}`" in text(answer)


async def test_help_explains_one_command(say: Say) -> None:
    assert text(await say("!help !polls")) == (
        "!poll\n\n"
        "Look up published polls on a topic.\n\n"
        "Gives the figures of every group asked, with the survey behind them and what it does not state. "
        "Without a topic it lists those that have polls.\n"
        "Example: `!poll ferry`\n"
        "Write: `!poll [topic]`\n"
        "Also: `!polls`"
    )
