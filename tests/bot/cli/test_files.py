"""`footnote export` and `import`: what goes out comes in again, and a damaged file leaves everything as it was."""

import csv
import io
import json
import sqlite3
from contextlib import closing
from pathlib import Path
from typing import Any

import jsonschema
import pytest
import yaml

from tests.bot.cli.conftest import Footnote, Result
from tests.bot.cli.contract import CITATION
from tests.conftest import LIBRARY

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
    taken = footnote("import", str(file))
    assert (taken.status, taken.out) == (0, "10 facts added, 0 changed, 0 unchanged; 2 sources\n")
    second = exported(footnote("export"))
    for data in (first, second):
        for fact in data["facts"]:
            del fact["fact"]
    assert second == first
    again = footnote("import", str(file))
    assert again.out == "0 facts added, 0 changed, 10 unchanged; 2 sources\n"


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
    with closing(sqlite3.connect(url.removeprefix("sqlite+aiosqlite:///"))) as connection:
        assert connection.execute("SELECT count(*) FROM actor WHERE id = 'operator'").fetchone() == (0,)


def test_an_import_of_what_is_not_there_is_refused(footnote: Footnote, tmp_path: Path) -> None:
    assert "cannot be read" in footnote("import", str(tmp_path / "none.yaml")).err
    assert footnote("import", str(tmp_path)).status == 2
