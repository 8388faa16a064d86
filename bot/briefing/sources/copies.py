"""Copies: documents that are here already, known by the fingerprints of their paragraphs."""

from collections import Counter
from collections.abc import Iterable

from bot.briefing.prose import counted
from db.bibliography import Source
from db.notes import Line, line

SHARED = 0.8  # of a document's paragraphs: so many in another one make it a version of that


class Copies:
    """The sources that have each paragraph, to find those whose document is the same as one that is brought."""

    def __init__(self, sources: Iterable[Source]) -> None:
        self._manifests: dict[str, tuple[str, ...]] = {}
        self._having: dict[str, set[str]] = {}
        for source in sources:
            self.add(source)

    def add(self, source: Source) -> None:
        """Take the source's document as it is now, in place of the one before."""
        for fingerprint in self._manifests.get(source.key, ()):
            self._having[fingerprint].discard(source.key)
        self._manifests[source.key] = source.fingerprints
        for fingerprint in source.fingerprints:
            self._having.setdefault(fingerprint, set()).add(source.key)

    def of(self, source: Source) -> str | None:
        """Return the key of another source with the same document, paragraph for paragraph."""
        first = self._having.get(source.fingerprints[0], ()) if source.fingerprints else ()
        same = (key for key in sorted(first) if self._manifests[key] == source.fingerprints)
        return next((key for key in same if key != source.key), None)

    def remarks(self, source: Source) -> list[Line]:
        """Say in which other source the same document stands, or most of it."""
        if same := self.of(source):
            return [line("Mind that `{}` has the same document already, paragraph for paragraph.", same)]
        own = set(source.fingerprints)
        alike = Counter(key for fingerprint in own for key in self._having.get(fingerprint, ()) if key != source.key)
        for key, count in sorted(alike.most_common(1)):
            if count >= SHARED * len(own):
                most = line("{} of its {}", count, counted(len(own), "paragraph"))
                return [line("Mind that {} stand in `{}`, too: perhaps it is another version of that.", most, key)]
        return []
