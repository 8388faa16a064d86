"""Keys: letters by which whoever sits at the terminal decides on the draft that is shown."""

import re

from bot.briefing import arguments
from bot.briefing.answer import ShownDraft
from db.notes import PREFIX

HINT = "a accept · e edit · s skip · r and a reason: reject"
_KEY = re.compile(r"(?P<key>[aers])(?: (?P<words>.+))?", re.IGNORECASE)
_NAMED = re.compile(r"[a-z-]+:")
_COMMANDS = {"a": "accept", "e": "edit", "s": "skip", "r": "reject"}


def spelt_out(typed: str, draft: ShownDraft | None) -> str:
    """Return the command that a letter stands for while a draft is shown; any other line as it is.

    A letter alone asks nothing: where no draft is shown it shows the first that waits, and decides nothing.

    >>> spelt_out("r says nothing", ShownDraft(12, {}))
    '!review reject 12 reason: "says nothing"'
    """
    match = _KEY.fullmatch(typed.strip())
    if match is None:
        return typed
    if draft is None:
        return typed if match["words"] else f"{PREFIX}review"
    key, words = match["key"].lower(), match["words"] or ""
    written = {"e": "text", "r": "reason"}.get(key)
    if words and not _NAMED.match(words):
        if written is None:
            # “A fine day for a sail?” is a question.
            return typed
        words = arguments.write({written: words})
    return f"{PREFIX}review {_COMMANDS[key]} {draft.number} {words}".strip()


def begun(typed: str, draft: ShownDraft | None) -> str:
    """Return the line to be completed where a letter alone does not say enough: to edit, and to reject."""
    command = spelt_out(typed, draft)
    if draft is None or command == typed or " " in typed.strip():
        return ""
    if typed.strip().lower() == "e":
        words = draft.arguments.get("text", "")
        # Quotation marks are in the way of whoever types on, and needed only around what would be taken apart.
        bare = arguments.read(f"text: {words}", ("text",)).values.get("text") == words
        return f"{command} " + (f"text: {words}" if bare else arguments.write({"text": words}))
    return f"{command} reason: " if typed.strip().lower() == "r" else ""
