"""The readers, in a process of their own, which a hostile file may exhaust.

`python -m bot.briefing.sources.readers pdf` reads the file from standard input and writes one line of JSON:
`{"problem": …}`, a key of `extraction.PROBLEMS`, or a `Reading`.
"""

import importlib
import json
import sys
from dataclasses import asdict

from bot.briefing.bounds import bound
from bot.briefing.sources.readers.block import Reading, UnreadableFile

LENGTH = 5_000_000  # characters of text
READERS = ("docx", "email", "html", "markdown", "pdf", "text")


def main() -> None:
    """Read within bounds of memory and time, where the system has them."""
    bound()
    sys.stdout.write(json.dumps(_read(sys.argv[1], sys.stdin.buffer.read())))


def _read(kind: str, content: bytes) -> dict[str, object]:
    assert kind in READERS
    try:
        # Only the process that needs a reader's library loads it.
        reading: Reading = importlib.import_module(f"bot.briefing.sources.readers.{kind}").read(content)
    except UnreadableFile as problem:
        return {"problem": str(problem)}
    except (MemoryError, RecursionError):
        return {"problem": "too much"}
    except Exception:  # a damaged file makes its reader raise whatever its parts raise
        return {"problem": "damaged"}
    return {"problem": "too much"} if len(reading.text) > LENGTH else asdict(reading)


if __name__ == "__main__":
    main()
