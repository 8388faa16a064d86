"""Citations read from named arguments: `source: post-2031 paragraph: 9`, `cite: post-2031#9`, `quote: …`."""

from collections.abc import Iterable, Mapping
from typing import Any

from bot.briefing.arguments import entries, whole
from bot.briefing.curating import quote
from bot.briefing.curating.draft import NOTHING, Work
from bot.briefing.evidence import Evidence
from bot.briefing.examples import Examples
from bot.briefing.near import did_you_mean, near
from bot.briefing.prose import listed_lines, pinpointed, quoted
from db import pinpoints
from db.notes import Line, line
from db.store import Store

_NAMES = ("source", "paragraph", "cite", "quote", "reported")


class Citing:
    """Makes the citations of a fact, each with the fingerprint of the paragraph as it reads now."""

    def __init__(self, store: Store, evidence: Evidence) -> None:
        self._store = store
        self._evidence = evidence
        self._examples = Examples(store)

    async def draft(self, work: Work, original: Iterable[Mapping[str, Any]]) -> tuple[dict[str, Any], ...]:
        """Return the citations; the original ones, where nothing is written of them."""
        before = [dict(citation) for citation in original]
        if work.original and not any(work.get(name) for name in _NAMES):
            return tuple(before)
        reported = work.get("reported") or (before[0]["reported_from"] if before else None)
        # A span counts characters, and means nothing in a paragraph that reads otherwise now.
        spans = {(old["source"], old["paragraph"], old["fingerprint"]): old["span"] for old in before}
        citations = []
        for source, paragraph in dict.fromkeys(await self._places(work, before)):
            fingerprint = await self._fingerprint(work, source, paragraph)
            if fingerprint is not None:
                citations.append(
                    {
                        "source": source,
                        "paragraph": paragraph,
                        "fingerprint": fingerprint,
                        "reported_from": None if reported == NOTHING else reported,
                        "span": None if work.get("quote") else spans.get((source, paragraph, fingerprint)),
                    }
                )
        words = work.get("quote")
        if words and words != NOTHING:
            await self._find(work, words, citations)
        return tuple(citations)

    async def _places(self, work: Work, before: list[dict[str, Any]]) -> list[tuple[str, int]]:
        """Return source and paragraph of each place that is cited."""
        source, paragraph, cite = work.get("source"), work.get("paragraph"), work.get("cite")
        if source is None and paragraph is None and cite is None:
            if not before:
                work.problems.append(line("`source:` and `paragraph:` are missing: a fact says where it stands."))
            return [(old["source"], old["paragraph"]) for old in before]
        if source is None and paragraph is not None and before:
            source = before[0]["source"]
        places: list[tuple[str, int]] = []
        if source is not None and paragraph is not None:
            for entry in entries(paragraph):
                number = work.attempt(whole, entry, "paragraph")
                places += [(source.casefold(), number)] if number else []
        elif source is not None or paragraph is not None:
            absent, there = ("paragraph", "source") if paragraph is None else ("source", "paragraph")
            work.problems.append(line("`{}:` is missing: it belongs to `{}:`.", absent, there))
        for entry in entries(cite or ""):
            pinpoint = pinpoints.parse(entry)
            if pinpoint is None or not pinpoint.paragraph:
                here = await self._examples.here(work.server)
                example = f"{here.source}#{here.paragraph}"
                work.problems.append(
                    line("`cite:` {} should be a source and a paragraph, such as `{}`.", quoted(entry), example)
                )
            elif number := work.attempt(whole, pinpoint.paragraph, "cite"):
                places.append((pinpoint.source, number))
        return places

    async def _fingerprint(self, work: Work, key: str, paragraph: int) -> str | None:
        source = await self._store.source(key, work.server)
        if source is None:
            keys = {known.key: known.key for known in await self._store.sources(work.server)}
            hint = did_you_mean(near(key, keys)) or line("`!sources` lists them; `!source add` adds one.")
            work.problems.append(line("There is no source {}. {}", quoted(key), hint))
            return None
        document = await self._evidence.document(source)
        fingerprints = document.fingerprints if document else source.fingerprints
        if not fingerprints:
            work.problems.append(
                line("`{0}` has no text to cite yet: add its document with `!source edit {0}` first.", key)
            )
        elif paragraph > len(fingerprints):
            work.problems.append(
                line("`{}` has paragraphs 1 to {}: there is no paragraph {}.", key, len(fingerprints), paragraph)
            )
        else:
            return fingerprints[paragraph - 1]
        return None

    async def _find(self, work: Work, words: str, citations: list[dict[str, Any]]) -> None:
        """Keep the span of the words quoted in the first paragraph cited that has them."""
        searched: list[Line] = []
        like = None
        for citation in citations:
            source = await self._store.source(citation["source"], work.server)
            document = source and await self._evidence.document(source)
            if not document:
                # The checks say that it is unchecked.
                return
            paragraph = document.paragraphs[citation["paragraph"] - 1]
            citation["span"] = quote.find(words, paragraph)
            if citation["span"]:
                return
            searched.append(pinpointed(citation["paragraph"], citation["source"]))
            like = like or quote.nearest(words, paragraph)
        if searched:
            places = listed_lines(searched)
            hint = f" The nearest there: “{like}”." if like else ""
            work.problems.append(line("`quote:` {} does not stand in {}.{}", quoted(words), places, hint))
