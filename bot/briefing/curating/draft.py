"""A draft: what a moderator wrote on its way to a record, with every problem it has, in sentences."""

import re
from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass, field
from typing import ParamSpec, TypeVar

from pydantic import ValidationError

from bot.briefing.arguments import Arguments
from bot.briefing.prose import quoted
from bot.briefing.refusals import Refusal
from db.kinds import KINDS, Kind
from db.notes import Code, Line, line
from db.records import Fact, StoredFact, Topic
from db.tokenizer import romanised

T = TypeVar("T")
P = ParamSpec("P")

NOTHING = "-"  # empties a field in `!fact edit`

# The argument by which people write a field that every fact has, where it has another name.
_ARGUMENTS = {"rank_reason": "reason", "derived": "reason", "reported_from": "reported"}


@dataclass(frozen=True)
class Draft:
    """A fact as it would be written, topics that it would be the first under, and remarks on how it was read."""

    fact: Fact
    topics: tuple[Topic, ...] = ()
    remarks: tuple[Line, ...] = ()


@dataclass
class Work:
    """A draft in the making: problems, remarks and new topics gather while its parts are read."""

    arguments: Arguments
    server: int | None
    original: StoredFact | None
    problems: list[Line] = field(default_factory=list)
    remarks: list[Line] = field(default_factory=list)
    topics: list[Topic] = field(default_factory=list)

    def get(self, name: str) -> str | None:
        return self.arguments.get(name)

    def attempt(self, read: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> T | None:
        """Return what is read, or None with what the reader refuses among the problems."""
        try:
            return read(*args, **kwargs)
        except Refusal as refusal:
            self.problems += refusal.note
            return None


def slug(words: str) -> str:
    """Return a key made of the first words: `Hà Nội: the summit` becomes `ha-noi-the-summit`."""
    parts = romanised(words).split()
    key = ""
    for part in parts[:8]:
        if len(key) + len(part) >= 60:
            break
        key = f"{key}-{part}" if key else part
    return key or "".join(parts)[:60]


def following(key: str) -> str:
    """Return the next key to try where one is taken: `summit`, `summit-2`, `summit-3`."""
    base, number = re.fullmatch(r"(.*?)(?:-([1-9]\d{0,5}))?", key).groups()  # type: ignore[union-attr]  # it matches all
    return f"{base}-{int(number or 1) + 1}"


def free(key: str, taken: Collection[str]) -> str:
    """Return the key, or where it is taken the first after it that is free: two names may sound the same in Latin."""
    while key in taken:
        key = following(key)
    return key


def sentences(error: ValidationError) -> Iterable[Line]:
    """Yield each problem of the record in a sentence that names the argument."""
    for problem in error.errors(include_url=False):
        name = _argument(problem["loc"])
        lead: Line = (Code(f"{name}:"), " ") if name else ()
        context, value = problem.get("ctx", {}), problem["input"]
        match problem["type"]:
            case "string_too_long":
                yield line("{}is {:,} characters long: write at most {:,}.", lead, len(value), context["max_length"])
            case "literal_error":
                expected = str(context["expected"]).replace("'", "")
                yield line("{}should be {}, not {}.", lead, expected, quoted(str(value)))
            case "string_pattern_mismatch":
                yield line("{}should be small letters and digits parted by hyphens, not {}.", lead, quoted(str(value)))
            case "missing" | "string_too_short" | "string_type":
                yield line("{}is missing.", lead)
            case "value_error":
                message = str(context["error"]).rstrip(".")
                yield (f"{message[0].upper()}{message[1:]}.",)
            case _:
                yield line("{}{}{}.", lead, problem["msg"][0].lower(), problem["msg"][1:])


def _argument(place: tuple[int | str, ...]) -> str:
    """Return the argument by which people write what stands at a place of the record, nothing where none does."""
    steps = [step for step in place if isinstance(step, str)]
    if steps[:1] == ["payload"]:
        # The record names the kind among the steps.
        fields = KINDS[Kind(steps[1])].arguments() if len(steps) > 1 else ()
        return next((field.name for field in fields if (*steps[2:],)[: len(field.path)] == field.path), "")
    return _ARGUMENTS.get(steps[-1], steps[-1]) if steps else ""
