"""A clock that stands still or is set back: what came first in the ledger came first."""

from datetime import datetime, timedelta
from pathlib import Path

from bot import app
from bot.settings import Settings
from tests.conftest import text

NOON = datetime(2031, 5, 4, 12)


async def test_the_ledgers_order_counts_and_not_the_clock(settings: Settings, seeded: Path) -> None:
    at = NOON
    async with app.opened(settings, lambda: at) as opened, opened.console() as terminal:
        for place in ("the quay", "the pier", "the dock"):
            assert (await terminal.say(f"!fact edit F2 place: {place} yes: true")).status == "done"
        assert "place: the [-dock-] {+pier+}" in text(await terminal.say("!undo")), "one change, not all three"
        at = NOON - timedelta(hours=6)
        assert (await terminal.say("!fact edit F2 place: the mole yes: true")).status == "done"
        assert "It is the same today." in text(await terminal.say("!fact show F2 as-of: 2031-05-04T06:30"))
        then = text(await terminal.say("!fact show F2 as-of: 2031-05-04T08:30+02:00"))
        assert "It is the same today." in then
        assert "place: the [-mole-] {+pier+}" in text(await terminal.say("!undo"))
        assert "place: the [-pier-] {+quay+}" in text(await terminal.say("!undo"))
        audited = text(await terminal.say("!audit"))
        assert audited.index("2031-05-04 06:00") < audited.index("2031-05-04 12:00"), "the newest first"
        assert (await opened.ledger.prove()).sound
