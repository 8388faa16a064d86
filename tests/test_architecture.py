"""`docs/architecture.md` names files and methods that there are."""

import ast
import re
from functools import cache

from tests.readme import ROOT

PAGE = (ROOT / "docs" / "architecture.md").read_text("utf-8")


@cache
def methods() -> frozenset[str]:
    """Return every method of our classes, as `Class.method`."""
    found = set()
    for room in ("bot", "db"):
        for file in (ROOT / room).rglob("*.py"):
            for node in ast.walk(ast.parse(file.read_text("utf-8"))):
                if isinstance(node, ast.ClassDef):
                    inside = (part for part in node.body if isinstance(part, ast.FunctionDef | ast.AsyncFunctionDef))
                    found |= {f"{node.name}.{part.name}" for part in inside}
    return frozenset(found)


def test_the_files_that_the_page_names_are_there() -> None:
    named = re.findall(r"`((?:bot|db|docs|tests)/[\w/.]+\.(?:py|md))`", PAGE)
    assert len(named) > 15
    assert not [path for path in named if not (ROOT / path).exists()]


def test_the_methods_that_the_page_names_are_there() -> None:
    named = re.findall(r"`([A-Z]\w+\.[a-z]\w+)`", PAGE)
    assert len(named) > 15
    assert not [name for name in named if name not in methods()]


def test_no_two_classes_of_the_program_have_one_name() -> None:
    names = [
        node.name
        for room in ("bot", "db")
        for file in (ROOT / room).rglob("*.py")
        for node in ast.walk(ast.parse(file.read_text("utf-8")))
        if isinstance(node, ast.ClassDef)
    ]
    assert not {name for name in names if names.count(name) > 1}
