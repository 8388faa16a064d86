"""Conversations: what a person last asked in a channel, kept in memory for some minutes for follow-ups and gaps."""

import time
from collections.abc import Callable
from dataclasses import dataclass

from cachetools import TTLCache

from bot.briefing.asker import Asker
from bot.briefing.asking.question import Question
from db.actors import Actor

KEPT_SECONDS = 10 * 60.0
KEPT = 500_000  # characters of questions


@dataclass(frozen=True)
class Turn:
    """A question as it was written and as it was read, the one that it followed, and whether it was answered.

    What was found for it is a hundred times as long, and is looked for again where somebody wants to know.
    """

    question: str
    read: Question
    before: Question | None
    answered: bool


class Conversations:
    """The last turn of each person in each channel. Nothing of it is written down.

    What was asked privately is taken up again only where that is private too.
    """

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._turns: TTLCache[tuple[int, Actor, bool], Turn] = TTLCache(
            KEPT, KEPT_SECONDS, timer=clock, getsizeof=lambda turn: len(turn.question) + 1
        )

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
