"""A recheck of facts that are published: what the checks of `!fact add` say of them now."""

from collections.abc import AsyncIterator

from bot.briefing.curating.checks import blocked, examine
from bot.briefing.evidence import Evidence
from db.kinds import Poll
from db.notes import Line
from db.records import StoredFact
from db.store import Store


async def recheck(
    store: Store, evidence: Evidence, server: int | None = None
) -> AsyncIterator[tuple[StoredFact, list[Line]]]:
    """Yield the facts that would be refused today, with why; those whose documents are not on hand are left out.

    That a citation is changed or missing is not among it: `!verify` says so. Nor are other facts that say the same.
    """
    async for facts in store.batches(server):
        published = [fact for fact in facts if fact.status == "published"]
        surveys = [fact.payload.survey for fact in published if isinstance(fact.payload, Poll)]
        for statement in await evidence.statements(published, server):
            if not all(place.check in ("intact", "moved") for place in statement.places):
                continue
            if sentences := blocked(examine(statement.fact, statement.places, (), surveys)):
                yield statement.fact, sentences
