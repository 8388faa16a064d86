"""Many facts under one name: an answer is made of so many of them, and says that there are more."""

import asyncio
import json
from collections.abc import Iterator
from datetime import date
from statistics import median

import pytest

from bot.app import Services
from bot.briefing.curating.exchange import PART
from bot.briefing.lookups.catalogue import REVISIONS
from db import fixtures
from db.actors import Actor
from db.bibliography import Source
from db.kinds import Organization
from db.records import Citation, Fact, Topic
from db.store import MOST, NAMES
from tests.bot.test_cost import BLOCKED, while_others_ask
from tests.conftest import Attached, Say, all_noted, noted
from tests.cost import uncollected

COUNT = MOST + 10
HERE = {"server": 7, "member": 42}
ADDED_LAST = f"There are more than {MOST}: these are the {MOST} that were added last. `!find` with further words"
BEGIN_FIRST = f"There are more than {MOST}: these are the first {MOST}. A shorter time shows those after them."
PAYLOADS = {
    "claim": {"kind": "claim", "about": "The wide boat pays", "stance": "neutral"},
    "event": {"kind": "event", "name": "Wide sailing"},
    "organization": {"kind": "organization", "name": "Wide club"},
}


@pytest.fixture
async def many(opened: Services) -> None:
    """So many facts of three kinds under one topic: claims before events, and these before organizations."""
    place = Citation(source="harbour-2031", paragraph=2, fingerprint="0" * 64)
    async with opened.ledger.change(Actor("Ana", 41), 7) as change:
        await change.put_topic(Topic(key="breadth", title="Breadth", aliases=("broad",)))
        for kind, payload in PAYLOADS.items():
            await change.facts.put(
                Fact.model_validate(
                    {
                        "key": f"{kind}-{number}",
                        "payload": payload,
                        "speaker": "Greta Holm",
                        "text": f"It is wide, says {kind} {number}.",
                        "topics": ["breadth"],
                        "when": f"2040-{number % 12 + 1:02}" if kind == "event" else None,
                        "citations": [place],
                    }
                )
                for number in range(COUNT)
            )


LOOKUPS = {
    "!claim breadth": "claim",
    "!claim the wide boat pays": "claim",
    "!claim wide boat": "claim",
    "!compare the wide boat pays": "claim",
    "!event broad": "event",
    "!org wide club": "organization",
    "!org wide": "organization",
    "!about breadth": "organization",
    "!brief breadth": "organization",
    "!source harbour-2031#2": "organization",
}


@pytest.mark.usefixtures("many")
@pytest.mark.parametrize(("asked", "kind"), LOOKUPS.items(), ids=LOOKUPS.keys())
async def test_of_many_facts_the_last_are_shown_and_that_there_are_more_is_said(
    say: Say, asked: str, kind: str
) -> None:
    answer = await say(asked, **HERE)
    shown = {statement.fact.key for statement in answer.statements}
    assert shown == {f"{kind}-{number}" for number in range(COUNT - MOST, COUNT)}
    assert ADDED_LAST in all_noted(answer)


@pytest.mark.usefixtures("many")
async def test_a_briefing_says_that_there_are_more_where_a_matter_has_more(say: Say, opened: Services) -> None:
    claim = await opened.store.fact("claim-3", 7)
    assert claim is not None
    async with opened.ledger.change(Actor("Ana", 41), 7) as change:
        await change.put_topic(Topic(key="narrow", title="Narrow"))
        payload = {**PAYLOADS["claim"], "stance": "against"}
        against = Fact.model_validate({**claim.content.model_dump(), "payload": payload, "topics": ("narrow",)})
        await change.facts.revise(claim.number, claim.revision, against)
    answer = await say("!brief narrow", **HERE)
    assert answer.sections[0].heading == "Where they differ: The wide boat pays"
    assert len(answer.statements) == MOST + 1
    assert ADDED_LAST in all_noted(answer)


@pytest.mark.usefixtures("many")
@pytest.mark.parametrize("asked", ["!timeline breadth", "!timeline 2040", "!timeline breadth 2040"])
async def test_of_many_dated_facts_the_first_are_shown(say: Say, asked: str) -> None:
    answer = await say(asked, **HERE)
    shown = [statement.fact.when or "" for statement in answer.statements]
    assert len(shown) == MOST
    # Those of December that are left out begin last.
    assert shown == sorted(f"2040-{number % 12 + 1:02}" for number in range(COUNT))[:MOST]
    assert noted(answer) == BEGIN_FIRST


