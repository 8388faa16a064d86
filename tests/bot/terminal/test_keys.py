"""Keys: letters that decide on the draft that is shown, in a pipe as at the keyboard."""

import pytest

from bot.briefing.answer import ShownDraft
from bot.terminal.keys import begun, spelt_out

DRAFT = ShownDraft(12, {"text": "The “old” pier."})


@pytest.mark.parametrize(
    ("typed", "command"),
    [
        ("a", "!review accept 12"),
        ("A topics: ferry", "!review accept 12 topics: ferry"),
        ("s", "!review skip 12"),
        ("e It is old.", '!review edit 12 text: "It is old."'),
        ("e topics: ferry", "!review edit 12 topics: ferry"),
        ("r says nothing", '!review reject 12 reason: "says nothing"'),
        ("a fine question", "a fine question"),
        ("who built it?", "who built it?"),
        ("!undo", "!undo"),
    ],
)
def test_a_letter_is_a_command_while_a_draft_is_shown(typed: str, command: str) -> None:
    assert spelt_out(typed, DRAFT) == command
    # Alone it asks nothing, and shows what there is to decide.
    assert spelt_out(typed, None) == ("!review" if typed in ("a", "s") else typed)


def test_what_a_letter_leaves_open_is_begun() -> None:
    assert begun("e", DRAFT) == "!review edit 12 text: The “old” pier."
    named = ShownDraft(12, {"text": "Note: it is old."})
    assert begun("e", named) == '!review edit 12 text: "Note: it is old."'
    assert begun("r", DRAFT) == "!review reject 12 reason: "
    assert (begun("a", DRAFT), begun("r why", DRAFT), begun("e", None)) == ("", "", "")
