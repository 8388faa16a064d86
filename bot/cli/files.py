"""Files in and out: `footnote export`, `import`, `fingerprint` and `schema`."""

import asyncio
import json
import sys
from pathlib import Path

import yaml

from bot import app
from bot.errors import CannotStart
from bot.render import exports
from bot.render.formats import Format
from db import fixtures
from db.actors import OPERATOR
from db.documents import Document
from db.seed import take


def export(format_: Format) -> None:
    """Write the store to standard output."""

    async def session() -> None:
        async with app.started() as opened:
            sys.stdout.write(exports.write(await opened.content(), format_))

    asyncio.run(session())


def import_(file: Path) -> None:
    """Take what a file holds, all of it or nothing."""
    try:
        library = fixtures.parse(file.name, file.read_bytes())
    except OSError as error:
        raise CannotStart(f"{file} cannot be read: {error.strerror}.") from error

    async def session() -> None:
        async with app.started(example=False) as opened:
            print(await take(opened.ledger, opened.store, library, OPERATOR, f"import of {file.name}"))

    asyncio.run(session())


def fingerprint(file: Path) -> None:
    """Print the fingerprints of a document."""
    try:
        document = Document(file.read_bytes().decode("utf-8-sig"))
    except (OSError, UnicodeDecodeError) as error:
        raise CannotStart(f"{file} cannot be read as UTF-8 text.") from error
    print(yaml.safe_dump({"document": file.name, "fingerprints": list(document.fingerprints)}, sort_keys=False), end="")


def schema() -> None:
    """Print the JSON Schema of a fixture."""
    print(json.dumps(fixtures.schema(), indent=2, ensure_ascii=False))
