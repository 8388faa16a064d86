"""Vessels by every way in: added, shown, found, edited, exported, imported, looked up, completed and asked for."""

import json
from pathlib import Path

import pytest

from db.kinds import KINDS
from tests.bot.cli.conftest import Footnote
from tests.bot.curating import EVENT
from tests.conftest import Dump, Say, text
from tests.kinds.vessel import Vessel
from tests.wire.discord import Member

pytest_plugins = ["tests.bot.cli.conftest", "tests.wire.conftest"]

ADD = (
    "!fact add kind: vessel topics: ferry name: Måren builder: Coldwater Yard launched: May 2030 berths: 1,200 "
    "drive: Electric ports: Port Ellery; Aldmere text: The Måren is a new ferry. source: harbour-2031 paragraph: 1 "
    "reason: counted on board"
)


async def test_it_is_added_after_a_preview_and_shown(say: Say, dump: Dump) -> None:
    preview = text(await say(ADD))
    assert preview.startswith("Preview: a new vessel\n")
    assert not any("Coldwater" in line for line in dump() if 'INTO "fact"' in line)
    added = await say("!yes")
    (statement,) = added.statements
    assert statement.fact.payload == Vessel(
        name="Måren",
        builder="Coldwater Yard",
        launched="2030-05",
        berths=1200,
        drive="electric",
        ports=("Port Ellery", "Aldmere"),
    )
    assert statement.fact.key == "maren"
    shown = text(await say(f"!cite {statement.fact.label}"))
    assert "Kind: vessel. Voice: reported." in shown
    assert "When: not stated\n" in shown
    assert "Builder: Coldwater Yard. Launched: May 2030 (EDTF 2030-05)\n" in shown
    assert "Berths: 1200\nDrive: electric\nPorts: Port Ellery\nPorts: Aldmere\n" in shown


async def test_it_is_looked_up_found_and_part_of_a_briefing(say: Say) -> None:
    assert text(await say("!vessel")) == "The store holds no vessels yet."
    await say(f"{ADD} yes: true")
    for line in ("!vessel maren", "!ships måren", "!vessel ferry", "!vessel"):
        assert "Måren" in text(await say(line)), line
    assert text(await say("!vessel")).startswith("Vessels: what you can ask for\n")
    for line in ("!find coldwater", "!find aldmere", "!find electric vessel"):
        assert (await say(line)).statements[0].fact.kind == Vessel.KIND, line
    assert "Vessels" in text(await say("!brief ferry"))
    assert "1 vessel (`!vessel måren`)" in text(await say("!law måren"))
    near = await say("!vessel maaren")
    assert (near.status, text(near)) == (
        "related",
        "I have no vessel under “maaren”. Did you mean `!vessel måren` or `!vessel Måren`?",
    )


async def test_it_is_edited_and_each_difference_is_told(say: Say) -> None:
    await say(f"{ADD} yes: true")
    preview = text(await say("!fact edit F11 berths: 90 ports: - builder: Aldmere Yard reason: counted again"))
    assert "builder: [-Coldwater-] {+Aldmere+} Yard\n" in preview
    assert "berths: [-1200-] {+90+}\n" in preview
    assert "ports: [-Port Ellery; Aldmere-]\n" in preview
    await say("!yes")
    assert "Berths: 90\nDrive: electric\nTopics:" in text(await say("!cite F11"))
    assert (await say("!find coldwater")).status != "answered"
    assert "F11 is as it was before" in text(await say("!undo"))


@pytest.mark.parametrize(
    ("line", "said"),
    [
        (ADD.replace("name: Måren", ""), "`name:` is missing: say what it is called."),
        (ADD.replace("1,200", "many"), "`berths:` should be a whole number from 1, not “many”."),
        (ADD.replace("Electric", "magic"), "`drive:` should be sail, steam or electric, not “magic”."),
        (ADD.replace("May 2030", "lately"), "`launched:` “lately” is not a date I can read"),
        (ADD.replace(" reason: counted on board", ""), "`berths:` 1,200: not in ¶1 of `harbour-2031`."),
        (ADD + " stance: for", "`stance:` belongs to a claim, not to a vessel."),
        (EVENT + " berths: 4", "`berths:` belongs to a vessel, not to an event."),
        ("!fact add kind: vesel", "Did you mean `vessel`?"),
        ("!fact add kind: ships", "`!fact add kind: vessel topics: ferry name: Måren builder: Coldwater Yard"),
    ],
)
async def test_what_is_wrong_is_told_and_nothing_is_written(say: Say, dump: Dump, line: str, said: str) -> None:
    before = dump()
    answer = await say(line)
    assert answer.status == "error"
    assert said in text(answer)
    assert dump() == before


def test_it_is_exported_imported_and_described_by_the_schema(
    footnote: Footnote, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    assert json.loads(footnote("ask", "--json", f"{ADD} yes: true").out)["statements"][0]["kind"] == "vessel"
    first = json.loads(footnote("export").out)
    (exported,) = (fact for fact in first["facts"] if fact["kind"] == "vessel")
    assert exported["payload"]["ports"] == ["Port Ellery", "Aldmere"]
    schema = json.loads(footnote("schema").out)
    assert schema["$defs"]["Vessel"]["required"] == ["kind", "name"]
    assert len(schema["$defs"]["Fact"]["properties"]["payload"]["oneOf"]) == len(KINDS) == 8
    for form in ("json", "yaml"):
        file, folder = tmp_path / f"export.{form}", tmp_path / form
        file.write_text(footnote("export", "--format", form).out, "utf-8")
        folder.mkdir()
        with monkeypatch.context() as elsewhere:
            elsewhere.setenv("FIXTURES_DIR", str(folder))
            elsewhere.setenv("DATABASE_URL", f"sqlite+aiosqlite:///{folder}/other.db")
            assert footnote("import", str(file)).status == 0
            second = json.loads(footnote("export").out)
        for library in (first, second):
            for fact in library["facts"]:
                fact.pop("fact", None)
        assert second == first


async def test_help_has_its_command_and_its_arguments(say: Say) -> None:
    assert "`!vessel [name]`  Look up vessels by name or topic." in text(await say("!help"))
    assert "Also: `!ships`" in text(await say("!help vessel"))
    assert "vessel: `name:` `builder:` `launched:` `berths:` `drive:` `ports:`" in text(await say("!help fact add"))


@pytest.mark.asyncio(loop_scope="module")
async def test_discord_has_its_command_its_choices_its_card_and_its_form(mona: Member) -> None:
    added = await mona.slash(
        "fact add",
        kind="vessel",
        topics="ferry",
        text="The Måren is a new ferry.",
        name="Måren",
        drive="sail",
        source="harbour-2031",
        paragraph="1",
        more="builder: Coldwater Yard",
    )
    assert (await mona.presses(added, "Yes")).card["accent_color"] == 0x123456
    assert (await mona.completes("vessel", "name", "må"))[0] == ("Måren", "Måren")
    shown = await mona.slash("vessel", name="måren")
    assert "The Måren is a new ferry" in shown.text
    form = await mona.uses("Propose as fact", await mona.writes("The Aldmere is a boat. harbour-2031 1"))
    rest = await mona.presses(await mona.submits(form, {"Kind": "vessel"}), "Add the rest")
    assert list(rest.inputs) == ["Name", "Builder", "Launched", "Berths", "Topics"]
    preview = await mona.submits(rest, {"Name": "Aldmere", "Builder": "Coldwater Yard", "Topics": "ferry"})
    assert "Preview: a new vessel" in preview.text
    await mona.presses(preview, "No")
