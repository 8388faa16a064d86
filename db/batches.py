"""Batches: many items some at a time, so that no statement has too many of them and others have their turn between."""

from collections.abc import Iterable, Iterator
from itertools import islice
from typing import TypeVar

_Item = TypeVar("_Item")


def batched(items: Iterable[_Item], size: int) -> Iterator[list[_Item]]:
    """Yield the items in lists of that size, of which the last may be shorter."""
    left = iter(items)
    while some := list(islice(left, size)):
        yield some
