"""Named arguments come to the same behind the prefix and in the fields of a slash command."""

import asyncio
from types import MappingProxyType
from typing import Any, cast

from discord.ext import commands
from hypothesis import given
from hypothesis import strategies as st

from bot.briefing.arguments import Arguments, write
from bot.cogs.named_arguments import NamedArguments
from bot.render.spans import plain
from db.notes import PREFIX


class Flags(NamedArguments):
    """Some arguments, of which two have no field of their own."""

    subject = "fact"
    fact: str | None = commands.flag(description="the number of the fact", default=None)
    text: str | None = commands.flag(description="the text", default=None)
    as_of: str | None = commands.flag(name="as-of", description="a day", default=None)
    more: str | None = commands.flag(description="other arguments", default=None)

    further = MappingProxyType({"place": "where", "outcome": "what came of it"})


def written(line: str) -> Arguments:
    """Return what is read behind the prefix."""
    return asyncio.run(Flags.convert(cast(commands.Context[Any], None), line)).arguments


def filled(**fields: str) -> Arguments:
    """Return what is read from the fields of a slash command, as discord.py fills them in."""
    flags = Flags.__new__(Flags)
    for flag in Flags.get_flags().values():
        setattr(flags, flag.attribute, fields.get(flag.attribute))
    return flags.arguments


words = st.text("abc: ;,\n\"“”„'x", min_size=1).map(str.strip).filter(bool)


@given(st.fixed_dictionaries({}, optional=dict.fromkeys(("text", "as-of", "place", "outcome"), words)))
def test_prefix_and_fields_give_the_same(given_: dict[str, str]) -> None:
    fields = {name.replace("-", "_"): value for name, value in given_.items() if name not in Flags.further}
    more = {name: value for name, value in given_.items() if name in Flags.further}
    assert written(write(given_, "F12")) == filled(fact="F12", **fields, **({"more": write(more)} if more else {}))
    assert written(write(given_, "F12")) == Arguments("F12", given_)


def test_the_subject_may_have_its_name() -> None:
    assert written("fact: F12 text: a") == written("F12 text: a") == Arguments("F12", {"text": "a"})


def test_a_slip_in_the_field_for_others_is_told() -> None:
    (stray,) = filled(more="Hanoi").problems
    assert plain(stray, PREFIX) == "“Hanoi” in `more:` has no name before it."
    (unknown,) = filled(more="plce: Hanoi").problems
    assert plain(unknown, PREFIX).startswith("`plce:` is not an argument here. Did you mean `place:`?")


def test_there_is_no_argument_more_behind_the_prefix() -> None:
    (unknown,) = written("more: place").problems
    assert plain(unknown, PREFIX).startswith("`more:` is not an argument here.")
