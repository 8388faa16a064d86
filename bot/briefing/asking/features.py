"""Features of a candidate for a query: how far the fact accounts for it, and whether it fits."""

from __future__ import annotations

from collections.abc import Iterable, Set
from dataclasses import dataclass

from bot.briefing.asking.answer_types import AnswerType, OfferedTypes
from bot.briefing.asking.candidate_match import CandidateMatch, pairs
from bot.briefing.asking.question import Question, Term
from bot.briefing.asking.stopwords import STOP_STEMS
from bot.briefing.asking.weighted_query import WeightedQuery, WeightedTerm
from db.search import Candidate
from db.tokenizer import stem, stems

GROUPS = frozenset(
    map(
        stem,
        """
        women men woman man children kids teenagers adults students pupils teachers parents mothers fathers pensioners
        retirees seniors veterans farmers workers employees managers owners tenants renters drivers riders passengers
        tourists visitors guests campers patients nurses doctors residents citizens immigrants refugees voters
        republicans democrats independents liberals conservatives catholics protestants muslims jews christians blacks
        whites hispanics asians latinos graduates soldiers members businesses companies schools canadians europeans
        germans britons french japanese chinese koreans mexicans russians australians boys girls youth elderly
        """.split(),
    )
)

_UNPOLLED: frozenset[AnswerType] = frozenset(("reason", "place", "duration"))


@dataclass(frozen=True)
class TermMatch:
    """How far a fact accounts for one term: 0 not at all, 1 in its own words."""

    weighted: WeightedTerm
    strength: float

    @property
    def term(self) -> Term:
        return self.weighted.term

    @property
    def lost(self) -> float:
        return self.weighted.weight * (1 - self.strength)


@dataclass(frozen=True)
class Features:
    """What speaks for a fact and against it, each from 0 to 1."""

    coverage: float  # the share of the question that the fact accounts for
    evidence: float  # how much that is, against two words that a single fact holds
    missing: float  # the most telling term that it does not account for
    missing_focus: float  # what the question asks after, and names, and words that other facts do hold: unaccounted
    missing_name: float
    missing_known: float
    missing_turn: float  # what the question turns to, as in *after Grenell*, stands in no line
    loose: float  # the share of the question that it accounts for by synonyms alone, and of what it asks after
    loose_focus: float
    stated: float  # the share of the question that the text itself holds
    alike: float  # how alike the question and the most alike name, text or other phrasing are, by what they name …
    alike_so: float  # … of those that give the kind of thing that the question expects …
    phrased: float  # … and word for word …
    ordered: float  # … and in the same order
    introduced: float  # the question is a name or an office and nothing else, and the fact is about who has it
    brevity: float
    titled: float  # the share of the question that a name of the fact holds
    near: float  # the share of the question's neighbours that are neighbours in the text
    curated: float  # many other phrasings are recorded of the fact …
    unlike: float  # … and the question is like none of them …
    nothing_new: float  # the question asks for what it does not name, and the text says little more than it does
    unasked: float  # … or it expects what none of them does
    no_figure: float  # the question expects such a thing, and the fact has none
    no_poll: float
    polled: float  # … or it is a poll, which gives no reason, place or span of time that the question expects
    no_date: float
    no_person: float
    no_name: float
    no_place: float
    no_reason: float
    no_duration: float
    no_speech: float
    other_speaker: float  # what somebody said or thinks is asked for, and the fact is of another, or of nobody
    no_group: float  # a group of people is named that the fact does not name
    reversed: float  # who does it to whom is the other way round
    not_negated: float  # what is not is asked for, and the fact tells what is
    opposed: float  # it has the opposite of a word of the question
    wrong_year: float
    out_of_period: float  # what was before or after a time is asked for, and the fact is dated otherwise
    not_coming: float

    @property
    def contradicts(self) -> bool:
        """Say whether the fact tells the reverse of what is asked, however much it is like it."""
        return bool(self.reversed or self.not_negated or self.out_of_period)


