"""Prose of replies: a number with its noun, lists with "and" or "or", and what somebody wrote, cleaned or quoted.

A library for English such as inflect takes 1.7 s of processor time and 25 MB to load; a dozen regular nouns need none.
"""

import re
import unicodedata
from collections.abc import Iterable, Sequence

from db.notes import Line, line

SHOWN = 80
READ = 5_000  # characters of a paragraph that a reply repeats
# Characters that would format the reply, or run on beyond it, when somebody's words are repeated in it.
_ACTIVE = re.compile(r"[*_~|`>#\[\]()<\\]")


def counted(count: int, noun: str, plural: str | None = None) -> str:
    """Return `1 fact`, `1,200 facts`, or with both forms `1 person`, `2 people`; a noun may carry further words."""
    return f"{count:,} {noun if count == 1 else plural or f'{noun}s'}"


def listed(words: Iterable[str], last: str = "and", most: int | None = None) -> str:
    """Return `a, b and c`; of more than `most` the first of them and how many are left out: `a, b and 12 more`."""
    shown = list(words)
    if most is not None and len(shown) > most:
        shown[most:] = [f"{len(shown) - most:,} more"]
    return f" {last} ".join(filter(None, (", ".join(shown[:-1]), *shown[-1:])))


def listed_lines(lines: Iterable[Line], last: str = "and") -> Line:
    """Return lines as one, joined as words are."""
    lines = tuple(lines)
    return line(listed(["{}"] * len(lines), last), *lines) if lines else ()


def first_lines(lines: Sequence[Line], most: int) -> list[Line]:
    """Return the first of the lines, and in a last one how many more there are."""
    more = len(lines) - most
    return [*lines[:most], *([line("and {:,} more", more)] if more > 0 else [])]


def pinpointed(paragraph: int, source: str) -> Line:
    """Return a paragraph of a source by its key, as replies name it: `¶9 of post-2031`, the key being code."""
    return line("¶{} of `{}`", paragraph, source)


def beginning(words: str) -> str:
    """Return the words of a paragraph, of a very long one the first, and how many characters are left out."""
    return words if len(words) <= READ else f"{words[:READ]} … ({len(words) - READ:,} characters more)"


def clean(words: str, shown: int = SHOWN) -> str:
    """Return somebody's words for repeating in a reply: one line, cut short, that formats and mentions nothing."""
    visible = "".join(
        " " if unicodedata.category(character) in ("Cc", "Zl", "Zp") else character
        for character in words
        if unicodedata.category(character) not in ("Cf", "Cs", "Co", "Cn")
    )
    one_line = " ".join(_ACTIVE.sub(" ", visible).replace("@", "＠").split())
    return f"{one_line[: shown - 1]}…" if len(one_line) > shown else one_line


def quoted(words: str, shown: int = SHOWN) -> str:
    return f"“{clean(words, shown)}”"
