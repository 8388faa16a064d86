"""Documents, their paragraphs and fingerprints, as `docs/contract.md` defines them for other programs."""

import asyncio
import hashlib
import json
from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import accumulate
from typing import Any, Protocol, Self

from db.bibliography import Source
from db.locator import NOWHERE, Locator
from db.records import Check, Citation, SourceText
from db.tokenizer import stems, tokens
from db.unicode import normalised


def normalise(paragraph: str) -> str:
    """Return the paragraph in Unicode NFC, every run of white space as one space, stripped."""
    return " ".join(normalised("NFC", paragraph).split())


def fingerprint(paragraph: str) -> str:
    """Return the SHA-256 of the normalised paragraph's UTF-8 bytes, in lower-case hex."""
    return hashlib.sha256(normalise(paragraph).encode()).hexdigest()


def digest_of(name: str, text: str | None, locators: Any) -> dict[str, Any]:
    """Return what the ledger keeps of a document: of words, which may have to be taken down, their fingerprint."""
    return {
        "name": name,
        "sha256": None if text is None else hashlib.sha256(text.encode()).hexdigest(),
        # Pages and headings are shown with each citation.
        "locators": hashlib.sha256(json.dumps(locators).encode()).hexdigest() if locators else None,
    }


def is_recorded(digest: dict[str, Any], recorded: Any) -> bool:
    """Say whether the digest is what the ledger keeps; earlier versions kept less of it."""
    return isinstance(recorded, dict) and recorded.items() <= digest.items()


_NEIGHBOURS = 20  # paragraphs on either side that tell one place from another
_ALIKE = 10  # places of the same words on either side that are looked at: a line may stand in thousands


class Cited(Protocol):
    """Where a citation says that its passage stands, and the fingerprint that it had."""

    @property
    def paragraph(self) -> int: ...

    @property
    def fingerprint(self) -> str: ...


class Manifest:
    """The fingerprints of a document's paragraphs, the first being paragraph 1: what citations are checked against.

    `former` are in all of its methods the fingerprints that the document had when it was cited, where they are known:
    a line that stands in several places is told by its neighbours.
    """

    def __init__(self, fingerprints: Sequence[str]) -> None:
        self._fingerprints = fingerprints
        self._places = _places(fingerprints)
        # Where lines stood by the fingerprints that were asked with last, which are mostly the same.
        self._former: tuple[Sequence[str], dict[str, list[int]]] = (), {}

    def where(self, cited: Cited, former: Sequence[str] = ()) -> int | None:
        """Return the number of the paragraph that was cited; None where there is none, or no telling which it is."""
        known = _at(former, cited.paragraph) == cited.fingerprint
        if known and self._stays(cited, former):
            return cited.paragraph
        places = _around(self._places.get(cited.fingerprint, []), cited.paragraph)
        if known and places and len(stood := self._stood(cited, former)) > 1:
            # Of lines that read alike another may be the one that is left.
            places = [place for place in places if not self._is_another(cited, former, stood, place)]
        if len(places) > 1 and known:
            alike = [self._neighbours(former, cited.paragraph, place) for place in places]
            places = [place for place, count in zip(places, alike, strict=True) if count == max(alike)]
        if cited.paragraph in places:
            return cited.paragraph
        return places[0] if len(places) == 1 else None

    def check(self, cited: Cited, former: Sequence[str] = ()) -> Check:
        """Check the citation against the document: the fingerprint decides, then the neighbours, then the place."""
        found = self.where(cited, former)
        if found is not None:
            return "intact" if found == cited.paragraph else "moved"
        return "changed" if cited.paragraph <= len(self._fingerprints) else "missing"

    def is_ambiguous(self, cited: Cited, former: Sequence[str] = ()) -> bool:
        """Say whether the words cited stand in several places now, and none of them is known to be theirs."""
        return cited.fingerprint in self._places and self.where(cited, former) is None

    def _stays(self, cited: Cited, former: Sequence[str]) -> bool:
        """Say whether it stands where it stood, amid all the neighbours that it had: then no other line is nearer."""
        number, count = cited.paragraph, len(self._fingerprints)
        around = min(_NEIGHBOURS, number - 1) + min(_NEIGHBOURS, count - number)
        stands = _at(self._fingerprints, number) == cited.fingerprint
        return stands and self._neighbours(former, number, number) == around

    def _stood(self, cited: Cited, former: Sequence[str]) -> list[int]:
        """Return where lines that read alike stood, as far as they are near."""
        if self._former[0] is not former:
            self._former = former, _places(former)
        return _around(self._former[1].get(cited.fingerprint, []), cited.paragraph)

    def _is_another(self, cited: Cited, former: Sequence[str], stood: Sequence[int], place: int) -> bool:
        """Say whether another line that read alike had as many of the neighbours that the place has now, or more."""
        own = self._neighbours(former, cited.paragraph, place) + (place == cited.paragraph)
        return any(self._neighbours(former, number, place) >= own for number in stood if number != cited.paragraph)

    def _neighbours(self, former: Sequence[str], before: int, now: int) -> int:
        """Count the paragraphs around the two places that are the same, up to the first on either side that is not."""
        alike = 0
        for side in (-1, 1):
            for step in range(1, _NEIGHBOURS + 1):
                paragraph = _at(former, before + side * step)
                if paragraph is None or paragraph != _at(self._fingerprints, now + side * step):
                    break
                alike += 1
        return alike


