"""The context menus on a message: "What do we know?" and "Propose as fact"."""

import re

import discord
from discord import app_commands
from discord.ext import commands

from bot.briefing.curating.proposing import Proposing
from bot.discord import press
from bot.discord.components.proposal_form import Propose

# What stands in a message and is not said in it: mentions and addresses.
_UNSAID = re.compile(r"<(?:@[!&]?|#)\d+>|https?://\S+|@(?:everyone|here)\b")
_LONGEST = 2000  # characters of a question; members with Nitro write longer messages


class MenusCog(commands.Cog, name="Menus"):
    """What can be done with a message that a member wrote; the answer is for the asker alone."""

    def __init__(self, proposing: Proposing) -> None:
        self._proposing = proposing
        self.menus = (
            app_commands.ContextMenu(name="What do we know?", callback=self.ask),
            app_commands.ContextMenu(name="Propose as fact", callback=self.propose),
        )

    async def ask(self, interaction: discord.Interaction, message: discord.Message) -> None:
        """Put the message to `!ask`."""
        ctx = await press.context(interaction, "ask", _UNSAID.sub(" ", message.content)[:_LONGEST])
        await ctx.bot.invoke(ctx)

    async def propose(self, interaction: discord.Interaction, message: discord.Message) -> None:
        """Open the form of a new fact, filled in from the message as far as that goes; members propose it."""
        words = _UNSAID.sub(" ", message.content).strip()
        sketch = await self._proposing.draft(words, interaction.guild_id)
        of = f"“{words}”, by {message.author.display_name}" if words else ""
        form = Propose("propose", sketch.topics, sketch.arguments, sources=sketch.sources, of=of)
        await interaction.response.send_modal(form)
