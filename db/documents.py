"""Documents, their paragraphs and fingerprints, as `contract.md` defines them for other programs."""

import hashlib
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Protocol

from db.bibliography import Source
from db.records import Check, Citation


def normalise(paragraph: str) -> str:
    """Return the paragraph in Unicode NFC, every run of white space as one space, stripped."""
    return " ".join(unicodedata.normalize("NFC", paragraph).split())


def fingerprint(paragraph: str) -> str:
    """Return the SHA-256 of the normalised paragraph's UTF-8 bytes, in lower-case hex."""
    return hashlib.sha256(normalise(paragraph).encode()).hexdigest()


class UnreadableDocument(Exception):
    """A document's file is there and cannot be read as UTF-8 text."""

    def __init__(self, path: Path, reason: str) -> None:
        super().__init__(f"{path.name} cannot be read: {reason}")


class Cited(Protocol):
    """Where a citation says that its passage stands, and the fingerprint that it had."""

    @property
    def paragraph(self) -> int: ...

    @property
    def fingerprint(self) -> str: ...


class Manifest:
    """The fingerprints of a document's paragraphs, the first being paragraph 1: what citations are held against."""

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
        """Hold the citation against the document; the fingerprint decides, then the place."""
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
        """Hold the citation against this text."""
        return Manifest(self.fingerprints).check(citation)

    def excerpt(self, citation: Citation) -> str | None:
        """Return the words cited (the span, else the paragraph), or None where they are not found."""
        found = self.where(citation)
        if found is None:
            return None
        paragraph = self.paragraphs[found - 1]
        return paragraph if citation.span is None else paragraph[slice(*citation.span)]


class DocumentFolder:
    """The documents that the operator has on hand, by the name of their file."""

    def __init__(self, folder: Path | None) -> None:
        self.folder = folder
        self._read: dict[Path, tuple[int, Document]] = {}

    def of(self, source: Source) -> Document | None:
        """Return the source's document, or None where it is not on hand.

        Raises UnreadableDocument where a file is there that is not UTF-8 text.
        """
        if self.folder is None or source.document is None:
            return None
        path = self.folder / source.document
        if not path.is_file():
            return None
        try:
            changed = path.stat().st_mtime_ns
            if path not in self._read or self._read[path][0] != changed:
                self._read[path] = changed, Document(path.read_bytes().decode("utf-8-sig"))
            return self._read[path][1]
        except UnicodeDecodeError as error:
            raise UnreadableDocument(path, "it is not UTF-8 text") from error
        except OSError as error:
            raise UnreadableDocument(path, error.strerror or "the file cannot be opened") from error
