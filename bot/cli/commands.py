"""The command line `footnote`: all its commands, in the order in which they are listed.

Each loads what it needs when it is called, so that `footnote --help` and a slip of the keyboard are answered at once.
"""

from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from bot.render.formats import Format

footnote = typer.Typer(
    help="A briefing assistant that answers from a store of cited facts.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
)


def _version(wanted: bool) -> None:
    if wanted:
        from importlib.metadata import version

        print(f"footnote {version('footnote')}")
        raise typer.Exit


@footnote.callback()
def main(
    version: Annotated[
        bool, typer.Option("--version", callback=_version, is_eager=True, help="Say which version this is.")
    ] = False,
) -> None:
    """Take what stands before a command."""


class Documents(StrEnum):
    """What an export has of documents that were added."""

    FINGERPRINTS = "fingerprints"
    TEXT = "text"


AsOption = Annotated[
    str,
    typer.Option(
        "--as", metavar="moderator|member|NAME", help="with whose rights; a name is that of the moderator who types"
    ),
]


@footnote.command()
def chat(as_: AsOption = "moderator") -> None:
    """Talk to the bot in the terminal; plain lines in and plain text out when piped."""
    from bot.cli import talk

    talk.chat(as_)


@footnote.command(context_settings={"ignore_unknown_options": True})
def ask(
    text: Annotated[str, typer.Argument(help="a message, or - for one a line from standard input")],
    as_json: Annotated[bool, typer.Option("--json", help="one line of JSON for each message")] = False,
    conversation: Annotated[
        bool, typer.Option("--conversation", help="a line may follow up on the one before")
    ] = False,
    explain: Annotated[bool, typer.Option("--explain", help="say after each answer why, as !why does")] = False,
    as_: AsOption = "moderator",
) -> None:
    """Put one message to the bot, or each line of standard input, and print the replies."""
    from bot.cli import talk

    talk.ask(text, as_, as_json=as_json, conversation=conversation, explain=explain)


@footnote.command()
def run(
    shards: Annotated[
        str | None, typer.Option("--shards", help="those that this process has, as in 0-3; the others have others")
    ] = None,
    of: Annotated[int | None, typer.Option("--of", help="into how many shards the bot is divided")] = None,
) -> None:
    """Connect to Discord and answer there."""
    from bot.cli import discord

    discord.run(shards, of)


@footnote.command()
def sync(
    dry_run: Annotated[bool, typer.Option("--dry-run", help="say what would change, and change nothing")] = False,
    force: Annotated[bool, typer.Option("--force", help="ask Discord even where nothing has changed here")] = False,
) -> None:
    """Tell Discord which slash commands there are, where they have changed."""
    from bot.cli import discord

    discord.sync(dry_run=dry_run, force=force)


@footnote.command()
def doctor(
    repair: Annotated[
        bool, typer.Option("--repair", help="mend what facts, documents and the ledger can mend, after a backup")
    ] = False,
    online: Annotated[
        bool, typer.Option("--online", help="ask Discord for the permissions in each server, and print the invite link")
    ] = False,
) -> None:
    """Say what is missing, damaged or wrong: token, database, schema, ledger, index, fixtures, documents."""
    from bot.cli import health

    raise typer.Exit(0 if health.doctor(repair=repair, online=online) else 1)


@footnote.command()
def verify(
    ledger: Annotated[bool, typer.Option("--ledger", help="check the ledger instead, and every record by it")] = False,
    head: Annotated[
        str | None,
        typer.Option(
            "--head",
            help="a head that was printed before, or an export with one, which the ledger must hold",
        ),
    ] = None,
) -> None:
    """Hold every citation against the documents; exit 1 where a paragraph is changed or missing."""
    from bot.cli import health

    raise typer.Exit(0 if health.verify(ledger=ledger, head=head) else 1)


@footnote.command()
def evaluate(
    files: Annotated[
        list[Path] | None, typer.Argument(help="questions with what answers them, one JSON object a line")
    ] = None,
    library: Annotated[
        list[Path] | None,
        typer.Option("--library", help="a folder with fixtures/, documents/ and questions.jsonl, asked by itself"),
    ] = None,
    bare: Annotated[bool, typer.Option("--bare", help="also ask without other phrasings and synonyms")] = False,
    exchanged: Annotated[
        bool, typer.Option("--exchanged", help="also ask for what is not so: another name, year, group, a not, …")
    ] = False,
    framed: Annotated[
        bool, typer.Option("--framed", help="also ask in chat frames: I’m writing a memo, …; … Thanks!")
    ] = False,
    passages: Annotated[
        bool,
        typer.Option("--passages", help="ask the documents alone, without a fact; a library may be files and no more"),
    ] = False,
) -> None:
    """Ask questions whose answers are known and print how many are answered rightly, beside plain full-text search."""
    from bot.cli import evaluation

    if passages:
        evaluation.evaluate_passages(files or (), library or ())
    else:
        evaluation.evaluate(files or (), library or (), bare=bare, exchanged=exchanged, framed=framed)


