"""Two processes with two shards each on one store, a Discord that is unkind to both, and a kill in the midst of it.

Nobody has two answers, no fact that was said to be added is lost, what changes is corrected once, a third process gets
none of their shards, and the ledger is one chain.
"""

import asyncio
import re
from collections.abc import Iterator
from functools import partial
from pathlib import Path

import pytest

from tests.pgbouncer import pooled, sessions
from tests.postgresql import Cluster
from tests.wire.discord import Guild, Loopback, Member, Message, loopback
from tests.wire.process import connected, footnote, started
from tests.wire.sharded import moderator, servers
from tests.wire.stores import STORE

pytestmark = pytest.mark.asyncio(loop_scope="module")

NAMES = "amber birch cedar daisy elder fern gorse hazel".split()


class Desk:
    """A server in which a moderator adds facts and a member asks, all at once and without waiting."""

    def __init__(self, discord: Loopback, guild: Guild) -> None:
        self.guild = guild
        self.mona = moderator(discord, guild)
        self.ana: Member = discord.member("ana", guild)
        self.asked: dict[int, Message] = {}

    async def work(self, names: list[str]) -> None:
        for name in names:
            fact = (
                f"kind: event topics: ferry name: {name} regatta text: The council looks after the {name} regatta. "
                "source: harbour-2031 paragraph: 2 yes: true"
            )
            for message in (await self.mona.writes(f"!fact add {fact}"), await self.ana.writes("!law harbour")):
                self.asked[message.id] = message

    def replies(self) -> list[Message]:
        """Return what the bot has answered here, in the order in which it came."""
        return [message for message in self._said() if message.replies_to in self.asked]

    def notices(self) -> list[Message]:
        """Return what the bot has said here of its own answers."""
        return [message for message in self._said() if message.replies_to not in self.asked]

    def _said(self) -> list[Message]:
        said = [message for message in self.mona.channel.messages.values() if message.replies_to is not None]
        for message in said:
            message.claimed = True
        return said

    @property
    def answered(self) -> set[int]:
        return {reply.replies_to for reply in self.replies() if reply.replies_to is not None}

    @property
    def added(self) -> list[str]:
        """The facts that the bot has said that it added, by their numbers."""
        found = [re.match(r"Added: (F\d+)", reply.text) for reply in self.replies()]
        return [match[1] for match in found if match]


