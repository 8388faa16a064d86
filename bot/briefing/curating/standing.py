"""Whether a fact stands: retracting, restoring, superseding, and vouching that a passage supports it."""

from bot.briefing.answer import Answer
from bot.briefing.arguments import Arguments
from bot.briefing.asker import Asker
from bot.briefing.curating.facts import changeable, shown
from bot.briefing.errors import REASON_LIMIT, Refusal, within
from bot.briefing.evidence import Evidence
from db.errors import StaleFact
from db.ledger.history import History
from db.ledger.ledger import Ledger
from db.records import Fact, StoredFact
from db.store import Store


class Standing:
    """Carries out `!fact retract`, `!fact restore`, `!fact deprecate` and `!fact vouch`."""

    def __init__(self, store: Store, ledger: Ledger, history: History, evidence: Evidence) -> None:
        self._store = store
        self._ledger = ledger
        self._history = history
        self._evidence = evidence

    async def retract(self, arguments: Arguments, asker: Asker) -> Answer:
        """Take the fact out of every answer; it stays in the store with its history."""
        fact = await changeable(self._store, arguments.subject, asker, "!fact retract F12 reason: …")
        reason = _reason(arguments, f"`!fact retract {fact.label} reason: the survey was withdrawn`")
        if fact.status == "retracted":
            raise Refusal(f"{fact.label} is retracted already. `!fact restore {fact.label}` brings it back.")
        await self._change(fact, _copy(fact, status="retracted"), asker, reason)
        return Answer(
            "done",
            f"Retracted: {fact.label}",
            note=f"{fact.label} is no longer shown in answers: {reason}\n`!fact restore {fact.label}` brings it back.",
        )

    async def restore(self, arguments: Arguments, asker: Asker) -> Answer:
        """Bring back a fact that was retracted, or make one current again that was superseded."""
        fact = await changeable(self._store, arguments.subject, asker, "!fact restore F12")
        arguments.refuse_problems(example=f"`!fact restore {fact.label}`")
        if fact.status == "published" and fact.rank == "normal":
            raise Refusal(f"{fact.label} is neither retracted nor superseded: there is nothing to restore.")
        restored = _copy(fact, status="published")
        if fact.status == "published":
            restored = _copy(fact, rank="normal", rank_reason=None, superseded_by=None)
        await self._change(fact, restored, asker, arguments.get("reason"))
        return await self._said(fact, asker, "Restored", "It is shown in answers again. `!undo` takes that back.")

    async def deprecate(self, arguments: Arguments, asker: Asker) -> Answer:
        """Mark the fact as superseded: still found, with the reason, and never as what holds now."""
        fact = await changeable(self._store, arguments.subject, asker, "!fact deprecate F12 reason: …")
        example = f"`!fact deprecate {fact.label} reason: corrected in the second edition by: F13`"
        reason = _reason(arguments, example)
        by = arguments.get("by")
        other = await shown(self._store, by, asker.server, "!fact deprecate F12 by: F13 reason: …") if by else None
        if other and other.number == fact.number:
            raise Refusal(f"{fact.label} cannot supersede itself: say which fact corrects it.")
        if fact.status == "retracted":
            raise Refusal(f"{fact.label} is retracted, which says more. `!fact restore {fact.label}` brings it back.")
        deprecated = _copy(fact, rank="deprecated", rank_reason=reason, superseded_by=other and other.key)
        if deprecated == fact.content:
            raise Refusal(f"{fact.label} is superseded already, for that reason.")
        await self._change(fact, deprecated, asker, reason)
        return await self._said(
            fact, asker, "Superseded", f"`!fact restore {fact.label}` makes it current again; `!undo` as well."
        )

    async def vouch(self, arguments: Arguments, asker: Asker) -> Answer:
        """Record that the asker has read the passages and finds that they support the fact."""
        fact = await shown(self._store, arguments.subject, asker.server, "!fact vouch F12")
        arguments.refuse_problems(example=f"`!fact vouch {fact.label}`")
        if fact.status == "retracted":
            raise Refusal(f"{fact.label} is retracted: there is nothing to vouch for.")
        revisions = await self._history.of(fact, asker.server)
        author = await self._history.author(asker.actor)
        if author and revisions and revisions[-1].author == author:
            raise Refusal(
                f"Revision {fact.revision} of {fact.label} is your own: another moderator has to read the passage."
            )
        vouchings = await self._history.vouchings(fact, asker.server)
        if any(vouching.author == author and vouching.revision == fact.revision for vouching in vouchings):
            raise Refusal(f"You have vouched for revision {fact.revision} of {fact.label} already.")
        async with self._ledger.change(asker.actor, asker.server, arguments.get("reason")) as change:
            await change.facts.vouch(fact, fact.revision)
        (statement,) = await self._evidence.statements([fact], asker.server)
        lines = [f"You vouch that this supports revision {fact.revision} of {fact.label}:"]
        for place in statement.places:
            words = f"“{place.excerpt}”" if place.excerpt else "the document is not on hand, so its words are not shown"
            lines.append(f"¶{place.paragraph} of `{place.source.key}`: {words}")
        lines.append(f"`!cite {fact.label}` shows it, until the fact is edited. `!undo` takes it back.")
        return Answer("done", f"Vouched: {fact.label}", note="\n".join(lines))

    async def _change(self, held: StoredFact, fact: Fact, asker: Asker, reason: str | None) -> None:
        try:
            async with self._ledger.change(asker.actor, asker.server, reason) as change:
                await change.facts.revise(held.number, held.revision, fact)
        except StaleFact:
            raise Refusal(
                f"{held.label} was changed by somebody at this moment, and nothing was overwritten: "
                f"look at it with `!fact show {held.label}` and try again."
            ) from None

    async def _said(self, fact: StoredFact, asker: Asker, did: str, note: str) -> Answer:
        changed = await self._store.fact(fact.label, asker.server)
        section = await self._evidence.section([changed or fact], server=asker.server)
        return Answer("done", f"{did}: {fact.label}", (section,), note)


def _copy(fact: StoredFact, **changes: object) -> Fact:
    return Fact.model_validate({**fact.content.model_dump(), **changes})


def _reason(arguments: Arguments, example: str) -> str:
    reason = arguments.get("reason")
    missing = [] if reason else ["`reason:` is missing: say why, for those who look at it in a year."]
    arguments.refuse_problems(*missing, example=example)
    return within(reason or "", REASON_LIMIT, "the reason")
