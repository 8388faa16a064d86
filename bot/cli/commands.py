"""The command line `footnote`: all its commands, in the order in which they are listed."""

import typer

from bot.cli.discord import run, sync
from bot.cli.evaluation import evaluate
from bot.cli.files import export, fingerprint, import_, schema
from bot.cli.health import doctor, verify
from bot.cli.talk import ask, chat

footnote = typer.Typer(
    help="A briefing assistant that answers from a store of cited facts.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
)

footnote.command()(chat)
footnote.command(context_settings={"ignore_unknown_options": True})(ask)
footnote.command()(run)
footnote.command()(sync)
footnote.command()(doctor)
footnote.command()(verify)
footnote.command()(evaluate)
footnote.command()(export)
footnote.command("import")(import_)
footnote.command()(fingerprint)
footnote.command()(schema)
