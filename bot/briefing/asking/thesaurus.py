"""Thesaurus: the synonyms of each server, kept as they were last read."""

from cachetools import LRUCache

from bot.briefing.asking.question import Synonyms
from db.store import Store

# How many readings are kept: one serves all servers without synonyms of their own.
KEPT = 50

AsOf = frozenset[tuple[int, int]]


class Thesaurus:
    """Gives the synonyms that a server had last; by the value that comes with them it can be told if it still does."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._as_of: dict[int | None, AsOf] = {}
        self._readings: LRUCache[AsOf, Synonyms] = LRUCache(KEPT)

    def of(self, server: int | None) -> tuple[Synonyms, AsOf | None]:
        """Return the synonyms and as of when they are; none, as of no time, where they are yet to be read."""
        as_of = self._as_of.get(server)
        reading = None if as_of is None else self._readings.get(as_of)
        return (Synonyms(()), None) if reading is None else (reading, as_of)

    async def renew(self, server: int | None, as_of: AsOf) -> None:
        """Read the synonyms of the server as they are now."""
        self._as_of[server] = as_of
        if as_of not in self._readings:
            self._readings[as_of] = Synonyms(await self._store.synonyms(server))
