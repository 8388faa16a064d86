"""The shipped example from the command line: taken out of a store, and taken in again."""

import asyncio

from bot import app
from bot.briefing.prose import counted, listed
from bot.errors import CannotStart
from db import fixtures
from db.actors import OPERATOR
from db.seed import has_example, remove_example, seed

_LISTED = 20


def remove() -> None:
    """Take the example out."""

    async def session() -> None:
        async with app.started() as opened:
            if not await has_example(opened.ledger, opened.store):
                raise CannotStart("The example is not in this store: there is nothing to take out.")
            removal = await remove_example(opened.ledger, opened.store, opened.history, OPERATOR)
            print(
                f"The example was taken out: {counted(removal.removed, 'fact')} retracted, and no later start takes it "
                "in. `!undo` in `footnote chat` brings it back as it was, `footnote example add` as it is shipped."
            )
            if removal.kept:
                kept = listed((fact.label for fact in removal.kept), most=_LISTED)
                print(f"Kept, since somebody here has added or changed them: {kept}.")

    asyncio.run(session())


def add() -> None:
    """Take the example in."""

    async def session() -> None:
        async with app.started() as opened:
            print(
                await seed(opened.ledger, opened.store, opened.history, fixtures.seed_folder(), name="example")
                or app.AS_BEFORE
            )

    asyncio.run(session())
