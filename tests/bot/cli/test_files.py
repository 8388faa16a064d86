"""`footnote export` and `import`: what goes out comes in again, and a damaged file leaves everything as it was."""

import csv
import io
import json
import re
from pathlib import Path
from typing import Any

import jsonschema
import pytest
import yaml

from tests.bot.cli.conftest import Footnote, Result
from tests.bot.cli.contract import CITATION
from tests.conftest import LIBRARY, Dump, raw

EXPORTED = {
    *("fact", "key", "kind", "voice", "speaker", "text", "topics", "aliases", "asked", "when", "status", "rank"),
    *("server", "payload", "citations"),
}


def exported(result: Result) -> dict[str, Any]:
    assert result.status == 0
    data: dict[str, Any] = json.loads(result.out)
    assert set(data) == {"sources", "facts"}
    for fact in data["facts"]:
        assert set(fact) - {"note"} == EXPORTED, "a field beyond the contract's stands only where it says something"
        for citation in fact["citations"]:
            assert len(citation.pop("fingerprint")) == 64
            jsonschema.validate(citation, CITATION)
    return data


def test_an_export_has_the_fields_of_the_contract(footnote: Footnote) -> None:
    data = exported(footnote("export"))
    assert [source["key"] for source in data["sources"]] == ["ferry-notes", "harbour-2031"]
    assert data["sources"][1]["author"] == [{"family": "Holm", "given": "Greta"}]
    assert len(data["facts"]) == 10
    assert data["facts"][0]["fact"] == "F1"
    assert data["facts"][0]["server"] is None
    assert data["facts"][0]["payload"]["kind"] == "poll"


@pytest.mark.parametrize("form", ["json", "yaml"])
def test_export_import_into_an_empty_store_export_again_is_the_same(
    footnote: Footnote, monkeypatch: pytest.MonkeyPatch, tmp_path: Path, form: str
) -> None:
    first = exported(footnote("export"))
    file = tmp_path / f"export.{form}"
    file.write_text(footnote("export", "--format", form).out, "utf-8")
    (tmp_path / "empty").mkdir()
    monkeypatch.setenv("FIXTURES_DIR", str(tmp_path / "empty"))
    monkeypatch.setenv("DATABASE_URL", f"sqlite+aiosqlite:///{tmp_path}/other.db")
    assert json.loads(footnote("export").out) == {"sources": [], "facts": []}
    taken, *remarks = footnote("import", str(file)).out.splitlines()
    assert taken == "10 facts added, 0 changed, 0 unchanged; 2 sources"
    # JSON is the same for the same library, and names no ledger.
    assert len(remarks) == (form == "yaml")
    assert all(remark.startswith("It was exported at revision ") for remark in remarks)
    second = exported(footnote("export"))
    for data in (first, second):
        for fact in data["facts"]:
            del fact["fact"]
    assert second == first
    again = footnote("import", str(file))
    assert again.out.splitlines()[0] == "0 facts added, 0 changed, 10 unchanged; 2 sources"


def test_the_other_formats_are_what_they_are_called(footnote: Footnote) -> None:
    out = footnote("export", "--format", "csv").out
    assert out.startswith("\ufeff"), "a spreadsheet would read it in another encoding"
    rows = list(csv.DictReader(io.StringIO(out.removeprefix("\ufeff"))))
    assert [row["fact"] for row in rows] == [f"F{number}" for number in range(1, 11)]
    assert rows[1]["citations"] == "harbour-2031#2; ferry-notes#1"
    library = yaml.safe_load(footnote("export", "--format", "yaml").out)
    assert {"sources", "topics", "synonyms", "facts"} <= set(library)
    items = json.loads(footnote("export", "--format", "csl-json").out)
    assert items[0] == {
        "id": "ferry-notes",
        "type": "document",
        "title": "[Notes on the ferry]",
        "issued": {"date-parts": [[2031]], "circa": True},
    }
    assert items[1]["issued"] == {"date-parts": [[2031, 4]]}


