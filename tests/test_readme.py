"""README.md and .env.example say what the program does: commands, settings, and a session run again."""

import re
from difflib import unified_diff
from itertools import islice
from pathlib import Path

from tests.readme import EXAMPLE, README, example, readme


def behind(path: Path, wanted: str) -> str:
    """Return what is to be changed in the file, or nothing."""
    lines = unified_diff(path.read_text("utf-8").splitlines(), wanted.splitlines(), lineterm="", n=0)
    return "\n".join(line for line in islice(lines, 2, None) if not line.startswith("@@"))


async def test_the_readme_names_every_command_and_setting_and_shows_what_the_bot_says(tmp_path: Path) -> None:
    changes = behind(README, await readme(tmp_path / "readme.db"))
    assert not changes, f"README.md is behind; `make readme` makes these changes:\n{changes}"


def test_the_example_environment_names_every_setting_with_its_default() -> None:
    changes = behind(EXAMPLE, example())
    assert not changes, f".env.example is behind; `make readme` makes these changes:\n{changes}"


def test_what_the_documents_link_to_is_there() -> None:
    root = README.parent
    pages = [*root.glob("*.md"), *root.glob("docs/*.md"), *root.glob("*/README.md")]
    linked = [
        (page, target) for page in pages for target in re.findall(r"\]\((?!https?:|#)([^)#]+)", page.read_text("utf-8"))
    ]
    assert len(linked) > 10
    assert not [(page.name, target) for page, target in linked if not (page.parent / target).exists()]
