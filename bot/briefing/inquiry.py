"""Questions in plain words and full-text search."""

from bot.briefing.answer import Answer
from bot.briefing.errors import Refusal, quoted, within
from bot.briefing.evidence import Evidence
from db.store import Store
from db.words import plain

QUESTION_LIMIT = 2000
TERMS = 50


class Inquiry:
    """Answers `!ask` and `!find`."""

    def __init__(self, store: Store, evidence: Evidence) -> None:
        self._store = store
        self._evidence = evidence

    async def find(self, words: str = "", server: int | None = None) -> Answer:
        """Return the facts that hold the words, best first."""
        terms = plain(within(words, QUESTION_LIMIT, "what you look for")).split()[:TERMS]
        if not terms:
            raise Refusal("Say what to look for, in letters or figures: write `!find humanitarian aid`.")
        facts = await self._store.full_text(dict.fromkeys(terms), server)
        if not facts:
            return Answer("unknown", note=f"No fact holds the words {quoted(words)}.")
        section = await self._evidence.section(facts, server=server)
        return Answer("answered", f"Facts with {quoted(words)}", (section,))

    async def ask(self, question: str = "", server: int | None = None) -> Answer:
        return await self.find(question, server)
