"""Setup by administrators, and what the operator has: a greeting, cooldowns and a log that says enough."""

import re
from collections.abc import AsyncIterator
from typing import Any

import pytest
import pytest_asyncio

from tests.conftest import change
from tests.wire.discord import Guild, Loopback, Member
from tests.wire.process import Bot, running

pytestmark = pytest.mark.asyncio(loop_scope="module")
LAW = "The Quiet Harbour Act of 2029 bans engines in the inner basin after midnight."
REFUSED = 0x666666
ONLY_ADMINISTRATORS = "Only this server’s administrators may do that, in the server."


@pytest_asyncio.fixture(loop_scope="module", scope="module")
async def bot(discord: Loopback, desk: Guild, tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Bot]:
    """The bot with a log for programs, and a cooldown that a test can run into."""
    folder = tmp_path_factory.mktemp("bot")
    async with running(discord, folder, LOG_FORMAT="json", COOLDOWN_COMMANDS="20", COOLDOWN_SECONDS="600") as connected:
        yield connected


@pytest.fixture
def lee(discord: Loopback, desk: Guild, bot: Bot) -> Member:
    """An administrator."""
    return discord.member("lee", desk, [desk.role("administrators", "administrator")])


def settings(bot: Bot) -> list[tuple[Any, ...]]:
    """Return what the ledger holds of settings, in order."""
    return bot.stored("SELECT reason, after FROM revision WHERE subject = 'server' ORDER BY id")


async def test_a_server_has_its_own_prefix(discord: Loopback, bot: Bot, lee: Member, ana: Member) -> None:
    elsewhere = discord.guild("Elsewhere")
    await discord.join(elsewhere)
    stranger = discord.member("stranger", elsewhere)
    assert "Prefix: `?`" in (await lee.says("!setup prefix ?")).text
    await ana.writes("!law harbour")
    assert LAW in (await ana.says("?law harbour")).text
    assert LAW in (await ana.says(f"{discord.me.mention} law harbour")).text
    assert "`?help` lists the commands" in (await ana.says("?help zzzzzz")).text
    assert LAW in (await stranger.says("!law harbour")).text
    assert "Prefix: `!`" in (await lee.slash("setup prefix", prefix="!")).text
    assert LAW in (await ana.says("!law harbour")).text


async def test_all_that_a_reply_says_has_the_prefix_of_the_server(
    discord: Loopback, bot: Bot, lee: Member, mona: Member
) -> None:
    await lee.says("!setup prefix ?")
    for name in ("early-voyage", "late-voyage"):
        added = await mona.says(
            f"?fact add kind: event topics: ferry name: {name} text: The Måren sailed on an {name.replace('-', ' ')}. "
            f"key: {name} source: harbour-2031 paragraph: 1 yes: true"
        )
        assert "Added: F" in added.text
    superseded = await mona.says("?fact deprecate early-voyage reason: it was later by: late-voyage")
    assert "Superseded: it was later. `?fact late-voyage` has what holds instead." in superseded.text
    assert "makes it current again; `?undo` as well." in superseded.text
    assert "`!" not in superseded.text
    await mona.says("?undo")
    await lee.slash("setup prefix", prefix="!")


async def test_only_administrators_set_up(bot: Bot, ana: Member, mona: Member) -> None:
    before = settings(bot)
    for member in (ana, mona):
        for command in ("prefix ?", "moderators", "channels", "ephemeral on", "show"):
            assert (await member.says(f"!setup {command}")).text == ONLY_ADMINISTRATORS
    assert "Only this server’s administrators" in (await ana.whispers("!setup prefix ?")).text
    with pytest.raises(AssertionError, match="Discord does not show 'setup'"):
        await ana.slash("setup show")
    assert settings(bot) == before


@pytest.mark.parametrize(
    "prefix", ["a", "/", "@", "`", "!!!!!!", "two words", "<@1>", "*", "fnord!"], ids=lambda prefix: prefix
)
async def test_a_prefix_that_cannot_serve_is_refused(bot: Bot, lee: Member, prefix: str) -> None:
    before = settings(bot)
    assert "cannot be a prefix: take up to five of the marks" in (await lee.says(f"!setup prefix {prefix}")).text
    assert settings(bot) == before


async def test_the_moderators_are_those_with_the_role(
    discord: Loopback, bot: Bot, desk: Guild, lee: Member, mona: Member
) -> None:
    editors = desk.role("editors")
    eda = discord.member("eda", desk, [editors])
    reply = await lee.says(f"!setup moderators {editors.mention}")
    assert f"Moderators: {editors.mention}" in reply.text
    assert "Let the role see them too: Server Settings, Integrations, my name." in reply.text
    denied = "Only this server’s moderators may do that."
    assert denied not in (await eda.says("!source retire harbour-2031 reason: a test")).text
    assert denied in (await mona.says("!source retire ferry-notes reason: a test")).text
    assert "with the permission Manage Server" in (await lee.slash("setup moderators", roles="as-usual")).text
    assert denied not in (await mona.says("!source restore harbour-2031")).text


