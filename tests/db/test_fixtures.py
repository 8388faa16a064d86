"""A damaged fixture names file, record and field in words, and nothing of its folder is taken."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import yaml

from bot import app
from bot.settings import Settings
from db.errors import DamagedFixture
from db.fixtures import load

Edit = Callable[[dict[str, Any]], None]


def edited(edit: Edit) -> Callable[[Path], None]:
    """Return a damage to the parsed library."""

    def damage(file: Path) -> None:
        data = yaml.safe_load(file.read_text("utf-8"))
        edit(data)
        file.write_text(yaml.safe_dump(data, allow_unicode=True), "utf-8")

    return damage


def replaced(old: str, new: str) -> Callable[[Path], None]:
    """Return a damage to the text of the file."""

    def damage(file: Path) -> None:
        text = file.read_text("utf-8")
        assert old in text
        file.write_text(text.replace(old, new, 1), "utf-8")

    return damage


def fact(number: int, **fields: Any) -> Callable[[Path], None]:
    return edited(lambda data: data["facts"][number].update(fields))


def without(number: int, field: str) -> Callable[[Path], None]:
    return edited(lambda data: data["facts"][number].pop(field))


POLL = "library.yaml, fact night-ferry-poll"
CLOSED = "library.yaml, fact fish-market-closed"
DAMAGED = {
    "no text": (without(0, "text"), f"{POLL}, text: is missing: add it"),
    "an empty text": (fact(0, text=" "), f"{POLL}, text: should not be empty"),
    "a text of 1,001 characters": (fact(0, text="x" * 1001), f"{POLL}, text: should have at most 1000 characters"),
    "no citation": (fact(1, citations=[]), f"{CLOSED}, citations: needs at least one entry"),
    "no topics": (without(1, "topics"), f"{CLOSED}, topics: is missing: add it"),
    "an unknown field": (fact(0, colour="red"), f"{POLL}, colour: is not a field of this record: check its spelling"),
    "an unknown kind": (
        fact(2, payload={"kind": "animal", "name": "Ida"}),
        "library.yaml, fact ida-bronn, payload: `kind` should be one of 'poll', 'event'",
    ),
    "an unknown voice": (
        fact(2, voice="rumour"),
        "library.yaml, fact ida-bronn, voice: should be 'reported', 'opinion'",
    ),
    "an opinion of nobody": (
        edited(lambda data: data["facts"][7].pop("speaker")),
        "library.yaml, fact ferry-half-empty, the record: voice opinion needs a speaker: say whose it is",
    ),
    "no date": (fact(1, when="last year"), f"{CLOSED}, when: “last year” is not a date in EDTF: write 2018,"),
    "a date that is none": (
        fact(1, when="2031-02-30"),
        f"{CLOSED}, when: “2031-02-30” is not a date: February 2031 has",
    ),
    "a period backwards": (
        fact(1, when="2031/2029"),
        f"{CLOSED}, when: “2031/2029” is not a date: it ends before it begins",
    ),
    "paragraph 0": (
        fact(1, citations=[{"source": "harbour-2031", "paragraph": 0}]),
        f"{CLOSED}, citations 1 paragraph: should be greater than or equal to 1",
    ),
    "a paragraph without a fingerprint": (
        fact(1, citations=["harbour-2031#9"]),
        f"{CLOSED}, citations 1 fingerprint: is missing: add it",
    ),
    "a false fingerprint": (
        fact(1, citations=[{"source": "harbour-2031", "paragraph": 2, "fingerprint": "abc"}]),
        f"{CLOSED}, citations 1 fingerprint: ",
    ),
    **{
        f"a span of {span}": (
            fact(1, citations=[{"source": "harbour-2031", "paragraph": 2, "span": span}]),
            f"{CLOSED}, citations 1: a span is [start, end) with 0 ≤ start < end",
        )
        for span in ([9, 3], [4, 4], [-1, 3])
    },
    "a claim of nobody": (
        fact(1, payload={"kind": "claim", "about": "The market should close"}),
        f"{CLOSED}, the record: a claim needs a speaker: say whose it is",
    ),
    "a kind that the payload has not": (
        fact(1, kind="law"),
        f"{CLOSED}, the record: kind is law, and the payload's kind is event",
    ),
    "a deprecated fact without a reason": (
        fact(1, rank="deprecated"),
        f"{CLOSED}, the record: a fact is deprecated with a `rank_reason`, and a normal one has none",
    ),
    "a reason without deprecation": (
        fact(1, rank_reason="a newer survey"),
        f"{CLOSED}, the record: a fact is deprecated with a `rank_reason`, and a normal one has none",
    ),
    "a superseded fact of normal rank": (
        fact(1, superseded_by="ida-bronn"),
        f"{CLOSED}, the record: a fact that another corrects is deprecated",
    ),
    "a successor that is not there": (
        fact(1, rank="deprecated", rank_reason="it was moved", superseded_by="nobody"),
        f"{CLOSED}, superseded_by: there is no fact nobody",
    ),
    "a fact that supersedes itself": (
        fact(1, rank="deprecated", rank_reason="it was moved", superseded_by="fish-market-closed"),
        f"{CLOSED}, superseded_by: facts supersede each other in a circle: fish-market-closed by fish-market-closed",
    ),
    "a source that is not there": (
        fact(1, citations=[{"source": "nowhere", "paragraph": 2, "fingerprint": "0" * 64}]),
        f"{CLOSED}, citations: there is no source nowhere",
    ),
    "a topic that is not there": (
        fact(1, topics=["fish"]),
        f"{CLOSED}, topics: there is no topic fish: add it under `topics:`",
    ),
    "shares of more than everybody": (
        replaced("percent: 64", "percent: 96"),
        f"{POLL}, payload: the answers of all residents add up to 105%: mark a sum of other answers as a subtotal",
    ),
    "a percentage of 640": (
        replaced("percent: 64", "percent: 640"),
        f"{POLL}, payload results 1 percent: should be less",
    ),
    "a key taken twice": (
        replaced("key: ida-bronn", "key: tomas-duric"),
        "library.yaml, fact tomas-duric: the key is already taken by another fact",
    ),
    "a key with blanks": (replaced("key: ida-bronn", "key: Ida Brønn"), "library.yaml, fact Ida Brønn, key: "),
    "a source without a title": (
        replaced('    title: "[Notes on the ferry]"\n', ""),
        "library.yaml, source ferry-notes, title: is missing: add it",
    ),
    "an unknown list": (replaced("synonyms:", "synonmys:"), "library.yaml has “synonmys”, which is not one of sources"),
    "a list that is none": (
        edited(lambda data: data.update(topics={"a": "b"})),
        "library.yaml: `topics:` should hold a list",
    ),
    "a field given twice": (replaced("    text: Ida", "    text: Other\n    text: Ida"), "“text” is given twice"),
    "a field given twice in JSON": (
        lambda file: file.with_suffix(".json").write_text(
            '{"topics": [{"key": "a", "title": "A", "key": "b"}]}', "utf-8"
        ),
        "library.json: “key” is given twice in one record",
    ),
    "YAML that is none": (replaced("facts:", "facts: ["), "library.yaml, line "),
    "a tab": (replaced("  - key: ida-bronn", "\t- key: ida-bronn"), "library.yaml, line "),
    "a fact that is no record": (
        edited(lambda data: data["facts"].insert(0, "words")),
        "library.yaml, fact number 1, the record: ",
    ),
    "an alias bomb": (lambda file: file.write_text("a: &a [x]\nb: *b\n", "utf-8"), "library.yaml, line 2: "),
    "an object of Python": (
        lambda file: file.write_text("facts: !!python/object/apply:os.getcwd []\n", "utf-8"),
        "library.yaml, line 1: ",
    ),
    "bytes that are no text": (lambda file: file.write_bytes(b"facts: \xff\xfe"), "library.yaml is not UTF-8 text"),
    "a folder that is missing": (
        lambda file: (file.unlink(), file.parent.rmdir()),
        "point FIXTURES_DIR to a folder of fixtures",
    ),
}


@pytest.mark.parametrize(("damage", "said"), DAMAGED.values(), ids=DAMAGED.keys())
async def test_nothing_of_a_damaged_folder_is_taken(
    library: Path, settings: Settings, tmp_path: Path, damage: Callable[[Path], None], said: str
) -> None:
    damage(library / "fixtures" / "library.yaml")
    with pytest.raises(DamagedFixture) as refused:
        async with app.opened(settings):
            pass
    assert any(said in problem for problem in refused.value.problems), refused.value.problems
    for problem in refused.value.problems:
        assert "Traceback" not in problem
        assert "pydantic" not in problem.lower()
    assert not (tmp_path / "footnote.db").exists()


async def test_every_problem_is_told_at_once(library: Path) -> None:
    file = library / "fixtures" / "library.yaml"
    fact(0, text="")(file)
    fact(2, voice="rumour")(file)
    (library / "fixtures" / "more.json").write_text('{"facts": [{}]}', "utf-8")
    with pytest.raises(DamagedFixture) as refused:
        load(library / "fixtures")
    told = "\n".join(refused.value.problems)
    assert "fact night-ferry-poll, text" in told
    assert "fact ida-bronn, voice" in told
    assert "more.json, fact number 1, text: is missing: add it" in told


async def test_an_empty_folder_starts_an_empty_store(settings: Settings, tmp_path: Path) -> None:
    (tmp_path / "none").mkdir()
    async with app.opened(settings.model_copy(update={"fixtures_dir": tmp_path / "none"})) as opened:
        assert await opened.store.facts() == []
        assert await opened.store.sources() == []


def test_other_files_in_the_folder_are_left_alone(library: Path) -> None:
    for name in ("README.md", "schema.json", "notes.txt", ".hidden"):
        (library / "fixtures" / name).write_text("[", "utf-8")
    assert len(load(library / "fixtures").facts) == 10
