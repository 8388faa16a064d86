"""Answers made of several facts: what is joined in one question, what completes the best fact, and the newest first."""

from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest
import yaml

from bot import app
from bot.settings import Settings
from bot.terminal.console import Console
from tests.bot.curating import stated
from tests.conftest import noted, text


def _survey(year: int) -> dict[str, object]:
    return {"key": f"canal-{year}", "title": f"Canal survey {year}", "fielded": f"{year}-05"}


def _fair(percent: int) -> list[dict[str, object]]:
    return [{"group": "boaters", "answer": "fair", "percent": percent}]


def _ada(**fields: object) -> dict[str, object]:
    return {"kind": "person", "name": "Ada Brook", **fields}


FACTS: list[dict[str, Any]] = [
    {
        "key": "ada-keeper",
        "text": "Ada Brook was keeper of the Mill Lock from 1990 to 1996.",
        "payload": _ada(offices=[{"title": "Keeper", "organization": "Mill Lock", "when": "1990/1996"}]),
    },
    {
        "key": "ada-engineer",
        "text": "Ada Brook became head engineer of the Canal Trust in 1997.",
        "payload": _ada(offices=[{"title": "Head engineer", "organization": "Canal Trust"}]),
        "when": "1997",
    },
    {
        "key": "ada-drowned",
        "text": "Ada Brook drowned in the spring flood of 2004.",
        "payload": _ada(),
        "when": "2004",
    },
    {
        "key": "tamm",
        "text": "Wil Tamm is the treasurer of the Canal Trust.",
        "payload": {"kind": "person", "name": "Wil Tamm", "offices": [{"title": "Treasurer"}]},
    },
    {
        "key": "karr",
        "text": "Ode Karr leads the volunteers who clear the towpath.",
        "payload": {"kind": "person", "name": "Ode Karr"},
    },
    {
        "key": "lund",
        "text": "Pia Lund skippers the trip boat Heron.",
        "payload": {"kind": "person", "name": "Pia Lund"},
    },
    {
        "key": "fishing-banned",
        "text": "The canal rules forbid fishing from the towpath.",
        "payload": {"kind": "law", "name": "Canal rules"},
    },
    {
        "key": "children-exempt",
        "text": "Children under 12 are exempt from the ban on fishing from the towpath.",
        "payload": {"kind": "law", "name": "Canal rules"},
    },
    {
        "key": "children-stopped",
        "text": "The wardens stopped children from fishing at the towpath all the same.",
        "payload": {"kind": "event", "name": "Wardens and children"},
        "when": "2019-08",
    },
    {
        "key": "tolls-2018",
        "text": "41% of boaters thought the tolls fair.",
        "payload": {"kind": "poll", "question": "Are the tolls fair?", "survey": _survey(2018), "results": _fair(41)},
    },
    {
        "key": "tolls-2022",
        "text": "29% of boaters thought the tolls fair.",
        "payload": {"kind": "poll", "question": "Are the tolls fair?", "survey": _survey(2022), "results": _fair(29)},
    },
    {
        "key": "drained-2011",
        "text": "The canal was drained for repairs.",
        "payload": {"kind": "event", "name": "Draining"},
        "when": "2011-10",
    },
    {
        "key": "drained-2020",
        "text": "The canal was drained for repairs once more.",
        "payload": {"kind": "event", "name": "Draining"},
        "when": "2020-02",
    },
]


@pytest.fixture(params=["on", "off"])
async def canal(library: Path, settings: Settings, request: pytest.FixtureRequest) -> AsyncIterator[Console]:
    """A bot that knows of a canal, and asks its verifier or does without."""
    file = library / "fixtures" / "library.yaml"
    content = yaml.safe_load(file.read_text())
    citation = content["facts"][0]["citations"][0] | {"reported_from": None}
    content["topics"].append({"key": "canal", "title": "Canal"})
    content["facts"] = [{"topics": ["canal"], "citations": [citation], **fact} for fact in FACTS]
    file.write_text(yaml.safe_dump(content, allow_unicode=True))
    async with (
        app.opened(settings.model_copy(update={"verifier": request.param})) as services,
        services.console() as console,
    ):
        yield console


