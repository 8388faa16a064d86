"""Documents, their paragraphs and fingerprints, as `contract.md` defines them for other programs."""

import hashlib
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Protocol

from db.records import Check, Citation


def normalise(paragraph: str) -> str:
    """Return the paragraph in Unicode NFC, every run of white space as one space, stripped."""
    return " ".join(unicodedata.normalize("NFC", paragraph).split())


def fingerprint(paragraph: str) -> str:
    """Return the SHA-256 of the normalised paragraph's UTF-8 bytes, in lower-case hex."""
    return hashlib.sha256(normalise(paragraph).encode()).hexdigest()


class Cited(Protocol):
    """Where a citation says that its passage stands, and the fingerprint that it had."""

    @property
    def paragraph(self) -> int: ...

    @property
    def fingerprint(self) -> str: ...


class Manifest:
    """The fingerprints of a document's paragraphs, the first being paragraph 1: what citations are checked against."""

    def __init__(self, fingerprints: Sequence[str]) -> None:
        self._fingerprints = fingerprints

    def where(self, cited: Cited) -> int | None:
        """Return the number of the paragraph that has the citation's fingerprint, or None."""
        place = cited.paragraph
        if place <= len(self._fingerprints) and self._fingerprints[place - 1] == cited.fingerprint:
            return place
        if cited.fingerprint in self._fingerprints:
            return self._fingerprints.index(cited.fingerprint) + 1
        return None

    def check(self, cited: Cited) -> Check:
        """Check the citation against the document: the fingerprint decides, then the place."""
        found = self.where(cited)
        if found is not None:
            return "intact" if found == cited.paragraph else "moved"
        return "changed" if cited.paragraph <= len(self._fingerprints) else "missing"


@dataclass(frozen=True)
class Document:
    """The text of a source, split into paragraphs."""

    text: str

    @cached_property
    def paragraphs(self) -> tuple[str, ...]:
        """The normalised paragraphs, the first being paragraph 1."""
        # Split at \n alone: splitlines would count form feeds and U+2028 as ends of lines.
        return tuple(normalise(line) for line in self.text.split("\n") if line.strip())

    @cached_property
    def fingerprints(self) -> tuple[str, ...]:
        return tuple(fingerprint(paragraph) for paragraph in self.paragraphs)

    def where(self, citation: Citation) -> int | None:
        """Return the number of the paragraph that has the citation's fingerprint, or None."""
        return Manifest(self.fingerprints).where(citation)

    def check(self, citation: Citation) -> Check:
        """Check the citation against this text."""
        return Manifest(self.fingerprints).check(citation)

    def excerpt(self, citation: Citation) -> str | None:
        """Return the words cited (the span, else the paragraph), or None where they are not found."""
        found = self.where(citation)
        if found is None:
            return None
        paragraph = self.paragraphs[found - 1]
        return paragraph if citation.span is None else paragraph[slice(*citation.span)]