def _places(fingerprints: Sequence[str]) -> dict[str, list[int]]:
    """Return the numbers of the paragraphs that have each fingerprint."""
    places: dict[str, list[int]] = {}
    for number, paragraph in enumerate(fingerprints, 1):
        places.setdefault(paragraph, []).append(number)
    return places


def _around(places: list[int], number: int) -> list[int]:
    """Return those of the places, which are in order, that are nearest on either side."""
    if len(places) <= 2 * _ALIKE:
        return places
    at = bisect_left(places, number)
    return places[max(at - _ALIKE, 0) : at + _ALIKE]


def _at(fingerprints: Sequence[str], number: int) -> str | None:
    return fingerprints[number - 1] if 1 <= number <= len(fingerprints) else None


# Bytes of the different stems of a paragraph that are searched, each with the number of a server before it. A tsvector
# of PostgreSQL holds 1,048,575, headings included; nobody writes a paragraph of so many different words.
ROOM = 900_000
_NUMBER = 7
_UNASKED = 60_000  # characters that have room whatever they are: two letters of four bytes for each at the most


def fitting(words: Sequence[str], room: int = ROOM) -> tuple[str, ...]:
    """Return the stems in order, without those for which there is no room, as they come."""
    found = dict.fromkeys(words)
    ends = accumulate(len(word.encode()) + _NUMBER for word in found)
    kept = {word for word, end in zip(found, ends, strict=True) if end <= room}
    return tuple(words) if len(kept) == len(found) else tuple(filter(kept.__contains__, words))


def indexed(paragraph: str) -> tuple[str, ...]:
    """Return the stems of a paragraph as the index of passages has them."""
    return fitting(stems(paragraph))


@dataclass(frozen=True)
class Edition:
    """A version of a source's document as it is brought: the name of its file, and the text that was read from it.

    `digest` is the SHA-256 of the file, `reader` what read it in which version, and `path` where the operator had it.
    """

    name: str
    text: str
    digest: str | None = None
    reader: str | None = None
    path: str | None = None
    locators: tuple[Locator, ...] = ()

    @cached_property
    def document(self) -> "Document":
        return Document(self.text, self.locators, self.reader)

    @classmethod
    def of(cls, exported: SourceText, source: Source) -> Self:
        """Return the document that an export brings for the source."""
        locators = tuple(Locator(page, headings) for page, headings in exported.locators)
        return cls(source.document or f"{source.key}.txt", exported.text, reader=exported.reader, locators=locators)


@dataclass(frozen=True)
class Document:
    """The text of a source, split into paragraphs; `reader` names what read it from its file, with its version."""

    text: str
    locators: tuple[Locator, ...] = ()
    reader: str | None = None

    @cached_property
    def paragraphs(self) -> tuple[str, ...]:
        """The normalised paragraphs, the first being paragraph 1."""
        # Split at \n alone: splitlines would count form feeds and U+2028 as ends of lines.
        return tuple(normalise(line) for line in self.text.split("\n") if line.strip())

    def locator(self, paragraph: int) -> Locator:
        """Return where that paragraph stands, which a document without pages and headings does not say."""
        return self.locators[paragraph - 1] if 1 <= paragraph <= len(self.locators) else NOWHERE

    @cached_property
    def fingerprints(self) -> tuple[str, ...]:
        return tuple(fingerprint(paragraph) for paragraph in self.paragraphs)

    @cached_property
    def manifest(self) -> Manifest:
        """What citations into it are checked against."""
        return Manifest(self.fingerprints)

    @cached_property
    def stems(self) -> tuple[tuple[str, ...], ...]:
        """The stems of each paragraph, as the index of passages has them."""
        return tuple(map(indexed, self.paragraphs))

    @cached_property
    def overfull(self) -> int | None:
        """The first paragraph of which the index of passages does not take all words, None where it takes all."""
        for number, (paragraph, words) in enumerate(zip(self.paragraphs, self.stems, strict=True), 1):
            if len(paragraph) > _UNASKED and len(tokens(paragraph)) > len(words):
                return number
        return None

    async def read(self) -> Self:
        """Read it through in a thread: of a long one that takes longer than others should wait."""
        if "manifest" not in self.__dict__:
            await asyncio.to_thread(lambda: self.manifest)
        return self

    async def parted(self) -> Self:
        """Read it through and part it into words in a thread, as for the index."""
        if "stems" not in self.__dict__:
            await asyncio.to_thread(lambda: (self.manifest, self.stems, self.overfull))
        return self

    def excerpt(self, citation: Citation, former: Sequence[str] = ()) -> str | None:
        """Return the words cited (the span, else the paragraph), or None where they are not found."""
        found = self.manifest.where(citation, former)
        if found is None:
            return None
        paragraph = self.paragraphs[found - 1]
        return paragraph if citation.span is None else paragraph[slice(*citation.span)]
