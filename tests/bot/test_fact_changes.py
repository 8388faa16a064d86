"""Editing, retracting, superseding, vouching: each a revision, none lost, and nobody overwritten."""

import pytest

from bot.app import Services
from bot.render.pages import pages
from bot.settings import Settings
from tests.bot.curating import ANA, BEN, CLAIM, EVENT, POLL, stated
from tests.conftest import Say, all_noted, text


async def test_an_edit_shows_what_changes_word_by_word(say: Say) -> None:
    preview = await say("!fact edit F2 text: The town council of Port Ellery agreed to close the fish market.")
    assert "text: The town council of Port Ellery [-voted-] {+agreed+} to close the fish market." in text(preview)
    assert "voted" in text(await say("!event fish market"))
    assert (await say("!yes")).title == "Edited: F2"
    assert "agreed" in text(await say("!event fish market"))
    history = text(await say("!fact history F2"))
    assert "Revision 1: added on" in history
    assert "Revision 2: changed on" in history
    assert "[-voted-] {+agreed+}" in history


async def test_an_edit_changes_only_what_it_names(say: Say, opened: Services) -> None:
    before = await opened.store.fact("F1")
    await say("!fact edit F1 sample: 900 reason: asked again yes: true")
    after = await opened.store.fact("F1")
    assert before
    assert after
    assert after.payload.model_dump()["survey"]["sample_size"] == 900
    unchanged = {"payload", "revision", "derived"}
    assert after.derived == "asked again"
    assert after.model_dump(exclude=unchanged) == before.model_dump(exclude=unchanged)


async def test_a_dash_empties_a_field(say: Say, opened: Services) -> None:
    await say("!fact edit F4 note: - yes: true")
    fact = await opened.store.fact("F4")
    assert fact
    assert fact.note is None


async def test_an_edit_that_changes_nothing_is_told(say: Say) -> None:
    answer = await say("!fact edit F4 voice: reported")
    assert text(answer) == "That changes nothing in F4: it says so already."


async def test_two_moderators_edit_the_same_revision(say: Say, opened: Services) -> None:
    await say(EVENT + " yes: true", **ANA)
    await say("!fact edit F11 text: The Måren left Port Ellery.", **ANA)
    await say("!fact edit F11 text: The ship left Port Ellery. yes: true", **BEN)
    answer = await say("!yes", **ANA)
    assert answer.status == "error"
    assert text(answer).split("\n") == [
        "F11 was changed meanwhile by Ben, and nothing was overwritten:",
        "text: The [-Måren sailed from-] {+ship left+} Port [-Ellery for the first time.-] {+Ellery.+}",
        "Write your edit again if it still holds.",
    ]
    fact = await opened.store.fact("F11", 7)
    assert fact
    assert (fact.text, fact.revision) == ("The ship left Port Ellery.", 2)


async def test_a_retracted_fact_is_found_nowhere_and_comes_back(say: Say) -> None:
    answer = await say("!fact retract F2 reason: it was a rumour")
    assert answer.status == "done"
    for question in ("!event fish market", "!find fish market", "!ask when did the fish market close?"):
        assert "F2" not in stated(await say(question)), question
    cited = await say("!cite F2")
    assert "Retracted: it is not shown in answers." in text(cited)
    assert ": it was a rumour" in text(cited)
    assert "F2 is retracted: `!fact restore F2`" in text(await say("!fact edit F2 text: x"))
    assert "F2 is retracted already." in text(await say("!fact retract F2 reason: again"))
    await say("!fact restore F2")
    assert "F2" in stated(await say("!event fish market"))


async def test_a_superseded_fact_is_found_with_its_reason_and_never_as_current(say: Say) -> None:
    answer = await say("!fact deprecate F8 reason: counted on one night only by: F7")
    assert "Superseded: counted on one night only. `!fact ferry-pays` has what holds instead." in text(answer)
    for question in (
        "!claim ferry",
        "!find half empty",
        "!ask are the boats half empty after nine?",
        "!brief ferry",
        "!cite F8",
    ):
        found = await say(question)
        assert "F8" in stated(found), question
        assert "Superseded: counted on one night only" in text(found), question
        assert "F8: Superseded: counted on one night only" in all_noted(found), question
    await say("!fact restore F8")
    assert "Superseded" not in text(await say("!claim ferry"))


