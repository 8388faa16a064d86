"""Polls as sentences report them: read whole, in the sentence's own words, or not at all."""

import pytest

from bot.briefing.reviewing.poll import poll
from db.documents import Document
from tests.bot.briefing.reviewing.excerpts import excerpts

POLLS = [
    (
        "In March 2031, 54% of 1,006 adults in Aldmere said they had visited the museum at least once.",
        {
            "results": "adults in Aldmere | they had visited the museum at least once | 54",
            "fielded": "2031-03",
            "sample": "1,006",
            "population": "adults in Aldmere",
        },
    ),
    (
        "A survey by the Coastal Institute found that 64% of residents want the ferry, among them 70% of islanders.",
        {
            "results": "residents | want the ferry | 64; islanders | want the ferry | 70",
            "pollster": "Coastal Institute",
        },
    ),
    (
        "In a telephone survey of 2,400 households by Lodestar in May 2030, 61% of respondents said that they save.",
        {
            "results": "respondents | they save | 61",
            "mode": "telephone",
            "sample": "2,400",
            "population": "households",
            "pollster": "Lodestar",
            "fielded": "2030-05",
        },
    ),
    (
        "Of 1,006 adults asked, 54% support the plan and 38% oppose it.",
        {
            "results": "adults | support the plan | 54; adults | oppose it | 38",
            "sample": "1,006",
            "population": "adults",
        },
    ),
    (
        "64% of residents and 70% of islanders prefer the night ferry.",
        {"results": "residents | prefer the night ferry | 64; islanders | prefer the night ferry | 70"},
    ),
    (
        "More than 54% of adults trust the council, according to a poll commissioned by the Harbour Board.",
        {"results": "adults | trust the council | >54", "sponsor": "Harbour Board"},
    ),
    (
        "The Harbour Poll of 800 islanders found that 31% do not trust it, with a margin of error of ±3.1 points.",
        {
            "results": "islanders | do not trust it | 31",
            "survey": "Harbour Poll",
            "sample": "800",
            "population": "islanders",
            "margin": "3.1",
        },
    ),
]


@pytest.mark.parametrize(("sentence", "read"), POLLS)
def test_what_a_sentence_reports_of_a_poll_is_read_in_its_own_words(sentence: str, read: dict[str, str]) -> None:
    found = poll(sentence)
    assert found == {"kind": "poll", **read}
    cells = [cell.strip() for result in found["results"].split(";") for cell in result.split("|")[:2]]
    named = [found[name] for name in ("population", "pollster", "sponsor", "survey", "mode", "sample") if name in found]
    assert all(words in sentence for words in (*cells, *named))
    (excerpt,) = excerpts(Document(sentence))
    assert {name: excerpt.arguments[name] for name in read} == read
    assert (excerpt.arguments["text"], excerpt.span) == (sentence, (0, len(sentence)))


@pytest.mark.parametrize(
    "sentence",
    [
        # Nobody was asked.
        "54% of the boats sailed late in 2031.",
        "12% of employees need a permit.",
        "Revenue rose by 12% in 2031.",
        # Shares that are not results, or of whom and of what cannot be told.
        "In 2031, 54% of adults supported the plan, up from 48% in 2029.",
        "54% of adults support the plan, compared with 48%.",
        "Support fell from 54% to 48% of adults.",
        "54% of them support the plan.",
        # More than all of them in one question.
        "60% of visitors said they came by boat and 55% said they came with children.",
        # Its share is in words.
        "Two-thirds of adults support the plan.",
    ],
)
def test_where_a_share_is_left_over_it_is_drafted_as_before(sentence: str) -> None:
    assert poll(sentence) == {}
    assert "poll" not in {excerpt.arguments["kind"] for excerpt in excerpts(Document(sentence))}


def test_what_somebody_says_in_a_debate_is_theirs() -> None:
    lines = ["Mr Berg: 54% of 1,006 adults support the plan.", "Ms Lind: The ferry must run.", "Mr Berg: It was built."]
    (first, *_) = excerpts(Document("\n".join(lines)))
    assert (first.arguments["voice"], first.arguments["speaker"]) == ("quotation", "Mr Berg")
