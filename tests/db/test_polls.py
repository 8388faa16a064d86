"""Surveys, groups and answers of polls, compared with the polls themselves, as each server sees them."""

import pytest

from bot.app import Services
from db.actors import Actor
from db.kinds import Poll
from db.records import Fact

MODERATOR = Actor("Mo", 42)


@pytest.fixture
async def poll(opened: Services) -> Fact:
    """A poll of server 7's own, of another survey and with a group of its own."""
    held = await opened.store.fact("F1")
    assert held is not None
    assert isinstance(held.payload, Poll)
    survey = held.payload.survey.model_copy(update={"key": "island-2033", "title": "Island vote"})
    (first, *_) = held.payload.results
    results = (first.model_copy(update={"group": "walruses", "answer": "sing"}),)
    payload = held.payload.model_copy(update={"survey": survey, "results": results})
    made = held.content.model_copy(update={"key": "island-vote", "payload": payload})
    async with opened.ledger.change(MODERATOR, 7) as change:
        await change.facts.put([made])
    return made


@pytest.mark.parametrize("server", [None, 7, 8])
async def test_they_are_those_of_the_polls_that_a_server_sees(opened: Services, poll: Fact, server: int | None) -> None:
    polls = [fact.payload for fact in await opened.store.published(Poll.KIND, server) if isinstance(fact.payload, Poll)]
    assert len(polls) == (2 if server == 7 else 1)
    results = [result for poll in polls for result in poll.results]
    assert await opened.store.polls.surveys(server) == list({poll.survey.key: poll.survey for poll in polls}.values())
    assert await opened.store.polls.groups(server) == list(dict.fromkeys(result.group for result in results))
    assert await opened.store.polls.answers(server) == list(dict.fromkeys(result.answer for result in results))
    assert ("walruses" in await opened.store.polls.groups(server)) == (server == 7)


async def test_the_surveys_of_a_source_are_those_of_the_polls_that_cite_it(opened: Services, poll: Fact) -> None:
    sources = {source.key: source for source in await opened.store.sources(7)}
    cited = await opened.store.polls.surveys(7, sources[poll.citations[0].source])
    assert [survey.title for survey in cited] == ["Survey of the Coastal Institute", "Island vote"]
    assert await opened.store.polls.surveys(7, sources["ferry-notes"]) == []
