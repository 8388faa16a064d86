"""Counts the characters of cards: how much of what a reader sees is statement, source and note.

    python docs/cards.py [folder of documents]

Twenty kinds of answers from the shipped library are composed as Discord gets them, the first page of each.
"""

import asyncio
import re
import sys
import tempfile
from collections import Counter
from pathlib import Path

from bot import app
from bot.discord.messages import book
from bot.render.pages import Page
from bot.settings import Settings
from db.reply_store import Outline, Reply
from db.values import now

KINDS = (
    "!poll party",
    "!event hanoi",
    "!person warmbier",
    "!org kei",
    "!law sanctions",
    "!claim human-rights",
    "!brief human-rights",
    "!brief hanoi",
    "!compare human-rights",
    "!timeline 2018",
    "!timeline hanoi",
    "!find sanctions relief",
    "what do Democrats think of human rights?",
    "did human rights come up at Hanoi?",
    "when did Trump and Kim meet in Singapore?",
    "who is Otto Warmbier?",
    "how many Americans want sanctions kept?",
    "what does a ton of uranium cost?",
    "!law whales",
    "!source king-2020",
)
_LINK = re.compile(r"\[((?:[^\[\]]|\[[^\[\]]*\])*)\]\(<[^>]*>\)")


def counted(page: Page, *, refused: bool) -> Counter[str]:
    """Return how many characters of the page a reader sees of each sort; addresses behind words are not seen.

    What a refusal says is missing is what it states.
    """
    found: Counter[str] = Counter()
    listing = False
    for written in page.body.splitlines():
        line = _LINK.sub(r"\1", written)
        listing = listing or line == "**Sources**"
        if listing or re.match(r"-# \[\d+\]", line):
            sort = "source"
        elif line.startswith(("- ", "> ")) or refused:
            sort = "statement"
        elif line.startswith("__"):
            sort = "heading"
        else:
            sort = "note"
        found[sort] += len(line.strip().removeprefix("- ").removeprefix("-# "))
    return found


async def main(documents: Path | None) -> None:
    """Print a line an answer, and the shares of all; where there are no statements, what is said is the answer."""
    total: Counter[str] = Counter()
    with tempfile.TemporaryDirectory() as folder:
        url = f"sqlite+aiosqlite:///{Path(folder) / 'footnote.db'}"
        settings = Settings(_env_file=None, database_url=url, documents_dir=documents)
        async with app.opened(settings) as opened, opened.console() as terminal:
            for asked in KINDS:
                answer = await terminal.say(asked)
                outline = Outline(status=answer.status)
                reply = Reply(
                    id="0" * 16, server=1, channel=1, message=1, asker=1, charted=True, outline=outline, at=now()
                )
                made = book(answer, reply)
                found = counted(made[0], refused=answer.status in ("related", "unknown"))
                if not found["statement"]:
                    found = Counter(statement=found.total() - found["source"], source=found["source"])
                total += found
                sorts = ("statement", "source", "note", "heading")
                print(f"| `{asked}` | {' | '.join(str(found[sort]) for sort in sorts)} | {len(made)} |")
    print({sort: f"{count / total.total():.0%}" for sort, count in total.items()})


if __name__ == "__main__":
    asyncio.run(main(Path(sys.argv[1]) if len(sys.argv) > 1 else None))
