"""The forms behind "Propose as fact": one for what every fact has, and one for what its kind has besides."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from textwrap import shorten

from bot.discord.components.button import OPTIONS
from bot.discord.components.form import INPUTS, Form, FormName, argument, choice, line
from db.kinds import KINDS, Payload, PayloadField, kind_of
from db.values import LINE, TEXT

_DESCRIPTION = 100  # characters of what is said of an input, and of an option
# What a fact of any kind may need besides, and how a form asks for it.
_TOPICS = ("Topics", "ferry, harbour")
_WHOSE = {
    "speaker": ("Speaker", "whose opinion, forecast, quotation or claim it is"),
    "voice": ("Voice", "reported, opinion, forecast or quotation"),
}


def of_its_kind(known: Mapping[str, str]) -> dict[str, str]:
    """Return what was filled in, without what belongs to a kind that was chosen before."""
    chosen = kind_of(known)
    own = {*_names(chosen)} if chosen else set()
    others = {name for payload in KINDS.values() for name in _names(payload)} - own
    return {argument: value for argument, value in known.items() if value and argument not in others}


def _names(payload: type[Payload]) -> tuple[str, ...]:
    """Return the arguments that belong to a kind."""
    whose = _WHOSE if payload.DESCRIPTION.attributed else ()
    return (*(field.name for field in payload.arguments()), *whose)


def _asked(payload: type[Payload]) -> list[PayloadField]:
    """Return what a form has room to ask for of a kind: what is needed, then what comes first."""
    room = INPUTS - 1 - (len(_WHOSE) if payload.DESCRIPTION.attributed else 0)
    chosen = sorted(payload.arguments(), key=lambda field: not field.needed)[:room]
    return [field for field in payload.arguments() if field in chosen]


class Propose(Form, title="Propose as fact"):
    """Asks for what every fact has, filled in as far as it is known, and says `of` what.

    Of a few `sources` one is chosen; of many the key is written.
    """

    def __init__(
        self,
        name: FormName,
        matter: Sequence[str],
        known: Mapping[str, str],
        *,
        sources: Sequence[tuple[str, str]] = (),
        of: str = "",
    ) -> None:
        super().__init__(name, matter)
        known = {argument: known.get(argument, "") for argument in ("kind", "text", "source", "paragraph", "when")}
        self.ask("Kind", choice("kind", ((kind, kind) for kind in KINDS), known["kind"]))
        own = shorten(f"in your own words, of: {of}", _DESCRIPTION, placeholder=" …") if of else "in your own words"
        self.ask("Text", line("text", known["text"], most=TEXT, long=True), own)
        if 0 < len(sources) <= OPTIONS:
            labels = [(key, shorten(f"{key}: {label}", _DESCRIPTION, placeholder=" …")) for key, label in sources]
            self.ask("Source", choice("source", labels, known["source"]))
        else:
            self.ask("Source", line("source", known["source"], "the key of the source: post-2031"))
        self.ask("Paragraph", line("paragraph", known["paragraph"], "the number of the paragraph: 22"))
        when = line("when", known["when"], "2018-06-12, 2018, 2018-06/2019; may be empty", required=False)
        self.ask("Date", when)


class Rest(Form, title="Add the rest"):
    """Asks for the topics, and for what a fact of its kind has besides."""

    def __init__(self, reply: str, known: Mapping[str, str]) -> None:
        super().__init__("rest", (reply,))
        payload = kind_of(known)
        # Whatever is left empty is asked for again, so that a form that is sent off half filled loses nothing.
        for field in _asked(payload) if payload else ():
            self.ask(field.label, argument(field, known))
        if payload and payload.DESCRIPTION.attributed:
            for name, (label, hint) in _WHOSE.items():
                self.ask(label, line(name, known.get(name, ""), hint, most=LINE, required=False))
        label, hint = _TOPICS
        self.ask(label, line("topics", known.get("topics", ""), hint, most=TEXT))
