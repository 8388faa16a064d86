"""The wheel, installed and started outside the checkout, does what the checkout does."""

import json
import os
import subprocess
import sys
import zipfile
from collections.abc import Iterable, Set
from email.message import Message
from email.parser import Parser
from importlib import metadata
from pathlib import Path

import pytest
from packaging.requirements import Requirement

from bot.verifier.verifier import PACKAGES

ROOT = Path(__file__).parents[1]


def run(*command: str, folder: Path, **environment: str) -> str:
    done = start(*command, folder=folder, **environment)
    assert done.returncode == 0, done.stderr
    return done.stdout


def start(*command: str, folder: Path, **environment: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, *command],
        cwd=folder,
        env={"PATH": os.environ["PATH"], "HOME": str(folder), **environment},
        capture_output=True,
        text=True,
        check=False,
    )


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("dist")
    run("-m", "hatchling", "build", "-t", "wheel", "-d", str(folder), folder=ROOT)
    (built,) = folder.glob("footnote-*.whl")
    return built


def test_fixtures_and_migrations_travel_with_it(wheel: Path) -> None:
    packed = set(zipfile.ZipFile(wheel).namelist())
    for folder in ("bot", "db"):
        tracked = {str(path.relative_to(ROOT)) for path in (ROOT / folder).rglob("*.py")}
        assert tracked - packed == set()
    shipped = {f"db/shipped/{path.name}" for path in (ROOT / "fixtures").glob("*.yaml")}
    assert shipped
    assert shipped - packed == set()
    assert {"bot/verifier/model.onnx", "bot/verifier/tokenizer.json", "bot/discord/locales/de.po"} <= packed
    assert {"bot", "db"} == {name.split("/")[0] for name in packed if ".dist-info" not in name}


def test_installed_it_answers_from_the_shipped_facts(wheel: Path, tmp_path: Path) -> None:
    place, work = installed(wheel, tmp_path)
    python = {"PYTHONPATH": str(place)}
    assert run("-c", "import bot; print(bot.__file__)", folder=work, **python).startswith(str(place))
    reply = json.loads(run("-m", "bot", "ask", "--json", "!poll party", folder=work, **python))
    assert reply["status"] == "answered"
    assert {"85", "88"} <= set(reply["statements"][0]["text"].replace("%", "").split())
    assert (work / "footnote.db").exists()
    told = run("-m", "bot", "doctor", folder=work, **python)
    assert "✗" not in told
    assert "✓ migrations: up to date" in told


def test_without_its_extra_it_answers_by_words_alone(wheel: Path, tmp_path: Path) -> None:
    place, work = installed(wheel, tmp_path)
    plain = tmp_path / "plain"
    required = metadata_of(wheel).get_all("Requires-Dist") or []
    link(plain, needed(required))
    # Without `site` nothing of this environment can be imported but what is linked.
    footnote, python = ("-S", "-m", "bot"), {"PYTHONPATH": f"{place}{os.pathsep}{plain}"}
    answered = start(*footnote, "ask", "--json", "who appointed Grenell?", folder=work, **python)
    assert answered.returncode == 0, answered.stderr
    assert json.loads(answered.stdout)["status"] == "answered"
    missing = "no numpy and no onnxruntime and no tokenizers installed: run pip install 'footnote[verifier]'"
    assert f"Verifier: not in use, so questions are answered by words alone; there is {missing}." in answered.stderr
    told = run(*footnote, "doctor", folder=work, **python)
    assert f"✓ verifier: questions are answered by words alone: {missing}" in told
    refused = start(*footnote, "ask", "hello", folder=work, VERIFIER="on", **python)
    assert (refused.returncode, refused.stdout) == (2, "")
    sentence = f"VERIFIER=on asks for the verifier, and there is {missing}, or set VERIFIER=auto."
    assert refused.stderr.splitlines()[-1].endswith(sentence)
    assert "Traceback" not in refused.stderr
    wrong = start(*footnote, "doctor", folder=work, VERIFIER="on", **python)
    assert wrong.returncode == 1
    assert f"✗ verifier: VERIFIER=on, so nothing starts: {missing}, or set VERIFIER=auto" in wrong.stdout


def test_its_extra_is_what_the_verifier_runs_on(wheel: Path) -> None:
    known = metadata_of(wheel)
    required = known.get_all("Requires-Dist") or []
    assert "verifier" in (known.get_all("Provides-Extra") or ())
    plain = {each.name for each in needed(required)}
    assert {each.name for each in needed(required, {"verifier"})} - plain == set(PACKAGES)


def installed(wheel: Path, tmp_path: Path) -> tuple[Path, Path]:
    """Return a folder in which Footnote is installed from the wheel alone, and one to work in."""
    place, work = tmp_path / "installed", tmp_path / "work"
    work.mkdir()
    # What Footnote depends on comes from this environment.
    pip = ["-m", "pip", "install", "--quiet", "--disable-pip-version-check", "--no-deps", "--no-index"]
    run(*pip, "--target", str(place), str(wheel), folder=work)
    return place, work


def metadata_of(wheel: Path) -> Message:
    with zipfile.ZipFile(wheel) as archive:
        (name,) = (name for name in archive.namelist() if name.endswith(".dist-info/METADATA"))
        return Parser().parsestr(archive.read(name).decode())


def needed(required: Iterable[str], extras: Set[str] = frozenset()) -> list[Requirement]:
    """Return what is required here, with these extras."""
    read = map(Requirement, required)
    return [
        each
        for each in read
        if each.marker is None or any(each.marker.evaluate({"extra": extra}) for extra in ("", *extras))
    ]


def link(place: Path, required: Iterable[Requirement]) -> None:
    """Make a folder of what is required, and of what that requires in turn, and of nothing else."""
    place.mkdir()
    waiting, seen = list(required), set()
    while waiting:
        each = waiting.pop()
        if str(each) in seen:
            continue
        seen.add(str(each))
        waiting += needed(metadata.requires(each.name) or (), each.extras)
        for file in metadata.files(each.name) or ():
            top = place / file.parts[0]
            if ".." not in file.parts and not top.exists():
                top.symlink_to(Path(str(metadata.distribution(each.name).locate_file(file.parts[0]))))
