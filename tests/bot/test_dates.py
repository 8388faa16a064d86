"""Dates by the front door: one reading of them wherever they are written, and none that a reply cannot show."""

import json
from pathlib import Path
from string import ascii_lowercase

import pytest

from bot import app
from bot.app import Services
from bot.cli.files import content_of
from bot.render import exports
from bot.render.formats import Format
from bot.settings import Settings
from db.errors import DamagedFixture
from tests.bot.curating import ANA, EVENT, POLL
from tests.conftest import Attached, Dump, Say, noted, text

ODD = {
    "2018-33": "Q1 2018",
    "2019-25": "northern spring 2019",
    "2018-XX": "some month of 2018",
    "2004-06~-11": "11 June 2004 (year approximate, month approximate)",
    "-0044": "45 BC",
    "Y170000002": "the year 170000002",
    "1950S2": "1950 to 2 significant digits",
    "2018/": "from 2018 to an unknown date",
    "{1960,1961-12}": "1960 and December 1961",
    "2023-07-20T12:30Z": "20 July 2023, 12:30 UTC",
}


@pytest.mark.parametrize(("edtf", "words"), ODD.items(), ids=ODD.keys())
async def test_what_the_store_takes_every_reply_and_export_can_show(
    say: Say, opened: Services, edtf: str, words: str
) -> None:
    document = [Attached("odd.txt", b"It was so.")]
    added = await say(f"!source add odd title: An odd almanac issued: {edtf}", attachments=document)
    assert f"`odd`: An odd almanac, {words}" in text(added)
    shown = words[0].upper() + words[1:]
    line = f"!fact add kind: event topics: council name: Oddity when: {edtf} text: It was so. source: odd paragraph: 1"
    assert f"- {shown}: It was so. [1] (F11)" in text(await say(f"{line} yes: true"))
    for message in ("!brief council", f"!timeline council {words}", f"!timeline {edtf}", "!event oddity"):
        assert f"- {shown}: It was so." in text(await say(message)), message
    for message in ("!sources", "!source odd", "!cite F11", "!timeline", "!fact history F11", "!verify"):
        assert (await say(message)).status in ("answered", "done"), message
    assert f"When: {words} (EDTF {edtf})" in text(await say("!cite F11"))
    content = await content_of(opened)
    assert all("An odd almanac" in exports.write(content, form) for form in (Format.JSON, Format.YAML, Format.CSL_JSON))
    assert edtf in exports.write(content, Format.CSV)


WAYS = {
    "when": f"{EVENT} when: {{}} yes: true",
    "fielded": f"{POLL} survey: A poll of our own fielded: {{}} reason: the pollster says so yes: true",
    "issued": "!source add pier-2031 title: A pier issued: {}",
    "office": (
        "!fact add kind: person topics: council name: Mo office: Mayor | Port Ellery | {} text: Mo is. "
        "source: harbour-2031 paragraph: 4 yes: true"
    ),
    "timeline": "!timeline {}",
    "as-of": "!fact show F2 as-of: {}",
    "since": "!audit since: {}",
}
REFUSED = {
    "12 juin 2018": "I know no “juin” in a date. Did you mean `12 June 2018`?",
    "31 June 2018": "June 2018 has 30 days. Did you mean `June 2018`?",
    "29 February 2019": "February 2019 has 28 days. Did you mean `February 2019`?",
    "12/06/2018": "it can be read in two ways. Did you mean `12 June 2018` or `6 December 2018`?",
    "2009–10": "it can be read in two ways. Did you mean `2009 to 2010` or `October 2009`?",
}


@pytest.mark.parametrize("way", WAYS.values(), ids=WAYS.keys())
@pytest.mark.parametrize(("words", "told"), REFUSED.items(), ids=REFUSED.keys())
async def test_a_date_that_is_not_exact_is_refused_wherever_it_is_written(
    say: Say, dump: Dump, way: str, words: str, told: str
) -> None:
    before = dump()
    answer = await say(way.format(words), **ANA)
    assert answer.status == "error"
    assert f"“{words}” is not a date I can read: {told}" in text(answer)
    assert dump() == before


