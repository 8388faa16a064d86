"""Sketches: what a message may become as a fact, as far as it can be read from the message itself."""

import asyncio
import re
from dataclasses import dataclass

from bot.briefing.asking.question_answering import QuestionAnswering
from bot.briefing.asking.stopwords import STOP_STEMS
from bot.briefing.curating.figures import figures
from bot.briefing.curating.measures import PERCENT
from db import pinpoints
from db.dates.written import found
from db.kinds import Kind, Poll
from db.store import Store
from db.tokenizer import stems

PATIENCE = 1.0  # seconds
# A number of four digits that is hardly a year.
_COUNT = re.compile(r"(?!19|20)\d{4}")


@dataclass(frozen=True)
class Sketch:
    """A fact in the making; what could not be read from the message is empty.

    `sources` are those that it may rest on, by key and in a few words.
    """

    text: str
    kind: Kind | None = None
    source: str = ""
    paragraph: str = ""
    when: str = ""
    topics: tuple[str, ...] = ()
    sources: tuple[tuple[str, str], ...] = ()

    @property
    def arguments(self) -> dict[str, str]:
        """What was read, as the arguments of `!fact add` that a form asks for."""
        return {
            "kind": self.kind or "",
            "text": self.text,
            "source": self.source,
            "paragraph": self.paragraph,
            "when": self.when,
        }


class Proposing:
    """Reads a message for what a new fact needs."""

    def __init__(self, store: Store, answering: QuestionAnswering) -> None:
        self._store = store
        self._answering = answering

    async def draft(self, words: str, server: int | None) -> Sketch:
        """Return the words with the source, paragraph and date they name, and the topics of the nearest fact."""
        words = " ".join(words.split())[:1000]
        sources = {source.key: source for source in await self._store.sources(server)}
        place = next((place for place in pinpoints.found(words) if place.source in sources), None)
        text = (words[: place.start] + words[place.end :]).strip(" ,;:()[]") if place else words
        dates = (edtf for edtf, _ in found(text) if not _COUNT.fullmatch(edtf))
        return Sketch(
            text=text,
            kind=Poll.KIND if any(figure.unit == PERCENT for figure in figures(text)) else None,
            source=place.source if place else "",
            paragraph=(place.paragraph or "") if place else "",
            when=next(dates, ""),
            topics=await self._soon(text, server),
            sources=await self.sources(server),
        )

    async def sources(self, server: int | None) -> tuple[tuple[str, str], ...]:
        """Return the sources that a fact may rest on, by key and in a few words."""
        sources = {source.key: source for source in await self._store.sources(server)}
        return tuple((key, source.label) for key, source in sorted(sources.items()) if not source.retired)

    async def _soon(self, text: str, server: int | None) -> tuple[str, ...]:
        """Return the topics, or none where finding them takes longer than opening a form may."""
        try:
            return await asyncio.wait_for(self._topics(text, server), PATIENCE)
        except TimeoutError:
            return ()

    async def _topics(self, text: str, server: int | None) -> tuple[str, ...]:
        if not set(stems(text)) - STOP_STEMS:
            return ()
        ranked = (await self._answering.analyse(text, server)).ranked
        nearest = await self._store.numbered([scored.candidate.number for scored in ranked[:1]], server)
        return nearest[0].topics if nearest else ()
