"""The command line `footnote`: reads the settings, opens the store, and hands over to one front end."""

import asyncio
import json
import sys
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from dataclasses import replace
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer
import yaml

from bot import console, doctor, logs, services
from bot.briefing.asking.evaluation import DamagedQuestions, Evaluation, parse
from bot.briefing.asking.spelling import warm
from bot.briefing.sources.verify import verify as check_all
from bot.client import Footnote
from bot.console import Person
from bot.cooldown import Cooldown
from bot.failures import CannotStart
from bot.online import ask_at, connect, logged_in
from bot.render import contract, exports, plain, tables
from bot.render.prefix import PREFIX
from bot.services import Services
from bot.settings import Settings
from bot.sync import Sync
from db import fixtures
from db.actors import OPERATOR
from db.documents import Document
from db.schema import fixture_schema
from db.seed import take

app = typer.Typer(
    help="A briefing assistant that answers from a store of cited facts.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
)


class As(StrEnum):
    """With whose rights a line is typed."""

    MODERATOR = "moderator"
    MEMBER = "member"


AsOption = Annotated[As, typer.Option("--as", help="with the rights of a moderator or of a member")]


@app.command()
def chat(as_: AsOption = As.MODERATOR) -> None:
    """Talk to the bot in the terminal; plain lines in and plain text out when piped."""

    async def session() -> None:
        # prompt-toolkit takes a while to load and is needed nowhere else.
        from bot.chat import converse  # noqa: PLC0415

        async with _services(_settings()) as opened, console.opened(opened.cogs(), opened.moderators) as terminal:
            await converse(terminal, _person(as_), await opened.completions())

    asyncio.run(session())


@app.command(context_settings={"ignore_unknown_options": True})
def ask(
    text: Annotated[str, typer.Argument(help="a message, or - for one a line from standard input")],
    as_json: Annotated[bool, typer.Option("--json", help="one line of JSON for each message")] = False,
    conversation: Annotated[
        bool, typer.Option("--conversation", help="a line may follow up on the one before")
    ] = False,
    explain: Annotated[bool, typer.Option("--explain", help="say after each answer why, as !why does")] = False,
    as_: AsOption = As.MODERATOR,
) -> None:
    """Put one message to the bot, or each line of standard input, and print the replies."""

    async def session() -> None:
        async with _services(_settings()) as opened, console.opened(opened.cogs(), opened.moderators) as terminal:
            for number, line in enumerate(_lines() if text == "-" else [text]):
                # A line in a channel of its own has nothing before it to follow up on.
                person = _person(as_, channel=0 if conversation else number)
                reply = await terminal.say(line, person)
                if explain and reply.offers and not line.startswith(PREFIX):
                    why = await terminal.say(f"{PREFIX}why", person)
                    reply = replace(reply, note="\n".join(filter(None, (reply.note, why.note))))
                if as_json:
                    print(contract.line(contract.reply(line, reply)), flush=True)
                else:
                    print(*plain.lines(reply), *[""] * (text == "-"), sep="\n", flush=True)

    asyncio.run(session())


@app.command()
def run() -> None:
    """Connect to Discord and answer there."""
    settings = _settings()
    token = _token(settings)

    async def session() -> None:
        async with _services(settings) as opened:
            cooldown = Cooldown(settings.cooldown_commands, settings.cooldown_seconds)

            def build(message_content: bool) -> Footnote:
                return Footnote(
                    opened.cogs(),
                    opened.moderators,
                    opened.delivery,
                    cooldown=cooldown,
                    message_content=message_content,
                )

            # Discord allows a slash command three seconds, the first one as well.
            warming = asyncio.ensure_future(asyncio.to_thread(warm))
            await connect(build, token, settings.message_content, opened.operations)
            await warming

    asyncio.run(session())


@app.command()
def sync(
    dry_run: Annotated[bool, typer.Option("--dry-run", help="say what would change, and change nothing")] = False,
) -> None:
    """Tell Discord which slash commands there are, where they have changed."""
    settings = _settings()
    token = _token(settings)

    async def session() -> None:
        async with _services(settings) as opened:
            bot = Footnote(opened.cogs(), opened.moderators)
            async with logged_in(bot, token):
                print(await Sync(opened.operations).run(bot.tree, dry=dry_run))

    asyncio.run(session())


@app.command("doctor")
def examine(
    repair: Annotated[bool, typer.Option("--repair", help="make missing triggers of the database anew")] = False,
) -> None:
    """Say what is missing or wrong: token, database, migrations, triggers, fixtures, documents."""
    findings = asyncio.run(doctor.examine(_settings(), repair=repair))
    for finding in findings:
        print(finding)
    raise typer.Exit(1 if any(finding.wrong for finding in findings) else 0)


