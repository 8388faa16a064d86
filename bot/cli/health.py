"""Checks of the whole: `footnote doctor` and `footnote verify`."""

import asyncio
import re
from pathlib import Path

from bot import app
from bot.briefing.curating.recheck import recheck
from bot.briefing.sources.verify import verify as check_all
from bot.cli import diagnosis, discord
from bot.errors import CannotStart
from bot.render import tables
from bot.render.spans import plain
from db import fixtures
from db.ledger.chain import Head
from db.ledger.proof import Proof
from db.notes import PREFIX


def doctor(*, repair: bool, online: bool) -> bool:
    """Print what is missing or wrong, `online` at Discord too, and return whether all is well."""
    settings = app.configured()
    findings = asyncio.run(diagnosis.examine(settings, repair=repair))
    if online:
        findings += asyncio.run(discord.diagnoses(settings))
    for finding in findings:
        print(finding)
    return not any(finding.wrong for finding in findings)


def verify(*, ledger: bool, head: str | None) -> bool:
    """Print the checks of all citations, or of the ledger, and return whether they are passed."""
    witnessed = None if head is None else _witnessed(head)

    async def session() -> bool:
        async with app.started() as opened:
            if ledger or witnessed:
                proof = await opened.ledger.prove(witnessed)
                print(*_proved(proof), sep="\n")
                return proof.sound
            result = await check_all(opened.store, opened.evidence)
            tables.show(result)
            sound = result.sound
            for server in await opened.store.servers():
                print(f"\nFacts of the server {server} alone:")
                theirs = await check_all(opened.store, opened.evidence, server, own=True)
                tables.show(theirs)
                sound = sound and theirs.sound
            async for fact, sentences in recheck(opened.evidence):
                print(*(f"{fact.label} {fact.key}: {plain(sentence, PREFIX)}" for sentence in sentences), sep="\n")
            if unchecked := await opened.store.numbered(await opened.history.unchecked()):
                print(f"Taken unchecked: {', '.join(f'{fact.label} {fact.key}' for fact in unchecked)}")
            return sound

    return asyncio.run(session())


def _witnessed(head: str) -> Head:
    """Return a head as it is printed, or as the file of an export has it."""
    path = Path(head)
    if re.fullmatch(r"\d{1,18}:[0-9a-f]{64}", head.strip()):
        return Head.of(head.strip())
    if path.suffix in fixtures.SUFFIXES and path.is_file():
        if heads := fixtures.parse(path.name, path.read_bytes()).ledger:
            return max(map(Head.of, heads), key=lambda found: found.number)
        raise CannotStart(f"{path} has no head of a ledger: an export to YAML has one.")
    raise CannotStart(
        "--head takes a head as `footnote verify --ledger` prints it (a number, a colon, a hash), or the file of an "
        "export to YAML."
    )


def _proved(proof: Proof) -> list[str]:
    if not proof.sound:
        return [*proof.problems, "Restore the database from a backup, or find out who changed it."]
    return [
        "The ledger is whole: every revision follows from the one before, and every record is as it was left last.",
        f"Its head, to keep elsewhere and to check with `--head`: {proof.newest or 'none yet'}",
    ]
