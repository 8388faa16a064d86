"""`python -m bot` and the command `footnote`."""

import gc
import os
import sys
from io import TextIOWrapper
from pathlib import Path

from bot.cli.commands import footnote
from bot.cli.exit_status import in_words


def main() -> None:
    """Run the command line; what cannot start says so in a sentence and exits with 2."""
    _open_streams()
    _speak_utf8()
    # What a start loads is there to stay. To look through it for garbage while it grows takes a sixth of the start;
    # app.configured() begins with that once all is loaded.
    gc.disable()
    with in_words():
        footnote()


def _open_streams() -> None:
    """Open what a shell has closed (`2>&-`) to nowhere: what is meant for one would go to another, or fail."""
    for name, mode in (("stdin", "r"), ("stdout", "w"), ("stderr", "w")):
        if getattr(sys, name) is None:
            setattr(sys, name, Path(os.devnull).open(mode, encoding="utf-8"))  # noqa: SIM115  # open to the end


def _speak_utf8() -> None:
    """Read and write UTF-8 whatever the locale; a line ends at a line feed alone, and no byte stops a reply."""
    if isinstance(sys.stdin, TextIOWrapper):
        sys.stdin.reconfigure(encoding="utf-8", errors="replace", newline="\n")
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, TextIOWrapper):
            stream.reconfigure(encoding="utf-8", errors="replace")


if __name__ == "__main__":
    main()
