"""The field of a record that holds a date: an EDTF string in its canonical form."""

from typing import Annotated

from pydantic import AfterValidator, BeforeValidator, ValidationInfo, WithJsonSchema

from db.dates.edtf import parse
from db.values import STORED

EXAMPLES = "2018, 2018-06, 2018-06-12, 2018?, 2020~ or an interval such as 2018-06/2019"
LIMIT = 80  # characters, as many as the store has room for


def _canonical(edtf: str, info: ValidationInfo) -> str | None:
    try:
        date = str(parse(edtf.strip()))
    except ValueError as error:
        if info.context is STORED:
            return None
        reason = f": {error}" if str(error) else f" in EDTF: write {EXAMPLES}"
        raise ValueError(f"“{edtf}” is not a date{reason}") from None
    if len(date) > LIMIT:
        raise ValueError(f"the date has {len(date)} characters: write at most {LIMIT}")
    return date


def _text(value: object) -> object:
    """Take a bare year, which YAML and JSON read as a number, for the text that it is."""
    return str(value) if type(value) is int else value


# A fixture may write a bare year without quotes.
Edtf = Annotated[
    str, BeforeValidator(_text), AfterValidator(_canonical), WithJsonSchema({"type": ["string", "integer"]})
]
