"""`!source` and its subcommands, and `!verify`."""

from types import MappingProxyType

import discord
from discord import app_commands
from discord.ext import commands

from bot.briefing.lookups.catalogue import Catalogue
from bot.briefing.reviewing.source_drafts import SourceDrafts
from bot.briefing.sources.sources import Sources
from bot.briefing.sources.verify import CitationVerifier
from bot.cogs import hybrid
from bot.cogs.checks import moderators_only
from bot.cogs.completion import completes
from bot.cogs.named_arguments import NamedArguments
from bot.discord.context import Context
from bot.discord.slash import asks


class Fields(NamedArguments):
    """The fields of CSL-JSON, and a text that is pasted; `file:` names a file to the terminal alone."""

    subject = "key"
    further = MappingProxyType({"file": "in the terminal: where the document is, ~/papers/report.pdf"})
    known = ("date", "document", "fingerprints", "forgotten", "published", "retired", "year")
    free = ("title", "title-short", "container-title", "publisher", "note", "text")
    key: str | None = commands.flag(description="the key it is cited by: post-2031", default=None)
    title: str | None = commands.flag(description="its title, or a descriptive one in [brackets]", default=None)
    title_short: str | None = commands.flag(name="title-short", description="a shorter title", default=None)
    type: str | None = commands.flag(description="article-newspaper, report, book, webpage, …", default=None)
    author: str | None = commands.flag(description="Family, Given; Family, Given; An Institution", default=None)
    container_title: str | None = commands.flag(
        name="container-title", description="the newspaper, journal or site it stands in", default=None
    )
    publisher: str | None = commands.flag(description="who published it", default=None)
    issued: str | None = commands.flag(
        description="its date: 2 April 2031, April 2031, 2031?, or in EDTF", default=None
    )
    url: str | None = commands.flag(description="where it can be read", default=None)
    language: str | None = commands.flag(description="its language: en, ko, …", default=None)
    note: str | None = commands.flag(description="an editorial note, shown as ours", default=None)
    text: str | None = commands.flag(description="the document's text, pasted: one paragraph a line", default=None)


class Reason(NamedArguments):
    """Which source, and why."""

    subject = "key"
    key: str | None = commands.flag(description="the key of a source", default=None)
    reason: str | None = commands.flag(description="why", default=None)


class SourcesCog(commands.Cog, name="Keep the sources"):
    """What facts rest on, and its text."""

    def __init__(
        self, catalogue: Catalogue, sources: Sources, verifier: CitationVerifier, drafts: SourceDrafts
    ) -> None:
        self._catalogue = catalogue
        self._sources = sources
        self._verifier = verifier
        self._drafts = drafts

    @hybrid.command()
    @moderators_only()
    async def verify(self, ctx: Context) -> None:
        """Hold every citation against the documents, and list what is no longer as it was read."""
        await ctx.answer(await self._verifier.run(ctx.server, ctx.report))

    @hybrid.group(invoke_without_command=True)
    async def source(self, ctx: Context, *, place: str = "") -> None:
        """Describe a source, or show one paragraph and the facts that rest on it.

        After the key `2-6` shows several paragraphs, and `uncited` those that no fact cites.
        Moderators add, edit, retire and restore sources, and take their documents down.
        Example: `!source {source}` or `!source {source} {paragraph}`
        """
        await ctx.answer(await self._catalogue.source(place, ctx.server))

    @source.command(extras=asks("place"))
    @app_commands.describe(place="the key of a source, and a paragraph: post-2031 9, post-2031 2-6, post-2031 uncited")
    @completes(place="paragraph")
    async def show(self, ctx: Context, *, place: str = "") -> None:
        """Describe a source, or show one paragraph and the facts that rest on it.

        After the key `2-6` shows several paragraphs, and `uncited` those that no fact cites.
        Example: `!source show {source}` or `!source show {source} {paragraph}`
        """
        await ctx.answer(await self._catalogue.source(place, ctx.server))

    @source.command(usage="<key>", extras=asks("key"))
    @moderators_only()
    @app_commands.describe(key="the key of a source whose document is on hand")
    @completes(key="source")
    async def facts(self, ctx: Context, *, key: str = "") -> None:
        """Draft facts of what a source’s document states, one a sentence, for review.

        Kind, figures, date and speaker are filled in as far as rules can tell; sentences that a fact cites are left
        out. `!review` shows the drafts one at a time.
        Example: `!source facts {source}`
        """
        await ctx.answer(await self._drafts.draft(key, ctx.asker))

    @source.command(usage="[key] title: … [author: …] [issued: …] …")
    @moderators_only()
    @app_commands.describe(document="the document: .txt, .md, .html, .pdf, .docx or .eml, at most 5 MB")
    async def add(self, ctx: Context, document: discord.Attachment | None = None, *, fields: Fields) -> None:
        """Add a source, and its document as an attached file or pasted text.

        The fields are those of CSL-JSON: title, title-short, type, author, container-title, publisher, issued, url,
        language, note; what the file says of itself need not be written. The document, where there is one, is
        attached, or pasted as `text:` with one paragraph a line; in the terminal `file: report.pdf` names it, and
        `footnote source add` on the command line reads whole folders.
        Example: `!source add post-2031 title: A night ferry author: Holm, Greta issued: 2031-04`
        """
        upload = await ctx.upload(document, fields.arguments.get("file"))
        await ctx.answer(await self._sources.add(fields.arguments, ctx.asker, upload))

    @source.command(usage="<key> [title: …] [issued: …] …", extras=asks("key"))
    @moderators_only()
    @app_commands.describe(
        document="a new version of the document: .txt, .md, .html, .pdf, .docx or .eml, at most 5 MB"
    )
    @completes(key="source")
    async def edit(self, ctx: Context, document: discord.Attachment | None = None, *, fields: Fields) -> None:
        """Change the fields of a source, or attach a new version of its document.

        `none` empties a field. Every citation is held against a new document: one that has moved is cited where it
        stands now, and those that read otherwise are listed.
        Example: `!source edit post-2031 issued: 2031-04-02 publisher: none`
        """
        upload = await ctx.upload(document, fields.arguments.get("file"))
        await ctx.answer(await self._sources.edit(fields.arguments, ctx.asker, upload))

    @source.command(usage="<key> reason: …", extras=asks("key", "reason"))
    @moderators_only()
    @completes(key="source")
    async def retire(self, ctx: Context, *, fields: Reason) -> None:
        """Mark a source as one no longer to be relied on.

        The facts that cite it stay; those that rest on it alone say so.
        Example: `!source retire post-2031 reason: the paper withdrew the article`
        """
        await ctx.answer(await self._sources.retire(fields.arguments, ctx.asker))

    @source.command(usage="<key> [reason: …]", extras=asks("key"))
    @moderators_only()
    @completes(key="retired source")
    async def restore(self, ctx: Context, *, fields: Reason) -> None:
        """Take the retirement of a source back.

        Example: `!source restore post-2031`
        """
        await ctx.answer(await self._sources.restore(fields.arguments, ctx.asker))

    @source.command(usage="<key> reason: …", extras=asks("key", "reason"))
    @moderators_only()
    @completes(key="source")
    async def forget(self, ctx: Context, *, fields: Reason) -> None:
        """Take the text of a document down, and keep its citations, fingerprints and facts.

        Example: `!source forget post-2031 reason: the publisher asked for it`
        """
        await ctx.answer(await self._sources.forget(fields.arguments, ctx.asker))
