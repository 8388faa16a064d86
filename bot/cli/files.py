"""Files in and out: `footnote export`, `import`, `fingerprint`, `schema` and `translations`."""

import asyncio
import json
import sys
from collections.abc import Iterator, Mapping
from pathlib import Path

import yaml
from discord import Locale

from bot import app
from bot.briefing.asker import Asker
from bot.briefing.curating.exchange import Plan, Untaken
from bot.briefing.prose import counted, listed
from bot.discord.translations import renew
from bot.errors import CannotStart
from bot.render import exports
from bot.render.formats import Format
from bot.render.spans import plain
from db import fixtures
from db.actors import OPERATOR
from db.documents import Document
from db.errors import DamagedFixture
from db.notes import PREFIX
from db.records import SourceText
from db.seed import LISTED


def export(format_: Format, *, texts: bool) -> bool:
    """Write the store to standard output, with the texts of added documents where they are wanted.

    Return whether all of it could be read; what could not is named.
    """

    async def session() -> bool:
        async with app.started() as opened:
            content = await content_of(opened, texts=texts)
            sys.stdout.write(exports.write(content, format_))
            own = await opened.store.counts.own()
            if own:
                left = f"{counted(sum(own.values()), 'fact')} of {counted(len(own), 'server')}"
                print(f"Left out: {left}, whose own they are; `!export` there writes them.", file=sys.stderr)
            for damage in content.damaged:
                print(f"Left out: {damage}; see `footnote doctor`.", file=sys.stderr)
            print(f"Ledger: {content.head or 'empty'}", file=sys.stderr)
            return not content.damaged

    return asyncio.run(session())


async def content_of(opened: app.Services, *, texts: bool = False) -> exports.Content:
    """Return the whole shared store, with the texts of added documents where they are wanted."""
    async with opened.store.snapshot():
        sources, damaged = await opened.store.legible_sources(None)
        statements = []
        async for found, lost in opened.evidence.each():
            statements += found
            damaged += lost
        documents: tuple[SourceText, ...] = ()
        if texts:
            documents, unread = await opened.exchange.texts(sources)
            damaged += unread
        head = await opened.ledger.head()
        return exports.Content(
            documents=documents,
            sources=tuple(source.content for source in sources),
            topics=tuple(topic for topic, _ in await opened.store.topics()),
            synonyms=tuple(await opened.store.synonyms()),
            statements=tuple(statements),
            head=str(head) if head else None,
            damaged=tuple(damaged),
        )


def import_(path: Path, *, unchecked: bool, prune: bool) -> None:
    """Take what a file or a folder of files holds, all of it or nothing."""
    try:
        if path.is_dir():
            library, files = fixtures.load_with_files(path)
        else:
            library, files = fixtures.parse(path.name, path.read_bytes()), {}
    except OSError as error:
        raise CannotStart(f"{path} cannot be read: {error.strerror}.") from error

    async def session() -> Plan:
        async with app.started(example=False) as opened:
            asker = Asker(OPERATOR, None, 0)
            return await opened.exchange.take(library, path.name, asker, unchecked=unchecked, prune=prune)

    try:
        plan = asyncio.run(session())
    except Untaken as untaken:
        raise DamagedFixture(_problems(untaken.plan, path.name, files)) from untaken
    print(_taken(plan, len(library.sources)))
    print(*_remarks(plan, prune=prune), sep="", end="")


def _problems(plan: Plan, name: str, files: Mapping[str, str]) -> Iterator[str]:
    for line in plan.refused:
        yield f"{name}, {plain(line, PREFIX)}"
    for key, lines in plan.blocked.items():
        for line in lines:
            yield f"{files.get(key, name)}, fact {key}: {plain(line, PREFIX)}"
    if plan.blocked and not plan.refused:
        yield "`--unchecked` takes what does not pass the checks all the same, and marks it."


def _taken(plan: Plan, sources: int) -> str:
    counts = f"{len(plan.added)} facts added, {len(plan.changed)} changed, {plan.unchanged} unchanged"
    return f"{counts}; {sources} sources"


def _remarks(plan: Plan, *, prune: bool) -> Iterator[str]:
    for line in plan.remarks:
        yield f"{plain(line, PREFIX)}\n"
    if plan.blocked:
        yield f"Taken unchecked, and marked: {', '.join(plan.blocked)}.\n"
    if plan.left:
        keys = listed((fact.key for fact in plan.left), most=LISTED)
        what = "were retracted" if prune else "are kept; `--prune` retracts them"
        yield f"Came with a file before and are not in this one, and {what}: {keys}.\n"


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


def translations(file: Path) -> None:
    """Bring a catalog of translations up to what commands say now."""
    if file.suffix != ".po" or file.stem not in {locale.value for locale in Locale}:
        raise CannotStart(f"{file} is not named by a language of Discord’s: name it de.po, pt-BR.po or the like.")

    async def session() -> int:
        async with app.started() as opened, opened.console() as console:
            return renew(file, console.tree)

    lacking = asyncio.run(session())
    print(f"{file}: {counted(lacking, 'text lacks', 'texts lack')} a translation.")
