"""A recheck of facts that are published: what the checks of `!fact add` say of them now."""

from collections.abc import AsyncIterator

from bot.briefing.curating.checks import blocked, examine
from bot.briefing.evidence import Evidence
from db.kinds import Poll
from db.notes import Line
from db.records import StoredFact


async def recheck(evidence: Evidence) -> AsyncIterator[tuple[StoredFact, list[Line]]]:
    """Yield the shared facts that would be refused today, with why; those whose documents are not on hand are left out.

    That a citation is changed or missing is not among it: `!verify` says so. Nor are other facts that say the same.
    """
    async for statements, _ in evidence.each():
        published = [statement for statement in statements if statement.fact.status == "published"]
        surveys = [said.fact.payload.survey for said in published if isinstance(said.fact.payload, Poll)]
        for statement in published:
            if not all(place.check in ("intact", "moved") for place in statement.places):
                continue
            if sentences := blocked(examine(statement.fact, statement.places, (), surveys)):
                yield statement.fact, sentences
