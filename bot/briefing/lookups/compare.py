"""Comparisons: what sources hold about one thing, side by side."""

from collections import Counter
from collections.abc import Iterable, Sequence
from functools import partial

from bot.briefing.answer import Answer
from bot.briefing.evidence import Evidence
from bot.briefing.lookups.answer_cache import AnswerCache
from bot.briefing.lookups.differences import side_by_side
from bot.briefing.lookups.lookup import LISTED
from bot.briefing.lookups.matters import Matter, matters, whole
from bot.briefing.near import did_you_mean, near
from bot.briefing.prose import clean, counted, first_lines, quoted
from bot.briefing.recency import latest
from bot.briefing.refusals import NAME_LIMIT, within
from db.batches import batched
from db.kinds import Poll
from db.notes import Line, Note, joined, line, note
from db.records import StoredFact
from db.store import Store

WEIGHED = 100  # matters that are looked at to list what can be compared
TOGETHER = 10  # matters whose facts are read at once


class Comparison:
    """Answers `!compare`."""

    def __init__(self, store: Store, evidence: Evidence) -> None:
        self._store = store
        self._evidence = evidence
        self._answers = AnswerCache(store, evidence)

    async def compare(self, name: str = "", server: int | None = None) -> Answer:
        """Return the matters under a topic or name with all positions and figures; without one, what there is."""
        name = within(name, NAME_LIMIT, "a topic")
        if not name:
            return await self._contents(server)
        return await self._answers.get((name, server), partial(self._on, name, server))

    async def _on(self, name: str, server: int | None) -> Answer:
        """Return the matters under a topic or name, or what comes nearest."""
        about, more = latest(await self._store.about([name], server))
        found = matters(about)
        if not found:
            found, more = await whole(await self._resembling(name, server), self._store, server)
        comparable = [matter for matter in found if matter.comparable]
        if not comparable:
            return await self._nothing(name, found, more, server)
        sections = await side_by_side(comparable, self._evidence, server, explained=True)
        topic = await self._store.topic_named(name, server)
        title = comparable[0].heading if len(comparable) == 1 else topic.title if topic else clean(name)
        rest = len(found) - len(comparable)
        agreed = note("On {} under this name nobody differs.", counted(rest, "more matter")) if rest else ()
        return Answer("answered", f"Compared: {title}", sections, (*more, *agreed))

    async def _resembling(self, name: str, server: int | None) -> list[StoredFact]:
        return await self._store.named(name, server=server) or await self._store.with_words(name, server=server)

    async def _comparable(self, server: int | None) -> tuple[list[Matter], Note]:
        """Return the matters that can be compared, and what is to be said where there are too many to look at."""
        names, count = await self._store.counts.matters(server, WEIGHED)
        facts: list[StoredFact] = []
        beyond: list[Line] = []
        for some in batched(names, TOGETHER):
            about, more = latest(await self._store.about(some, server))
            facts += about
            if more:
                beyond = [line("Of those on which I have most I looked at the facts that were added last.")]
        # Polls before claims, each in the order of their numbers.
        facts.sort(key=lambda fact: (not isinstance(fact.payload, Poll), fact.number))
        if count > WEIGHED:
            beyond.append(line("These are from the {} of {} matters on which I have most.", WEIGHED, count))
        return [matter for matter in matters(facts) if matter.comparable], tuple(beyond)

    async def _contents(self, server: int | None) -> Answer:
        known, beyond = await self._comparable(server)
        if not known:
            return Answer("unknown", note=note("The store holds no two facts that can be compared yet."))
        topics = Counter(topic for matter in known for topic in {key for fact in matter.facts for key in fact.topics})
        example = min(topics, key=lambda topic: (-topics[topic], topic))
        lines = [line("Write `!compare` and a topic or one of these, for example `!compare {}`.", example)]
        lines += _named("Where they differ:", [matter for matter in known if matter.disputed])
        lines += _named("Figures of several groups or surveys:", [matter for matter in known if not matter.disputed])
        counts = joined(line("`{}` ({})", topic, count) for topic, count in sorted(topics.items()))
        lines.append(line("Topics: {}", counts))
        lines += beyond
        return Answer("answered", "What can be compared", note=tuple(lines))

    async def _nothing(self, name: str, found: Sequence[Matter], more: Note, server: int | None) -> Answer:
        """Say that there is nothing to compare, and show or offer what comes nearest."""
        if found:
            sections = await side_by_side(found, self._evidence, server, explained=True)
            hint = note(
                "There is nothing to compare under {}: those who speak of it do not differ. "
                "`!compare` lists what can be compared.",
                quoted(name),
            )
            return Answer("related", None, sections, (*hint, *more))
        known, _ = await self._comparable(server)
        names = {matter.name: matter.name for matter in known}
        for topic, _ in await self._store.topics(server):
            if any(topic.key in fact.topics for matter in known for fact in matter.facts):
                names |= dict.fromkeys((topic.key, topic.title, *topic.aliases), topic.key)
        offers = near(name, names)
        lead = f"I have nothing to compare under {quoted(name)}."
        if offers:
            return Answer("related", note=note("{} {}", lead, did_you_mean(offers, "`!compare {}`")))
        return Answer("unknown", note=note("{} `!compare` lists what can be compared.", lead))


def _named(heading: str, found: Sequence[Matter]) -> Iterable[Line]:
    if found:
        yield (heading,)
        yield from first_lines([(f"• {matter.name} ({_counted(matter)})",) for matter in found], LISTED)


def _counted(matter: Matter) -> str:
    sources = {citation.source for fact in matter.facts for citation in fact.citations}
    return f"{counted(len(matter.facts), 'fact')}, {counted(len(sources), 'source')}"
