"""Undoing one's last change: the inverse of each of its revisions is written, and nothing is lost."""

from collections.abc import Sequence

from bot.briefing.answer import Answer, Section
from bot.briefing.asker import Asker
from bot.briefing.curating.diff import differences
from bot.briefing.evidence import Evidence
from bot.briefing.prose import counted, listed
from bot.briefing.refusals import Refusal
from bot.briefing.sources.versions import moved, paragraphs
from db.bibliography import Source
from db.errors import CircularSuccession, StaleFact, StaleSource
from db.ledger.history import History, Revision
from db.ledger.ledger import Change, Ledger, Seed
from db.notes import Line, Moment, line
from db.records import Fact
from db.store import Store
from db.succession import in_words

# Other changes have commands of their own that take them back.
_UNDOABLE = ("fact", "vouch", "source", "document", "topic", "hidden", "draft", "synonym", "seed")
# Of more facts it is said how many there are.
_SHOWN = 10

# The example as a store has it that did not say so before it was taken out: the next start reads it once more.
_UNREAD = Seed("-", name="example")


class Undoing:
    """Carries out `!undo`."""

    def __init__(self, store: Store, ledger: Ledger, history: History, evidence: Evidence) -> None:
        self._store = store
        self._ledger = ledger
        self._history = history
        self._evidence = evidence

    async def undo(self, asker: Asker) -> Answer:
        """Take back the asker's last change that is not taken back yet; called again, the one before."""
        revisions = await self._history.last_change(asker.actor, asker.server)
        if not revisions:
            raise Refusal("You have changed nothing here that could be taken back.")
        _refuse_beyond(revisions)
        reason = f"undoes the change of {revisions[-1].at:%Y-%m-%d %H:%M} UTC"
        brought = any(revision.subject == "document" for revision in revisions)
        facts = [] if brought else [number for revision in revisions if (number := revision.fact) is not None]
        many = len(facts) > _SHOWN
        lines: list[Line] = []
        try:
            async with self._ledger.change(asker.actor, asker.server, reason) as change:
                # The last written is taken back first.
                for revision in reversed(revisions):
                    done = await self._take_back(change, revision, asker, followed=brought)
                    lines += () if many and revision.fact is not None else done
        except StaleFact as conflict:
            raise Refusal(
                "{0} has been changed since, and nothing was taken back: `!fact history {0}` shows by whom.",
                conflict.current.label,
            ) from None
        except CircularSuccession as circle:
            raise Refusal(
                "Nothing was taken back, since facts would supersede each other and none of them hold: {}. "
                "`!fact restore {}` makes that one current, then `!undo` works.",
                in_words(circle.keys),
                circle.keys[1],
            ) from None
        except StaleSource as changed:
            raise Refusal(
                "The source `{}` was changed since, and nothing was taken back.", changed.current.key
            ) from None
        if brought:
            await self._ledger.scrub()
        if many:
            named = listed((f"F{number}" for number in facts), most=_SHOWN)
            lines.append(line("{} are as they were before: {}.", counted(len(facts), "fact"), named))
        shown = await self._store.numbered(() if many else facts, asker.server)
        sections: tuple[Section, ...] = (await self._evidence.section(shown, server=asker.server),) if shown else ()
        lines.append(line("`!undo` once more takes back the change before it; `!fact history` shows them all."))
        return Answer("done", "Taken back", sections, tuple(lines))

    async def _take_back(self, change: Change, revision: Revision, asker: Asker, *, followed: bool) -> Sequence[Line]:
        """Write the inverse of a revision and say what it was; `followed` is true of facts that followed a document."""
        match revision.subject:
            case "fact":
                return await self._fact(change, revision, asker, followed=followed)
            case "vouch":
                fact = await self._store.fact(f"F{revision.fact}", asker.server)
                assert fact is not None
                await change.facts.vouch(fact, (revision.before or {}).get("revision"), undoes=revision.id)
                return [line("You no longer vouch for {}.", fact.label)]
            case "hidden":
                fact = await self._store.fact(revision.key)
                assert fact is not None
                hidden = bool((revision.before or {}).get("hidden"))
                await change.facts.hide(fact, hidden, undoes=revision.id)
                return [line("{} is {} here again.", fact.label, "hidden" if hidden else "shown")]
            case "draft":
                await change.reopen_draft(int(revision.key), revision.after, undoes=revision.id)
                return [line("Draft {} waits again: `!review {}` shows it.", revision.key, revision.key)]
            case "document":
                await change.sources.drop_document(revision.key, revision.after, undoes=revision.id)
            case "source":
                return await self._source(change, revision, asker)
            case "synonym":
                before, after = (revision.before or {})["groups"], revision.after["groups"]
                await change.restore_synonyms(before, after, undoes=revision.id)
                return [line("Synonyms are as they were before.")]
            case "seed":
                await change.put_seed(Seed.of(revision.before) if revision.before else _UNREAD, undoes=revision.id)
                return [line("The example is in the store again, and each start keeps it as it is shipped.")]
        # A topic without facts is shown nowhere, and of a document its source tells.
        return []

    async def _fact(self, change: Change, revision: Revision, asker: Asker, *, followed: bool) -> Sequence[Line]:
        after, current = revision.content, await self._store.fact(f"F{revision.fact}", asker.server)
        assert current is not None
        if current.content != after:
            if followed:
                # It keeps what was changed since; its citation follows the document that is there again.
                return []
            raise StaleFact(current)
        before = Fact.stored(revision.before or {**revision.after, "status": "retracted"})
        await change.facts.revise(current.number, current.revision, before, undoes=revision.id)
        if followed:
            return []
        if revision.first:
            return [line("{} is retracted again, since you had added it: {}", current.label, after.text)]
        lead = line("{} is as it was before your revision {}:", current.label, revision.number)
        return [lead, *differences(after, before)]

    async def _source(self, change: Change, revision: Revision, asker: Asker) -> Sequence[Line]:
        before, after = Source.stored(revision.before), Source.stored(revision.after)
        current = await self._store.source(revision.key, asker.server)
        assert current is not None
        await change.sources.revise(after, before, undoes=revision.id)
        lines = [line("The source `{}` is described as before.", before.key)]
        if before.fingerprints == after.fingerprints:
            return lines
        if not before.fingerprints:
            return [*lines, line("It has no document any more, as before: citations into it are unchecked.")]
        troubled = await change.sources.anchor(current, before.fingerprints)
        again = line("It has the document from before again, with {}.", paragraphs(before))
        return [*lines, again, *((words,) for words in moved(troubled))]


def _refuse_beyond(revisions: Sequence[Revision]) -> None:
    """Raise Refusal where something was changed that is not taken back."""
    for revision in revisions:
        at = line("Your last change, of {}, concerns", Moment(revision.at, "minute"))
        key = revision.key
        if revision.subject not in _UNDOABLE:
            raise Refusal(
                "{} {} {}, which `!undo` does not take back: use the command that changed it.",
                at,
                revision.subject,
                key,
            )
        if revision.subject == "document" and revision.after["sha256"] is None:
            raise Refusal(
                "{0} the document of `{1}`, which was taken down: its text is gone from the store. "
                "Attach it to `!source edit {1}` to bring it back.",
                at,
                key,
            )
        if revision.subject == "source" and revision.before is None:
            raise Refusal("A source is not taken back: `!source retire {} reason: …` retires it.", key)
