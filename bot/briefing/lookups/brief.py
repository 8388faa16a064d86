"""Briefings: all that the store holds on a topic, in sections."""

from collections.abc import Sequence

from bot.briefing.answer import Answer, Section, Statement
from bot.briefing.evidence import Evidence
from bot.briefing.examples import Examples
from bot.briefing.lookups.differences import side_by_side
from bot.briefing.lookups.lookup import of_kind
from bot.briefing.lookups.matters import matters, whole
from bot.briefing.near import did_you_mean, near
from bot.briefing.passages import Passages
from bot.briefing.prose import quoted
from bot.briefing.recency import latest
from bot.briefing.refusals import NAME_LIMIT, Refusal, within
from db.bibliography import Source
from db.dates.bounds import bounds
from db.dates.day import Span
from db.kinds import KINDS, Claim
from db.notes import line, note
from db.store import Store
from db.tokenizer import stems

QUOTED = 5  # passages at the end of a briefing


class Briefing:
    """Answers `!brief`."""

    def __init__(self, store: Store, evidence: Evidence, passages: Passages) -> None:
        self._store = store
        self._evidence = evidence
        self._passages = passages

    async def compile(self, name: str, server: int | None = None) -> Answer:
        """Return the facts on a topic by kind, then what differs, and how old the sources are."""
        name = within(name, NAME_LIMIT, "a topic")
        if not name:
            here = await Examples(self._store).here(server)
            raise Refusal("Say what the briefing is about: write `!brief {}`. `!topics` lists the topics.", here.topic)
        topic = await self._store.topic_named(name, server)
        facts, more = latest(await self._store.under(topic.key, server) if topic else [])
        if topic is None or not facts:
            return await self._nothing(name, server)
        facts = await self._evidence.with_successors(facts, server)
        known, further = await whole(facts, self._store, server)
        differing = [matter for matter in known if matter.disputed]
        shown = {fact.number for matter in differing for fact in matter.facts}
        sections = [
            await of_kind(payload, undisputed, self._evidence, server)
            for kind, payload in KINDS.items()
            if payload is not Claim
            and (undisputed := [fact for fact in facts if fact.kind == kind and fact.number not in shown])
        ]
        agreed = matters(fact for fact in facts if isinstance(fact.payload, Claim) and fact.number not in shown)
        sections += await side_by_side(agreed, self._evidence, server, "Claims: ")
        sections += await side_by_side(differing, self._evidence, server, "Where they differ: ")
        gone = [fact for fact in facts if isinstance(fact.payload, Claim) and fact.rank == "deprecated"]
        sections += await self._evidence.by_standing(gone, server)
        statements = tuple(statement for section in sections for statement in section.statements)
        sections.append(Section(details=note("{}", _ages(statements))))
        sections += await self._uncited(topic.title, (topic.key, *topic.aliases), server)
        return Answer("answered", f"Briefing: {topic.title}", tuple(sections), more or further)

    async def _uncited(self, name: str, aliases: Sequence[str], server: int | None) -> list[Section]:
        """Return a section of the passages that have one of the names and that no fact cites, or none."""
        phrases = list(dict.fromkeys(filter(None, (tuple(stems(alias)) for alias in (name, *aliases)))))
        passages, count = await self._passages.holding(phrases, server, QUOTED, uncited=True)
        if not passages:
            return []
        more = note("{:,} more; `!find {}` lists passages.", count - len(passages), name)
        more = more if count > len(passages) else ()
        return [Section((), "In the documents, cited by no fact", more, passages=passages)]

    async def _nothing(self, name: str, server: int | None) -> Answer:
        topics = [topic for topic, count in await self._store.topics(server) if count]
        offers = near(name, {word: topic.key for topic in topics for word in (topic.key, topic.title, *topic.aliases)})
        offer = did_you_mean(offers, "`!brief {}`") or line("`!topics` lists the topics.")
        lead = note("I have no topic {}. {}", quoted(name), offer)
        uncited = tuple(await self._uncited(name, (), server))
        return Answer("related" if offers or uncited else "unknown", sections=uncited, note=lead)


def _ages(statements: Sequence[Statement]) -> str:
    """Say from when the sources are, since a briefing is no newer than what it rests on."""
    sources = {place.origin: place.source for statement in statements for place in statement.places}
    dated = sorted((source for source in sources.values() if source.issued), key=_issued)
    undated = len(sources) - len(dated)
    parts = []
    if dated:
        oldest, newest = dated[0], dated[-1]
        parts.append(
            f"It rests on one source: {oldest.label}."
            if oldest is newest
            else f"The oldest source it rests on is {oldest.label}; the newest is {newest.label}."
        )
    if undated:
        parts.append(f"{undated} of its sources bear no date.")
    return " ".join(parts)


def _issued(source: Source) -> Span:
    return bounds(source.issued or "")
