"""Facts that moderators add in a server while the bot runs."""

import re

from tests.wire.discord import Member


async def add(moderator: Member, fields: str, paragraph: int) -> str:
    """Have a moderator add a fact of the harbour's paragraph, and return its number (`F12`)."""
    said = await moderator.says(f"!fact add {fields} source: harbour-2031 paragraph: {paragraph} yes: true")
    assert "Added" in said.text, said.text
    number = re.search(r"\bF\d+\b", said.text)
    assert number, said.text
    return number.group()
