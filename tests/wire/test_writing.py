"""A write of one server, and the replies in another: nobody waits for it."""

import asyncio
import json

import pytest

from db.documents import fingerprint
from tests.wire.discord import Guild, Loopback, Member
from tests.wire.process import Bot

pytestmark = pytest.mark.asyncio(loop_scope="module")
FACTS = 250
TEXT = "The club meets at the harbour."


def clubs() -> bytes:
    """Return a file of many facts."""
    names = ["".join(chr(ord("a") + int(digit)) for digit in str(n)) for n in range(FACTS)]
    facts = [
        {
            "key": f"club-{name}",
            "payload": {"kind": "organization", "name": f"Club {name}"},
            "text": TEXT,
            "topics": ["ferry"],
            "citations": [{"source": "pier-2031", "paragraph": 1}],
        }
        for name in names
    ]
    source = {"key": "pier-2031", "title": "A pier", "fingerprints": [fingerprint(TEXT)]}
    return json.dumps({"sources": [source], "facts": facts}).encode()


async def test_replies_do_not_wait_for_what_another_server_writes(
    discord: Loopback, bot: Bot, desk: Guild, mona: Member
) -> None:
    away = discord.guild("Away", *(f"channel-{n}" for n in range(8)))
    await discord.join(away)
    askers = [discord.member(f"asker-{n}", away) for n in range(8)]
    for asker, channel in zip(askers, away.channels.values(), strict=True):
        asker.channel = channel
    await mona.says(f"!source add pier-2031 title: A pier text: {TEXT}")
    preview = await mona.says("!import", files={"clubs.json": clubs()})
    assert f"Facts that would be added ({FACTS})" in preview.text
    taken = asyncio.ensure_future(mona.says("!yes"))
    answered = 0

    async def ask(asker: Member) -> None:
        nonlocal answered
        # No more than one may ask in a minute.
        for _ in range(90):
            if taken.done():
                return
            assert "fish market" in (await asker.says("!event fish market")).text
            answered += 1

    await asyncio.gather(*map(ask, askers))
    assert f"Facts added ({FACTS})" in (await taken).text
    # Each would have one or two, did their replies wait until they can be remembered.
    assert answered > 3 * len(askers), answered
