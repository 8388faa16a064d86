"""Makes the pictures of the README from what the bot answers.

    python -m docs.pictures [FOLDER_OF_DOCUMENTS]

The chart is the picture that the bot attaches, the card is the message that Discord gets, drawn as its apps show it.
"""

import asyncio
import sys
from pathlib import Path

from docs.cards import HERE, drawn, said, staged
from docs.drawing import draw

QUESTION = "!poll party"
_WIDTH, _SCALE = 640, 1.5


async def main(documents: Path | None) -> None:
    """Ask the bot with the shipped seed and keep what it shows."""
    async with staged(documents) as stage:
        message = await stage.says(QUESTION)
    (HERE / "chart.png").write_bytes(message.files["chart.png"])
    draw([said("Ana", QUESTION), drawn(message)], HERE / "card.png", theme="dark", width=_WIDTH, scale=_SCALE)


if __name__ == "__main__":
    asyncio.run(main(Path(sys.argv[1]) if len(sys.argv) > 1 else None))