@pytest.mark.parametrize("words", ["June 12-15, 2018", "12 to 15 June 2018", "2018-06-12/2018-06-15"])
async def test_a_date_is_read_alike_wherever_it_is_written(say: Say, words: str) -> None:
    assert "- 12 to 15 June 2018: The Måren sailed" in text(await say(WAYS["when"].format(words), **ANA))
    assert "field dates 12 to 15 June 2018;" in text(await say(WAYS["fielded"].format(words), **ANA))
    assert "`pier-2031`: A pier, 12 to 15 June 2018" in text(await say(WAYS["issued"].format(words), **ANA))
    await say(WAYS["office"].format(words), **ANA)
    assert "Port Ellery; 12 to 15 June 2018 (EDTF 2018-06-12/2018-06-15)" in text(await say("!cite F13", **ANA))
    assert "Timeline: 12 to 15 June 2018" in text(await say(WAYS["timeline"].format(words), **ANA))
    assert f"not there yet on “{words}”" in text(await say(WAYS["as-of"].format(words), **ANA))
    assert "changes since 12 to 15 June 2018" in text(await say(WAYS["since"].format(words), **ANA))
    assert "changes by Ana since 12 to 15 June 2018" in text(await say(f"!audit Ana {words}", **ANA))


async def dated(say: Say, *dates: str) -> None:
    """Add an event of each date."""
    for date, letter in zip(dates, ascii_lowercase, strict=False):
        event = EVENT.replace("for the first time", f"with captain {letter}")
        assert (await say(f'{event} when: "{date}" yes: true')).status == "done"


async def years(say: Say, asked: str) -> list[str]:
    return [statement.fact.when or "" for statement in (await say(f"!timeline {asked}")).statements]


async def test_before_a_year_is_without_it_and_after_it_begins_with_the_next(say: Say) -> None:
    await dated(say, "199X", "2014/2017", "2017", "2018", "2018-06", "2018/..", "2019", "2025?", "44 BC", "before 2018")
    assert await years(say, "before 2018") == ["../2017", "-0043", "199X", "2014/2017", "2017"]
    assert await years(say, "until 2018") == [
        *("../2017", "-0043", "199X", "2014/2017", "2017", "2018", "2018/..", "2018-06")
    ]
    assert await years(say, "after 2018") == ["2018/..", "2019", "2025?", "2029", "2031-03-14", "2035"]
    assert await years(say, "not before 2018") == [
        "2018",
        "2018/..",
        "2018-06",
        "2019",
        "2025?",
        "2029",
        "2031-03-14",
        "2035",
    ]
    assert await years(say, "44 BC") == ["../2017", "-0043"]
    assert await years(say, "AD 1") == ["../2017"]
    assert "begin in these years: `44 BC` (1), `1990` (1), `2014` (1)" in text(await say("!timeline"))
    assert "Without a beginning: 1." in text(await say("!timeline"))


async def test_an_unknown_end_is_not_open(say: Say) -> None:
    await dated(say, "2018/", "2018/..")
    assert await years(say, "2018") == ["2018/", "2018/.."]
    assert await years(say, "2020") == ["2018/.."]


TOPICS = {
    "ferry 2029": "Timeline: Night ferry, 2029",
    "2029 ferry": "Timeline: Night ferry, 2029",
    "night boats before 2030": "Timeline: Night ferry, until the end of 2029",
    "since 2029 night ferry": "Timeline: Night ferry, since 2029",
    "ferry": "Timeline: Night ferry",
    "Quiet Harbour Act in 2029": "Timeline: Quiet Harbour Act, 2029",
}


@pytest.mark.parametrize(("asked", "title"), TOPICS.items(), ids=TOPICS.keys())
async def test_a_timeline_is_of_a_topic_and_a_time_in_either_order(say: Say, asked: str, title: str) -> None:
    answer = await say(f"!timeline {asked}")
    assert answer.title == title
    keys = [statement.fact.key for statement in answer.statements]
    assert "quiet-harbour-act" in keys
    assert "fish-market-closed" not in keys


OTHERWISE = {
    "ferry 1900": ("unknown", "I have nothing on “Night ferry” that is dated 1900. `!timeline` lists the years."),
    "fery 2029": ("related", "I have no topic “fery”. Did you mean `!timeline ferry 2029`?"),
    "ferry 31 June 2029": (
        "error",
        "“31 June 2029” is not a date I can read: June 2029 has 30 days. Did you mean `June 2029`?",
    ),
    "2031 - residence": (
        "error",
        "“2031 - residence” is not a date I can read: I know no “residence” in a date. Did you mean `2031`?",
    ),
    "2029, 2031": (
        "error",
        "“2029, 2031” is not a date I can read: it can be read in two ways. Did you mean `2029 or 2031` or "
        "`2029 and 2031`?",
    ),
    "zebra 2029": ("error", "“zebra 2029” is not a date I can read: I know no “zebra” in a date. Did you mean `2029`?"),
}


