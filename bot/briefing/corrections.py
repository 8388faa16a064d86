"""Corrections: what has become of facts since a reply showed them, in sentences for those who read it."""

from collections.abc import Iterator
from difflib import SequenceMatcher

from bot.briefing.curating.fields import write
from bot.briefing.prose import clean, listed
from bot.briefing.reply_snapshot import described
from db.bibliography import Source, StoredSource
from db.dates.spoken import spoken
from db.kinds import Poll, Result, fields_of
from db.ledger.history import History, Revision
from db.records import Citation, Fact, StoredFact
from db.reply_store import Reply
from db.store import Store

_LONGEST = 160  # characters of what was and of what is, each
_CHANGES = 4  # changes of a text that are named each; of more the whole of it is
_APART = 2  # words between two changes that are named as one
_ARROW = " → "


class Corrections:
    """Compares what a reply showed when it was sent with what the facts are now."""

    def __init__(self, store: Store, history: History) -> None:
        self._store = store
        self._history = history

    async def sources_revised(self, since: int) -> tuple[int, frozenset[str]]:
        """Return the id of the last revision of a source, and the keys of those revised after that of the id."""
        return await self._history.sources_revised(since)

    async def of(self, reply: Reply) -> tuple[tuple[str, ...], dict[int, int]]:
        """Return a sentence for each fact and source that reads otherwise than it did, and the facts’ revisions."""
        sentences, revisions = [], {}
        cited = set[str]()
        for number, known in reply.revisions.items():
            fact = await self._store.fact(f"F{number}", reply.server)
            if fact is None:
                continue
            revisions[number] = fact.revision
            if sentence := await self._sentence(fact, reply.outline.sent.get(number, known), reply.server):
                sentences.append(sentence)
            if fact.status == "published":
                cited.update(citation.source for citation in fact.citations)
        for key, sent in reply.outline.sources.items():
            sources = await self._store.sources_keyed([key], reply.server) if key in cited else []
            # A server may have a source of the same key as a shared one: one of them reads as it did.
            source = None if any(described(each) == sent for each in sources) else next(iter(sources[-1:]), None)
            if source and (sentence := await self._of_source(source, sent)):
                sentences.append(sentence)
        return tuple(sentences), revisions

    async def _of_source(self, source: StoredSource, sent: str) -> str | None:
        revisions = await self._history.of_source(source)
        known = [Source.stored(revision.after) for revision in revisions]
        place = max((place for place, each in enumerate(known) if described(each) == sent), default=None)
        if place is None:
            return f"{source.label}: {_shown(sent)}{_ARROW}{_shown(described(source))}"
        changes = "; ".join(_described_otherwise(known[place], source.content))
        since = revisions[place + 1 :]
        return f"{since[-1].at:%Y-%m-%d}: {source.label}: {changes}{_why(_standing(since), 'corrected')}"

    async def _sentence(self, fact: StoredFact, sent: int, server: int | None) -> str | None:
        since = await self._history.of(fact, server, since=sent)
        if not since or since[0].before is None:
            return None
        before, last = Fact.stored(since[0].before), since[-1]
        if fact.status == "retracted":
            if before.status == "retracted":
                return None
            said = f"It said: “{clean(before.text, 2 * _LONGEST)}”"
            return f"{last.at:%Y-%m-%d}: {fact.label} was retracted{_why([last], 'retracted')}. {said}"
        if fact.rank == "deprecated" and before.rank != "deprecated":
            reason = clean(fact.rank_reason or "", _LONGEST)
            return f"{last.at:%Y-%m-%d}: {fact.label} was superseded ({reason}, by {_whom(last)})."
        changes = list(_changes(before, fact.content))
        if not changes:
            return None
        return f"{last.at:%Y-%m-%d}: {fact.label}: {'; '.join(changes)}{_why(_standing(since), 'corrected')}"


def _standing(revisions: list[Revision]) -> list[Revision]:
    """Return the revisions without those that were taken back, and without those that did it."""
    undone = {revision.undoes for revision in revisions}
    return [each for each in revisions if each.number not in undone and each.undoes is None] or revisions[-1:]


