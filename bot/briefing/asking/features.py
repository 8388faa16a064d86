"""What is seen of a question and a fact together: how far the fact accounts for it, and whether it fits."""

from __future__ import annotations

from collections.abc import Iterable, Set
from dataclasses import dataclass
from datetime import date

from bot.briefing.asking.question import SILENT, Concept
from bot.briefing.asking.sought import SYNONYM, Sought, Weighed
from db.search import Candidate

# A fact accounts for a word better where it says it than where it is filed under it.
FIELDS = {"text": 1.0, "names": 1.0, "details": 0.85, "topics": 0.6}
ASKED = 0.95
SCATTERED = 0.7  # a phrase whose words stand in different lines


@dataclass(frozen=True)
class Match:
    """How far a fact accounts for one concept: 0 not at all, 1 in its own words."""

    weighed: Weighed
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
    missing_turn: float
    stated: float  # the share of the question that the text itself holds
    alike: float  # how alike the question and the most alike name, text or other phrasing are, by what they name …
    phrased: float  # … and word for word
    introduced: float  # the question is a name or an office and nothing else, and the fact is about who has it
    brevity: float
    no_figure: float  # the question wants such a thing, and the fact has none
    no_poll: float
    no_date: float
    no_person: float
    no_duration: float
    wrong_year: float
    not_coming: float


def observe(sought: Sought, candidate: Candidate) -> tuple[Features, tuple[Match, ...]]:
    """Return the features of the fact for the question, and how far it accounts for each concept."""
    question = sought.question
    held = Held(candidate, sought)
    matches = tuple(map(Match, sought.weighed, held.strengths()))
    found = sum(match.weighed.weight * match.strength for match in matches)

    def lost(where: Iterable[bool]) -> float:
        return min(1.0, sum(match.lost for match, does in zip(matches, where, strict=True) if does) / sought.rarest)

    seen = Features(
        coverage=found / sought.whole,
        evidence=min(1.0, found / (2 * sought.rarest)),
        missing=max((match.lost for match in matches), default=0.0) / sought.rarest,
        missing_focus=lost(match.concept.focus for match in matches),
        missing_name=lost(match.concept.named for match in matches),
        missing_known=lost(match.weighed.known for match in matches),
        missing_turn=lost(match.concept.turning for match in matches),
        stated=max((sought.held(known).share for known in held.known["text"]), default=0.0),
        alike=max((held.likeness(name) for name in ("asked", "names", "text")), default=0.0),
        # Half of the words are soon alike; beyond that it tells.
        phrased=max((0.0, *(2 * _dice(question.stems, line) - 1 for line in held.lines["asked"]))),
        introduced=float(held.introduces()),
        brevity=1 / (1 + len(held.stems["text"] - SILENT) / 10),
        no_figure=float("figure" in question.wants and not held.has_figure),
        no_poll=float("opinion" in question.wants and candidate.kind != "poll"),
        no_date=held.undated("month" in question.wants) if "date" in question.wants else 0.0,
        no_person=float("person" in question.wants and candidate.kind in ("event", "law")),
        no_duration=float("duration" in question.wants and not _SPANS & held.stems["text"]),
        wrong_year=float(bool(question.years) and not any(map(held.in_year, question.years))),
        not_coming=float(question.coming and not _COMING & held.stems["text"]),
    )
    return seen, matches


class Held:
    """What a fact holds: its stems by field and line, those of them that the question knows, and its date."""

    def __init__(self, candidate: Candidate, sought: Sought) -> None:
        self.candidate = candidate
        self.sought = sought
        self.lines = {name: [frozenset(line) for line in lines] for name, lines in candidate.fields.items()}
        self.stems = {name: frozenset[str]().union(*lines) for name, lines in self.lines.items()}
        self.known = {name: [sought.among(line) for line in lines] for name, lines in self.lines.items()}

    def strengths(self) -> list[float]:
        """Return how far the fact, read with the one of its other phrasings that serves best, accounts for each."""
        alone = self._alone()
        best = alone
        said = self.sought.among(self.stems["text"] | self.stems["names"])
        for stems in dict.fromkeys(said | known for known in self.known["asked"]):
            asked = list(alone)
            for place, likeness in self.sought.held(stems).likeness.items():
                asked[place] = max(asked[place], ASKED * likeness)
            best = max(best, asked, key=sum)
        return best

    def _alone(self) -> list[float]:
        strengths = [
            SYNONYM * any(is_year(word) and self.in_year(int(word)) for word in concept.words.split())
            for concept in self.sought.question.concepts
        ]
        for name, weight in FIELDS.items():
            whole = self.sought.among(self.stems[name])
            for stems, together in ((whole, SCATTERED), *((known, 1.0) for known in dict.fromkeys(self.known[name]))):
                for place, likeness in self.sought.held(stems).likeness.items():
                    strengths[place] = max(strengths[place], weight * likeness * together)
        return strengths

    def likeness(self, field: str) -> float:
        """Return how alike the question and the most alike line of a field are (F1)."""
        best = 0.0
        for line, known in zip(self.lines[field], self.known[field], strict=True):
            holding = self.sought.held(known)
            if holding.share and holding.telling:
                precision = holding.telling / (len(line - SILENT) or 1)
                best = max(best, 2 * holding.share * precision / (holding.share + precision))
        return best

    def introduces(self) -> bool:
        """Say whether the question is a name or an office and nothing else, and the fact is about who has it."""
        concepts = len(self.sought.question.concepts)
        if self.candidate.kind not in ("person", "organization") or not concepts:
            return False
        offices = self.known["details"] if self.candidate.kind == "person" else ()
        return any(len(self.sought.held(known).likeness) == concepts for known in (*self.known["names"][:1], *offices))

    @property
    def has_figure(self) -> bool:
        return self.candidate.kind == "poll" or any(
            stem in _FIGURES or (stem.isdigit() and not is_year(stem)) for stem in self.stems["text"]
        )

    def undated(self, to_the_month: bool) -> float:
        """Return 1 where there is no date (of that precision), a half where the text leaves it out, else 0."""
        first, last = self.candidate.first_day, self.candidate.last_day
        if to_the_month:
            return float(first is None or last is None or (last - first).days > 31)
        if any(map(is_year, self.stems["text"])):
            return 0.0
        return 1.0 if first is None else 0.5

    def in_year(self, year: int) -> bool:
        if str(year) in self.stems["text"] or str(year) in self.stems["details"]:
            return True
        first, last = self.candidate.first_day, self.candidate.last_day
        return first is not None and last is not None and first <= date(year, 12, 31) and last >= date(year, 1, 1)


# Stems.
_COMING = frozenset("will may might could would expect unlik possibl plan futur predict like".split())
_FIGURES = frozenset(
    """
    one two three four five six seven eight nine ten twenti thirti half third hundr thousand million most major
    """.split()
)
_SPANS = frozenset("year month week day hour minut decad centuri".split())


def is_year(word: str) -> bool:
    return len(word) == 4 and word.isdigit() and word[:2] in ("19", "20")


def _dice(one: Set[str], other: Set[str]) -> float:
    return 2 * len(one & other) / (len(one) + len(other))
