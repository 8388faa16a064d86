"""What the log says: one line a command, for people or as JSON, without message texts and without tokens."""

from __future__ import annotations

import logging
import re
import sys
import time
from typing import TYPE_CHECKING, Any, Literal

import structlog
from structlog.typing import EventDict, Processor, WrappedLogger

if TYPE_CHECKING:
    from bot.discord.context import Context

LogFormat = Literal["text", "json"]
# An interaction's own token stands in the addresses and the events that discord.py logs at DEBUG.
_TOKENS = re.compile(r"""((?:interactions|webhooks)/\d+/|["']token["']: ?["'])[\w.-]{20,}""")
log: structlog.stdlib.BoundLogger = structlog.get_logger("footnote")


def configure(level: str, format_: LogFormat, secret: str | None = None) -> None:
    """Send all logs, discord.py's too, to standard error; standard output is for replies."""
    shared: list[Processor] = [
        structlog.stdlib.add_log_level,
        structlog.stdlib.add_logger_name,
        structlog.stdlib.PositionalArgumentsFormatter(),
        structlog.processors.TimeStamper(fmt="iso", utc=True),
    ]
    last: list[Processor] = [structlog.stdlib.ProcessorFormatter.remove_processors_meta]
    if format_ == "json":
        last += [structlog.processors.format_exc_info, _Redact(secret), structlog.processors.JSONRenderer()]
    else:
        last += [
            structlog.processors.format_exc_info,
            _Redact(secret),
            structlog.dev.ConsoleRenderer(colors=sys.stderr.isatty()),
        ]
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(structlog.stdlib.ProcessorFormatter(foreign_pre_chain=shared, processors=last))
    root = logging.getLogger()
    root.handlers = [handler]
    root.setLevel(level)
    logging.getLogger("alembic").setLevel(logging.WARNING)
    structlog.configure(
        processors=[
            structlog.stdlib.filter_by_level,
            *shared,
            structlog.stdlib.ProcessorFormatter.wrap_for_formatter,
        ],
        logger_factory=structlog.stdlib.LoggerFactory(),
        wrapper_class=structlog.stdlib.BoundLogger,
    )


class _Redact:
    """Takes the bot's token and those of interactions out of whatever is about to be written."""

    def __init__(self, secret: str | None) -> None:
        self._secret = secret

    def __call__(self, logger: WrappedLogger, method: str, event: EventDict) -> EventDict:
        return {key: self._without(value) if isinstance(value, str) else value for key, value in event.items()}

    def _without(self, text: str) -> str:
        if self._secret:
            text = text.replace(self._secret, "[token]")
        return _TOKENS.sub(r"\1[token]", text)


def command(ctx: Context, **more: Any) -> None:
    """Write the line of a command that has been carried out or refused."""
    answer = ctx.given
    log.info(
        "command",
        who=ctx.author.id,
        server=ctx.server,
        channel=ctx.channel.id,
        what=ctx.command.qualified_name if ctx.command else None,
        how=ctx.way,
        status=(answer.status if ctx.sent else "not sent") if answer else None,
        facts=[statement.fact.label for statement in answer.statements] if answer else [],
        ms=round((time.perf_counter() - ctx.begun) * 1000),
        **more,
    )
