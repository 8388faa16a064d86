"""The thread of a long answer: all of its pages, which have no buttons there, and are corrected like the answer."""

from __future__ import annotations

import secrets
from dataclasses import replace
from functools import partial

import discord

from bot.briefing.answer import Answer
from bot.briefing.prose import clean
from bot.discord.delivery import Delivery
from bot.discord.press import PressContext
from bot.discord.sending import persistently
from db.reply_store import BUTTONS_LAST, Reply

NO_THREAD = "I may not begin a thread here any more: the pages are under the answer."
_NAME = 100  # characters


async def unroll(delivery: Delivery, ctx: PressContext, reply: Reply) -> None:
    """Put all pages of the reply into a thread of its message."""
    interaction, answer = ctx.pressed, await delivery.snapshots.answer(reply)
    answer = replace(answer, offers=tuple(offer for offer in answer.offers if offer != "thread"))
    await ctx.release()
    if not interaction.response.is_done():
        await interaction.response.defer()
    assert interaction.message is not None
    try:
        name = clean(str(answer.title or reply.question or "Answer"), _NAME)
        thread = await interaction.message.create_thread(name=name)
    except discord.Forbidden:
        await interaction.followup.send(NO_THREAD, ephemeral=True)
        return
    for number in range(1, len(delivery.messages.book(answer, reply)) + 1):
        page = reply.model_copy(
            update={
                **{"id": secrets.token_hex(8), "channel": thread.id, "page": number, "question": None},
                **{"asker": None, "question_message": None, "outline": delivery.outline(answer)},
                "at": ctx.at - BUTTONS_LAST,
            }
        )
        message = await persistently(partial(_put, delivery, thread, answer, page))
        await delivery.sent.keep(page.model_copy(update={"message": message}), first=True)
    reply = reply.model_copy(update={"outline": delivery.outline(answer)})
    await interaction.edit_original_response(**(await delivery.messages.compose(answer, reply)).edit)
    await delivery.sent.keep(reply)


async def _put(delivery: Delivery, thread: discord.Thread, answer: Answer, page: Reply) -> int:
    content = (await delivery.messages.compose(answer, page)).new
    return (await thread.send(**content, nonce=page.id, silent=True)).id
