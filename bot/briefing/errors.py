"""Refusals: requests that cannot be carried out, with a sentence fit for chat."""

import re
import unicodedata

from bot.briefing.answer import Answer, Status
from db.notes import note

SHOWN = 80
NAME_LIMIT = 200  # characters of a name, a topic or the number of a fact
REASON_LIMIT = 500
# Characters that would format the reply, or run on beyond it, when a person's words are repeated in it.
_ACTIVE = re.compile(r"[*_~|`>#\[\]()<\\]")


class Refusal(Exception):
    """A request that is refused; its note, of a template and its values, says what to do instead."""

    status: Status = "error"

    def __init__(self, template: str, *values: object) -> None:
        super().__init__(template)
        self.note = note(template, *values)

    @property
    def answer(self) -> Answer:
        return Answer(self.status, note=self.note)


class Denied(Refusal):
    """The person may not do this."""

    status: Status = "denied"


def clean(words: str, shown: int = SHOWN) -> str:
    """Return a person's words for repeating in a reply: one line, cut short, that formats and mentions nothing."""
    visible = "".join(
        " " if unicodedata.category(character) in ("Cc", "Zl", "Zp") else character
        for character in words
        if unicodedata.category(character) not in ("Cf", "Cs", "Co", "Cn")
    )
    line = " ".join(_ACTIVE.sub(" ", visible).replace("@", "＠").split())
    return f"{line[: shown - 1]}…" if len(line) > shown else line


def quoted(words: str, shown: int = SHOWN) -> str:
    return f"“{clean(words, shown)}”"


def within(words: str, limit: int, what: str) -> str:
    """Return the words stripped; raises Refusal where they are longer than a reply could deal with."""
    words = words.strip()
    if len(words) > limit:
        raise Refusal("That is {:,} characters long: write {} in at most {}.", len(words), what, limit)
    return words
