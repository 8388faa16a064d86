"""The cog behind the forms that a member sends off."""

from collections.abc import Mapping

import discord
from discord.ext import commands

from bot.briefing import arguments
from bot.briefing.curating.draft import NOTHING
from bot.briefing.prose import clean
from bot.cogs.fact_flags import ADD
from bot.discord import press
from bot.discord.components.form import Filled, FormName, filled
from bot.discord.components.proposal_form import of_its_kind
from bot.discord.delivery import Delivery
from bot.discord.sending import tell

# The command that a form about a draft stands for.
_REVIEWS: dict[FormName | None, str] = {"draft": "review edit", "reject": "review reject"}
NOT_KNOWN = "I no longer know what that form was for, and nothing was written."


class FormsCog(commands.Cog):
    """Forms, each carried out as the command that it stands for."""

    def __init__(self, delivery: Delivery) -> None:
        self._delivery = delivery

    @commands.Cog.listener()
    async def on_interaction(self, interaction: discord.Interaction) -> None:
        """Carry out a form as its command, also one that was opened before the program was started again."""
        if interaction.type is not discord.InteractionType.modal_submit:
            return
        form = filled(interaction)
        if form.name == "wrong":
            words = f"{form.values.get('fact', '')} {form.values.get('reason', '')}"
            await self._invoke(interaction, "report", words)
            return
        if form.name in _REVIEWS:
            await self._decide(form, interaction)
            return
        fact = await self._fact(form, interaction)
        if fact is None:
            await self._not_known(form, interaction)
            return
        ctx = await press.context(interaction, "fact add")
        # Members propose what moderators add.
        command = "fact add" if await ctx.is_moderator() else "fact propose"
        await self._invoke(interaction, command, arguments.write(fact))

    async def _not_known(self, form: Filled, interaction: discord.Interaction) -> None:
        written = [f"> {clean(value, 500)}" for value in form.values.values() if value][:3]
        await tell(interaction, content="\n".join([NOT_KNOWN, *(("You wrote:", *written) if written else ())]))

    async def _fact(self, form: Filled, interaction: discord.Interaction) -> Mapping[str, str] | None:
        """Return the arguments of the fact that the form describes; None where what it was about is gone."""
        match form.name:
            case "propose":
                return of_its_kind({"topics": form.matter, **form.values})
            case "change" | "rest":
                reply = await self._delivery.sent.remembered(form.matter, interaction.channel_id)
                if reply is None or reply.ended or reply.asker != interaction.user.id:
                    return None
                return of_its_kind({**sketched(reply.question), **form.values})
        return None

    async def _decide(self, form: Filled, interaction: discord.Interaction) -> None:
        """Carry out what was filled in about a draft, in the place of the reply that shows it."""
        reply = await self._delivery.sent.remembered(form.matter, interaction.channel_id)
        if reply is None or reply.ended or reply.asker != interaction.user.id:
            await self._not_known(form, interaction)
            return
        # What is left empty is emptied.
        values = {name: value or NOTHING for name, value in form.values.items()}
        words = arguments.write(values, str(reply.outline.preview))
        ctx = await press.context(interaction, _REVIEWS[form.name], words)
        ctx.preview = reply
        await ctx.bot.invoke(ctx)

    async def _invoke(self, interaction: discord.Interaction, command: str, words: str) -> None:
        ctx = await press.context(interaction, command, words)
        ctx.filled_in = words.strip()
        await ctx.bot.invoke(ctx)


def sketched(words: str | None) -> Mapping[str, str]:
    """Return the arguments of a fact in the making, as its reply keeps them."""
    return arguments.read(words or "", ADD.names()).values
