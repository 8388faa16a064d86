"""The account of a fact's figures: whatever stands in any of its fields, a number that no passage holds is told."""

from typing import Any

from hypothesis import example, given
from hypothesis import strategies as st

from bot.briefing.answer import Place
from bot.briefing.curating.account import account
from bot.briefing.curating.checks import examine
from bot.briefing.curating.figures import absent as absent_from
from bot.briefing.curating.figures import ground, readings
from bot.render.spans import plain_note
from db import fixtures
from db.bibliography import Source
from db.documents import Document
from db.kinds import fields_of
from db.records import Citation, Fact
from tests.bot.briefing.curating.writings import writings
from tests.conftest import LIBRARY

DOCUMENT = Document("Nobody counted anything at all.")
SOURCE = Source(key="uncounted", title="Uncounted")
CITED = Citation(source="uncounted", paragraph=1, fingerprint=DOCUMENT.fingerprints[0])
FACTS = [
    fact.model_copy(update={"citations": (CITED,), "voice": "reported", "when": None, "text": "It was.", "note": None})
    for fact in fixtures.load(LIBRARY / "fixtures").facts
]
# All that a fact says in words, by where it says it.
FIELDS: list[tuple[Fact, tuple[str, ...]]] = [
    *((fact, (field,)) for fact in FACTS[:1] for field in ("text", "speaker", "note")),
    *(
        (fact, ("payload", *field.path))
        for fact in FACTS
        for field in fields_of(type(fact.payload))
        if not (field.dated or field.choices or field.type in (bool, int, float) or field.path[-1] == "key")
    ),
]


def written(record: Any, path: tuple[str, ...], words: str) -> Any:
    """Return the record with the words in the field at the end of the path, in each part of what that lists."""
    if not path:
        return words
    step, *rest = path
    value = getattr(record, step, None)
    if isinstance(value, tuple):
        first = next(iter(type(record).model_fields[step].annotation.__args__))
        names = [name for name in getattr(first, "model_fields", {}) if name in ("title", "organization", "group")]
        item = value[0] if value else None
        return record.model_copy(
            update={step: (item.model_copy(update=dict.fromkeys(names, words)) if names and item else words,)}
        )
    return record.model_copy(update={step: written(value, tuple(rest), words)})


numbers = st.one_of(st.integers(2, 99), st.integers(100, 10**6), st.integers(1, 999).map(lambda number: number * 1000))
others = st.sampled_from(
    [
        "Ⅻ",
        "XII",
        "⑨",
        "三百",
        "９９",
        "٩٩",
        "½",
        "2/3",
        "one in five",
        "a dozen",
        "twofold",
        "ninetynine",
        "EUR99",
        "F99",
    ]
)


@given(st.sampled_from(FIELDS), numbers.flatmap(lambda number: st.sampled_from(writings(number))) | others)
@example(FIELDS[0], "nineteen")
def test_no_number_gets_past_the_checks_in_any_field(field: tuple[Fact, tuple[str, ...]], number: str) -> None:
    fact = written(field[0], field[1], f"It had {number} of them.")
    findings = examine(fact, [Place(CITED, SOURCE, DOCUMENT)])
    told = plain_note(tuple(found.sentence for found in findings if found.outcome != "passed"), "!")
    assert all(figure.text in told for figure in readings(f"It had {number} of them.")), (field[1], told)
    passed = plain_note(tuple(found.sentence for found in findings if found.outcome == "passed"), "!")
    assert "figure" not in passed, passed


NAMED = next(fact for fact in FACTS if fact.kind == "organization")
amounts = st.one_of(
    st.integers(0, 30), st.integers(90, 110), st.sampled_from([0.5, 1.5, 20.25, 500, 1995, 7000, 5_000_000])
)
WRITTEN = [
    *("{:g}", "{:,.15g}", "0{:g}", "{:g}.0", "{:g}%", "{:g} per cent", "${:g}", "$ {:,.15g}", "{:g} million", "{:g}k"),
    *("±{:g}", "-{:g}", "over {:g}%", "{:g} thousand euros", "{:g}/20", "3/{:g}", "1 in {:g}", "{:g} out of 40"),
    *("{:g}–7%", "5 to {:g} million", "F{:g}", "Covid-{:g}", "{:g}th", "the {:g}s", "{:g}½", "{:g}, 8 and 9 percent"),
    *("{:g}.2.3", "{:g}:30", "2{:g}", "{:g}4", "1,{:03g}", "{:g} km", "in {:g}"),
]
writing = st.builds(str.format, st.sampled_from(WRITTEN), amounts).filter(lambda words: "e+" not in words)


@given(writing, st.lists(writing, min_size=1, max_size=4))
@example("the 90s", ["the 1990s"])
@example("50%", ["1/2 of"])
@example("$5 million", ["$5,000,000"])
@example("5000000", ["5 million"])
@example("7%", ["17%", "70 per cent", "7.0 percent"])
def test_a_figure_is_found_anywhere_in_a_document_as_if_all_of_it_were_read(said: str, lines: list[str]) -> None:
    document = Document("\n".join(["Nothing.", *(f"It had {line} of it." for line in lines)]))
    cited = CITED.model_copy(update={"fingerprint": document.fingerprints[0]})
    fact = written(NAMED, ("payload", "name"), f"It had {said} of it.").model_copy(update={"citations": (cited,)})
    absent = {figure for entry in account(fact, [Place(cited, SOURCE, document)]) for figure in entry.absent}
    everything = ground((paragraph, None) for paragraph in document.paragraphs)
    spoken = readings(fact.payload.name, [None])
    assert {figure.text for figure in absent} == {figure.text for figure in absent_from(spoken, everything)}
