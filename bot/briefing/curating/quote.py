"""Words looked for in a paragraph as people copy them: other quotation marks, dashes and spaces are the same."""

import re
import unicodedata

from rapidfuzz import fuzz

_ALIKE = [frozenset("'’‘ʼ`´"), frozenset('"“”„«»'), frozenset("-‐‑–—−")]
_ELLIPSIS = re.compile(r"…|\.\.\.")
NEAR = 60.0  # of 100, by partial ratio


def find(words: str, paragraph: str) -> tuple[int, int] | None:
    """Return the span of the words in a normalised paragraph, None where they do not stand in it.

    The first place counts; letter case is not told apart.
    """
    words = unicodedata.normalize("NFC", words).strip()
    if not words:
        return None
    pattern = r"\s+".join("".join(map(_any_form, _ELLIPSIS.sub("…", word))) for word in words.split())
    match = re.search(pattern, paragraph, re.IGNORECASE)
    return match.span() if match else None


def nearest(words: str, paragraph: str) -> str | None:
    """Return the part of the paragraph that is most like the words, whole words of it, None where nothing is."""
    found = fuzz.partial_ratio_alignment(words.casefold(), paragraph.casefold(), score_cutoff=NEAR)
    if found is None or len(paragraph.casefold()) != len(paragraph):
        return None
    start = paragraph.rfind(" ", 0, found.dest_start + 1) + 1
    end = paragraph.find(" ", max(found.dest_end - 1, start))
    return paragraph[start : end if end >= 0 else None]


def _any_form(character: str) -> str:
    if character == "…":
        return r"(?:…|\.\.\.)"
    alike = next((marks for marks in _ALIKE if character in marks), None)
    return f"[{re.escape(''.join(sorted(alike)))}]" if alike else re.escape(character)
