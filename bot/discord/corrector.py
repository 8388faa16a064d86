"""Corrections in Discord: answers that show a fact which has been changed since are edited where they stand."""

from __future__ import annotations

import logging

import discord

from bot.briefing.answer import Answer
from bot.briefing.corrections import Corrections
from bot.discord.context import Bot
from bot.discord.delivery import EXPIRED, UNSENT, Delivery, why
from bot.discord.messages import attachments, compose, drawable
from db.reply_store import Reply
from db.values import now

log = logging.getLogger(__name__)


class Corrector:
    """Edits answers of the last days; what cannot be edited for now is tried again, what never can be is logged."""

    def __init__(self, delivery: Delivery, corrections: Corrections) -> None:
        self._delivery = delivery
        self._corrections = corrections

    async def correct(self, bot: Bot) -> None:
        """Correct all answers that show a fact as it is no more."""
        for reply in await self._delivery.replies.outdated():
            sentences, seen = await self._corrections.of(reply, now().date())
            corrected = reply.model_copy(update={"revisions": seen})
            if sentences:
                answer = await self._delivery.snapshots.answer(reply)
                corrected = corrected.model_copy(
                    update={
                        "notices": (*reply.notices, *sentences),
                        "charted": reply.charted and drawable(answer),
                    }
                )
                if not await self._is_settled(bot, corrected, answer):
                    continue
            await self._delivery.replies.keep(corrected)

    async def _is_settled(self, bot: Bot, reply: Reply, answer: Answer) -> bool:
        """Edit the reply's message; False where that is worth another try."""
        try:
            edited = await self._edit(bot, reply, answer)
        except UNSENT as failure:
            never = isinstance(failure, discord.HTTPException) and (
                failure.status in (403, 404) or failure.code in EXPIRED
            )
            verb = "is not corrected" if never else "waits for its correction"
            log.warning("an answer in channel %s %s: %s", reply.channel, verb, why(failure))
            return never
        if edited:
            log.info("an answer in channel %s was corrected", reply.channel)
        else:
            log.warning("a private answer in channel %s is not corrected: its token has expired", reply.channel)
        return True

    async def _edit(self, bot: Bot, reply: Reply, answer: Answer) -> bool:
        """Edit the reply's message; False where it is private and nobody can edit it any more."""
        interaction = self._delivery.interactions.get(reply.id)
        if reply.private and interaction is None:
            return False
        content = compose(answer, reply) | {"attachments": await attachments(answer, reply)}
        if reply.private and interaction is not None:
            await interaction.edit_original_response(**content)
        else:
            channel = bot.get_partial_messageable(reply.channel, guild_id=reply.server)
            await channel.get_partial_message(reply.message).edit(**content)
        return True
