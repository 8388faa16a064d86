"""Notices: what became of a question to the team, for those who asked it, where they asked it."""

from dataclasses import dataclass

from bot.briefing.answer import Answer
from bot.briefing.evidence import Evidence
from bot.briefing.prose import quoted
from bot.briefing.refusals import REASON_LIMIT
from db.gap_store import TERMINAL, GapStore, Outcome
from db.notes import note
from db.store import Store


@dataclass(frozen=True)
class Notice:
    """An answer for one person, to be put where they asked; `member` is None for whoever sits at the terminal."""

    server: int | None
    channel: int
    member: int | None
    answer: Answer
    outcome: Outcome


class Notices:
    """Says who is still to be told what."""

    def __init__(self, gaps: GapStore, store: Store, evidence: Evidence) -> None:
        self._gaps = gaps
        self._store = store
        self._evidence = evidence

    async def waiting(self) -> list[Notice]:
        """Return what is still to be told, in every server."""
        return [
            Notice(
                outcome.server,
                outcome.channel,
                None if outcome.member == TERMINAL else outcome.member,
                await self._answer(outcome),
                outcome,
            )
            for outcome in await self._gaps.undelivered()
        ]

    async def delivered(self, notice: Notice) -> None:
        """Note that the person has been told; what points to them is forgotten with it."""
        await self._gaps.delivered(notice.outcome)

    async def purge(self) -> None:
        """Forget what was last asked too long ago."""
        await self._gaps.purge()

    async def _answer(self, outcome: Outcome) -> Answer:
        lead = f"You gave the team a question: {quoted(outcome.question)}"
        if outcome.reason is not None:
            return Answer("done", note=note("{}. It was set aside: {}.", lead, quoted(outcome.reason, REASON_LIMIT)))
        facts = await self._store.numbered([outcome.fact or 0], outcome.server)
        if not facts:
            return Answer("done", note=note("{}. The fact that answered it has been retracted: ask again.", lead))
        section = await self._evidence.section(facts, server=outcome.server)
        return Answer("answered", None, (section,), note("{}. {} answers it.", lead, facts[0].label))
