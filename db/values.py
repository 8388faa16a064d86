"""Values that every record is made of: the frozen base class, constrained strings, moments in UTC."""

import re
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Annotated, Any, Final, Self

from pydantic import BaseModel, BeforeValidator, ConfigDict, StringConstraints

# What breaks a line, or draws what follows over what came before (UAX #9: embeddings, overrides, isolates).
_BREAKS = re.compile(r"[\s\x00-\x1f\x7f-\x9f\u2028\u2029]+")
_CONTROLS = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029]")
_OVERRIDES = re.compile("[\u202a-\u202e\u2066-\u2069]")


# The context in which records are validated that were valid once.
STORED: Final = "stored"


class Record(BaseModel):
    """A frozen value; an unknown field is refused, so that a slip in a fixture does not vanish."""

    model_config = ConfigDict(frozen=True, extra="forbid", populate_by_name=True, allow_inf_nan=False)

    @classmethod
    def stored(cls, data: Any) -> Self:
        """Return the record that the store has, without what an earlier version took for a date and this one does not.

        So no reply breaks on it, and `footnote doctor` names it.
        """
        return cls.model_validate(data, context=STORED)


Key = Annotated[str, StringConstraints(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$", max_length=80)]


def one_line(value: object) -> object:
    """Return the words on one line: no field of a record can pose as two, or as another one, in any renderer."""
    if not isinstance(value, str):
        return value
    # What is printable has none of them but spaces, and nearly all that is read is.
    if value.isprintable() and "  " not in value:
        return value.strip()
    return _BREAKS.sub(" ", _OVERRIDES.sub("", value)).strip()


def visible(words: str) -> str:
    """Return the words without what breaks a line, draws over others or steers a terminal, wherever they are from."""
    return words if words.isprintable() else _CONTROLS.sub(" ", _OVERRIDES.sub("", words))


LINE, TEXT = 200, 1000  # characters of a field, of a fact's text
Line = Annotated[str, StringConstraints(min_length=1, max_length=LINE), BeforeValidator(one_line)]
Text = Annotated[str, StringConstraints(min_length=1, max_length=TEXT), BeforeValidator(one_line)]
Fingerprint = Annotated[str, StringConstraints(pattern=r"^[0-9a-f]{64}$")]

# A revision of a ledger by its number and hash.
Witness = Annotated[str, StringConstraints(pattern=r"^[1-9][0-9]{0,17}:[0-9a-f]{64}$")]

Clock = Callable[[], datetime]


def now() -> datetime:
    """Return this moment in UTC, without a zone, as the tables have it."""
    return datetime.now(UTC).replace(tzinfo=None)
