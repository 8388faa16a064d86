"""What is seen of a question and a fact together: how far the fact accounts for it, and whether it fits."""

from __future__ import annotations

from collections.abc import Iterable, Set
from dataclasses import dataclass

from bot.briefing.asking.candidate_match import CandidateMatch, pairs
from bot.briefing.asking.question import SILENT, Concept
from bot.briefing.asking.weighted_query import WeightedConcept, WeightedQuery
from db.search import Candidate


@dataclass(frozen=True)
class ConceptMatch:
    """How far a fact accounts for one concept: 0 not at all, 1 in its own words."""

    weighed: WeightedConcept
    strength: float

    @property
    def concept(self) -> Concept:
        return self.weighed.concept

    @property
    def lost(self) -> float:
        return self.weighed.weight * (1 - self.strength)


@dataclass(frozen=True)
class Features:
    """What speaks for a fact and against it, each from 0 to 1."""

    coverage: float  # the share of the question that the fact accounts for
    evidence: float  # how much that is, against two words that a single fact holds
    missing: float  # the most telling concept that it does not account for
    missing_focus: float  # what the question asks after, and names, and words that other facts do hold: unaccounted
    missing_name: float
    missing_known: float
    missing_turn: float  # what the question turns to, as in *after Grenell*, stands in no line
    loose: float  # the share of the question that it accounts for by synonyms alone, and of what it asks after
    loose_focus: float
    stated: float  # the share of the question that the text itself holds
    alike: float  # how alike the question and the most alike name, text or other phrasing are, by what they name …
    alike_so: float  # … of those that give the kind of thing that the question wants …
    phrased: float  # … and word for word …
    ordered: float  # … and in the same order
    introduced: float  # the question is a name or an office and nothing else, and the fact is about who has it
    brevity: float
    nothing_new: float  # the question asks for what it does not name, and the text says little more than it does
    unasked: float  # the question wants what none of the fact's other phrasings wants
    no_figure: float  # the question wants such a thing, and the fact has none
    no_poll: float
    no_date: float
    no_person: float
    no_name: float
    wrong_year: float
    not_coming: float


def observe(sought: WeightedQuery, candidate: Candidate) -> tuple[Features, tuple[ConceptMatch, ...]]:
    """Return the features of the fact for the question, and how far it accounts for each concept."""
    question = sought.question
    held = CandidateMatch(candidate, sought)
    given = held.given
    matches = tuple(map(ConceptMatch, sought.weighed, held.strengths()))
    found = sum(match.weighed.weight * match.strength for match in matches)
    loose = [match for match in matches if match.strength and held.loosely(match.concept)]
    alike = held.alike
    said = max((*alike["names"], *alike["text"]), default=0.0)
    following = pairs(question.line)
    so = [like for like, answers in zip(alike["asked"], held.answering, strict=True) if answers]

    def lost(where: Iterable[bool]) -> float:
        return min(1.0, sum(match.lost for match, does in zip(matches, where, strict=True) if does) / sought.rarest)

    seen = Features(
        coverage=found / sought.whole,
        evidence=min(1.0, found / (2 * sought.rarest)),
        missing=max((match.lost for match in matches), default=0.0) / sought.rarest,
        missing_focus=lost(match.concept.focus for match in matches),
        missing_name=lost(match.concept.named for match in matches),
        missing_known=lost(match.weighed.known for match in matches),
        missing_turn=float(any(match.concept.turning and not held.turns(match.concept) for match in matches)),
        loose=sum(match.weighed.weight for match in loose) / sought.whole,
        loose_focus=min(1.0, sum(match.weighed.weight for match in loose if match.concept.focus) / sought.rarest),
        stated=max((sought.held(known).share for known in held.known["text"]), default=0.0),
        alike=max((said, *alike["asked"])),
        alike_so=max((0.0 if given.falls_short else said, *so)),
        # Half of the words are soon alike; beyond that it tells.
        phrased=max((0.0, *(2 * _dice(question.stems, line) - 1 for line in held.lines["asked"]))),
        ordered=max((0.0, *(_dice(following, pairs(line)) for line in candidate.fields["asked"]))),
        introduced=float(held.introduces()),
        brevity=1 / (1 + len(held.stems["text"] - SILENT) / 10),
        nothing_new=1 / (1 + given.new) if question.is_open else 0.0,
        unasked=float(bool(question.wants_answer and held.answering) and not any(held.answering)),
        no_figure=given.lacks("figure"),
        no_poll=float("opinion" in question.wants and candidate.kind != "poll"),
        no_date=given.lacks("date", "month", "day"),
        no_person=given.lacks("person"),
        no_name=given.lacks("name", "which"),
        wrong_year=float(bool(question.years) and not any(map(given.in_year, question.years))),
        not_coming=float(question.coming and not given.is_coming),
    )
    return seen, matches


def _dice(one: Set[object], other: Set[object]) -> float:
    return 2 * len(one & other) / (len(one) + len(other))
