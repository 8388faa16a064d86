"""The cog of `!audit`, `!export` and `!import`."""

import discord
from discord import app_commands
from discord.ext import commands

from bot.briefing.arguments import read, whole
from bot.briefing.curating.exchange import Exchange
from bot.briefing.team.audit import Audit
from bot.cogs import hybrid
from bot.cogs.checks import moderators_only
from bot.cogs.named_arguments import NamedArguments
from bot.discord.context import PRIVATE, Context


class AuditFlags(NamedArguments):
    """Whose changes, and since when."""

    by: str | None = commands.flag(description="whose changes: @Mo, or a name", default=None)
    since: str | None = commands.flag(description="since when: 2026-11-01, 2026-11", default=None)
    page: str | None = commands.flag(description="which page, the newest being 1", default=None)


class BookkeepingCog(commands.Cog, name="Keep the record"):
    """Who changed what, and a server's facts as a file, out and in."""

    def __init__(self, audit: Audit, exchange: Exchange) -> None:
        self._audit = audit
        self._exchange = exchange

    @hybrid.command(usage="[@member] [since] [page: 2]", extras={PRIVATE: True})
    @moderators_only()
    async def audit(self, ctx: Context, *, flags: AuditFlags) -> None:
        """List who changed what in this server, newest first.

        Example: `!audit @Mo 2026-11` or `!audit by: Mo since: 2026-11-01 page: 2`
        """
        await ctx.answer(await self._audit.read(flags.arguments, ctx.asker))

    @hybrid.command(usage="[part] [documents: text]", extras={PRIVATE: True})
    @moderators_only()
    @app_commands.describe(
        part="which part, of very many facts; without one: the first",
        documents="of added documents: fingerprints, or text",
    )
    async def export(self, ctx: Context, part: int | None = None, *, documents: str = "fingerprints") -> None:
        """Get this server’s own facts as a file, with the sources and topics that they need.

        `!import`, `footnote import` and a folder of fixtures take it as it is. Of documents that were added it has the
        fingerprints, or their text. More than 1,000 facts come in parts.
        Example: `!export` or `!export documents: text`
        """
        named = read(documents, ("documents", "part"))
        texts = named.get("documents") or named.subject or "fingerprints"
        written = named.get("part")
        number = whole(written, "part") if written else 1 if part is None else part
        await ctx.answer(await self._exchange.export(ctx.asker, texts, number))

    @hybrid.command(name="import", usage="<attached file>")
    @moderators_only()
    @app_commands.describe(file="a YAML or JSON file as !export writes it", path="a path, in the terminal alone")
    async def import_(self, ctx: Context, file: discord.Attachment | None = None, *, path: str = "") -> None:
        """Show what a file would add or change here, and take all of it after a yes, or nothing.

        The file is attached; the terminal takes its path.
        Example: `!import file: ./footnote-2031-04-02.yaml`
        """
        named = read(path, ("file",))
        upload = await ctx.upload(file, named.get("file") or named.subject or None)
        await ctx.answer(await self._exchange.propose(upload, ctx.asker))
