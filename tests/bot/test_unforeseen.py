"""What nobody foresaw: the reply says no more of what was written than is so."""

import logging
from collections.abc import Iterator
from contextlib import contextmanager

import pytest

from tests.conftest import Dump, Say, noted, raw

HERE = {"server": 7, "member": 42}


@contextmanager
def without(url: str, table: str) -> Iterator[None]:
    """Have the table away, as in a database that is damaged."""
    with raw(url) as connection:
        connection.exec_driver_sql(f"ALTER TABLE {table} RENAME TO {table}_away")
    yield
    with raw(url) as connection:
        connection.exec_driver_sql(f"ALTER TABLE {table}_away RENAME TO {table}")


async def test_an_error_before_anything_is_written_says_that_nothing_was_changed(say: Say, dump: Dump) -> None:
    before = dump.rows()
    with without(dump.url, "hidden"):
        answer = await say("!law harbour", **HERE)
    assert (answer.status, dump.rows()) == ("error", before)
    assert noted(answer).startswith("Something went wrong on my side, and nothing was changed. Please give whoever")


async def test_an_error_after_a_change_says_that_it_stands(
    say: Say, dump: Dump, caplog: pytest.LogCaptureFixture
) -> None:
    await say("!source add pier-2031 title: A pier", **HERE)
    with without(dump.url, "hidden"), caplog.at_level(logging.ERROR):
        answer = await say("!source retire pier-2031 reason: withdrawn", **HERE)
    assert answer.status == "error"
    assert noted(answer).startswith(
        "Something went wrong on my side, and what was written before that stands: `!audit` shows what was changed."
    )
    assert f"reference {noted(answer).split('`')[3]}" in caplog.text
    assert "retired the source `pier-2031`: withdrawn" in noted(await say("!audit", **HERE))
    assert "is retired already: withdrawn" in noted(await say("!source retire pier-2031 reason: gone", **HERE))
    # What was written by an earlier command does not count.
    with without(dump.url, "hidden"):
        assert "nothing was changed" in noted(await say("!law harbour", **HERE))


async def test_the_log_of_an_error_has_no_word_of_whoever_asked(
    say: Say, dump: Dump, caplog: pytest.LogCaptureFixture
) -> None:
    with without(dump.url, "hidden"):
        assert (await say("!law walrus", **HERE)).status == "error"
    assert "hidden" in caplog.text, "what the database said"
    assert "walrus" not in caplog.text
