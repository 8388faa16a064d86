"""Facts that were just added by command, each asked for in three ways: the share that is answered by them."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest
import yaml

from bot import app
from bot.settings import Settings

ADDED = Path(__file__).parent / "added"
SOURCE: dict[str, Any] = {
    "key": "notes",
    "type": "webpage",
    "title": "[Invented notes]",
    "issued": "2034",
    "document": "notes.txt",
    "fingerprints": ["0" * 64],
}


@pytest.mark.parametrize(("verifier", "floor"), [("on", 0.85), ("off", 0.76)])
async def test_a_fact_just_added_is_asked_for_in_three_ways(tmp_path: Path, verifier: str, floor: float) -> None:
    answered = [
        right
        for file in sorted(ADDED.glob("*.yaml"))
        for right in await _answered(file, tmp_path / file.stem, verifier)
    ]
    missed = [question for question, right in answered if not right]
    share = 1 - len(missed) / len(answered)
    assert share >= floor, missed


async def _answered(file: Path, folder: Path, verifier: str) -> Sequence[tuple[str, bool]]:
    """Return each question with whether the fact that it is about answers it, first."""
    facts = yaml.safe_load(file.read_text(encoding="utf-8"))
    (folder / "fixtures").mkdir(parents=True)
    library = {"sources": [SOURCE], "topics": [{"key": file.stem, "title": file.stem.capitalize()}]}
    (folder / "fixtures" / "library.yaml").write_text(yaml.safe_dump(library), encoding="utf-8")
    settings = Settings(
        _env_file=None,
        database_url=f"sqlite+aiosqlite:///{folder}/added.db",
        fixtures_dir=folder / "fixtures",
        verifier=verifier,
    )
    found = []
    async with app.opened(settings) as opened, opened.console() as console:
        for number, fact in enumerate(facts, 1):
            added = await console.say(f"!fact add {fact['add']} source: notes paragraph: 1 yes: true")
            assert added.title == f"Added: F{number}", added.note
        for number, fact in enumerate(facts, 1):
            for question in fact["asked"]:
                answer = await console.say(question)
                first = [said.fact.number for said in answer.statements[:1]]
                found.append((question, answer.status == "answered" and first == [number]))
    return found
