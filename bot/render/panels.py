"""Panels: the figures of polls as they are charted, in a picture, in bars of text, and read out."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from bot.briefing.answer import Statement
from db.dates.spoken import spoken
from db.kinds import Comparator, Poll, Result

# More would not be legible in a message; the text of the reply has them all.
QUESTIONS = 4
BARS = 30
ALT = 1024  # characters: https://discord.com/developers/docs/resources/message#attachment-object

SYMBOLS: dict[Comparator, str] = {"=": "", ">": ">", "<": "<", ">=": "≥", "<=": "≤", "~": "≈"}


@dataclass(frozen=True)
class Panel:
    """One question with its figures, and where they are from.

    `apart` tells it from others beside it: whether it holds no more, whose it is, and whose survey.
    """

    question: str
    results: tuple[Result, ...]
    caption: str
    apart: str = ""

    @property
    def answers(self) -> tuple[str, ...]:
        return tuple(dict.fromkeys(result.answer for result in self.results))

    @property
    def groups(self) -> tuple[str, ...]:
        return tuple(dict.fromkeys(result.group for result in self.results))


def figure(result: Result) -> str:
    """Return the figure as it is stated: `64%`, `>90%`."""
    return f"{SYMBOLS[result.comparator]}{result.percent:g}%"


def panels(statements: Iterable[Statement]) -> tuple[Panel, ...]:
    """Return the polls among the statements that fit into one chart, in their order."""
    statements = tuple(statements)
    several = len(surveys(statements)) > 1
    chosen: list[Panel] = []
    for statement in statements:
        poll = statement.fact.payload
        if isinstance(poll, Poll) and len(chosen) < QUESTIONS:
            room = BARS - sum(len(panel.results) for panel in chosen)
            if room > 0:
                results = _by_group(poll.results)[:room]
                notes = (statement.standing, statement.attribution, surveyed(statement, poll) if several else None)
                chosen.append(Panel(poll.question, results, _caption(statement, poll), " · ".join(filter(None, notes))))
    return tuple(chosen)


def surveys(statements: Iterable[Statement]) -> dict[str, list[Poll]]:
    """Return the polls among the statements by the keys of their surveys."""
    found: dict[str, list[Poll]] = {}
    for statement in statements:
        if isinstance(statement.fact.payload, Poll):
            found.setdefault(statement.fact.payload.survey.key, []).append(statement.fact.payload)
    return found


def surveyed(statement: Statement, poll: Poll) -> str:
    """Return the survey with its date, or where that is not stated with the source’s."""
    if poll.survey.fielded:
        return f"{poll.survey.title}, asked {spoken(poll.survey.fielded)}"
    return f"{poll.survey.title}, in {statement.places[0].source.label}"


def beyond(statements: Iterable[Statement]) -> int:
    """Return how many figures of the polls among the statements have no room in the chart."""
    statements = tuple(statements)
    figures = sum(len(poll.results) for polls in surveys(statements).values() for poll in polls)
    return figures - sum(len(panel.results) for panel in panels(statements))


def _by_group(results: tuple[Result, ...]) -> tuple[Result, ...]:
    """Return the figures of each group together, in the order in which groups and answers first come."""
    groups = list(dict.fromkeys(result.group for result in results))
    return tuple(sorted(results, key=lambda result: groups.index(result.group)))


def read_out(charted: Iterable[Panel], beyond: int = 0) -> str:
    """Return the chart in words, for those who cannot see it; what is beyond the limit or the chart is counted."""
    charted = tuple(charted)
    parts: list[str] = []
    for panel in charted:
        question = " ".join(filter(None, (panel.question, panel.apart and f"({panel.apart})")))
        if f"{question} " not in parts:
            parts.append(f"{question} ")
        parts += [f"{result.group}, {result.answer}: {_spoken(result)}. " for result in panel.results]
    origin = "Source: " + "; ".join(dict.fromkeys(panel.caption for panel in charted)) + "."
    lead, left = "Bar chart. ", beyond
    while len(words := lead + "".join(parts) + (f"{left} more in the text. " if left else "") + origin) > ALT:
        if parts:
            parts.pop()
            left += 1
        else:
            origin = "The sources are in the text."
    return words


def shows_all(statements: Sequence[Statement]) -> bool:
    """Say whether a chart has every figure of the polls among the statements, and its words read all of them out."""
    return not re.search(r"\d+ more in the text\. ", read_out(panels(statements), beyond(statements)))


def _spoken(result: Result) -> str:
    lead = {"=": "", ">": "more than ", "<": "less than ", ">=": "at least ", "<=": "at most ", "~": "about "}
    return f"{lead[result.comparator]}{result.percent:g} percent"


def _caption(statement: Statement, poll: Poll) -> str:
    """Return whose figures they are, from when, and which source has them."""
    fielded = poll.survey.fielded and f"asked {spoken(poll.survey.fielded)}"
    survey = ", ".join(filter(None, (poll.survey.title, fielded)))
    paragraphs: dict[str, list[str]] = {}
    for place in statement.places:
        paragraphs.setdefault(place.source.label, []).append(f"¶{place.paragraph}")
    return f"{survey}; in " + "; ".join(f"{label}, {', '.join(where)}" for label, where in paragraphs.items())
