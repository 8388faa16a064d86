"""One loopback Discord and one bot a module, so that the tests are fast; nothing wrong may be left after each test."""

from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import pytest
import pytest_asyncio

from tests.conftest import on_postgresql
from tests.wire.discord import Channel, Guild, Loopback, Member, loopback
from tests.wire.process import Bot, running, synced
from tests.wire.stores import Stores


@pytest.fixture(scope="module", autouse=True)
def stores(request: pytest.FixtureRequest, seeded: Path) -> Iterator[Stores]:
    """The stores of the bots, on the database that the tests are run on."""
    made = Stores(seeded, request.getfixturevalue("databases") if on_postgresql(request.config) else None)
    with made.used():
        yield made


@pytest_asyncio.fixture(loop_scope="module", scope="module")
async def discord(stores: Stores) -> AsyncIterator[Loopback]:
    """A Discord with the bot's commands registered."""
    async with loopback() as made:
        await synced(made)
        yield made


@pytest_asyncio.fixture(loop_scope="module", scope="module")
async def desk(discord: Loopback) -> Guild:
    """A server with the channels #general and #quiet, and a role of moderators, of which the bot is told."""
    guild = discord.guild("Desk", "general", "quiet")
    guild.role("moderators", "manage_guild")
    return guild


@pytest_asyncio.fixture(loop_scope="module", scope="module")
async def bot(discord: Loopback, desk: Guild, tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Bot]:
    """The bot, connected."""
    async with running(discord, tmp_path_factory.mktemp("bot")) as connected:
        yield connected


@pytest.fixture
def ana(discord: Loopback, desk: Guild, bot: Bot) -> Member:
    """A member without any right."""
    return discord.member("ana", desk)


@pytest.fixture
def ben(discord: Loopback, desk: Guild, bot: Bot) -> Member:
    """Another member."""
    return discord.member("ben", desk)


@pytest.fixture
def mona(discord: Loopback, desk: Guild, bot: Bot) -> Member:
    """A moderator, by the permission Manage Server."""
    return discord.member("mona", desk, desk.roles_named("moderators"))


@pytest.fixture(autouse=True)
def nothing_wrong(request: pytest.FixtureRequest) -> Iterator[None]:
    """Fail a test during which the bot broke a limit of Discord's, or sent what nobody expected."""
    yield
    if "discord" in request.fixturenames:
        discord: Loopback = request.getfixturevalue("discord")
        violations, discord.violations = discord.violations, []
        unexpected = [f"#{message.channel.name}: {message.text}" for message in discord.unclaimed()]
        for message in discord.unclaimed():
            message.claimed = True
        assert not violations
        assert not unexpected


@pytest.fixture
def room(discord: Loopback, desk: Guild) -> Channel:
    """A channel that moderators alone may read."""
    channel = discord.channel(desk, "moderators-only")
    channel.deny(desk.everyone, "view_channel")
    for role in desk.roles_named("moderators"):
        channel.allow(role, "view_channel")
    channel.allow(discord.me, "view_channel")
    return channel
