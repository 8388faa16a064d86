"""`!brief` and `!timeline`."""

import re

import pytest

from db.dates.written import EXAMPLES
from tests.conftest import Say, noted, text


async def test_a_briefing_has_sections_what_differs_and_the_age_of_its_sources(say: Say) -> None:
    answer = await say("!brief night boats")
    assert answer.status == "answered"
    assert answer.title == "Briefing: Night ferry"
    assert [section.heading for section in answer.sections if section.heading] == [
        "Polls",
        "Laws",
        "Claims: The night ferry must run",
        "Claims: The boats will be electric",
        "Where they differ: The night ferry is worth its cost",
        "In the documents, cited by no fact",
    ]
    lines = text(answer).splitlines()
    assert "Within one source: G. Holm, Ellery Post (April 2031): for and against." in lines
    assert (
        "The oldest source it rests on is [Notes on the ferry] (2031?); the newest is G. Holm,"
        " Ellery Post (April 2031)." in lines
    )


async def test_a_briefing_on_one_source_says_so(say: Say) -> None:
    assert (await say("!brief residents")).sections
    reply = text(await say("!briefing fish market"))
    assert "Events\n- 14 March 2031: The town council" in reply
    assert "It rests on one source" not in reply


PERIODS = {
    "2031": "Timeline: 2031",
    "2031-03": "Timeline: March 2031",
    "2031-03-14": "Timeline: 14 March 2031",
    "2030/2032": "Timeline: 2030 to 2032",
    "2030/..": "Timeline: since 2030",
    "../2031-03-14": "Timeline: until 14 March 2031",
    "March 2031": "Timeline: March 2031",
    "2031?": "Timeline: 2031 (uncertain)",
}


@pytest.mark.parametrize(("when", "title"), PERIODS.items(), ids=PERIODS.keys())
async def test_a_timeline_covers_the_period(say: Say, when: str, title: str) -> None:
    answer = await say(f"!timeline {when}")
    assert answer.title == title
    assert "fish-market-closed" in [statement.fact.key for statement in answer.statements]


async def test_a_timeline_has_what_began_before_the_period_and_goes_on_in_it(say: Say) -> None:
    for name, when in (("Long strike", "2019/2023"), ("Old strike", "2019/2020"), ("Late strike", "2022/2024")):
        added = await say(
            f"!fact add kind: event topics: harbour name: {name} when: {when} text: {name} at the harbour. "
            f"key: {name.replace(' ', '-').lower()} source: harbour-2031 paragraph: 1 reason: a test yes: true"
        )
        assert added.status == "done", noted(added)
    found = {statement.fact.key for statement in (await say("!timeline 2021")).statements}
    assert found == {"long-strike"}
    found = {statement.fact.key for statement in (await say("!timeline 2022")).statements}
    assert found == {"long-strike", "late-strike"}


async def test_a_timeline_is_in_order(say: Say) -> None:
    answer = await say("!timeline 2029/2035")
    assert [statement.fact.when for statement in answer.statements] == ["2029", "2031-03-14", "2035"]


OTHERWISE = {
    "!brief": ("error", "Say what the briefing is about: write `!brief ferry`. `!topics` lists the topics."),
    "!brief fery": ("related", "I have no topic “fery”. Did you mean `!brief ferry`?"),
    "!brief zebra": ("unknown", "I have no topic “zebra”. `!topics` lists the topics."),
    "!timeline 1900": ("unknown", "I have nothing dated 1900. `!timeline` lists the years."),
    "!timeline never": (
        "error",
        f"“never” is not a date I can read. Write {EXAMPLES}.",
    ),
    "!timeline": (
        "answered",
        "Timeline: what you can ask for\n\n"
        "Dated facts begin in these years: `2029` (1), `2031` (1), `2035` (1).\n"
        f"Write `!timeline` and a topic, a time or both. A time is {EXAMPLES}.",
    ),
}


@pytest.mark.parametrize(("asked", "expected"), OTHERWISE.items(), ids=OTHERWISE.keys())
async def test_what_is_not_there_is_said(say: Say, asked: str, expected: tuple[str, str]) -> None:
    answer = await say(asked)
    assert (answer.status, text(answer)) == expected


async def test_a_briefing_is_attached_with_its_bibliography_and_the_revisions_it_rests_on(say: Say) -> None:
    answer = await say("!brief night boats file: md")
    assert answer.attachment
    assert answer.attachment.name == "night-boats.md"
    lines = answer.attachment.content.splitlines()
    assert lines[0] == "# Briefing: Night ferry"
    assert "| F6 | `quiet-harbour-act` | 1 | intact |" in lines
    assert any(
        line.startswith("1. Greta Holm, \\[Column on the night ferry\\], Ellery Post, April 2031") for line in lines
    )
    # Every number in the text has its entry in the list of sources.
    cited = {
        int(number) for line in lines for number in re.findall(r"\\\[(\d+)\\\]", line) if line.startswith(("- ", "> "))
    }
    listed = {int(match[1]) for line in lines if (match := re.match(r"(\d+)\. ", line))}
    assert cited == listed


async def test_another_kind_of_file_is_refused(say: Say) -> None:
    answer = await say("!brief ferry file: pdf")
    assert answer.status == "error"
    assert (
        noted(answer)
        == "A briefing is attached as `file: md`, not as “pdf”.\nWrite it like this: `!brief ferry file: md`"
    )
