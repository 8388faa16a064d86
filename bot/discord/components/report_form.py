"""The form behind "Wrong?"."""

from collections.abc import Sequence
from textwrap import shorten

from bot.briefing.answer import Statement
from bot.discord.components.button import OPTIONS
from bot.discord.components.form import Form, choice, line
from db.records import StoredFact

_LABEL = 100  # characters of an option


def _told_apart(fact: StoredFact) -> tuple[str, str]:
    """Return the beginning of a fact's text as a label, and what follows, since facts that are alike begin alike."""
    label = shorten(f"{fact.label}: {fact.text}", _LABEL, placeholder=" …")
    shown = label.removesuffix(" …").removeprefix(f"{fact.label}: ")
    return label, shorten(fact.text[len(shown) :], _LABEL, placeholder=" …")


class Wrong(Form, title="What is wrong?"):
    """Asks which fact and why, for a report as `!report` makes one."""

    def __init__(self, statements: Sequence[Statement]) -> None:
        super().__init__("wrong")
        facts = [statement.fact for statement in statements[:OPTIONS]]
        chosen = facts[0].label if len(facts) == 1 else ""
        self.ask("Which fact", choice("fact", [(fact.label, *_told_apart(fact)) for fact in facts], chosen))
        self.ask("Why", line("reason", hint="The document says 58, not 85.", most=500, long=True))
