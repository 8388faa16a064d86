"""Shared facts that a server does not want to see: hidden there, and nowhere else."""

from bot.briefing.answer import Answer
from bot.briefing.arguments import Arguments
from bot.briefing.asker import Asker
from bot.briefing.errors import Refusal, quoted
from db.ledger.ledger import Ledger
from db.store import Store


class Hiding:
    """Answers `!fact hide` and `!fact unhide`."""

    def __init__(self, store: Store, ledger: Ledger) -> None:
        self._store = store
        self._ledger = ledger

    async def hide(self, arguments: Arguments, asker: Asker) -> Answer:
        """Keep a shared fact out of this server's answers."""
        return await self._put(arguments, asker, hidden=True)

    async def unhide(self, arguments: Arguments, asker: Asker) -> Answer:
        """Let a hidden fact be found again."""
        return await self._put(arguments, asker, hidden=False)

    async def _put(self, arguments: Arguments, asker: Asker, *, hidden: bool) -> Answer:
        command = "!fact hide" if hidden else "!fact unhide"
        arguments.refuse_problems(
            *(() if arguments.subject else ("The number of a fact is missing.",)),
            example=f"`{command} F12 reason: not our subject`",
        )
        if asker.server is None:
            raise Refusal(
                "Facts are hidden in a server; the terminal works on what all share. `!fact retract` takes one back."
            )
        fact = await self._store.fact(arguments.subject, asker.server)
        if fact is None:
            raise Refusal(f"I have no fact {quoted(arguments.subject)}: write its number as in `{command} F12`.")
        if fact.server is not None:
            raise Refusal(f"{fact.label} is this server’s own: `!fact retract {fact.label} reason: …` takes it back.")
        async with self._ledger.change(asker.actor, asker.server, arguments.get("reason")) as change:
            if await change.facts.hide(fact, hidden) == "unchanged":
                raise Refusal(f"{fact.label} is {'hidden' if hidden else 'not hidden'} here as it is.")
        if hidden:
            note = f"No answer in this server draws on it any more. `!fact unhide {fact.label}` shows it again."
        else:
            note = "Answers in this server draw on it again."
        return Answer("done", f"{fact.label} {'hidden' if hidden else 'shown again'}", note=note)
