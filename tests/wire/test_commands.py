"""The same commands by prefix, by mention and with a slash, through the real gateway protocol."""

from pathlib import Path

import pytest

from bot.discord.tree import GONE
from tests.wire.discord import Loopback, Member
from tests.wire.process import Bot, footnote

pytestmark = pytest.mark.asyncio(loop_scope="module")


async def test_a_command_by_prefix_mention_and_slash_gives_the_same(discord: Loopback, ana: Member) -> None:
    by_prefix = await ana.says("!law harbour")
    by_mention = await ana.says(f"{discord.me.mention} law harbour")
    by_slash = await ana.slash("law", name="harbour")
    assert "The Quiet Harbour Act of 2029 bans engines in the inner basin after midnight." in by_prefix.text
    assert by_prefix.text == by_mention.text == by_slash.text


async def test_a_question_may_begin_like_a_command(discord: Loopback, ana: Member) -> None:
    for question in ("who is the mayor", "who is the mayor?", "is Ida Brønn the mayor?"):
        assert "Ida Brønn is the mayor." in (await ana.says(f"{discord.me.mention} {question}")).text


async def test_direct_messages_are_answered(ana: Member) -> None:
    reply = await ana.whispers("who is the mayor?")
    assert "Ida Brønn is the mayor." in reply.text


async def test_hints_to_a_slash_command_are_slash_commands(ana: Member) -> None:
    assert "`/poll" in (await ana.slash("poll")).text
    refused = await ana.slash("cite", fact=" ")
    assert "`/cite F12`" in refused.text
    assert refused.ephemeral
    assert "`!cite F12`" in (await ana.says("!cite")).text


async def test_discord_asks_for_what_is_needed_and_offers_the_few_values_that_there_are(
    discord: Loopback, mona: Member
) -> None:
    with pytest.raises(AssertionError, match="Discord asks for \\['fact', 'reason'\\] first"):
        await mona.slash("report")
    with pytest.raises(AssertionError, match="'rumour' is not among"):
        await mona.slash("fact add", kind="rumour", topics="ferry", text="A boat.")
    (add,) = (
        command
        for group in discord.commands[None]
        for command in group.get("options", ())
        if (group["name"], command["name"]) == ("fact", "add")
    )
    offered = {option["name"]: [choice["value"] for choice in option.get("choices", ())] for option in add["options"]}
    assert offered["stance"] == ["for", "against", "neutral"]
    assert list(offered)[:3] == ["kind", "topics", "text"]


async def test_what_concerns_the_asker_alone_is_said_to_them_alone(ana: Member, mona: Member) -> None:
    assert (await ana.slash("report", fact="F3", reason="She is no longer the mayor.")).ephemeral
    assert (await ana.slash("privacy")).ephemeral
    assert (await mona.slash("fact vouch", fact="F999")).ephemeral  # a refusal
    assert (await mona.slash("reports")).ephemeral
    assert (await mona.slash("audit")).ephemeral
    assert (await mona.slash("export")).ephemeral
    assert (await ana.slash("fact-history", fact="F2")).ephemeral
    assert (await ana.slash("forget-me")).ephemeral
    assert not (await ana.slash("person", name="ida")).ephemeral


async def test_a_word_of_thanks_is_not_taken_for_a_question(discord: Loopback, ana: Member) -> None:
    answer = await ana.says("!person ida")
    await ana.writes("thanks, nice", reply_to=answer)
    await ana.writes("ahahaha, hahaha!", reply_to=answer)
    await ana.writes("?!")
    await ana.writes("!!!")
    asked = await ana.writes("who is the mayor?", reply_to=answer)
    reply = await discord.next_message(ana.channel)
    assert reply.replies_to == asked.id
    assert "Ida Brønn is the mayor." in reply.text
    # Which words it is made of may be tried in more ways than there is time for.
    assert (await ana.says("ahahaha" * 40 + "x", reply_to=answer)).text


async def test_a_reply_to_an_answer_goes_on_with_its_question(discord: Loopback, ana: Member, mona: Member) -> None:
    answer = await ana.says("!ask what do islanders think of the night ferry?")
    # Without a mark, by somebody else, and after another question.
    await mona.says("!ask who is the mayor?")
    group = await mona.says("and the townspeople", reply_to=answer)
    assert "58% of townspeople" in group.text
    assert "I took that as a follow-up to “what do islanders think of the night ferry?”." in group.text
    whole = await mona.says("when did the fish market close", reply_to=answer)
    assert "voted to close the fish market" in whole.text
    assert "follow-up" not in whole.text
    for remark in ("thank you, that helps", "great answer!", "ok"):
        await mona.writes(remark, reply_to=answer)
    assert "the mayor" in (await mona.says("!ask who is the mayor?")).text


async def test_a_command_that_has_gone_is_answered_with_a_sentence(discord: Loopback, bot: Bot, ana: Member) -> None:
    known = list(discord.commands[None])
    law = next(command for command in known if command["name"] == "law")
    menu = next(command for command in known if command["type"] == 3)
    discord.commands[None] += [{**law, "name": "statute"}, {**menu, "name": "Old menu"}]
    try:
        gone = await ana.slash("statute", name="harbour")
        assert gone.ephemeral
        assert gone.text == GONE
        assert (await ana.uses("Old menu", await ana.writes("Hello"))).text == GONE
    finally:
        discord.commands[None] = known
    assert "Traceback" not in bot.log


async def test_half_a_surrogate_pair_is_completed_and_answered(ana: Member) -> None:
    for command, option in (("source-show", "place"), ("cite", "fact"), ("poll", "topic")):
        assert await ana.completes(command, option, "\ud800")


async def test_what_is_meant_for_another_bot_is_left_to_it(discord: Loopback, ana: Member) -> None:
    for foreign in ("!rank", "!play song", "!5 dollars", "!!!"):
        await ana.writes(foreign)
    # Each member is answered in turn, so that this answer is the first.
    assert "Did you mean `!law`" in (await ana.says("!laww harbour")).text
    # A mention is meant for nobody else.
    assert "rank" in (await ana.says(f"{discord.me.mention} rank")).text


async def test_commands_are_described_in_the_language_of_whoever_reads_them(discord: Loopback, bot: Bot) -> None:
    named = {(command["type"], command["name"]): command for command in discord.commands[None]}
    poll, menu = named[1, "poll"], named[3, "Propose as fact"]
    assert poll["description"] == "Look up published polls on a topic."
    assert poll["description_localizations"] == {"de": "Veröffentlichte Umfragen zu einem Thema nachschlagen."}
    assert poll["options"][0]["description_localizations"]["de"].startswith("ein Thema")
    # Replies name commands in English, so that they keep their names; a menu is named nowhere else.
    assert "name_localizations" not in poll
    assert menu["name_localizations"] == {"de": "Als Fakt vorschlagen"}


async def test_a_translation_that_has_changed_is_synced(discord: Loopback, tmp_path: Path) -> None:
    status, said, errors = await footnote(discord, tmp_path, "sync", "--dry-run")
    assert status == 0, errors
    assert said.startswith("unchanged: ")
    poll = next(command for command in discord.commands[None] if command["name"] == "poll")
    kept = poll["description_localizations"]
    poll["description_localizations"] = {"de": "Umfragen."}
    _, said, _ = await footnote(discord, tmp_path, "sync", "--dry-run")
    poll["description_localizations"] = kept
    assert said.startswith("changed: /poll\n")