@pytest.mark.parametrize(
    "line",
    ["channels", "channels qiuet", "channels #quiet please", "moderators", "moderators editrs", "ephemeral perhaps"],
)
async def test_a_setting_that_cannot_be_read_is_refused_and_nothing_is_set(bot: Bot, lee: Member, line: str) -> None:
    before = settings(bot)
    told = await lee.says(f"!setup {line}")
    assert f"`!setup {line.split(maxsplit=1)[0]} " in told.text
    assert told.card["accent_color"] == REFUSED
    assert settings(bot) == before


async def test_a_setting_that_names_nothing_is_refused_by_slash_too(bot: Bot, lee: Member) -> None:
    before = settings(bot)
    told = await lee.slash("setup channels")
    assert told.text == ("Name a channel, as in `/setup channels #briefings`, or write `/setup channels everywhere`.")
    assert told.ephemeral
    assert settings(bot) == before


async def test_it_answers_in_the_channels_chosen_alone(
    discord: Loopback, bot: Bot, desk: Guild, lee: Member, ana: Member
) -> None:
    general, quiet = desk.channels.values()
    reply = await lee.slash("setup channels", channels=quiet.mention)
    assert f"Channels: {quiet.mention}" in reply.text
    await ana.writes("!law harbour", general)
    await ana.writes(f"{discord.me.mention} law harbour", general)
    assert LAW in (await ana.says("!law harbour", quiet)).text
    refusal = await ana.slash("law", general, name="harbour")
    assert refusal.text == f"In this server I answer in {quiet.mention}: please ask there."
    assert refusal.ephemeral
    assert LAW in (await ana.slash("law", quiet, name="harbour")).text
    assert "Channels: everywhere" in (await lee.says("!setup channels everywhere", general)).text
    assert LAW in (await ana.says("!law harbour", general)).text


async def test_everybody_are_no_moderators(bot: Bot, desk: Guild, lee: Member) -> None:
    before = settings(bot)
    told = await lee.slash("setup moderators", roles=f"<@&{desk.id}>")
    assert told.text == "That would let everybody change facts: name a role that is given to a few."
    assert settings(bot) == before


async def test_25_roles_may_moderate_and_no_more(
    bot: Bot, desk: Guild, discord: Loopback, lee: Member, mona: Member
) -> None:
    roles = [desk.role(f"desk-{number}") for number in range(26)]
    last = discord.member("last", desk, [roles[24]])
    before = settings(bot)
    refused = await lee.slash("setup moderators", roles=" ".join(role.mention for role in roles))
    assert refused.text == "Those are 26 roles: name at most 25."
    assert settings(bot) == before
    await lee.slash("setup moderators", roles=" ".join(role.mention for role in roles[:25]))
    assert (await last.says("!reports")).text == "No report is open."
    assert "Only this server’s moderators" in (await mona.says("!reports")).text
    await lee.slash("setup moderators", roles="as-usual")


async def test_a_category_stands_for_its_channels_and_25_may_be_chosen(
    discord: Loopback, bot: Bot, desk: Guild, lee: Member, ana: Member
) -> None:
    category = discord.channel(desk, "Briefings")
    category.kind = 4
    inside = discord.channel(desk, "inside")
    inside.parent = category
    more = [discord.channel(desk, f"more-{number}") for number in range(25)]
    await lee.says(f"!setup channels {category.mention}")
    assert LAW in (await ana.says("!law harbour", inside)).text
    told = await lee.slash("setup channels", channels=" ".join(channel.mention for channel in more))
    assert LAW in (await ana.says("!law harbour", more[24])).text
    assert more[24].mention in told.text
    refused = await lee.slash("setup channels", channels=" ".join(channel.mention for channel in (*more, category)))
    assert refused.text == "Those are 26 channels: name at most 25."
    assert "Channels: everywhere" in (await lee.says("!setup channels everywhere", more[0])).text


async def test_what_a_setting_points_to_may_be_deleted(
    discord: Loopback, bot: Bot, desk: Guild, lee: Member, ana: Member, mona: Member
) -> None:
    general = ana.channel
    doomed, other = discord.channel(desk, "doomed"), discord.channel(desk, "other")
    writers = desk.role("writers")
    await lee.says(f"!setup moderators {writers.mention}")
    await lee.says(f"!setup channels {doomed.mention} {other.mention}")
    discord.direct(desk.owner).spoken_in = True
    await discord.delete_channel(doomed)
    told = await discord.next_message(discord.direct(desk.owner))
    assert told.text.startswith("A channel that I answered in was deleted: now I answer in the other channels.")
    await ana.writes("!law harbour", general)
    await discord.delete_channel(other)
    told = await discord.next_message(discord.direct(desk.owner))
    assert "now I answer everywhere. Administrators change that with `/setup show`." in told.text
    assert LAW in (await ana.says("!law harbour", general)).text
    assert "Only this server’s moderators" in (await mona.says("!reports", general)).text
    await discord.delete_role(writers, desk)
    told = await discord.next_message(discord.direct(desk.owner))
    assert (
        "A role of moderators was deleted: now those with the permission Manage Server may change facts." in told.text
    )
    assert (await mona.says("!reports", general)).text == "No report is open."
    assert "took out of the settings what was deleted" in (await lee.says("!audit", general)).text