@app.command()
def verify(
    ledger: Annotated[bool, typer.Option("--ledger", help="check the chain of revisions instead")] = False,
) -> None:
    """Hold every citation against the documents; exit 1 where a paragraph is changed or missing."""

    async def session() -> bool:
        async with _services(_settings()) as opened:
            if ledger:
                broken = await opened.ledger.broken_links()
                print(tables.chain(broken))
                return not broken
            result = await check_all(opened.store, opened.evidence)
            tables.show(result)
            return result.sound

    raise typer.Exit(0 if asyncio.run(session()) else 1)


@app.command()
def evaluate(
    file: Annotated[Path, typer.Argument(help="questions with what answers them, one JSON object a line")],
) -> None:
    """Ask the questions of a file and print how many are answered rightly, beside plain full-text search."""
    try:
        questions = parse(file.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError) as error:
        raise CannotStart(f"{file} cannot be read as UTF-8 text.") from error
    except DamagedQuestions as damage:
        raise CannotStart(f"{file.name}, {damage}.") from damage

    async def session() -> None:
        async with _services(_settings()) as opened:
            judge = Evaluation(opened.inquiry, opened.store, opened.search, opened.evidence)
            tables.evaluation(await judge.judge(questions), *await judge.baseline(questions))

    asyncio.run(session())


@app.command()
def export(
    format_: Annotated[
        exports.Format, typer.Option("--format", help="json, yaml, csv or csl-json")
    ] = exports.Format.JSON,
) -> None:
    """Write the store to standard output: sources and facts."""

    async def session() -> None:
        async with _services(_settings()) as opened:
            facts = await opened.store.facts()
            content = exports.Content(
                sources=tuple(source.content for source in await opened.store.sources()),
                topics=tuple(topic for topic, _ in await opened.store.topics()),
                synonyms=tuple(await opened.store.synonyms()),
                statements=await opened.evidence.statements(facts),
            )
            sys.stdout.write(exports.write(content, format_))

    asyncio.run(session())


@app.command("import")
def import_(file: Annotated[Path, typer.Argument(help="a YAML or JSON file as `footnote export` writes it")]) -> None:
    """Take sources and facts from a file, all of it or nothing."""
    try:
        library = fixtures.parse(file.name, file.read_bytes())
    except OSError as error:
        raise CannotStart(f"{file} cannot be read: {error.strerror}.") from error

    async def session() -> None:
        async with _services(_settings()) as opened:
            print(await take(opened.ledger, opened.store, library, OPERATOR, f"import of {file.name}"))

    asyncio.run(session())


@app.command()
def fingerprint(file: Annotated[Path, typer.Argument(help="a document, UTF-8 text")]) -> None:
    """Print the fingerprints of a document's paragraphs, as a source in a fixture lists them."""
    try:
        document = Document(file.read_bytes().decode("utf-8-sig"))
    except (OSError, UnicodeDecodeError) as error:
        raise CannotStart(f"{file} cannot be read as UTF-8 text.") from error
    print(yaml.safe_dump({"document": file.name, "fingerprints": list(document.fingerprints)}, sort_keys=False), end="")


@app.command()
def schema() -> None:
    """Print the JSON Schema of a fixture, for editors."""
    print(json.dumps(fixture_schema(), indent=2, ensure_ascii=False))


def _settings() -> Settings:
    settings = Settings()
    token = settings.discord_token
    logs.configure(settings.log_level, settings.log_format, token.get_secret_value() if token else None)
    return settings


def _token(settings: Settings) -> str:
    """Return the bot's token, and have all requests go where the settings say."""
    if settings.discord_token is None:
        raise CannotStart(
            "There is no DISCORD_TOKEN: put the bot's token into the environment or into a file .env here "
            "(DISCORD_TOKEN=…). README.md says how to get one. `footnote chat` needs none."
        )
    if settings.discord_api_url:
        ask_at(settings.discord_api_url)
    return settings.discord_token.get_secret_value()


def _person(as_: As, channel: int = 0) -> Person:
    return Person(moderator=as_ is As.MODERATOR, channel=channel)


def _lines() -> Iterator[str]:
    return (line.removesuffix("\n").removesuffix("\r") for line in sys.stdin)


@asynccontextmanager
async def _services(settings: Settings) -> AsyncIterator[Services]:
    async with services.opened(settings) as opened:
        print(f"Seed: {opened.seeded or 'the same as at the last start'}", file=sys.stderr)
        yield opened
