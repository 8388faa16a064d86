"""Claims by the matter they are about, so that both sides stand side by side."""

from collections.abc import Iterable

from bot.briefing.answer import Section
from bot.briefing.evidence import Evidence
from db.payloads import Claim, Stance
from db.records import StoredFact
from db.words import fold

_ORDER: tuple[Stance, ...] = ("for", "against", "neutral")


def matters(facts: Iterable[StoredFact]) -> list[list[StoredFact]]:
    """Return the claims about the same matter together, for before against before neutral."""
    grouped: dict[str, list[StoredFact]] = {}
    for fact in facts:
        if isinstance(fact.payload, Claim):
            grouped.setdefault(fold(fact.payload.about), []).append(fact)
    return [sorted(claims, key=lambda fact: (_ORDER.index(stance(fact)), fact.number)) for claims in grouped.values()]


def stance(fact: StoredFact) -> Stance:
    return fact.payload.stance if isinstance(fact.payload, Claim) else "neutral"


def disputed(claims: Iterable[StoredFact]) -> bool:
    """Say whether claims about one matter hold different positions."""
    return {"for", "against"} <= {stance(fact) for fact in claims}


async def by_matter(facts: Iterable[StoredFact], evidence: Evidence, server: int | None) -> tuple[Section, ...]:
    """Return a section a matter, those that are disputed first."""
    groups = sorted(matters(facts), key=lambda claims: not disputed(claims))
    return tuple([await evidence.section(claims, claims[0].name, server) for claims in groups])
