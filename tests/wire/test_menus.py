"""Context menus: a message asked about, and a message proposed as a fact."""

import re

import pytest

from tests.wire.discord import Guild, Loopback, Member
from tests.wire.discord.message import walk
from tests.wire.process import Bot

pytestmark = pytest.mark.asyncio(loop_scope="module")


def counts(bot: Bot) -> dict[str, int]:
    """Return how many facts, revisions and previews the store holds."""
    return {table: bot.stored(f"SELECT count(*) FROM {table}")[0][0] for table in ("fact", "revision", "preview")}


async def test_what_do_we_know_asks_the_message_for_the_presser_alone(ana: Member) -> None:
    # The first question of all loads a dictionary.
    await ana.says("!ask how many islanders want the night ferry?")
    message = await ana.writes("How many islanders want the night ferry?")
    answer = await ana.uses("What do we know?", message)
    assert answer.ephemeral
    assert "70% of islanders" in answer.text
    assert "Sources" in answer.buttons
    assert (await ana.presses(answer, "Sources")).text.startswith("Where it stands")


async def test_what_a_member_proposes_is_reviewed_and_they_are_told(
    discord: Loopback, ana: Member, mona: Member
) -> None:
    form = await ana.uses("Propose as fact", await ana.writes("The boats are half empty, harbour-2031 ¶4"))
    text = next(one for one in walk(form.body["components"]) if one.get("label") == "Text")
    assert text["description"] == "in your own words, of: “The boats are half empty, harbour-2031 ¶4”, by Ana"
    offered = form.inputs["Source"]["options"]
    assert [option["value"] for option in offered] == ["ferry-notes", "harbour-2031"]
    assert offered[1]["label"] == "harbour-2031: G. Holm, Ellery Post (April 2031)"
    assert form.values["Source"] == "harbour-2031"
    proposed = await ana.submits(form, {"Kind": "claim"})
    assert proposed.ephemeral
    assert proposed.text.startswith("Thank you: “The boats are half empty” waits for the moderators as draft 1")
    assert "It was proposed privately" in (await mona.says("!review")).text
    shown = await mona.slash("review show")
    assert shown.ephemeral
    assert "Draft 1, proposed by a member (1 waits)" in shown.text
    assert shown.buttons == ["Accept", "Edit", "Skip", "Reject"]
    edit = await mona.presses(shown, "Edit")
    assert list(edit.inputs) == ["Text", "Topics", "About", "Stance", "Speaker"]
    filled = {"Topics": "ferry", "About": "The boats are full", "Stance": "against", "Speaker": "Greta Holm"}
    edited = await mona.submits(edit, filled)
    assert edited is shown
    assert "speaker: Greta Holm" in edited.text
    accepted = await mona.presses(edited, "Accept")
    assert accepted is shown
    assert "Added: F11" in accepted.text
    assert "No draft waits any more." in accepted.text
    told = await discord.next_message(ana.channel)
    assert "You proposed a fact: “The boats are half empty”. It is F11 now." in told.text


async def test_drafts_of_a_document_are_decided_by_buttons_and_forms(mona: Member, bot: Bot) -> None:
    before = counts(bot)
    drafted = await mona.says("!source facts ferry-notes")
    assert "3 drafts wait from 3 paragraphs" in drafted.text
    shown = await mona.slash("review show", draft="ferry-notes")
    assert "2031-03-14" in shown.text
    skipped = await mona.presses(shown, "Skip")
    assert "Tomas Đuric" in skipped.text
    reject = await mona.presses(skipped, "Reject")
    assert list(reject.inputs) == ["Reason"]
    rejected = await mona.submits(reject, {"Reason": "we have that"})
    assert "is rejected: we have that." in rejected.text
    accepted = await mona.presses(rejected, "Accept")
    assert "That was the last" in accepted.text
    assert "Accept" not in accepted.buttons
    after = counts(bot)
    assert after["fact"] == before["fact"] + 1


async def test_a_message_becomes_a_fact_by_form_preview_and_yes(ana: Member, mona: Member, bot: Bot) -> None:
    message = await ana.writes("Greta Holm doubts that the night ferry pays, harbour-2031 ¶4")
    form = await mona.uses("Propose as fact", message)
    assert form.values == {
        "Kind": "",
        "Text": "Greta Holm doubts that the night ferry pays",
        "Source": "harbour-2031",
        "Paragraph": "4",
        "Date": "",
    }
    before = counts(bot)
    told = await mona.submits(form, {"Kind": "claim"})
    assert told.ephemeral
    # The form has no room for all that a claim needs: the rest is added in another, and nothing is lost.
    assert "`about:` is missing" in told.text
    assert "Greta Holm doubts that the night ferry pays" in told.text
    assert told.buttons == ["Change it", "Add the rest"]
    rest = await mona.presses(told, "Add the rest")
    assert list(rest.inputs) == ["About", "Stance", "Speaker", "Voice", "Topics"]
    assert rest.values["Topics"] == "ferry"
    preview = await mona.submits(
        rest, {"About": "the night ferry pays", "Stance": "against", "Speaker": "Greta Holm", "Voice": "opinion"}
    )
    assert preview.ephemeral
    assert "Preview: a new claim" in preview.text
    assert "Against “the night ferry pays” · According to Greta Holm (opinion): Greta Holm doubts" in preview.text
    assert preview.buttons == ["Yes", "No", "Change it", "Add the rest"]
    assert counts(bot)["fact"] == before["fact"]
    added = await mona.presses(preview, "Yes")
    assert added.ephemeral
    assert "Added: F" in added.text
    assert counts(bot)["fact"] == before["fact"] + 1
    assert "Greta Holm doubts that the night ferry pays" in (await ana.says("!claim night ferry pays")).text