@footnote.command()
def export(
    format_: Annotated[Format, typer.Option("--format", help="json, yaml, csv or csl-json")] = Format.JSON,
    documents: Annotated[
        Documents, typer.Option("--documents", help="of added documents: their fingerprints, or their text")
    ] = Documents.FINGERPRINTS,
) -> None:
    """Write the store to standard output: sources and facts."""
    from bot.cli import files

    if not files.export(format_, texts=documents is Documents.TEXT):
        raise typer.Exit(1)


@footnote.command("import")
def import_(
    file: Annotated[
        Path, typer.Argument(help="a file as `footnote export` writes it (YAML, JSON), or a folder of such")
    ],
    unchecked: Annotated[
        bool, typer.Option("--unchecked", help="take, and mark, what does not pass the checks of `!fact add`")
    ] = False,
    prune: Annotated[
        bool, typer.Option("--prune", help="retract what came with a file before and is not in this one")
    ] = False,
) -> None:
    """Take sources and facts from a file, all of it or nothing, after the checks of `!fact add`."""
    from bot.cli import files

    files.import_(file, unchecked=unchecked, prune=prune)


source = typer.Typer(help="Keep the sources: documents from files and folders.", no_args_is_help=True)
footnote.add_typer(source, name="source")


@source.command()
def add(
    paths: Annotated[list[Path], typer.Argument(metavar="PATH…", help="files and folders")],
    key: Annotated[str | None, typer.Option("--key", help="the key by which the source is cited; for one file")] = None,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="say what would be added, and change nothing")] = False,
) -> None:
    """Add documents from files and folders, each as a source of its own; once more reads only what has changed."""
    from bot.cli import sources

    raise typer.Exit(0 if sources.add(paths, key=key, dry_run=dry_run) else 1)


example = typer.Typer(help="The shipped example: taken out, or in again.", no_args_is_help=True)
footnote.add_typer(example, name="example")


@example.command("remove")
def remove_example() -> None:
    """Take the shipped example out, as one change that `!undo` takes back; what you have added or changed is kept."""
    from bot.cli import example

    example.remove()


@example.command("add")
def add_example() -> None:
    """Take the shipped example into the store, from when it is kept as the program ships it."""
    from bot.cli import example

    example.add()


@footnote.command()
def draft(
    key: Annotated[str, typer.Argument(help="the key of a source whose document is on hand")],
    as_json: Annotated[bool, typer.Option("--json", help="one line of JSON for each draft")] = False,
) -> None:
    """Draft facts of what a document states, print them, and keep them for !review."""
    from bot.cli import drafts

    raise typer.Exit(0 if drafts.draft(key, as_json=as_json) else 1)


@footnote.command()
def backup(file: Annotated[Path, typer.Argument(help="the file to make")]) -> None:
    """Copy the store into one file while it is in use, and look whether the copy is sound."""
    from bot.cli import backup as backups

    backups.make(file)


@footnote.command()
def restore(file: Annotated[Path, typer.Argument(help="a file that `footnote backup` made")]) -> None:
    """Put a backup in the place of the store, which is kept beside it."""
    from bot.cli import backup as backups

    backups.restore(file)


@footnote.command("copy")
def copy_(
    source: Annotated[str, typer.Argument(metavar="FROM", help="the address of a store, as in DATABASE_URL")],
    target: Annotated[str, typer.Argument(metavar="TO", help="the address of an empty database")],
) -> None:
    """Copy a store into an empty database, of SQLite or PostgreSQL, and prove that it is the same."""
    from bot.cli import copy

    copy.run(source, target)


@footnote.command()
def fingerprint(file: Annotated[Path, typer.Argument(help="a document, UTF-8 text")]) -> None:
    """Print the fingerprints of a document's paragraphs, as a source in a fixture lists them."""
    from bot.cli import files

    files.fingerprint(file)


@footnote.command()
def schema() -> None:
    """Print the JSON Schema of a fixture, for editors."""
    from bot.cli import files

    files.schema()


@footnote.command()
def translations(file: Annotated[Path, typer.Argument(help="the catalog of a language, such as de.po")]) -> None:
    """Bring a gettext catalog of what Discord shows of commands up to date, for translators."""
    from bot.cli import files

    files.translations(file)
