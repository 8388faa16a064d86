"""The catalogue: topics, sources, and all about one fact."""

import re
from collections.abc import Sequence

from bot.briefing.answer import Answer, Place, Section
from bot.briefing.evidence import Evidence, quotation
from bot.briefing.lookups.particulars import particulars, passage
from bot.briefing.near import did_you_mean, near
from bot.briefing.prose import beginning, counted, listed, quoted
from bot.briefing.recency import latest
from bot.briefing.refusals import NAME_LIMIT, Refusal, within
from db import pinpoints
from db.bibliography import StoredSource
from db.documents import Document
from db.ledger.history import History, Revision, Vouching
from db.notes import Code, Line, Moment, joined, line, note
from db.records import StoredFact
from db.store import Store

UNCITED = "uncited"
AT_ONCE = 50  # paragraphs
LISTED = 50  # that no fact cites
REVISIONS = 50  # of a fact that are listed, the last of many
NOT_ON_HAND = "The document is not on hand, so its words cannot be shown."
_DASH = re.compile(r"\s*(?:[-–—]|\bto\b)\s*")


class Catalogue:
    """Answers `!topics`, `!sources`, `!source` and `!cite`."""

    def __init__(self, store: Store, evidence: Evidence, history: History) -> None:
        self._store = store
        self._evidence = evidence
        self._history = history

    async def topics(self, server: int | None = None) -> Answer:
        """List the topics with the number of facts under each."""
        lines = [
            line("`{}`: {} ({})", topic.key, topic.title, count)
            for topic, count in await self._store.topics(server)
            if count
        ]
        if not lines:
            return Answer("unknown", note=note("The store holds no topics yet."))
        lines.append(line("`!brief` and a topic gives all that is filed under it."))
        return Answer("answered", "Topics", note=tuple(lines))

    async def sources(self, server: int | None = None) -> Answer:
        """List the sources with the number of facts that cite each."""
        sources = await self._store.sources(server)
        cited = await self._store.counts.by_source(server)
        lines = [
            line(
                "`{}`: {} ({}){}",
                source.key,
                source.reference,
                counted(cited.get(source.number, 0), "fact"),
                ", no longer relied on" if source.retired else "",
            )
            for source in sources
            # One that was retired before anything rested on it, or with all that did, is nobody's source any more.
            if cited.get(source.number) or not source.retired
        ]
        if not lines:
            return Answer("unknown", note=note("The store holds no sources yet."))
        return Answer("answered", "Sources", note=tuple(lines))

    async def source(self, place: str, server: int | None = None) -> Answer:
        """Describe a source, or show one paragraph of it with the facts that rest on it."""
        place = within(place, NAME_LIMIT, "the key of a source and a paragraph")
        if not place:
            raise Refusal("Say which source: write `!source` and its key, then a paragraph. `!sources` lists the keys.")
        pinpoint = pinpoints.parse(place)
        key, paragraph = (pinpoint.source, pinpoint.paragraph) if pinpoint else (place, None)
        sources = {source.key: source for source in await self._store.sources(server)}
        source = sources.get(key.lower())
        if source is None:
            offers = near(key, {known: known for known in sources})
            lead = f"I have no source {quoted(key)}."
            hint = did_you_mean(offers, "`!source {}`") or line("`!sources` lists them.")
            return Answer("related" if offers else "unknown", note=note("{} {}", lead, hint))
        return await (self._describe(source, server) if paragraph is None else self._show(source, paragraph, server))

    async def cite(self, reference: str, server: int | None = None) -> Answer:
        """Return all about one fact: text, voice, citations with their check and excerpt, revisions."""
        reference = within(reference, NAME_LIMIT, "the number of a fact")
        if not reference:
            raise Refusal("Say which fact: write `!cite F12`. Each answer ends its statements with their number.")
        fact = await self._store.fact(reference, server)
        if fact is None:
            unknown = note(
                "I have no fact {}: write its number as in `!cite F12`. `!find` searches the facts.", quoted(reference)
            )
            return Answer("unknown", note=unknown)
        (statement,) = await self._evidence.statements([fact], server)
        hidden = await self._store.hides(fact, server)
        lines = [line("This server hides it; `!fact unhide {}` shows it again.", fact.label)] if hidden else []
        lines += [*_about(fact), *(line for place in statement.places for line in _cited(place))]
        lines += [_vouched(vouching, fact) for vouching in await self._history.vouchings(fact, server)]
        revisions = await self._history.of(fact, server, last=REVISIONS)
        lines += [*earlier(revisions), *map(revision_line, revisions)]
        title = f"{fact.label}: {fact.payload.heading}"
        return Answer("answered", title, (Section((statement,)),), tuple(lines), whole=True)

    async def _describe(self, source: StoredSource, server: int | None) -> Answer:
        facts, paragraphs = await self._store.counts.cited_paragraphs(source, server)
        document = await self._evidence.document(source)
        lines: list[Line] = [(source.reference,)]
        lines += [(each,) for each in (source.url, source.note and f"Editor’s note: {source.note}") if each]
        state = f"on hand, {counted(len(document.paragraphs), 'paragraph')}" if document else "not on hand"
        if document and document.reader:
            state += f", read by {document.reader}"
        if source.forgotten:
            state = "taken down; its fingerprints are kept"
        lines.append(line("Document: {}.", state))
        if source.retired:
            lines.append(line("It is no longer relied on: {}", source.retired))
        if facts:
            cited = counted(facts, "fact cites", "facts cite")
            where = f"paragraph{'s' if len(paragraphs) > 1 else ''} {listed(map(str, paragraphs))}"
            lines.append(line("{} it, in {}.", cited, where))
        else:
            lines.append(line("No fact cites it yet."))
        if document and facts and (uncited := len(await self._without_facts(source, document, server))):
            count = f"{uncited:,} of its {counted(len(document.paragraphs), 'paragraph')}"
            lines.append(line("No fact cites {}: `!source {} {}` lists them.", count, source.key, UNCITED))
        lines.append(
            line("`!source {} {}` shows a paragraph and the facts on it.", source.key, min(paragraphs, default=1))
        )
        return Answer("answered", f"Source: {source.label}", note=tuple(lines))

    async def _show(self, source: StoredSource, paragraph: str, server: int | None) -> Answer:
        """Show one paragraph, with what rests on it, or several: a range, or those that no fact cites."""
        document = await self._evidence.document(source)
        count = len(document.paragraphs) if document else len(source.fingerprints)
        if paragraph.casefold() == UNCITED:
            return await self._uncited(source, document, server)
        first, last = _range(paragraph)
        if first is None or last is None or last < first or (count and last > count):
            known = f" has paragraphs 1 to {count}" if count else "’s paragraphs are numbered from 1"
            raise Refusal("`{0}`{1}: write `!source {0} 1` instead of {2}.", source.key, known, quoted(paragraph))
        if last > first:
            return await self._several(source, document, range(first, last + 1), server)
        facts, more = latest(await self._store.citing(source, first, server))
        section = await self._evidence.section(facts, "Facts that rest on it" if facts else None, server)
        locator = document.locator(first).label if document else None
        pinpoint = ", ".join(filter(None, (locator, f"¶{first}")))
        if document:
            lines = [
                line("Paragraph {} in the document’s own words: “{}”", first, beginning(document.paragraphs[first - 1]))
            ]
        else:
            lines = [line(NOT_ON_HAND)]
        if not facts:
            lines.append(line("No fact rests on this paragraph."))
        return Answer("answered", f"{source.label}, {pinpoint}", (section,) if facts else (), (*lines, *more))

    async def _several(
        self, source: StoredSource, document: Document | None, numbers: Sequence[int], server: int | None
    ) -> Answer:
        first, last = numbers[0], numbers[-1]
        if len(numbers) > AT_ONCE:
            raise Refusal(
                "Those are {:,} paragraphs: look at up to {} at once, as in `!source {} {}-{}`.",
                *(len(numbers), AT_ONCE, source.key, first, first + AT_ONCE - 1),
            )
        if document is None:
            raise Refusal(NOT_ON_HAND)
        _, cited = await self._store.counts.cited_paragraphs(source, server)
        resting = [f"¶{number}" for number in cited if first <= number <= last]
        lines = [line("No fact rests on them.")]
        if resting:
            lines = [line("Facts rest on {}: `!source {} {}` shows them.", listed(resting), source.key, resting[0][1:])]
        passages = tuple(quotation(source, document, number) for number in numbers)
        shown = (Section((), passages=passages),)
        return Answer("answered", f"{source.label}, ¶{first}–{last}", shown, tuple(lines))

    async def _uncited(self, source: StoredSource, document: Document | None, server: int | None) -> Answer:
        if document is None:
            raise Refusal(NOT_ON_HAND)
        numbers = await self._without_facts(source, document, server)
        if not numbers:
            return Answer("answered", f"{source.label}: cited throughout", note=note("A fact cites each paragraph."))
        passages = tuple(quotation(source, document, number) for number in numbers[:LISTED])
        rest = numbers[LISTED:]
        more = note("{:,} more, from ¶{}: `!source {} {}-{}` shows them.", *_following(source, rest)) if rest else ()
        title = f"{source.label}: {counted(len(numbers), 'paragraph')} that no fact cites"
        return Answer("answered", title, (Section((), passages=passages),), more)

    async def _without_facts(self, source: StoredSource, document: Document, server: int | None) -> list[int]:
        """Return the numbers of the paragraphs that no fact cites."""
        _, cited = await self._store.counts.cited_paragraphs(source, server)
        known = set(cited)
        return [number for number in range(1, len(document.paragraphs) + 1) if number not in known]