async def test_what_was_filled_in_can_be_changed_before_and_after_the_preview(ana: Member, mona: Member) -> None:
    message = await ana.writes('The Coastal Institute, says "harbour", text: asks residents. harbour-2031 30')
    form = await mona.uses("Propose as fact", message)
    told = await mona.submits(form, {"Kind": "claim"})
    change = await mona.presses(told, "Change it")
    assert [option["value"] for option in change.inputs["Source"]["options"]] == ["ferry-notes", "harbour-2031"]
    assert change.values["Source"] == "harbour-2031"
    assert change.values["Text"] == 'The Coastal Institute, says "harbour", text: asks residents.'
    assert change.values["Paragraph"] == "30"
    told = await mona.submits(change, {"Kind": "organization", "Paragraph": "3"})
    assert "`name:` is missing" in told.text
    assert "paragraph" not in told.text.split("Nothing is lost")[0].split("Write it like this")[0]
    preview = await mona.submits(await mona.presses(told, "Add the rest"), {"Name": "Coastal Institute"})
    assert "Preview: a new organization" in preview.text
    again = await mona.submits(await mona.presses(preview, "Change it"), {"Text": "The institute asks residents."})
    assert "The institute asks residents." in again.text
    assert "This takes the place of your earlier preview" in again.text
    assert "Dropped: a new organization." in (await mona.presses(again, "No")).text


async def test_an_empty_form_writes_nothing_and_says_what_is_missing(ana: Member, mona: Member, bot: Bot) -> None:
    message = await ana.writes("?")
    form = await mona.uses("Propose as fact", message)
    before = counts(bot)
    told = await mona.submits(form, dict.fromkeys(form.inputs, ""))
    assert told.ephemeral
    for name in ("kind", "text", "topics", "paragraph"):
        assert f"`{name}:`" in told.text.split("Write it like this")[0]
    assert told.text.count("is missing") + told.text.count("are missing") == 4
    assert told.buttons == []
    begun = await mona.submits(form, {"Kind": "poll"})
    rest = await mona.presses(begun, "Add the rest")
    emptied = await mona.submits(rest, dict.fromkeys(rest.inputs, ""))
    assert "`results:` is missing" in emptied.text
    assert counts(bot) == before


async def test_a_form_of_a_moderator_who_is_none_any_more_proposes_alone(
    desk: Guild, ana: Member, mona: Member, bot: Bot
) -> None:
    form = await mona.uses("Propose as fact", await ana.writes("Ida Brønn is the mayor, harbour-2031 4"))
    roles = desk.members[mona.user.id][1]
    kept = roles[:]
    roles.clear()
    before = counts(bot)
    try:
        told = await mona.submits(form, {"Kind": "person"})
    finally:
        roles.extend(kept)
    assert told.ephemeral
    assert told.text.startswith("Thank you: “Ida Brønn is the mayor” waits for the moderators")
    assert told.buttons == []
    assert counts(bot) == before


async def test_what_another_moderator_has_edited_meanwhile_is_shown_before_it_is_decided_on(
    discord: Loopback, desk: Guild, mona: Member, bot: Bot
) -> None:
    nora = discord.member("nora", desk, list(desk.roles.values()))
    await mona.says("!source facts harbour-2031")
    shown = await mona.slash("review show", draft="harbour-2031")
    number = re.findall(r"Draft (\d+)", shown.text)[0]
    before = counts(bot)
    await nora.says(f"!review edit {number} text: The ferry has to sail at night.")
    told = "Nothing was written: Nora has edited it meanwhile, and here it is as it stands now."
    accepted = await mona.presses(shown, "Accept")
    assert told in accepted.text
    assert "text: The ferry has to sail at night." in accepted.text
    form = await mona.presses(accepted, "Edit")
    await nora.says(f"!review edit {number} text: The ferry has to sail by night.")
    edited = await mona.submits(form, {"Text": "The ferry must sail."})
    assert told in edited.text
    assert "text: The ferry has to sail by night." in edited.text
    assert counts(bot)["fact"] == before["fact"]
    again = await mona.submits(await mona.presses(edited, "Edit"), {"Text": "The ferry must sail."})
    assert "text: The ferry must sail." in again.text
    assert told not in again.text
