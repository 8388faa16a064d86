"""Matters: what the store holds about one proposition or one survey question."""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property

from bot.briefing.recency import latest
from db.kinds import Claim, Poll, Result, Stance
from db.notes import Note
from db.records import StoredFact
from db.store import Store
from db.tokenizer import fold

ORDER: tuple[Stance, ...] = ("for", "against", "neutral")


@dataclass(frozen=True)
class Matter:
    """The claims about one proposition, for before against before neutral, or the polls that ask one question."""

    facts: tuple[StoredFact, ...]

    @property
    def name(self) -> str:
        return self.facts[0].name

    @property
    def heading(self) -> str:
        """The name; where all are against it, that they are, since it would read as what they hold."""
        against = all(stance(fact) == "against" for fact in self.facts)
        return self.facts[0].payload.heading if against else self.name

    @cached_property
    def stances(self) -> tuple[Stance, ...]:
        sides = {stance(fact) for fact in self.facts}
        return tuple(side for side in ORDER if side in sides)

    @cached_property
    def conflicts(self) -> tuple[tuple[str, str], ...]:
        """The groups and their answers to which polls give different figures."""
        figures: dict[tuple[str, str], set[tuple[float, str]]] = {}
        shown: dict[tuple[str, str], tuple[str, str]] = {}
        for result in (result for fact in self.facts for result in results(fact)):
            asked = fold(result.group), fold(result.answer)
            shown.setdefault(asked, (result.group, result.answer))
            figures.setdefault(asked, set()).add((result.percent, result.comparator))
        return tuple(shown[asked] for asked, shares in figures.items() if len(shares) > 1)

    @property
    def disputed(self) -> bool:
        """Whether claims take different positions, or polls give one group's answer different figures."""
        return len(self.stances) > 1 or bool(self.conflicts)

    @cached_property
    def comparable(self) -> bool:
        """Whether different positions, groups or surveys stand side by side here, or a survey and a claim."""
        polls = [fact.payload for fact in self.facts if isinstance(fact.payload, Poll)]
        asked = {(poll.survey.key, fold(result.group)) for poll in polls for result in poll.results}
        return self.disputed or len(asked) > 1 or 0 < len(polls) < len(self.facts)


def matters(facts: Iterable[StoredFact]) -> list[Matter]:
    """Return the claims and polls by matter, those in dispute first; a figure that was corrected is in none."""
    grouped: dict[str, list[StoredFact]] = {}
    for fact in facts:
        if isinstance(fact.payload, Claim | Poll) and fact.rank == "normal":
            grouped.setdefault(fold(fact.name), []).append(fact)
    found = [Matter(tuple(sorted(group, key=_place))) for group in grouped.values()]
    return sorted(found, key=lambda matter: not matter.disputed)


async def whole(facts: Iterable[StoredFact], store: Store, server: int | None) -> tuple[list[Matter], Note]:
    """Return the matters of these facts with what the store holds about them, whatever it is filed under.

    Also return what is to be said where it holds more than is shown.
    """
    facts = list(facts)
    about, more = latest(await store.about([matter.name for matter in matters(facts)], server))
    # Of many there are, those that were asked for may not be among the latest.
    known = {fact.number: fact for fact in (*facts, *about)}
    return matters(known[number] for number in sorted(known)), more


def stance(fact: StoredFact) -> Stance | None:
    """Return the position of a claim; a poll takes none."""
    return fact.payload.stance if isinstance(fact.payload, Claim) else None


def results(fact: StoredFact) -> tuple[Result, ...]:
    """Return the figures of a poll; a claim has none."""
    return fact.payload.results if isinstance(fact.payload, Poll) else ()


def _place(fact: StoredFact) -> tuple[int, int]:
    return ORDER.index(stance(fact) or "neutral"), fact.number
