"""Words to the bot: a request does what the command it means does, a courtesy is returned, a question stays one."""

import io
import sys

import pytest

from bot.app import Services
from bot.terminal.chat import converse
from bot.terminal.console import Author
from tests.conftest import Dump, Say, noted, text

MEMBER = Author(moderator=False, id=42, name="Ana", server=7, channel=70)


@pytest.mark.parametrize(
    ("request_", "command"),
    [
        ("help", "!help"),
        ("Help!", "!help"),
        ("help me please", "!help"),
        ("what can you do?", "!help"),
        ("What can I ask?", "!help"),
        ("how do I use this?", "!help"),
        ("who are you", "!help"),
        ("list all commands", "!help"),
        ("what topics do you know?", "!topics"),
        ("which topics are there", "!topics"),
        ("show me all your topics", "!topics"),
        ("What do you know?", "!topics"),
        ("show me everything", "!topics"),
        ("topics", "!topics"),
        ("which sources do you have?", "!sources"),
        ("what are your sources?", "!sources"),
        ("list all polls", "!poll"),
        ("could you list the polls, please?", "!poll"),
        ("which polls do you have?", "!poll"),
        ("show me all events", "!event"),
        ("what are the laws?", "!law"),
        ("list all organisations", "!org"),
        ("list all people", "!person"),
        ("claims", "!claim"),
        ("show me all events on the fish market", "!event fish market"),
        ("which laws do you have about the ferry?", "!law ferry"),
        ("F3", "!cite F3"),
        ("f3?", "!cite F3"),
        ("show me F3", "!cite F3"),
        ("what does F3 say?", "!cite F3"),
        ("fact number 3", "!cite F3"),
        ("F999", "!cite F999"),
        ("show me everything about the night boats", "!brief ferry"),
        ("everything you know about the fish market", "!brief fish-market"),
        ("all facts on Port Ellery", "!brief council"),
        ("brief me on the town council", "!brief council"),
        ("give me an overview of the night ferry", "!brief ferry"),
        ("tell me everything about engines", "!find engines"),
        ("show me everything about the bishop", "!find bishop"),
        ("ask who is the mayor?", "!ask who is the mayor?"),
        ("ask the team: what do pensioners think?", "!ask-the-team what do pensioners think?"),
        ("undo that", "!undo"),
        ("take that back", "!undo"),
        ("yes", "!yes"),
        ("no", "!no"),
        ("audit", "!audit"),
    ],
)
async def test_a_request_gets_what_its_command_gets(say: Say, request_: str, command: str) -> None:
    asked, by_command = await say(request_), await say(command)
    assert text(asked) == text(by_command)
    assert asked.status == by_command.status


@pytest.mark.parametrize(
    "question",
    [
        "what topics did the council raise with Ida Brønn?",
        "help for the islanders in Port Ellery?",
        "stop the night ferry?",
        "exit polls on the ferry",
        "list all polls that the bishop has paid for",
        "which polls do you have about the bishop?",
        "show me all events that the bishop blessed",
        "hi, who is the mayor?",
        "thanks, and what do the townspeople say?",
        "undo the closure of the fish market?",
        "who are the islanders?",
        "what can the council do?",
        "what do you know about how the mayor voted?",
        "what are the sources of noise in the harbour?",
        "F3 engines in the harbour",
        "how does the Quiet Harbour Act work?",
        "report on the fish market?",
        "why this ferry line?",
        "what does the mayor say?",
        "quit the council, did the mayor?",
    ],
)
async def test_a_question_that_looks_like_a_request_is_asked(say: Say, question: str) -> None:
    asked, by_command = await say(question), await say(f"!ask {question}", channel=1)
    assert text(asked) == text(by_command)
    assert asked.status in ("answered", "related", "unknown")
    assert asked.title is None


@pytest.mark.parametrize(
    ("words", "reply"),
    [
        ("<@1> hey there", "Hello, what’s your question?"),
        ("hi", "Hello, what’s your question?"),
        ("Hello Footnote!", "Hello, what’s your question?"),
        ("good morning", "Hello, what’s your question?"),
        ("thanks!", "You are welcome."),
        ("Thank you very much for your help", "You are welcome."),
        ("ok, thanks", "You are welcome."),
        ("stop", "Goodbye: I speak only when asked."),
        ("exit", "Goodbye: I speak only when asked."),
        ("quit", "Goodbye: I speak only when asked."),
        ("bye bye", "Goodbye: I speak only when asked."),
    ],
)
async def test_a_courtesy_is_returned_and_nothing_written(say: Say, words: str, reply: str, dump: Dump) -> None:
    before = dump()
    said = await say(words)
    assert text(said) == reply
    assert said.status == "done"
    assert noted(await say(f"!ask-the-team {words.removeprefix('<@1> ')}")) == reply
    assert dump() == before


@pytest.mark.parametrize("words", ["undo", "undo that", "take it back", "<@1> undo", "<@1> undo that", "audit"])
async def test_a_request_is_checked_as_its_command_is(say: Say, words: str, dump: Dump) -> None:
    before = dump()
    refused = await say(words, MEMBER)
    assert refused.status == "denied"
    assert noted(refused) == "Only this server’s moderators may do that. `!help` lists what everybody can ask."
    assert dump() == before


async def test_undo_in_plain_words_takes_the_last_change_back(say: Say) -> None:
    await say("!fact retract F3 reason: a slip")
    assert (await say("who is the mayor?")).status != "answered"
    assert (await say("undo it")).status == "done"
    assert [one.fact.key for one in (await say("who is the mayor?")).statements] == ["ida-bronn"]


@pytest.mark.parametrize("mention", ["<@1> ", ""])
async def test_a_command_that_ends_with_a_question_mark_is_the_command(say: Say, mention: str) -> None:
    reported = await say(f"{mention}report F3 is this right?", MEMBER)
    assert reported.status == "done"
    assert "“is this right?”" in text(await say("!reports", server=7))
    asked = await say(f"{mention}ask who is the mayor?")
    assert [one.fact.key for one in asked.statements] == ["ida-bronn"]


async def test_a_subcommand_by_mention_may_end_with_a_question_mark(say: Say) -> None:
    edited = await say("<@1> fact edit F3 text: Is Ida Brønn the mayor?")
    assert edited.offers == ("yes", "no")


@pytest.mark.parametrize("farewell", ["exit", "quit", "stop", "Exit.", "bye"])
async def test_a_farewell_ends_the_conversation_in_the_terminal(
    opened: Services, farewell: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(sys, "stdin", io.StringIO(f"!law harbour\n{farewell}\n!person ida\n"))
    async with opened.console() as console:
        await converse(console, Author(), opened.completion)
    printed = capsys.readouterr().out
    assert "Quiet Harbour Act" in printed
    assert "mayor" not in printed
    assert "Goodbye" not in printed