@pytest.fixture(params=["postgresql", "pgbouncer", "sqlite"])
def address(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """The address of a store with the small library, on each database, and behind a pooler."""
    if request.param == "sqlite":
        yield f"sqlite+aiosqlite:///{tmp_path / STORE}"
        return
    cluster: Cluster = request.getfixturevalue("cluster")
    with cluster.database(seeded=True) as address:
        if request.param == "pgbouncer":
            request.getfixturevalue("pooler")
            address = pooled(address)
        yield address
        if request.param == "pgbouncer":
            assert sessions(address) == []


async def corrected(discord: Loopback, desks: list[Desk], folder: Path, address: str) -> None:
    """Change what all desks were shown, and see that each answer is corrected, and told of."""
    line = "!fact edit F6 text: The Quiet Harbour Act bans engines in the inner basin after midnight. yes: true"
    _, said, errors = await footnote(discord, folder, "ask", line, DATABASE_URL=address)
    assert "Edited: F6" in said, errors
    shown = [
        reply
        for number, desk in enumerate(desks)
        for reply in desk.replies()
        if "!law harbour" in desk.asked[reply.replies_to or 0].text
        # What was said last by the process that was killed may not have been kept.
        and (number < 2 or reply.replies_to in [*desk.asked][-8:])
    ]
    assert len(shown) >= 16 + 8
    await discord.until(lambda: all("Corrected " in reply.text for reply in shown), "all corrections")
    await discord.until(lambda: all(desk.notices() for desk in desks), "all notices of corrections")


async def test_no_answer_comes_twice_no_fact_is_lost_and_the_ledger_has_no_fork(address: str, tmp_path: Path) -> None:
    divided = partial(started, DATABASE_URL=address, CORRECTION_SECONDS="0.1")
    async with loopback(shards=4) as discord:
        desks = [Desk(discord, guild) for guild in servers(discord)]
        gateway = discord.gateway
        discord.max_concurrency, gateway.identify_every, gateway.refused = 2, 5.0, 1
        discord.fail("GET", "/gateway/bot$", 429, retry_after=0.5)
        async with (
            divided(discord, tmp_path, "--shards", "0-1", "--of", "4") as first,
            divided(discord, tmp_path, "--shards", "2-3", "--of", "4") as second,
        ):
            await connected(discord, first, second)
            assert gateway.too_soon == 0
            discord.fail("POST", "/messages$", 503, times=2)
            discord.fail("POST", "/messages$", 503, times=2, cut=True, taken=True)
            discord.fail("POST", "/messages$", 429, retry_after=0.3, times=2)
            await asyncio.gather(*(desk.work(NAMES[:4]) for desk in desks))
            await discord.until(lambda: any(desk.added for desk in desks[2:]), "a fact of the second process")
            second.process.kill()
            await second.ended()
            for shard in (2, 3):
                gateway.forget(shard)
            gateway.drop()
            await discord.until(lambda: all(desk.answered == {*desk.asked} for desk in desks[:2]), "all answers")
            async with divided(discord, tmp_path, "--shards", "2-3", "--of", "4") as third:
                await connected(discord, third)
                # What was said to a process that is no more is not answered by the next.
                lost = {number for desk in desks[2:] for number in desk.asked.keys() - desk.answered}
                discord.fail("POST", "/messages$", 503, times=2, cut=True, taken=True)
                await asyncio.gather(*(desk.work(NAMES[4:]) for desk in desks))
                gateway.drop()
                await discord.until(
                    lambda: all(desk.asked.keys() - desk.answered <= lost for desk in desks), "the other answers"
                )
                status, _, errors = await footnote(
                    discord, tmp_path, "run", "--shards", "1-2", "--of", "4", DATABASE_URL=address
                )
                assert status == 2
                assert " of 4 of this store, and two would answer everything twice: stop that one" in errors
                for desk in desks:
                    answered = [reply.replies_to for reply in desk.replies()]
                    assert len(answered) == len({*answered}), "nobody has two answers"
                    assert len(desk.added) >= 4
                    for fact in desk.added:
                        cited = await desk.mona.says(f"!cite {fact}")
                        assert "The council looks after the" in cited.text
                assert [len(desk.added) for desk in desks[:2]] == [8, 8]
                facts = [fact for desk in desks for fact in desk.added]
                assert len(facts) == len({*facts})
                await corrected(discord, desks, tmp_path, address)
                assert await third.stop() == 0
            assert await first.stop() == 0
        told = [notice.replies_to for desk in desks for notice in desk.notices()]
        assert len(told) == len({*told})
        edits = [request.path for request in discord.requests if request.method == "PATCH"]
        assert len(edits) == len({*edits}), "nothing is corrected twice, not even in vain"
        assert gateway.too_soon == 0
        assert discord.violations == []
        assert discord.unclaimed() == []
        status, said, errors = await footnote(discord, tmp_path, "verify", "--ledger", DATABASE_URL=address)
        assert status == 0, said + errors
        assert "The ledger is whole" in said


async def test_a_fact_that_another_process_changed_meanwhile_is_not_overwritten(
    discord: Loopback, address: str, tmp_path: Path
) -> None:
    async def ask(line: str, *arguments: str) -> str:
        status, said, errors = await footnote(discord, tmp_path, "ask", *arguments, line, DATABASE_URL=address)
        assert status == 0, errors
        return said

    edit = "!fact edit F6 text: The Quiet Harbour Act bans {} in the inner basin after midnight."
    assert "`!yes`" in await ask(edit.format("engines"))
    assert "Edited: F6" in await ask(f"{edit.format('all engines')} yes: true", "--as", "mira")
    refused = await ask("!yes")
    assert "F6 was changed meanwhile by mira, and nothing was overwritten" in refused
    assert "bans all engines" in await ask("!cite F6")
    # Several at once come one after another, and whoever read an older state is told.
    words = ["boats", "horns", "lamps"]
    said = await asyncio.gather(*(ask(f"{edit.format(word)} yes: true", "--as", f"editor {word}") for word in words))
    done = [word for word, reply in zip(words, said, strict=True) if "Edited: F6" in reply]
    assert done
    assert all("nothing was overwritten" in reply for reply in said if "Edited: F6" not in reply)
    history = await ask("!fact history F6")
    assert all(word in history for word in done)
    assert "The ledger is whole" in (await footnote(discord, tmp_path, "verify", "--ledger", DATABASE_URL=address))[1]


async def test_processes_that_start_at_once_on_an_empty_database_make_one_store(
    postgresql_url: str, tmp_path: Path
) -> None:
    async with loopback(shards=2) as discord:
        guilds = servers(discord)
        async with (
            started(discord, tmp_path, "--shards", "0", "--of", "2", DATABASE_URL=postgresql_url) as first,
            started(discord, tmp_path, "--shards", "1", "--of", "2", DATABASE_URL=postgresql_url) as second,
        ):
            await connected(discord, first, second)
            for guild in guilds:
                assert "Quiet Harbour Act" in (await discord.member("ana", guild).says("!law harbour")).text
        status, said, errors = await footnote(discord, tmp_path, "verify", "--ledger", DATABASE_URL=postgresql_url)
        assert status == 0, said + errors
        assert "The ledger is whole" in said


async def test_a_server_of_the_store_that_is_not_there_yet_ends_it_as_what_may_pass(
    discord: Loopback, tmp_path: Path
) -> None:
    away = "postgresql+psycopg://footnote@127.0.0.1:9/store"
    status, _, errors = await footnote(discord, tmp_path, "run", DATABASE_URL=away)
    assert status == 75
    assert (await footnote(discord, tmp_path, "ask", "!topics", DATABASE_URL=away))[0] == 2
    assert "The database store at 127.0.0.1 cannot be reached: see that its server runs" in errors
    assert "Traceback" not in errors
