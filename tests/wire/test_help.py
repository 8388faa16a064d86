"""The pages of help, by what one wants to do, turned with buttons by whichever way they were asked for."""

from collections.abc import Iterator

import pytest

from bot.cogs.buttons import NOT_YOURS
from bot.cogs.help import PAGES
from bot.render.prefix import GROUPS, written
from db.notes import Command
from tests.wire.discord import Guild, Loopback, Member
from tests.wire.discord.message import walk
from tests.wire.process import Bot

COMMAND = SUBCOMMAND = 1
pytestmark = pytest.mark.asyncio(loop_scope="module")


def names(discord: Loopback) -> Iterator[str]:
    """Yield the slash commands that Discord has, as one types them."""
    for command in discord.commands[None]:
        if command["type"] == COMMAND:
            within = [option["name"] for option in command.get("options", ()) if option["type"] == SUBCOMMAND]
            yield from (" ".join(filter(None, (command["name"], name))) for name in within or [""])


async def test_help_pages_through_the_commands(discord: Loopback, desk: Guild, bot: Bot, ana: Member) -> None:
    await bot.until_logged("ready in ")
    registered = {f"/{name}" for name in names(discord)}
    asked = {"!": ana.says("!help"), "/": ana.slash("help"), " !": ana.says(f"{discord.me.mention} help")}
    for sign, asking in ((way.strip(), asking) for way, asking in asked.items()):
        reply = await asking
        usage = "`/poll` `[topic]`" if sign == "/" else f"`{sign}poll [topic]`"
        assert f"{usage}  Look up published polls on a topic." in reply.text
        assert "Page 1 of 6" in reply.text
        (select,) = (one for one in walk(reply.components) if one["type"] == 3)
        assert [option["label"] for option in select["options"]] == list(PAGES)
        for option, commands in zip(select["options"], PAGES.values(), strict=True):
            assert await ana.chooses(reply, option["value"]) is reply
            (chosen,) = (one for one in walk(reply.components) if one["type"] == 3)
            assert [each["label"] for each in chosen["options"] if each.get("default")] == [option["label"]]
            for command in commands:
                assert f"`{written(Command(command), sign)}" in reply.text
                if sign == "/":
                    assert written(Command(command), sign) in registered
        assert (await discord.member("ben", desk).chooses(reply, "1:0")).text == NOT_YOURS


async def test_a_slash_command_in_help_is_one_to_press(discord: Loopback, bot: Bot, ana: Member) -> None:
    await bot.until_logged("ready in ")
    numbers = {command["name"]: command["id"] for command in discord.commands[None]}
    (page,) = (one["content"] for one in walk((await ana.slash("help")).components) if "poll" in one.get("content", ""))
    assert f"</poll:{numbers['poll']}> `[topic]`  Look up published polls on a topic." in page
    assert f"</help:{numbers['help']}> and a command explains it." in page
    # Behind a prefix it is what one writes.
    assert "</" not in "".join(one.get("content", "") for one in walk((await ana.says("!help")).components))


async def test_commands_that_were_synced_meanwhile_are_pressed_from_the_next_session_on(
    discord: Loopback, bot: Bot, ana: Member
) -> None:
    await bot.until_logged("ready in ")
    (command,) = (command for command in discord.commands[None] if command["name"] == "help")
    command["id"] = str(int(command["id"]) + 1)
    asked = len(discord.requests)
    await discord.gateway.invalidate()
    await discord.until(
        lambda: any(one.method == "GET" and one.path.endswith("/commands") for one in discord.requests[asked:]),
        "the bot to ask for its commands",
    )
    assert f"</help:{command['id']}> and a command" in str((await ana.slash("help")).components)


async def test_wrong_usage_and_unknown_commands_are_told_what_is_right(ana: Member) -> None:
    assert "Did you mean `!poll`?" in (await ana.says("!pol party")).text
    assert "`/fact-history F12`" in (await ana.slash("help", command="fact")).text
    assert "Did you mean `/help poll`?" in (await ana.slash("help", command="pol")).text
    assert ("fact history", "fact history") in await ana.completes("help", "command", "fact h")


async def test_members_are_shown_no_command_of_moderators_and_all_that_is_for_them(
    discord: Loopback, ana: Member, mona: Member
) -> None:
    registered = {*names(discord)}
    for group, (open_to_all, kept) in GROUPS.items():
        for name in open_to_all:
            assert f"{group}-{name}" in registered
        for name in kept:
            assert f"{group} {name}" in registered
            with pytest.raises(AssertionError, match=f"Discord does not show '{group}' to ana"):
                await ana.slash(f"{group} {name}")
    assert {name for name in registered if name.partition(" ")[0] in GROUPS} == {
        f"{group} {name}" for group, (_, kept) in GROUPS.items() for name in kept
    }
    assert "Ida Brønn is the mayor." in (await ana.slash("fact-show", fact="F3")).text
    assert "ferry-notes" in (await ana.slash("source-show", place="ferry-notes")).text
    assert "History of F3" in (await ana.slash("fact-history", fact="F3")).text
    proposed = await ana.slash("fact-propose", text="The pier is long.")
    assert proposed.ephemeral
    assert "waits for the moderators as draft 1" in proposed.text
    # Behind the prefix all of it has the names that it always had.
    assert "History of F3" in (await ana.says("!fact history F3")).text
    assert "ferry-notes" in (await ana.says("!source show ferry-notes")).text
    assert await ana.completes("fact-show", "fact", "F6") == [("F6 · Quiet Harbour Act", "F6")]
    refused = await mona.slash("fact edit", fact="F999")
    assert "`/fact edit F12" in refused.text


async def test_each_command_is_shown_to_those_whom_its_page_of_help_is_for(discord: Loopback, bot: Bot) -> None:
    kept = {command["name"] for command in discord.commands[None] if command["default_member_permissions"] is not None}
    for page, listed in PAGES.items():
        for name in listed:
            shown, _, _ = written(Command(name), "/").removeprefix("/").partition(" ")
            # Members have `/gaps mine`.
            for_all = page in ("Ask", "Get an overview", "Tell the team") or shown == "gaps"
            assert (shown not in kept) is for_all, name
