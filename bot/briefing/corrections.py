"""Corrections: what has become of facts since a reply showed them, in sentences for those who read it."""

from datetime import date

from bot.briefing.prose import clean
from db.kinds import Poll
from db.ledger.history import History
from db.records import Fact, StoredFact
from db.reply_store import Reply
from db.store import Store

# What a reader sees of a fact; a change of anything else, such as its topics, corrects nothing.
_SEEN = {"text", "payload", "voice", "speaker", "when", "note", "status", "rank", "citations"}


class Corrections:
    """Compares what a reply showed with what the facts are now."""

    def __init__(self, store: Store, history: History) -> None:
        self._store = store
        self._history = history

    async def of(self, reply: Reply, today: date) -> tuple[list[str], dict[int, int]]:
        """Return a sentence for each fact that reads otherwise now, and the revisions that all are at."""
        sentences, revisions = [], {}
        for number, shown in reply.revisions.items():
            fact = await self._store.fact(f"F{number}", reply.server)
            if fact is None:
                continue
            revisions[number] = fact.revision
            if fact.revision > shown and (sentence := await self._sentence(fact, shown, reply.server)):
                sentences.append(f"Corrected on {today:%Y-%m-%d}: {sentence}")
        return sentences, revisions

    async def _sentence(self, fact: StoredFact, shown: int, server: int | None) -> str | None:
        since = [revision for revision in await self._history.of(fact, server) if revision.number > shown]
        if not since or since[0].before is None:
            return None
        before = Fact.stored(since[0].before)
        if before.model_dump(include=_SEEN) == fact.content.model_dump(include=_SEEN):
            return None
        if fact.status == "retracted":
            return f"{fact.label} has been retracted. It said: “{clean(before.text)}”"
        if fact.rank == "deprecated" and before.rank != "deprecated":
            return f"{fact.label} has been superseded. It said: “{clean(before.text)}”"
        if figures := _figures(before, fact.content):
            return f"{fact.label} had other figures before: {figures}."
        if before.text != fact.text:
            return f"{fact.label} said before: “{clean(before.text)}”"
        return f"{fact.label} has been changed; it reads as follows now."


def _figures(before: Fact, after: Fact) -> str | None:
    """Return the figures of a poll that are no more what they were, as they were; the text may be the same."""
    if not isinstance(before.payload, Poll) or not isinstance(after.payload, Poll) or before.text != after.text:
        return None
    changed = [result for result in before.payload.results if result not in after.payload.results]
    return "; ".join(f"{clean(result.group)}, {clean(result.answer)}, {result.percent:g}%" for result in changed)
