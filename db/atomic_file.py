"""The atomic file: what is written stands at its path whole, or not at all."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import mkstemp

# How the names begin of files that are yet to take their place; one that is left was made by a program that was killed.
PART = ".footnote-"


@contextmanager
def atomic(target: Path) -> Iterator[Path]:
    """Give a new file beside the target, for its owner alone, which takes the target's place at the end.

    Of what fails nothing stays, and the target is as it was. Nobody else writes to the same file.
    """
    descriptor, name = mkstemp(prefix=PART, dir=target.parent)
    os.close(descriptor)
    part = Path(name)
    try:
        yield part
        part.replace(target)
    finally:
        part.unlink(missing_ok=True)
