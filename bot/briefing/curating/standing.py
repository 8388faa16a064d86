"""The standing of a fact: retracted, restored, superseded, vouched for, or hidden in one server."""

from bot.briefing.answer import Answer
from bot.briefing.arguments import Arguments
from bot.briefing.asker import Asker
from bot.briefing.curating.access import changeable, supersedable, visible
from bot.briefing.evidence import Evidence
from bot.briefing.prose import listed, pinpointed
from bot.briefing.refusals import REASON_LIMIT, Refusal, within
from db.errors import CircularSuccession, StaleFact
from db.ledger.history import History
from db.ledger.ledger import Ledger
from db.notes import Line, Note, joined, line, note
from db.records import Fact, StoredFact
from db.store import Store
from db.succession import holding, in_words


class Standing:
    """Carries out `!fact retract`, `restore`, `deprecate`, `vouch`, `hide` and `unhide`."""

    def __init__(self, store: Store, ledger: Ledger, history: History, evidence: Evidence) -> None:
        self._store = store
        self._ledger = ledger
        self._history = history
        self._evidence = evidence

    async def retract(self, arguments: Arguments, asker: Asker) -> Answer:
        """Take the fact out of every answer; it stays in the store with its history."""
        fact = await changeable(self._store, arguments.subject, asker, "fact retract F12 reason: …")
        reason = _reason(arguments, line("`!fact retract {} reason: the survey was withdrawn`", fact.label))
        if fact.status == "retracted":
            raise Refusal("{0} is retracted already. `!fact restore {0}` brings it back.", fact.label)
        await self._change(fact, _copy(fact, status="retracted"), asker, reason)
        return Answer(
            "done",
            f"Retracted: {fact.label}",
            note=(
                *note("{} is no longer shown in answers: {}", fact.label, reason),
                *await self._bereft(fact, asker),
                line("`!fact restore {}` brings it back.", fact.label),
            ),
        )

    async def restore(self, arguments: Arguments, asker: Asker) -> Answer:
        """Bring back a fact that was retracted, or make one current again that was superseded."""
        fact = await changeable(self._store, arguments.subject, asker, "fact restore F12")
        arguments.refuse_problems(example=line("`!fact restore {}`", fact.label))
        if fact.status == "published" and fact.rank == "normal":
            raise Refusal("{} is neither retracted nor superseded: there is nothing to restore.", fact.label)
        restored = _copy(fact, status="published")
        if fact.status == "published":
            restored = _copy(fact, rank="normal", rank_reason=None, superseded_by=None)
        await self._change(fact, restored, asker, arguments.get("reason"))
        return await self._said(fact, asker, "Restored", line("It is shown in answers again. `!undo` takes that back."))

    async def deprecate(self, arguments: Arguments, asker: Asker) -> Answer:
        """Mark the fact as superseded: still found, with the reason, and never as what holds now."""
        fact = await supersedable(self._store, arguments.subject, asker, "fact deprecate F12 reason: …")
        example = line("`!fact deprecate {} reason: corrected in the second edition by: F13`", fact.label)
        reason = _reason(arguments, example)
        by = arguments.get("by")
        other = await visible(self._store, by, asker.server, "fact deprecate F12 by: F13 reason: …") if by else None
        if other and other.number == fact.number:
            raise Refusal("{} cannot supersede itself: say which fact corrects it.", fact.label)
        if other:
            chain = await self._store.chain([other.key], asker.server)
            # That facts supersede each other is found when it is written.
            if fact.key not in chain and not holding(other.key, chain):
                raise Refusal(
                    "{1} is {2}, and does not hold in the place of {0}: name another fact, or leave `by:` out. "
                    "`!fact restore {1}` makes it current again.",
                    fact.label,
                    other.label,
                    "retracted" if other.status == "retracted" else "superseded itself",
                )
        deprecated = _copy(fact, rank="deprecated", rank_reason=reason, superseded_by=other and other.key)
        if deprecated == fact.content:
            raise Refusal("{} is superseded already, for that reason.", fact.label)
        await self._change(fact, deprecated, asker, reason)
        again = line("`!fact restore {}` makes it current again; `!undo` as well.", fact.label)
        return await self._said(fact, asker, "Superseded", *await self._bereft(fact, asker), again)

    async def vouch(self, arguments: Arguments, asker: Asker) -> Answer:
        """Record that the asker has read the passages and finds that they support the fact."""
        fact = await visible(self._store, arguments.subject, asker.server, "fact vouch F12")
        arguments.refuse_problems(example=line("`!fact vouch {}`", fact.label))
        if fact.status == "retracted":
            raise Refusal("{} is retracted: there is nothing to vouch for.", fact.label)
        revisions = await self._history.of(fact, asker.server, last=1)
        author = await self._history.author(asker.actor)
        if author and revisions and revisions[-1].author == author:
            raise Refusal(
                "Revision {} of {} is your own: another moderator has to read the passage.", fact.revision, fact.label
            )
        vouchings = await self._history.vouchings(fact, asker.server)
        if any(vouching.author == author and vouching.revision == fact.revision for vouching in vouchings):
            raise Refusal("You have vouched for revision {} of {} already.", fact.revision, fact.label)
        async with self._ledger.change(asker.actor, asker.server, arguments.get("reason")) as change:
            await change.facts.vouch(fact, fact.revision)
        (statement,) = await self._evidence.statements([fact], asker.server)
        lines = [line("You vouch that this supports revision {} of {}:", fact.revision, fact.label)]
        for place in statement.places:
            words = f"“{place.excerpt}”" if place.excerpt else "the document is not on hand, so its words are not shown"
            lines.append(line("{}: {}", pinpointed(place.paragraph, place.source.key), words))
        lines.append(line("`!cite {}` shows it, until the fact is edited. `!undo` takes it back.", fact.label))
        return Answer("done", f"Vouched: {fact.label}", note=tuple(lines))

    async def hide(self, arguments: Arguments, asker: Asker) -> Answer:
        """Keep a shared fact out of this server's answers."""
        return await self._hide(arguments, asker, hidden=True)

    async def unhide(self, arguments: Arguments, asker: Asker) -> Answer:
        """Let a hidden fact be found again."""
        return await self._hide(arguments, asker, hidden=False)

    async def _hide(self, arguments: Arguments, asker: Asker, *, hidden: bool) -> Answer:
        command = "hide" if hidden else "unhide"
        arguments.refuse_problems(
            *(() if arguments.subject else (line("The number of a fact is missing."),)),
            example=line("`!fact {} F12 reason: not our subject`", command),
        )
        if asker.server is None:
            raise Refusal(
                "Facts are hidden in a server; the terminal works on what all share. `!fact retract` takes one back."
            )
        fact = await visible(self._store, arguments.subject, asker.server, f"fact {command} F12")
        if fact.server is not None:
            raise Refusal("{0} is this server’s own: `!fact retract {0} reason: …` takes it back.", fact.label)
        async with self._ledger.change(asker.actor, asker.server, arguments.get("reason")) as change:
            if await change.facts.hide(fact, hidden) == "unchanged":
                raise Refusal("{} is {} here as it is.", fact.label, "hidden" if hidden else "not hidden")
        if hidden:
            done = note("No answer in this server draws on it any more. `!fact unhide {}` shows it again.", fact.label)
        else:
            done = note("Answers in this server draw on it again.")
        return Answer("done", f"{fact.label} {'hidden' if hidden else 'shown again'}", note=done)

    async def _change(self, current: StoredFact, fact: Fact, asker: Asker, reason: str | None) -> None:
        try:
            async with self._ledger.change(asker.actor, asker.server, reason) as change:
                await change.facts.revise(current.number, current.revision, fact)
        except CircularSuccession as circle:
            raise Refusal(
                "Facts cannot supersede each other, since none of them would hold: {}. "
                "`!fact restore {}` makes that one current again.",
                in_words(circle.keys),
                circle.keys[1],
            ) from None
        except StaleFact:
            raise Refusal(
                "{0} was changed by somebody at this moment, and nothing was overwritten: "
                "look at it with `!fact show {0}` and try again.",
                current.label,
            ) from None

    async def _bereft(self, fact: StoredFact, asker: Asker) -> Note:
        """Say which facts this one superseded, where nothing holds in their place any more."""
        old: list[StoredFact] = []
        found = [fact]
        while found:
            found = [
                other
                for key in dict.fromkeys(one.key for one in found)
                for other in await self._store.superseded_by(key, asker.server)
                if other.number not in {fact.number, *(known.number for known in old)}
            ]
            old += found
        statements = await self._evidence.statements(old, asker.server)
        labels = [statement.fact.label for statement in statements if not statement.successor]
        if not labels:
            return ()
        return (
            line(
                "It had superseded {}, in whose place nothing holds now: {} no answer until {}.",
                listed(labels),
                "they are" if len(labels) > 1 else "it is",
                joined((line("`!fact restore {}`", label) for label in labels), " or "),
            ),
        )

    async def _said(self, fact: StoredFact, asker: Asker, did: str, *hints: Line) -> Answer:
        changed = await self._store.fact(fact.label, asker.server)
        section = await self._evidence.section([changed or fact], server=asker.server)
        return Answer("done", f"{did}: {fact.label}", (section,), hints)


def _copy(fact: StoredFact, **changes: object) -> Fact:
    return Fact.model_validate({**fact.content.model_dump(), **changes})


def _reason(arguments: Arguments, example: Line) -> str:
    reason = arguments.get("reason")
    missing = [] if reason else [line("`reason:` is missing: say why, for those who look at it in a year.")]
    arguments.refuse_problems(*missing, example=example)
    return within(reason or "", REASON_LIMIT, "the reason")
