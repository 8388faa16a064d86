"""Buttons, pages and open forms outlive a restart of the bot."""

from pathlib import Path

import pytest
from sqlalchemy import select

from bot.cogs.buttons import ENDED
from bot.cogs.forms import NOT_KNOWN
from db.tables import preview, reply
from tests.conftest import raw
from tests.wire.adding import add
from tests.wire.discord import Guild, Loopback, Member, Modal
from tests.wire.process import running

pytestmark = pytest.mark.asyncio(loop_scope="module")


async def test_buttons_outlive_a_restart(discord: Loopback, desk: Guild, tmp_path: Path) -> None:
    ana = discord.member("ana", desk)
    async with running(discord, tmp_path):
        reply = await ana.says("!person ida")
    async with running(discord, tmp_path):
        assert "Ida Brønn is the mayor." in (await ana.presses(reply, "Details")).text


async def test_what_a_message_has_changed_is_not_changed_again_after_a_restart(
    discord: Loopback, desk: Guild, tmp_path: Path
) -> None:
    mona = discord.member("mona", desk, list(desk.roles.values()))
    async with running(discord, tmp_path) as bot:
        await add(mona, "kind: event topics: ferry name: Gala text: The council looks after a gala.", 2)
        asked = await mona.writes("!undo")
        undone = await discord.next_message(mona.channel)
        await bot.until_stored(f"SELECT 1 FROM reply WHERE message = {undone.id}")
        previewed = await mona.writes(
            "!fact add kind: event topics: ferry name: Gala text: A gala. source: harbour-2031 paragraph: 2"
        )
        preview = await discord.next_message(mona.channel)
        await mona.presses(preview, "Yes")
        await bot.until_stored(f"SELECT 1 FROM reply WHERE message = {preview.id} AND question IS NULL")
    async with running(discord, tmp_path) as bot:
        before = bot.stored("SELECT count(*) FROM revision")
        for message, edited in ((asked, "!undo now"), (previewed, "!undo")):
            await mona.rewrites(message, edited)
            refused = (await discord.next_message(mona.channel)).text
            assert "this message was carried out before you edited it" in refused
        assert bot.stored("SELECT count(*) FROM revision") == before


async def test_what_another_version_kept_has_a_sentence_and_keeps_nothing_else_from_its_correction(
    discord: Loopback, desk: Guild, tmp_path: Path
) -> None:
    ana, mona = discord.member("ana", desk), discord.member("mona", desk, list(desk.roles.values()))
    async with running(discord, tmp_path) as bot:
        await mona.says(
            "!fact add kind: event name: Fair topics: ferry text: The fair came. source: harbour-2031 paragraph: 2 "
            "yes: true"
        )
        illegible, fair = await ana.says("!event fair"), await ana.says("!cite fair")
        shown = await mona.says(
            "!fact add kind: event name: Regatta topics: ferry text: The regatta came. source: harbour-2031 "
            "paragraph: 2"
        )
        await bot.until_stored(f"SELECT 1 FROM reply WHERE message = {shown.id}")
    with raw(bot.url) as connection:
        one = reply.c.message == illegible.id
        outline = connection.scalars(select(reply.c.outline).where(one)).one()
        connection.execute(reply.update().where(one).values(outline={**outline, "mood": 1}))
        record = connection.scalars(select(preview.c.record)).one()
        connection.execute(preview.update().values(record={**record, "draft": 5}))
    async with running(discord, tmp_path, CORRECTION_SECONDS="0.1") as bot:
        await ana.presses(illegible, "Details")
        assert illegible.buttons == []
        assert (await discord.next_message(ana.channel)).text == ENDED
        told = await mona.presses(shown, "Yes")
        assert told.ephemeral
        assert told.text.startswith("Another version of me showed you that, and I cannot read what it would have ")
        await mona.says("!fact edit fair text: The fairs came. yes: true")
        await discord.until(lambda: "Corrected " in fair.text, "the correction")
        assert (await discord.next_message(ana.channel)).replies_to == fair.id
        assert "Corrected " not in illegible.text
        assert "The regatta came" not in (await ana.says("!event regatta")).text
        assert bot.log.count("was kept by another version") == 1
        assert "Traceback" not in bot.log


