"""Curation of facts, added and edited: a preview first, the checks twice, then one transaction."""

import asyncio
from collections.abc import Sequence

from bot.briefing.answer import Answer, Section
from bot.briefing.arguments import Arguments
from bot.briefing.asker import Asker
from bot.briefing.curating.access import changeable, supersedable
from bot.briefing.curating.account import underived
from bot.briefing.curating.checks import blocked
from bot.briefing.curating.diff import differences
from bot.briefing.curating.draft import following
from bot.briefing.curating.drafting import Drafting, edition
from bot.briefing.curating.examination import Examination
from bot.briefing.curating.mentions import marked
from bot.briefing.curating.proposal import Proposal, Reviewed, Step, title
from bot.briefing.curating.remark import MARK, NOTE_LIMIT, brought, is_sourced
from bot.briefing.curating.wordings import LONGEST, Wordings
from bot.briefing.evidence import Evidence
from bot.briefing.prose import listed, quoted
from bot.briefing.refusals import Refusal
from db.errors import KeyTaken, StaleFact
from db.kinds import Poll
from db.ledger.history import History
from db.ledger.ledger import Change, Ledger
from db.notes import Line, Moment, Note, line, note
from db.preview_store import Preview, PreviewStore
from db.records import Fact, StoredFact
from db.store import Store


