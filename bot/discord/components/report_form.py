"""The form behind "Wrong?"."""

from collections.abc import Sequence
from textwrap import shorten

from bot.briefing.answer import Statement
from bot.discord.components.button import OPTIONS
from bot.discord.components.form import Form, choice, line

_LABEL = 100  # characters of an option


def _told_apart(statement: Statement) -> tuple[str, str]:
    """Return the beginning of what a fact says as a label, and what follows, since facts that are alike begin alike."""
    fact = statement.fact
    said = f"{statement.attribution}: {fact.text}" if statement.attribution else fact.text
    label = shorten(f"{fact.label}: {said}", _LABEL, placeholder=" …")
    shown = label.removesuffix(" …").removeprefix(f"{fact.label}: ")
    return label, shorten(said[len(shown) :], _LABEL, placeholder=" …")


class Wrong(Form, title="What is wrong?"):
    """Asks which fact and why, for a report as `!report` makes one."""

    def __init__(self, statements: Sequence[Statement]) -> None:
        super().__init__("wrong")
        offered = [(statement.fact.label, *_told_apart(statement)) for statement in statements[:OPTIONS]]
        chosen = offered[0][0] if len(offered) == 1 else ""
        self.ask("Which fact", choice("fact", offered, chosen))
        self.ask("Why", line("reason", hint="The document says 58, not 85.", most=500, long=True))
