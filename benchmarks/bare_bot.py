"""A bare discord.py bot, the baseline of `benchmarks.messages`: `constant` sends one card, `limit` reads it first.

    python -m benchmarks.bare_bot constant|limit STORE

`limit` reads the facts under a name and their citations with `sqlite3`, in the event loop's own thread, makes a card of
them and does nothing else: whatever answers the same from a store costs at least that.
"""

import json
import os
import sqlite3
import sys

import discord

FACTS = """SELECT id, text FROM fact WHERE status = 'published' AND kind = ? AND id IN (
SELECT fact_id FROM name WHERE folded = ? UNION
SELECT fact_topic.fact_id FROM fact_topic JOIN name ON name.topic_id = fact_topic.topic_id WHERE folded = ?)
ORDER BY first_day, id"""
CITATIONS = """SELECT source.record, citation.paragraph, citation.fingerprint FROM citation
JOIN source ON source.id = citation.source_id WHERE citation.fact_id = ? ORDER BY citation.position"""


class BareBot(discord.AutoShardedClient):
    """Answers every message of a person with a card."""

    def __init__(self, store: str | None) -> None:
        intents = discord.Intents.none()
        intents.guilds = intents.guild_messages = intents.message_content = True
        super().__init__(intents=intents, allowed_mentions=discord.AllowedMentions.none())
        self._database = sqlite3.connect(store) if store else None

    def _card(self, kind: str, name: str) -> discord.Embed:
        lines, sources = ["A town."], ["1 A source, paragraph 2"]
        if self._database:
            lines, sources = [], []
            for number, text in self._database.execute(FACTS, [kind, name, name]).fetchall():
                marks = []
                for record, paragraph, fingerprint in self._database.execute(CITATIONS, [number]):
                    sources.append(f"[{len(sources) + 1}] {json.loads(record)['title']}, ¶{paragraph} {fingerprint:.8}")
                    marks.append(f"[{len(sources)}]")
                lines.append(f"{text} {''.join(marks)} `F{number}`")
        card = discord.Embed(title=name, description="\n".join(lines)[:4000])
        card.add_field(name="Sources", value="\n".join(sources)[:1000] or "none")
        return card

    async def on_message(self, message: discord.Message) -> None:
        if not message.author.bot:
            kind, _, name = message.content.removeprefix("!").partition(" ")
            await message.channel.send(embed=self._card(kind, name))


def main() -> None:
    """Run the bot with DISCORD_TOKEN against DISCORD_API_URL."""
    kind, store = sys.argv[1:]
    discord.http.Route.BASE = os.environ["DISCORD_API_URL"]
    BareBot(store if kind == "limit" else None).run(os.environ["DISCORD_TOKEN"], log_handler=None)


if __name__ == "__main__":
    main()
