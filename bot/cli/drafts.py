"""Drafts from the command line: `footnote draft` reads facts out of a document and keeps them for review."""

import asyncio
import json
import sys

from bot import app
from bot.briefing.asker import Asker
from bot.briefing.refusals import Refusal
from bot.render import plain
from db.actors import OPERATOR


def draft(key: str, *, as_json: bool) -> bool:
    """Draft facts of a source’s document and print each; standard error says how many wait, or why none can be."""

    async def session() -> bool:
        async with app.started(example=False) as opened:
            drafts = opened.source_drafts()
            try:
                drafted = await drafts.found(key, None)
                answer = await drafts.draft(key, Asker(OPERATOR, None, 0))
            except Refusal as refusal:
                print(*plain.lines(refusal.answer), sep="\n", file=sys.stderr)
                return False
        for excerpt in drafted.excerpts:
            place = {"paragraph": excerpt.paragraph, "span": excerpt.span}
            start, end = excerpt.span
            words = f"¶{excerpt.paragraph} [{start}, {end}) {excerpt.arguments['kind']}: {excerpt.arguments['text']}"
            print(json.dumps({**place, **excerpt.arguments}, ensure_ascii=False) if as_json else words)
        print(plain.lines(answer)[2], file=sys.stderr)
        return True

    return asyncio.run(session())
