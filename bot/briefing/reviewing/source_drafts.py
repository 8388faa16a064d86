"""Drafts of a source: what its document states, sentence by sentence, as far as no fact rests on it."""

import asyncio
from collections.abc import Iterator, Mapping, Sequence

from bot.briefing.answer import Answer
from bot.briefing.asker import Asker
from bot.briefing.evidence import Evidence
from bot.briefing.near import did_you_mean, near
from bot.briefing.prose import counted, quoted
from bot.briefing.refusals import NAME_LIMIT, Refusal, within
from bot.briefing.reviewing.rules import Excerpt, excerpts
from bot.briefing.sentences import Span
from db.bibliography import StoredSource
from db.draft_store import DraftStore
from db.notes import line
from db.records import Topic
from db.store import Store
from db.tokenizer import fold

SHOWN = 5
_SHORTEST = 4  # letters of a topic's name that is looked for in a sentence


class SourceDrafts:
    """Answers `!source facts`: drafts facts of a document and keeps them for review."""

    def __init__(self, store: Store, evidence: Evidence, drafts: DraftStore) -> None:
        self._store = store
        self._evidence = evidence
        self._drafts = drafts

    async def draft(self, key: str, asker: Asker) -> Answer:
        """Keep what the source's document states and no fact says yet; raises Refusal where there is no document."""
        source, found = await self.found(key, asker.server)
        new = await self._drafts.add(
            source, asker.server, [(excerpt.paragraph, excerpt.arguments) for excerpt in found]
        )
        waiting = await self._drafts.waiting(asker.server, source)
        if not waiting.total:
            lead = "nothing that rules take for a fact" if not found else "nothing that was not decided on already"
            return Answer("done", f"Drafts: {source.key}", note=(line("I found {} in `{}`.", lead, source.key),))
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
        return Answer("done", f"Drafts: {source.key}", note=tuple(lines))

    async def found(self, key: str, server: int | None) -> tuple[StoredSource, list[Excerpt]]:
        """Return the source, and what its document states that no fact rests on; raises Refusal."""
        source = await self.source(key, server)
        document = await self._evidence.document(source)
        if document is None:
            raise Refusal(
                "The document of `{0}` is not on hand: add it with `!source edit {0}`, and drafts can be made of it.",
                source.key,
            )
        # The rules take a while over a long document, and nobody is to wait for that.
        made = await asyncio.to_thread(lambda: list(excerpts(document, source.language)))
        cited: dict[int, list[Span]] = {}
        for paragraph, span in await self._store.spans_cited(source, server):
            cited.setdefault(paragraph, []).append(span)
        topics = [topic for topic, _ in await self._store.topics(server)]
        return source, [
            _filed(excerpt, topics) for excerpt in made if not _rested_on(excerpt, cited.get(excerpt.paragraph, ()))
        ]

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


def _rested_on(excerpt: Excerpt, cited: Sequence[Span]) -> bool:
    """Say whether a fact cites words of the sentence; one that cites a whole paragraph may rest on another."""
    start, end = excerpt.span
    return any(first < end and start < last for first, last in cited)


def _filed(excerpt: Excerpt, topics: Sequence[Topic]) -> Excerpt:
    """Return the excerpt under the topics whose names stand in it."""
    keys = list(dict.fromkeys(_named(excerpt.arguments, topics)))
    return excerpt.under(", ".join(keys[:3])) if keys else excerpt


def _named(arguments: Mapping[str, str], topics: Sequence[Topic]) -> Iterator[str]:
    words = f" {fold(arguments['text'])} "
    for topic in topics:
        if any(
            len(name) >= _SHORTEST and f" {fold(name)} " in words for name in (topic.key, topic.title, *topic.aliases)
        ):
            yield topic.key
