"""The inbox: how much waits for the moderators of a server, and the command for each."""

from collections.abc import Iterator

from bot.briefing.answer import Answer
from bot.briefing.asker import Asker
from bot.briefing.evidence import Evidence
from bot.briefing.prose import counted
from bot.briefing.sources.verify import verify
from db.draft_store import DraftStore
from db.gap_store import GapStore
from db.notes import Line, line, note
from db.report_store import ReportStore
from db.store import Store


class Inbox:
    """Answers `!inbox`."""

    def __init__(
        self, store: Store, evidence: Evidence, drafts: DraftStore, gaps: GapStore, reports: ReportStore
    ) -> None:
        self._store = store
        self._evidence = evidence
        self._drafts = drafts
        self._gaps = gaps
        self._reports = reports

    async def show(self, asker: Asker) -> Answer:
        """Count what waits, the most urgent first."""
        lines = await self._waiting(asker.server)
        if not lines:
            return Answer(
                "answered", "Inbox", note=note("Nothing waits: no proposal, draft, question, report or citation.")
            )
        return Answer("answered", "Inbox", note=tuple(lines))

    async def _waiting(self, server: int | None) -> list[Line]:
        drafts = await self._drafts.waiting(server)
        reports = len(await self._reports.open(server))
        gaps = len(await self._gaps.open(server))
        report = await verify(self._store, self._evidence, server)
        changed = {fact.number for fact, place in report.troubled if place.check in ("changed", "missing")}
        return list(_lines(drafts.proposals, drafts.drafts, reports, gaps, len(changed)))


def _lines(proposals: int, drafts: int, reports: int, gaps: int, changed: int) -> Iterator[Line]:
    if reports:
        yield line("{}: `!reports`", counted(reports, "report that a fact is wrong", "reports that facts are wrong"))
    if changed:
        noun = "fact whose passage is no longer as it was read", "facts whose passages are no longer as they were read"
        yield line("{}: `!verify`", counted(changed, *noun))
    if gaps:
        yield line("{} without an answer: `!gaps`", counted(gaps, "question"))
    if proposals:
        yield line("{} proposed by members: `!review`", counted(proposals, "fact"))
    if drafts:
        yield line("{} of facts from documents: `!review`", counted(drafts, "draft"))