def _range(written: str) -> tuple[int | None, int | None]:
    """Return the first and the last paragraph of `30-36`, the same twice of `30`; None for what is no number."""
    first, mark, last = _DASH.sub("-", written).partition("-")
    return pinpoints.number(first), pinpoints.number(last if mark else first)


def _following(source: StoredSource, numbers: Sequence[int]) -> tuple[int, int, str, int, int]:
    return len(numbers), numbers[0], source.key, numbers[0], numbers[0] + AT_ONCE - 1


def _about(fact: StoredFact) -> list[Line]:
    speaker = f", of {fact.speaker}" if fact.speaker else ""
    lines = [line("Kind: {}. Voice: {}{}. Key: {}", fact.kind, fact.voice, speaker, fact.key)]
    if fact.status == "retracted":
        lines.append(line("This fact has been retracted and is not shown in answers."))
    if fact.derived:
        lines.append(line("Not every figure stands in the passage: {}", fact.derived))
    lines += [(each,) for each in particulars(fact)]
    lines.append(line("Topics: {}", joined((Code(topic),) for topic in fact.topics)))
    if fact.aliases:
        lines.append(line("Also looked up as: {}", ", ".join(fact.aliases)))
    return lines


def earlier(revisions: Sequence[Revision]) -> list[Line]:
    """Say that there are revisions before the first of these, if there are."""
    if not revisions or revisions[0].first:
        return []
    return [line("The {} revisions before these are left out.", revisions[0].number - 1)]


def revision_line(revision: Revision) -> Line:
    """Return a revision in a line: number, what was done, when, by whom and why."""
    did = "added" if revision.first else "changed"
    if revision.undoes is not None:
        did = f"undid revision {revision.undoes}"
    reason = f": {revision.reason}" if revision.reason and revision.undoes is None else ""
    at = Moment(revision.at, "minute")
    return line("Revision {}: {} on {} by {}{}", revision.number, did, at, revision.who, reason)


def _vouched(vouching: Vouching, fact: StoredFact) -> Line:
    day = Moment(vouching.at, "day")
    if vouching.revision == fact.revision:
        return line("{} has read the passage and vouches for it, on {}.", vouching.who, day)
    stale = "it was edited since, so that is stale"
    return line("{} vouched for revision {} on {}; {}.", vouching.who, vouching.revision, day, stale)


def _cited(place: Place) -> list[Line]:
    return [*passage(place), (f"Fingerprint: {place.citation.fingerprint}",)]
