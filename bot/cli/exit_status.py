"""Exit statuses with a sentence on standard error: 2 for what is to be set right first, 75 for what may pass."""

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress

from bot.errors import CannotStart, Unavailable

WRONG = 2  # something is to be set right first
TEMPORARY = 75  # EX_TEMPFAIL of sysexits.h: another start may help


@contextmanager
def in_words() -> Iterator[None]:
    """End the program with a sentence for a failure that its operator can mend."""
    try:
        try:
            yield
        finally:
            # What waits to be written fails here, where there is a sentence for it.
            sys.stdout.flush()
    except BrokenPipeError:
        # Whoever read the replies has gone.
        _let_go_of_output()
        sys.exit(1)
    except KeyboardInterrupt:
        # As a shell has it of whatever ends by Ctrl-C.
        sys.exit(130)
    except Exception as failure:
        status, lines = _ending(failure)
        if not lines:
            raise
        print(*lines, sep="\n", file=sys.stderr)
        if isinstance(failure, OSError):
            _let_go_of_output()
        sys.exit(status)


def _let_go_of_output() -> None:
    """Have what could not be written go nowhere: Python would complain once more when it closes the stream."""
    with suppress(OSError, ValueError):
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def _ending(failure: Exception) -> tuple[int, list[str]]:
    """Return the status for a failure, and what is said of it; of one that nobody foresaw nothing is.

    What this takes is loaded by now.
    """
    from pydantic import ValidationError  # noqa: PLC0415

    from db.errors import DamagedFixture, DatabaseUnusable, explain  # noqa: PLC0415

    match failure:
        case DamagedFixture():
            lead = "The fixtures cannot be taken, and nothing of them was:"
            return WRONG, [lead, *(f"  {problem}" for problem in failure.problems)]
        case Unavailable():
            return TEMPORARY, [str(failure)]
        case DatabaseUnusable() | CannotStart():
            return WRONG, [str(failure)]
        case OSError():
            # A full disk, a folder that is gone, a right that is missing: whatever the system says of it.
            what = f"{failure.filename} cannot be used" if failure.filename else "The system does not do it"
            return WRONG, [f"{what}: {failure.strerror or failure}."]
        case ValidationError():
            lead = "A setting is wrong (environment or .env):"
            return WRONG, [lead, *(f"  {_setting(problem)}" for problem in explain(failure))]
    return 1, []


def _setting(line: str) -> str:
    name, colon, problem = line.partition(":")
    return f"{name.upper()}{colon}{problem}"
