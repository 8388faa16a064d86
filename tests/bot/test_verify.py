"""`!verify` by the front door: what stands, what does not, and what no fact cites."""

from pathlib import Path

from bot.app import Services
from bot.briefing.sources.verify import verify
from tests.conftest import Say, text


async def test_every_citation_is_held_against_the_documents(say: Say) -> None:
    answer = await say("!verify")
    assert (answer.status, text(answer).split("\n")) == (
        "done",
        [
            "Checks",
            "",
            "`ferry-notes`: 4 intact",
            "`harbour-2031`: 7 intact",
            "Every citation whose document is on hand is intact.",
            "Paragraphs of `harbour-2031` that no fact cites: 1",
        ],
    )


async def test_what_is_no_longer_as_it_was_read_is_listed(say: Say, library: Path) -> None:
    harbour = library / "documents" / "harbour.txt"
    lines = harbour.read_text().replace("64%", "65%").split("\n\n")
    harbour.write_text("\n".join(lines[1:]))
    (library / "documents" / "ferry.txt").unlink()
    reply = text(await say("!verify"))
    assert "`ferry-notes`: 4 unchecked" in reply
    assert "F2: ¶2 of `harbour-2031` is moved, now ¶1" in reply
    assert "F1: ¶3 of `harbour-2031` is changed" in reply
    assert "F6: ¶5 of `harbour-2031` is moved, now ¶4" in reply
    assert "The document of `ferry-notes` is not on hand." in reply
    assert "intact" not in reply


async def test_a_member_may_not(say: Say) -> None:
    assert (await say("!verify", moderator=False)).status == "denied"


async def test_a_long_run_says_how_far_it_is(opened: Services) -> None:
    said = []

    async def progress(words: str) -> None:
        said.append(words)

    await verify(opened.store, opened.evidence, progress=progress)
    assert said == ["Checked 10 of 10 facts …"]
