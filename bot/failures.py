"""What keeps the program from starting, as a sentence on standard error and exit status 2."""

import sys
from collections.abc import Iterator
from contextlib import contextmanager

from pydantic import ValidationError

from db.engine import DatabaseUnusable
from db.fixtures import DamagedFixture, explain


class CannotStart(Exception):
    """Something that the operator has to set right first."""


@contextmanager
def in_words() -> Iterator[None]:
    """End the program with a sentence for a failure that its operator can mend."""
    try:
        yield
    except DamagedFixture as damage:
        _stop("The fixtures cannot be taken, and nothing of them was:", *(f"  {line}" for line in damage.problems))
    except (DatabaseUnusable, CannotStart) as problem:
        _stop(str(problem))
    except ValidationError as error:
        _stop("A setting is wrong (environment or .env):", *(f"  {line}" for line in explain(error)))


def _stop(*lines: str) -> None:
    print(*lines, sep="\n", file=sys.stderr)
    sys.exit(2)
