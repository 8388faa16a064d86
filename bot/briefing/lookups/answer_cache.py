"""The cache of answers that rest on facts alone, each for as long as neither the library nor a document changes."""

from collections.abc import Awaitable, Callable, Hashable

from cachetools import LRUCache

from bot.briefing.answer import Answer
from bot.briefing.evidence import Evidence
from db.errors import LibraryChanged
from db.store import Store

SIZE = 2000  # statements


class AnswerCache:
    """Gives an answer as it was made before, where it would be made the same again."""

    def __init__(self, store: Store, evidence: Evidence) -> None:
        self._store = store
        self._evidence = evidence
        self._state = ""
        self._answers: LRUCache[Hashable, Answer] = LRUCache(SIZE, lambda answer: len(answer.statements))

    async def get(self, asked: Hashable, make: Callable[[], Awaitable[Answer]]) -> Answer:
        """Return the answer to what is asked, made anew where it is not known; either of one state of the store."""
        state = await self._store.state()
        if state != self._state:
            self._state = state
            # Nor does a document live on in them that was forgotten.
            self._answers.clear()
        known = self._answers.get((state, asked))
        if known and await self._evidence.stands(known):
            return known
        try:
            async with self._store.remembering(state):
                made = await make()
        except LibraryChanged:
            async with self._store.snapshot():
                state, made = await self._store.state(), await make()
        if made.statements and not made.passages and len(made.statements) < SIZE:
            self._answers[state, asked] = made
        return made
