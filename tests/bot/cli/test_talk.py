"""`footnote ask` as other programs use it: one line of JSON for a line of input, as `docs/contract.md` has it."""

import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import jsonschema
import pytest

from tests.bot.cli.conftest import Footnote, Result
from tests.bot.cli.contract import REPLY
from tests.conftest import LIBRARY


def replies(result: Result) -> list[dict[str, Any]]:
    """Return the lines of JSON, each held to the contract."""
    lines = [json.loads(line) for line in result.out.splitlines()]
    for line in lines:
        jsonschema.validate(line, REPLY)
    return lines


def test_one_message_gets_one_line_of_json(footnote: Footnote) -> None:
    result = footnote("ask", "--json", "!law quiet harbour")
    assert result.status == 0
    (reply,) = replies(result)
    assert reply == {
        "question": "!law quiet harbour",
        "status": "answered",
        "statements": [
            {
                "fact": "F6",
                "key": "quiet-harbour-act",
                "kind": "law",
                "voice": "reported",
                "speaker": None,
                "text": "The Quiet Harbour Act of 2029 bans engines in the inner basin after midnight.",
                "rank": "normal",
                "citations": [
                    {
                        "source": "harbour-2031",
                        "paragraph": 5,
                        "span": None,
                        "label": "G. Holm, Ellery Post (2031), ¶5",
                        "reported_from": None,
                        "check": "intact",
                    }
                ],
            }
        ],
        "note": None,
    }


def test_every_line_of_input_has_its_line_of_json_blank_ones_too(footnote: Footnote) -> None:
    lines = ["!poll ferry", "", "   ", "!nosuch", "!fact", "when did the fish market close?", "!help", "x" * 4000, "é"]
    result = footnote("ask", "-", "--json", stdin="\r\n".join(lines).encode())
    assert result.status == 0
    given = replies(result)
    assert [reply["question"] for reply in given] == lines
    assert [reply["status"] for reply in given][:4] == ["answered", "error", "error", "error"]
    assert all(reply["note"] or reply["statements"] for reply in given)


def test_a_line_ends_at_a_line_feed_alone(footnote: Footnote) -> None:
    result = footnote("ask", "-", "--json", stdin=b"a\rb\x0c\xe2\x80\xa8c\x85\n!topics\n")
    assert [reply["question"] for reply in replies(result)] == ["a\rb\x0c\u2028c\ufffd", "!topics"]


def test_no_byte_of_input_stops_the_replies(footnote: Footnote) -> None:
    result = footnote("ask", "-", "--json", stdin=b"\xff\xfe!poll\x00ferry\n!poll ferry")
    assert result.status == 0
    assert [reply["status"] for reply in replies(result)][1] == "answered"
    assert footnote("ask", "--json", "!cite \udcff").status == 0


def test_plain_replies_stand_between_blank_lines(footnote: Footnote) -> None:
    result = footnote("ask", "-", stdin=b"!event fish market\n!person nobody here\n")
    assert result.out == (
        "Events: Closure of the fish market\n\n"
        "- 14 March 2031: The town council of Port Ellery voted to close the fish market. [1][2] (F2)\n\n"
        "Sources\n"
        "[1] Greta Holm, [Column on the night ferry], Ellery Post, April 2031, ¶2 (intact)\n"
        "[2] [Notes on the ferry], [2031?], ¶1 (intact)\n\n"
        "I have no person under “nobody here”. `!person` lists what you can ask for.\n\n"
    )


@pytest.mark.sqlite("names the file")
def test_standard_output_holds_replies_only(footnote: Footnote, url: str) -> None:
    first = footnote("ask", "--json", "!topics")
    assert len(first.out.splitlines()) == 1
    file = url.removeprefix("sqlite+aiosqlite:///")
    fixtures, reading = f"Library: the fixtures in {LIBRARY / 'fixtures'},", "Verifier: in use."
    added = "10 facts added, 0 changed, 0 unchanged; 2 sources."
    assert first.err == f"Store: {file}, made now. {fixtures} {added} {reading}\n"
    again = footnote("ask", "--json", "!topics")
    assert again.err == f"Store: {file}. {fixtures} the same as at the last start. {reading}\n"


def test_a_member_is_denied_what_a_moderator_may(footnote: Footnote) -> None:
    (reply,) = replies(footnote("ask", "--json", "--as", "member", "!fact retract F1 reason: no"))
    assert reply["status"] == "denied"
    (reply,) = replies(footnote("ask", "--json", "!fact retract F1 reason: no"))
    assert reply["status"] == "done"


def test_each_reply_is_flushed(environment: None) -> None:
    with subprocess.Popen(
        [sys.executable, "-m", "bot", "ask", "-", "--json"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
        env={**os.environ, "PYTHONPATH": str(Path(__file__).parents[3])},
    ) as process:
        assert process.stdin
        assert process.stdout
        for line in ("!topics", "!sources"):
            print(line, file=process.stdin, flush=True)
            assert json.loads(process.stdout.readline())["question"] == line
        process.stdin.close()
        assert process.wait(timeout=30) == 0


def test_whoever_types_may_be_named_so_that_another_can_vouch(footnote: Footnote) -> None:
    added = footnote(
        "ask",
        "--as",
        "mira",
        "!fact add kind: event topics: ferry name: First voyage text: The Måren sailed. source: harbour-2031 "
        "paragraph: 1 yes: true",
    )
    assert "Added: F11" in added.out
    assert (
        "is your own: another moderator has to read the passage"
        in footnote("ask", "--as", "Mira", "!fact vouch F11").out
    )
    assert "Vouched: F11" in footnote("ask", "--as", "noa", "!fact vouch F11").out
    history = footnote("ask", "!cite F11").out
    assert "by mira" in history
    assert "noa has read the passage and vouches for it" in history
    assert "mira" in footnote("ask", "!audit by: mira").out
    assert "Forgotten: " in footnote("ask", "--as", "mira", "!forget-me").out
    assert "mira" not in footnote("ask", "!cite F11").out


def test_a_preview_waits_for_whoever_is_named_from_line_to_line(footnote: Footnote) -> None:
    added = "!fact add kind: event topics: ferry name: First voyage text: The Måren sailed. source: harbour-2031"
    assert "Added: F11" in footnote("ask", "-", "--as", "mira", stdin=f"{added} paragraph: 1\n!yes".encode()).out


@pytest.mark.parametrize("name", ["seed", "operator", "", "@mira", "x" * 41, "1"])
def test_a_name_that_is_none_is_refused(footnote: Footnote, name: str) -> None:
    refused = footnote("ask", "--as", name, "!topics")
    assert refused.status == 2
    assert "--as takes `moderator`, `member`, or the name of whoever types" in refused.err


@pytest.mark.skipif(os.name == "nt", reason="Ctrl-C is another thing there")
def test_ctrl_c_ends_it_while_it_waits_for_a_line(environment: None) -> None:
    process = subprocess.Popen(
        [sys.executable, "-m", "bot", "ask", "-"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        env={**os.environ, "PYTHONPATH": str(Path(__file__).parents[3])},
    )
    with process:
        assert process.stdin
        assert process.stdout
        process.stdin.write("hello\n")
        process.stdin.flush()
        assert process.stdout.readline()
        time.sleep(0.1)  # until it waits for the next
        process.send_signal(signal.SIGINT)
        # Its input stays open.
        assert process.wait(60) == 130
        assert process.stderr
        assert "Traceback" not in process.stderr.read()
