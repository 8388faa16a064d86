"""A damaged fixture names file, record and field in words, and nothing of its folder is taken."""

import os
import re
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from bot import app
from bot.briefing.answer import Place, Statement
from bot.render import exports
from bot.render.formats import Format
from bot.settings import Settings
from db.bibliography import Source
from db.documents import Document, fingerprint
from db.errors import DamagedFixture
from db.fixtures import dump, load, parse
from db.kinds import Claim, Event, Law
from db.records import Citation, Fact, Library, SourceText, StoredFact, Topic
from db.values import one_line

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


def written(text: str) -> Callable[[Path], None]:
    def damage(file: Path) -> None:
        file.write_text(text, "utf-8")

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
        f"{CLOSED}, citations 1 fingerprint: is missing: list the source’s `fingerprints`, as "
        "`footnote fingerprint FILE` prints them",
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
    "a value that is not of its tag": (
        replaced("text: Ida", "text: !!bool Ida"),
        re.compile(r"library.yaml, line \d+: `text:` cannot be read as bool: put it in quotes"),
    ),
    **{
        f"a tag of something else, {tag}": (
            replaced("text: Ida", f"text: {tag} Ida"),
            re.compile(rf"library.yaml, line \d+: `text:` is not what its tag {tag} says"),
        )
        for tag in ("!!timestamp", "!!set", "!!map", "!!seq", "!!omap", "!!pairs", "!!binary", "!mine")
    },
    **{
        f"a name that is {name}": (
            replaced("text: Ida", f"{name}: Ida"),
            re.compile(rf"line \d+: (?:the name “{re.escape(name)}” should be text|a name should be one)"),
        )
        for name in ("5", "~", "true", "[a, b]", "{a: b}")
    },
    "a number without an end": (
        replaced("text: Ida", f"text: {'9' * 5000}\n    note: Ida"),
        re.compile(r"library.yaml, line \d+: `text:` cannot be read as int: put it in quotes"),
    ),
    "a number without an end in JSON": (
        lambda file: file.with_suffix(".json").write_text(
            f'{{"facts": [{{"key": "a", "citations": [{{"source": "b", "paragraph": {"9" * 5000}}}]}}]}}', "utf-8"
        ),
        "library.json, fact a, citations 1 paragraph: has more digits than are taken",
    ),
    "words for synonyms": (
        edited(lambda data: data.update(synonyms=["abc"])),
        "library.yaml, synonyms 1: should be a list",
    ),
    "a place beyond all places": (
        edited(lambda data: data["facts"][2].update(citations=[{"source": "harbour-2031", "paragraph": 10**20}])),
        "fact ida-bronn, citations 1 paragraph: should be less than or equal to 10000000",
    ),
    "a figure beyond all figures": (
        edited(lambda data: data["facts"][0]["payload"]["results"][0].update(percent=float("inf"))),
        "fact night-ferry-poll, payload results 1 percent: should be",
    ),
    "a quantity without an end": (
        fact(2, payload={"kind": "statement", "subject": "It", "predicate": "costs", "quantity": float("inf")}),
        "fact ida-bronn, payload quantity: should be a finite number",
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
    "a source that is a list": (
        fact(1, citations=[{"source": ["harbour-2031"], "paragraph": 2}]),
        f"{CLOSED}, citations 1 source: should be text: put it in quotes",
    ),
    "a folder under the name of a file": (
        lambda file: file.with_name("more.yaml").mkdir(),
        "more.yaml cannot be read: it is no file",
    ),
    "a pipe under the name of a file": (
        lambda file: os.mkfifo(file.with_name("more.yaml")),
        "more.yaml cannot be read: it is no file",
    ),
    "a link to nothing": (
        lambda file: file.with_name("more.yaml").symlink_to("nowhere"),
        "more.yaml cannot be read: it is a link to nothing",
    ),
    **{
        f"lists without an end, {opened}": (
            written(opened * 300_000),
            "library.yaml is nested too deeply: a record has lists and records a few levels deep",
        )
        for opened in ("[", "{a: ", "- ", "? ", '["]",')
    },
    "a folder that is missing": (
        lambda file: (file.unlink(), file.parent.rmdir()),
        "point FIXTURES_DIR to a folder of fixtures",
    ),
}


@pytest.mark.parametrize(("damage", "said"), DAMAGED.values(), ids=DAMAGED.keys())
async def test_nothing_of_a_damaged_folder_is_taken(
    library: Path, settings: Settings, tmp_path: Path, damage: Callable[[Path], None], said: str | re.Pattern[str]
) -> None:
    damage(library / "fixtures" / "library.yaml")
    with pytest.raises(DamagedFixture) as refused:
        async with app.opened(settings):
            pass
    pattern = said if isinstance(said, re.Pattern) else re.compile(re.escape(said))
    assert any(pattern.search(problem) for problem in refused.value.problems), refused.value.problems
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
        assert await opened.store.own() == []
        assert await opened.store.sources() == []


