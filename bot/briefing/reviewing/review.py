"""Review: drafts one at a time, the passage beside each, to be accepted, edited, skipped or rejected."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime

from bot.briefing.answer import Answer, Offer, ShownDraft
from bot.briefing.arguments import Arguments
from bot.briefing.asker import Asker
from bot.briefing.curating.curation import Curation
from bot.briefing.curating.draft import NOTHING
from bot.briefing.curating.proposal import Reviewed
from bot.briefing.curating.quote import find
from bot.briefing.evidence import Evidence
from bot.briefing.prose import clean, counted, listed, quoted
from bot.briefing.refusals import REASON_LIMIT, Refusal, within
from bot.briefing.reviewing.source_drafts import SourceDrafts
from db import pinpoints
from db.draft_store import DraftStore, StoredDraft, Waiting
from db.kinds import PayloadField, Predication, kind_of
from db.ledger.history import History
from db.ledger.ledger import Ledger
from db.notes import Line, Marked, line, note
from db.store import Store
from db.values import one_line

OFFERS: tuple[Offer, ...] = ("accept", "edit", "skip", "reject")
AROUND = 200  # characters of what stands before and after the sentence
_CITING = 5  # facts that are named
_PASSAGE = 1500  # characters of a text
# Arguments in the order in which they are shown; those of the kind stand between.
_FIRST, _LAST = ("kind", "text"), ("voice", "speaker", "reported", "when", "topics")
_UNSHOWN = frozenset(("quote", "source", "paragraph"))


class Review:
    """Answers `!review` and its subcommands."""

    def __init__(
        self,
        store: Store,
        evidence: Evidence,
        ledger: Ledger,
        history: History,
        drafts: DraftStore,
        sources: SourceDrafts,
        curation: Curation,
    ) -> None:
        self._store = store
        self._evidence = evidence
        self._ledger = ledger
        self._history = history
        self._drafts = drafts
        self._sources = sources
        self._curation = curation

    async def show(self, words: str, asker: Asker) -> Answer:
        """Show the draft of a number, or the first that waits, of a source where one is named."""
        number = pinpoints.number(words)
        if number is not None:
            return await self._shown(await self._waiting(words, asker), asker)
        source = await self._sources.source(words, asker.server) if words.strip() else None
        first = await self._drafts.next(asker.server, of=source)
        if first is None and source:
            raise Refusal("No draft of `{0}` waits: `!source facts {0}` drafts facts of its document.", source.key)
        return await self._shown(first, asker)

    async def accept(self, arguments: Arguments, asker: Asker, seen: datetime | None = None) -> Answer:
        """Make a fact of a draft, with what else is written, and show the next one.

        `seen` is when a draft was shown of which nothing else is accepted: what others have edited since is shown.
        """
        draft = await self._waiting(arguments.subject, asker)
        if edited := await self._edited_since(draft, asker, seen):
            return edited
        known = await self._arguments(draft, asker.server)
        written = _changed(known, arguments)
        reviewed = Reviewed(number=draft.number, changed=_differing(known, written))
        asked = Arguments("", {**written, "yes": "true"}, arguments.problems)
        done = await self._curation.add(asked, asker, draft=reviewed)
        await self._drafts.keep_topics(draft.number, asker.server, written["topics"])
        return await self._followed(done, draft, asker)

    async def edit(self, arguments: Arguments, asker: Asker, seen: datetime | None = None) -> Answer:
        """Change arguments of a draft, and show it again; or what others have edited since it was `seen`."""
        draft = await self._waiting(arguments.subject, asker)
        if changed := await self._edited_since(draft, asker, seen):
            return changed
        example = line('`!review edit {} text: "The text in your own words."`', draft.number)
        strays = () if arguments.values else (line("Say what to change in draft {}.", draft.number),)
        arguments.refuse_problems(*strays, example=example)
        known = await self._arguments(draft, asker.server)
        if edited := _differing(known, _changed(known, arguments)):
            async with self._ledger.change(asker.actor, asker.server) as change:
                if not await change.edit_draft(draft.number, _changed(draft.arguments, arguments), edited):
                    raise _decided(draft)
        return await self._shown(await self._drafts.get(draft.number, asker.server), asker)

    async def skip(self, number: str, asker: Asker) -> Answer:
        """Leave a draft as it is, and show the next one."""
        draft = await self._waiting(number, asker)
        skipped = Answer("done", note=note("Draft {} waits on.", draft.number))
        return await self._followed(skipped, draft, asker)

    async def reject(self, arguments: Arguments, asker: Asker) -> Answer:
        """Put a draft aside for good, for a reason, and show the next one."""
        draft = await self._waiting(arguments.subject, asker)
        example = line("`!review reject {} reason: it says nothing by itself`", draft.number)
        reason = " ".join(within(arguments.get("reason") or "", REASON_LIMIT, "the reason").split())
        arguments.refuse_problems(*(() if reason else (line("`reason:` is missing: say why."),)), example=example)
        async with self._ledger.change(asker.actor, asker.server, reason) as change:
            if not await change.reject_draft(draft.number):
                raise _decided(draft)
        rejected = Answer("done", note=note("Draft {} is rejected: {}.", draft.number, reason.rstrip(".")))
        return await self._followed(rejected, draft, asker)

    async def arguments(self, number: str, asker: Asker) -> dict[str, str]:
        """Return the arguments of a draft that waits, for a form; raises Refusal."""
        return await self._arguments(await self._waiting(number, asker), asker.server)

    async def _edited_since(self, draft: StoredDraft, asker: Asker, seen: datetime | None) -> Answer | None:
        """Return the draft as it stands now where somebody else has edited it since, else None."""
        if seen is None:
            return None
        done, own = await self._history.of_draft(draft.number, asker.server), await self._history.author(asker.actor)
        others = [edit for edit in done if "edited" in edit.after and edit.at > seen and edit.author != own]
        if not others:
            return None
        who = listed(dict.fromkeys(clean(edit.who) for edit in others))
        shown = await self._shown(draft, asker)
        said = line("Nothing was written: {} has edited it meanwhile, and here it is as it stands now.", who)
        return replace(shown, note=(said, (), *shown.note))

    async def _waiting(self, number: str, asker: Asker) -> StoredDraft:
        """Return the draft of that number; raises Refusal where there is none that waits."""
        wanted = pinpoints.number(number)
        draft = await self._drafts.get(wanted, asker.server) if wanted else None
        if draft is None:
            raise Refusal("There is no draft {}: `!review` shows the first that waits.", quoted(number))
        if not draft.waits:
            raise _decided(draft)
        return draft

    async def _arguments(self, draft: StoredDraft, server: int | None) -> dict[str, str]:
        """Return the arguments of the fact, filed as the last of its source was, or under a topic of that name."""
        arguments = dict(draft.arguments)
        if draft.source and draft.paragraph:
            arguments.setdefault("source", draft.source)
            arguments.setdefault("paragraph", str(draft.paragraph))
        source = await self._store.source(draft.source, server) if draft.source else None
        if "topics" not in arguments and draft.source:
            last = source and await self._drafts.last_topics(source, server)
            arguments["topics"] = last or f"+{draft.source.replace('-', ' ')}"
        if "subject" not in arguments and arguments.get("kind") == Predication.KIND and draft.source:
            arguments["subject"] = (source.title_short or source.title).strip("[]") if source else draft.source
        return arguments

    async def _followed(self, done: Answer, draft: StoredDraft, asker: Asker) -> Answer:
        """Return what was done and the next draft, or how many were skipped."""
        following = await self._drafts.next(asker.server, draft)
        waiting = await self._drafts.waiting(asker.server)
        if following is None:
            rest = (
                line("That was the last; {}: `!review` begins anew.", counted(waiting.total, "waits on", "wait on"))
                if waiting.total
                else line("No draft waits any more.")
            )
            return replace(done, note=(*done.note, rest))
        shown = await self._shown(following, asker, waiting)
        # The fact reads as its draft did: its number is news, and what is to be minded of it.
        did = (line("{}", done.title), *done.note) if done.title else done.note
        return replace(shown, note=(*did, (), *shown.note))

    async def _shown(self, draft: StoredDraft | None, asker: Asker, waiting: Waiting | None = None) -> Answer:
        waiting = waiting or await self._drafts.waiting(asker.server)
        if draft is None:
            return Answer(
                "done",
                note=note("No draft waits. `!source facts` and the key of a source drafts facts of its document."),
            )
        of = "proposed by a member" if draft.proposed else f"from {draft.source}"
        title = f"Draft {draft.number}, {of} ({counted(waiting.total, 'waits', 'wait')})"
        if draft.private and not asker.discreet:
            # What was written privately is read where nobody else can.
            hint = note(
                "It was proposed privately: as a slash command, `!review show {}` shows it to you.", draft.number
            )
            return Answer("done", title, note=hint)
        arguments = await self._arguments(draft, asker.server)
        lines = [line("{}: {}", name, one_line(value)) for name, value in _ordered(arguments)]
        lacking = [field for field in _asked(arguments) if field.name not in arguments]
        if lacking:
            named = ", ".join(field.name for field in lacking)
            example = line("`!review edit {} {}: …`", draft.number, lacking[0].name)
            lines.append(
                line("Not in the sentence, to be added where the document has it: {}, as in {}.", named, example)
            )
        edits = [done for done in await self._history.of_draft(draft.number, asker.server) if "edited" in done.after]
        if edits:
            lines.append(line("Edited by {}.", listed(dict.fromkeys(clean(edit.who) for edit in edits))))
        lines += await self._passage(draft, asker.server)
        return Answer(
            "done",
            title,
            note=tuple(lines),
            offers=OFFERS,
            draft=ShownDraft(draft.number, arguments),
        )

    async def _passage(self, draft: StoredDraft, server: int | None) -> list[Line]:
        """Return the sentence that the draft rests on with what stands around it, as far as the document is on hand."""
        source = await self._store.source(draft.source, server) if draft.source else None
        document = source and await self._evidence.document(source)
        if not source or not draft.paragraph:
            return [line("It names no paragraph: `source:` and `paragraph:` are needed before it can be accepted.")]
        if not document or draft.paragraph > len(document.paragraphs):
            return [line("¶{} of `{}` is not on hand.", draft.paragraph, source.key)]
        paragraph = document.paragraphs[draft.paragraph - 1]
        place = document.locator(draft.paragraph).label
        where = line("¶{} of `{}`{}", draft.paragraph, source.key, f" ({place})" if place else "")
        start, end = find(draft.arguments.get("quote", ""), paragraph) or (0, 0)
        before, after = paragraph[:start], paragraph[end:]
        if len(before) > AROUND:
            before = f"… {before[-AROUND:].partition(' ')[2]}"
        if len(after) > AROUND:
            after = f"{after[:AROUND].rpartition(' ')[0]} …"
        words = line("{}{}{}", before, Marked(paragraph[start:end]), after)
        lines = [line("{} reads: “{}”", where, words if start < end else paragraph[:_PASSAGE])]
        citing = await self._store.citing(source, draft.paragraph, server)
        if citing:
            labels = listed([fact.label for fact in citing], most=_CITING)
            lines.append(line("{} {} it already.", labels, "cites" if len(citing) == 1 else "cite"))
        return lines


def _asked(arguments: Mapping[str, str]) -> list[PayloadField]:
    """Return the fields of the draft’s kind for which whoever reviews it is asked."""
    kind = kind_of(arguments)
    return [field for field in kind.arguments() if field.argument and field.argument.asked] if kind else []


def _ordered(arguments: Mapping[str, str]) -> list[tuple[str, str]]:
    # A predicate that says no more than the text is read once.
    repeated = {"predicate"} if arguments.get("predicate") == arguments.get("text", "").rstrip(".") else set()
    own = [name for name in arguments if name not in (*_FIRST, *_LAST) and name not in _UNSHOWN | repeated]
    return [(name, arguments[name]) for name in (*_FIRST, *own, *_LAST) if name in arguments]


def _changed(known: Mapping[str, str], written: Arguments) -> dict[str, str]:
    """Return the arguments of a draft with what was written in their place, without those that it empties."""
    return {name: value for name, value in {**known, **written.values}.items() if value != NOTHING}


def _differing(known: Mapping[str, str], changed: Mapping[str, str]) -> tuple[str, ...]:
    """Return the names of the arguments that differ."""
    return tuple(name for name in {**known, **changed} if known.get(name) != changed.get(name))


def _decided(draft: StoredDraft) -> Refusal:
    if draft.fact:
        return Refusal("Draft {} has been accepted already, as F{}.", draft.number, draft.fact)
    if draft.reason:
        return Refusal("Draft {} has been rejected already: {}.", draft.number, draft.reason.rstrip("."))
    return Refusal("Draft {} was decided a moment ago.", draft.number)
