"""Privacy: what is stored about whoever asks, and how to be forgotten, `!privacy` and `!forget-me`.

The tables that point to a person are listed in `db.retention`; what memory and the log hold is listed here.
"""

from bot.briefing.answer import Answer
from bot.briefing.asker import Asker
from bot.briefing.asking.conversation import KEPT_SECONDS, Conversations
from bot.briefing.prose import counted
from db.actors import Actor
from db.notes import Line, joined, line
from db.reply_store import UNDER_WAY
from db.retention import PersonalData

# A line each: what, and how long.
IN_MEMORY = (
    line(
        "your last question in each channel: {:.0f} minutes, in memory alone, for follow-ups and `!why`",
        KEPT_SECONDS / 60,
    ),
    line(
        "the commands, buttons and forms that you last used: 15 minutes, in memory alone, to tell you what is for you "
        "alone"
    ),
    line(
        "once you are forgotten, the number and name that are: {:.0f} minutes, in memory alone, so that no answer that "
        "was under way brings them back",
        UNDER_WAY.total_seconds() / 60,
    ),
)
IN_LOG = "in the log: your number at Discord, the time and the name of each command that you use, {}"
WITHOUT_WORDS = line("and never your words: as long as whoever runs this bot keeps its logs")
WITH_WORDS = line(
    "and what you asked of it, since whoever runs this bot has switched that on: as long as they keep its logs"
)


class Privacy:
    """Answers `!privacy` and `!forget-me`."""

    def __init__(self, people: PersonalData, conversations: Conversations, *, log_words: bool = False) -> None:
        self._people = people
        self._conversations = conversations
        self._in_log = line(IN_LOG, WITH_WORDS if log_words else WITHOUT_WORDS)

    def describe(self) -> Answer:
        """Say what is stored about people, where, how long, and how to be forgotten."""
        lines = [
            line("Your questions are answered here, without any other service. I keep:"),
            *(line("• {}", kept) for kept in IN_MEMORY),
            *(line("• {}: {}", line(personal.what), line(personal.kept)) for personal in self._people.stored),
            line("• {}", self._in_log),
            line("It stands with whoever runs this bot, in one database and its log, and nowhere else."),
            line(
                "`!forget-me` removes all of it but the log, at once and in every server. What you changed in the "
                "store stays, without your name."
            ),
        ]
        return Answer("done", "What I store about you", note=tuple(lines))

    async def forget(self, asker: Asker) -> Answer:
        """Forget the person, in every server."""
        self._conversations.forget(asker.actor)
        found = await self._people.forget(asker.actor)
        removed = joined(line(counted(count, *personal.counted)) for personal, count in found)
        lines = [line("Forgotten: {}.", removed) if removed else line("I had stored nothing about you.")]
        lines.append(_left(asker.actor))
        return Answer("done", note=tuple(lines))


def _left(actor: Actor) -> Line:
    if actor.at_terminal:
        return line(
            "In the terminal I know you as the operator only, or by the name that you gave with `--as`. The lines that "
            "you typed stand in `~/.footnote_history`: delete that file to be rid of them."
        )
    return line(
        "Nothing in my database leads to you any more. What you changed there stays, as by somebody. "
        "My log is in the hands of whoever runs this bot."
    )
