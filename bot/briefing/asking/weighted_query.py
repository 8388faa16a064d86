"""Queries with weighted terms, laid out to be held against many lines of text.

A question may go by hundreds of phrases and is held against a thousand lines and more: what some stems hold of it is
looked up by stem, and found out once for the same stems.
"""

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from bot.briefing.asking.answer_types import Stems
from bot.briefing.asking.question import SYNONYM, Question, Term
from bot.briefing.asking.stopwords import STOP_STEMS

GENERIC = 0.35
UNKNOWN = 0.6  # a word that no fact knows may be another word for one that a fact has; a name is not
INHERITED = 0.4  # what the question before named: more of it may have been dropped


@dataclass(frozen=True)
class WeightedTerm:
    """A term with how telling it is, and whether any fact of the store knows it."""

    term: Term
    weight: float
    known: bool


class Coverage:
    """What some stems hold of a question."""

    def __init__(self, terms: Sequence[WeightedTerm], whole: float, found: Mapping[int, tuple[int, Stems]]) -> None:
        """Take the phrase that was found for each term, by the term's place: its position among them, and its stems."""
        self._terms = terms
        self._whole = whole
        self._found = found
        # 1 for a term in its own words and less for one by a synonym, by the place of the term.
        self.likeness = {place: terms[place].term.likeness[position] for place, (position, _) in found.items()}

    @cached_property
    def share(self) -> float:
        """How much of the question that is."""
        return sum(self._terms[place].weight * self.likeness[place] for place in sorted(self._found)) / self._whole

    @cached_property
    def telling(self) -> int:
        """How many stems it takes, without those of any question."""
        return len({stem for _, phrase in self._found.values() for stem in phrase} - STOP_STEMS)


class WeightedQuery:
    """The terms of a question with how telling they are, and what stems hold of them."""

    def __init__(self, question: Question, frequencies: Mapping[str, int], total: int) -> None:
        self.question = question
        self.terms = weighted_terms(question, frequencies, total)
        self.rarest = math.log(total + 2)
        self.whole = sum(weighted.weight for weighted in self.terms) or 1.0
        self._phrases: dict[str, list[tuple[int, int, Stems]]] = {}
        for place, term in enumerate(question.terms):
            for position, phrase in enumerate(term.alternatives):
                self._phrases.setdefault(phrase[0], []).append((place, position, phrase))
        self._stems = frozenset(stem for begun in self._phrases.values() for *_, phrase in begun for stem in phrase)
        own = (
            phrase
            for term in question.terms
            for phrase, likeness in zip(term.alternatives, term.likeness, strict=True)
            if likeness >= SYNONYM
        )
        self.brought = question.stems.union(*own)
        self._coverages: dict[frozenset[str], Coverage] = {}

    def among(self, stems: Iterable[str]) -> frozenset[str]:
        """Return those of the stems that the question knows."""
        return self._stems.intersection(stems)

    def places(self, line: Stems) -> dict[int, list[int]]:
        """Return where in the line each term stands, by the place of the term in the question."""
        stems = self.among(line)
        found: dict[int, list[int]] = {}
        for at, stem in enumerate(line):
            # Most stems of a line are none of the question's.
            for place, _, phrase in self._phrases.get(stem, ()) if stem in stems else ():
                if len(phrase) == 1 or stems.issuperset(phrase):
                    found.setdefault(place, []).append(at)
        return found

    def likeness(self, line: Stems) -> Mapping[int, float]:
        """Return how far the line accounts for each term of which it has something, by the place of the term."""
        return self.coverage(self.among(line)).likeness

    def coverage(self, stems: frozenset[str]) -> Coverage:
        """Return what the stems, all of which the question knows, hold of it."""
        found = self._coverages.get(stems)
        if found is None:
            found = self._coverages[stems] = self._find(stems)
        return found

    def _find(self, stems: frozenset[str]) -> Coverage:
        found: dict[int, tuple[int, Stems]] = {}
        for stem in stems:
            for place, position, phrase in self._phrases.get(stem, ()):
                earlier = place not in found or position < found[place][0]
                if earlier and (len(phrase) == 1 or stems.issuperset(phrase)):
                    found[place] = position, phrase
        return Coverage(self.terms, self.whole, found)


def weighted_terms(question: Question, frequencies: Mapping[str, int], total: int) -> tuple[WeightedTerm, ...]:
    """Return how telling each term is: the rarer its own words, the more."""
    weighted = []
    for term in question.terms:
        facts = [min(frequencies.get(stem, 0) for stem in phrase) for phrase in term.alternatives]
        own = max(count for count, likeness in zip(facts, term.likeness, strict=True) if likeness == 1.0)
        telling = math.log(1 + (total + 1) / (own or 1))
        unknown = UNKNOWN if not any(facts) and not term.named else 1.0
        weighted.append(WeightedTerm(term, telling * _discount(term) * unknown, any(facts)))
    return tuple(weighted)


def _discount(term: Term) -> float:
    return (GENERIC if term.generic else 1) * (INHERITED if term.inherited else 1)
