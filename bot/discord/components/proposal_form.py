"""The forms behind "Propose as fact": one for what every fact has, and one for what its kind has besides."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from bot.discord.components.form import Form, FormName, choice, line
from db.kinds import KINDS

_TEXT = 1000  # characters of a fact's text
_INPUTS = 5  # of a form: https://discord.com/developers/docs/components/reference#modal

# What each argument of `!fact add` is called in a form, and what is written into it.
_ASKED: dict[str, tuple[str, str]] = {
    "topics": ("Topics", "party, aid"),
    "name": ("Name", "what it is called, or who it is"),
    "place": ("Place", "where it happened"),
    "participants": ("Participants", "who took part: United States, North Korea"),
    "outcome": ("Outcome", "what came of it, in a few words"),
    "office": ("Office", "Secretary of State | United States | 2018/2021"),
    "jurisdiction": ("Jurisdiction", "whose law it is"),
    "status": ("Status", "enacted, in force, passed by one chamber"),
    "about": ("About", "the matter, as a proposition that one can be for or against"),
    "stance": ("Stance", "for, against or neutral"),
    "speaker": ("Speaker", "whose opinion, forecast, quotation or claim it is"),
    "voice": ("Voice", "reported, opinion, forecast or quotation"),
    "question": ("Question", "the question in your words, as other polls have it"),
    "results": ("Results", "Republicans support 85; Democrats support 88"),
    "survey": ("Survey", "its name, or a description of it"),
}
_NEEDED = frozenset({"topics", "name", "about", "results"})
_OF_KIND: dict[str, tuple[str, ...]] = {
    "poll": ("question", "results", "survey"),
    "event": ("name", "place", "participants", "outcome"),
    "person": ("name", "office"),
    "organization": ("name",),
    "law": ("name", "jurisdiction", "status"),
    "claim": ("about", "stance", "speaker", "voice"),
}


def of_its_kind(given: Mapping[str, str]) -> dict[str, str]:
    """Return what was filled in, without what belongs to a kind that was chosen before."""
    own = _OF_KIND.get(given.get("kind", ""), ())
    others = {argument for arguments in _OF_KIND.values() for argument in arguments if argument not in own}
    return {argument: value for argument, value in given.items() if value and argument not in others}


class Propose(Form, title="Propose as fact"):
    """Asks for what every fact has, filled in as far as it is known."""

    def __init__(self, name: FormName, matter: Sequence[str], given: Mapping[str, str]) -> None:
        super().__init__(name, matter)
        known = {argument: given.get(argument, "") for argument in ("kind", "text", "source", "paragraph", "when")}
        self.ask("Kind", choice("kind", ((kind, kind) for kind in KINDS), known["kind"]))
        self.ask("Text", line("text", known["text"], most=_TEXT, long=True), "in your own words")
        self.ask("Source", line("source", known["source"], "the key of the source: king-2020"))
        self.ask("Paragraph", line("paragraph", known["paragraph"], "the number of the paragraph: 22"))
        when = line("when", known["when"], "2018-06-12, 2018, 2018-06/2019; may be empty", required=False)
        self.ask("Date", when)


class Rest(Form, title="Add the rest"):
    """Asks for the topics, and for what a fact of its kind has besides."""

    def __init__(self, reply: str, given: Mapping[str, str]) -> None:
        super().__init__("rest", (reply,))
        wanted = [*_OF_KIND.get(given.get("kind", ""), ()), "topics"]
        for argument in wanted[:_INPUTS]:
            label, hint = _ASKED[argument]
            # Whatever is left empty is asked for again, so that a form that is sent off half filled loses nothing.
            many = argument in ("results", "topics", "outcome", "participants")
            value = given.get(argument, "")
            self.ask(label, line(argument, value, hint, most=1000 if many else 200, required=argument in _NEEDED))