@pytest.mark.parametrize(("asked", "expected"), OTHERWISE.items(), ids=OTHERWISE.keys())
async def test_what_is_neither_a_topic_nor_a_time_is_said(say: Say, asked: str, expected: tuple[str, str]) -> None:
    answer = await say(f"!timeline {asked}")
    assert (answer.status, noted(answer)) == expected


async def test_a_quarter_in_a_fixture_is_taken_and_a_day_that_is_none_is_named(
    library: Path, settings: Settings, tmp_path: Path
) -> None:
    file = library / "fixtures" / "library.yaml"
    held = file.read_text("utf-8")
    file.write_text(held.replace("when: 2029", "when: 2029-33"), "utf-8")
    async with app.opened(settings) as opened:
        assert opened.seeded
        assert opened.seeded.added == 10
    file.write_text(held.replace("when: 2029", "when: 2029-02-29"), "utf-8")
    with pytest.raises(DamagedFixture) as refused:
        async with app.opened(settings.model_copy(update={"database_url": f"sqlite+aiosqlite:///{tmp_path / 'b.db'}"})):
            pass
    assert refused.value.problems == (
        "library.yaml, fact quiet-harbour-act, when: “2029-02-29” is not a date: February 2029 has 28 days",
    )


CSL = {
    "2031-04-02": {"date-parts": [[2031, 4, 2]]},
    "2031?": {"date-parts": [[2031]], "circa": True},
    "2031-04~": {"date-parts": [[2031, 4]], "circa": True},
    "2031-XX": {"date-parts": [[2031]]},
    "2031-04-XX": {"date-parts": [[2031, 4]]},
    "2030/2031-04": {"date-parts": [[2030], [2031, 4]]},
    "2031-04-02/2031-04-05": {"date-parts": [[2031, 4, 2], [2031, 4, 5]]},
    "2018~/2020": {"date-parts": [[2018], [2020]], "circa": True},
    "2031-23": {"date-parts": [[2031]], "season": 3},
    "2031-29?": {"date-parts": [[2031]], "season": 1, "circa": True},
    "2031-34": {"date-parts": [[2031, 4], [2031, 6]]},
    "199X": {"date-parts": [[1990], [1999]], "circa": True},
    "2031-04-02T10:00Z": {"date-parts": [[2031, 4, 2]]},
    "2018/..": {"literal": "since 2018"},
    "/2018": {"literal": "from an unknown date to 2018"},
    "[2018-06-12,2018-06-13]": {"literal": "12 or 13 June 2018"},
    "-0043": {"literal": "44 BC"},
}


@pytest.mark.parametrize(("issued", "expected"), CSL.items(), ids=CSL.keys())
async def test_csl_json_has_ranges_seasons_and_doubts(
    say: Say, opened: Services, issued: str, expected: dict[str, object]
) -> None:
    await say(f"!source add pier title: A pier issued: {issued}")
    items = json.loads(exports.write(await content_of(opened), Format.CSL_JSON))
    assert next(item for item in items if item["id"] == "pier")["issued"] == expected


async def test_a_time_of_day_is_the_moment_that_it_says(say: Say, opened: Services) -> None:
    fact = await opened.store.fact("F2")
    assert fact
    (added,) = await opened.history.of(fact)
    hour = added.at.replace(minute=0)
    for asked in (f"{added.at:%Y-%m-%dT%H:%M}", f"{added.at:%Y-%m-%dT%H:%M:%SZ}", f"{hour:%Y-%m-%dT}24:00"):
        assert "It is the same today." in text(await say(f"!fact show F2 as-of: {asked}")), asked
    assert "not there yet" in text(await say(f"!fact show F2 as-of: {added.at:%Y-%m-%dT%H:%M}+14:00"))


HAPPENED = {
    "What happened before 2030?": "Timeline: until the end of 2029",
    "list all events since 2030": "Timeline: since 2030",
    "what has happened between 2029 and 2031": "Timeline: 2029 to 2031",
    "a timeline of the night ferry": "Timeline: Night ferry",
}


@pytest.mark.parametrize(("asked", "title"), HAPPENED.items(), ids=HAPPENED.keys())
async def test_whoever_asks_what_happened_at_a_time_has_its_timeline(say: Say, asked: str, title: str) -> None:
    assert (await say(asked)).title == title


async def test_a_fact_of_a_year_does_not_answer_what_was_before_it(say: Say) -> None:
    asked = "Did the town council vote to close the fish market {} 2031?"
    for word in ("in", "since", "until", "not before"):
        answer = await say(asked.format(word))
        assert (answer.status, answer.statements[0].fact.label) == ("answered", "F2"), word
    for word in ("before", "after"):
        assert (await say(asked.format(word))).status != "answered", word
