"""Drafts of a source: what its document states, sentence by sentence, as far as no fact rests on it."""

import asyncio
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from bot.briefing.answer import Answer
from bot.briefing.asker import Asker
from bot.briefing.evidence import Evidence
from bot.briefing.near import did_you_mean, near
from bot.briefing.prose import counted, quoted
from bot.briefing.refusals import NAME_LIMIT, Refusal, within
from bot.briefing.reviewing.rules import Excerpt, statements
from bot.briefing.sentences import Span
from db import pinpoints
from db.bibliography import StoredSource
from db.documents import Document
from db.draft_store import DraftStore
from db.notes import line
from db.records import Topic
from db.store import Store
from db.tokenizer import fold

SHOWN = 5
# How far one reading of a document goes: so many drafts, and seconds of processor time.
MOST = 2_000
SECONDS = 10.0
_FILED = 3  # topics of a draft
_SHORTEST = 4  # letters of a topic's name that is looked for in a sentence


@dataclass(frozen=True)
class Drafted:
    """What a source's document states that no fact rests on, and the paragraph to go on from, None after the last."""

    source: StoredSource
    excerpts: list[Excerpt]
    following: int | None = None


class SourceDrafts:
    """Answers `!source facts`: drafts facts of a document and keeps them for review."""

    def __init__(self, store: Store, evidence: Evidence, drafts: DraftStore, patience: float = SECONDS) -> None:
        self._store = store
        self._evidence = evidence
        self._drafts = drafts
        self._patience = patience
        # A long document keeps a thread busy, and others read documents in threads too.
        self._turn = asyncio.Lock()

    async def draft(self, place: str, asker: Asker) -> Answer:
        """Keep what the source's document states and no fact says yet; raises Refusal where there is no document."""
        drafted = await self.found(place, asker.server)
        source, found = drafted.source, drafted.excerpts
        new = await self._drafts.add(
            source, asker.server, [(excerpt.paragraph, excerpt.arguments) for excerpt in found]
        )
        waiting = await self._drafts.waiting(asker.server, source)
        further = drafted.following and line(
            "I read it as far as ¶{0}: `!source facts {1}#{2}` goes on.",
            drafted.following - 1,
            source.key,
            drafted.following,
        )
        if not waiting.total:
            lead = "nothing that rules take for a fact" if not found else "nothing that was not decided on already"
            nothing = line("I found {} in `{}`.", lead, source.key)
            return Answer("done", f"Drafts: {source.key}", note=(nothing, *([further] if further else [])))
        lines = [
            line(
                "{} from {} of `{}`, {} new. `!review {}` shows them one at a time, to accept, edit or reject.",
                counted(waiting.total, "draft waits", "drafts wait"),
                counted(len({excerpt.paragraph for excerpt in found}), "paragraph"),
                source.key,
                new,
                source.key,
            ),
            *(line("¶{}: {}", excerpt.paragraph, excerpt.arguments["text"]) for excerpt in found[:SHOWN]),
        ]
        if len(found) > SHOWN:
            lines.append(line("… and {} more.", len(found) - SHOWN))
        if further:
            lines.append(further)
        return Answer("done", f"Drafts: {source.key}", note=tuple(lines))

    async def found(self, place: str, server: int | None) -> Drafted:
        """Return what the document of a source states that no fact rests on, from a paragraph on; raises Refusal."""
        pinpoint = pinpoints.parse(within(place, NAME_LIMIT, "the key of a source"))
        source = await self.source(pinpoint.source if pinpoint and pinpoint.number else place, server)
        document = await self._evidence.document(source)
        if document is None:
            raise Refusal(
                "The document of `{0}` is not on hand: add it with `!source edit {0}`, and drafts can be made of it.",
                source.key,
            )
        first = (pinpoint and pinpoint.number) or 1
        if first > len(document.paragraphs):
            count = len(document.paragraphs)
            raise Refusal("`{0}` has paragraphs 1 to {1}: write `!source facts {0}#{1}`.", source.key, count)
        cited: dict[int, list[Span]] = {}
        for paragraph, span in await self._store.spans_cited(source, server):
            cited.setdefault(paragraph, []).append(span)
        topics = [topic for topic, _ in await self._store.topics(server)]
        # In a thread, one after the other: rules take a while over a long document.
        async with self._turn:
            return await asyncio.to_thread(_read, source, document, first, cited, topics, self._patience)

    async def source(self, key: str, server: int | None) -> StoredSource:
        """Return the source of that key; raises Refusal with what is near."""
        key = within(key, NAME_LIMIT, "the key of a source").casefold()
        if not key:
            raise Refusal("Say which source: write `!source facts` and its key. `!sources` lists the keys.")
        source = await self._store.source(key, server)
        if source is None:
            keys = {known.key: known.key for known in await self._store.sources(server)}
            hint = did_you_mean(near(key, keys)) or line("`!sources` lists them.")
            raise Refusal("There is no source {}. {}", quoted(key), hint)
        return source


class TopicNames:
    """The names of topics, found in the words of a sentence in one go however many there are."""

    def __init__(self, topics: Sequence[Topic]) -> None:
        self._keys = [topic.key for topic in topics]
        # By their words, one after the other; where a name ends stand the topics whose it is.
        self._names: _Names = _Names()
        for number, topic in enumerate(topics):
            for name in (topic.key, topic.title, *topic.aliases):
                if len(name) >= _SHORTEST and (words := fold(name).split()):
                    ending = self._names
                    for word in words:
                        ending = ending.further.setdefault(word, _Names())
                    ending.topics.add(number)

    def standing(self, text: str) -> list[str]:
        """Return the keys of the topics that have a name in the text."""
        words, found = fold(text).split(), set[int]()
        for start in range(len(words)):
            names: _Names | None = self._names
            for word in words[start:]:
                names = names.further.get(word) if names else None
                if names is None:
                    break
                found |= names.topics
        return [self._keys[number] for number in sorted(found)]


@dataclass
class _Names:
    """Names that begin with the same words: the topics whose name ends here, and how others go on."""

    topics: set[int] = field(default_factory=set)
    further: dict[str, "_Names"] = field(default_factory=dict)


def _read(
    source: StoredSource,
    document: Document,
    first: int,
    cited: Mapping[int, Sequence[Span]],
    topics: Sequence[Topic],
    patience: float,
) -> Drafted:
    """Read the document from a paragraph on, as far as one reading goes."""
    found: list[Excerpt] = []
    names, ends = TopicNames(topics), time.thread_time() + patience
    for paragraph, stated in statements(document, source.language, first):
        if len(found) >= MOST or time.thread_time() > ends:
            # A paragraph that alone takes so long is not begun again.
            following = max(paragraph, first + 1)
            return Drafted(source, found, following if following <= len(document.paragraphs) else None)
        found += [_filed(excerpt, names) for excerpt in stated if not _rested_on(excerpt, cited.get(paragraph, ()))]
    return Drafted(source, found)


def _rested_on(excerpt: Excerpt, cited: Sequence[Span]) -> bool:
    """Say whether a fact cites words of the sentence; one that cites a whole paragraph may rest on another."""
    start, end = excerpt.span
    return any(first < end and start < last for first, last in cited)


def _filed(excerpt: Excerpt, topics: TopicNames) -> Excerpt:
    """Return the excerpt under the topics whose names stand in it."""
    keys = topics.standing(excerpt.arguments["text"])
    return excerpt.under(", ".join(keys[:_FILED])) if keys else excerpt