async def test_a_superseded_fact_points_to_what_holds_at_the_end_of_the_chain(say: Say) -> None:
    await say("!fact deprecate F8 reason: counted once by: F7")
    await say("!fact deprecate F7 reason: counted twice by: F6")
    assert "Superseded: counted once. `!fact quiet-harbour-act` has what holds instead." in text(await say("!cite F8"))
    await say("!fact retract F6 reason: a mistake")
    assert "Superseded: counted once. What took its place does not hold either." in text(await say("!cite F8"))


async def test_a_dated_fact_that_is_superseded_says_so_in_the_timeline(say: Say) -> None:
    await say("!fact deprecate F2 reason: the date was wrong")
    assert "Superseded: the date was wrong." in text(await say("!timeline 2031"))
    assert "Superseded: the date was wrong." in text(await say("!event fish market"))


async def test_a_correction_supersedes_the_wrong_fact_in_one_step(say: Say) -> None:
    await say(POLL.replace("70", "58").replace("islanders", "townspeople") + " yes: true", **ANA)
    line = POLL.replace("text: Of", "text: In truth, of") + " corrects: F11"
    assert "`reason:` is missing: say what was wrong with F11." in text(await say(line, **ANA))
    preview = await say(line + " reason: the groups were mixed up", **ANA)
    assert "It supersedes F11: the groups were mixed up" in text(preview)
    await say("!yes", **ANA)
    found = await say("!poll residents", **ANA)
    assert stated(found).index("F12") < stated(found).index("F11")
    assert "Superseded: the groups were mixed up." in text(found)
    await say("!undo", **ANA)
    found = await say("!poll residents", **ANA)
    assert "F12" not in stated(found)
    assert "Superseded" not in text(found)


async def test_a_second_moderator_vouches_until_the_fact_is_edited(say: Say) -> None:
    await say(CLAIM + " yes: true", **ANA)
    own = await say("!fact vouch F11", **ANA)
    assert text(own) == "Revision 1 of F11 is your own: another moderator has to read the passage."
    vouched = await say("!fact vouch F11", **BEN)
    assert "half empty after nine" in text(vouched)
    assert "Ben has read the passage and vouches for it, on" in text(await say("!cite F11", **ANA))
    assert "You have vouched for revision 1 of F11 already." in text(await say("!fact vouch F11", **BEN))
    await say("!fact edit F11 text: After nine, boats are half empty. yes: true", **ANA)
    cited = text(await say("!cite F11", **BEN))
    assert "Ben vouched for revision 1" in cited
    assert "so that is stale" in cited


async def test_a_fact_is_shown_as_it_was_on_a_day(say: Say, opened: Services) -> None:
    await say("!fact edit F2 place: the quay yes: true")
    (added, _) = await opened.history.of(await opened.store.fact("F2"))  # type: ignore[arg-type]  # it is there
    then = await say(f"!fact show F2 as-of: {added.at.isoformat()}")
    assert "Since then it was revised once:\nplace: [-Port Ellery-] {+the quay+}" in text(then)
    assert then.statements[0].fact.revision == 1
    assert "It is the same today." in text(await say("!fact show F2 as-of: 9999"))
    assert "It is the same today." in text(await say("!fact F2 as-of: 9999-12-31"))
    assert "F2 was not there yet on “2020-06”: it was added on" in text(await say("!fact show F2 as-of: 2020-06"))


