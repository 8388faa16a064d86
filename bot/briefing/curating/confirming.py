"""Confirmation: yes or no to what a person was last shown, facts to be written or a file to be taken."""

from bot.briefing.answer import Answer
from bot.briefing.asker import Asker
from bot.briefing.curating.curation import Curation
from bot.briefing.curating.exchange import Exchange
from bot.briefing.curating.proposal import Illegible, Proposal, is_import, read, title
from bot.briefing.refusals import Refusal
from db.notes import note
from db.preview_store import Preview, PreviewStore


class Confirming:
    """Carries out `!yes` and `!no`."""

    def __init__(self, previews: PreviewStore, curation: Curation, exchange: Exchange) -> None:
        self._previews = previews
        self._curation = curation
        self._exchange = exchange

    async def yes(self, asker: Asker, number: int | None = None) -> Answer:
        """Carry out what this person was last shown in this channel, or that preview if it is still the last."""
        preview = await self._waiting(asker, number)
        try:
            if is_import(preview):
                return await self._exchange.carry_out(preview, asker)
            return await self._curation.carry_out(read(Proposal, preview.record), asker, preview)
        except Illegible:
            await self._previews.drop(preview.id)
            raise

    async def no(self, asker: Asker, number: int | None = None) -> Answer:
        """Drop what this person was last shown in this channel."""
        preview = await self._waiting(asker, number)
        if not await self._previews.drop(preview.id):
            raise Refusal("That was answered a moment ago, and is not dropped any more.")
        return Answer("done", note=note("Dropped: {}. Nothing was written.", title(preview)))

    async def _waiting(self, asker: Asker, number: int | None) -> Preview:
        preview = await self._previews.waiting(asker.actor, asker.desk)
        if preview and number not in (None, preview.id):
            raise Refusal("A newer preview has taken the place of that one: answer the newer one, or write it again.")
        if preview is None:
            raise Refusal(
                "Nothing waits for your answer here: a preview is kept for 15 minutes, for whoever asked for it, "
                "in the channel where they did. Write the command again."
            )
        return preview
