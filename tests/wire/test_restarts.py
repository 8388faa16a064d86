"""Buttons, pages and open forms outlive a restart of the bot."""

from pathlib import Path

import pytest

from bot.cogs.forms import NOT_KNOWN
from tests.wire.discord import Guild, Loopback, Modal
from tests.wire.process import running

pytestmark = pytest.mark.asyncio(loop_scope="module")


async def test_buttons_outlive_a_restart(discord: Loopback, desk: Guild, tmp_path: Path) -> None:
    ana = discord.member("ana", desk)
    async with running(discord, tmp_path):
        reply = await ana.says("!person ida")
    async with running(discord, tmp_path):
        assert "Ida Brønn is the mayor." in (await ana.presses(reply, "Details")).text


async def test_help_still_turns_after_a_restart_and_in_another_prefix(
    discord: Loopback, desk: Guild, tmp_path: Path
) -> None:
    lee = discord.member("lee", desk, [desk.role("administrators", "administrator")])
    async with running(discord, tmp_path):
        await lee.says("!setup prefix ?")
        reply = await lee.says("?help")
    async with running(discord, tmp_path):
        await lee.presses(reply, "Tell the team")
        assert "`?ask-the-team [question]`" in reply.text
        assert "`!" not in reply.text


async def test_forms_that_were_open_across_a_restart_are_taken(discord: Loopback, desk: Guild, tmp_path: Path) -> None:
    ana, mona = discord.member("ana", desk), discord.member("mona", desk, list(desk.roles.values()))
    async with running(discord, tmp_path):
        answer = await ana.says("!person ida")
        report = await ana.presses(answer, "Wrong?")
        message = await ana.writes("The islanders have a ferry, harbour-2031 3")
        proposal = await mona.uses("Propose as fact", message)
        begun = await mona.submits(await mona.uses("Propose as fact", message), {"Kind": "event"})
        rest = await mona.presses(begun, "Add the rest")
    async with running(discord, tmp_path):
        told = await ana.submits(report, {"Which fact": "F3", "Why": "She is no longer the mayor."})
        assert told.ephemeral
        assert told.text == "Thank you: report 1 on F3 is with the moderators."
        told = await mona.submits(proposal, {"Kind": "organization"})
        assert told.ephemeral
        assert "`name:` is missing" in told.text
        assert "The islanders have a ferry" in told.text
        assert "`topics:`" not in told.text
        preview = await mona.submits(rest, {"Name": "First ferry"})
        assert "Preview: a new event" in preview.text
        added = await mona.presses(preview, "Yes")
        assert "The islanders have a ferry" in added.text
        strange = Modal(proposal.dialog, {**proposal.body, "custom_id": "0123456789abcdef0123456789abcdef"})
        told = await mona.submits(strange, {"Text": "Something @everyone wrote."})
        assert told.ephemeral
        assert told.text.startswith(NOT_KNOWN)
        assert "Something ＠everyone wrote." in told.text


async def test_a_form_about_an_answer_of_somebody_else_is_not_taken(
    discord: Loopback, desk: Guild, tmp_path: Path
) -> None:
    mona, mia = (discord.member(name, desk, list(desk.roles.values())) for name in ("mona", "mia"))
    async with running(discord, tmp_path):
        begun = await mona.submits(
            await mona.uses("Propose as fact", await mona.writes("A ferry, harbour-2031 3")), {"Kind": "event"}
        )
        rest = await mona.presses(begun, "Add the rest")
        assert (await mia.submits(rest, {"Name": "A ferry"})).text.startswith(NOT_KNOWN)