@pytest.mark.parametrize(
    "line",
    [
        "!fact edit F2 text: x",
        "!fact edit fish-market-closed text: x",
        "!fact retract F2 reason: x",
        "!fact restore F2",
        "!fact deprecate F2 reason: x",
        EVENT + " corrects: F2 reason: x",
    ],
)
async def test_a_shared_fact_is_changed_in_the_terminal_only(say: Say, line: str) -> None:
    answer = await say(line, **ANA)
    assert answer.status == "error"
    assert "F2 is shared by all servers, and is only changed in the terminal. `!fact hide F2` hides it" in text(answer)


@pytest.mark.parametrize(
    "line",
    [
        "!fact F11",
        "!fact show F11",
        "!fact history F11",
        "!fact edit F11 text: x",
        "!fact retract F11 reason: x",
        "!fact vouch F11",
        "!fact show maiden-voyage",
    ],
)
async def test_another_servers_fact_is_not_there(say: Say, line: str) -> None:
    await say(EVENT + " yes: true", **ANA)
    answer = await say(line, server=8, member=43)
    assert answer.status in ("error", "unknown")
    assert "I have no fact" in text(answer)
    assert "Måren" not in text(answer)
    assert text(await say("!undo", server=8, member=41)) == "You have changed nothing here that could be taken back."


async def test_a_changed_paragraph_is_read_and_cited_again(say: Say, settings: Settings) -> None:
    await say(EVENT + " yes: true")
    assert settings.documents_dir
    file = settings.documents_dir / "harbour.txt"
    file.write_text(file.read_text().replace("first crossing", "maiden crossing"))
    refused = await say("!fact edit F11 place: the harbour")
    assert "cite it again (`source: harbour-2031 paragraph: 1`)" in text(refused)
    edited = await say("!fact edit F11 place: the harbour source: harbour-2031 paragraph: 1 yes: true")
    assert edited.statements[0].places[0].check == "intact"


HOSTILE = "The **council** [met](https://evil.example) `twice` ||here|| {+today+} <@&5>."


async def test_a_text_formats_nothing_where_its_changes_are_shown(say: Say) -> None:
    added = await say(
        f"!fact add kind: event topics: ferry name: Meeting text: {HOSTILE} source: harbour-2031 paragraph: 2 "
        "reason: a test yes: true",
        **ANA,
    )
    (number,) = stated(added)
    edited = "text: The council met once."
    shown = (
        r"text: The ~~\*\*council\*\* [met]\(https://evil.example) \`twice\` \|\|here\|\| {+today+} "
        r"\<@&5>.~~ **council met once.**"
    )
    preview = await say(f"!fact edit {number} {edited}", **ANA)
    await say("!yes", **ANA)
    history = await say(f"!fact history {number}", **ANA)
    undone = await say("!undo", **ANA)
    for answer in (preview, history):
        assert shown in "\n".join(page.body for page in pages(answer))
    back = "\n".join(page.body for page in pages(undone))
    assert r"text: The ~~council met once.~~ **\*\*council\*\* [met]\(https://evil.example)" in back


async def test_figures_that_the_text_contradicts_are_not_taken_also_with_a_reason(say: Say, opened: Services) -> None:
    (number,) = stated(await say(f"{POLL} yes: true", **ANA))
    refused = text(await say(f"!fact edit {number} results: islanders want it 14 reason: typo", **ANA))
    assert refused == (
        "It was not taken:\nThe text says 70% and the results 14%: correct the one or the other, since both are shown, "
        "one above the other.\nNothing was written."
    )
    fact = await opened.store.fact(number, 7)
    assert fact
    assert fact.revision == 1


async def test_a_text_may_add_results_up_and_say_more_than_the_chart(say: Say) -> None:
    (number,) = stated(await say(f"{POLL} yes: true", **ANA))
    parts = "results: islanders | want it badly 30; islanders | want it 40; islanders | no view 9 reason: as told"
    assert "not among the results" not in text(await say(f"!fact edit {number} {parts}", **ANA))
    more = 'text: "Of islanders, 70% want a ferry at night, and 58% of townspeople."'
    assert "Mind: 58% of the text: not among the results, so not in the chart." in text(
        await say(f"!fact edit {number} {more}", **ANA)
    )