async def test_help_still_turns_after_a_restart_and_in_another_prefix(
    discord: Loopback, desk: Guild, tmp_path: Path
) -> None:
    lee = discord.member("lee", desk, [desk.role("administrators", "administrator")])
    async with running(discord, tmp_path):
        await lee.says("!setup prefix ?")
        reply = await lee.says("?help")
    async with running(discord, tmp_path):
        await lee.chooses(reply, "3:2")
        assert "`?ask-the-team [question]`" in reply.text
        assert "`!" not in reply.text


async def warm(member: Member) -> None:
    """Ask the first question, which loads a dictionary: a form that is to open at once does not wait for that."""
    await member.says("!ask do the islanders have a ferry?")


async def test_forms_that_were_open_across_a_restart_are_taken(discord: Loopback, desk: Guild, tmp_path: Path) -> None:
    ana, mona = discord.member("ana", desk), discord.member("mona", desk, list(desk.roles.values()))
    async with running(discord, tmp_path):
        await warm(ana)
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
        await warm(mona)
        begun = await mona.submits(
            await mona.uses("Propose as fact", await mona.writes("A ferry, harbour-2031 3")), {"Kind": "event"}
        )
        rest = await mona.presses(begun, "Add the rest")
        assert (await mia.submits(rest, {"Name": "A ferry"})).text.startswith(NOT_KNOWN)


async def test_what_is_deleted_while_the_bot_is_away_goes_out_of_the_settings_and_is_said_once(
    discord: Loopback, desk: Guild, tmp_path: Path
) -> None:
    lee = discord.member("lee", desk, [desk.role("administrators", "administrator")])
    writers = desk.role("writers")
    doomed, board = discord.channel(desk, "doomed"), discord.channel(desk, "board")
    async with running(discord, tmp_path):
        await lee.says(f"!setup channels {doomed.mention}")
        await lee.says(f"!setup notices {board.mention}", doomed)
        await lee.says(f"!setup moderators {writers.mention}", doomed)
    await discord.delete_channel(doomed)
    await discord.delete_channel(board)
    await discord.delete_role(writers, desk)
    direct = discord.direct(desk.owner)
    direct.spoken_in = True
    async with running(discord, tmp_path):
        told = (await discord.next_message(direct)).text
        assert "now those with the permission Manage Server may change facts." in told
        assert "A channel that I answered in was deleted: now I answer everywhere." in told
        assert "The channel for notices was deleted: now they go nowhere." in told
        shown = (await lee.says("!setup show")).text
        assert "Channels: everywhere" in shown
        assert shown.endswith("proposed facts: nowhere")
    async with running(discord, tmp_path):
        assert "Channels: everywhere" in (await lee.says("!setup show")).text
        assert discord.unclaimed() == []


async def test_what_is_written_while_the_bot_does_not_run_is_to_be_asked_again(
    discord: Loopback, desk: Guild, tmp_path: Path
) -> None:
    ana = discord.member("ana", desk)
    async with running(discord, tmp_path):
        await ana.says("!person ida")
    await ana.writes("!person ida")
    await ana.writes(f"{discord.me.mention} who is the mayor?")
    async with running(discord, tmp_path):
        assert "Quiet Harbour Act" in (await ana.says("!law harbour")).text
        # Nor is what was written before a session that Discord has begun anew.
        identified = discord.gateway.identified
        discord.gateway.drop()
        discord.gateway.sessions.clear()
        await ana.writes("!person ida")
        await discord.until(lambda: discord.gateway.identified > identified, "the bot to identify", 30)
        await discord.ready()
        assert "Quiet Harbour Act" in (await ana.says("!law harbour")).text
        assert discord.unclaimed() == []
