"""What a question is about, weighed and laid out to be held against many lines of text.

A question may go by hundreds of phrases and is held against a thousand lines and more: what some stems hold of it is
looked up by stem, and found out once for the same stems.
"""

import math
from collections.abc import Mapping, Set
from dataclasses import dataclass

from bot.briefing.asking.question import SILENT, Concept, Question
from bot.briefing.asking.wants import Stems

SYNONYM = 0.9
LIGHT = 0.35
INHERITED = 0.4  # what the question before named: more of it may have been dropped


@dataclass(frozen=True)
class WeightedConcept:
    """A concept with how telling it is, and whether any fact of the store knows it."""

    concept: Concept
    weight: float
    known: bool


@dataclass(frozen=True)
class ConceptCoverage:
    """What some stems hold of a question.

    `likeness` is 1 for a concept in its own words and less for one by a synonym, by the place of the concept; `share`
    is how much of the question that is, and `telling` how many stems it takes, without those of any question.
    """

    likeness: Mapping[int, float]
    share: float
    telling: int


class WeightedQuery:
    """The concepts of a question with how telling they are, and what stems hold of them."""

    def __init__(self, question: Question, frequencies: Mapping[str, int], total: int) -> None:
        self.question = question
        self.weighed = weigh(question, frequencies, total)
        self.rarest = math.log(total + 2)
        self.whole = sum(one.weight for one in self.weighed) or 1.0
        self._phrases: dict[str, list[tuple[int, int, Stems]]] = {}
        for place, concept in enumerate(question.concepts):
            for position, phrase in enumerate(concept.alternatives):
                self._phrases.setdefault(phrase[0], []).append((place, position, phrase))
        self._stems = frozenset(stem for begun in self._phrases.values() for *_, phrase in begun for stem in phrase)
        self.brought = question.stems | self._stems
        self._held: dict[frozenset[str], ConceptCoverage] = {}

    def among(self, stems: Set[str]) -> frozenset[str]:
        """Return those of the stems that the question knows."""
        return self._stems & stems

    def held(self, stems: frozenset[str]) -> ConceptCoverage:
        """Return what the stems, all of which the question knows, hold of it."""
        if stems not in self._held:
            self._held[stems] = self._find(stems)
        return self._held[stems]

    def _find(self, stems: frozenset[str]) -> ConceptCoverage:
        found: dict[int, tuple[int, Stems]] = {}
        for stem in stems:
            for place, position, phrase in self._phrases.get(stem, ()):
                earlier = place not in found or position < found[place][0]
                if earlier and (len(phrase) == 1 or stems.issuperset(phrase)):
                    found[place] = position, phrase
        likeness = {place: SYNONYM if found[place][0] else 1.0 for place in sorted(found)}
        share = sum(self.weighed[place].weight * like for place, like in likeness.items()) / self.whole
        used = {stem for _, phrase in found.values() for stem in phrase}
        return ConceptCoverage(likeness, share, len(used - SILENT))


def weigh(question: Question, frequencies: Mapping[str, int], total: int) -> tuple[WeightedConcept, ...]:
    """Return how telling each concept is: the rarer its own words, the more."""
    weighed = []
    for concept in question.concepts:
        held = [min(frequencies.get(stem, 0) for stem in phrase) for phrase in concept.alternatives]
        telling = math.log(1 + (total + 1) / (held[0] or 1))
        weighed.append(WeightedConcept(concept, telling * _discount(concept), any(held)))
    return tuple(weighed)


def _discount(concept: Concept) -> float:
    return (LIGHT if concept.light else 1) * (INHERITED if concept.inherited else 1)
