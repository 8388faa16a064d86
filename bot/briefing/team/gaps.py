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
from db.notes import Line, Moment, Note, line, note
from db.records import StoredFact
from db.store import Store
from db.tokenizer import fold

PAGE = 20
WAITING = 25  # questions that one member may have waiting
NEAREST = 3
_PRIVATE = line("Asked privately, so that its words are shown by `/gap show` and `/gaps` alone:")
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

    async def ask_the_team(self, question: str, asker: Asker) -> tuple[Answer, Gap | None]:
        """Keep the asker's last question here, or the one given, if I have no answer to it; return it if it is new."""
        if question.strip():
            answer = await self._answering.ask(question, asker)
            if answer.status in ("answered", "done"):
                return answer, None
        turn = self._conversations.last(asker)
        if turn is None:
            raise Refusal(
                "I remember no question of yours here: ask it first, or write it after the command, "
                "for example `!ask-the-team what do independents think?`"
            )
        if turn.answered:
            raise Refusal(
                "I have answered {}, and give the team only what I cannot answer. "
                "Ask in other words if the answer was to another question.",
                quoted(turn.question),
            )
        question = _in_full(turn)
        try:
            gap = await self._gaps.keep(
                question,
                fold(question),
                asker.actor,
                server=asker.server,
                channel=asker.channel,
                private=asker.private,
                at_most=WAITING,
            )
        except TooManyGaps:
            raise Refusal(
                "You have {} questions waiting for the team already: wait until some of them are answered.", WAITING
            ) from None
        return Answer("done", note=self._kept(gap, asker)), gap if gap.askers == 1 else None

    def _kept(self, gap: Gap, asker: Asker) -> Note:
        others = gap.askers - 1
        also = f" {counted(others, 'other person asks', 'other people ask')} it too." if others else ""
        return note(
            "{} is with the team now.{} {} sees it without your name, "
            "for {} days at most, and {} what comes of it. "
            "`!privacy` says what I store, `!forget-me` removes it.",
            quoted(gap.question),
            also,
            _readers(asker.server),
            self._gaps.days,
            "you alone will be told" if asker.private else "you will be told here",
        )

    async def waiting(self, page: str, asker: Asker) -> Answer:
        """List the questions that wait, those that most people ask first."""
        waiting = await self._gaps.open(asker.server)
        pages = max(-(-len(waiting) // PAGE), 1)
        number = _page(page, pages)
        if not waiting:
            return Answer("done", note=note("No question waits for an answer."))
        lines = [_line(gap, asker) for gap in waiting[(number - 1) * PAGE : number * PAGE]]
        lines.append(
            line("`!gap` and a number shows one. Close it with a fact, as in {}, or set it aside: {}.", CLOSE, DISMISS)
        )
        if pages > 1:
            more = line(": `!gaps {}` shows more", number + 1) if number < pages else ""
            lines.append(line("Page {} of {}{}.", number, pages, more))
        return Answer("done", f"Gaps: {len(waiting)} waiting", note=tuple(lines))

    async def show(self, number: str, asker: Asker) -> Answer:
        """Show one question in all the words it was put in, with the facts that come nearest now."""
        server = asker.server
        gap = await self._waiting(Arguments(number), server, SHOW)
        if _words(gap, asker) is None:
            return Answer("done", f"Gap {gap.number}", note=(line("{} {}.", _PRIVATE, _asked(gap)),))
        phrasings = await self._gaps.phrasings(gap.number, private=asker.discreet)
        lines: list[Line] = [(quoted(phrasing, QUESTION_LIMIT),) for phrasing in phrasings]
        lines += [
            line("It was {}.", _asked(gap)),
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
        closed = note("{} is closed with {}. {}", _named(gap, asker), fact.label, _outcome(gap))
        sections = (await self._evidence.section([fact], server=asker.server),)
        # What was only asked privately becomes no wording that others read.
        offer = await self._phrasing.offer(fact, gap.public, asker) if gap.public else None
        if offer is None:
            return Answer("done", None, sections, closed)
        preview, meaning = offer
        return Answer("done", None, sections, (*closed, meaning), ("yes", "no"), preview.id)

    async def dismiss(self, arguments: Arguments, asker: Asker) -> Answer:
        """Set a question aside, for a reason that the askers are told."""
        reason = arguments.get("reason") or ""
        problems = []
        if not (reason or arguments.problems):
            problems.append(line("Say why, as `reason: it is about next year`; those who asked are told."))
        if len(reason) > REASON_LIMIT:
            problems.append(line("The reason is {:,} characters long: write at most {}.", len(reason), REASON_LIMIT))
        gap = await self._waiting(arguments, asker.server, DISMISS, *problems)
        await self._settle(gap, asker.server, reason=reason)
        return Answer("done", note=note("{} is set aside. {}", _named(gap, asker), _outcome(gap)))

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
        if fact.rank == "deprecated":
            (statement,) = await self._evidence.statements([fact], server)
            raise Refusal("{} answers nothing any more. {}", fact.label, statement.gone)
        return fact


def _in_full(turn: Turn) -> str:
    """Return a question as it can be understood by itself: a follow-up with the question that it follows."""
    follows = turn.read.follows
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


def _words(gap: Gap, asker: Asker) -> str | None:
    """Return the question as it may be read where the asker is told of it, None where it was only put privately."""
    return gap.question if asker.discreet else gap.public


def _line(gap: Gap, asker: Asker) -> Line:
    words = _words(gap, asker)
    return line("`{}` {}: {}", gap.number, quoted(words) if words else _PRIVATE, _asked(gap))


def _named(gap: Gap, asker: Asker) -> Line:
    words = _words(gap, asker)
    return line("Gap {}, {},", gap.number, quoted(words)) if words else line("Gap {}", gap.number)


def _asked(gap: Gap) -> Line:
    return line("asked by {}, last {}", counted(gap.askers, "person", "people"), Moment(gap.last_asked, "ago"))


def _readers(server: int | None) -> str:
    return "Whoever runs this bot" if server is None else "A moderator of this server"


def _outcome(gap: Gap) -> str:
    return "The one who asked is told." if gap.askers == 1 else f"The {gap.askers} people who asked are told."
