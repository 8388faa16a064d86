"""A server's facts as a file, and a file's facts in a server: all of it after a yes, or nothing."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import UTC, datetime

from bot.briefing.answer import Answer, Attachment, Place
from bot.briefing.asker import Asker
from bot.briefing.curating.checks import blocked, examine
from bot.briefing.curating.examination import Examination
from bot.briefing.errors import Refusal, clean
from bot.briefing.evidence import Evidence
from bot.briefing.lookups.catalogue import counted
from bot.briefing.sources.extraction import Upload
from bot.briefing.sources.sources import RESERVED
from db import fixtures
from db.bibliography import Source, StoredSource
from db.errors import DamagedFixture
from db.ledger.ledger import Ledger
from db.preview_store import Preview, PreviewStore
from db.records import Fact, Library, StoredFact, Topic
from db.seed import put, with_topics
from db.store import Store

LISTED = 30
SUFFIXES = "`.yaml` or `.json`"


@dataclass
class Plan:
    """What taking a library would do here; with something refused, nothing is done."""

    sources: list[Source] = field(default_factory=list)
    topics: list[Topic] = field(default_factory=list)
    synonyms: tuple[tuple[str, ...], ...] = ()
    added: list[Fact] = field(default_factory=list)
    changed: list[tuple[StoredFact, Fact]] = field(default_factory=list)
    unchanged: int = 0
    refused: list[str] = field(default_factory=list)

    @property
    def empty(self) -> bool:
        return not (self.sources or self.topics or self.synonyms or self.added or self.changed)

    @property
    def library(self) -> Library:
        """What is to be written."""
        return Library(
            sources=tuple(self.sources),
            topics=tuple(self.topics),
            synonyms=self.synonyms,
            facts=(*self.added, *(fact for _, fact in self.changed)),
        )


class Exchange:
    """Answers `!export` and `!import`."""

    def __init__(
        self, store: Store, ledger: Ledger, evidence: Evidence, examination: Examination, previews: PreviewStore
    ) -> None:
        self._store = store
        self._examination = examination
        self._ledger = ledger
        self._evidence = evidence
        self._previews = previews

    async def export(self, asker: Asker) -> Answer:
        """Return the server's own facts, with the sources and topics that they need, as a file of fixtures."""
        server = asker.server
        facts = await self._store.own(server)
        cited = {citation.source for fact in facts for citation in fact.citations}
        filed = {topic for fact in facts for topic in fact.topics}
        sources = [
            source.content
            for source in await self._store.sources(server)
            if source.server == server or source.key in cited
        ]
        topics = [topic for topic, _ in await self._store.topics(server) if server is None or topic.key in filed]
        shared = set() if server is None else set(await self._store.synonyms())
        synonyms = [group for group in await self._store.synonyms(server) if group not in shared]
        library = Library(
            sources=tuple(sources),
            topics=tuple(topics),
            synonyms=tuple(synonyms),
            facts=tuple(fact.content for fact in facts),
        )
        name = f"footnote-{datetime.now(UTC):%Y-%m-%d}.yaml"
        note = (
            f"{counted(len(facts))} and {counted(len(sources), 'source')}, "
            "as `!import`, `footnote import` and a folder of fixtures take them."
        )
        return Answer("done", f"Export: {name}", note=note, attachment=Attachment(name, fixtures.dump(library)))

    async def propose(self, upload: Upload | None, asker: Asker) -> Answer:
        """Show what a file would add, change and be refused for, and keep it for a yes."""
        if upload is None:
            raise Refusal(f"Attach the file to `!import`: {SUFFIXES}, as `!export` writes it.")
        library = _read(upload)
        plan = await self._plan(library, asker.server)
        if plan.refused:
            raise Refusal("\n".join(["Nothing of it can be taken while this stands:", *_few(plan.refused)]))
        if plan.empty:
            return Answer("done", "Import", note="All of it is here already; nothing was changed.")
        record = {"library": library.model_dump(mode="json", by_alias=True, exclude_none=True), "name": upload.name}
        preview, earlier = await self._previews.keep(asker.actor, asker.desk, record)
        lines = _told(plan)
        if earlier:
            lines.append("This takes the place of your earlier preview, which is dropped.")
        lines.append(
            f"`!yes` takes it in one go, `!no` drops it. It waits until {preview.ends:%H:%M} UTC (15 minutes); "
            "nothing is written before."
        )
        title = f"Import of {clean(upload.name)}: preview"
        return Answer("done", title, note="\n".join(lines), offers=("yes", "no"), preview=preview.id)

    async def carry_out(self, preview: Preview, asker: Asker) -> Answer:
        """Take the file that was shown, as far as nothing stands in its way now, in one transaction."""
        library = Library.model_validate(preview.record["library"])
        name = clean(str(preview.record["name"]))
        async with self._ledger.change(asker.actor, asker.server, f"import of {name}") as change:
            if not await change.take_preview(preview.id):
                raise Refusal("That was answered a moment ago, and is not done twice.")
            # Nobody else can write now, so the plan holds.
            plan = await self._plan(library, asker.server)
            if plan.refused:
                raise Refusal("\n".join(["This stands in the way by now, and nothing was taken:", *_few(plan.refused)]))
            await put(change, plan.library)
        return Answer("done", f"Import of {name}", note="\n".join([*_told(plan, done=True), "`!audit` has it all."]))

    async def _plan(self, library: Library, server: int | None) -> Plan:
        plan = Plan()
        known = {source.key: source for source in await self._store.sources(server)}
        for source in library.sources:
            self._sort_source(plan, source, known.get(source.key), server)
        topics = {topic.key: topic for topic, _ in await self._store.topics(server)}
        shared = {topic.key for topic, _ in await self._store.topics()}
        for topic in with_topics(library, topics).topics:
            # A topic that all servers have stays as it is: what a moderator files under it goes there.
            if topics.get(topic.key) != topic and (server is None or topic.key not in shared):
                plan.topics.append(topic)
        held = set(await self._store.synonyms(server))
        plan.synonyms = tuple(group for group in library.synonyms if group not in held)
        plan.refused += fixtures.unknown_references(library, known, {*topics, *(topic.key for topic in plan.topics)})
        if not plan.refused:
            await self._sort_facts(plan, library, known, server)
        return plan

    @staticmethod
    def _sort_source(plan: Plan, source: Source, held: StoredSource | None, server: int | None) -> None:
        if source.key in RESERVED:
            plan.refused.append(f"source {source.key}: that is a command of `!source` and cannot be a key")
        elif held is None or (held.server == server and held.content != source):
            plan.sources.append(source)
        elif held.server != server and held.fingerprints != source.fingerprints:
            plan.refused.append(f"source {source.key}: all servers share another source of this key; give it another")

    async def _sort_facts(
        self, plan: Plan, library: Library, known: dict[str, StoredSource], server: int | None
    ) -> None:
        there = {fact.key: fact for fact in await self._store.keyed([fact.key for fact in library.facts], server)}
        sources = {**{source.key: source for source in library.sources}, **known}
        documents = {key: await self._evidence.document(source) for key, source in known.items()}
        for fact in library.facts:
            held = there.get(fact.key)
            if held and held.content == fact:
                plan.unchanged += 1
                continue
            if held and held.server != server:
                plan.refused.append(f"fact {fact.key}: it is shared by all servers and reads otherwise; leave it out")
                continue
            places = [Place(cited, sources[cited.source], documents.get(cited.source)) for cited in fact.citations]
            # What has been taken back says nothing, and stays as it was.
            if fact.status == "published":
                rivals = await self._examination.rivals(fact, server)
                others = [other for other in rivals if not held or other.number != held.number]
                plan.refused += [f"fact {fact.key}: {sentence}" for sentence in blocked(examine(fact, places, others))]
            if held:
                plan.changed.append((held, fact))
            else:
                plan.added.append(fact)


