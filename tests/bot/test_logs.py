"""The log: no token in it, whatever is written and however."""

import json
import logging
from collections.abc import Iterator
from contextlib import contextmanager

import pytest

from bot import logs
from bot.logs import LogFormat
from tests.conftest import log_as_before

SECRET = "MTk4NjIyNDgz.Cl2FMQ.ZnCjm1XVW7vRze4b7Cq4se7kKWs"
INTERACTION = "aW50ZXJhY3Rpb246MTIzNDU2Nzg5MDEyMzQ1Njc4OTA"
FORMATS = pytest.mark.parametrize("format_", ["text", "json"])


@contextmanager
def configured(level: str, format_: LogFormat, secret: str | None = None) -> Iterator[None]:
    with log_as_before():
        logs.configure(level, format_, secret)
        yield


@FORMATS
def test_the_bots_token_is_never_written(format_: LogFormat, capsys: pytest.CaptureFixture[str]) -> None:
    with configured("DEBUG", format_, SECRET):
        library = logging.getLogger("some.library")
        library.warning("Authorization: Bot %s", SECRET)
        library.warning("refused %s", {"headers": {"Authorization": f"Bot {SECRET}"}})
        logs.event("command", note=f"my token is {SECRET}", header={"Authorization": SECRET})
        try:
            int(f"Bot {SECRET}")
        except ValueError:
            library.exception("the request failed")
    written = capsys.readouterr()
    assert written.out == ""
    assert SECRET not in written.err
    assert written.err.count("[token]") == 5


@FORMATS
@pytest.mark.parametrize(
    "text",
    [
        f"POST /interactions/123/{INTERACTION}/callback",
        f"PATCH /webhooks/123/{INTERACTION}/messages/@original",
        f"{{'type': 2, 'token': '{INTERACTION}', 'version': 1}}",
        f'{{"token":"{INTERACTION}"}}',
        f"https://discord.com/api/v10/webhooks/123/{INTERACTION}?wait=true",
    ],
)
def test_the_token_of_an_interaction_is_never_written(
    format_: LogFormat, text: str, capsys: pytest.CaptureFixture[str]
) -> None:
    with configured("DEBUG", format_):
        logging.getLogger("discord.http").info("%s", text)
    written = capsys.readouterr().err
    assert INTERACTION not in written
    assert "[token]" in written
    assert ("/123/" in written) == ("/123/" in text)


def test_no_level_lets_other_libraries_write_what_people_say(capsys: pytest.CaptureFixture[str]) -> None:
    with configured("DEBUG", "text"):
        for library in (
            "aiosqlite",
            "sqlalchemy.engine.Engine",
            "psycopg",
            "discord.gateway",
            "discord.http",
            "asyncio",
        ):
            logging.getLogger(library).debug("what does a walrus weigh?")
        logging.getLogger("bot.discord.client").debug("our own says no words of people")
    written = capsys.readouterr().err
    assert "walrus" not in written
    assert "our own says no words of people" in written


def test_each_line_is_json_where_that_is_asked_for(capsys: pytest.CaptureFixture[str]) -> None:
    with configured("INFO", "json", SECRET):
        logs.event("command", who=42)
        logging.getLogger("discord").warning("slow")
        logging.getLogger("discord").debug("not said")
    first, second = map(json.loads, capsys.readouterr().err.splitlines())
    assert (first["event"], first["who"], first["level"], first["logger"]) == ("command", 42, "info", "footnote")
    assert (second["event"], second["level"], second["logger"]) == ("slow", "warning", "discord")
