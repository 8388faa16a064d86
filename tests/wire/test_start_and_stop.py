"""Starting and stopping: refusals in a sentence, least intents, one bot a store, nothing dropped at the end."""

import re
import sqlite3
from collections.abc import Awaitable, Callable
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path

import pytest
from aiohttp import web

from db.sqlite.triggers import TRIGGERS
from tests.wire.discord import Loopback, loopback
from tests.wire.discord.gateway import DIRECT_MESSAGES, GUILD_MESSAGES, GUILDS, MESSAGE_CONTENT
from tests.wire.process import footnote, running, started, synced
from tests.wire.stores import STORE

pytestmark = pytest.mark.asyncio(loop_scope="module")


@pytest.fixture
def alone(discord: Loopback) -> Loopback:
    """The Discord with nobody connected and every switch as it comes."""
    discord.gateway.refused_intents = 0
    discord.gateway.refused_token = False
    discord.flags = 1 << 18
    discord.starts_left = 1000
    discord.gateway.sessions.clear()
    discord.gateway.identified = 0
    return discord


async def test_a_wrong_token_ends_it_with_a_sentence(alone: Loopback, tmp_path: Path) -> None:
    status, out, errors = await footnote(alone, tmp_path, "run", DISCORD_TOKEN="another")
    assert (status, out) == (2, "")
    assert "Discord does not know this DISCORD_TOKEN: copy it again from the developer portal, page Bot." in errors
    assert "Traceback" not in errors
    assert alone.gateway.identified == 0


async def test_a_token_refused_by_the_gateway_ends_it_too(alone: Loopback, tmp_path: Path) -> None:
    async with started(alone, tmp_path) as bot:
        alone.gateway.refused_token = True
        assert await bot.ended() == 2
        assert "Discord does not know this DISCORD_TOKEN" in bot.log
        assert alone.gateway.identified == 1


async def test_a_refused_intent_ends_it_with_a_sentence(alone: Loopback, tmp_path: Path) -> None:
    alone.gateway.refused_intents = MESSAGE_CONTENT
    status, _, errors = await footnote(alone, tmp_path, "run")
    assert status == 2
    assert "Discord refuses the message-content intent: switch it on in the developer portal" in errors
    assert "Traceback" not in errors
    assert alone.gateway.identified == 1


async def test_a_server_that_was_joined_meanwhile_is_told_how_to_begin_and_an_old_one_is_not(
    alone: Loopback, tmp_path: Path
) -> None:
    old, new = alone.guild("Old", "hall"), alone.guild("New", "hall")
    for guild in (old, new):
        guild.system_channel = next(iter(guild.channels.values()))
        guild.system_channel.spoken_in = True
    new.joined = datetime.now(UTC).isoformat()
    hall = next(iter(new.channels.values()))
    async with running(alone, tmp_path):
        greeting = await alone.next_message(hall)
        assert greeting.content.startswith("I answer from cited facts, and say where each stands.")
    async with running(alone, tmp_path):
        assert not alone.unclaimed()
    new.joined = old.joined  # for the tests after this one, whose stores know of no greeting


async def test_who_runs_is_backed_up_and_tells_a_witness_of_its_ledger(alone: Loopback, tmp_path: Path) -> None:
    desk = alone.guild("Witnessed", "hall")
    hall = next(iter(desk.channels.values()))
    hall.spoken_in = True
    async with running(alone, tmp_path, BACKUP_DIR="backups", LEDGER_WITNESS=str(hall.id)) as bot:
        witnessed = await alone.next_message(hall)
        head = re.fullmatch(r"The ledger’s head: `(\d+:[0-9a-f]{64})`", witnessed.content)
        assert head, witnessed.content
        (made,) = (tmp_path / "backups").iterdir()
        await alone.until(lambda: made.name in bot.log, "the backup to be looked at")
        assert "not sound" not in bot.log
    status, out, _ = await footnote(alone, tmp_path, "verify", "--head", head[1])
    assert (status, head[1] in out) == (0, True)