def test_a_damaged_import_names_file_fact_and_field_and_writes_nothing(
    footnote: Footnote, tmp_path: Path, url: str
) -> None:
    before = footnote("export").out
    file = tmp_path / "more.yaml"
    data = yaml.safe_load((LIBRARY / "fixtures" / "library.yaml").read_text("utf-8"))
    data["facts"][0]["text"] = "Another text."
    data["facts"][1]["citations"] = []
    data["facts"][2]["voice"] = "rumour"
    file.write_text(yaml.safe_dump(data, allow_unicode=True), "utf-8")
    result = footnote("import", str(file))
    assert (result.status, result.out) == (2, "")
    assert "more.yaml, fact fish-market-closed, citations: needs at least one entry" in result.err
    assert "more.yaml, fact ida-bronn, voice: should be 'reported'" in result.err
    assert footnote("export").out == before
    with raw(url) as connection:
        assert connection.exec_driver_sql("SELECT count(*) FROM actor WHERE id = 'operator'").scalar() == 0


def test_an_import_of_what_is_not_there_is_refused(footnote: Footnote, tmp_path: Path) -> None:
    missing = footnote("import", str(tmp_path / "none.yaml"))
    assert missing.status == 2
    assert "cannot be read" in missing.err


def altered(tmp_path: Path, **changes: Any) -> Path:
    """Return a folder of fixtures in which the event on the fish market is a new fact that reads otherwise."""
    data = yaml.safe_load((LIBRARY / "fixtures" / "library.yaml").read_text("utf-8"))
    (fact,) = (fact for fact in data["facts"] if fact["key"] == "fish-market-closed")
    folder = tmp_path / "altered"
    folder.mkdir(parents=True)
    text = "In 2031 the market for fish was closed."
    data["facts"] = [{**fact, "key": "market-shut", "text": text, "payload": {"kind": "event", "name": "X"}, **changes}]
    (folder / "one.yaml").write_text(yaml.safe_dump(data, allow_unicode=True), "utf-8")
    return folder


BEYOND = {"source": "harbour-2031", "paragraph": 40, "fingerprint": "0" * 64}
WRONG: dict[str, tuple[dict[str, Any], str]] = {
    "a figure": ({"text": "The market had 97 stalls."}, "97: not in ¶"),
    "a paragraph": ({"citations": [BEYOND]}, "There is no ¶40 of `harbour-2031`."),
    "a span": (
        {"citations": [{"source": "harbour-2031", "paragraph": 2, "span": [10, 9000]}]},
        "¶2 of `harbour-2031` has ",
    ),
    "a fingerprint": (
        {"citations": [{"source": "harbour-2031", "paragraph": 2, "fingerprint": "0" * 64}]},
        "¶2 of `harbour-2031` reads otherwise than when the fact was read from it",
    ),
    "a quotation": ({"voice": "quotation", "speaker": "Greta Holm"}, "A quotation needs the words quoted"),
}


@pytest.mark.parametrize("form", ["folder", "file"])
@pytest.mark.parametrize(("changes", "problem"), WRONG.values(), ids=WRONG.keys())
def test_an_import_passes_the_checks_of_an_added_fact(
    footnote: Footnote, dump: Dump, tmp_path: Path, changes: dict[str, Any], problem: str, form: str
) -> None:
    footnote("ask", "!topics")
    before, folder = dump(), altered(tmp_path, **changes)
    result = footnote("import", str(folder if form == "folder" else folder / "one.yaml"))
    assert (result.status, result.out) == (2, "")
    assert f"one.yaml, fact market-shut: {problem}" in result.err
    assert "`--unchecked` takes what does not pass the checks all the same, and marks it." in result.err
    assert dump() == before


