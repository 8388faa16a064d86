"""Facts that members propose: kept for the moderators, who review them as they do drafts."""

from collections.abc import Mapping

from bot.briefing.answer import Answer
from bot.briefing.arguments import Arguments
from bot.briefing.asker import Asker
from bot.briefing.examples import Examples
from bot.briefing.prose import quoted
from bot.briefing.refusals import Refusal
from db import pinpoints
from db.draft_store import DraftStore, StoredDraft
from db.errors import TooManyDrafts
from db.notes import line, note
from db.store import Store

WAITING = 10  # proposed facts that one member may have waiting
_NOT_FOR_MEMBERS = frozenset(("yes", "corrects", "key"))


class MemberProposals:
    """Answers `!fact propose`."""

    def __init__(self, store: Store, drafts: DraftStore) -> None:
        self._store = store
        self._drafts = drafts

    async def propose(self, arguments: Arguments, asker: Asker) -> tuple[Answer, StoredDraft | None]:
        """Keep what a member proposes for review, and return it if it is new; raises Refusal without a text."""
        values: Mapping[str, str] = {
            name: value for name, value in arguments.values.items() if name not in _NOT_FOR_MEMBERS
        }
        text = " ".join((values.get("text") or arguments.subject).split())
        missing = () if text else (line("`text:` is missing: say what the paragraph says, in your own words."),)
        if arguments.problems or missing:
            here = await Examples(self._store).here(asker.server)
            written = "`!fact propose text: The ferry sails at nine. source: {} paragraph: {}`"
            arguments.refuse_problems(*missing, example=line(written, here.source, here.paragraph))
        source = await self._store.source(values.get("source", "").casefold(), asker.server)
        if values.get("source") and source is None:
            raise Refusal("There is no source {}: `!sources` lists them.", quoted(values["source"]))
        try:
            kept, new = await self._drafts.propose(
                {**values, "text": text},
                asker.actor,
                asker.server,
                where=source,
                paragraph=pinpoints.number(values.get("paragraph", "")),
                channel=asker.channel,
                private=asker.private,
                at_most=WAITING,
            )
        except TooManyDrafts:
            raise Refusal(
                "{} facts that you proposed wait already: wait until some of them are reviewed.", WAITING
            ) from None
        if kept.fact:
            taken = note("That was proposed before, and is F{0} now: `!cite F{0}`.", kept.fact)
            return Answer("done", note=taken), None
        if kept.reason:
            rejected = note("That was proposed before, and rejected: {}.", kept.reason.rstrip("."))
            return Answer("done", note=rejected), None
        thanks = note(
            "Thank you: {} waits for the moderators as draft {}, and {} what becomes of it. "
            "`!privacy` says what I store, `!forget-me` removes it.",
            quoted(text),
            kept.number,
            "you alone will be told" if asker.private else "you will be told here",
        )
        return Answer("done", note=thanks), kept if new else None
