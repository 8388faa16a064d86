"""Lines of a reply: whatever stands in a field or a document poses as no other line, and draws over none."""

import csv
import io
import json
import unicodedata

from hypothesis import example, given, settings
from hypothesis import strategies as st
from rich.console import Console

from bot.briefing.answer import Answer, Place, Section, Statement
from bot.render import contract, exports, markdown_file, plain, terminal
from bot.render.formats import Format
from bot.render.pages import pages
from db import fixtures
from db.bibliography import Name, Source
from db.kinds import AnyPayload, Claim, Event, Poll, Result, Survey
from db.notes import Added, Code, Command, Marked, Removed, note
from db.records import Citation, StoredFact, Topic
from tests.conftest import Say, text

FORGED = (
    *("\n", "\r", "\r\n", "\v", "\f", "\x1c", "\x85", "\u2028", "\u2029", "\n\n", "\t", "\x00", "\x08\x08", "\x1b[2J"),
    *(
        "\u202e",
        "\u2066",
        "[9] Forged source, 2030, ¶1 (intact)",
        "Sources",
        "**Sources**",
        "-# [9] ",
        "- It is so. [9]",
    ),
    *(
        "# heading",
        "```",
        "`",
        "](https://x.example)",
        "<@1>",
        "|",
        '"',
        ",",
        ";",
        "=1+1",
        "\u200b",
        "'",
        "- ",
        "&#10;",
    ),
    *("[=", "*", "{+", "+}", "~~", "__", "\\", "\\n", "\udc80".encode("utf-8", "surrogatepass").decode("latin-1")),
)
hostile = st.lists(st.sampled_from(FORGED) | st.text(max_size=3), max_size=5).map(
    lambda parts: f"x{''.join(parts)}"[:60]
)
_KINDS = ("event", "poll", "claim")


def payload(kind: str, words: str) -> AnyPayload:
    match kind:
        case "event":
            return Event(name=words, place=words, participants=(words,), outcome=words)
        case "poll":
            survey = Survey(key="survey", title=words, sponsor=words, pollster=words, population=words, note=words)
            result = Result(group=words, answer=words, percent=64)
            return Poll(question=words, survey=survey, results=(result,), wording=words)
    return Claim(about=words, stance="for")


def answer(words: str, kind: str) -> Answer:
    """Return an answer of one statement with the words in every field of fact and source, and in its notes."""
    author = Name(family=words, given=words, suffix=words)
    source = Source(
        key="source", title=words, author=(author,), container_title=words, publisher=words, issued="2031", note=words
    )
    fact = StoredFact(
        key="fact",
        payload=payload(kind, words),
        speaker=words,
        text=words,
        topics=("topic",),
        aliases=(words,),
        asked=(words,),
        note=words,
        rank="deprecated",
        rank_reason=words,
        citations=(Citation(source="source", paragraph=1, fingerprint="0" * 64, reported_from=words),),
        number=1,
        revision=1,
    )
    said = Statement(fact, (Place(fact.citations[0], source),))
    spans = (Marked(words), Removed(words), Added(words), Code(words), Command(f"find {words}"))
    remarks = note("{} {} {} {} {}\nAnd `{}`, {}.", *spans, words, words)
    return Answer("answered", fact.name, (Section((said,), fact.name, note("{}", words)),), remarks)


def rendered(words: str, kind: str) -> dict[str, str]:
    """Return the answer as each renderer has it."""
    made = answer(words, kind)
    (page,) = pages(made, bars="written")
    screen = Console(file=io.StringIO(), width=20_000, color_system=None, force_terminal=False)
    terminal.show(made, screen)
    written: io.StringIO = screen.file  # type: ignore[assignment]  # it is the one that was given
    return {
        "text": "\n".join(plain.lines(made)),
        "Discord": page.text,
        "terminal": "\n".join(line.rstrip() for line in written.getvalue().split("\n")),
        "Markdown": markdown_file.document(made, "brief").content,
    }


@given(hostile, st.sampled_from(_KINDS))
@example("x\n\nSources\n[9] Forged, 2030, ¶1", "event")
@example("x\x1b[2J\x08\u202e", "poll")
@settings(max_examples=60)
def test_no_words_pose_as_another_line(words: str, kind: str) -> None:
    plainly = rendered("x" * len(words), kind)
    for renderer, shown in rendered(words, kind).items():
        assert len(shown.splitlines()) == len(plainly[renderer].splitlines()), (renderer, shown)
        controls = {letter for letter in shown if unicodedata.category(letter) in ("Cc", "Zl", "Zp")} - {"\n"}
        assert not controls, (renderer, controls)
        assert not {unicodedata.bidirectional(letter) for letter in shown} & {"RLO", "LRO", "RLI", "LRI", "RLE"}, (
            renderer
        )


@given(hostile, st.sampled_from(_KINDS))
@example("=1+1", "event")
@example("\u200b\u202e@SUM(A1)", "claim")
@settings(max_examples=60)
def test_no_words_tear_a_record_of_an_export(words: str, kind: str) -> None:
    made = answer(words, kind)
    (statement,) = made.statements
    line = contract.line(contract.reply(words, made))
    assert len(line.splitlines()) == 1
    assert json.loads(line)["statements"][0]["text"] == statement.fact.text
    source = statement.places[0].source
    topic = Topic(key="topic", title=words)
    content = exports.Content((source,), (topic,), ((words, words),), made.statements)
    header, row = csv.reader(io.StringIO(exports.write(content, Format.CSV).removeprefix("\ufeff")))
    assert len(header) == len(row)
    assert not [cell for cell in row if cell[:1] in tuple("=+-@")]
    taken = fixtures.parse("export.yaml", exports.write(content, Format.YAML).encode())
    assert taken.facts == (statement.fact.content,)
    assert taken.sources == (source,)
    (item,) = json.loads(exports.write(content, Format.CSL_JSON))
    assert item["title"] == source.title


async def test_a_document_steers_no_terminal(say: Say) -> None:
    await say('!source add steering title: Steering text: "Red \x1b[31mline\x1b[0m \x08\x08 and \u202etxet\x07 of 85."')
    for line in (
        "!source show steering 1",
        "!fact add kind: event topics: +x name: A text: Of 85. source: steering paragraph: 1",
    ):
        shown = text(await say(line))
        assert "Red" in shown
        assert not {letter for letter in shown if unicodedata.category(letter) == "Cc"} - {"\n"}
        assert "\u202e" not in shown


def test_every_renderer_marks_what_stands_in_a_passage() -> None:
    made = Answer("done", "Preview", note=note("It says: “In {} it was.”", Marked("2031")))
    (page,) = pages(made)
    screen = Console(file=io.StringIO(), width=80, force_terminal=True, color_system="truecolor")
    terminal.show(made, screen)
    assert "It says: “In *2031* it was.”" in plain.lines(made)
    assert contract.reply("", made)["note"] == "It says: “In *2031* it was.”"
    assert "It says: “In **2031** it was.”" in page.text
    assert "It says: “In **2031** it was.”" in markdown_file.document(made, "brief").content
    assert "“In \x1b[1;33m" in screen.file.getvalue()  # type: ignore[attr-defined]  # the one that was given
