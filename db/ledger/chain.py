"""The chain of revisions: each carries the hash of the one before, so that one changed behind our back is found.

The hash of a revision covers the revision before it and all that it says but personal data: whoever made it is
named by a random id.
"""

import hashlib
import json
from typing import Any

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncConnection

from db.tables import revision

GENESIS = "0" * 64
_HASHED = tuple("subject key number server actor_id at reason undoes before after previous_hash".split())


async def append(connection: AsyncConnection, values: dict[str, Any]) -> None:
    """Append a revision to the chain."""
    last = await connection.scalar(_LAST)
    values = {**values, "previous_hash": last or GENESIS}
    await connection.execute(revision.insert(), {**values, "hash": _hash(values)})


async def broken_links(connection: AsyncConnection) -> list[int]:
    """Return the ids of the revisions whose hash does not follow from them and the one before."""
    broken, previous = [], GENESIS
    async for row in await connection.stream(select(revision).order_by(revision.c.id)):
        if row.previous_hash != previous or row.hash != _hash(row._asdict()):
            broken.append(row.id)
        previous = row.hash
    return broken


def _hash(values: dict[str, Any]) -> str:
    """Return the SHA-256 of a revision's canonical JSON, which holds the hash of the one before."""
    content = {name: values[name].isoformat() if name == "at" else values[name] for name in _HASHED}
    canonical = json.dumps(content, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    return hashlib.sha256(canonical.encode()).hexdigest()


_LAST = select(revision.c.hash).order_by(revision.c.id.desc()).limit(1)