@pytest.mark.usefixtures("many")
async def test_what_else_there_is_under_the_name_is_counted_whole(say: Say) -> None:
    others = f"Also: {COUNT} organizations (`!org breadth`) and {COUNT} claims (`!claim breadth`)."
    assert others in noted(await say("!event breadth", **HERE))
    counted = f"I have {3 * COUNT} facts: {COUNT} events, {COUNT} organizations and {COUNT} claims on Breadth."
    assert counted in noted(await say("how many facts are there on breadth?", **HERE))


@pytest.mark.parametrize(
    ("matters", "claims", "said"),
    [(25, 10, "Topics: `breadth` (25)"), (2, MOST, f"({MOST} facts, 1 source)")],
)
async def test_what_can_be_compared_is_listed_with_all_facts_of_a_matter_or_says_that_it_is_not(
    say: Say, opened: Services, matters: int, claims: int, said: str
) -> None:
    place = Citation(source="harbour-2031", paragraph=2, fingerprint="0" * 64)
    async with opened.ledger.change(Actor("Ana", 41), 7) as change:
        await change.put_topic(Topic(key="breadth", title="Breadth"))
        await change.facts.put(
            Fact.model_validate(
                {
                    "key": f"claim-{matter}-{number}",
                    "payload": {
                        "kind": "claim",
                        "about": f"Boat {matter} pays",
                        "stance": "for" if number % 2 else "against",
                    },
                    "speaker": "Greta Holm",
                    "text": f"It is wide, says claim {number}.",
                    "topics": ["breadth"],
                    "citations": [place],
                }
            )
            for matter in range(matters)
            for number in range(claims)
        )
    answer = noted(await say("!compare", **HERE))
    assert said in answer
    assert ("Of those on which I have most I looked at the facts that were added last." in answer) == (claims == MOST)


@pytest.mark.usefixtures("many")
async def test_another_server_is_told_of_none(say: Say) -> None:
    replies = await asyncio.gather(*(say(asked, server=8) for asked in ("!claim breadth", "!event wide sailing")))
    assert [reply.status for reply in replies] == ["unknown", "unknown"]


@pytest.mark.usefixtures("many")
async def test_what_is_newest_is_told_of_those_added_last(say: Say) -> None:
    answer = await say("what is the latest on breadth?", **HERE)
    assert answer.statements[0].fact.key == f"organization-{COUNT - 1}"
    assert ADDED_LAST in all_noted(answer)


@pytest.mark.usefixtures("many")
async def test_no_more_facts_are_read_than_an_answer_is_made_of(opened: Services) -> None:
    store = opened.store
    source = await store.source("harbour-2031", 7)
    assert source is not None
    read = {
        "named": await store.named("breadth", server=7),
        "called": await store.called("wide club", Organization.KIND, 7),
        "with words": await store.with_words("wide", server=7),
        "about": await store.about(["The wide boat pays"], 7),
        "under": await store.under("breadth", 7),
        "dated": await store.dated(date(2040, 1, 1), date(2040, 12, 31), 7),
        "dated and named": await store.dated(date(2040, 1, 1), date(2040, 12, 31), 7, "broad"),
        "citing": await store.citing(source, 2, 7),
    }
    assert {how: len(facts) for how, facts in read.items()} == dict.fromkeys(read, MOST + 1)


@pytest.mark.usefixtures("many")
async def test_an_export_of_many_facts_comes_in_parts_that_an_import_takes(say: Say, opened: Services) -> None:
    claims = [await opened.store.fact(f"claim-{number}", 7) for number in (0, 1)]
    assert all(claims)
    async with opened.ledger.change(Actor("Ana", 41), 7) as change:
        await change.sources.add(Source(key="pier-2031", title="A pier"))
        made = [{"key": f"further-{number}", "aliases": ()} for number in range(PART)]
        await change.facts.put(claims[0].content.model_copy(update=update) for update in made if claims[0])
    parts = [await say(asked, **HERE) for asked in ("!export", "!export 2")]
    assert [noted(part).split("\n")[1] for part in parts] == [
        f"Part {number} of 2, the newest facts first: import them in this order." for number in (1, 2)
    ]
    assert "`!export 2` has the next." in noted(parts[0])
    assert [part.attachment and part.attachment.name[-12:] for part in parts] == ["-part-1.yaml", "-part-2.yaml"]
    libraries = [fixtures.parse("x.yaml", part.attachment.content.encode()) for part in parts if part.attachment]
    assert [len(library.facts) for library in libraries] == [PART, 3 * COUNT]
    assert {fact.key for fact in libraries[0].facts} == {f"further-{number}" for number in range(PART)}
    assert [[source.key for source in library.sources] for library in libraries] == [
        ["harbour-2031", "pier-2031"],
        ["harbour-2031"],
    ]
    assert (await say("!export part: 2", **HERE)).attachment == parts[1].attachment
    assert noted(await say("!export 3", **HERE)) == "There is no part 3: write `!export` and a number from 1 to 2."
    assert noted(await say("!export 0", **HERE)) == "There is no part 0: write `!export` and a number from 1 to 2."


