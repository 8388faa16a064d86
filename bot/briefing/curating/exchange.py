"""Exchange of facts with files: a server's as a file, and a file's in a server, after a yes all of it or nothing."""

import asyncio
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime

from bot.briefing.answer import Answer, Attachment, Place
from bot.briefing.asker import Asker
from bot.briefing.curating.checks import blocked, examine
from bot.briefing.curating.examination import Examination
from bot.briefing.curating.library_file import LISTED, SUFFIXES, LibraryReader
from bot.briefing.curating.proposal import imported, read
from bot.briefing.evidence import Evidence
from bot.briefing.prose import clean, counted, first_lines, listed, quoted
from bot.briefing.refusals import Refusal
from bot.briefing.sources.copies import Copies
from bot.briefing.sources.extraction import Upload
from bot.briefing.sources.sources import RESERVED
from db import fixtures
from db.batches import batched
from db.bibliography import Source, StoredSource
from db.damage import ILLEGIBLE, Damage, legible
from db.documents import Document
from db.kinds import Poll, Survey
from db.ledger.chain import Head
from db.ledger.history import IMPORT, History
from db.ledger.ledger import Ledger
from db.notes import Line, Moment, line, note
from db.preview_store import Preview, PreviewStore
from db.records import Fact, Library, SourceText, StoredFact, Topic
from db.seed import left, put, retract, with_topics
from db.store import BATCH, Store

DOCUMENTS = ("fingerprints", "text")  # what an export has of documents that were added
_ELSEWHERE = (
    "It was exported at revision {} of a ledger that is not the one here: of another store, or of this one before its "
    "ledger was cut off or replaced."
)
LARGEST = 4_000_000  # characters of documents in a file that goes into a chat
PART = 1_000  # facts in such a file, which with what supersedes them are no more than one import takes


@dataclass
class Plan:
    """What taking a library would do here; with something refused, nothing is done."""

    sources: list[Source] = field(default_factory=list)
    documents: list[SourceText] = field(default_factory=list)
    # The sources of documents that are here already.
    described: dict[str, Source] = field(default_factory=dict)
    topics: list[Topic] = field(default_factory=list)
    synonyms: tuple[tuple[str, ...], ...] = ()
    added: list[Fact] = field(default_factory=list)
    changed: list[tuple[StoredFact, Fact]] = field(default_factory=list)
    unchanged: int = 0
    refused: list[Line] = field(default_factory=list)
    # What the checks say of facts, by their keys.
    blocked: dict[str, list[Line]] = field(default_factory=dict)
    left: list[StoredFact] = field(default_factory=list)
    remarks: list[Line] = field(default_factory=list)

    @property
    def empty(self) -> bool:
        return not (self.sources or self.documents or self.topics or self.synonyms or self.added or self.changed)

    @property
    def problems(self) -> list[Line]:
        """What stands in the way, with what the checks say."""
        named = [line("fact {}: {}", key, sentence) for key, found in self.blocked.items() for sentence in found]
        return [*self.refused, *named]

    @property
    def library(self) -> Library:
        """What is to be written."""
        return Library(
            sources=tuple(self.sources),
            documents=tuple(self.documents),
            topics=tuple(self.topics),
            synonyms=self.synonyms,
            facts=(*self.added, *(fact for _, fact in self.changed)),
        )


class Untaken(Exception):
    """A library that cannot be taken, since its plan has problems."""

    def __init__(self, plan: Plan) -> None:
        super().__init__("the plan has problems")
        self.plan = plan