def _why(revisions: list[Revision], done: str) -> str:
    reasons = dict.fromkeys(clean(revision.reason, _LONGEST) for revision in revisions if revision.reason)
    return f" ({', '.join((*reasons, f'{done} by {_whom(revisions[-1])}'))})"


def _whom(revision: Revision) -> str:
    return "whoever runs this bot" if revision.is_shared else "a moderator"


def _changes(before: Fact, after: Fact) -> Iterator[str]:
    """Yield what a reader sees otherwise, each as it was and as it is: `85% → 88%`."""
    if before.text != after.text:
        yield from _words(before.text, after.text)
    was, now = dict(_fields(before)), dict(_fields(after))
    for name in dict.fromkeys((*was, *now)):
        old, new = was.get(name, ""), now.get(name, "")
        if old != new:
            yield f"{name}: {_shown(old)}{_ARROW}{_shown(new)}"


def _described_otherwise(before: Source, after: Source) -> Iterator[str]:
    """Yield what a reader sees otherwise of a source, each as it was and as it is."""
    was, now = dict(_bibliographic(before)), dict(_bibliographic(after))
    for name, value in now.items():
        if value != was[name]:
            yield f"{name}: {_shown(was[name])}{_ARROW}{_shown(value)}"
    if after.retired and not before.retired:
        yield f"no longer relied on: {_shown(after.retired)}"
    if before.retired and not after.retired:
        yield "relied on again"


def _bibliographic(source: Source) -> Iterator[tuple[str, str]]:
    yield "author", listed(name.full for name in source.author)
    yield "title", source.title
    yield "published in", source.container_title or ""
    yield "publisher", source.publisher or ""
    yield "date", source.date


def _words(before: str, after: str) -> Iterator[str]:
    """Yield the words that differ, with a neighbour where words only came or only went."""
    old, new = before.split(), after.split()
    spans: list[tuple[int, int, int, int]] = []
    for tag, start, end, begin, finish in SequenceMatcher(a=old, b=new, autojunk=False).get_opcodes():
        if tag == "equal":
            continue
        if spans and start - spans[-1][1] <= _APART:
            start, _, begin, _ = spans.pop()
        spans.append((start, end, begin, finish))
    if len(spans) > _CHANGES:
        spans = [(0, len(old), 0, len(new))]
    for start, end, begin, finish in spans:
        if start == end or begin == finish:
            follow = int(end < len(old))
            lead = 1 - follow
            start, begin, end, finish = start - lead, begin - lead, end + follow, finish + follow
        was, now = (" ".join(words).strip(".,;") for words in (old[start:end], new[begin:finish]))
        yield f"{_shown(was)}{_ARROW}{_shown(now)}"


def _shown(words: str) -> str:
    """Return a value as it stands in a sentence: several words in quotation marks."""
    short = clean(words, _LONGEST)
    return f"“{short}”" if " " in short else short or "none"


def _fields(fact: Fact) -> Iterator[tuple[str, str]]:
    """Yield what a reader sees of a fact besides its text, by its name."""
    for field in fields_of(type(fact.payload)):
        # A record within a payload has a key that follows from what else it says.
        if field.path[-1] == "key":
            continue
        if field.items is Result and isinstance(fact.payload, Poll):
            for result in fact.payload.results:
                figure = f"{result.comparator.strip('=')}{result.percent:g}%"
                yield f"{clean(result.group)}, {clean(result.answer)}", figure
        else:
            yield field.label.lower(), write(field, field.of(fact.payload))
    yield "voice", fact.voice
    yield "speaker", fact.speaker or ""
    yield "date", spoken(fact.when) if fact.when else ""
    yield "note", fact.note or ""
    yield "source", listed(dict.fromkeys(f"¶{cited.paragraph} of {cited.source}" for cited in fact.citations))
    yield "reported from", listed(dict.fromkeys(cited.reported_from for cited in fact.citations if cited.reported_from))
    yield "words cited", listed(filter(None, map(_span, fact.citations)))


def _span(cited: Citation) -> str:
    return f"characters {cited.span[0]} to {cited.span[1]} of ¶{cited.paragraph}" if cited.span else ""
