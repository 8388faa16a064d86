"""Notices: what became of a question to the team, a report or a proposed fact, for whoever it is from."""

import asyncio
from dataclasses import dataclass
from datetime import datetime
from typing import Literal, Protocol

from bot.briefing.answer import Answer
from bot.briefing.evidence import Evidence
from bot.briefing.prose import quoted
from bot.briefing.refusals import REASON_LIMIT
from db.actors import TERMINAL
from db.draft_store import DraftStore, StoredDraft
from db.gap_store import GapStore, Outcome
from db.notes import line, note
from db.report_store import Report, ReportStore
from db.store import Store
from db.values import now

# What became of a notice: it was told, it is tried again later, or it has no place to go, today or tomorrow.
Told = Literal["told", "later", "unreachable"]


@dataclass(frozen=True)
class Notice:
    """An answer for one person, to be put where they asked; `member` is None for whoever sits at the terminal.

    One that is `private` is for them alone, since nobody else saw what it answers. It waited `at` that moment.
    """

    server: int | None
    channel: int
    member: int | None
    private: bool
    answer: Answer
    matter: Outcome | Report | StoredDraft
    at: datetime

    @property
    def question(self) -> str | None:
        """The question that it answers."""
        return self.matter.question if isinstance(self.matter, Outcome) else None


class Teller(Protocol):
    """What takes a notice to whom it is for, in the servers that it serves (None: in direct messages)."""

    def serves(self, server: int | None) -> bool: ...

    async def tell(self, notice: Notice) -> Told: ...


class Notices:
    """Has people told what they are still to be told."""

    def __init__(
        self, gaps: GapStore, reports: ReportStore, drafts: DraftStore, store: Store, evidence: Evidence
    ) -> None:
        self._telling = asyncio.Lock()
        self._gaps = gaps
        self._reports = reports
        self._drafts = drafts
        self._store = store
        self._evidence = evidence

    async def tell(self, teller: Teller) -> None:
        """Have all told that waits here; one round at a time, or two would tell the same member twice."""
        async with self._telling:
            for notice in await self._waiting():
                if teller.serves(notice.server):
                    await self._settle(notice, await teller.tell(notice))

    async def _waiting(self) -> list[Notice]:
        at = now()
        outcomes = [
            Notice(
                outcome.server,
                outcome.channel,
                _addressed(outcome.member),
                outcome.private,
                await self._answer(outcome),
                outcome,
                at,
            )
            for outcome in await self._gaps.undelivered()
        ]
        settled = [
            Notice(report.server, report.channel, report.reporter, report.private, _settled(report), report, at)
            for report in await self._reports.undelivered()
            if report.channel is not None
        ]
        reviewed = [
            Notice(
                draft.server,
                draft.channel,
                _addressed(draft.proposer),
                draft.private,
                await self._reviewed(draft),
                draft,
                at,
            )
            for draft in await self._drafts.undelivered()
            if draft.channel is not None
        ]
        return [*outcomes, *settled, *reviewed]

    async def _settle(self, notice: Notice, told: Told) -> None:
        """Note what became of a notice; once it is told, what points to the person is forgotten with it."""
        match notice.matter, told:
            case Outcome(), "told":
                await self._gaps.delivered(notice.matter)
            case Outcome(), "unreachable":
                await self._gaps.unreachable(notice.matter)
            case Report(), "told" | "unreachable":
                await self._reports.delivered(notice.matter)
            case StoredDraft(), "told":
                await self._drafts.delivered(notice.matter)
            case StoredDraft(), "unreachable":
                await self._drafts.unreachable(notice.matter)

    async def _reviewed(self, draft: StoredDraft) -> Answer:
        lead = line("You proposed a fact: {}", quoted(draft.arguments.get("text", "")))
        if draft.reason is not None:
            return Answer("done", note=note("{}. It was not taken: {}.", lead, quoted(draft.reason, REASON_LIMIT)))
        facts = await self._store.numbered([draft.fact or 0], draft.server)
        if not facts:
            return Answer("done", note=note("{}. It was taken, and has been retracted since.", lead))
        section = await self._evidence.section(facts, server=draft.server)
        return Answer("answered", None, (section,), note("{}. It is {} now.", lead, facts[0].label))

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


def _addressed(member: int | None) -> int | None:
    """Return whom a notice is for, None for whoever sits at the terminal."""
    return None if member == TERMINAL else member


def _settled(report: Report) -> Answer:
    words = quoted(report.settlement or "", REASON_LIMIT)
    return Answer(
        "done", note=note("You reported F{}: {}. It is settled: {}.", report.fact, quoted(report.reason), words)
    )
