"""Actors: those who change the store, whom the ledger names by a random id only."""

import hashlib
from dataclasses import dataclass
from uuid import uuid4

from sqlalchemy.dialects.sqlite import insert
from sqlalchemy.ext.asyncio import AsyncConnection

from db.tables import actor
from db.tokenizer import fold

# The number of whoever sits at the terminal, where people are known by numbers; Discord's own are never 0.
TERMINAL = 0


@dataclass(frozen=True)
class Actor:
    """A person by their number at Discord, or the program itself, which has none.

    Whoever is named in the terminal has a number below 0, made of the name.
    """

    name: str
    member: int | None = None

    @property
    def at_terminal(self) -> bool:
        return self.member is None or self.member < 0

    @property
    def number(self) -> int:
        """The number by which an asker is known, TERMINAL where they have none."""
        return TERMINAL if self.member is None else self.member


def named(name: str) -> Actor:
    """Return whoever goes by that name in the terminal."""
    digest = hashlib.sha256(fold(name).encode()).digest()
    return Actor(name, -1 - int.from_bytes(digest[:6], "big"))


SEED = Actor("seed")
OPERATOR = Actor("operator")


async def actor_id(connection: AsyncConnection, who: Actor) -> str:
    """Return the id by which the ledger names `who`, made on first use."""
    if who.member is None:
        await connection.execute(insert(actor).values(id=who.name, member=None, name=who.name).on_conflict_do_nothing())
        return who.name
    values = {"id": uuid4().hex, "member": who.member, "name": who.name}
    return str(await connection.scalar(_ENTER, values))


_entered = insert(actor)
_ENTER = _entered.on_conflict_do_update(index_elements=["member"], set_={"name": _entered.excluded.name}).returning(
    actor.c.id
)
