"""The wheel, installed and started outside the checkout, does what the checkout does."""

import json
import os
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
# One of the processes that share the tests builds the wheel.
pytestmark = pytest.mark.xdist_group("wheel")


def run(*command: str, folder: Path, **environment: str) -> str:
    done = subprocess.run(
        [sys.executable, *command],
        cwd=folder,
        env={"PATH": os.environ["PATH"], "HOME": str(folder), **environment},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("dist")
    run("-m", "hatchling", "build", "-t", "wheel", "-d", str(folder), folder=ROOT)
    (built,) = folder.glob("footnote-*.whl")
    return built


def test_fixtures_and_migrations_travel_with_it(wheel: Path) -> None:
    held = set(zipfile.ZipFile(wheel).namelist())
    for folder in ("bot", "db"):
        tracked = {str(path.relative_to(ROOT)) for path in (ROOT / folder).rglob("*.py")}
        assert tracked - held == set()
    shipped = {f"db/shipped/{path.name}" for path in (ROOT / "fixtures").glob("*.yaml")}
    assert shipped
    assert shipped - held == set()
    assert {"bot/verifier/model.onnx", "bot/verifier/tokenizer.json"} <= held
    assert {"bot", "db"} == {name.split("/")[0] for name in held if ".dist-info" not in name}


def test_installed_it_answers_from_the_shipped_facts(wheel: Path, tmp_path: Path) -> None:
    place, work = tmp_path / "installed", tmp_path / "work"
    work.mkdir()
    # What Footnote depends on comes from this environment; Footnote itself from the wheel alone.
    pip = ["-m", "pip", "install", "--quiet", "--disable-pip-version-check", "--no-deps", "--no-index"]
    run(*pip, "--target", str(place), str(wheel), folder=work)
    python = {"PYTHONPATH": str(place)}
    assert run("-c", "import bot; print(bot.__file__)", folder=work, **python).startswith(str(place))
    reply = json.loads(run("-m", "bot", "ask", "--json", "!poll party", folder=work, **python))
    assert reply["status"] == "answered"
    assert {"85", "88"} <= set(reply["statements"][0]["text"].replace("%", "").split())
    assert (work / "footnote.db").exists()
    told = run("-m", "bot", "doctor", folder=work, **python)
    assert "✗" not in told
    assert "✓ migrations: up to date" in told
