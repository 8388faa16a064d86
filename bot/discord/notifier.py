"""The notifier: it puts notices where people asked, or before them alone, and rings nobody."""

from __future__ import annotations

import hashlib
import logging
from functools import partial
from typing import Any

import discord

from bot.briefing.answer import Answer
from bot.briefing.reply_snapshot import revisions
from bot.briefing.team.notices import Notice, Told
from bot.discord.context import Bot
from bot.discord.delivery import Delivery
from bot.discord.sending import UNSENT, persistently, tell, why
from db.reply_store import Reply

log = logging.getLogger(__name__)


class Notifier:
    """Puts answers that nobody waits for where the member asked.

    One that is private goes to them alone: with the token of what they last used there, else in direct messages.
    """

    def __init__(self, bot: Bot, delivery: Delivery) -> None:
        self._bot = bot
        self._delivery = delivery

    async def tell(self, notice: Notice) -> Told:
        """Put a notice where it is for, and say what became of it."""
        try:
            await self._deliver(notice)
        except (discord.NotFound, discord.Forbidden, discord.InvalidData) as gone:
            # No notice can go there any more, today or tomorrow.
            log.info("a notice had no place to go: %s", why(gone))
            return "unreachable"
        except UNSENT as failure:
            log.warning("a notice was not sent and waits: %s", why(failure))
            return "later"
        return "told"

    async def _deliver(self, notice: Notice) -> None:
        answer = notice.answer
        reply = Reply(
            # The same again where a process that ended before it could note it had told it: Discord takes it once.
            id=hashlib.sha256(repr(notice.matter).encode()).hexdigest()[:16],
            server=notice.server,
            channel=notice.channel,
            message=0,
            asker=notice.member,
            question=notice.question,
            outline=self._delivery.outline(answer),
            at=notice.at,
            revisions=revisions(answer),
        )
        with self._delivery.sent.sending(reply.id):
            if not notice.private or notice.server is None:
                place = self._bot.get_partial_messageable(notice.channel)
                reply = await self._put(place, answer, reply, f"<@{notice.member}>" if notice.member else None)
            else:
                reply = await self._put_privately(answer, reply)
            if reply.revisions:
                await self._delivery.sent.keep(reply, first=True)

    async def _put_privately(self, answer: Answer, reply: Reply) -> Reply:
        member = reply.asker or 0
        if used := self._delivery.used.get((reply.channel, member)):
            alone = reply.model_copy(update={"private": True})
            try:
                content = await self._delivery.messages.compose(answer, alone, files=False)
                message = await tell(used, **content.new)
            except discord.HTTPException as failure:
                log.info("a private notice goes out as a direct message: %s", why(failure))
            else:
                self._delivery.interactions[alone.id] = used
                return alone.model_copy(update={"message": message})
        # Whoever has left the server is told no more of what is said there.
        server = self._bot.get_guild(reply.server or 0)
        if server is None:
            raise discord.InvalidData("the bot is no longer in that server")
        await server.fetch_member(member)
        # As `create_dm` does, but for a number, which Discord describes as a string.
        direct = await self._bot.http.start_private_message(str(member))
        reply = reply.model_copy(update={"channel": int(direct["id"])})
        return await self._put(self._bot.get_partial_messageable(reply.channel), answer, reply, None)

    async def _put(self, place: discord.abc.Messageable, answer: Answer, reply: Reply, address: str | None) -> Reply:
        """Send a notice and return it as it was sent: as text where a card was refused."""
        nonce: dict[str, Any] = {"nonce": reply.id, "silent": True}
        content = await self._delivery.messages.compose(answer, reply, files=False, address=address)
        try:
            sent = await persistently(partial(place.send, **content.new, **nonce))
        except discord.HTTPException as failure:
            if failure.status not in (400, 403):
                raise
            reply = reply.model_copy(update={"plain": True})
            content = await self._delivery.messages.compose(answer, reply, files=False, address=address)
            sent = await persistently(partial(place.send, **content.new, suppress_embeds=True, **nonce))
        return reply.model_copy(update={"message": sent.id})
