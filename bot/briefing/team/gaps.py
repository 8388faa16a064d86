"""Gaps: questions that I could not answer, given to the team by those who asked."""

from bot.briefing.answer import Answer
from bot.briefing.arguments import Arguments, whole
from bot.briefing.asker import Asker
from bot.briefing.asking.conversation import Conversations, Turn
from bot.briefing.asking.question_answering import QUESTION_LIMIT, QuestionAnswering
from bot.briefing.curating.phrasing import Phrasing
from bot.briefing.evidence import Evidence
from bot.briefing.prose import counted, quoted
from bot.briefing.refusals import REASON_LIMIT, Refusal
from db.errors import TooManyGaps
from db.gap_store import Gap, GapStore
from db.notes import Line, Note, line, note
from db.records import StoredFact
from db.store import Store
from db.tokenizer import fold

PAGE = 20
WAITING = 25  # questions that one member may have waiting
NEAREST = 3
SHOW = line("`!gap 3`")
CLOSE = line("`!gap close 3 fact: F12`")
DISMISS = line("`!gap dismiss 3 reason: it is about next year`")


class Gaps:
    """Answers `!ask-the-team`, `!gaps` and `!gap`."""

    def __init__(
        self,
        gaps: GapStore,
        store: Store,
        evidence: Evidence,
        answering: QuestionAnswering,
        conversations: Conversations,
        phrasing: Phrasing,
    ) -> None:
        self._gaps = gaps
        self._store = store
        self._evidence = evidence
        self._answering = answering
        self._conversations = conversations
        self._phrasing = phrasing

    async def ask_the_team(self, question: str, asker: Asker) -> Answer:
        """Keep the asker's last question here, or the one given, if I have no answer to it."""
        if question.strip():
            answer = await self._answering.ask(question, asker)
            if answer.status in ("answered", "done"):
                return answer
        turn = self._conversations.last(asker)
        if turn is None:
            raise Refusal(
                "I remember no question of yours here: ask it first, or write it after the command, "
                "for example `!ask-the-team what do independents think?`"
            )
        if turn.answer.status == "answered":
            raise Refusal(
                "I have answered {}, and give the team only what I cannot answer. "
                "Ask in other words if the answer was to another question.",
                quoted(turn.question),
            )
        question = _in_full(turn)
        try:
            gap = await self._gaps.keep(question, fold(question), asker.actor, asker.server, asker.channel, WAITING)
        except TooManyGaps:
            raise Refusal(
                "You have {} questions waiting for the team already: wait until some of them are answered.", WAITING
            ) from None
        return Answer("done", note=self._kept(gap, asker.server))

    def _kept(self, gap: Gap, server: int | None) -> Note:
        others = gap.askers - 1
        also = f" {counted(others, 'other person asks', 'other people ask')} it too." if others else ""
        return note(
            "{} is with the team now.{} {} sees it without your name, "
            "for {} days at most, and you will be told here what comes of it. "
            "`!privacy` says what I store, `!forget-me` removes it.",
            quoted(gap.question),
            also,
            _readers(server),
            self._gaps.days,
        )

    async def waiting(self, page: str, server: int | None) -> Answer:
        """List the questions that wait, those that most people ask first."""
        waiting = await self._gaps.open(server)
        pages = max(-(-len(waiting) // PAGE), 1)
        number = _page(page, pages)
        if not waiting:
            return Answer("done", note=note("No question waits for an answer."))
        lines = [_line(gap) for gap in waiting[(number - 1) * PAGE : number * PAGE]]
        lines.append(
            line("`!gap` and a number shows one. Close it with a fact, as in {}, or set it aside: {}.", CLOSE, DISMISS)
        )
        if pages > 1:
            more = line(": `!gaps {}` shows more", number + 1) if number < pages else ""
            lines.append(line("Page {} of {}{}.", number, pages, more))
        return Answer("done", f"Gaps: {len(waiting)} waiting", note=tuple(lines))

    async def show(self, number: str, server: int | None) -> Answer:
        """Show one question in all the words it was put in, with the facts that come nearest now."""
        gap = await self._waiting(Arguments(number), server, SHOW)
        lines: list[Line] = [(quoted(phrasing, QUESTION_LIMIT),) for phrasing in await self._gaps.phrasings(gap.number)]
        lines += [
            line("{}.", _asked(gap)),
            line("`!gap close {0} fact:` or `!gap dismiss {0} reason:` settles it.", gap.number),
        ]
        analysis = await self._answering.analyse(gap.question, server)
        numbers = [ranked.candidate.number for ranked in analysis.ranked[:NEAREST]]
        facts = await self._store.numbered(numbers, server)
        sections = (await self._evidence.section(facts, "The facts that come nearest", server),) if facts else ()
        return Answer("done", f"Gap {gap.number}", sections, tuple(lines))

    async def close(self, arguments: Arguments, asker: Asker) -> Answer:
        """Close a question with the fact that answers it, and offer to have the fact answer it from now on."""
        reference = arguments.get("fact")
        problems = () if reference or arguments.problems else (line("Say which fact answers it, as `fact: F12`."),)
        gap = await self._waiting(arguments, asker.server, CLOSE, *problems)
        fact = await self._fact(reference or "", asker.server)
        await self._settle(gap, asker.server, fact=fact.number)
        closed = note("Gap {}, {}, is closed with {}. {}", gap.number, quoted(gap.question), fact.label, _outcome(gap))
        sections = (await self._evidence.section([fact], server=asker.server),)
        offer = await self._phrasing.offer(fact, gap.question, asker)
        if offer is None:
            return Answer("done", None, sections, closed)
        preview, meaning = offer
        return Answer("done", None, sections, (*closed, meaning), ("yes", "no"), preview.id)

    async def dismiss(self, arguments: Arguments, server: int | None) -> Answer:
        """Set a question aside, for a reason that the askers are told."""
        reason = arguments.get("reason") or ""
        problems = []
        if not (reason or arguments.problems):
            problems.append(line("Say why, as `reason: it is about next year`; those who asked are told."))
        if len(reason) > REASON_LIMIT:
            problems.append(line("The reason is {:,} characters long: write at most {}.", len(reason), REASON_LIMIT))
        gap = await self._waiting(arguments, server, DISMISS, *problems)
        await self._settle(gap, server, reason=reason)
        return Answer(
            "done", note=note("Gap {}, {}, is set aside. {}", gap.number, quoted(gap.question), _outcome(gap))
        )

    async def _settle(self, gap: Gap, server: int | None, fact: int | None = None, reason: str | None = None) -> None:
        if not await self._gaps.close(gap.number, server, fact, reason):
            raise _unknown(gap.number)

    async def _waiting(self, arguments: Arguments, server: int | None, example: Line, *problems: Line) -> Gap:
        """Return the gap whose number stands first; raises Refusal with all that is wrong with the arguments."""
        try:
            number = whole(arguments.subject, "number")
        except Refusal:
            wanted = line("Write the number of a gap first, not {}.", quoted(arguments.subject))
            missing = line("Write the number of a gap: `!gaps` lists them.")
            problems = (wanted if arguments.subject.strip() else missing, *problems)
            number = 0
        arguments.refuse_problems(*problems, example=example)
        gap = await self._gaps.get(number, server)
        if gap is None:
            raise _unknown(number)
        return gap

    async def _fact(self, reference: str, server: int | None) -> StoredFact:
        fact = await self._store.fact(reference, server)
        shown = await self._store.numbered([fact.number], server) if fact else []
        if fact is None:
            raise Refusal("I have no fact {}: write its number, as in {}. `!find` searches.", quoted(reference), CLOSE)
        if not shown:
            raise Refusal("{} is not shown in answers here, so that it answers nothing: name another fact.", fact.label)
        return fact


def _in_full(turn: Turn) -> str:
    """Return a question as it can be understood by itself: a follow-up with the question that it follows."""
    follows = turn.analysis.question.follows
    return f"{turn.question} – after: {follows}" if follows else turn.question


def _unknown(number: int) -> Refusal:
    return Refusal("No gap {} waits here: `!gaps` lists those that do.", number)


def _page(page: str, pages: int) -> int:
    if not page.strip():
        return 1
    try:
        number = whole(page, "page")
    except Refusal:
        number = 0
    if not 1 <= number <= pages:
        pages_there = f"pages 1 to {pages}" if pages > 1 else "one page"
        raise Refusal("There is no page {}: the list has {}. Write `!gaps {}`.", quoted(page), pages_there, pages)
    return number


def _line(gap: Gap) -> Line:
    return line("`{}` {}: {}", gap.number, quoted(gap.question), _asked(gap).lower())


def _asked(gap: Gap) -> str:
    return f"Asked by {counted(gap.askers, 'person', 'people')}, last on {gap.last_asked:%Y-%m-%d}"


def _readers(server: int | None) -> str:
    return "Whoever runs this bot" if server is None else "A moderator of this server"


def _outcome(gap: Gap) -> str:
    return "The one who asked is told." if gap.askers == 1 else f"The {gap.askers} people who asked are told."
