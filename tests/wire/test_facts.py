"""Facts by command over the wire: by prefix, by slash and by button, and denied to whoever may not."""

import re

import pytest

from tests.wire.discord import Guild, Loopback, Member
from tests.wire.process import Bot

pytestmark = pytest.mark.asyncio(loop_scope="module")

VOYAGE = (
    "!fact add kind: event topics: ferry name: {name} text: The Måren sailed {when} from Port Ellery. "
    "source: harbour-2031 paragraph: 1"
)
DENIED = "Only this server’s moderators may do that."


def revisions(bot: Bot) -> tuple[int, int]:
    """Return how many revisions and previews the store holds."""
    ((made, waiting),) = bot.stored("SELECT (SELECT count(*) FROM revision), (SELECT count(*) FROM preview)")
    return made, waiting


async def test_a_moderator_adds_by_prefix_and_says_yes_with_the_button(mona: Member, bot: Bot) -> None:
    before = revisions(bot)
    preview = await mona.says(VOYAGE.format(name="Maiden voyage", when="once"))
    assert "Preview: a new event" in preview.text
    assert revisions(bot) == (before[0], before[1] + 1)
    added = await mona.presses(preview, "Yes")
    # All who saw the preview see what became of it, and its buttons are gone.
    assert added is preview
    assert "Added: F11" in added.text
    assert "Preview" not in added.text
    assert added.buttons == ["Sources", "Cite", "Wrong?", "Delete"]
    assert revisions(bot) == (before[0] + 1, before[1])
    assert "The Måren sailed once from Port Ellery." in (await mona.says("!event maiden voyage")).text


async def test_a_moderator_adds_and_edits_by_slash(mona: Member) -> None:
    preview = await mona.slash(
        "fact add",
        kind="event",
        topics="ferry",
        name="Evening voyage",
        text="The Måren sailed again: from Port Ellery.",
        source="harbour-2031",
        paragraph="1",
        more="place: Port Ellery outcome: none",
    )
    assert "Preview: a new event" in preview.text
    added = await mona.slash("yes")
    assert "The Måren sailed again: from Port Ellery." in added.text
    edited = await mona.slash("fact edit", fact="evening-voyage", text="The Måren sailed back.", yes="true")
    assert "The Måren sailed back." in edited.text
    history = await mona.slash("fact-history", fact="evening-voyage")
    assert "Revision 2: changed on" in history.text
    undone = await mona.slash("undo")
    assert "Taken back" in undone.text


async def test_the_button_of_an_older_preview_does_not_confirm_a_newer_one(mona: Member, bot: Bot) -> None:
    older = await mona.says(VOYAGE.format(name="Older voyage", when="earlier"))
    newer = await mona.says(VOYAGE.format(name="Newer voyage", when="later"))
    before = revisions(bot)
    told = await mona.presses(older, "Yes")
    assert "A newer preview has taken the place of that one" in told.text
    assert revisions(bot) == before
    dropped = await mona.presses(newer, "No")
    assert "Dropped: a new event. Nothing was written." in dropped.text


async def test_a_member_is_denied_by_prefix_and_by_slash(ana: Member, mona: Member, bot: Bot) -> None:
    before = revisions(bot)
    assert DENIED in (await ana.says(VOYAGE.format(name="A voyage", when="unseen") + " yes: true")).text
    # As where a server has Discord show them the command.
    for typed in (mona.typed("fact retract", fact="F2", reason="a slip"), mona.typed("fact vouch", fact="F2")):
        assert DENIED in (await ana.sends(typed)).text
    assert revisions(bot) == before


async def test_a_moderator_is_denied_in_direct_messages(mona: Member, bot: Bot) -> None:
    before = revisions(bot)
    for line in (VOYAGE.format(name="A voyage", when="unseen") + " yes: true", "!yes", "!undo", "!fact vouch F2"):
        assert DENIED in (await mona.whispers(line)).text
    assert revisions(bot) == before


async def test_another_bot_is_not_heard(discord: Loopback, desk: Guild, ana: Member, bot: Bot) -> None:
    robot = discord.member("robot", desk, desk.roles_named("moderators"))
    robot.user.bot = True
    before = revisions(bot)
    await robot.writes(VOYAGE.format(name="A voyage", when="unseen") + " yes: true")
    # Messages are taken in turn: by the time that this one is answered, the robot's would have been.
    assert "The Quiet Harbour Act" in (await ana.says("!law harbour")).text
    assert revisions(bot) == before


async def test_a_preview_of_a_moderator_who_is_none_any_more_is_not_written(
    discord: Loopback, desk: Guild, mona: Member, bot: Bot
) -> None:
    preview = await mona.says(VOYAGE.format(name="Late voyage", when="late"))
    before = revisions(bot)
    roles = desk.members[mona.user.id][1]
    kept = roles[:]
    roles.clear()
    try:
        told = await mona.presses(preview, "Yes")
        assert DENIED in told.text
        assert revisions(bot) == before
    finally:
        roles.extend(kept)


async def test_nothing_in_a_facts_text_is_alive_in_what_is_said_of_it(mona: Member) -> None:
    text = "Of boats [say] **b** [click](https://evil.example) `code` ||s|| @everyone"
    added = await mona.says(
        f'!fact add kind: event topics: ferry name: Odd text: "{text}" source: harbour-2031 paragraph: 1 yes: true'
    )
    number = re.search(r"F\d+", added.text)
    assert number, added.text
    edited = await mona.says(f"!fact edit {number[0]} text: Of boats.")
    history = await mona.says(f"!fact history {number[0]}")
    for said in (added, edited, history):
        assert not re.search(r"(?<!\\)\*\*b\*\*|(?<!\\)\|\||\]\(https://evil|(?<!\\)`code", said.text), said.text
    await mona.presses(edited, "No")
