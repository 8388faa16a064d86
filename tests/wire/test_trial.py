"""A team’s first hour with documents of its own: a folder of ten is added, asked and reviewed, all of it in Discord."""

import re
from pathlib import Path

import pytest

from tests import folder
from tests.wire.discord import Loopback, Member
from tests.wire.process import Bot, footnote

pytestmark = pytest.mark.asyncio(loop_scope="module")

QUESTIONS = (
    ("!ask when is the museum open?", "The museum is open from ten to five, and closed on Mondays."),
    ("!ask how much does the compass have to be insured for?", "The museum has to insure it for 85,000 crowns."),
    ("!ask how many visitors did the museum count in 2030?", "The museum counted 48,300 visitors in 2030, 12% more"),
)
# What is done with each draft, in the order in which they come; what is edited is accepted then.
DECISIONS = ("accept", "edit", "skip", "reject", "accept", "accept", "skip", "accept", "edit", "reject")
EDITED = {
    2: "Bags of more than 40 centimetres have to be left in the lockers.",
    9: "More than 15 visitors have to book a guide.",
}


async def test_ten_documents_are_added_asked_and_reviewed_and_the_ledger_says_by_whom(
    discord: Loopback, bot: Bot, ana: Member, mona: Member, tmp_path: Path
) -> None:
    documents = folder.write(tmp_path / "museum")
    status, _, told = await footnote(discord, bot.folder, "source", "add", str(documents))
    assert (status, "10 added" in told) == (0, True), told
    # The bot that runs has them at once, word for word.
    for question, words in QUESTIONS:
        answer = await ana.says(question)
        passages = [line.replace("**", "") for line in answer.text.split("\n") if line.startswith("> “")]
        assert any(passage.startswith(f"> “{words}") for passage in passages), answer.text

    for key, count in (("opening-hours", 4), ("minutes-board-june-2031", 3), ("house-rules", 3)):
        assert f"{count} new" in (await mona.says(f"!source facts {key}")).text
    shown = await mona.slash("review show")
    for number, decision in enumerate(DECISIONS, 1):
        assert f"Draft {number}, from " in shown.text, shown.text
        match decision:
            case "accept":
                shown = await mona.presses(shown, "Accept")
            case "edit":
                # A slip is refused, and the draft is still there to be mended.
                form = await mona.presses(shown, "Edit")
                slip = await mona.submits(form, {"Text": "Of 77 bags, all go into the lockers."})
                refused = await mona.presses(slip, "Accept")
                assert "77: not in ¶" in refused.text
                assert (refused is slip, slip.buttons) == (False, ["Accept", "Edit", "Skip", "Reject"])
                form = await mona.presses(slip, "Edit")
                edited = await mona.submits(form, {"Text": EDITED[number]})
                assert f"text: {EDITED[number]}" in edited.text
                shown = await mona.presses(edited, "Accept")
            case "skip":
                shown = await mona.presses(shown, "Skip")
            case "reject":
                form = await mona.presses(shown, "Reject")
                shown = await mona.submits(form, {"Reason": f"no fact, number {number}"})
    assert "That was the last; 2 wait on: `!review` begins anew." in shown.text, shown.text

    ledger = (await mona.slash("audit")).text
    assert re.findall(r"mona: ((?:accepted|edited|rejected) draft .*)", ledger, re.IGNORECASE) == [
        "rejected draft 10 of `house-rules#4`: no fact, number 10",
        "accepted draft 9 of `house-rules#3` as F16",
        *["edited draft 9 of `house-rules#3`: text"] * 2,
        "accepted draft 8 of `house-rules#2` as F15",
        "accepted draft 6 of `minutes-board-june-2031#2` as F14",
        "accepted draft 5 of `minutes-board-june-2031#1` as F13",
        "rejected draft 4 of `opening-hours#4`: no fact, number 4",
        "accepted draft 2 of `opening-hours#2` as F12",
        *["edited draft 2 of `opening-hours#2`: text"] * 2,
        "accepted draft 1 of `opening-hours#2` as F11",
    ]
    # What was accepted answers by now.
    assert EDITED[9] in (await ana.says("!ask when does a group have to book a guide?")).text
