"""Notes: what a template makes of our own words, and leaves as it is of everybody else's."""

import ast
from collections.abc import Iterator
from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st
from pydantic import TypeAdapter

from db.notes import Code, Command, Mention, Note, Removed, joined, line, note
from db.values import visible
from tests.bot.render.answers import notes


def test_backticks_hold_commands_and_code() -> None:
    assert line("Write `!cite F12`, then `source:`.") == (
        "Write ",
        Command("cite F12"),
        ", then ",
        Code("source:"),
        ".",
    )


def test_values_fill_braces_also_within_a_command() -> None:
    assert line("{0}: `!fact show {0}` has {1:,} lines.", "F12", 1200) == (
        "F12: ",
        Command("fact show F12"),
        " has 1,200 lines.",
    )


def test_lines_keep_their_spans_within_others() -> None:
    hint = line("`!help` lists them.")
    assert line("No. {}", hint) == ("No. ", Command("help"), " lists them.")
    assert note("No:\n{}\nNothing was written.", [hint, line("Or {}.", "so")]) == (
        ("No:",),
        hint,
        ("Or so.",),
        ("Nothing was written.",),
    )
    assert joined([hint, (Mention("role", 7),)], "; ") == (*hint[:1], " lists them.; ", Mention("role", 7))


def test_an_empty_value_leaves_no_space_at_the_end() -> None:
    assert note("I have none. {}", ()) == (("I have none.",),)


@given(st.text())
def test_no_value_is_read_for_marks(words: str) -> None:
    seen = visible(words)
    assert line("a{}z", words) == (f"a{seen}z",)
    assert line("`{}`", words) == (Code(seen),)
    assert line("{}", Removed(words)) == (Removed(seen),)


def test_a_value_that_begins_as_a_command_is_none() -> None:
    assert line("Prefix: `{}`", "!") == ("Prefix: ", Code("!"))


@given(notes())
def test_a_note_is_stored_and_read_back(written: Note) -> None:
    stored = TypeAdapter[Note](Note)
    assert stored.validate_json(stored.dump_json(written)) == written


BUILDERS = ("note", "line", "Refusal", "Denied")


def composed() -> Iterator[str]:
    """Yield where a template is put together at run time, so that what somebody wrote could be read for marks."""
    for path in sorted(Path(__file__).parents[2].glob("bot/**/*.py")):
        for node in ast.walk(ast.parse(path.read_text())):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in BUILDERS:
                template = node.args[0] if node.args else None
                if isinstance(template, ast.JoinedStr | ast.BinOp):
                    yield f"{path.name}:{template.lineno}"


def test_templates_are_our_own_words() -> None:
    assert list(composed()) == []
