"""The files that a deployment starts from name what there is, and the service is one that systemd takes."""

import re
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
import yaml
from sqlalchemy.engine import make_url

from bot.settings import Settings

ROOT = Path(__file__).parents[1]
DEPLOY = ROOT / "deploy"


def test_the_container_copies_what_there_is() -> None:
    copied = re.findall(r"^COPY (?!--from)(.+) \S+$", (DEPLOY / "Containerfile").read_text("utf-8"), re.MULTILINE)
    assert copied
    assert [name for names in copied for name in names.split() if not (ROOT / name).exists()] == []


def test_the_container_is_built_from_the_file_that_stands_beside_it() -> None:
    composed = yaml.safe_load((DEPLOY / "compose.yaml").read_text("utf-8"))
    service = composed["services"]["footnote"]
    context = (DEPLOY / service["build"]["context"]).resolve()
    assert (context / service["build"]["dockerfile"]) == DEPLOY / "Containerfile"
    assert {name.partition(":")[0] for name in service["volumes"]} == composed["volumes"].keys()


def services() -> dict[str, dict[str, Any]]:
    """Return the services beside PostgreSQL, by their names."""
    composed = yaml.safe_load((DEPLOY / "compose.postgres.yaml").read_text("utf-8"))
    return {name: service for name, service in composed["services"].items() if name != "database"}


def test_the_services_on_postgresql_are_built_of_what_there_is_and_share_one_server() -> None:
    composed = yaml.safe_load((DEPLOY / "compose.postgres.yaml").read_text("utf-8"))
    server = composed["services"]["database"]
    containerfile = (DEPLOY / "Containerfile").read_text("utf-8")
    for service in services().values():
        built = service["build"]
        assert ((DEPLOY / built["context"]).resolve() / built["dockerfile"]) == DEPLOY / "Containerfile"
        for name, value in built["args"].items():
            assert f"ARG {name}" in containerfile
            assert (ROOT / "requirements" / f"{value}.txt").exists()
        assert service["depends_on"] == {"database": {"condition": "service_healthy"}}
        address = make_url(service["environment"]["DATABASE_URL"])
        made = server["environment"]
        assert (address.host, address.username, address.database) == (
            "database",
            made["POSTGRES_USER"],
            made["POSTGRES_DB"],
        )
        assert service["environment"]["PGPASSWORD"] == made["POSTGRES_PASSWORD"]
        assert service["read_only"]
        assert service["cap_drop"] == ["ALL"]
    mounted = [name for service in composed["services"].values() for name in service.get("volumes", ())]
    assert {name.partition(":")[0] for name in mounted} == composed["volumes"].keys()


def test_the_services_on_postgresql_divide_all_shards_among_them(monkeypatch: pytest.MonkeyPatch) -> None:
    taken: list[int] = []
    for name, service in services().items():
        environment = {name: str(value) for name, value in service["environment"].items() if name != "PGPASSWORD"}
        # Whatever is no setting would be ignored, and not be what whoever wrote it meant.
        assert {name.lower() for name in environment} <= Settings.model_fields.keys()
        for name, value in environment.items():
            monkeypatch.setenv(name, value)
        settings = Settings(_env_file=None)
        assert settings.shards is not None
        assert settings.shards.count == len(services())
        assert (settings.backup_dir is not None) == (0 in settings.shards.numbers)
        taken += settings.shards.numbers
        for name in environment:
            monkeypatch.delenv(name)
    assert sorted(taken) == [*range(len(services()))]


@pytest.mark.skipif(not shutil.which("systemd-analyze"), reason="systemd is not installed here")
def test_systemd_takes_the_service(tmp_path: Path) -> None:
    unit = (DEPLOY / "footnote.service").read_text("utf-8")
    assert "/opt/footnote/bin/footnote" in unit
    # The program is not installed there on this machine.
    (tmp_path / "footnote.service").write_text(unit.replace("/opt/footnote/bin/footnote", sys.executable), "utf-8")
    done = subprocess.run(
        ["systemd-analyze", "verify", str(tmp_path / "footnote.service")], capture_output=True, text=True, check=False
    )
    assert (done.returncode, done.stderr) == (0, "")