async def test_of_a_fact_that_was_changed_often_the_last_revisions_are_listed(say: Say, opened: Services) -> None:
    for number in range(REVISIONS + 10):
        fact = await opened.store.fact("F2")
        assert fact is not None
        async with opened.ledger.change(Actor("operator")) as change:
            revised = fact.content.model_copy(update={"text": f"Version {number} of what was said."})
            await change.facts.revise(fact.number, fact.revision, revised)
    for asked in ("!fact history F2", "!cite F2"):
        lines = noted(await say(asked)).split("\n")
        assert "The 11 revisions before these are left out." in lines
        listed = [line.split(":")[0] for line in lines if line.startswith("Revision ")]
        assert listed == [f"Revision {number}" for number in range(12, REVISIONS + 12)]
    assert "left out" not in noted(await say("!fact history F3"))


@pytest.fixture
def clean() -> Iterator[None]:
    """No garbage of earlier tests is collected meanwhile."""
    with uncollected():
        yield


@pytest.mark.usefixtures("clean")
async def test_a_topic_that_is_renamed_over_many_facts_holds_up_nobody(say: Say, opened: Services) -> None:
    place = Citation(source="harbour-2031", paragraph=2, fingerprint="0" * 64)
    payload = Organization(name="Wide club")
    # Each of its own: what has been read and parted into words once is remembered.
    topics = "breadth", "depth", "height"
    async with opened.ledger.change(Actor("Ana", 41), 7) as change:
        for topic in topics:
            await change.put_topic(Topic(key=topic, title=topic.capitalize()))
            await change.facts.put(
                Fact(key=f"{topic}-{n}", payload=payload, text=f"{topic} {n}.", topics=(topic,), citations=(place,))
                for n in range(2_500)
            )
    turns = []
    for topic in topics:
        file = json.dumps({"topics": [{"key": topic, "title": f"New {topic}"}]}).encode()
        preview = await say("!import", **HERE, attachments=[Attached("topics.json", file)])
        assert preview.preview
        taken, blocked = await while_others_ask(say("!yes", **HERE))
        assert taken.status == "done"
        turns.append(blocked)
        assert len((await say(f"!about new {topic}", **HERE)).statements) == MOST
    # Of four times as many facts it would be more than is promised, were they read at once.
    assert median(turns) < BLOCKED / 4, "the loop waited for the topic"


@pytest.mark.usefixtures("clean")
async def test_a_name_that_is_not_there_is_compared_with_many_while_others_ask(say: Say, opened: Services) -> None:
    place = Citation(source="harbour-2031", paragraph=2, fingerprint="0" * 64)
    facts = (
        Fact(
            key=f"boat-{n}",
            payload=Organization(name=f"Boat {n}"),
            text="It sails.",
            topics=("ferry",),
            aliases=tuple(f"The boat of the {port}th port, with number {n}" for port in range(10)),
            citations=(place,),
        )
        for n in range(1_500)
    )
    async with opened.ledger.change(Actor("Ana", 41), 7) as change:
        await change.facts.put(facts)
    turns = []
    for name in ("Baot 1499x", "Baot 1498x", "Baot 1497x"):
        answer, blocked = await while_others_ask(say(f"!org {name}", **HERE))
        assert f"Did you mean `!org {name[:1]}oa" in noted(answer)
        turns.append(blocked)
    # As much again is what it takes to compare them.
    assert min(turns) < BLOCKED / 2, "the loop waited for what resembles the name"
    assert len(await opened.store.names(None, 7)) == NAMES