def test_other_files_in_the_folder_are_left_alone(library: Path) -> None:
    for name in ("README.md", "schema.json", "notes.txt", ".hidden"):
        (library / "fixtures" / name).write_text("[", "utf-8")
    assert len(load(library / "fixtures").facts) == 10


KEYS = st.from_regex(r"[a-z0-9]{1,8}(-[a-z0-9]{1,8}){0,2}", fullmatch=True)
# What YAML reads as the end of a line, a number, a date or nothing, and letters of all scripts.
WRITTEN = st.one_of(
    st.text(st.characters(codec="utf-8"), min_size=1, max_size=40),
    st.text(st.sampled_from("\x85\u2028\u2029\r\n\t :#-'\"|>&*!%@`,[]{}?=a1\\🚢\ufeff\u200b"), min_size=1, max_size=20),
    st.sampled_from(["no", "null", "~", "1931", "1e3", "2031-05-02", "0x1f", "- a", "a: b", "<<", "=", "--- a", "..."]),
)
LINES = WRITTEN.filter(lambda words: str(one_line(words)) != "").map(lambda words: str(one_line(words)))
CITATIONS = st.builds(
    Citation,
    source=st.just("s"),
    paragraph=st.integers(1, 9),
    span=st.none() | st.tuples(st.integers(0, 5), st.integers(6, 9)),
    fingerprint=LINES.map(fingerprint),
    reported_from=st.none() | LINES,
)
PAYLOADS = st.one_of(
    st.builds(Event, name=LINES, place=st.none() | LINES, participants=st.lists(LINES, max_size=3).map(tuple)),
    st.builds(Claim, about=LINES, stance=st.sampled_from(["for", "against", "neutral"])),
    st.builds(Law, name=LINES, jurisdiction=st.none() | LINES),
)
FACTS = st.builds(
    Fact,
    key=KEYS,
    payload=PAYLOADS,
    voice=st.sampled_from(["opinion", "forecast", "quotation"]),
    speaker=LINES,
    text=LINES,
    topics=st.just(("t",)),
    aliases=st.lists(LINES, max_size=2).map(tuple),
    asked=st.lists(LINES, max_size=2).map(tuple),
    when=st.sampled_from([None, "1931", "2031-05?", "2018-06/2019"]),
    note=st.none() | LINES,
    derived=st.none() | LINES,
    citations=st.lists(CITATIONS, min_size=1, max_size=2).map(tuple),
)


@st.composite
def libraries(draw: st.DrawFn) -> Library:
    text = draw(st.none() | WRITTEN.filter(lambda words: bool(Document(words).paragraphs)))
    manifest = Document(text).fingerprints if text else ()
    source = Source(key="s", title=draw(LINES), note=draw(st.none() | LINES), fingerprints=manifest)
    located = draw(st.lists(st.tuples(st.none() | st.integers(1, 9), st.lists(WRITTEN, max_size=2).map(tuple))))
    return Library(
        sources=(source,),
        documents=(SourceText(source="s", text=text, reader=draw(st.none() | LINES), locators=tuple(located)),)
        if text
        else (),
        topics=(Topic(key="t", title=draw(LINES)),),
        synonyms=tuple(draw(st.lists(st.lists(LINES, min_size=1, max_size=2).map(tuple), max_size=2))),
        facts=tuple(draw(st.lists(FACTS, max_size=3, unique_by=lambda fact: fact.key))),
    )


@given(libraries())
def test_what_is_exported_is_imported_as_it_was(library: Library) -> None:
    assert parse("x.yaml", dump(library).encode()) == library
    statements = tuple(
        Statement(
            StoredFact(**fact.model_dump(exclude={"kind"}), number=number, revision=1),
            tuple(Place(cited, library.sources[0]) for cited in fact.citations),
        )
        for number, fact in enumerate(library.facts, 1)
    )
    content = exports.Content(library.sources, library.topics, library.synonyms, statements, library.documents)
    again = parse("x.json", exports.write(content, Format.JSON).encode())
    assert (again.sources, again.documents, again.facts) == (library.sources, library.documents, library.facts)


def test_what_an_older_yaml_takes_for_truth_and_days_is_text() -> None:
    library = parse("x.yaml", b"topics: [{key: no, title: 2031-05-02, aliases: [yes, On, 2031-05-02 10:00:00]}]")
    assert library.topics == (Topic(key="no", title="2031-05-02", aliases=("yes", "On", "2031-05-02 10:00:00")),)


def test_a_document_that_is_not_the_sources_is_told(library: Path) -> None:
    file = library / "fixtures" / "library.yaml"
    for source, problem in (
        ("harbour-2031", "document harbour-2031, text: its paragraphs are not those that the source {} lists"),
        ("harbor-2031", "document harbor-2031: there is no source harbor-2031"),
    ):
        edited(partial(dict.update, documents=[{"source": source, "text": "Another."}]))(file)
        with pytest.raises(DamagedFixture) as damage:
            load(library / "fixtures")
        assert damage.value.problems == (f"library.yaml, {problem.format(source)}",)
