"""The history of facts: what was when, who changed what, and taking the last change back."""

from collections.abc import Sequence
from datetime import datetime, time

from bot.briefing.answer import Answer, Section
from bot.briefing.arguments import Arguments
from bot.briefing.asker import Asker
from bot.briefing.curating.diff import differences
from bot.briefing.curating.facts import shown
from bot.briefing.errors import Refusal, quoted
from bot.briefing.evidence import Evidence
from bot.briefing.lookups.catalogue import Catalogue, told
from db.bibliography import Source
from db.conflicts import Conflict
from db.dates import bounds, written
from db.history import History, Revision
from db.ledger import Change, Ledger
from db.records import Fact, StoredFact
from db.store import Store

# What `!undo` can take back: other changes have commands of their own for it.
_UNDOABLE = ("fact", "vouch", "source", "topic", "hidden")


class Chronicle:
    """Carries out `!fact history`, `!fact show` and `!undo`."""

    def __init__(
        self, store: Store, ledger: Ledger, history: History, evidence: Evidence, catalogue: Catalogue
    ) -> None:
        self._store = store
        self._ledger = ledger
        self._history = history
        self._evidence = evidence
        self._catalogue = catalogue

    async def history(self, arguments: Arguments, asker: Asker) -> Answer:
        """List the revisions of a fact with what each changed."""
        fact = await shown(self._store, arguments.subject, asker.server, "!fact history F12")
        arguments.refuse_problems(example=f"`!fact history {fact.label}`")
        lines: list[str] = []
        for revision in await self._history.of(fact, asker.server):
            lines.append(told(revision))
            if revision.before is not None:
                lines += differences(Fact.model_validate(revision.before), revision.content)
        lines.append(f"`!fact show {fact.label} as-of: 2026-11-01` shows it as it was on a day.")
        section = await self._evidence.section([fact], server=asker.server)
        return Answer("done", f"History of {fact.label}: {fact.name}", (section,), "\n".join(lines))

    async def show(self, arguments: Arguments, asker: Asker) -> Answer:
        """Show all about a fact as it is, or how it read on a day."""
        day = arguments.get("as-of")
        example = "`!fact show F12 as-of: 2026-11-01`"
        if day is None or arguments.problems:
            arguments.refuse_problems(example=example)
            return await self._catalogue.cite(arguments.subject, asker.server)
        fact = await shown(self._store, arguments.subject, asker.server, "!fact show F12 as-of: 2026-11-01")
        moment = _moment(day)
        revisions = await self._history.of(fact, asker.server)
        then = [revision for revision in revisions if revision.at <= moment]
        if not then:
            first = f" on {revisions[0].at:%Y-%m-%d}" if revisions else " later"
            return Answer("unknown", note=f"{fact.label} was not there yet on {quoted(day)}: it was added{first}.")
        revision = then[-1]
        stored = StoredFact(
            **revision.content.model_dump(exclude={"kind"}),
            number=fact.number,
            server=fact.server,
            revision=revision.number,
        )
        lines = [told(revision)]
        if stored.status == "retracted":
            lines.append("It was retracted then, and not shown in answers.")
        later = len(revisions) - len(then)
        if later:
            lines += [f"Since then it was revised {later} times:" if later > 1 else "Since then it was revised once:"]
            lines += differences(revision.content, fact.content)
        else:
            lines.append("It is the same today.")
        section = await self._evidence.section([stored], server=asker.server)
        return Answer("done", f"{fact.label} as of {day}", (section,), "\n".join(lines))

    async def undo(self, asker: Asker) -> Answer:
        """Take back the asker's last change that is not taken back yet; called again, the one before."""
        revisions = await self._history.last_change(asker.actor, asker.server)
        if not revisions:
            raise Refusal("You have changed nothing here that could be taken back.")
        beyond = [revision for revision in revisions if revision.subject not in _UNDOABLE]
        if beyond:
            raise Refusal(
                f"Your last change, of {revisions[-1].at:%Y-%m-%d %H:%M} UTC, concerns {beyond[0].subject} "
                f"{beyond[0].key}, which `!undo` does not take back: use the command that changed it."
            )
        reason = f"undoes the change of {revisions[-1].at:%Y-%m-%d %H:%M} UTC"
        lines: list[str] = []
        try:
            async with self._ledger.change(asker.actor, asker.server, reason) as change:
                # The last written is taken back first.
                for revision in reversed(revisions):
                    lines += await self._take_back(change, revision, asker)
        except Conflict as conflict:
            raise Refusal(
                f"{conflict.held.label} has been changed since, and nothing was taken back: "
                f"`!fact history {conflict.held.label}` shows by whom."
            ) from None
        facts = [number for revision in revisions if (number := revision.fact) is not None]
        shown_ = await self._store.numbered(facts, asker.server)
        sections: tuple[Section, ...] = (await self._evidence.section(shown_, server=asker.server),) if shown_ else ()
        lines.append("`!undo` once more takes back the change before it; `!fact history` shows them all.")
        return Answer("done", "Taken back", sections, "\n".join(lines))

    async def _take_back(self, change: Change, revision: Revision, asker: Asker) -> Sequence[str]:
        """Write the inverse of a revision and say what it was."""
        label = f"F{revision.fact}"
        match revision.subject:
            case "fact":
                after, held = revision.content, await self._store.fact(label, asker.server)
                assert held is not None
                if held.content != after:
                    raise Conflict(held)
                before = Fact.model_validate(revision.before or {**revision.after, "status": "retracted"})
                await change.revise_fact(held.number, held.revision, before, undoes=revision.id)
                if revision.first:
                    return [f"{label} is retracted again, since you had added it: {after.text}"]
                return [f"{label} is as it was before your revision {revision.number}:", *differences(after, before)]
            case "vouch":
                fact = await self._store.fact(label, asker.server)
                assert fact is not None
                await change.vouch(fact, (revision.before or {}).get("revision"), undoes=revision.id)
                return [f"You no longer vouch for {label}."]
            case "hidden":
                fact = await self._store.fact(revision.key)
                assert fact is not None
                hidden = bool((revision.before or {}).get("hidden"))
                await change.hide(fact, hidden, undoes=revision.id)
                return [f"{fact.label} is {'hidden' if hidden else 'shown'} here again."]
            case "source" if revision.before is not None:
                source = await self._store.source(revision.key, asker.server)
                if source is None or source.content != Source.model_validate(revision.after):
                    raise Refusal(f"The source `{revision.key}` was changed since, and nothing was taken back.")
                await change.put_source(Source.model_validate(revision.before), undoes=revision.id)
                return [f"The source `{revision.key}` is described as before."]
            case "source":
                raise Refusal(f"A source is not taken back: `!source retire {revision.key} reason: …` retires it.")
        # A topic without facts is shown nowhere.
        return []


def _moment(day: str) -> datetime:
    """Return the last moment of a day, a month or a year, or a time of day as it is written (UTC)."""
    try:
        if "T" in day or ":" in day:
            return datetime.fromisoformat(day.strip().removesuffix("Z"))
        return datetime.combine(bounds(written(day))[1], time.max)
    except ValueError:
        raise Refusal(
            f"`as-of:` {quoted(day)} is not a day I can read: write 2026-11-01, 2026-11 or 2026-11-01T12:00 (UTC)."
        ) from None