def observe(query: WeightedQuery, candidate: Candidate) -> tuple[Features, tuple[TermMatch, ...]]:
    """Return the features of the fact for the question, and how far it accounts for each term."""
    question = query.question
    match = CandidateMatch(candidate, query)
    offered = match.offered
    matches = tuple(map(TermMatch, query.terms, match.strengths()))
    covered = sum(found.weighted.weight * found.strength for found in matches)
    loose = [found for found in matches if found.strength and match.loosely(found.term)]
    alike = match.alike
    said = max((*alike["names"], *alike["text"]), default=0.0)
    following = pairs(question.line)
    so = [like for like, answers in zip(alike["asked"], match.answering, strict=True) if answers]

    def lost(where: Iterable[bool]) -> float:
        return min(1.0, sum(found.lost for found, does in zip(matches, where, strict=True) if does) / query.rarest)

    seen = Features(
        coverage=covered / query.whole,
        evidence=min(1.0, covered / (2 * query.rarest)),
        missing=max((found.lost for found in matches), default=0.0) / query.rarest,
        missing_focus=lost(found.term.focus for found in matches),
        missing_name=lost(found.term.named for found in matches),
        missing_known=lost(found.weighted.known for found in matches),
        missing_turn=float(any(found.term.turning and not match.turns(found.term) for found in matches)),
        loose=sum(found.weighted.weight for found in loose) / query.whole,
        loose_focus=min(1.0, sum(found.weighted.weight for found in loose if found.term.focus) / query.rarest),
        stated=max((query.coverage(known).share for known in match.known["text"]), default=0.0),
        alike=max((said, *alike["asked"])),
        alike_so=max((0.0 if offered.falls_short else said, *so)),
        # Half of the words are soon alike; beyond that it tells.
        phrased=max((0.0, *(2 * _dice(question.stems, line) - 1 for line in match.lines["asked"]))),
        ordered=max((0.0, *(_dice(following, pairs(line)) for line in candidate.fields["asked"]))),
        introduced=float(match.introduces()),
        brevity=1 / (1 + len(match.stems["text"] - STOP_STEMS) / 10),
        titled=max((query.coverage(known).share for known in match.known["names"]), default=0.0),
        near=match.near,
        curated=match.curated,
        unlike=match.curated * match.unlike(),
        nothing_new=1 / (1 + offered.new) if question.is_open else 0.0,
        unasked=match.curated * float(bool(question.expects_answer) and not any(match.answering)),
        no_figure=offered.lacks("figure"),
        no_poll=float("opinion" in question.expected and candidate.kind != "poll"),
        polled=float(candidate.kind == "poll" and any(map(offered.lacks, question.expected & _UNPOLLED))),
        no_date=offered.lacks("date", "month", "day"),
        no_person=offered.lacks("person"),
        no_name=offered.lacks("name", "which"),
        no_place=offered.lacks("place"),
        no_reason=offered.lacks("reason"),
        no_duration=offered.lacks("duration"),
        no_speech=offered.lacks("speech"),
        other_speaker=_other_speaker(question.speaker, match),
        no_group=float(any(found.lost and not found.strength and is_group(found.term) for found in matches)),
        reversed=float(match.reversed),
        not_negated=float(question.negated and not match.negated),
        opposed=float(match.opposes()),
        wrong_year=float(bool(question.years) and not _is_timely(question, offered)),
        out_of_period=float(
            question.period is not None and candidate.first_day is not None and not offered.in_period(question.period)
        ),
        not_coming=float(question.coming and not offered.is_coming),
    )
    return seen, matches


def _is_timely(question: Question, offered: OfferedTypes) -> bool:
    """Say whether the fact is of the time that the question names."""
    return offered.in_period(question.period) if question.period else any(map(offered.in_year, question.years))


def _other_speaker(asked: Set[str], match: CandidateMatch) -> float:
    """Return 1 where the fact is not of who is asked for, a half where it is of nobody and names them."""
    if not asked or match.candidate.kind == "poll" or not GROUPS.isdisjoint(asked):
        return 0.0
    if match.candidate.speaker:
        return float(asked.isdisjoint(stems(match.candidate.speaker)))
    return 1.0 if asked.isdisjoint(match.stems["text"] | match.stems["names"]) else 0.5


def is_group(term: Term) -> bool:
    return not GROUPS.isdisjoint(phrase[0] for phrase in term.alternatives[:1])


def _dice(one: Set[object], other: Set[object]) -> float:
    return 2 * len(one & other) / (len(one) + len(other))
