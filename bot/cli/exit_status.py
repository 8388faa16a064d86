"""Exit status 2 with a sentence on standard error, for what keeps the program from starting."""

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager

from pydantic import ValidationError

from bot.errors import CannotStart
from db.errors import DamagedFixture, DatabaseUnusable, explain


@contextmanager
def in_words() -> Iterator[None]:
    """End the program with a sentence for a failure that its operator can mend."""
    try:
        yield
    except DamagedFixture as damage:
        _stop("The fixtures cannot be taken, and nothing of them was:", *(f"  {line}" for line in damage.problems))
    except (DatabaseUnusable, CannotStart) as problem:
        _stop(str(problem))
    except BrokenPipeError:
        # Whoever read the replies has gone. Python would complain once more when it closes the stream.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        sys.exit(1)
    except ValidationError as error:
        _stop("A setting is wrong (environment or .env):", *(f"  {_setting(line)}" for line in explain(error)))


def _setting(line: str) -> str:
    name, colon, problem = line.partition(":")
    return f"{name.upper()}{colon}{problem}"


def _stop(*lines: str) -> None:
    print(*lines, sep="\n", file=sys.stderr)
    sys.exit(2)