class Curation:
    """Carries out `!fact add` and `!fact edit`."""

    def __init__(
        self,
        store: Store,
        examination: Examination,
        ledger: Ledger,
        history: History,
        evidence: Evidence,
        previews: PreviewStore,
        wordings: Wordings,
    ) -> None:
        self._store = store
        self._examination = examination
        self._ledger = ledger
        self._history = history
        self._evidence = evidence
        self._previews = previews
        self._wordings = wordings
        self._drafting = Drafting(store, evidence)

    async def add(self, arguments: Arguments, asker: Asker, draft: Reviewed | None = None) -> Answer:
        """Show what would be added, or add it with `yes: true`; `draft` is the one it is made of."""
        async with self._store.snapshot():
            proposal, remarks = await self._added(arguments, asker, draft)
        return await self._propose(proposal, asker, remarks, at_once=arguments.flag("yes"))

    async def _added(
        self, arguments: Arguments, asker: Asker, draft: Reviewed | None
    ) -> tuple[Proposal, tuple[Line, ...]]:
        """Return what would be added, and what is to be said of it."""
        if arguments.subject:
            strays = line("{} stands before the first name: say what it is.", quoted(arguments.subject))
            example = await self._drafting.addition(arguments.get("kind"), asker.server)
            arguments.refuse_problems(strays, example=example)
        corrected = arguments.get("corrects")
        wrong = corrected and await supersedable(self._store, corrected, asker, "fact add corrects: F12 …")
        drafted = await self._drafting.draft(arguments, asker.server)
        fact, reason = await self._with_reason(drafted.fact, arguments, asker, corrects=wrong or None)
        fact, remarks = await self._with_mark(fact, asker, drafted.remarks)
        # What was not shown is not written.
        if arguments.get("asked") is None and not arguments.flag("yes"):
            wordings = await self._wordings.proposed(fact, asker.server)
            fact = fact.model_copy(update={"asked": wordings})
            remarks += _also_asked(wordings)
        steps = [Step(fact=fact)]
        if wrong:
            steps.append(Step(fact=_superseded(wrong, fact, reason), number=wrong.number, revision=wrong.revision))
        proposal = Proposal(
            steps=tuple(steps),
            topics=drafted.topics,
            reason=reason,
            own_key=arguments.get("key") is not None,
            draft=draft,
        )
        return proposal, remarks

    async def edit(self, arguments: Arguments, asker: Asker) -> Answer:
        """Show what would change, or change it with `yes: true`."""
        original = await changeable(self._store, arguments.subject, asker, "fact edit F12 text: …")
        if original.status == "retracted":
            raise Refusal("{0} is retracted: `!fact restore {0}` brings it back first.", original.label)
        if not (set(arguments.values) - {"yes", "reason"}) and not arguments.problems and not arguments.get("reason"):
            raise Refusal("Say what to change in {}: write {}.", original.label, edition(original.label))
        draft = await self._drafting.draft(arguments, asker.server, original)
        fact, reason = await self._with_reason(draft.fact, arguments, asker, original=original)
        fact, remarks = await self._with_mark(fact, asker, draft.remarks, original)
        if fact == original.content:
            raise Refusal("That changes nothing in {}: it says so already.", original.label)
        step = Step(fact=fact, number=original.number, revision=original.revision)
        steps = (step, *await self._of_survey(fact, original, asker))
        proposal = Proposal(steps=steps, topics=draft.topics, reason=reason)
        return await self._propose(proposal, asker, remarks, at_once=arguments.flag("yes"), original=original)

    async def _of_survey(self, fact: Fact, original: StoredFact, asker: Asker) -> list[Step]:
        """Return the changes to the other polls of a survey whose data are edited: they are the same in all of them."""
        before, after = original.payload, fact.payload
        if not (isinstance(before, Poll) and isinstance(after, Poll) and before.survey.key == after.survey.key):
            return []
        numbers, steps = await self._store.polls.numbers(after.survey.key, asker.server), []
        for poll in await self._store.numbered(numbers, asker.server):
            if (
                poll.number == original.number
                or not isinstance(poll.payload, Poll)
                or poll.payload.survey == after.survey
            ):
                continue
            if poll.server != original.server:
                raise Refusal(
                    "The {} is that of {} too, which all servers share: write another `survey:`.",
                    before.survey.title,
                    poll.label,
                )
            payload = poll.payload.model_copy(update={"survey": after.survey})
            revised = poll.content.model_copy(update={"payload": payload})
            steps.append(Step(fact=revised, number=poll.number, revision=poll.revision))
        return steps

    async def _with_mark(
        self, fact: Fact, asker: Asker, remarks: tuple[Line, ...], original: StoredFact | None = None
    ) -> tuple[Fact, tuple[Line, ...]]:
        """Return the fact with a new note marked as ours where it brings what no document says and names no source."""
        if fact.note is None or (original and fact.note == original.note):
            return fact, remarks
        more = brought(fact, (await self._examination.statement(fact, asker, original)).places)
        if not more or is_sourced(fact.note, [source.key for source in await self._store.sources(asker.server)]):
            return fact, remarks
        if len(fact.note) + len(MARK) >= NOTE_LIMIT:
            raise Refusal("`note:` is too long to be marked as ours: leave out some {} characters.", len(MARK))
        remark = line(
            "`note:` {}: in no document that is cited, so the note is marked as ours. It is not where it names its "
            "source (`king-2020#9`).",
            ", ".join(more),
        )
        return fact.model_copy(update={"note": f"{fact.note} {MARK}"}), (*remarks, remark)

    async def _with_reason(
        self,
        fact: Fact,
        arguments: Arguments,
        asker: Asker,
        *,
        original: StoredFact | None = None,
        corrects: StoredFact | None = None,
    ) -> tuple[Fact, str | None]:
        """Return the fact and the reason of the change; the reason stays with the fact where its figures need one."""
        reason = arguments.get("reason")
        if corrects and not reason:
            arguments.refuse_problems(
                line("`reason:` is missing: say what was wrong with {}.", corrects.label),
                example=await self._drafting.addition(fact.kind, asker.server, " corrects: …"),
            )
        statement = await self._examination.statement(fact, asker, original)
        if not all(place.document for place in statement.places):
            return fact, reason
        surveys = await self._examination.surveys(fact, asker.server)
        absent = set(await asyncio.to_thread(underived, fact, statement.places, surveys))
        if original and not reason:
            before = await self._examination.statement(original.content, asker, original)
            # What was said of one figure does not excuse another.
            known = await asyncio.to_thread(underived, original, before.places, surveys)
            absent = absent if absent <= set(known) else set()
        return fact.model_copy(update={"derived": fact.derived if absent else None}), reason

    async def _propose(
        self,
        proposal: Proposal,
        asker: Asker,
        remarks: Sequence[Line],
        *,
        at_once: bool,
        original: StoredFact | None = None,
    ) -> Answer:
        if at_once:
            return await self.carry_out(proposal, asker)
        step = proposal.steps[0]
        async with self._store.snapshot():
            findings = await self._examination.findings(proposal, asker)
            if blocked(findings):
                raise Refusal("It was not taken:\n{}\nNothing was written.", blocked(findings))
            statement = await self._examination.statement(step.fact, asker, original)
            sections = [Section((statement,), "As the team will see it")]
            if like := await self._examination.resembling(step, asker):
                heading = "What you have already that is like it"
                sections.append(await self._evidence.section(like, heading, asker.server))
        preview, earlier = await self._previews.keep(asker.actor, asker.desk, proposal.model_dump(mode="json"))
        lines = await asyncio.to_thread(marked, step.fact, statement.places)
        lines += [line("Checked: {}", finding.sentence) for finding in findings if finding.outcome == "passed"]
        lines += [line("Mind: {}", finding.sentence) for finding in findings if finding.outcome == "noted"]
        lines += [line("Mind: {}", remark) for remark in remarks]
        if original:
            lines += [line("What changes:"), *differences(original, step.fact)]
        if original and len(proposal.steps) > 1:
            named = listed(f"F{other.number}" for other in proposal.steps[1:])
            lines.append(line("The survey is that of {} too, and changes there as well.", named))
        else:
            lines += [line("It supersedes F{}: {}", other.number, proposal.reason) for other in proposal.steps[1:]]
        if earlier:
            lines.append(line("This takes the place of your earlier preview ({}), which is dropped.", title(earlier)))
        lines.append(
            line(
                "`!yes` writes it, `!no` drops it. It waits until {} (15 minutes); nothing is written before.",
                Moment(preview.ends, "clock"),
            )
        )
        return Answer(
            "done",
            f"Preview: {proposal.title}",
            tuple(sections),
            tuple(lines),
            offers=("yes", "no"),
            preview=preview.id,
        )

    async def carry_out(self, proposal: Proposal, asker: Asker, preview: Preview | None = None) -> Answer:
        """Check, once more where there was a preview, and write, in one transaction; say what was done."""
        try:
            async with self._ledger.change(asker.actor, asker.server, proposal.reason) as change:
                if preview and not await change.take_preview(preview.id):
                    raise Refusal("That was answered a moment ago, and is not done twice.")
                # Nobody else can write now, so what the checks read is what the change is made to.
                async with self._store.snapshot():
                    findings = await self._examination.findings(proposal, asker)
                if blocked(findings):
                    lead = "It no longer passes the checks" if preview else "It was not taken"
                    raise Refusal("{}:\n{}\nNothing was written.", lead, blocked(findings))
                numbers = await _write(change, proposal)
        except StaleFact as conflict:
            if preview:
                await self._previews.drop(preview.id)
            raise Refusal("{}", await self._overtaken(conflict.current, proposal, asker)) from None
        except KeyTaken as taken:
            key, label = taken.existing.key, taken.existing.label
            raise Refusal("The key `{}` was taken meanwhile by {}: choose another.", key, label) from None
        async with self._store.snapshot():
            fact = await self._store.fact(f"F{numbers[0]}", asker.server)
            assert fact is not None
            section = await self._evidence.section([fact], server=asker.server)
        did, others = (
            ("Added", "is superseded from now on")
            if proposal.steps[0].number is None
            else ("Edited", "has the survey as it is now")
        )
        lines = [finding.sentence for finding in findings if finding.outcome == "noted"]
        lines += [line("F{} {}.", step.number, others) for step in proposal.steps[1:]]
        lines.append(line("`!undo` takes it back."))
        return Answer("done", f"{did}: {fact.label}", (section,), tuple(lines))

    async def _overtaken(self, current: StoredFact, proposal: Proposal, asker: Asker) -> Note:
        """Say what others changed between the preview and the yes."""
        base = next(step.revision for step in proposal.steps if step.number == current.number)
        revisions = await self._history.of(current, asker.server)
        since = [revision for revision in revisions if revision.number > (base or 0)]
        before = next((revision.content for revision in revisions if revision.number == base), current)
        people = listed(dict.fromkeys(revision.who for revision in since)) if since else "somebody"
        return note(
            "{} was changed meanwhile by {}, and nothing was overwritten:\n{}\n"
            "Write your edit again if it still holds.",
            current.label,
            people,
            differences(before, current),
        )