def test_what_is_taken_unchecked_is_marked_until_it_is_edited(footnote: Footnote, tmp_path: Path) -> None:
    folder = altered(tmp_path, **WRONG["a figure"][0])
    taken = footnote("import", str(folder), "--unchecked")
    assert taken.status == 0
    assert taken.out.startswith("1 facts added, 0 changed, 0 unchanged; 2 sources\n")
    assert "Taken unchecked, and marked: market-shut.\n" in taken.out
    verified = footnote("verify").out
    assert "F11 market-shut: 97: not in ¶2" in verified
    assert "Taken unchecked: F11 market-shut\n" in verified
    assert "✓ facts: taken unchecked, and not edited since: F11" in footnote("doctor").out
    assert "unchecked: import of altered" in footnote("ask", "!fact history F11").out
    footnote("ask", "!fact edit F11 text: The market for fish was closed. yes: true")
    assert "nchecked: F11" not in footnote("verify").out
    assert "not edited since" not in footnote("doctor").out


def test_fixtures_at_a_start_name_the_file_of_a_paragraph_that_does_not_exist(
    footnote: Footnote, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("FIXTURES_DIR", str(altered(tmp_path, **WRONG["a paragraph"][0])))
    refused = footnote("ask", "!topics")
    assert (refused.status, refused.out) == (2, "")
    assert "one.yaml, fact market-shut, citations: harbour-2031 has paragraphs 1 to 5, and no 40" in refused.err


@pytest.mark.parametrize(
    ("case", "told"),
    [
        ("a figure", "F1 market-shut: 97: not in ¶2"),
        ("a span", "F1 market-shut: ¶2"),
        ("a fingerprint", "F1"),
        ("a quotation", "F1 market-shut: A quotation needs the words quoted"),
    ],
)
def test_fixtures_at_a_start_are_marked_where_they_do_not_pass_the_checks(
    footnote: Footnote, monkeypatch: pytest.MonkeyPatch, tmp_path: Path, case: str, told: str
) -> None:
    right, wrong = altered(tmp_path / "right"), altered(tmp_path / "wrong", **WRONG[case][0])
    monkeypatch.setenv("FIXTURES_DIR", str(wrong))
    first = footnote("ask", "!topics").err
    assert (
        "1 facts added, 0 changed, 0 unchanged; 2 sources; taken unchecked, see `footnote verify`: market-shut."
        in first
    )
    verified = footnote("verify").out
    assert told in verified
    assert "Taken unchecked: F1 market-shut\n" in verified
    doctor = footnote("doctor").out
    assert "✓ facts: taken unchecked, and not edited since: F1" in doctor
    assert "unchecked: from the fixtures" in footnote("ask", "!fact history F1").out
    # At the next start it is there already, and once its file is mended it is marked no longer.
    assert "unchecked" not in footnote("ask", "!topics").err
    monkeypatch.setenv("FIXTURES_DIR", str(right))
    assert "0 facts added, 1 changed, 0 unchanged; 2 sources." in footnote("ask", "!topics").err
    assert "not edited since" not in footnote("doctor").out
    # And marked again where it is made wrong.
    monkeypatch.setenv("FIXTURES_DIR", str(wrong))
    assert "1 changed, 0 unchanged; 2 sources; taken unchecked" in footnote("ask", "!topics").err


def test_facts_that_left_a_file_are_told_and_pruned(footnote: Footnote, tmp_path: Path) -> None:
    data = yaml.safe_load((LIBRARY / "fixtures" / "library.yaml").read_text("utf-8"))
    file = tmp_path / "less.yaml"
    kept = [fact for fact in data["facts"] if fact["key"] not in ("fish-market-closed", "ida-bronn")]
    file.write_text(yaml.safe_dump({**data, "facts": kept}, allow_unicode=True), "utf-8")
    footnote("ask", "!fact edit F3 text: Ida Brønn is the mayor of the town. yes: true")
    told = footnote("import", str(file))
    assert told.out.endswith(
        "Came with a file before and are not in this one, and are kept; `--prune` retracts them: fish-market-closed.\n"
    )
    assert "F2" in footnote("ask", "!event fish market").out
    pruned = footnote("import", str(file), "--prune")
    assert pruned.out.endswith("are not in this one, and were retracted: fish-market-closed.\n")
    assert "F2" not in footnote("ask", "!event fish market").out
    assert "F3" in footnote("ask", "!person ida").out, "what was edited by hand is nobody else's to retract"


def test_what_came_with_an_import_is_pruned_by_the_next(footnote: Footnote, tmp_path: Path) -> None:
    folder = altered(tmp_path)
    assert footnote("import", str(folder)).out.startswith("1 facts added")
    pruned = footnote("import", str(LIBRARY / "fixtures" / "library.yaml"), "--prune")
    assert pruned.out.endswith("are not in this one, and were retracted: market-shut.\n")


def test_fixtures_that_cite_what_their_source_does_not_have_are_refused_at_the_start(
    footnote: Footnote, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("FIXTURES_DIR", str(altered(tmp_path, citations=[BEYOND])))
    result = footnote("ask", "!topics")
    assert result.status == 2
    assert "one.yaml, fact market-shut, citations: harbour-2031 has paragraphs 1 to 5, and no 40" in result.err


def test_fixtures_that_lost_a_fact_say_so_at_the_start(
    footnote: Footnote, library: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("FIXTURES_DIR", str(library / "fixtures"))
    footnote("ask", "!topics")
    file = library / "fixtures" / "library.yaml"
    data = yaml.safe_load(file.read_text("utf-8"))
    data["facts"] = [fact for fact in data["facts"] if fact["key"] != "fish-market-closed"]
    file.write_text(yaml.safe_dump(data, allow_unicode=True), "utf-8")
    assert "2 sources; no longer in the files: fish-market-closed." in footnote("ask", "!topics").err


@pytest.mark.parametrize("form", ["json", "yaml"])
def test_added_documents_go_along_and_come_back(
    footnote: Footnote, monkeypatch: pytest.MonkeyPatch, tmp_path: Path, form: str
) -> None:
    page = "# Boats\n\nThere are 12\u2028boats.\n\n## Of the harbour\n\nFour: “ours”, 3 km off.\n"
    (tmp_path / "boats.md").write_text(page, "utf-8")
    footnote("source", "add", str(tmp_path / "boats.md"))
    plain = footnote("export", "--format", form).out
    assert "“ours”, 3 km off" not in plain, (
        "a document is other people's writing, and goes along only where one says so"
    )
    out = footnote("export", "--format", form, "--documents", "text").out
    assert "3 km off" in out
    file = tmp_path / f"export.{form}"
    file.write_text(out, "utf-8")
    shown = footnote("ask", "!source boats 4").out
    monkeypatch.setenv("DATABASE_URL", f"sqlite+aiosqlite:///{tmp_path}/other.db")
    (tmp_path / "empty").mkdir()
    monkeypatch.setenv("FIXTURES_DIR", str(tmp_path / "empty"))
    assert footnote("import", str(file)).status == 0
    assert footnote("ask", "!source boats 4").out == shown
    assert "3 km off" in shown
    again = footnote("export", "--format", form, "--documents", "text").out
    # Of which ledger it is differs: each store has its own.
    assert {**yaml.safe_load(again), "ledger": []} == {**yaml.safe_load(out), "ledger": []}
    assert footnote("import", str(file)).out.startswith("0 facts added, 0 changed, 10 unchanged; 3 sources\n")


def test_a_catalog_of_translations_is_begun_under_the_name_of_its_language(footnote: Footnote, tmp_path: Path) -> None:
    refused = footnote("translations", "german.po")
    assert refused.status == 2
    assert "german.po is not named by a language of Discord’s: name it de.po, pt-BR.po or the like." in refused.err
    assert not (tmp_path / "german.po").exists()
    begun = footnote("translations", "pt-BR.po")
    assert begun.status == 0
    lacking = re.fullmatch(r"pt-BR\.po: (\d+) texts lack a translation\.\n", begun.out)
    assert lacking
    assert (tmp_path / "pt-BR.po").read_text("utf-8").count('msgstr ""\n\n') == int(lacking[1])