@pytest.mark.sqlite("damages the file")
async def test_a_backup_that_is_not_sound_is_told(alone: Loopback, tmp_path: Path) -> None:
    alone.guild("Unsound")
    assert (await footnote(alone, tmp_path, "ask", "!topics"))[0] == 0
    with closing(sqlite3.connect(tmp_path / STORE)) as store:
        store.execute("DROP TRIGGER revision_is_not_deleted")
        store.execute("DELETE FROM revision WHERE id = 18")
        store.execute(TRIGGERS["revision_is_not_deleted"])
        store.commit()
    async with running(alone, tmp_path, BACKUP_DIR="backups") as bot:
        await bot.until_logged(" is not sound: ")
        assert "The ledger was changed behind its back at revision" in bot.log
    assert [*(tmp_path / "backups").iterdir()], "it is what there is"


async def test_the_log_has_what_was_asked_where_the_operator_says_so(alone: Loopback, tmp_path: Path) -> None:
    ana = alone.member("ana", alone.guild("Logged", "hall"))
    async with running(alone, tmp_path, LOG_FORMAT="json", LOG_WORDS="on") as bot:
        await ana.says("!law harbour")
        await ana.says(f"{alone.me.mention} who is the mayor?")
        await bot.until_logged(f'"who": {ana.user.id}', 2)
        assert [line["words"] for line in bot.events() if line.get("who") == ana.user.id] == [
            "harbour",
            "who is the mayor?",
        ]
        said = (await ana.says("!privacy")).text
        assert "and what you asked of it, since whoever runs this bot has switched that on" in said
        assert "never your words" not in said


async def test_without_message_content_mentions_and_slash_commands_work(alone: Loopback, tmp_path: Path) -> None:
    alone.gateway.refused_intents, alone.flags = MESSAGE_CONTENT, 0
    desk = alone.guild("Without content")
    ana = alone.member("ana", desk)
    async with running(alone, tmp_path) as bot:
        assert "running without message content: !commands are not seen" in bot.log
        assert [session.intents for session in alone.gateway.connected] == [GUILDS | GUILD_MESSAGES | DIRECT_MESSAGES]
        await ana.writes("!law harbour")
        reply = await ana.says(f"{alone.me.mention} law harbour")
        assert "Quiet Harbour Act" in reply.text
        assert "Quiet Harbour Act" in (await ana.slash("law", name="harbour")).text
        assert "Quiet Harbour Act" in (await ana.whispers("!law harbour")).text
        # What is not heard is not recommended.
        hint = (await ana.says(f"{alone.me.mention} poll")).text
        assert "`/poll" in hint
        assert "`!" not in hint


async def test_no_start_is_wasted_where_discord_allows_no_more(alone: Loopback, tmp_path: Path) -> None:
    alone.starts_left = 0
    status, _, errors = await footnote(alone, tmp_path, "run")
    assert status == 2
    assert "start it again in 241 minutes" in errors
    assert alone.gateway.identified == 0


async def test_a_store_has_one_bot_until_that_has_ended(alone: Loopback, tmp_path: Path) -> None:
    async with running(alone, tmp_path) as first:
        (session,) = alone.gateway.connected
        assert session.intents == GUILDS | GUILD_MESSAGES | DIRECT_MESSAGES | MESSAGE_CONTENT
        status, _, errors = await footnote(alone, tmp_path, "run")
        assert status == 2
        assert "is online with this store, and two would answer everything twice" in errors
        assert alone.gateway.identified == 1
        # After a crash nobody has to wait until the lease has run out.
        first.process.kill()
        await first.ended()
        alone.gateway.sessions.clear()
        async with running(alone, tmp_path) as second:
            assert await second.stop() == 0


async def test_a_stop_finishes_what_is_in_work(alone: Loopback, tmp_path: Path) -> None:
    desk = alone.guild("Stopping")
    people = [alone.member(f"member{number}", desk) for number in range(5)]
    async with running(alone, tmp_path) as bot:
        alone.fail("POST", "/messages$", 429, retry_after=0.5)
        for person in people:
            await person.writes("!law harbour")
        await alone.until(lambda: not any(fault.times for fault in alone.faults), "the first reply")
        assert await bot.stop() == 0
        for _ in people:
            assert "Quiet Harbour Act" in (await alone.next_message(people[0].channel)).text


