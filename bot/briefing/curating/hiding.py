"""Shared facts that a server does not want to see: hidden there, and nowhere else."""

from bot.briefing.answer import Answer
from bot.briefing.arguments import Arguments
from bot.briefing.asker import Asker
from bot.briefing.errors import Refusal, quoted
from db.ledger.ledger import Ledger
from db.notes import line, note
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
        command = "hide" if hidden else "unhide"
        arguments.refuse_problems(
            *(() if arguments.subject else (line("The number of a fact is missing."),)),
            example=line("`!fact {} F12 reason: not our subject`", command),
        )
        if asker.server is None:
            raise Refusal(
                "Facts are hidden in a server; the terminal works on what all share. `!fact retract` takes one back."
            )
        fact = await self._store.fact(arguments.subject, asker.server)
        if fact is None:
            raise Refusal(
                "I have no fact {}: write its number as in `!fact {} F12`.", quoted(arguments.subject), command
            )
        if fact.server is not None:
            raise Refusal("{0} is this server’s own: `!fact retract {0} reason: …` takes it back.", fact.label)
        async with self._ledger.change(asker.actor, asker.server, arguments.get("reason")) as change:
            if await change.facts.hide(fact, hidden) == "unchanged":
                raise Refusal("{} is {} here as it is.", fact.label, "hidden" if hidden else "not hidden")
        if hidden:
            done = note("No answer in this server draws on it any more. `!fact unhide {}` shows it again.", fact.label)
        else:
            done = note("Answers in this server draw on it again.")
        return Answer("done", f"{fact.label} {'hidden' if hidden else 'shown again'}", note=done)
