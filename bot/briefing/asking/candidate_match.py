"""Candidates held against a query: their words by field and line, and how far they account for its terms."""

import re
from collections.abc import Iterable, Sequence, Set
from functools import cached_property, lru_cache
from itertools import pairwise

from bot.briefing.asking.answer_types import OfferedTypes, Stems, expected_types, is_year
from bot.briefing.asking.question import SYNONYM, Term
from bot.briefing.asking.stopwords import STOP_STEMS
from bot.briefing.asking.weighted_query import WeightedQuery
from db.search import Candidate
from db.tokenizer import stem, stems

# A fact accounts for a word better where it says it than where it is filed under it.
FIELDS = {"text": 1.0, "names": 1.0, "details": 0.85, "topics": 0.6}
ASKED = 0.95
SCATTERED = 0.7  # a phrase whose words stand in different lines


class CandidateMatch:
    """A fact's stems by field and line, and those of them that the question knows."""

    def __init__(self, candidate: Candidate, query: WeightedQuery) -> None:
        self.candidate = candidate
        self.query = query
        self.lines, self.stems = candidate.sets, candidate.stems
        self.known = {name: [query.among(line) for line in lines] for name, lines in self.lines.items()}
        self.offered = OfferedTypes(candidate, self.stems["text"], query.question.expected, query.brought)

    def strengths(self) -> list[float]:
        """Return how far the fact, read with the one of its other phrasings that serves best, accounts for each."""
        alone = self._alone()
        best = alone
        said = self.query.among(self.stems["text"] | self.stems["names"])
        for known in dict.fromkeys(said | line for line in self.known["asked"]):
            asked = list(alone)
            for place, likeness in self.query.coverage(known).likeness.items():
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
            for known, together in ((whole, SCATTERED), *((line, 1.0) for line in _largest(self.known[name]))):
                for place, likeness in self.query.coverage(known).likeness.items():
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
        own = (phrase for phrase, likeness in zip(term.alternatives, term.likeness, strict=True) if likeness == 1.0)
        return not any(map(self._everything.issuperset, own))

    @cached_property
    def _everything(self) -> frozenset[str]:
        return frozenset[str]().union(*(self.stems[field] for field in (*_PHRASED, "details")))

    def turns(self, term: Term) -> bool:
        """Say whether a line turns as the question does: *after Grenell*, not *after* and *Grenell* somewhere."""
        lines = (line for field in ("text", "asked") for line in self.candidate.fields[field])
        return any(_turns(line, term) for line in lines)

    @cached_property
    def _said(self) -> dict[int, list[int]]:
        return self.query.places(self.candidate.fields["text"][0]) if self.candidate.fields["text"] else {}

    @property
    def near(self) -> float:
        """The share of the question's neighbouring terms that stand near each other in the text, too."""
        terms = [place for place, term in enumerate(self.query.question.terms) if not term.generic]
        neighbours = list(pairwise(terms))
        said = self._said
        together = sum(
            any(abs(one - other) <= NEAR for one in said.get(left, ()) for other in said.get(right, ()))
            for left, right in neighbours
        )
        return together / len(neighbours) if neighbours else 0.0

    @property
    def reversed(self) -> bool:
        """Say whether names that act on each other stand in the question one way round and in the fact the other."""
        asked = self.query.question.line
        if not _MUTUAL.isdisjoint(asked):
            return False
        names = self._names_in(asked)
        recorded = self._recorded_order()
        if recorded:
            return recorded < 0
        if self._said_by_whom_it_was_said_to():
            return True
        if not self.query.question.is_open and _ASKS.isdisjoint(asked):
            # A heading has no verb that says who acts.
            return False
        if any(self._has_other_role(*name) for name in names):
            return True
        if len(names) < 2:
            return False
        (left, end), (right, _) = names[:2]
        acts = set(asked[end:right]) - STOP_STEMS
        if _turns_round(asked, end, right) or not acts:
            return self._acts_otherwise(names)
        said = _order(self.candidate.fields["text"][0], asked[left:end], asked[right], acts)
        return said < 0 or (not said and self._acts_otherwise(names))

    def _recorded_order(self) -> int:
        """Return -1 where other phrasings with the same words have the names the other way round, and none as here.

        1 where one has them as here, 0 where there is none with these words.
        """
        line = self.query.question.line
        words = frozenset(line)
        named = {stem for term in self.query.question.terms if term.named for stem in term.alternatives[0]}
        order = [line[start] for start, _ in self._names_in(line, named)]
        found = 0
        if len(order) < 2:
            return 0
        for asked, known in zip(self.candidate.fields["asked"], self.lines["asked"], strict=True):
            same = 2 * len(words & known) >= SAME * (len(words) + len(known))
            if same and ("by" in asked) == ("by" in line) and known.issuperset(order):
                if sorted(order, key=asked.index) == order:
                    return 1
                found = -1
        return found

    def _said_by_whom_it_was_said_to(self) -> bool:
        """Say whether the fact is of somebody else whom the question names, and not of whom it asks for."""
        question, speaker = self.query.question, self.candidate.speaker
        if not question.speaker or not speaker:
            return False
        said = set(stems(speaker)) - STOP_STEMS
        return said.isdisjoint(question.speaker) and not said.isdisjoint(question.stems)

    def _acts_otherwise(self, names: Sequence[tuple[int, int]]) -> bool:
        """Say whether who acts in the question, after *did*, is acted on by the other in the text.

        *Which UN body did America leave?* against *America left the UN*, whatever words name them.
        """
        asked, text = self.query.question.line, self.candidate.fields["text"][0]
        does = next((at for at, word in enumerate(asked) if word in _ACTS), None)
        actors = [name for name in names if does is not None and name[0] > does]
        if does is None or not actors:
            return False
        actor = actors[0]
        others = [name for name in names if name != actor and asked[name[0] - 1] not in _ASIDE - _TOWARD]
        subject, acted_on = self._place(actor), [self._place(name) for name in others]
        if subject is None or not acted_on or acted_on[0] is None or "by" in text:
            return False
        if text[max(0, subject - 1)] in ("from", "of"):
            # Who receives a letter from somebody is written to.
            return False
        return acted_on[0] < subject and text[max(0, acted_on[0] - 1)] not in _ASIDE and acted_on[0] <= _FIRST

    def _place(self, name: tuple[int, int]) -> int | None:
        """Return where the text has the name, by any word that stands for it."""
        asked = set(self.query.question.line[name[0] : name[1]])
        places = [
            min(at)
            for place, at in self._said.items()
            if any(not asked.isdisjoint(phrase) for phrase in self.query.question.terms[place].alternatives[:1])
        ]
        return min(places, default=None)

    def _has_other_role(self, left: int, right: int) -> bool:
        """Say whether the name acts in the question and suffers in the text, or the reverse: *who did Kim ask*."""
        asked, text = self.query.question.line, self.candidate.fields["text"][0]
        if asked[0] not in _ASKS_FOR_ACTOR:
            return False
        acting = asked[1:2] and asked[1] in _DOES and right < len(asked)
        act = asked[right] if acting else asked[1] if len(asked) > 1 and left == 2 else ""
        if act in STOP_STEMS or text.count(act) != 1:
            return False
        at = text.index(act)
        before = not set(asked[left:right]).isdisjoint(text[:at])
        after = not set(asked[left:right]).isdisjoint(text[at:])
        passive = "by" in text[at : at + 3] or not _PASSIVE.isdisjoint(text[max(0, at - 2) : at])
        if before == after:
            return False
        return bool(acting) == (before if passive else after)

    def _names_in(self, line: Stems, named: Set[str] = frozenset()) -> list[tuple[int, int]]:
        """Return where names begin and end in the line: words that the fact writes with a capital, side by side."""
        called = (
            named
            | self._capitalised
            | {
                stem
                for term in self.query.question.terms
                if any(not self._capitalised.isdisjoint(phrase) for phrase in term.alternatives)
                for stem in term.alternatives[0]
            }
        )
        names: list[tuple[int, int]] = []
        for at, word in enumerate(line):
            if word in called:
                if names and names[-1][1] == at:
                    names[-1] = names[-1][0], at + 1
                else:
                    names.append((at, at + 1))
        return names

    @cached_property
    def _capitalised(self) -> frozenset[str]:
        return _capitalised(f"{self.candidate.speaker or ''} {self.candidate.text}")

    @property
    def curated(self) -> float:
        """How nearly the other phrasings that are recorded of the fact are all that it is asked by."""
        return min(1.0, len(self.lines["asked"]) / MANY)

    def unlike(self) -> float:
        """Return how unlike all of its other phrasings the question is, where it has some."""
        return 1.0 - max(self.alike["asked"]) if self.alike["asked"] else 0.0

    @property
    def negated(self) -> bool:
        """Say whether the text tells that something is not: by a word, or *unimportant* where *not important* is."""
        opposites = {f"{prefix}{stem}" for stem in self.query.question.stems - STOP_STEMS for prefix in _UN}
        if not opposites.isdisjoint(self._everything):
            return True
        return not _NEGATIONS.isdisjoint(self.stems["text"])

    def opposes(self) -> bool:
        """Say whether the text has the opposite of a word of the question, and not the word."""
        said = self.stems["text"]
        return any(
            not said.isdisjoint(OPPOSITES.get(stem, ())) and stem not in said for stem in self.query.question.stems
        )

    def introduces(self) -> bool:
        """Say whether the question is a name or an office and nothing else, and the fact is about who has it."""
        terms = len(self.query.question.terms)
        if self.candidate.kind not in ("person", "organization") or not terms:
            return False
        offices = self.known["details"] if self.candidate.kind == "person" else ()
        return any(len(self.query.coverage(known).likeness) == terms for known in (*self.known["names"][:1], *offices))


