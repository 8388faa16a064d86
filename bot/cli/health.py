"""Checks of the whole: `footnote doctor` and `footnote verify`."""

import asyncio
from typing import Annotated

import typer

from bot import app
from bot.briefing.sources.verify import verify as check_all
from bot.cli import diagnosis
from bot.render import tables


def doctor(
    repair: Annotated[bool, typer.Option("--repair", help="make missing triggers of the database anew")] = False,
) -> None:
    """Say what is missing or wrong: token, database, migrations, triggers, fixtures, documents."""
    findings = asyncio.run(diagnosis.examine(app.configured(), repair=repair))
    for finding in findings:
        print(finding)
    raise typer.Exit(1 if any(finding.wrong for finding in findings) else 0)


def verify(
    ledger: Annotated[bool, typer.Option("--ledger", help="check the chain of revisions instead")] = False,
) -> None:
    """Hold every citation against the documents; exit 1 where a paragraph is changed or missing."""

    async def session() -> bool:
        async with app.started() as opened:
            if ledger:
                broken = await opened.ledger.broken_links()
                print(tables.chain(broken))
                return not broken
            result = await check_all(opened.store, opened.evidence)
            tables.show(result)
            return result.sound

    raise typer.Exit(0 if asyncio.run(session()) else 1)
