"""Verification: every citation held against the documents, and what no fact cites."""

from collections import Counter
from dataclasses import dataclass
from typing import get_args

from bot.briefing.answer import Place
from bot.briefing.evidence import Evidence
from db.records import Check, Source, StoredFact
from db.store import Store

CHECKS: tuple[Check, ...] = get_args(Check)


@dataclass(frozen=True)
class Verification:
    """The check of every citation, and the paragraphs of each document on hand that none points to."""

    checked: tuple[tuple[StoredFact, Place], ...]
    uncited: dict[str, tuple[int, ...]]
    absent: tuple[Source, ...]

    def count(self, source: str) -> Counter[Check]:
        return Counter(place.check for _, place in self.checked if place.source.key == source)

    @property
    def troubled(self) -> list[tuple[StoredFact, Place]]:
        """Those that are not intact though the document is on hand."""
        return [(fact, place) for fact, place in self.checked if place.check not in ("intact", "unchecked")]

    @property
    def sound(self) -> bool:
        return not any(place.check in ("changed", "missing") for _, place in self.checked)


async def verify(store: Store, evidence: Evidence, server: int | None = None) -> Verification:
    """Check every citation of every fact that the server sees, retracted ones too."""
    statements = await evidence.statements(await store.facts(server), server)
    checked = tuple((statement.fact, place) for statement in statements for place in statement.places)
    uncited, absent = {}, []
    for source in await store.sources(server):
        document = await evidence.document(source)
        if document is None:
            absent.append(source)
            continue
        cited = {place.paragraph for _, place in checked if place.source.key == source.key}
        uncited[source.key] = tuple(number for number in range(1, len(document.paragraphs) + 1) if number not in cited)
    return Verification(checked, uncited, tuple(absent))
