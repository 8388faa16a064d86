"""Counts made by the database, compared with the facts themselves, as each server sees them."""

from collections import Counter

import pytest

from bot.app import Services
from db.actors import Actor
from db.dates.bounds import bounds
from db.kinds import KINDS
from db.tokenizer import fold

MODERATOR = Actor("Mo", 42)


@pytest.mark.parametrize("server", [None, 7, 8])
async def test_counts_are_those_of_the_facts_that_a_server_sees(opened: Services, server: int | None) -> None:
    fact, hidden = await opened.store.fact("F2"), await opened.store.fact("F6")
    assert fact is not None
    assert hidden is not None
    async with opened.ledger.change(MODERATOR, 7) as change:
        await change.facts.put([fact.content.model_copy(update={"key": "sevens-own"})])
        await change.facts.hide(hidden)
    seen = await opened.store.published(server=server)
    assert (len(seen), hidden in seen) == {None: (10, True), 7: (10, False), 8: (10, True)}[server]
    sources = {source.number: source.key for source in await opened.store.sources(server)}
    cited = Counter(key for fact in seen for key in {citation.source for citation in fact.citations})
    counts = await opened.store.counts.by_source(server)
    assert {sources[number]: count for number, count in counts.items()} == cited
    for source in await opened.store.sources(server):
        citing = [fact for fact in seen if source.key in {citation.source for citation in fact.citations}]
        places = {c.paragraph for fact in citing for c in fact.citations if c.source == source.key}
        assert await opened.store.counts.cited_paragraphs(source, server) == (len(citing), sorted(places))
        alone = [fact.number for fact in citing if {citation.source for citation in fact.citations} == {source.key}]
        assert await opened.store.resting_on(source, server) == alone
    years = Counter(bounds(fact.when)[0].year for fact in seen if fact.when)
    assert await opened.store.counts.by_year(server) == years
    for kind in KINDS:
        facts = [fact for fact in seen if fact.kind == kind]
        assert await opened.store.counts.by_topic(kind, server) == Counter(key for fact in facts for key in fact.topics)
        names = {fact.name for fact in facts}
        found, count = await opened.store.counts.titles(kind, server)
        assert (set(found), count) == (names, len(names))
        assert len((await opened.store.counts.titles(kind, server, limit=1))[0]) == min(1, len(names))


async def test_matters_are_counted_as_each_server_sees_them(opened: Services) -> None:
    claim = await opened.store.fact("F7")
    assert claim is not None
    shared, count = await opened.store.counts.matters()
    assert count == len(shared)
    async with opened.ledger.change(MODERATOR, 7) as change:
        for number in range(3):
            about = claim.payload.model_copy(update={"about": "Whales ought to sing"})
            made = {"key": f"whales-{number}", "payload": about, "aliases": ("whales OUGHT to sing",)}
            await change.facts.put([claim.content.model_copy(update=made)])
        once = claim.payload.model_copy(update={"about": "Whales ought to dance"})
        await change.facts.put([claim.content.model_copy(update={"key": "dance", "payload": once})])
    assert await opened.store.counts.matters(8) == (shared, count)
    mine, more = await opened.store.counts.matters(7)
    assert (set(mine), more) == ({*shared, fold("Whales ought to sing")}, count + 1)
    assert await opened.store.counts.matters(7, limit=1) == (mine[:1], count + 1)
    assert mine[0] == fold("Whales ought to sing"), "most is said about it"
