"""Replies as they are shown again: as their facts stand now, and for as long as nobody whom they name is forgotten."""

import pytest

from bot.app import Services
from bot.briefing.answer import Answer
from bot.briefing.reply_snapshot import outline, revisions
from db.reply_store import Reply
from db.values import now
from tests.conftest import Say

NAME = "0123456789abcdef"
E = {"server": 7, "member": 42, "name": "e"}
ADDED = "!fact add kind: event topics: ferry name: Tide text: A tide came in. source: harbour-2031 paragraph: 1"


def sent(answer: Answer, server: int) -> Reply:
    """Return the reply by which the answer was sent."""
    return Reply(
        id=NAME,
        server=server,
        channel=80,
        message=1,
        asker=55,
        question="who is it",
        outline=outline(answer),
        at=now(),
        revisions=revisions(answer),
    )


@pytest.mark.parametrize(("server", "left"), [(8, True), (7, False)])
async def test_whoever_is_forgotten_takes_no_replies_of_another_server_along(
    opened: Services, say: Say, server: int, left: bool
) -> None:
    await say(f"{ADDED} yes: true", **E)
    await opened.delivery.replies.keep(sent(await say("!person ida", server=server), server), first=True)
    await say("!forget-me", **E)
    assert (await opened.delivery.replies.get(NAME) is not None) is left


async def test_a_fact_that_is_hidden_or_retracted_is_not_shown_again(opened: Services, say: Say) -> None:
    reply = sent(await say("!law quiet", server=7), 7)
    await say("!fact hide F6 reason: not ours", server=7, member=42)
    assert not (await opened.delivery.snapshots.answer(reply)).statements
    await say("!fact unhide F6", server=7, member=42)
    assert [said.fact.label for said in (await opened.delivery.snapshots.answer(reply)).statements] == ["F6"]
    await say("!fact retract F6 reason: repealed")
    fact = await opened.store.fact("F6", 7)
    assert fact
    # As it is remembered once it has been corrected.
    corrected = reply.model_copy(update={"revisions": {6: fact.revision}})
    assert not (await opened.delivery.snapshots.answer(corrected)).statements
    told = sent(await say("!cite F6", server=7), 7)
    assert [said.fact.label for said in (await opened.delivery.snapshots.answer(told)).statements] == ["F6"]