async def test_commands_are_synced_on_request_and_only_when_they_differ(alone: Loopback, tmp_path: Path) -> None:
    alone.commands[None] = []
    status, out, _ = await footnote(alone, tmp_path, "sync", "--dry-run")
    assert status == 0
    assert out.startswith("added: /")
    assert "unchanged: 0\nNothing was synced: this was a dry run." in out
    assert alone.commands[None] == []
    assert (await footnote(alone, tmp_path, "sync"))[1].endswith("Discord has the commands now.\n")
    assert {"poll", "law"} <= {command["name"] for command in alone.commands[None]}
    asked = len(alone.requests)
    _, out, _ = await footnote(alone, tmp_path, "sync")
    assert out.startswith("The commands have not changed since they were last synced: nothing to do.")
    assert {request.method for request in alone.requests[asked:]} == {"GET"}
    law = next(command for command in alone.commands[None] if command["name"] == "law")
    law["description"] = "Something else"
    alone.commands[None].append({**law, "name": "gone", "id": "1"})
    _, out, _ = await footnote(alone, tmp_path, "sync", "--dry-run")
    assert out.startswith("changed: /law\nremoved: /gone\nunchanged: ")
    # The store does not know that Discord has lost a command and another program has given it one.
    _, out, _ = await footnote(alone, tmp_path, "sync", "--force")
    assert out.startswith("changed: /law\nremoved: /gone\n")
    assert out.endswith("Discord has the commands now.\n")
    alone.commands[None] = []
    alone.fail("PUT", "/commands$", 403, code=50001)
    status, _, errors = await footnote(alone, tmp_path, "sync", "--force")
    assert status == 2
    assert "Discord does not take commands from this application: as the test wants it" in errors
    assert "Traceback" not in errors
    await synced(alone)


async def test_each_shard_answers_its_servers(tmp_path: Path) -> None:
    async with loopback(shards=2) as discord:
        guilds = [discord.guild(f"Server {number}") for number in range(2)]
        # Discord gives a server to the shard that its number says.
        guilds[1].renumber(guilds[0].id + (1 << 22))
        discord.guilds = {guild.id: guild for guild in guilds}
        async with running(discord, tmp_path):
            assert sorted(session.shard for session in discord.gateway.connected) == [(0, 2), (1, 2)]
            for guild in guilds:
                reply = await discord.member("ana", guild).says("!law harbour")
                assert "Quiet Harbour Act" in reply.text
        assert discord.violations == []


async def test_no_token_is_in_the_log_however_much_it_says(alone: Loopback, tmp_path: Path) -> None:
    desk = alone.guild("Talkative")
    ana = alone.member("ana", desk)
    async with running(alone, tmp_path, LOG_LEVEL="DEBUG", LOG_FORMAT="json") as bot:
        await ana.says("!law harbour")
        await ana.slash("law", name="harbour")
        assert ana.last is not None
        assert await bot.stop() == 0
        assert alone.token not in bot.log
        assert ana.last.token not in bot.log


async def test_the_operator_names_the_roles_of_moderators(alone: Loopback, tmp_path: Path) -> None:
    desk = alone.guild("Edited")
    editors, managers = desk.role("editors"), desk.role("managers", "manage_guild")
    mo, ana = alone.member("mo", desk, [editors]), alone.member("ana", desk, [managers])
    async with running(alone, tmp_path, MODERATOR_ROLE_IDS=f"1, {editors.id}"):
        assert "Only this server’s moderators may do that." not in (await mo.says("!audit")).text
        assert "Only this server’s moderators may do that." in (await ana.says("!audit")).text


async def test_it_runs_as_its_operator_starts_it(alone: Loopback, tmp_path: Path) -> None:
    ana = alone.member("ana", alone.guild("Started"))
    async with running(alone, tmp_path, loaded=False) as bot:
        assert "Quiet Harbour Act" in (await ana.says("!law harbour")).text
        assert "10 facts added" in bot.log
        assert await bot.stop() == 0


