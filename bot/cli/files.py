"""Files in and out: `footnote export`, `import`, `fingerprint` and `schema`."""

import asyncio
import json
import sys
from pathlib import Path
from typing import Annotated

import typer
import yaml

from bot import app
from bot.errors import CannotStart
from bot.render import exports
from db import fixtures
from db.actors import OPERATOR
from db.documents import Document
from db.seed import take


def export(
    format_: Annotated[
        exports.Format, typer.Option("--format", help="json, yaml, csv or csl-json")
    ] = exports.Format.JSON,
) -> None:
    """Write the store to standard output: sources and facts."""

    async def session() -> None:
        async with app.started() as opened:
            sys.stdout.write(exports.write(await opened.content(), format_))

    asyncio.run(session())


def import_(file: Annotated[Path, typer.Argument(help="a YAML or JSON file as `footnote export` writes it")]) -> None:
    """Take sources and facts from a file, all of it or nothing."""
    try:
        library = fixtures.parse(file.name, file.read_bytes())
    except OSError as error:
        raise CannotStart(f"{file} cannot be read: {error.strerror}.") from error

    async def session() -> None:
        async with app.started() as opened:
            print(await take(opened.ledger, opened.store, library, OPERATOR, f"import of {file.name}"))

    asyncio.run(session())


def fingerprint(file: Annotated[Path, typer.Argument(help="a document, UTF-8 text")]) -> None:
    """Print the fingerprints of a document's paragraphs, as a source in a fixture lists them."""
    try:
        document = Document(file.read_bytes().decode("utf-8-sig"))
    except (OSError, UnicodeDecodeError) as error:
        raise CannotStart(f"{file} cannot be read as UTF-8 text.") from error
    print(yaml.safe_dump({"document": file.name, "fingerprints": list(document.fingerprints)}, sort_keys=False), end="")


def schema() -> None:
    """Print the JSON Schema of a fixture, for editors."""
    print(json.dumps(fixtures.schema(), indent=2, ensure_ascii=False))
