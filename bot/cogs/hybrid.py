"""Hybrid commands and groups: one method serves `!poll`, `@Footnote poll` and `/poll`.

These are discord.py's own decorators; mypy cannot infer the types of those that it ships for hybrids.
"""

from collections.abc import Callable, Coroutine
from typing import Any, TypeAlias

from discord.ext import commands

Method: TypeAlias = Callable[..., Coroutine[Any, Any, None]]
Command: TypeAlias = commands.HybridCommand[Any, ..., Any]


def command(name: str | None = None, **attributes: Any) -> Callable[[Method], Command]:
    """Make a method a hybrid command; the attributes are those of `commands.hybrid_command`."""
    return commands.hybrid_command(**_named(name), **attributes)


class Group(commands.HybridGroup[Any, ..., Any]):
    """A hybrid group. Discord cannot call the group itself, so its bare form is the prefix's alone."""

    def command(self, name: str | None = None, **attributes: Any) -> Callable[[Method], Command]:  # type: ignore[override]  # narrower on purpose
        return super().command(**_named(name), **attributes)


def group(name: str | None = None, **attributes: Any) -> Callable[[Method], Group]:
    """Make a method a hybrid group; the attributes are those of `commands.hybrid_group`."""
    return lambda method: Group(method, **_named(name), **attributes)


def _named(name: str | None) -> dict[str, Any]:
    return {} if name is None else {"name": name}
