"""Conversations: what a person last asked in a channel, kept in memory for some minutes for follow-ups and gaps."""

import time
from collections.abc import Callable
from dataclasses import dataclass

from cachetools import TTLCache

from bot.briefing.answer import Answer
from bot.briefing.asker import Asker
from bot.briefing.asking.analysis import QuestionAnalysis
from db.actors import Actor

KEPT_SECONDS = 10 * 60.0
KEPT_TURNS = 10_000


@dataclass(frozen=True)
class Turn:
    """A question as it was written, how it was looked into, and what was replied."""

    question: str
    analysis: QuestionAnalysis
    answer: Answer


class Conversations:
    """The last turn of each person in each channel. Nothing of it is written down.

    What was asked privately is taken up again only where that is private too.
    """

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._turns: TTLCache[tuple[int, Actor, bool], Turn] = TTLCache(KEPT_TURNS, KEPT_SECONDS, timer=clock)

    def remember(self, asker: Asker, turn: Turn) -> None:
        """Keep the turn in place of the one before it."""
        where = asker.channel, _identity(asker.actor)
        self._turns.pop((*where, True), None)
        self._turns[*where, asker.private] = turn

    def last(self, asker: Asker) -> Turn | None:
        """Return what this person asked last in this channel, unless it was too long ago."""
        where = asker.channel, _identity(asker.actor)
        private = self._turns.get((*where, True)) if asker.private else None
        return private or self._turns.get((*where, False))

    def forget(self, actor: Actor) -> None:
        """Drop what this person asked, in every channel."""
        who = _identity(actor)
        for key in [key for key in self._turns if key[1] == who]:
            self._turns.pop(key, None)


def _identity(actor: Actor) -> Actor:
    # A member may change the name they go by between two messages.
    return actor if actor.member is None else Actor("", actor.member)
