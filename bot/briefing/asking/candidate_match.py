"""Candidates held against a query: their words by field and line, and how far they account for its terms."""

from collections.abc import Sequence
from functools import cached_property, lru_cache

from bot.briefing.asking.answer_types import OfferedTypes, Stems, expected_types, is_year
from bot.briefing.asking.question import Term
from bot.briefing.asking.stopwords import STOP_STEMS
from bot.briefing.asking.weighted_query import SYNONYM, WeightedQuery
from db.search import Candidate

# A fact accounts for a word better where it says it than where it is filed under it.
FIELDS = {"text": 1.0, "names": 1.0, "details": 0.85, "topics": 0.6}
ASKED = 0.95
SCATTERED = 0.7  # a phrase whose words stand in different lines


class CandidateMatch:
    """A fact's stems by field and line, and those of them that the question knows."""

    def __init__(self, candidate: Candidate, query: WeightedQuery) -> None:
        self.candidate = candidate
        self.query = query
        self.lines = {name: [frozenset(line) for line in lines] for name, lines in candidate.fields.items()}
        self.stems = {name: frozenset[str]().union(*lines) for name, lines in self.lines.items()}
        self.known = {name: [query.among(line) for line in lines] for name, lines in self.lines.items()}
        self.offered = OfferedTypes(candidate, self.stems["text"], query.question.expected, query.brought)

    def strengths(self) -> list[float]:
        """Return how far the fact, read with the one of its other phrasings that serves best, accounts for each."""
        alone = self._alone()
        best = alone
        said = self.query.among(self.stems["text"] | self.stems["names"])
        for stems in dict.fromkeys(said | known for known in self.known["asked"]):
            asked = list(alone)
            for place, likeness in self.query.coverage(stems).likeness.items():
                asked[place] = max(asked[place], ASKED * likeness)
            best = max(best, asked, key=sum)
        # That a fact says 2018 does not make it one of before 2018.
        return [
            SYNONYM * self.offered.in_period(term.period) if term.period else strength
            for term, strength in zip(self.query.question.terms, best, strict=True)
        ]

    def _alone(self) -> list[float]:
        strengths = [
            SYNONYM * any(is_year(word) and self.offered.in_year(int(word)) for word in term.words.split())
            for term in self.query.question.terms
        ]
        for name, weight in FIELDS.items():
            whole = self.query.among(self.stems[name])
            for stems, together in ((whole, SCATTERED), *((known, 1.0) for known in dict.fromkeys(self.known[name]))):
                for place, likeness in self.query.coverage(stems).likeness.items():
                    strengths[place] = max(strengths[place], weight * likeness * together)
        return strengths

    @cached_property
    def alike(self) -> dict[str, list[float]]:
        """How alike the question and each line of a field are by what they name (F1)."""
        return {field: list(map(self._alike, self.lines[field], self.known[field])) for field in _PHRASED}

    def _alike(self, line: frozenset[str], known: frozenset[str]) -> float:
        coverage = self.query.coverage(known)
        if not coverage.share or not coverage.telling:
            return 0.0
        precision = coverage.telling / (len(line - STOP_STEMS) or 1)
        return 2 * coverage.share * precision / (coverage.share + precision)

    @cached_property
    def answering(self) -> list[bool]:
        """Of each other phrasing, whether it expects what the question does, so that the fact gives such a thing."""
        return [self.query.question.expects_answer <= expected_types(line) for line in self.candidate.fields["asked"]]

    def loosely(self, term: Term) -> bool:
        """Say whether the term's own words are not all there, so that at most a synonym accounts for it."""
        return not self._everything.issuperset(term.alternatives[0])

    @cached_property
    def _everything(self) -> frozenset[str]:
        return frozenset[str]().union(*(self.stems[field] for field in (*_PHRASED, "details")))

    def turns(self, term: Term) -> bool:
        """Say whether a line turns as the question does: *after Grenell*, not *after* and *Grenell* somewhere."""
        lines = (line for field in ("text", "asked") for line in self.candidate.fields[field])
        return any(_turns(line, term) for line in lines)

    def introduces(self) -> bool:
        """Say whether the question is a name or an office and nothing else, and the fact is about who has it."""
        terms = len(self.query.question.terms)
        if self.candidate.kind not in ("person", "organization") or not terms:
            return False
        offices = self.known["details"] if self.candidate.kind == "person" else ()
        return any(len(self.query.coverage(known).likeness) == terms for known in (*self.known["names"][:1], *offices))


_PHRASED = ("asked", "names", "text")


def _turns(line: Sequence[str], term: Term) -> bool:
    word = term.alternatives[0][0]
    return any(
        found == word and (not term.toward or not term.toward.isdisjoint(line[at + 1 : at + 4]))
        for at, found in enumerate(line)
    )


@lru_cache(maxsize=65536)
def pairs(line: Stems) -> frozenset[tuple[str, str]]:
    """Return the words of a line as they follow one another, its beginning and its end included."""
    return frozenset(zip(("", *line), (*line, ""), strict=True))
