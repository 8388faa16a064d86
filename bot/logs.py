"""The log: for people or as JSON, on standard error, without message texts and without tokens."""

import logging
import re
import sys
from typing import Any, Literal

import structlog
from structlog.typing import Processor, WrappedLogger

LogFormat = Literal["text", "json"]
# An interaction's own token stands in the addresses and the events that discord.py logs at DEBUG.
_TOKENS = re.compile(r"""((?:interactions|webhooks)/\d+/|\\?["']token\\?["']: ?\\?["'])[\w.-]{20,}""")
log: structlog.stdlib.BoundLogger = structlog.get_logger("footnote")


def configure(level: str, format_: LogFormat, secret: str | None = None) -> None:
    """Send all logs, discord.py's too, to standard error; standard output is for replies."""
    shared: list[Processor] = [
        structlog.stdlib.add_log_level,
        structlog.stdlib.add_logger_name,
        structlog.stdlib.PositionalArgumentsFormatter(),
        structlog.processors.TimeStamper(fmt="iso", utc=True),
    ]
    renderer: Processor = (
        structlog.processors.JSONRenderer()
        if format_ == "json"
        else structlog.dev.ConsoleRenderer(colors=sys.stderr.isatty())
    )
    last: list[Processor] = [
        structlog.stdlib.ProcessorFormatter.remove_processors_meta,
        structlog.processors.format_exc_info,
        renderer,
        _Redact(secret),
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
    """Takes the bot's token and those of interactions out of a line that is about to be written."""

    def __init__(self, secret: str | None) -> None:
        self._secret = secret

    def __call__(self, _logger: WrappedLogger, _method: str, line: Any) -> str:
        text = str(line)
        if self._secret:
            text = text.replace(self._secret, "[token]")
        return _TOKENS.sub(r"\1[token]", text)