def _keys(answer: Any) -> list[str]:
    return [statement.fact.key for statement in answer.statements]


@pytest.mark.parametrize(
    ("question", "posts", "death"),
    [
        (
            "what posts did Ada Brook hold and how did she die?",
            "what posts did Ada Brook hold",
            "how did Ada Brook die?",
        ),
        ("who was Ada Brook, and how did she die?", "who was Ada Brook", "how did Ada Brook die?"),
    ],
)
async def test_joined_questions_are_answered_each_by_its_facts(
    canal: Console, question: str, posts: str, death: str
) -> None:
    answer = await canal.say(question)
    assert answer.status == "answered"
    assert [section.heading for section in answer.sections] == [posts, death]
    assert [[said.fact.key for said in section.statements] for section in answer.sections] == [
        ["ada-keeper", "ada-engineer"],
        ["ada-drowned"],
    ]


@pytest.mark.parametrize(
    ("question", "keys"),
    [
        ("who are Tamm, Karr and Lund?", ["tamm", "karr", "lund"]),
        ("who are tamm, karr and lund", ["tamm", "karr", "lund"]),
        ("who are Wil Tamm and Pia Lund?", ["tamm", "lund"]),
    ],
)
async def test_of_several_names_each_is_told(canal: Console, question: str, keys: list[str]) -> None:
    answer = await canal.say(question)
    assert answer.status == "answered"
    assert _keys(answer) == keys
    assert [section.heading for section in answer.sections] == [None]


async def test_of_several_names_the_one_that_nobody_knows_is_said(canal: Console) -> None:
    answer = await canal.say("who are Tamm and Ostrander?")
    assert answer.status == "answered"
    assert _keys(answer) == ["tamm"]
    assert noted(answer).startswith(
        "“who are Ostrander?”: I have nothing on that. No fact and no document here mentions ostrander."
    )


@pytest.mark.parametrize("question", ["did Tamm and Lund meet?", "what did Tamm and Lund agree on?"])
async def test_what_two_do_together_is_not_asked_of_each(canal: Console, question: str) -> None:
    assert (await canal.say(question)).status == "related"


async def test_a_rule_comes_with_its_exception(canal: Console) -> None:
    answer = await canal.say("can children fish from the towpath?")
    assert answer.status == "answered"
    assert set(_keys(answer)) == {"children-exempt", "children-stopped", "fishing-banned"}


@pytest.mark.parametrize(
    "question",
    [
        "what do boaters think of the tolls?",
        "what share of boaters thought the tolls fair?",
        "latest poll on the tolls",
    ],
)
async def test_of_two_surveys_the_newest_comes_first_with_its_date(canal: Console, question: str) -> None:
    answer = await canal.say(question)
    assert answer.status == "answered"
    assert _keys(answer)[:2] == ["tolls-2022", "tolls-2018"]
    assert [line for line in text(answer).split("\n") if line.startswith("- ")] == [
        "- Canal survey 2022, asked May 2022: 29% of boaters thought the tolls fair. [1] (F11)",
        "- Canal survey 2018, asked May 2018: 41% of boaters thought the tolls fair. [1] (F10)",
    ]


@pytest.mark.parametrize("question", ["when was the canal drained?", "when was the canal last drained?"])
async def test_of_two_dates_the_newest_comes_first(canal: Console, question: str) -> None:
    assert _keys(await canal.say(question))[:2] == ["drained-2020", "drained-2011"]


async def test_a_year_that_is_named_comes_first(canal: Console) -> None:
    assert stated(await canal.say("was the canal drained in 2011?"))[0] == "F12"
    assert _keys(await canal.say("what share of boaters thought the tolls fair in 2018?"))[0] == "tolls-2018"


async def test_what_the_best_fact_lacks_comes_from_another_on_its_subject(canal: Console) -> None:
    answer = await canal.say("how did Ada Brook, keeper of the Mill Lock, die?")
    assert answer.status == "answered"
    assert set(_keys(answer)) >= {"ada-drowned", "ada-keeper"}
