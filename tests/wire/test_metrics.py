"""Metrics: what Prometheus reads of a running bot, over HTTP."""

import asyncio
import re
import socket
import sys
from pathlib import Path

import aiohttp
import pytest
import yaml

from tests.wire.discord import Guild, Loopback
from tests.wire.forked import ROOT
from tests.wire.process import Bot, footnote, running

pytestmark = pytest.mark.asyncio(loop_scope="module")


async def scraped(bot: Bot) -> list[str]:
    """Return the lines that Prometheus would read."""
    found = re.search(r"metrics are served at (http://127\.0\.0\.1:\d+/metrics)", bot.log)
    assert found, bot.log
    async with aiohttp.ClientSession() as session, session.get(found[1]) as response:
        assert response.status == 200
        assert response.content_type == "text/plain"
        return (await response.text()).splitlines()


async def test_a_scrape_tells_what_was_asked_and_what_waits(discord: Loopback, desk: Guild, tmp_path: Path) -> None:
    ana = discord.member("ana", desk)
    async with running(discord, tmp_path, METRICS_PORT="0", BACKUP_DIR="backups", CORRECTION_SECONDS="3600") as bot:
        await bot.until_logged("backup ")
        lines = await scraped(bot)
        assert {
            "footnote_store_usable 1.0",
            "footnote_store_facts 10.0",
            "footnote_gaps_open 0.0",
            "footnote_corrections_waiting 0.0",
            "footnote_queue_waiting 0.0",
            "footnote_queue_in_work 0.0",
            "footnote_gateway_connected 1.0",
            'footnote_gateway_connects_total{session="new",shard="0"} 1.0',
        } <= {*lines}
        assert not [line for line in lines if line.startswith("footnote_commands_total{")]
        page = (ROOT / "docs" / "running.md").read_text("utf-8")
        assert not [line for line in lines if line.startswith("# TYPE footnote_") and line.split()[2] not in page]
        figures = dict(line.rsplit(" ", 1) for line in lines if not line.startswith("#"))
        assert 100_000 < float(figures["footnote_store_bytes"]) < 10_000_000
        assert 0 <= float(figures["footnote_backup_age_seconds"]) < 60
        assert 0 < float(figures['footnote_gateway_latency_seconds{shard="0"}']) < 60
        assert float(figures["process_resident_memory_bytes"]) > 10_000_000

        assert "Quiet Harbour Act" in (await ana.says("!law harbour")).text
        assert "Quiet Harbour Act" in (await ana.slash("law", name="harbour")).text
        # In direct messages every slip is answered, and no slip becomes a name in a label.
        for slip in ("!zebra", "!walrus"):
            assert "There is no command" in (await ana.whispers(slip)).text
        assert "Whoever runs this bot sees it" in (await ana.whispers("!ask-the-team does a yak moo?")).text
        await bot.until_logged("command ", 5)
        asked = "!fact retract F6 reason: a test"
        status, said, errors = await footnote(discord, tmp_path, "ask", asked)
        assert (status, "no longer shown" in said) == (0, True), said + errors
        lines = await scraped(bot)
        assert sorted(line for line in lines if line.startswith("footnote_commands_total{")) == [
            'footnote_commands_total{command="ask-the-team",status="done",way="prefix"} 1.0',
            'footnote_commands_total{command="law",status="answered",way="prefix"} 1.0',
            'footnote_commands_total{command="law",status="answered",way="slash"} 1.0',
            'footnote_commands_total{command="unknown",status="error",way="prefix"} 2.0',
        ]
        assert 'footnote_command_seconds_bucket{command="law",le="+Inf"} 2.0' in lines
        assert "footnote_gaps_open 1.0" in lines
        assert "footnote_corrections_waiting 2.0" in lines
        assert not [line for line in lines if re.search(rf"zebra|walrus|yak|{ana.user.id}|{desk.id}|ana\b", line)]

        discord.gateway.drop()
        resumed = 'footnote_gateway_connects_total{session="resumed",shard="0"} 1.0'
        await discord.until(lambda: discord.gateway.resumed, "the session to be resumed")
        assert "I have no law under" in (await discord.member("ben", desk).says("!law harbour")).text
        assert resumed in await scraped(bot)


async def test_the_check_of_health_of_the_container_on_postgresql_says_whether_it_runs(
    discord: Loopback, desk: Guild, tmp_path: Path
) -> None:
    composed = yaml.safe_load((ROOT / "deploy" / "compose.postgres.yaml").read_text("utf-8"))
    way, _, *check = composed["services"]["first"]["healthcheck"]["test"]
    assert way == "CMD"
    async with running(discord, tmp_path, METRICS_PORT="0") as bot:
        await scraped(bot)
        port = bot.log.split("metrics are served at http://127.0.0.1:")[1].split("/")[0]
        asked = [sys.executable, *(part.replace(":9108/", f":{port}/") for part in check)]
        healthy = await asyncio.create_subprocess_exec(*asked)
        assert await healthy.wait() == 0
    gone = await asyncio.create_subprocess_exec(*asked, stderr=asyncio.subprocess.DEVNULL)
    assert await gone.wait() == 1


async def test_a_port_that_is_taken_ends_it_with_a_sentence(discord: Loopback, tmp_path: Path) -> None:
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        port = other.getsockname()[1]
        status, _, errors = await footnote(discord, tmp_path, "run", METRICS_PORT=str(port))
    assert status == 2
    assert f"Metrics cannot be served on 127.0.0.1, port {port}: " in errors
    assert "Set METRICS_PORT and METRICS_HOST to what is free here" in errors
    assert "Traceback" not in errors


async def test_nothing_waits_for_the_buttons_of_private_answers(discord: Loopback, desk: Guild, tmp_path: Path) -> None:
    ana = discord.member("ana", desk)
    async with running(discord, tmp_path, METRICS_PORT="0") as bot:
        message = await ana.writes("How many islanders want the night ferry?")
        for _ in range(20):
            assert "Sources" in (await ana.uses("What do we know?", message)).buttons
        (tasks,) = [line for line in await scraped(bot) if line.startswith("footnote_tasks ")]
        assert float(tasks.split()[1]) < 20