class Exchange:
    """Answers `!export` and `!import`."""

    def __init__(
        self,
        store: Store,
        ledger: Ledger,
        history: History,
        evidence: Evidence,
        examination: Examination,
        previews: PreviewStore,
    ) -> None:
        self._store = store
        self._history = history
        self._examination = examination
        self._ledger = ledger
        self._evidence = evidence
        self._previews = previews
        self._files = LibraryReader()

    async def export(self, asker: Asker, documents: str = "fingerprints", part: int = 1) -> Answer:
        """Return the server's own facts, with the sources and topics that they need, as a file of fixtures.

        Of documents that were added it has the fingerprints, or their text. Of many facts it is a part, the first being
        that of the newest and of the sources that no fact cites.
        """
        server = asker.server
        if documents.casefold() not in DOCUMENTS:
            raise Refusal("`documents:` should be `fingerprints` or `text`, not {}.", quoted(documents))
        async with self._store.snapshot():
            numbers = [number async for batch in self._store.batches(server, own=True) for number in batch]
            parts = max(-(-len(numbers) // PART), 1)
            if not 1 <= part <= parts:
                raise Refusal("There is no part {}: write `!export` and a number from 1 to {}.", part, parts)
            # What supersedes a fact is mostly newer, and has to be there when the fact is taken.
            chosen = sorted(numbers[::-1][PART * (part - 1) : PART * part])
            sources, facts, damaged = await self._own(chosen, server)
            if part > 1:
                cited = _cited(facts)
                sources = [source for source in sources if source.key in cited]
            filed = {topic for fact in facts for topic in fact.topics}
            topics = [topic for topic, _ in await self._store.topics(server) if server is None or topic.key in filed]
            shared = set() if server is None else set(await self._store.synonyms())
            synonyms = [group for group in await self._store.synonyms(server) if group not in shared]
            texts: tuple[SourceText, ...] = ()
            if documents.casefold() == "text":
                texts, unread = await self.texts(source for source in sources if source.server == server)
                damaged += unread
        if sum(len(text.text) for text in texts) > LARGEST:
            raise Refusal(
                "The documents are too long for one file: write `!export` for their fingerprints; whoever runs the bot "
                "has their text with `footnote export --documents text`."
            )

        def written() -> str:
            return fixtures.dump(
                Library(
                    sources=tuple(source.content for source in sources),
                    documents=texts,
                    topics=tuple(topics),
                    synonyms=tuple(synonyms),
                    facts=tuple(fact.content for fact in facts),
                )
            )

        numbered = f"-part-{part}" if parts > 1 else ""
        name = f"footnote-{datetime.now(UTC):%Y-%m-%d}{numbered}.yaml"
        exported = line(
            "{} and {}, as `!import`, `footnote import` and a folder of fixtures take them.{}",
            counted(len(facts), "fact"),
            counted(len(sources), "source"),
            line(" The text of {} comes along.", counted(len(texts), "document")) if texts else (),
        )
        further = (
            [line("Part {} of {}, the newest facts first: import them in this order.", part, parts)] if numbered else []
        )
        if part < parts:
            further.append(line("`!export {}` has the next.", part + 1))
        left_out = [line("Left out: {}.", str(damage)) for damage in damaged[:LISTED]]
        if len(damaged) > LISTED:
            left_out.append(line("and {:,} more.", len(damaged) - LISTED))
        if damaged:
            left_out.append(line("Whoever runs the bot mends what can be mended with `footnote doctor --repair`."))
        attachment = Attachment(name, await asyncio.to_thread(written))
        return Answer("done", f"Export: {name}", note=(exported, *further, *left_out), attachment=attachment)

    async def _own(
        self, numbers: Sequence[int], server: int | None
    ) -> tuple[list[StoredSource], list[StoredFact], list[Damage]]:
        """Return the server's own facts of these numbers, its sources and those cited, and what cannot be read."""
        read: list[StoredFact] = []
        damaged: list[Damage] = []
        for batch in batched(numbers, BATCH):
            found, lost = await legible(batch, self._store.facts_numbered)
            read += found
            damaged += [Damage(f"F{number}", reason) for number, reason in lost.items()]
        sources, unread = await self._store.legible_sources(server)
        damaged += unread
        if server is not None:
            # A shared one that cannot be read is named by the facts that cite it.
            shared, _ = await self._store.legible_sources(None)
            needed = _cited(read) - {source.key for source in sources}
            sources += [source for source in shared if source.key in needed]
        known = {source.key for source in sources}
        facts = []
        for fact in read:
            if lacking := sorted(_cited([fact]) - known):
                damaged.append(Damage(fact.label, f"it cites {listed(lacking)}, which cannot be read either"))
            else:
                facts.append(fact)
        return sorted(sources, key=lambda source: source.key), facts, damaged

    async def texts(self, sources: Iterable[StoredSource]) -> tuple[tuple[SourceText, ...], list[Damage]]:
        """Return the text of each document that was added to one of the sources, and those that cannot be read."""
        texts, damaged = [], []
        for source in sources:
            try:
                document = await self._evidence.document(source) if source.edition else None
            except ILLEGIBLE:
                damaged.append(Damage(f"document of {source.key}", "its text is damaged"))
                continue
            if document:
                locators = tuple((where.page, where.headings) for where in document.locators)
                texts.append(
                    SourceText(source=source.key, text=document.text, reader=document.reader, locators=locators)
                )
        return tuple(texts), damaged

    async def take(
        self, library: Library, name: str, asker: Asker, *, unchecked: bool = False, prune: bool = False
    ) -> Plan:
        """Take a library at once, all of it; raises Untaken where its plan has problems.

        With `unchecked` what the checks say stands in no way, and is marked in the ledger; with `prune` the facts that
        have left the library are retracted.
        """
        async with self._ledger.change(asker.actor, asker.server, f"{IMPORT}{clean(name)}") as change:
            # Nobody else can write now, so the plan holds.
            plan = await self._plan(library, asker.server)
            if plan.refused or (plan.blocked and not unchecked):
                raise Untaken(plan)
            plan.left = await left(self._store, self._history, library)
            await put(change, plan.library, plan.described, plan.blocked)
            await retract(change, plan.left if prune else ())
        return plan

    async def propose(self, upload: Upload | None, asker: Asker) -> Answer:
        """Show what a file would add, change and be refused for, and keep it for a yes."""
        if upload is None:
            raise Refusal("Attach the file to `!import`: {}, as `!export` writes it.", SUFFIXES)
        library = await self._files.read(upload)
        plan = await self._plan(library, asker.server)
        if plan.problems:
            raise Refusal("Nothing of it can be taken while this stands:\n{}", first_lines(plan.problems, LISTED))
        if plan.empty:
            return Answer("done", "Import", note=note("All of it is here already; nothing was changed."))
        # In a thread, as all that is done to each of its facts.
        dumped = await asyncio.to_thread(library.model_dump, mode="json", by_alias=True, exclude_none=True)
        record = {"library": dumped, "name": upload.name}
        preview, earlier = await self._previews.keep(asker.actor, asker.desk, record)
        lines = [*_plan_lines(plan), *plan.remarks]
        if earlier:
            lines.append(line("This takes the place of your earlier preview, which is dropped."))
        lines.append(
            line(
                "`!yes` takes it in one go, `!no` drops it. It waits until {} (15 minutes); nothing is written before.",
                Moment(preview.ends, "clock"),
            )
        )
        title = f"Import of {clean(upload.name)}: preview"
        return Answer("done", title, note=tuple(lines), offers=("yes", "no"), preview=preview.id)

    async def carry_out(self, preview: Preview, asker: Asker) -> Answer:
        """Take the file that was shown, as far as nothing stands in its way now, in one transaction."""
        # A long one takes a while: in a thread, between whose steps others are answered.
        library = await asyncio.to_thread(read, Library, preview.record["library"])
        name = imported(preview)
        async with self._ledger.change(asker.actor, asker.server, f"{IMPORT}{name}") as change:
            if not await change.take_preview(preview.id):
                raise Refusal("That was answered a moment ago, and is not done twice.")
            # Nobody else can write now, so the plan holds.
            plan = await self._plan(library, asker.server)
            if plan.problems:
                raise Refusal(
                    "This stands in the way by now, and nothing was taken:\n{}", first_lines(plan.problems, LISTED)
                )
            await put(change, plan.library, plan.described)
        return Answer("done", f"Import of {name}", note=(*_plan_lines(plan, done=True), line("`!audit` has it all.")))

    async def _plan(self, library: Library, server: int | None) -> Plan:
        plan = Plan()
        known = {source.key: source for source in await self._store.sources(server)}
        for source in library.sources:
            self._sort_source(plan, source, known.get(source.key), server)
        documents = await self._evidence.documents(known.values())
        for text in library.documents:
            self._sort_text(plan, text, known.get(text.source), documents, server)
        topics = {topic.key: topic for topic, _ in await self._store.topics(server)}
        shared = {topic.key for topic, _ in await self._store.topics()}
        for topic in with_topics(library, topics).topics:
            # A topic that all servers have stays as it is: what a moderator files under it goes there.
            if topics.get(topic.key) != topic and (server is None or topic.key not in shared):
                plan.topics.append(topic)
        known_groups = set(await self._store.synonyms(server))
        plan.synonyms = tuple(group for group in library.synonyms if group not in known_groups)
        chain = await self._store.chain({fact.superseded_by for fact in library.facts if fact.superseded_by}, server)
        unknown = fixtures.unknown_references(library, known, {*topics, *(topic.key for topic in plan.topics)}, chain)
        circles = fixtures.circles(library, {key: fact.superseded_by for key, fact in chain.items()})
        plan.refused += [(problem,) for problem in (*unknown, *circles)]
        if not plan.refused:
            await self._sort_facts(plan, library, known, server)
        for witness in map(Head.of, library.ledger):
            if not await self._ledger.holds(witness):
                plan.remarks.append(line(_ELSEWHERE, witness.number))
        return plan

    @staticmethod
    def _sort_source(plan: Plan, source: Source, existing: StoredSource | None, server: int | None) -> None:
        if source.key in RESERVED:
            plan.refused.append(line("source {}: that is a command of `!source` and cannot be a key", source.key))
        elif existing is None or (existing.server == server and existing.content != source):
            plan.sources.append(source)
        elif existing.server != server and existing.fingerprints != source.fingerprints:
            plan.refused.append(
                line("source {}: all servers share another source of this key; give it another", source.key)
            )

    @staticmethod
    def _sort_text(
        plan: Plan,
        text: SourceText,
        existing: StoredSource | None,
        documents: Mapping[int, Document],
        server: int | None,
    ) -> None:
        document = documents.get(existing.number) if existing else None
        if document and document.text == text.text:
            return
        if existing and existing.server != server:
            plan.refused.append(
                line("document {0}: all servers share the source `{0}`; leave its document out", text.source)
            )
        elif existing and existing.forgotten:
            plan.refused.append(
                line("document {}: it was taken down here, and is not taken again; leave it out", text.source)
            )
        else:
            plan.documents.append(text)
            if existing:
                plan.described[text.source] = existing.content

    async def failing(self, library: Library) -> list[str]:
        """Return the keys of the shared facts that do not pass the checks, as far as their documents are on hand."""
        known = {source.key: source for source in await self._store.sources()}
        sources: dict[str, Source] = {**known, **{source.key: source for source in library.sources}}
        documents = await self._on_hand(known, library.sources, library.documents, None)
        surveys, failing = _surveys(library), []
        for fact in library.facts:
            places = _places(fact, sources, documents)
            # Of documents that are not on hand it is known at most how many paragraphs they have.
            telling = fact.status == "published" and any(
                place.document or 0 < len(place.source.fingerprints) < place.citation.paragraph for place in places
            )
            if telling and blocked(await asyncio.to_thread(examine, fact, places, (), surveys)):
                failing.append(fact.key)
        return failing

    async def _on_hand(
        self,
        known: Mapping[str, StoredSource],
        sources: Iterable[Source],
        texts: Iterable[SourceText],
        server: int | None,
    ) -> dict[str, Document | None]:
        """Return the documents of the sources that are there, of those that come, and those that come with them."""
        documents = {key: await self._evidence.document(source) for key, source in known.items()}
        for source in sources:
            # It is held against the file that it names, which the operator's sources alone open.
            stored = StoredSource(**source.model_dump(by_alias=True), number=0, server=server)
            if documents.get(source.key) is None:
                documents[source.key] = await self._evidence.document(stored)
        return documents | {text.source: Document(text.text) for text in texts}

    async def _sort_facts(
        self, plan: Plan, library: Library, known: dict[str, StoredSource], server: int | None
    ) -> None:
        there = {fact.key: fact for fact in await self._store.keyed([fact.key for fact in library.facts], server)}
        sources: dict[str, Source] = {**known, **{source.key: source for source in plan.sources}}
        documents = await self._on_hand(known, plan.sources, plan.documents, server)
        copies = Copies(known.values())
        for source in plan.sources:
            plan.remarks += copies.remarks(source)
            copies.add(source)
        surveys = _surveys(library)
        for fact in library.facts:
            existing = there.get(fact.key)
            if existing and existing.content == fact:
                plan.unchanged += 1
                continue
            if existing and existing.server != server:
                plan.refused.append(
                    line("fact {}: it is shared by all servers and reads otherwise; leave it out", fact.key)
                )
                continue
            places = _places(fact, sources, documents)
            # What has been taken back says nothing, and stays as it was.
            if fact.status == "published":
                rivals = await self._examination.rivals(fact, server)
                others = [other for other in rivals if not existing or other.number != existing.number]
                if sentences := blocked(await asyncio.to_thread(examine, fact, places, others, surveys)):
                    plan.blocked[fact.key] = sentences
            if existing:
                plan.changed.append((existing, fact))
            else:
                plan.added.append(fact)


def _places(fact: Fact, sources: Mapping[str, Source], documents: Mapping[str, Document | None]) -> list[Place]:
    """Return where the fact stands, as far as its sources are known."""
    cited = (citation for citation in fact.citations if citation.source in sources)
    return [Place(citation, sources[citation.source], documents.get(citation.source)) for citation in cited]


def _surveys(library: Library) -> list[Survey]:
    """Return the surveys: where their data are from was said in the store that the file is from."""
    return [fact.payload.survey for fact in library.facts if isinstance(fact.payload, Poll)]


def _plan_lines(plan: Plan, *, done: bool = False) -> list[Line]:
    """Return a line for each thing that the plan does, or has done."""
    would = "" if done else "that would be "
    lines = []
    for noun, keys in (
        (f"Sources {would}taken", [source.key for source in plan.sources]),
        (f"Documents {would}taken", [text.source for text in plan.documents]),
        (f"Topics {would}taken", [topic.key for topic in plan.topics]),
        (f"Facts {would}added", [fact.key for fact in plan.added]),
        (f"Facts {would}changed", [f"{existing.label} {fact.key}" for existing, fact in plan.changed]),
    ):
        if keys:
            lines.append(line("{} ({}): {}", noun, len(keys), listed(keys, most=LISTED)))
    if plan.synonyms:
        lines.append(line("Groups of synonyms: {}", len(plan.synonyms)))
    if plan.unchanged:
        lines.append(line("Facts that are here already: {}", plan.unchanged))
    return lines


def _cited(facts: Iterable[StoredFact]) -> set[str]:
    return {citation.source for fact in facts for citation in fact.citations}