async def test_a_discord_that_is_away_at_the_start_is_waited_for(alone: Loopback, tmp_path: Path) -> None:
    ana = alone.member("ana", alone.guild("Waited"))
    alone.fail("GET", "/users/@me", 503)
    async with running(alone, tmp_path) as bot:
        assert "Discord does not answer as it should: see discordstatus.com. The next try is in" in bot.log
        assert "Quiet Harbour Act" in (await ana.says("!law harbour")).text
        assert "Traceback" not in bot.log


async def page(_: web.Request) -> web.StreamResponse:
    return web.Response(text="<html><body>Welcome to the hotel: log in</body></html>", content_type="text/html")


async def redirect(_: web.Request) -> web.StreamResponse:
    return web.Response(status=302, headers={"Location": "/login"})


async def nowhere(_: web.Request) -> web.StreamResponse:
    return web.Response(status=302)


async def no_json(_: web.Request) -> web.StreamResponse:
    return web.Response(text='{"id": "12', content_type="application/json")


async def other_json(_: web.Request) -> web.StreamResponse:
    return web.json_response({"status": "ok"})


async def a_list(_: web.Request) -> web.StreamResponse:
    return web.json_response([1])


async def half(request: web.Request) -> web.StreamResponse:
    answer = web.StreamResponse(headers={"Content-Type": "application/json", "Content-Length": "1000"})
    await answer.prepare(request)
    await answer.write(b'{"id": "12345",')
    assert request.transport
    request.transport.close()
    return answer


@pytest.mark.parametrize("path", ["/users/@me$", "/gateway/bot$"])
@pytest.mark.parametrize("impostor", [page, redirect, no_json, other_json, a_list, half, nowhere])
async def test_what_answers_in_discords_place_is_named_and_ends_it_after_a_while_as_what_may_pass(
    alone: Loopback, tmp_path: Path, path: str, impostor: Callable[[web.Request], Awaitable[web.StreamResponse]]
) -> None:
    fault = alone.fail("GET", path, 200, times=5)
    fault.instead = impostor
    status, _, errors = await footnote(alone, tmp_path, "run", AWAY_MINUTES="0")
    fault.times = 0
    assert status == 75, errors
    assert (
        f"What answers at {alone.api} is not Discord, or not all of it: check the network, its proxy and "
        "DISCORD_API_URL. It was tried for 0 minutes."
    ) in errors
    assert "Traceback" not in errors
    assert alone.gateway.identified == 0


@pytest.mark.parametrize("command", [("sync",), ("doctor", "--online")])
@pytest.mark.parametrize("impostor", [page, no_json, other_json, half])
async def test_what_answers_in_discords_place_is_named_by_other_commands_too(
    alone: Loopback,
    tmp_path: Path,
    command: tuple[str, ...],
    impostor: Callable[[web.Request], Awaitable[web.StreamResponse]],
) -> None:
    fault = alone.fail("GET", "/users/@me$", 200, times=5)
    fault.instead = impostor
    status, _, errors = await footnote(alone, tmp_path, *command)
    fault.times = 0
    assert status == 2
    assert f"What answers at {alone.api} is not Discord, or not all of it" in errors
    assert "Traceback" not in errors


async def test_what_answered_in_discords_place_is_forgotten_once_discord_does(alone: Loopback, tmp_path: Path) -> None:
    ana = alone.member("ana", alone.guild("Hotel"))
    alone.fail("GET", "/users/@me$", 200).instead = page
    async with running(alone, tmp_path) as bot:
        assert "is not Discord, or not all of it" in bot.log
        assert "The next try is in" in bot.log
        # A page in the place of a receipt is none: the reply is sent again.
        alone.fail("POST", f"^/channels/{ana.channel.id}/messages$", 200).instead = page
        assert "Quiet Harbour Act" in (await ana.says("!law harbour")).text
        assert await bot.stop() == 0
        assert "Traceback" not in bot.log


async def test_a_network_that_is_away_holds_up_no_stop(alone: Loopback, tmp_path: Path) -> None:
    async with started(alone, tmp_path, DISCORD_API_URL="http://127.0.0.1:9/api/v10") as bot:
        await bot.until_logged("Discord cannot be reached: check the network. The next try is in")
        assert await bot.stop() == 0
        assert "Traceback" not in bot.log
