"""Contributions: what somebody has asked of the team, reported and proposed, and what became of it, `!gaps mine`."""

from bot.briefing.answer import Answer
from bot.briefing.asker import Asker
from bot.briefing.prose import counted, quoted
from bot.briefing.refusals import REASON_LIMIT
from db.draft_store import DraftStore, StoredDraft
from db.gap_store import GapStore, Outcome
from db.notes import Line, line, note
from db.report_store import Report, ReportStore


class Contributions:
    """Answers `!gaps mine`: whoever could not be told of an outcome finds it here."""

    def __init__(self, gaps: GapStore, reports: ReportStore, drafts: DraftStore) -> None:
        self._gaps = gaps
        self._reports = reports
        self._drafts = drafts

    async def mine(self, asker: Asker) -> Answer:
        """List what is the asker's and waits, or what became of it as far as they have not been told."""
        alone = asker.private or asker.server is None
        outcomes = await self._gaps.of(asker.actor, asker.server)
        reports = await self._reports.of(asker.actor, asker.server)
        drafts = await self._drafts.of(asker.actor, asker.server)
        found = [
            *((each.private, line("`{}` {}: {}", each.gap, quoted(each.question), _became(each))) for each in outcomes),
            *(
                (each.private, line("You reported F{}, {}: {}", each.fact, quoted(each.reason), _settled(each)))
                for each in reports
            ),
            *(
                (each.private, line("You proposed {}: {}", quoted(each.arguments.get("text", "")), _decided(each)))
                for each in drafts
            ),
        ]
        lines = [said for private, said in found if alone or not private]
        # Of all others a notice is on its way.
        for outcome in outcomes:
            if outcome.unreachable and (alone or not outcome.private):
                await self._gaps.delivered(outcome)
        for draft in drafts:
            if not draft.waits and draft.channel is None and (alone or not draft.private):
                await self._drafts.delivered(draft)
        hidden = len(found) - len(lines)
        if hidden:
            what = counted(hidden, "more, which was private", "more, which were private")
            lines.append(line("{}: `/gaps mine`, or a direct message to me, shows you all.", what))
        if not lines:
            return Answer("done", note=note("Nothing of yours is with the team."))
        return Answer("done", "What you gave to the team", note=tuple(lines))


def _became(outcome: Outcome) -> Line:
    if outcome.fact is not None:
        return line("F{} answers it", outcome.fact)
    return line("set aside: {}", quoted(outcome.reason, REASON_LIMIT)) if outcome.reason else line("it waits")


def _settled(report: Report) -> Line:
    return line("settled: {}", quoted(report.settlement, REASON_LIMIT)) if report.settlement else line("it waits")


def _decided(draft: StoredDraft) -> Line:
    if draft.fact is not None:
        return line("it is F{} now", draft.fact)
    return line("not taken: {}", quoted(draft.reason, REASON_LIMIT)) if draft.reason else line("it waits")
