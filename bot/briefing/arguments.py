"""Named arguments as people write them: `text: … source: post-2031 paragraph: 9`.

A value reaches to the next `word:`, or stands in quotation marks, typographic ones too, and may then hold
anything. A `word:` that is no name is refused rather than taken for a part of the value before it, and every
problem is said at once.
"""

import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field

from bot.briefing.near import did_you_mean, near
from bot.briefing.prose import clean, quoted
from bot.briefing.refusals import Refusal
from db import pinpoints
from db.dates.spoken import spoken
from db.dates.written import EXAMPLES, Unreadable, written
from db.notes import Code, Line, joined, line, note

LISTED = 8  # so many names are listed where one is wrong, and more would only hide the problem
LIMIT = 6000  # characters of a message; Discord's own limit is 4,000 at most

# What opens a quoted value, and what may close it: phones mix the marks.
_CLOSERS = {'"': '"”“', "“": '”"', "”": '”"', "„": '“”"', "«": "»", "»": "«"}
# A name at the start of a word; `https://` is none, nor is `12:30`.
_NAME = re.compile(r"(?<!\S)(?P<name>[^\W\d_][\w-]*):(?!//)")
# Invisible marks that ride along with copied text and would hide a name; the joiners that emoji need stay.
_INVISIBLE = dict.fromkeys(map(ord, "\u00ad\u200b\u200e\u200f\u2060\ufeff"))
_ESCAPED = re.compile(r"\\([\\\"“”„«»])")


@dataclass(frozen=True)
class Arguments:
    """What was written: what stands before the first name, the values by name, and what is wrong, in sentences."""

    subject: str = ""
    values: Mapping[str, str] = field(default_factory=dict)
    problems: tuple[Line, ...] = ()

    def get(self, name: str) -> str | None:
        """Return the value under the name, None where it was not written; an empty one is a problem already."""
        return self.values.get(name)

    def entries(self, name: str) -> tuple[str, ...]:
        """Return the entries of a list: parted by `;`, or by `,` where there is no `;`."""
        return entries(self.values.get(name, ""))

    def flag(self, name: str) -> bool:
        """Say whether `name: true` was written."""
        return affirmed(self.values.get(name, ""))

    def refuse_problems(self, *further: Line, example: Line) -> None:
        """Raise Refusal with everything that is wrong and an example, if anything is."""
        problems = [*self.problems, *further]
        if problems:
            raise Refusal("{}\nWrite it like this: {}", problems, example)


def read(text: str, names: Collection[str], free: Collection[str] = (), known: Collection[str] = ()) -> Arguments:
    """Return the arguments that the text holds; `names` are those that there are, in lower case.

    The values of those that are `free` may hold a `word:`, as titles often do, if it is nothing like a name, nor one of
    those `known` by which people may try to say something else.
    """
    text = text.translate(_INVISIBLE).strip()
    if len(text) > LIMIT:
        return Arguments(problems=note("That is {:,} characters long: write at most {:,}.", len(text), LIMIT))
    values: dict[str, str] = {}
    problems: list[Line] = []
    match = _NAME.search(text)
    subject = text[: match.start() if match else len(text)].strip()
    while match:
        name = match["name"].casefold()
        start = match.end() + len(text[match.end() :]) - len(text[match.end() :].lstrip())
        value, end = _quoted(text, start)
        match = _NAME.search(text, end)
        while match and value is None and name in free and _is_prose(match["name"].casefold(), names, known):
            match = _NAME.search(text, match.end())
        if value is None:
            value = text[start : match.start() if match else len(text)].strip()
        if name not in names:
            problems.append(unknown(name, names))
        elif name in values:
            problems.append(
                line("`{}:` is given twice: leave one out, or put a text that holds it in quotation marks.", name)
            )
        elif not value:
            problems.append(line("`{}:` is empty: write a value after it, or leave it out.", name))
        else:
            values[name] = value
    return Arguments(subject, values, tuple(dict.fromkeys(problems)))


def _is_prose(word: str, names: Collection[str], known: Collection[str]) -> bool:
    """Say whether a word before a colon is nobody's try at a name."""
    return word not in names and word not in known and not _likely(word, names)


def _likely(name: str, names: Collection[str]) -> list[str]:
    """Return the name that may have been meant, with its colon."""
    return near(name, {f"{known}:": known for known in names}, limit=1)


def unknown(name: str, names: Collection[str]) -> Line:
    """Return the sentence for a `word:` that is no name."""
    offers = did_you_mean(_likely(name, names))
    few = line("There are {}.", joined((Code(f"{known}:"),) for known in names)) if len(names) <= LISTED else ()
    hint = offers or few
    lead = line("`{}:` is not an argument here.", clean(name))
    advice = line("Put a text that has a colon after a word in quotation marks.")
    return joined(filter(None, (lead, hint, advice)), " ")


def write(values: Mapping[str, str], subject: str = "") -> str:
    """Return the arguments as a line that `read` takes back."""
    parts = [f'{name}: "{_escape(value)}"' for name, value in values.items()]
    return " ".join([subject, *parts] if subject else parts)


def entries(value: str) -> tuple[str, ...]:
    """Return the entries of a list, parted by `;`, or by `,` where there is no `;`."""
    parts = value.split(";" if ";" in value else ",")
    return tuple(dict.fromkeys(part.strip() for part in parts if part.strip()))


def affirmed(value: str) -> bool:
    """Say whether the value is a yes."""
    return value.casefold() in ("true", "yes", "y", "1", "on")


def whole(value: str, name: str) -> int:
    """Return a whole number from 1, however it is marked (`22`, `¶22`, `1,200`); raises Refusal."""
    number = pinpoints.number(value)
    if number is None:
        raise Refusal("`{}:` should be a whole number from 1, not {}.", name, quoted(value))
    return number


def date(value: str, name: str = "") -> str:
    """Return a date as EDTF, however it is written; raises Refusal, with the nearest dates."""
    try:
        return written(value)
    except Unreadable as error:
        raise refused(value, error, name) from None


def refused(value: str, error: Unreadable, name: str = "") -> Refusal:
    """Return the refusal of what is no date."""
    lead = line("`{}:` {}", name, quoted(value)) if name else quoted(value)
    reason = f": {clean(error.reason)}" if error.reason else ""
    hint = did_you_mean(map(spoken, error.nearest)) or line("Write {}.", EXAMPLES)
    return Refusal("{} is not a date I can read{}. {}", lead, reason, hint)


def _quoted(text: str, start: int) -> tuple[str | None, int]:
    """Return a value that stands in quotation marks and where it ends; None where it does not.

    The mark that closes it is the first that the end or another name follows, so that a text may quote.
    """
    closers = _CLOSERS.get(text[start : start + 1])
    if closers:
        position = start + 1
        while position < len(text):
            if text[position] == "\\":
                position += 2
                continue
            if text[position] in closers and _ends(text, position + 1):
                return _ESCAPED.sub(r"\1", text[start + 1 : position]).strip(), position + 1
            position += 1
    return None, start


def _ends(text: str, position: int) -> bool:
    rest = text[position:].lstrip()
    return not rest or bool(_NAME.match(rest) and text[position].isspace())


def _escape(value: str) -> str:
    return re.sub(r"[\\\"“”]", r"\\\g<0>", value)
