"""Values that every record is made of: the frozen base class, constrained strings, moments in UTC."""

import re
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Annotated, Any, Final, Self

from pydantic import BaseModel, BeforeValidator, ConfigDict, StringConstraints, ValidationInfo

from db.unicode import FILLERS, IGNORABLE

# Letters and symbols that are drawn as a blank: fillers, Braille without a dot, hieroglyphs, a note without a head.
_BLANKS = f"{FILLERS}\u2800\U00013441\U00013442\U0001d159"
# What breaks a line, or draws what follows over what came before (UAX #9: embeddings, overrides, isolates).
_BREAKS = re.compile(rf"[\s\x00-\x1f\x7f-\x9f\u2028\u2029{_BLANKS}]+")
_CONTROLS = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029]")
_OVERRIDES = re.compile("[\u202a-\u202e\u2066-\u2069]")
_UNSEEN = re.compile(f"[{IGNORABLE}{_BLANKS}]")
_SEEN = rf"[^\s\x00-\x1f\x7f-\x9f{_BLANKS}{IGNORABLE}]"
# What nobody sees goes, but for what shapes the sign before it: the letters behind the flag of a region (UTS #51), or a
# variation selector and a joiner.
_IGNORED = re.compile(
    rf"(?=[{IGNORABLE}])(?P<shaping>(?<=\U0001f3f4)[\U000e0030-\U000e0039\U000e0061-\U000e007a]{{3,6}}\U000e007f"
    rf"|(?<={_SEEN})[\u180b-\u180f\ufe00-\ufe0f\U000e0100-\U000e01ef]?[\u200c\u200d]?)?[{IGNORABLE}]*"
)
# What stands for a stored field in which an earlier version took what nobody sees.
REPLACEMENT: Final = "\ufffd"


# The context in which records are validated that were valid once.
STORED: Final = "stored"


class Record(BaseModel):
    """A frozen value; an unknown field is refused, so that a slip in a fixture does not vanish."""

    model_config = ConfigDict(frozen=True, extra="forbid", populate_by_name=True, allow_inf_nan=False)

    @classmethod
    def stored(cls, data: Any) -> Self:
        """Return the record that the store has, without what an earlier version took for a date, an address or a line.

        So no reply breaks on what this one refuses, and `footnote doctor` names it.
        """
        return cls.model_validate(data, context=STORED)


Key = Annotated[str, StringConstraints(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$", max_length=80)]


def one_line(value: object) -> object:
    """Return the words on one line: no field of a record can pose as two, or as another one, in any renderer.

    What nobody sees is left out of them, so that nothing is left where there is nothing else.
    """
    if not isinstance(value, str):
        return value
    # What is printable has no breaks but spaces, and nearly all that is read is.
    if value.isprintable() and "  " not in value and is_seen(value):
        return value.strip()
    return _BREAKS.sub(" ", _IGNORED.sub(r"\g<shaping>", value)).strip()


def is_seen(words: str) -> bool:
    """Say whether each character of the words, which are printable, is drawn as something or is a space."""
    return words.isascii() or _UNSEEN.search(words) is None


def _line(value: object, info: ValidationInfo) -> object:
    words = one_line(value)
    return REPLACEMENT if value and not words and info.context is STORED else words


def visible(words: str) -> str:
    """Return the words without what breaks a line, draws over others or steers a terminal, wherever they are from."""
    return words if words.isprintable() else _CONTROLS.sub(" ", _OVERRIDES.sub("", words))


LINE, TEXT = 200, 1000  # characters of a field, of a fact's text
Line = Annotated[str, StringConstraints(min_length=1, max_length=LINE), BeforeValidator(_line)]
Text = Annotated[str, StringConstraints(min_length=1, max_length=TEXT), BeforeValidator(_line)]
Fingerprint = Annotated[str, StringConstraints(pattern=r"^[0-9a-f]{64}$")]

# A revision of a ledger by its number and hash.
Witness = Annotated[str, StringConstraints(pattern=r"^[1-9][0-9]{0,17}:[0-9a-f]{64}$")]

Clock = Callable[[], datetime]


def now() -> datetime:
    """Return this moment in UTC, without a zone, as the tables have it."""
    return datetime.now(UTC).replace(tzinfo=None)
