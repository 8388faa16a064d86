"""Checks of the whole: `footnote doctor` and `footnote verify`."""

import asyncio

from bot import app
from bot.briefing.sources.verify import verify as check_all
from bot.cli import diagnosis
from bot.render import tables


def doctor(*, repair: bool) -> bool:
    """Print what is missing or wrong, and return whether all is well."""
    findings = asyncio.run(diagnosis.examine(app.configured(), repair=repair))
    for finding in findings:
        print(finding)
    return not any(finding.wrong for finding in findings)


def verify(*, ledger: bool) -> bool:
    """Print the checks of all citations, or of the ledger, and return whether they are passed."""

    async def session() -> bool:
        async with app.started() as opened:
            if ledger:
                broken = await opened.ledger.broken_links()
                print(tables.chain(broken))
                return not broken
            result = await check_all(opened.store, opened.evidence)
            tables.show(result)
            return result.sound

    return asyncio.run(session())
