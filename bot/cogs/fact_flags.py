"""The named arguments of the commands about facts."""

from collections.abc import Sequence
from typing import get_args

from discord.ext import commands

from bot.briefing.prose import listed
from bot.cogs.named_arguments import NamedArguments, named_arguments
from db.kinds import KINDS, Kind, PayloadField
from db.records import Voice

_OPTIONS = 25  # of a slash command: https://discord.com/developers/docs/interactions/application-commands
_HINT = 100  # characters of what is said of an option
_WRITTEN = {
    "kind": listed([*KINDS], "or"),
    "topics": "what it is filed under: ferry, harbour",
    "text": "what the paragraph says, in your own words",
    "source": "the key of the source: post-2031",
    "paragraph": "the number of the paragraph: 9",
    "cite": "several citations: post-2031#9, notes-2032#7",
}
_BESIDES = {
    "voice": "reported, opinion, forecast or quotation",
    "speaker": "whose opinion, forecast, quotation or claim it is",
    "quote": "the words quoted, as they stand in the paragraph",
    "when": "its date: 2018-06-12, 2018, 2018-06/2019",
    "aliases": "other names by which it is looked up",
    "asked": "questions that it answers, parted by ; (none: no others either)",
    "reported": "whose figure it is, where the source passes it on",
    "note": "an editor’s note, shown as ours",
    "reason": "how a figure comes about that is not in the text",
}
_CORRECTS = {"corrects": "the fact that this one corrects: F12"}
_LAST = {"more": "other arguments, as in: place: Port Ellery outcome: none", "yes": "true writes it without a preview"}
_FACT = {"fact": "the number of the fact: F12"}
# What an edit says of an argument instead.
_ANEW = {
    "text": "the new text, in your own words",
    "cite": "all citations anew: post-2031#9, notes-2032#7",
    "topics": "all topics anew: ferry, harbour",
    "speaker": "whose it is; - empties this or another field",
    "aliases": "all other names anew",
    "asked": "all questions that it answers anew, parted by ;",
    "reason": "why, or how a figure comes about",
}


def _of_kinds() -> dict[str, list[tuple[Kind, PayloadField]]]:
    """Return the arguments that belong to single kinds, each with the kinds that have it."""
    found: dict[str, list[tuple[Kind, PayloadField]]] = {}
    for kind, payload in KINDS.items():
        for field in payload.arguments():
            found.setdefault(field.name, []).append((kind, field))
    return found


def _hint(takers: Sequence[tuple[Kind, PayloadField]]) -> str:
    hint = f"of {listed([kind for kind, _ in takers], 'or')}: {takers[0][1].hint}"
    return hint if len(hint) <= _HINT else f"{hint[: _HINT - 1]}…"


def _choices(takers: Sequence[tuple[Kind, PayloadField]]) -> tuple[str, ...]:
    """Return the values of an argument, where all kinds that have it have the same few."""
    values = {field.choices for _, field in takers}
    return values.pop() if len(values) == 1 else ()


_OF_KINDS = _of_kinds()
if _taken := _OF_KINDS.keys() & {"key", *_WRITTEN, *_BESIDES, *_CORRECTS, *_LAST, *_FACT}:
    raise ValueError(f"{', '.join(sorted(_taken))}: every fact has that argument; name that of the kind otherwise")
# What a fact cannot be without, and what has but a few values, is asked for by itself, as far as there is room.
_ROOM = _OPTIONS - len({**_WRITTEN, **_BESIDES, **_CORRECTS, **_LAST})
_ASKED = [name for name, takers in _OF_KINDS.items() if any(field.needed or field.choices for _, field in takers)][
    :_ROOM
]
_FURTHER = {name: _hint(takers) for name, takers in _OF_KINDS.items() if name not in _ASKED}
_HINTS = {name: _hint(_OF_KINDS[name]) for name in _ASKED}

# The values of which an argument has one.
CHOICES = {
    "kind": tuple(KINDS),
    "voice": get_args(Voice),
    **{name: offered for name in _ASKED if (offered := _choices(_OF_KINDS[name]))},
}
ADD = named_arguments(
    "The arguments of `!fact add`.",
    {**_WRITTEN, **_HINTS, **_BESIDES, **_CORRECTS, **_LAST},
    further={"key": "a key of your own, small letters and hyphens: pier-built", **_FURTHER},
)
EDIT = named_arguments(
    "The arguments of `!fact edit`: those of `!fact add` but for the key, after the number of the fact.",
    {**_FACT, **{name: _WRITTEN[name] for name in ("text", "source", "paragraph", "cite", "topics", "kind")}}
    | {**_HINTS, **_BESIDES, **_LAST}
    | _ANEW,
    subject="fact",
    further=_FURTHER,
)

_KEPT = ("kind", "topics", "text", "source", "paragraph", "cite")
PROPOSE = named_arguments(
    "The arguments of `!fact propose`.",
    {name: _WRITTEN[name] for name in ("text", "source", "paragraph", "kind", "topics")}
    | {name: _BESIDES[name] for name in ("speaker", "when", "quote")}
    | {"more": _LAST["more"]},
    further={"voice": _BESIDES["voice"], **{name: _hint(takers) for name, takers in _OF_KINDS.items()}},
)
REVIEW = named_arguments(
    "The arguments of `!review accept` and `edit`: those of `!fact add` after the number of the draft.",
    {"number": "the number of the draft, as it is shown: 12", **{name: _WRITTEN[name] for name in _KEPT}}
    | {**_HINTS, **_BESIDES, "more": _LAST["more"]},
    subject="number",
    further=_FURTHER,
)


def arguments_of_kinds() -> str:
    """Return in words which arguments each kind has besides those of every fact."""
    return "; ".join(
        f"{kind}: {' '.join(f'`{field.name}:`' for field in payload.arguments())}" for kind, payload in KINDS.items()
    )


class OneFact(NamedArguments):
    """The number of a fact."""

    subject = "fact"
    fact: str | None = commands.flag(description="the number of the fact: F12", default=None)


class WithReason(NamedArguments):
    """The number of a fact, and why it is changed."""

    subject = "fact"
    fact: str | None = commands.flag(description="the number of the fact: F12", default=None)
    reason: str | None = commands.flag(description="why, for those who look at it in a year", default=None)


class DeprecateFlags(NamedArguments):
    """The arguments of `!fact deprecate`."""

    subject = "fact"
    fact: str | None = commands.flag(description="the number of the fact: F12", default=None)
    reason: str | None = commands.flag(description="what is wrong with it", default=None)
    by: str | None = commands.flag(description="the fact that corrects it: F13", default=None)


class ShowFlags(NamedArguments):
    """The arguments of `!fact show`."""

    subject = "fact"
    fact: str | None = commands.flag(description="the number of the fact: F12", default=None)
    as_of: str | None = commands.flag(name="as-of", description="how it was on a day: 2026-11-01", default=None)
