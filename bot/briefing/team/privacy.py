"""What is stored about whoever asks, and how to be forgotten: `!privacy` and `!forget-me`.

The tables that point to a person are listed in `db.retention`; what memory and the log hold is listed here.
"""

from bot.briefing.answer import Answer
from bot.briefing.asker import Asker
from bot.briefing.asking.conversation import KEPT_SECONDS, Conversations
from db.actors import Actor
from db.retention import PersonalData

# A line each: what, and how long.
IN_MEMORY = (
    f"your last question in each channel: {KEPT_SECONDS / 60:.0f} minutes, in memory alone, for follow-ups and `!why`",
)
IN_LOG = (
    "in the log: your number at Discord, the time and the name of each command that you use, and never your words: as "
    "long as whoever runs this bot keeps its logs",
)


class Privacy:
    """Answers `!privacy` and `!forget-me`."""

    def __init__(self, people: PersonalData, conversations: Conversations) -> None:
        self._people = people
        self._conversations = conversations

    def describe(self) -> Answer:
        """Say what is stored about people, where, how long, and how to be forgotten."""
        lines = [
            "Your questions are answered here, without any other service. I keep:",
            *(f"• {line}" for line in IN_MEMORY),
            *(f"• {personal.what}: {personal.kept}" for personal in self._people.stored),
            *(f"• {line}" for line in IN_LOG),
            "It stands with whoever runs this bot, in one database and its log, and nowhere else.",
            "`!forget-me` removes all of it but the log, at once and in every server. What you changed in the store "
            "stays, without your name.",
        ]
        return Answer("done", "What I store about you", note="\n".join(lines))

    async def forget(self, asker: Asker) -> Answer:
        """Forget the person, in every server."""
        self._conversations.forget(asker.actor)
        found = await self._people.forget(asker.actor)
        removed = ", ".join(personal.said(count) for personal, count in found)
        lines = [f"Forgotten: {removed}." if removed else "I had stored nothing about you."]
        lines.append(_left(asker.actor))
        return Answer("done", note="\n".join(lines))


def _left(actor: Actor) -> str:
    if actor.member is None:
        return (
            "In the terminal I know you as the operator only. The lines that you typed stand in "
            "`~/.footnote_history`: delete that file to be rid of them."
        )
    return (
        "Nothing in my database leads to you any more. What you changed there stays, as by somebody. "
        "My log is in the hands of whoever runs this bot."
    )
