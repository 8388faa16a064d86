"""Examination of a proposal against the documents, and the facts that may say the same or ask the same."""

import asyncio

from rapidfuzz import fuzz

from bot.briefing.answer import Statement
from bot.briefing.asker import Asker
from bot.briefing.curating.checks import examine
from bot.briefing.curating.finding import Finding
from bot.briefing.curating.proposal import Proposal, Step
from bot.briefing.evidence import Evidence
from db.kinds import Poll, Survey
from db.records import Fact, StoredFact
from db.search import Search, SearchTerm
from db.store import Store
from db.tokenizer import stems

NEAREST = 3
RESEMBLES = 60.0  # of 100, by token set ratio: a fact that resembles the new one is shown beside it
CANDIDATES = 20


class Examination:
    """Checks proposals before they are written. It reads few facts, since it is done while nobody else may write."""

    def __init__(self, store: Store, search: Search, evidence: Evidence) -> None:
        self._store = store
        self._search = search
        self._evidence = evidence

    async def findings(self, proposal: Proposal, asker: Asker) -> tuple[Finding, ...]:
        """Check the fact that is added or edited."""
        step = proposal.steps[0]
        replaced = {other.number for other in proposal.steps}
        others = [fact for fact in await self.rivals(step.fact, asker.server) if fact.number not in replaced]
        statement = await self.statement(step.fact, asker)
        surveys = await self.surveys(step.fact, asker.server)
        # In a thread: it may read through long documents, and others have their turn meanwhile.
        return await asyncio.to_thread(examine, step.fact, statement.places, others, surveys)

    async def rivals(self, fact: Fact, server: int | None) -> list[StoredFact]:
        """Return the published facts that may say the same as this one, or ask the same."""
        words = tuple(dict.fromkeys(stems(fact.text)))
        holding = await self._search.holding([SearchTerm((words,))] if words else [], server, CANDIDATES)
        alike = await self._store.numbered([candidate.number for candidate in holding], server)
        asking = await self._store.about([fact.name], server)
        return list({found.number: found for found in (*alike, *asking)}.values())

    async def surveys(self, fact: Fact, server: int | None) -> list[Survey]:
        """Return the data of the surveys that polls of the cited sources have already."""
        if not isinstance(fact.payload, Poll):
            return []
        keys = {citation.source for citation in fact.citations}
        sources = await self._store.sources_keyed(keys, server)
        return [survey for source in sources for survey in await self._store.polls.surveys(server, source)]

    async def statement(self, fact: Fact, asker: Asker, original: StoredFact | None = None) -> Statement:
        """Return the fact as the asker's server would see it, under the number of the original."""
        stored = StoredFact(
            **fact.model_dump(exclude={"kind"}),
            number=original.number if original else 0,
            server=asker.server,
            revision=original.revision if original else 1,
        )
        (statement,) = await self._evidence.statements([stored], asker.server)
        return statement

    async def resembling(self, step: Step, asker: Asker) -> list[StoredFact]:
        """Return published facts that may say the same, most alike first."""
        words = list(dict.fromkeys(stems(f"{step.fact.name} {step.fact.text}")))
        known = await self._search.vocabulary(words, asker.server)
        candidates = await self._search.holding(known.telling(words), asker.server, CANDIDATES)
        found = await self._store.numbered([candidate.number for candidate in candidates], asker.server)
        alike = {
            fact.number: fuzz.token_set_ratio(fact.text.casefold(), step.fact.text.casefold())
            for fact in found
            if fact.number != step.number
        }
        near = [fact for fact in found if alike.get(fact.number, 0) >= RESEMBLES]
        return sorted(near, key=lambda fact: -alike[fact.number])[:NEAREST]
