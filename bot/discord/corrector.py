"""Corrections in Discord: answers that show a fact which has been changed since are edited where they stand."""

from __future__ import annotations

import hashlib
import logging
import time
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any, Literal, TypeAlias

import discord

from bot.briefing.corrections import Corrections
from bot.briefing.prose import counted
from bot.discord.context import Bot
from bot.discord.delivery import Delivery
from bot.discord.messages import drawable
from bot.discord.sending import EXPIRED, UNSENT, persistently, tell, why
from bot.render.escape import escaped
from bot.render.pages import LIMIT
from db.reply_store import Reply

# Discord lets messages that are older be edited a few times only: "maximum number of edits reached".
OLD, TOO_MANY_EDITS = timedelta(hours=1), 30046
TRIES = 3
LONGEST_PAUSE = 3600.0  # seconds
_LINKED = 5  # answers to which there are buttons
_SHOWN = 3  # corrections that are said in the reply that points to them
_Outcome: TypeAlias = Literal["edited", "too old", "never", "later"]
log = logging.getLogger(__name__)


@dataclass(frozen=True)
class _Pause:
    """How often Discord has refused to have old messages of a channel edited, and until when none is tried there."""

    times: int = 0
    until: float = 0.0


class Corrector:
    """Edits answers of the last days; what cannot be edited for now is tried again, what never can be is logged.

    Whoever asked gets one short reply that points to what was corrected, since an edit notifies nobody.
    """

    def __init__(self, delivery: Delivery, corrections: Corrections, pause: float) -> None:
        """Take the seconds after which a channel that takes no edits for now is tried again; they double each time."""
        self._delivery = delivery
        self._corrections = corrections
        self._pause = pause
        self._pauses: defaultdict[int, _Pause] = defaultdict(_Pause)
        # Channels in which Discord takes no edit at all for now, and until when.
        self._limited = dict[int, float]()
        # The channels that rest in this round, for old answers or for others.
        self._resting = set[tuple[int, bool]]()
        # The last revision of a source that was looked at, and the replies that wait for a later round.
        self._looked = 0
        self._waiting = set[str]()

    async def correct(self, bot: Bot) -> None:
        """Correct all answers of this process's servers that show a fact, or name a source, as it is no more."""
        looked, revised = await self._corrections.sources_revised(self._looked)
        corrected: defaultdict[tuple[int, int, _Outcome], list[Reply]] = defaultdict(list)
        waiting = set[str]()
        # Decided once a round, so that the answers of a channel are corrected together or wait together.
        now = time.monotonic()
        self._resting = {(channel, True) for channel, pause in self._pauses.items() if now < pause.until}
        self._limited = {channel: until for channel, until in self._limited.items() if now < until}
        self._resting |= {(channel, old) for channel in self._limited for old in (True, False)}
        for reply in await self._delivery.replies.outdated(revised, self._waiting, bot.own):
            sentences, seen = await self._corrections.of(reply)
            changed = reply.model_copy(update={"revisions": seen})
            if sentences != reply.outline.corrections:
                answer = await self._delivery.snapshots.answer(reply)
                outline = reply.outline.model_copy(update={"corrections": sentences})
                changed = changed.model_copy(update={"outline": outline, "charted": reply.charted and drawable(answer)})
                outcome = await self._outcome(
                    bot, changed, (await self._delivery.messages.compose(answer, changed)).edit
                )
                if outcome == "later":
                    waiting.add(reply.id)
                    continue
                # What shows a change that somebody made answers no question of theirs.
                if reply.asker and reply.outline.status != "done":
                    corrected[reply.channel, reply.asker, outcome].append(changed)
            if changed != reply:
                await self._delivery.sent.keep(changed)
        self._looked, self._waiting = looked, waiting
        for (_, _, outcome), replies in corrected.items():
            await self._point(bot, replies, outcome)

    async def _outcome(self, bot: Bot, reply: Reply, content: dict[str, Any]) -> _Outcome:
        """Edit the reply's message, unless those of its age rest in its channel, and say what came of it."""
        old = not reply.private and discord.utils.snowflake_time(reply.message) < discord.utils.utcnow() - OLD
        if (reply.channel, old) in self._resting:
            return "later"
        try:
            edited = await self._edit(bot, reply, content)
        except discord.RateLimited as failure:
            # So it says of old ones too that they have been edited too often.
            return self._put_off(reply, failure) if old else self._rest(reply, failure)
        except UNSENT as failure:
            if isinstance(failure, discord.HTTPException) and failure.code == TOO_MANY_EDITS:
                return self._put_off(reply, failure)
            never = isinstance(failure, discord.HTTPException) and (
                failure.status in (403, 404) or failure.code in EXPIRED
            )
            verb = "is not corrected" if never else "waits for its correction"
            log.warning("an answer in channel %s %s: %s", reply.channel, verb, why(failure))
            return "never" if never else "later"
        self._pauses.pop(reply.channel, None)
        if not edited:
            log.warning("a private answer in channel %s is not corrected: its token has expired", reply.channel)
            return "never"
        log.info("an answer in channel %s was corrected", reply.channel)
        return "edited"

    def _rest(self, reply: Reply, failure: discord.RateLimited) -> _Outcome:
        """Let the channel rest for as long as Discord says."""
        self._limited[reply.channel] = time.monotonic() + failure.retry_after
        self._resting |= {(reply.channel, True), (reply.channel, False)}
        log.warning("an answer in channel %s waits %g s for its correction", reply.channel, failure.retry_after)
        return "later"

    def _put_off(self, reply: Reply, failure: Exception) -> _Outcome:
        """Let old answers of the channel rest for longer each time, until one is given up, and a reply has to do."""
        pause = self._pauses[reply.channel]
        self._resting.add((reply.channel, True))
        given_up = pause.times + 1 >= TRIES
        wait = min(self._pause * 2**pause.times, LONGEST_PAUSE)
        self._pauses[reply.channel] = _Pause(0 if given_up else pause.times + 1, time.monotonic() + wait)
        verb = "is too old to be edited" if given_up else f"waits {wait:g} s for its correction"
        log.warning("an answer in channel %s %s: %s", reply.channel, verb, why(failure))
        return "too old" if given_up else "later"

    async def _edit(self, bot: Bot, reply: Reply, content: dict[str, Any]) -> bool:
        """Edit the reply's message; False where it is private and nobody can edit it any more."""
        interaction = self._delivery.interactions.get(reply.id)
        if reply.private and interaction is None:
            return False
        if reply.private and interaction is not None:
            await interaction.edit_original_response(**content)
        else:
            channel = bot.get_partial_messageable(reply.channel, guild_id=reply.server)
            await channel.get_partial_message(reply.message).edit(**content)
        return True

    async def _point(self, bot: Bot, replies: Sequence[Reply], outcome: _Outcome) -> None:
        """Say to whoever asked for these answers what was wrong with them: once, beside the latest of them."""
        reply = replies[-1]
        if outcome == "never":
            return
        wanted = not reply.server or (await bot.servers.of(reply.server)).corrections
        if outcome == "edited" and not wanted and not reply.outline.pointer:
            return
        try:
            pointer = await self._send(bot, replies, _pointing(replies, outcome))
        except UNSENT as failure:
            log.warning("whoever asked is not told of a correction in channel %s: %s", reply.channel, why(failure))
            return
        for each in replies if pointer else ():
            outline = each.outline.model_copy(update={"pointer": pointer})
            await self._delivery.sent.keep(each.model_copy(update={"outline": outline}))

    async def _send(self, bot: Bot, replies: Sequence[Reply], words: str) -> int | None:
        """Say it beside the latest of the replies, in place of what was said of an earlier correction.

        Buttons lead to those before it. Returns the number of the message.
        """
        *before, reply = replies
        if reply.private:
            interaction = self._delivery.interactions.get(reply.id)
            return await tell(interaction, content=words) if interaction else None
        channel = bot.get_partial_messageable(reply.channel, guild_id=reply.server)
        words = f"<@{reply.asker}> {words}"
        view = discord.ui.View(timeout=None)
        for number, each in enumerate(before[-_LINKED:], 1):
            label = "Go to the answer before" if len(before) == 1 else f"Go to answer {number}"
            view.add_item(discord.ui.Button(label=label, url=channel.get_partial_message(each.message).jump_url))
        if reply.outline.pointer:
            await channel.get_partial_message(reply.outline.pointer).edit(content=words, view=view)
            return reply.outline.pointer
        answered = channel.get_partial_message(reply.message).to_reference(fail_if_not_exists=False)
        # Discord takes it once, should the process end before it is noted, and another say it again.
        nonce = hashlib.sha256(f"{reply.id} {words}".encode()).hexdigest()[:16]
        sent = await persistently(
            lambda: channel.send(words, reference=answered, mention_author=False, silent=True, nonce=nonce, view=view)
        )
        return sent.id


def _pointing(replies: Sequence[Reply], outcome: _Outcome) -> str:
    """Return the short reply that points to corrected answers."""
    sentences = list(dict.fromkeys(sentence for reply in replies for sentence in reply.outline.corrections))
    more = f" There are {len(sentences) - _SHOWN} more." if len(sentences) > _SHOWN else ""
    several = len(replies) > 1
    which = f"This answer and {counted(len(replies) - 1, 'answer')} before it" if several else "This answer"
    if not sentences:
        return f"{which} {'stand' if several else 'stands'} as at first: the correction was taken back."
    said = " ".join(escaped(sentence) for sentence in sentences[:_SHOWN])
    lead = f"{which} {'were' if several else 'was'} corrected."
    if outcome == "too old":
        lead = f"{which} {'hold' if several else 'holds'} no more as written, and Discord lets me edit no more."
    return f"{lead} {said}{more}"[:LIMIT]
