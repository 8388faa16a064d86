"""Damage to rows: those that cannot be read are named, while the rest is read."""

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from typing import TypeVar

from pydantic import ValidationError
from sqlalchemy.exc import DBAPIError

from db.errors import explain
from db.values import visible

# What reading a row ends in, depending on what is damaged in it; that the file cannot be used at all is none of them.
ILLEGIBLE = (DBAPIError, ArithmeticError, AttributeError, LookupError, RecursionError, TypeError, ValueError)
_Read = TypeVar("_Read")


@dataclass(frozen=True)
class Damage:
    """A record that cannot be read, by its name (`F4`, `source harbour-2031`), and why, as far as there is a word."""

    record: str
    reason: str

    def __str__(self) -> str:
        return f"{self.record} cannot be read: {self.reason}"


async def legible(
    numbers: Sequence[int], read: Callable[[Sequence[int]], Awaitable[Sequence[_Read]]]
) -> tuple[list[_Read], dict[int, str]]:
    """Return what `read` returns for the numbers, and those for which it cannot, each with the reason.

    All are read at once; where that fails, each half by itself, so that what is whole costs one reading.
    """
    if not numbers:
        return [], {}
    try:
        return [*await read(numbers)], {}
    except ILLEGIBLE as error:
        if len(numbers) == 1:
            return [], {numbers[0]: _reason(error)}
    half = len(numbers) // 2
    (first, lost), (second, lost_too) = [await legible(part, read) for part in (numbers[:half], numbers[half:])]
    return [*first, *second], lost | lost_too


def _reason(error: Exception) -> str:
    if isinstance(error, ValidationError):
        return visible("; ".join(explain(error)))
    return "its row does not hold what such a row holds"
