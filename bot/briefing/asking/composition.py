"""Composition of an answer: which facts stand in it beside the best, and in which order they read well."""

from collections.abc import Sequence

from bot.briefing.answer import Statement
from bot.briefing.asking.question import Question
from bot.briefing.asking.ranking import Ranked
from bot.briefing.recency import day, first_day
from db.kinds import Poll

SHOWN = 5
LIKELY = 0.0  # a further fact is shown where the ranker rather takes it for an answer than for none …
BESIDE = 2.0  # … and scores at most this much less than the first, …
CLOSE = 1.0  # … or hardly less than the first

COMPANIONS = 2
BEYOND = 4.5  # what a companion may score less than the first, which it completes
SHARED = 0.6  # of what the first accounts for, in the rule to which a companion is the exception
FAINT, CLEAR = 0.3, 0.5  # of a term: less stands for nothing, more for the thing


def chosen(question: Question, ranked: Sequence[Ranked]) -> list[Ranked]:
    """Return the best, those that answer as well, and those that complete it."""
    best, *others = ranked
    as_good = [one for one in others if one.score >= min(max(LIKELY, best.score - BESIDE), best.score - CLOSE)]
    found = [best, *as_good[: SHOWN - 1]]
    companions = [
        one for one in others if one not in as_good and any(_completes(question, first, one) for first in found)
    ]
    return [*found, *companions[:COMPANIONS]][:SHOWN]


def _completes(question: Question, best: Ranked, other: Ranked) -> bool:
    """Say whether a fact shares the subject of one that answers, and fills what that lacks.

    What may be done is said by a rule and by its exceptions together, so that either completes the other.
    """
    if other.features.contradicts:
        return False
    share = other.features.coverage / (best.features.coverage or 1.0)
    if best.candidate.fields["names"][:1] == other.candidate.fields["names"][:1]:
        if best.candidate.kind == other.candidate.kind == "poll":
            # The same was asked again.
            return share >= 1
        if not question.is_open and share >= SHARED:
            return True
    pairs = [
        (first.strength, second.strength)
        for first, second in zip(best.matches, other.matches, strict=True)
        if not first.term.generic
    ]
    shares = any(first >= CLEAR and second >= CLEAR for first, second in pairs)
    fills = any(first < FAINT and second >= CLEAR for first, second in pairs)
    return shares and fills and other.score >= best.score - BEYOND


def in_order(question: Question, statements: Sequence[Statement], scores: Sequence[float]) -> list[Statement]:
    """Return the statements as they read well: the best first, then what is of its subject as it happened.

    Where several answer alike and are of different dates, the newest comes first; so it does wherever it is asked for.
    """
    best, *_ = statements
    alike = [said for said, score in zip(statements, scores, strict=True) if score >= scores[0] - CLOSE]
    if question.newest:
        alike = [said for said in statements if said.fact.kind == best.fact.kind]
    elif question.years or not _differ_in_date(question, alike):
        alike = [best]
    newest = sorted((said for said in alike if said.date or question.newest), key=day, reverse=True)
    first = newest or [best]
    rest = [said for said in statements if said not in first]
    subject = [said for said in rest if said.fact.name == first[0].fact.name]
    if first[0].fact.payload.DESCRIPTION.individual:
        rest = sorted(subject, key=first_day) + [said for said in rest if said not in subject]
    return [*first, *rest]


def _differ_in_date(question: Question, alike: Sequence[Statement]) -> bool:
    """Say whether they give the same for different times: polls of several surveys, or dates where one is wanted."""
    best = alike[0].fact
    polls = [said.fact.payload for said in alike if isinstance(said.fact.payload, Poll)]
    if isinstance(best.payload, Poll):
        return len(polls) == len(alike) and len({poll.survey.key for poll in polls}) > 1
    same = all(said.fact.name == best.name for said in alike)
    return same and "date" in question.expected and len({said.date for said in alike}) > 1