async def _write(change: Change, proposal: Proposal) -> list[int]:
    """Write every step and return the numbers of the facts."""
    for topic in proposal.topics:
        await change.put_topic(topic)
    numbers, first_key = [], proposal.steps[0].fact.key
    key = first_key
    for step in proposal.steps:
        if step.number is not None and step.revision is not None:
            fact = step.fact.model_copy(update={"superseded_by": key} if step.fact.superseded_by == first_key else {})
            await change.facts.revise(step.number, step.revision, fact)
            numbers.append(step.number)
            continue
        while True:
            try:
                numbers.append(await change.facts.add(step.fact.model_copy(update={"key": key})))
                break
            except KeyTaken:
                # Somebody added a fact of the same name between preview and yes.
                if proposal.own_key:
                    raise
                key = following(key)
    draft = proposal.draft
    if draft and not await change.accept_draft(draft.number, numbers[0], draft.changed):
        raise Refusal("Draft {} was decided a moment ago, and nothing was written.", draft.number)
    return numbers


def _also_asked(wordings: Sequence[str]) -> tuple[Line, ...]:
    """Return what is said of the wordings that a yes takes along."""
    if not wordings:
        return ()
    return (
        line(
            "a yes has it answer these too, and they stay in its history: {}. Add `asked: none` to leave them out, or "
            "your own as `asked: …`.",
            ", ".join(quoted(wording, LONGEST) for wording in wordings),
        ),
    )


def _superseded(wrong: StoredFact, by: Fact, reason: str | None) -> Fact:
    return wrong.content.model_copy(update={"rank": "deprecated", "rank_reason": reason, "superseded_by": by.key})