async def test_slash_commands_may_answer_the_asker_alone(bot: Bot, lee: Member, ana: Member) -> None:
    assert not (await ana.slash("law", name="harbour")).ephemeral
    assert "the asker alone" in (await lee.says("!setup ephemeral on")).text
    assert (await ana.slash("law", name="harbour")).ephemeral
    assert not (await ana.says("!law harbour")).ephemeral
    assert "everybody" in (await lee.slash("setup ephemeral", on=False)).text


async def test_a_server_is_told_once_how_to_begin(discord: Loopback, bot: Bot, ana: Member) -> None:
    new = discord.guild("New", "welcome", "general")
    welcome = next(iter(new.channels.values()))
    new.system_channel, welcome.spoken_in = welcome, True
    await discord.join(new)
    greeting = await discord.next_message(welcome)
    assert greeting.text.startswith("I answer from cited facts, and say where each stands. Begin with `/help`")
    (number,) = (command["id"] for command in discord.commands[None] if command["name"] == "help")
    assert f"Begin with </help:{number}>, or mention me" in greeting.content
    await discord.join(new)
    resumed, discord.gateway.repeats = discord.gateway.resumed, 10
    await discord.gateway.reconnect()
    await discord.until(lambda: discord.gateway.resumed > resumed, "the session to be resumed")
    discord.gateway.repeats = 0
    assert LAW in (await ana.says("!law harbour")).text


async def test_the_owner_syncs_commands_in_chat(discord: Loopback, bot: Bot, desk: Guild, ana: Member) -> None:
    desk.members[discord.owner.id] = (discord.owner, [])
    owner = Member(discord, discord.owner, desk, ana.channel)
    assert "Only the owner of this bot may do that" in (await ana.says("!sync")).text
    assert "this was a dry run" in (await owner.says("!sync dry-run")).text
    assert "Discord has these commands already." in (await owner.says("!sync")).text
    assert "nothing to do" in (await owner.says("!sync")).text


async def test_whoever_floods_a_channel_is_told_once(discord: Loopback, bot: Bot, desk: Guild, ana: Member) -> None:
    flood = discord.member("flood", desk, [desk.role("flooders", "manage_guild")])
    for number in range(200):
        await flood.writes(f"!fact add fact-{number} kind: event")
    replies = [await discord.next_message(flood.channel) for _ in range(21)]
    assert all("lot at once" not in reply.text for reply in replies[:20])
    assert replies[20].text.startswith("That was a lot at once: for ")
    assert LAW in (await ana.says("!law harbour")).text
    # A slash command is answered all the same, since Discord would show it as failed.
    assert (await flood.slash("law", name="harbour")).text.startswith("That was a lot at once")
    await bot.until_logged(f'"who": {flood.user.id}', 201)
    lines = [line for line in bot.events() if line.get("who") == flood.user.id]
    assert len(lines) == 201
    assert sum(line.get("refused") == "cooldown, as was said already" for line in lines) == 179


async def test_the_log_has_a_line_a_command_and_no_text(discord: Loopback, bot: Bot, ana: Member) -> None:
    await ana.says("!law harbour")
    await ana.slash("law", name="harbour")
    await ana.says(f"{discord.me.mention} who is the mayor?")
    await ana.says("!laww harbour")
    await ana.presses(await ana.says("!person ida"), "Sources")
    await bot.until_logged(f'"who": {ana.user.id}', 6)
    lines = [line for line in bot.events() if line.get("who") == ana.user.id]
    expected = [
        ("law", "prefix", "answered", ["F6"]),
        ("law", "slash", "answered", ["F6"]),
        ("ask", "mention", "answered", ["F3"]),
        (None, "prefix", "error", []),
        ("person", "prefix", "answered", ["F3"]),
        ("cite", "button", "done", []),
    ]
    assert [(line["what"], line["how"], line["status"], line["facts"][:1]) for line in lines] == expected
    for line in lines:
        assert (line["who"], line["server"], line["channel"]) == (ana.user.id, ana.guild.id, ana.channel.id)
        assert 0 <= line["ms"] < 10_000
        assert line["level"] == "info"
    assert "who is the mayor" not in bot.log
    assert "harbour" not in "".join(str(line) for line in lines)
    assert discord.token not in bot.log


async def test_an_error_has_a_reference_that_the_log_has(bot: Bot, ana: Member) -> None:
    change(bot.url, "ALTER TABLE hidden RENAME TO hidden_away")
    # Nobody has asked this before: what has been read is remembered.
    reply = await ana.says("!law quiet harbour")
    change(bot.url, "ALTER TABLE hidden_away RENAME TO hidden")
    assert reply.text.startswith("Something went wrong on my side, and nothing was changed.")
    reference = reply.text.split("`")[1]
    (line,) = [line for line in bot.events() if reference in line["event"]]
    assert re.search('no such table: hidden|relation "hidden" does not exist', line["exception"])
    await bot.until_logged(f'"reference": "{reference}"')
    assert LAW in (await ana.says("!law harbour")).text
