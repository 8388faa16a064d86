"""Several processes with some of the shards each, on one store."""

from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from pathlib import Path

import pytest

from tests.wire.discord import Loopback, Message, loopback
from tests.wire.process import Bot, connected, footnote, started
from tests.wire.sharded import moderator, servers

pytestmark = pytest.mark.asyncio(loop_scope="module")


async def corrected(discord: Loopback, reply: Message) -> None:
    await discord.until(lambda: "Corrected " in reply.text, "the correction")


@asynccontextmanager
async def divided(discord: Loopback, folder: Path, *ranges: str, count: int = 4) -> AsyncIterator[list[Bot]]:
    """Give processes with these ranges of shards, started at once and connected."""
    async with AsyncExitStack() as stack:
        bots = []
        for shards in ranges:
            part = "--shards", shards, "--of", str(count)
            bot = started(discord, folder, *part, CORRECTION_SECONDS="0.1", BACKUP_DIR=f"backups-{shards}")
            bots.append(await stack.enter_async_context(bot))
        await connected(discord, *bots)
        yield bots


async def test_two_processes_that_start_at_once_share_the_servers_and_begin_no_session_too_soon(
    tmp_path: Path,
) -> None:
    async with loopback(shards=4) as discord:
        guilds = servers(discord)
        discord.max_concurrency, discord.gateway.identify_every = 2, 5.0
        async with divided(discord, tmp_path, "0-1", "2,3") as (first, second):
            assert sorted(session.shard for session in discord.gateway.connected) == [(n, 4) for n in range(4)]
            assert discord.gateway.too_soon == 0
            for guild in guilds:
                reply = await discord.member("ana", guild).says("!law harbour")
                assert "Quiet Harbour Act" in reply.text
            direct = await discord.member("ben", guilds[3]).whispers("!law harbour")
            assert "Quiet Harbour Act" in direct.text
            await first.until_logged("command ", 3)
            await second.until_logged("command ", 2)
            status, _, errors = await footnote(discord, tmp_path, "run", "--shards", "1-2", "--of", "4")
            assert status == 2
            assert "has shards 0-1 of 4 of this store, and two would answer everything twice: stop that one" in errors
            status, _, errors = await footnote(discord, tmp_path, "run")
            assert status == 2
            assert "is online with this store, and two would answer everything twice" in errors
            # Of several one looks after the store, that of the first shard.
            await first.until_logged("backup ")
            assert [path.name for path in tmp_path.glob("backups-*")] == ["backups-0-1"]
        assert discord.violations == []
        assert discord.unclaimed() == []


async def test_what_is_changed_anywhere_is_corrected_and_told_once_by_the_process_of_its_server(tmp_path: Path) -> None:
    async with loopback(shards=2) as discord:
        here, there = servers(discord)
        cid, ana = discord.member("cid", here), discord.member("ana", there)
        async with divided(discord, tmp_path, "0", "1", count=2):
            shown = [await asker.says("!law harbour") for asker in (cid, ana)]
            for number, asker in enumerate((cid, ana), start=1):
                assert f"report {number}" in (await asker.says(f"!report F6 It is of 202{number}.")).text
            assert "Whoever runs this bot sees it" in (await ana.whispers("!ask-the-team how long is a whale?")).text
            for line in (
                "!fact edit F6 text: The Quiet Harbour Act bans engines in the inner basin after midnight. yes: true",
                "!gap dismiss 1 reason: We have no whales.",
            ):
                status, said, errors = await footnote(discord, tmp_path, "ask", line)
                assert status == 0, said + errors
            for reply in shown:
                await corrected(discord, reply)
                assert (await discord.next_message(reply.channel)).replies_to == reply.id
            # Whoever has told what waits tells what is of its own servers alone; the first also in direct messages.
            assert (
                "Report 2 on F6 is settled" in (await moderator(discord, there).says("!settle 2 corrected in F6")).text
            )
            assert "You reported F6: “It is of 2022.”" in (await discord.next_message(ana.channel)).text
            assert (
                "Report 1 on F6 is settled" in (await moderator(discord, here).says("!settle 1 corrected in F6")).text
            )
            assert "You reported F6: “It is of 2021.”" in (await discord.next_message(cid.channel)).text
            assert "We have no whales" in (await discord.next_message(discord.direct(ana.user))).text
            assert "No report" in (await moderator(discord, here).says("!reports")).text
            assert "No report" in (await moderator(discord, there).says("!reports")).text
        # Not even in vain is anything tried twice: Discord would take it once.
        direct = f"/channels/{discord.direct(ana.user).id}/messages"
        assert [request.path for request in discord.requests if request.path == direct] == [direct] * 2
        for reply in shown:
            path = f"/channels/{reply.channel.id}/messages/{reply.id}"
            assert [request.method for request in discord.requests if request.path == path] == ["PATCH"]
        assert [message.text for message in discord.unclaimed()] == []
        assert discord.violations == []


async def test_the_shards_of_a_process_that_was_killed_are_taken_by_the_next(tmp_path: Path) -> None:
    async with loopback(shards=2) as discord:
        here, there = servers(discord)
        async with divided(discord, tmp_path, "0", "1", count=2) as (_, second):
            second.process.kill()
            await second.ended()
            discord.gateway.forget(1)
            assert "Quiet Harbour Act" in (await discord.member("ana", here).says("!law harbour")).text
            async with started(discord, tmp_path, "--shards", "1", "--of", "2") as third:
                await connected(discord, third)
                assert "Quiet Harbour Act" in (await discord.member("ben", there).says("!law harbour")).text
        assert discord.unclaimed() == []


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (("--shards", "0-3"), "SHARD_IDS: SHARD_COUNT is to say how many shards there are in all"),
        (("--shards", "2-4", "--of", "4"), "SHARD_IDS: of 4 shards the last is 3"),
        (("--shards", "one", "--of", "4"), "SHARD_IDS: should be numbers and ranges of numbers, as in 0-3, 8"),
        (("--of", "0"), "SHARD_COUNT: "),
    ],
)
async def test_shards_that_there_cannot_be_are_refused(
    discord: Loopback, tmp_path: Path, arguments: tuple[str, ...], sentence: str
) -> None:
    status, _, errors = await footnote(discord, tmp_path, "run", *arguments)
    assert status == 2
    assert sentence in errors
    assert "Traceback" not in errors