def _read(upload: Upload) -> Library:
    if not upload.name.lower().endswith(fixtures.SUFFIXES):
        raise Refusal(
            f"“{clean(upload.name)}” is no file that I can import: attach {SUFFIXES}, as `!export` writes it."
        )
    try:
        return fixtures.parse(clean(upload.name), upload.content)
    except DamagedFixture as damage:
        raise Refusal("\n".join(["The file cannot be taken:", *_few(map(_line, damage.problems))])) from None


def _told(plan: Plan, *, done: bool = False) -> list[str]:
    """Return a line for each thing that the plan does, or has done."""
    would = "" if done else "that would be "
    lines = []
    for noun, keys in (
        (f"Sources {would}taken", [source.key for source in plan.sources]),
        (f"Topics {would}taken", [topic.key for topic in plan.topics]),
        (f"Facts {would}added", [fact.key for fact in plan.added]),
        (f"Facts {would}changed", [f"{held.label} {fact.key}" for held, fact in plan.changed]),
    ):
        if keys:
            shown = ", ".join(keys[:LISTED]) + (f" and {len(keys) - LISTED} more" if len(keys) > LISTED else "")
            lines.append(f"{noun} ({len(keys)}): {shown}")
    if plan.synonyms:
        lines.append(f"Groups of synonyms: {len(plan.synonyms)}")
    if plan.unchanged:
        lines.append(f"Facts that are here already: {plan.unchanged}")
    return lines


def _few(problems: Iterable[str]) -> list[str]:
    problems = list(problems)
    more = [f"and {len(problems) - LISTED} more"] if len(problems) > LISTED else []
    return [*problems[:LISTED], *more]


def _line(problem: str) -> str:
    # A problem may repeat what stands in the file.
    return problem.replace("`", "’").replace("\n", " ")[:300]
