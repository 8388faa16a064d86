"""The chain of revisions: each carries the hash of the one before, so that one changed behind our back is found.

The hash of a revision covers the revision before it and all that it says but personal data: whoever made it is
named by a random id. The head, which is the newest revision's number and hash, is kept beside the chain: where it is
not the newest, revisions were cut off.
"""

import hashlib
import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any, Self

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncConnection

from db.damage import legible
from db.tables import SHARED, head, revision

GENESIS = "0" * 64
_FIRST = tuple("subject key number server actor_id at reason undoes before after previous_hash".split())
# What a hash of each version covers. Those of the first stay as they were made: a chain is not made anew.
_HASHED = {1: _FIRST, 2: ("id", "hash_version", "change", "fact_id", *_FIRST)}
VERSION = 2
BATCH = 500  # revisions read at once


@dataclass(frozen=True)
class Head:
    """The newest revision by its number and hash, written `412:3f2a…`."""

    number: int
    hash: str

    @classmethod
    def of(cls, written: str) -> Self:
        """Return the head that was written so."""
        number, _, found = written.partition(":")
        return cls(int(number), found)

    def __str__(self) -> str:
        return f"{self.number}:{self.hash}"


async def append(connection: AsyncConnection, revisions: Iterable[dict[str, Any]]) -> list[int]:
    """Append revisions to the chain and return their numbers in it; `change` is the first of the same transaction."""
    # From what is kept, not from what is there: where revisions were cut off, the gap remains to be seen.
    last = await recorded(connection) or await newest(connection)
    change, appended = None, []
    for said in revisions:
        number = last.number + 1 if last else 1
        change = change or said["change"] or number
        values = {
            **said,
            "id": number,
            "change": change,
            "hash_version": VERSION,
            "previous_hash": last.hash if last else GENESIS,
        }
        values["hash"] = _hash(values)
        last = Head(number, values["hash"])
        appended.append(values)
    # The database lets each follow the head alone, and moves the head on to it.
    await connection.execute(_APPEND, appended)
    return [values["id"] for values in appended]


async def recorded(connection: AsyncConnection) -> Head | None:
    """Return the head as it was kept when the newest revision was appended."""
    row = (await connection.execute(_RECORDED)).one_or_none()
    return row and Head(row.number, row.hash)


async def newest(connection: AsyncConnection) -> Head | None:
    """Return the newest revision that is there."""
    row = (await connection.execute(_NEWEST)).one_or_none()
    return row and Head(row.id, row.hash)


async def holds(connection: AsyncConnection, witnessed: Head) -> bool:
    """Say whether the chain has the revision that somebody has seen as its head."""
    query = select(revision.c.hash).where(revision.c.id == witnessed.number)
    return await connection.scalar(query) == witnessed.hash


async def broken_links(connection: AsyncConnection) -> list[int]:
    """Return the ids of the revisions that do not follow from the one before, or that cannot be read."""
    broken, previous, version, last, uncovered = list[int](), GENESIS, 1, 0, _Uncovered()

    async def read(numbers: Sequence[int]) -> list[tuple[Any, str]]:
        rows = (await connection.execute(select(revision).where(revision.c.id.in_(numbers)))).all()
        return [(row, _hash(row._asdict())) for row in rows]

    while True:
        links = select(revision.c.id, revision.c.hash).where(revision.c.id > last).order_by(revision.c.id).limit(BATCH)
        batch = (await connection.execute(links)).all()
        if not batch:
            return broken
        legible_rows, _ = await legible([link.id for link in batch], read)
        found = {row.id: (row, hashed) for row, hashed in legible_rows}
        for link in batch:
            previous_hash, previous, last = previous, link.hash, link.id
            if link.id not in found:
                broken.append(link.id)
                continue
            row, hashed = found[link.id]
            # Nobody appends with an earlier version than there was before, which covers less.
            known = row.hash_version in range(version, VERSION + 1)
            if not known or row.previous_hash != previous_hash or row.hash != hashed or not uncovered.follows(row):
                broken.append(row.id)
            version = row.hash_version if known else version


class _Uncovered:
    """What hashes of the first version do not cover, and what follows for it from the revisions before."""

    def __init__(self) -> None:
        self._facts: dict[tuple[int, str], int] = {}
        self._changes: dict[tuple[Any, str], int] = {}

    def follows(self, row: Any) -> bool:
        """Say whether the revision is of the fact of its key, and of the transaction of its moment."""
        here = self._facts.get((row.server, row.key))
        if row.subject == "fact" and row.fact_id != self._facts.setdefault((row.server, row.key), row.fact_id):
            return False
        if row.hash_version > 1:
            return True
        vouched = row.subject != "vouch" or row.fact_id in (here, self._facts.get((SHARED, row.key)))
        # As a migration has grouped them.
        return vouched and bool(row.change == self._changes.setdefault((row.at, row.actor_id), row.id))


def _hash(values: dict[str, Any]) -> str:
    """Return the SHA-256 of a revision's canonical JSON, which holds the hash of the one before."""
    hashed = _HASHED[values["hash_version"]]
    content = {name: values[name].isoformat() if name == "at" else values[name] for name in hashed}
    canonical = json.dumps(content, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    return hashlib.sha256(canonical.encode()).hexdigest()


_NEWEST = select(revision.c.id, revision.c.hash).order_by(revision.c.id.desc()).limit(1)
_RECORDED = select(head.c.number, head.c.hash)
_APPEND = revision.insert()
