"""Answers that one person alone sees: they are edited with their interaction's own token, which lives 15 minutes."""

import discord


class PrivateAnswers:
    """The interactions of private answers, by the id of the reply, for as long as Discord takes their tokens."""

    def __init__(self) -> None:
        self._asked: dict[str, discord.Interaction] = {}

    def remember(self, reply: str, asked: discord.Interaction) -> None:
        """Keep what the reply answered, and let go of what has expired."""
        self._asked = {name: kept for name, kept in self._asked.items() if not kept.is_expired()}
        self._asked[reply] = asked

    def of(self, reply: str) -> discord.Interaction | None:
        """Return what the reply answered; None where its token has expired, or went with a restart."""
        asked = self._asked.get(reply)
        return None if asked is None or asked.is_expired() else asked
