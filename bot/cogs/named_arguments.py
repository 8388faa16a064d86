"""Named arguments of a command, the same behind the prefix and as the fields of a slash command."""

from __future__ import annotations

from collections.abc import Mapping
from types import new_class
from typing import Any, Self, cast

from discord.ext import commands

from bot.briefing import arguments
from bot.briefing.arguments import Arguments
from bot.briefing.prose import quoted
from db.notes import line


class NamedArguments(commands.FlagConverter):
    """Flags of which each is a string or None; `arguments` is what was written, whichever way it came.

    A command takes them as its one parameter, and passes `flags.arguments` to its service:

        class SourceFlags(NamedArguments):
            subject = "key"
            key: str | None = commands.flag(description="…", default=None)
            title: str | None = commands.flag(description="…", default=None)

        @source.command()
        @moderators_only()
        async def add(self, ctx: Context, *, flags: SourceFlags) -> None:
            await ctx.answer(await self._curation.add(flags.arguments, ctx.asker))

    The flag named by `subject` stands before the first name (`!source add post-2031 title: …`), and is found in
    `arguments.subject`. Discord allows a slash command 25 fields: names in `further`, with what is written into each,
    are written behind the prefix like any other, and go into the field `more` of the slash command
    (`more: place: Port Ellery outcome: none`). The values of those in `free` may hold a `word:` that is nothing like a
    name, and is not `known` as somebody's try at one.
    """

    # Not annotated, since discord.py takes every annotation for a flag.
    subject = ""
    further = cast("Mapping[str, str]", {})
    free = tuple[str, ...]()
    known = tuple[str, ...]()
    _written = cast("Arguments | None", None)

    @classmethod
    async def convert(cls, ctx: commands.Context[Any], argument: str) -> Self:
        """Read what stands behind the prefix; problems are kept for the service to tell, with its own."""
        flags = await cls._construct_default(ctx)
        flags._written = arguments.read(argument, cls.names(), cls.free, cls.known)  # noqa: SLF001  # its own, made in the line above
        return flags

    @classmethod
    def hints(cls) -> dict[str, str]:
        """Return what is written into each argument, in the order in which they are told."""
        fields = {name: flag.description for name, flag in cls.get_flags().items() if name != "more"}
        return {**fields, **cls.further}

    @classmethod
    def names(cls) -> tuple[str, ...]:
        return tuple(cls.hints())

    @property
    def arguments(self) -> Arguments:
        written = self._written or self._fields()
        # By the class, since a flag may have that name too.
        leading = type(self).subject
        values = {name: value for name, value in written.values.items() if name != leading}
        return Arguments(written.subject or written.values.get(leading, ""), values, written.problems)

    def _fields(self) -> Arguments:
        """Return what was written into the fields of a slash command."""
        values = {name: value.strip() for name, value in self if value and value.strip()}
        more = arguments.read(values.pop("more", ""), self.further)
        strays = (line("{} in `more:` has no name before it.", quoted(more.subject)),) if more.subject else ()
        return Arguments("", {**values, **more.values}, (*more.problems, *strays))


def named_arguments(
    doc: str, hints: Mapping[str, str], *, subject: str = "", further: Mapping[str, str] | None = None
) -> type[NamedArguments]:
    """Make such a class of the names and what is written into each, where they are not known before the program runs.

    A command takes it as `flags: Annotated[NamedArguments, made]`.
    """
    body = {name: commands.flag(description=hint, default=None) for name, hint in hints.items()}
    body |= {"__annotations__": dict.fromkeys(hints, "str | None"), "__doc__": doc, "__module__": __name__}
    made = new_class("Made", (NamedArguments,), exec_body=lambda namespace: namespace.update(body))
    made = cast("type[NamedArguments]", made)
    made.subject, made.further = subject, further or {}
    return made


def taken_by(command: commands.Command[Any, ..., Any]) -> type[NamedArguments] | None:
    """Return the named arguments that a command takes, None for one that takes none."""
    kinds = (parameter.annotation for parameter in command.params.values())
    return next((kind for kind in kinds if isinstance(kind, type) and issubclass(kind, NamedArguments)), None)
