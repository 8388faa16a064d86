"""Reports that a fact is wrong: members make them, moderators settle them."""

from bot.briefing.answer import Answer, Section
from bot.briefing.asker import Asker
from bot.briefing.evidence import Evidence
from bot.briefing.prose import counted, quoted
from bot.briefing.refusals import NAME_LIMIT, REASON_LIMIT, Refusal, within
from db import pinpoints
from db.notes import Moment, line, note
from db.report_store import Report, ReportStore
from db.store import Store

SHOWN = 20


class Reporting:
    """Answers `!report`, `!reports` and `!settle`."""

    def __init__(self, store: Store, evidence: Evidence, reports: ReportStore) -> None:
        self._store = store
        self._evidence = evidence
        self._reports = reports

    async def report(self, asker: Asker, reference: str, reason: str) -> tuple[Answer, Report | None]:
        """Keep a report for the moderators, and return it if it is new; raises Refusal without a fact or a reason."""
        reference, reason = within(reference, NAME_LIMIT, "a fact"), within(reason, REASON_LIMIT, "the reason")
        if not reference or not reason:
            raise Refusal("Say which fact and what is wrong with it: write `!report F12 the document says 58`.")
        fact = await self._store.fact(reference, asker.server)
        if fact is None:
            raise Refusal(
                "I have no fact {}: write its number, as in `!report F12`, then the reason.", quoted(reference)
            )
        report, new = await self._reports.add(
            server=asker.server,
            fact=fact.number,
            revision=fact.revision,
            reporter=asker.actor.member,
            channel=asker.channel,
            private=asker.private,
            reason=" ".join(reason.split()),
        )
        if not new:
            already = note("That is reported already, as report {}: the moderators have it.", report.id)
            return Answer("done", note=already), None
        thanks = note("Thank you: report {} on {} is with the moderators.", report.id, fact.label)
        return Answer("done", note=thanks), report

    async def open(self, asker: Asker) -> Answer:
        """List what is reported and not yet settled, each with the fact as it reads now."""
        reports = await self._reports.open(asker.server)
        if not reports:
            return Answer("answered", note=note("No report is open."))
        sections = [section for report in reports[:SHOWN] if (section := await self._section(report, asker))]
        rest = len(reports) - SHOWN
        more = f"{counted(rest, 'more is', 'more are')} open. " if rest > 0 else ""
        hint = note("{}`!settle {}` and what was done about it settles a report.", more, reports[0].id)
        return Answer("answered", f"Reports: {len(reports)} open", tuple(sections), hint, whole=True)

    async def settle(self, asker: Asker, number: str, settlement: str) -> Answer:
        """Close a report; raises Refusal where there is none of that number, or no word of what was done."""
        settlement = " ".join(within(settlement, REASON_LIMIT, "what was done").split())
        report_number = pinpoints.number(number)
        if report_number is None or not settlement:
            raise Refusal(
                "Say which report and what was done: write `!settle 3 corrected in F12`. `!reports` lists them."
            )
        report = await self._reports.settle(report_number, asker.server, settlement)
        if report is None:
            raise Refusal("No report {} is open here. `!reports` lists those that are.", quoted(str(report_number)))
        return Answer("done", note=note("Report {} on F{} is settled: {}", report.id, report.fact, settlement))

    async def _section(self, report: Report, asker: Asker) -> Section | None:
        fact = await self._store.fact(f"F{report.fact}", report.server if asker.server is None else asker.server)
        if fact is None:
            return None
        since = "" if fact.revision == report.revision else " The fact has been changed since."
        # What was written privately is read where nobody else can.
        shown = not report.private or asker.discreet
        reason = quoted(report.reason) if shown else line("for a reason that was given privately: `/reports` has it")
        reported = note("{}: {}.{}", Moment(report.at, "day"), reason, since)
        section = await self._evidence.section([fact], f"Report {report.id}", fact.server)
        return Section(section.statements, section.heading, reported)