def _largest(sets: Iterable[frozenset[str]]) -> list[frozenset[str]]:
    """Return each set once, without those that another one holds: what holds more accounts for no less."""
    each = dict.fromkeys(sets)
    return [one for one in each if not any(one < other for other in each)]


def _turns_round(line: Stems, end: int, right: int) -> bool:
    """Say whether the first name is what the second one acts on: *which UN body did America leave*."""
    return not _DOES.isdisjoint(line[end:right])


def _order(line: Stems, left: Stems, right: str, acts: Set[str]) -> int:
    """Return 1 where the one acts on the other in the line as in the question, -1 for the reverse, 0 for neither."""
    if right not in line or acts.isdisjoint(line) or not set(left) & set(line):
        return 0
    first, second = next(at for at, word in enumerate(line) if word in left), line.index(right)
    order = 1 if first < second else -1
    later = max(first, second)
    # *Grenell was appointed by Trump*
    return -order if "by" in line[max(0, later - 3) : later] else order


@lru_cache(maxsize=8192)
def _capitalised(text: str) -> frozenset[str]:
    return frozenset(found for name in _NAME.findall(text) for found in stems(name)) - STOP_STEMS


_NAME = re.compile(r"(?<![\w’'-])[A-Z][\w’'-]*")
NEAR = 5
SAME = 0.85  # of the words of two questions: they ask the same, but for who does it
_ASKS_FOR_ACTOR = frozenset(("who", "whom"))
# What stands before a name that neither acts nor is acted on: *in Hanoi*, *after Trump*.
_ASIDE = frozenset("in at of after befor becaus from under dure with on about over for to into".split())
_TOWARD = frozenset(("to", "into"))
_FIRST = 5  # words, within which who acts begins a sentence
_DOES = frozenset(("do", "doe", "did"))
_ACTS = _DOES | frozenset(("had", "will", "would"))
_ASKS = _ACTS | frozenset("is are was were has have can could should may must".split())
_PASSIVE = frozenset(("was", "were", "been", "be", "is", "are"))
MANY = 20  # other phrasings, which hold most ways of asking for a fact
# Who meets is met.
_MUTUAL = frozenset(
    "and or between with versus vs meet met talk agre share summit handshak relat differ compar".split()
)
_UN = ("un", "in", "im", "ir", "il", "dis", "non")
_NEGATIONS = frozenset(
    "not never no nobodi none noth neither nor without cannot fail refus unabl lack deni unlik hard".split()
)


