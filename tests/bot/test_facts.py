"""Facts by command: previewed, checked, written once, found at once; every slip is told and writes nothing."""

import asyncio
from datetime import datetime, timedelta

from bot import app
from bot.app import Services
from bot.settings import Settings
from bot.terminal.console import Author
from db.kinds import Event
from db.values import now
from tests.bot.curating import CLAIM, EVENT, POLL
from tests.conftest import Dump, Say, noted, text


async def test_nothing_is_written_before_yes(say: Say, dump: Dump) -> None:
    before = dump.rows()
    preview = await say(EVENT)
    assert preview.status == "done"
    assert preview.offers == ("yes", "no")
    assert text(preview).startswith("Preview: a new event\n\nAs the team will see it\n- The Måren sailed")
    assert "Checked: ¶1 of `harbour-2031` is there." in text(preview)
    assert dump.rows() - before == {"preview": 1, "actor": 1}


async def test_yes_writes_what_was_shown_and_it_is_found_at_once(say: Say, dump: Dump) -> None:
    before = dump.rows()
    preview = await say(EVENT + " when: 2031-02 asked: when did the Måren first sail?")
    added = await say("!yes")
    assert added.title == "Added: F11"
    assert added.statements[0].fact.text == preview.statements[0].fact.text
    after = dump.rows()
    assert (after["fact"], after["revision"]) == (before["fact"] + 1, before["revision"] + 1)
    assert after["preview"] == 0
    for question in (
        "!event maiden voyage",
        "!ask when did the Måren first sail?",
        "!find sailed first time",
        "!brief ferry",
        "!timeline 2031-02",
        "!source harbour-2031 1",
        "!cite F11",
    ):
        found = await say(question)
        assert found.status == "answered", question
        assert "F11" in [statement.fact.label for statement in found.statements], question


async def test_a_poll_is_found_by_its_topic_at_once(say: Say) -> None:
    await say(POLL + " yes: true")
    found = await say("!poll residents")
    assert "F11" in [statement.fact.label for statement in found.statements]


async def test_no_drops_the_preview(say: Say, dump: Dump) -> None:
    before = dump.rows()
    await say(EVENT)
    assert noted(await say("!no")) == "Dropped: a new event. Nothing was written."
    assert dump.rows() - before == {"actor": 1}, "who they are, for their next preview"
    assert (await say("!yes")).status == "error"


async def test_yes_true_skips_the_preview(say: Say, dump: Dump) -> None:
    answer = await say(EVENT + " yes: true")
    assert answer.title == "Added: F11"
    assert dump.rows()["preview"] == 0


async def test_a_newer_preview_takes_the_place_of_the_older(say: Say) -> None:
    await say(EVENT)
    newer = await say(CLAIM)
    assert "This takes the place of your earlier preview (a new event), which is dropped." in text(newer)
    assert (await say("!yes")).statements[0].fact.kind == "claim"
    assert (await say("!yes")).status == "error"


async def test_a_preview_waits_for_its_author_in_its_channel(say: Say, dump: Dump) -> None:
    await say(EVENT, server=7, member=41, channel=70)
    before = dump.rows()
    for other in ({"member": 42, "channel": 70}, {"member": 41, "channel": 71}):
        answer = await say("!yes", server=7, **other)
        assert answer.status == "error", text(answer)
        assert "Nothing waits for your answer here" in text(answer)
    assert dump.rows() == before
    assert (await say("!yes", server=7, member=41, channel=70)).status == "done"


async def test_a_preview_outlives_a_restart(settings: Settings) -> None:
    ana = Author(id=41, name="Ana", server=7, channel=70)
    async with app.opened(settings) as first, first.console() as terminal:
        assert (await terminal.say(EVENT, ana)).status == "done"
    async with app.opened(settings) as second, second.console() as terminal:
        assert (await terminal.say("!yes", ana)).title == "Added: F11"
        assert (await terminal.say("!event maiden voyage", ana)).status == "answered"


async def test_a_preview_waits_fifteen_minutes(settings: Settings) -> None:
    start, passed = now(), timedelta()

    def clock() -> datetime:
        return start + passed

    async with app.opened(settings, clock) as opened, opened.console() as terminal:
        assert f"It waits until {start + timedelta(minutes=15):%H:%M} UTC" in text(await terminal.say(EVENT))
        passed = timedelta(minutes=14, seconds=59)
        assert (await terminal.say("!no")).status == "done"
        await terminal.say(EVENT)
        passed += timedelta(minutes=15)
        assert "a preview is kept for 15 minutes" in text(await terminal.say("!yes"))
        assert (await terminal.say("!event maiden voyage")).status != "answered"


async def test_the_checks_are_run_again_at_yes(say: Say, settings: Settings, dump: Dump) -> None:
    await say(EVENT)
    before = dump.rows()
    assert settings.documents_dir
    (settings.documents_dir / "harbour.txt").write_text("Another text altogether.\n")
    answer = await say("!yes")
    assert answer.status == "error"
    assert "¶1 of `harbour-2031` reads otherwise than when the fact was read from it: read it" in text(answer)
    assert dump.rows() == before


async def test_a_double_yes_writes_once(say: Say, dump: Dump) -> None:
    await say(EVENT)
    await say("!yes")
    before = dump.rows()
    assert (await say("!yes")).status == "error"
    assert dump.rows() == before


async def test_the_nearest_facts_are_shown_beside_the_preview(say: Say) -> None:
    preview = await say(CLAIM)
    assert "What you have already that is like it" in text(preview)
    assert "ferry-half-empty" in [statement.fact.key for statement in preview.statements]


async def test_the_same_text_is_not_added_twice(say: Say, dump: Dump) -> None:
    await say(EVENT + " yes: true")
    before = dump.rows()
    answer = await say(EVENT)
    assert "F11 says the same already: edit it with `!fact edit F11`." in text(answer)
    assert dump.rows() == before


async def test_a_key_that_is_taken_meanwhile_gives_way(say: Say) -> None:
    await say(EVENT, server=7, member=41)
    again = EVENT.replace("for the first time", "on her maiden voyage")
    assert (await say(again + " yes: true", server=7, member=42)).statements[0].fact.key == "maiden-voyage"
    assert (await say("!yes", server=7, member=41)).statements[0].fact.key == "maiden-voyage-2"


async def test_a_chosen_key_that_is_taken_meanwhile_is_told(say: Say, dump: Dump) -> None:
    await say(EVENT + " key: voyage", server=7, member=41)
    await say(CLAIM + " key: voyage yes: true", server=7, member=42)
    before = dump.rows()
    answer = await say("!yes", server=7, member=41)
    assert text(answer) == "The key `voyage` was taken meanwhile by F11: choose another."
    assert dump.rows() == before


async def test_fifty_moderators_add_at_once(say: Say, opened: Services) -> None:
    def add(number: int) -> str:
        return EVENT.replace("for the first time", f"with guest {chr(97 + number // 26)}{chr(97 + number % 26)}")

    answers = await asyncio.gather(*(say(add(n) + " yes: true", server=7, member=100 + n) for n in range(50)))
    assert [answer.status for answer in answers] == ["done"] * 50
    events = await opened.store.published(Event.KIND, 7)
    assert len(events) == 51
    assert len({fact.key for fact in events}) == 51
    assert (await opened.ledger.prove()).sound
