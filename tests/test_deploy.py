"""The files that a deployment starts from name what there is, and the service is one that systemd takes."""

import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
import yaml

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
