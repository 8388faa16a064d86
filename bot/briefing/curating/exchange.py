"""Exchange of facts with files: a server's as a file, and a file's in a server, after a yes all of it or nothing."""

from dataclasses import dataclass, field
from datetime import UTC, datetime

from bot.briefing.answer import Answer, Attachment, Place
from bot.briefing.asker import Asker
from bot.briefing.curating.checks import blocked, examine
from bot.briefing.curating.examination import Examination
from bot.briefing.evidence import Evidence
from bot.briefing.prose import clean, counted, first_lines, listed
from bot.briefing.refusals import Refusal
from bot.briefing.sources.extraction import Upload
from bot.briefing.sources.sources import RESERVED
from db import fixtures
from db.bibliography import Source, StoredSource
from db.errors import DamagedFixture
from db.kinds import Poll
from db.ledger.ledger import Ledger
from db.notes import Line, line, note
from db.preview_store import Preview, PreviewStore
from db.records import Fact, Library, StoredFact, Topic
from db.seed import put, with_topics
from db.store import Store

LISTED = 30
SUFFIXES = line("`.yaml` or `.json`")


@dataclass
class Plan:
    """What taking a library would do here; with something refused, nothing is done."""

    sources: list[Source] = field(default_factory=list)
    topics: list[Topic] = field(default_factory=list)
    synonyms: tuple[tuple[str, ...], ...] = ()
    added: list[Fact] = field(default_factory=list)
    changed: list[tuple[StoredFact, Fact]] = field(default_factory=list)
    unchanged: int = 0
    refused: list[Line] = field(default_factory=list)

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
        exported = note(
            "{} and {}, as `!import`, `footnote import` and a folder of fixtures take them.",
            counted(len(facts), "fact"),
            counted(len(sources), "source"),
        )
        return Answer("done", f"Export: {name}", note=exported, attachment=Attachment(name, fixtures.dump(library)))

    async def propose(self, upload: Upload | None, asker: Asker) -> Answer:
        """Show what a file would add, change and be refused for, and keep it for a yes."""
        if upload is None:
            raise Refusal("Attach the file to `!import`: {}, as `!export` writes it.", SUFFIXES)
        library = _read(upload)
        plan = await self._plan(library, asker.server)
        if plan.refused:
            raise Refusal("Nothing of it can be taken while this stands:\n{}", first_lines(plan.refused, LISTED))
        if plan.empty:
            return Answer("done", "Import", note=note("All of it is here already; nothing was changed."))
        record = {"library": library.model_dump(mode="json", by_alias=True, exclude_none=True), "name": upload.name}
        preview, earlier = await self._previews.keep(asker.actor, asker.desk, record)
        lines = _plan_lines(plan)
        if earlier:
            lines.append(line("This takes the place of your earlier preview, which is dropped."))
        lines.append(
            line(
                "`!yes` takes it in one go, `!no` drops it. It waits until {:%H:%M} UTC (15 minutes); "
                "nothing is written before.",
                preview.ends,
            )
        )
        title = f"Import of {clean(upload.name)}: preview"
        return Answer("done", title, note=tuple(lines), offers=("yes", "no"), preview=preview.id)

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
                raise Refusal(
                    "This stands in the way by now, and nothing was taken:\n{}", first_lines(plan.refused, LISTED)
                )
            await put(change, plan.library)
        return Answer("done", f"Import of {name}", note=(*_plan_lines(plan, done=True), line("`!audit` has it all.")))

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
        known_groups = set(await self._store.synonyms(server))
        plan.synonyms = tuple(group for group in library.synonyms if group not in known_groups)
        chain = await self._store.chain({fact.superseded_by for fact in library.facts if fact.superseded_by}, server)
        unknown = fixtures.unknown_references(library, known, {*topics, *(topic.key for topic in plan.topics)}, chain)
        circles = fixtures.circles(library, {key: fact.superseded_by for key, fact in chain.items()})
        plan.refused += [(problem,) for problem in (*unknown, *circles)]
        if not plan.refused:
            await self._sort_facts(plan, library, known, server)
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

    async def _sort_facts(
        self, plan: Plan, library: Library, known: dict[str, StoredSource], server: int | None
    ) -> None:
        there = {fact.key: fact for fact in await self._store.keyed([fact.key for fact in library.facts], server)}
        sources = {**{source.key: source for source in library.sources}, **known}
        documents = {key: await self._evidence.document(source) for key, source in known.items()}
        # Where they are from was said in the store that the file is from, with the first poll of each.
        surveys = [fact.payload.survey for fact in library.facts if isinstance(fact.payload, Poll)]
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
            places = [Place(cited, sources[cited.source], documents.get(cited.source)) for cited in fact.citations]
            # What has been taken back says nothing, and stays as it was.
            if fact.status == "published":
                rivals = await self._examination.rivals(fact, server)
                others = [other for other in rivals if not existing or other.number != existing.number]
                plan.refused += [
                    line("fact {}: {}", fact.key, sentence)
                    for sentence in blocked(examine(fact, places, others, surveys))
                ]
            if existing:
                plan.changed.append((existing, fact))
            else:
                plan.added.append(fact)


def _read(upload: Upload) -> Library:
    if not upload.name.lower().endswith(fixtures.SUFFIXES):
        raise Refusal(
            "“{}” is no file that I can import: attach {}, as `!export` writes it.", clean(upload.name), SUFFIXES
        )
    try:
        return fixtures.parse(clean(upload.name), upload.content)
    except DamagedFixture as damage:
        raise Refusal("The file cannot be taken:\n{}", first_lines([*map(_line, damage.problems)], LISTED)) from None


def _plan_lines(plan: Plan, *, done: bool = False) -> list[Line]:
    """Return a line for each thing that the plan does, or has done."""
    would = "" if done else "that would be "
    lines = []
    for noun, keys in (
        (f"Sources {would}taken", [source.key for source in plan.sources]),
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


def _line(problem: str) -> Line:
    # A problem may repeat what stands in the file.
    return (problem.replace("\n", " ")[:300],)
