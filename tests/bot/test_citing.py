"""Each statement stands behind the place that it is shown with, and says whose it is, however it is shown."""

import re
from collections.abc import Sequence

import pytest

from bot.app import Services
from bot.briefing.answer import Answer
from bot.cogs.completion import CompletionCog
from bot.render import panels
from bot.render.pages import pages
from tests.conftest import Attached, Say, text

HERE = {"server": 7, "member": 41, "name": "Ana"}
HIDDEN = "[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069]"


def sources(answer: Answer) -> Sequence[str]:
    """Return the lines of the list of sources."""
    return text(answer).partition("\nSources\n")[2].splitlines()


async def test_a_servers_source_and_a_shared_one_of_the_same_key_are_two_sources(say: Say) -> None:
    await say(
        '!source add log-2040 title: Log of the pier text: "The pier burnt down, and 12 boats were lost."', **HERE
    )
    burnt = "kind: event topics: +pier name: Fire text: The pier burnt down, and 12 boats were lost."
    await say(f"!fact add {burnt} source: log-2040 paragraph: 1 yes: true", **HERE)
    await say('!source add log-2040 title: Almanac text: "The pier was rebuilt with 40 lamps."')
    rebuilt = "kind: event topics: +pier name: Rebuilding text: The pier was rebuilt with 40 lamps."
    await say(f"!fact add {rebuilt} source: log-2040 paragraph: 1 yes: true")
    for asked in ("!event pier", "!brief pier", "!find pier"):
        answer = await say(asked, **HERE)
        said = dict(re.findall(r"- .*?(burnt|rebuilt).*? (\[\d\])", text(answer)))
        assert said["burnt"] != said["rebuilt"]
        listed = {line[:3]: line for line in sources(answer)}
        assert "Log of the pier" in listed[said["burnt"]]
        assert "Almanac" in listed[said["rebuilt"]]
        (page,) = pages(answer)
        told = dict(re.findall(r"- .*?(burnt|rebuilt).*? (\[\d\])", page.text))
        below = {line[3:6]: line for line in page.sources}
        assert "Log of the pier" in below[told["burnt"]]
        assert "Almanac" in below[told["rebuilt"]]


async def test_a_passage_that_has_changed_is_not_the_one_that_stands_in_its_place(say: Say) -> None:
    await say('!source add mill title: Mill text: "The mill has 30 workers."')
    await say(
        "!fact add kind: event topics: +mill name: Before text: It has 30 workers. source: mill paragraph: 1 yes: on"
    )
    await say('!source edit mill text: "The mill has 40 workers."')
    await say("!fact add kind: event topics: mill name: Now text: It has 40 workers. source: mill paragraph: 1 yes: on")
    said = dict(re.findall(r"- It has (\d+) workers\. (\[\d\])", text(answer := await say("!event mill"))))
    assert sources(answer) == [f"{said['30']} Mill, n.d., ¶1 (changed)", f"{said['40']} Mill, n.d., ¶1 (intact)"]
    assert pages(answer)[0].sources == ("-# [1] Mill (n.d.) ¶1 (changed), 1",)


async def test_a_chart_says_whose_forecast_it_is(say: Say) -> None:
    await say('!source add hopes title: Hopes text: "Holm expects that 70% of islanders will want it."')
    poll = "kind: poll topics: +bridge voice: forecast speaker: Holm text: Of islanders, 70% will want it."
    await say(f"!fact add {poll} source: hopes paragraph: 1 results: islanders want it 70 yes: true")
    (panel,) = panels.panels((await say("!poll bridge")).statements)
    assert panel.apart == "According to Holm (forecast)"
    assert "(According to Holm (forecast))" in panels.read_out([panel])


async def test_what_is_offered_for_a_few_letters_says_whose_it_is_in_one_line(say: Say, opened: Services) -> None:
    # Of facts of the same name the texts are offered.
    choices = await CompletionCog(opened.completion).choices("fact", "F", None)
    offered = {choice.value: choice.name for choice in choices}
    assert offered["F7"] == "F7 · Ida Brønn: The night ferry will earn back its cost within a season."
    await say("how heavy is the\u202e mayor?", **HERE)
    await say("!ask-the-team how heavy is the\u202e\n mayor?", **HERE)
    (gap,) = await CompletionCog(opened.completion).choices("gap", "", 7)
    assert not re.search(HIDDEN + "|\n", gap.name)


@pytest.mark.parametrize("asked", ["!event summit", "!timeline mill", "!about summit", "!claim summit", "!poll mill"])
async def test_a_title_is_one_line_whatever_is_asked(say: Say, asked: str) -> None:
    for name in ("one", "two"):
        said = f"kind: event topics: +{name}, +mill name: Summit {name} when: 2031 text: Summit {name} was held."
        await say(f"!fact add {said} source: harbour-2031 paragraph: 1 reason: ours yes: true")
    # Letters in squares part words, as emoji do, and are none themselves.
    answer = await say(f"{asked}\n\U0001f17d\U0001f174\U0001f186\U0001f182\x1b\x07\u202e")
    assert not re.search(HIDDEN, text(answer))
    assert not re.search(HIDDEN, pages(answer)[0].text)
    assert answer.title is None or text(answer).split("\n")[1] == ""


async def test_a_document_draws_over_nothing(say: Say) -> None:
    words = (
        "Of this \x1b[31mpier \u202eeverything\u202c is red \x9b31m now.\nAnd this is a second paragraph \x1b]0;x\x07."
    )
    page = (
        "<html><head><title>Page</title></head><body><h1>Piers \u202e&#27;[2J of old</h1>"
        "<p>Whoever asks for a jetty reads this.</p><p>A further paragraph stands here.</p></body></html>"
    )
    await say("!source add pier title: Pier", attachments=[Attached("pier.txt", words.encode())])
    await say("!source add page title: Page", attachments=[Attached("page.html", page.encode())])
    for asked in (
        "!source pier 1",
        "!source pier 1-2",
        "!source page 2-3",
        "!find pier",
        "!find jetty",
        "!brief jetty",
    ):
        answer = await say(asked)
        assert answer.status != "error"
        assert not re.search(HIDDEN, text(answer)), asked
        assert not [page for page in pages(answer) if re.search(HIDDEN, page.text)], asked
