"""The log: for people or as JSON, on standard error, without message texts and without tokens, at every level."""

from __future__ import annotations

import logging
import re
import sys
from functools import cached_property
from typing import TYPE_CHECKING, Any, Literal

if TYPE_CHECKING:
    from structlog.stdlib import ProcessorFormatter
    from structlog.typing import Processor, WrappedLogger

LogFormat = Literal["text", "json"]
# An interaction's own token stands in the addresses and the events that discord.py logs at DEBUG.
_TOKENS = re.compile(r"""((?:interactions|webhooks)/\d+/|\\?["']token\\?["']: ?\\?["'])[\w.-]{20,}""")
_log = logging.getLogger("footnote")


def configure(level: str, format_: LogFormat, secret: str | None = None) -> None:
    """Send all logs, discord.py's too, to standard error; standard output is for replies."""
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(_Formatter(format_, secret))
    root = logging.getLogger()
    root.handlers = [handler]
    # Below INFO other people's libraries write what comes over the wire and into the store: what people have written.
    root.setLevel(max(logging.getLevelNamesMapping()[level], logging.INFO))
    for own in ("bot", "db", _log.name):
        logging.getLogger(own).setLevel(level)
    logging.getLogger("alembic").setLevel(logging.WARNING)


def event(name: str, **fields: Any) -> None:
    """Write a line with fields of its own."""
    _log.info(name, extra=fields)


class _Formatter(logging.Formatter):
    """Writes a line as structlog does, which is loaded with the first: in the terminal most runs write none."""

    def __init__(self, format_: LogFormat, secret: str | None) -> None:
        super().__init__()
        self._format = format_
        self._secret = secret

    def format(self, record: logging.LogRecord) -> str:
        return self._structured.format(record)

    @cached_property
    def _structured(self) -> ProcessorFormatter:
        import structlog  # noqa: PLC0415  # with the first line

        shared: list[Processor] = [
            structlog.stdlib.add_log_level,
            structlog.stdlib.add_logger_name,
            structlog.stdlib.ExtraAdder(),
            structlog.processors.TimeStamper(fmt="iso", utc=True),
        ]
        renderer: Processor = (
            structlog.processors.JSONRenderer()
            if self._format == "json"
            else structlog.dev.ConsoleRenderer(colors=sys.stderr.isatty())
        )
        last: list[Processor] = [
            structlog.stdlib.ProcessorFormatter.remove_processors_meta,
            structlog.processors.format_exc_info,
            renderer,
            _Redact(self._secret),
        ]
        return structlog.stdlib.ProcessorFormatter(foreign_pre_chain=shared, processors=last)


class _Redact:
    """Takes the bot's token and those of interactions out of a line that is about to be written."""

    def __init__(self, secret: str | None) -> None:
        self._secret = secret

    def __call__(self, _logger: WrappedLogger, _method: str, line: Any) -> str:
        text = str(line)
        if self._secret:
            text = text.replace(self._secret, "[token]")
        return _TOKENS.sub(r"\1[token]", text)