def _opposites(pairs: str) -> dict[str, frozenset[str]]:
    found: dict[str, set[str]] = {}
    for one, other in (map(stem, pair.split("/")) for pair in pairs.split()):
        found.setdefault(one, set()).add(other)
        found.setdefault(other, set()).add(one)
    return {word: frozenset(others) for word, others in found.items()}


OPPOSITES = _opposites(
    "support/oppose approve/disapprove increase/decrease rise/fall rose/fell grow/shrink open/close win/lose"
    " won/lost buy/sell bought/sold arrive/depart accept/reject accept/refuse allow/forbid allow/ban begin/end"
    " start/finish strong/weak high/low higher/lower rich/poor best/worst most/least more/less more/fewer"
    " agree/disagree satisfied/dissatisfied clean/dirty safe/unsafe before/after first/last north/south east/west"
    " male/female increase/reduce raise/lower strengthen/weaken join/leave keep/abolish appoint/dismiss hot/cold"
    " important/unimportant likely/unlikely legal/illegal public/private domestic/foreign early/late"
    " oldest/youngest largest/smallest longest/shortest major/minor maximum/minimum inside/outside import/export"
    " succeed/fail friend/enemy dead/alive guilty/innocent possible/impossible known/unknown success/failure"
)
_PHRASED = ("asked", "names", "text")


def _turns(line: Sequence[str], term: Term) -> bool:
    word = term.alternatives[0][0]
    return any(
        found == word and (not term.toward or not term.toward.isdisjoint(line[at + 1 : at + 4]))
        for at, found in enumerate(line)
    )


@lru_cache(maxsize=8192)
def pairs(line: Stems) -> frozenset[tuple[str, str]]:
    """Return the words of a line as they follow one another, its beginning and its end included."""
    return frozenset(zip(("", *line), (*line, ""), strict=True))
