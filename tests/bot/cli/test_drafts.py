"""`footnote draft`: facts are read out of a document, printed with their exact words, and wait for review."""

import json

from tests.bot.cli.conftest import Footnote


def test_drafts_are_printed_and_wait(footnote: Footnote) -> None:
    result = footnote("draft", "ferry-notes")
    assert result.status == 0
    assert result.out.splitlines()[1] == "¶2 [0, 89) claim: The night ferry must run, whatever it costs."
    assert result.err.splitlines()[-1].startswith("3 drafts wait from 3 paragraphs of `ferry-notes`, 3 new.")
    assert "Draft 1, from ferry-notes (3 wait)" in footnote("ask", "!review").out
    assert "0 new" in footnote("draft", "ferry-notes").err


def test_each_is_a_line_of_json(footnote: Footnote) -> None:
    lines = [json.loads(line) for line in footnote("draft", "ferry-notes", "--json").out.splitlines()]
    assert [line["paragraph"] for line in lines] == [1, 2, 3]
    assert lines[2] == {
        "paragraph": 3,
        "span": [0, 73],
        "text": "The ferry line expects more than 90% of its boats to be electric by 2035.",
        "quote": "The ferry line expects more than 90% of its boats to be electric by 2035.",
        "when": "../2035",
        "kind": "statement",
        "subject": "Ferry line",
        "predicate": "expects more than 90% of its boats to be electric by 2035",
        "voice": "forecast",
        "speaker": "The ferry line",
        "quantity": "90",
        "unit": "%",
        "topics": "ferry",
    }


def test_a_source_that_is_not_there_is_told(footnote: Footnote) -> None:
    result = footnote("draft", "ferry-note")
    assert (result.status, result.out) == (1, "")
    assert "There is no source “ferry-note”. Did you mean `ferry-notes`?" in result.err


def test_letters_review_a_document_in_a_pipe(footnote: Footnote) -> None:
    lines = b"!source facts ferry-notes\n!review\na\nr we have that\ne Boats will be electric.\na\n!inbox\na\n"
    said = footnote("chat", stdin=lines).out
    assert "Added: F11" in said
    assert "Draft 2 is rejected: we have that." in said
    assert "text: Boats will be electric." in said
    assert "Added: F12" in said
    assert "Nothing waits: no proposal, draft, question, report or citation." in said
