"""Sentences of a paragraph, by their exact spans."""

import re
from collections.abc import Iterator

import sentencex

Span = tuple[int, int]

# Two single quotation marks that stand for a double one, as printers set them; each becomes as many characters.
_DOUBLED = str.maketrans({"‘": "“", "’": "”"})
_PAIRS = re.compile("‘‘|’’|``|''")
# What closes the sentence before, where it is taken for the beginning of the next.
_CLOSING = re.compile(r"[”’»\"')\]]+(?=\s|$)")
# A sentence in brackets ends where they do.
_BRACKETED = re.compile(r"(?<=[.!?]\)) (?=[A-Z])")
# The number of an item, after which sentencex finds no further end: *(9) Partners. To tackle …*.
_ITEM = re.compile(r"\((?:\d{1,3}|[a-z]|[ivx]{1,4})\)\s+")
# The number of a paragraph, which is no sentence: *7. Any other business*.
NUMBER = re.compile(r"(?:\d{1,3}(?:\.\d{1,3})*|[A-Za-z]|[IVXivx]{1,5})[.)](?=\s|$)")
_REFERENCE = re.compile(r"\[\d{1,3}\](?:\[\d{1,3}\])*\.?(?=\s|$)")


def sentences(paragraph: str, language: str = "en") -> list[Span]:
    """Return where each sentence begins and ends, without the white space around it.

    >>> text = "Mr. Holm paid $4.50. “Go!” she said. See Fig. 3."
    >>> [text[start:end] for start, end in sentences(text)]
    ['Mr. Holm paid $4.50.', '“Go!” she said.', 'See Fig. 3.']
    """
    plain = _PAIRS.sub(lambda pair: pair[0].translate(_DOUBLED), paragraph)
    found: list[Span] = []
    for start, end in _boundaries(plain, language):
        closing = (_CLOSING.match(plain, start) or _REFERENCE.match(plain, start)) if found else None
        if closing:
            found[-1] = (found[-1][0], closing.end())
            start = closing.end()
        for part in _BRACKETED.split(plain[start:end]):
            begins = plain.index(part, start)
            start = begins + len(part)
            if part.strip():
                first, last = begins + len(part) - len(part.lstrip()), begins + len(part.rstrip())
                if len(found) == 1 and NUMBER.fullmatch(plain, *found[0]):
                    first = found.pop()[0]
                found.append((first, last))
    return found


def _boundaries(plain: str, language: str) -> Iterator[Span]:
    for boundary in sentencex.get_sentence_boundaries(language, plain):
        start, end = boundary["start_index"], boundary["end_index"]
        item = _ITEM.match(plain, start, end)
        if item is None:
            yield start, end
            continue
        for first, last in _boundaries(plain[item.end() : end], language):
            # The number belongs to the first sentence of its item.
            yield (item.end() + first if first else start), item.end() + last
