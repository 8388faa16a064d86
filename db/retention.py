"""Retention of personal data: the one list of where they are and how long, behind `!privacy` and `!forget-me`.

Whoever adds a table that points to a person adds a line to `stored`: a test looks for columns that no line names.
Personal data in memory alone are listed in `bot.briefing.team.privacy`.
"""

import json
from collections.abc import Awaitable, Callable, Collection
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Column, ColumnElement, Text, cast, delete, false, func, literal, or_, select, true
from sqlalchemy.ext.asyncio import AsyncConnection

from db import gap_store, reply_store
from db.actors import TERMINAL, Actor
from db.engine import Database
from db.preview_store import KEPT
from db.reply_store import ReplyStore
from db.tables import SHARED, actor, draft, gap_asker, preview, reply, report, revision


@dataclass(frozen=True)
class Personal:
    """The rows of one table that point to a person.

    `what` (after "I keep"), `counted` (one of it, and several) and `kept` (how long) are for people to read.
    `person` holds the member's number at Discord, or an id of the table `actor`. To forget is to set the columns
    in `emptied` to NULL; where there are none, the rows are deleted, by `drop` where others point to them.
    """

    what: str
    counted: tuple[str, str]
    kept: str
    person: Column[Any]
    emptied: tuple[Column[Any], ...] = ()
    drop: Callable[[AsyncConnection, ColumnElement[bool]], Awaitable[int]] | None = None

    def rows_of(self, member: int) -> ColumnElement[bool]:
        """Return the condition for the rows that point to the member."""
        if self.person.references(actor.c.id):
            return self.person.in_(select(actor.c.id).where(actor.c.member == member))
        return self.person == member

    async def forget(self, connection: AsyncConnection, member: int) -> int:
        """Forget the member here; return in how many rows."""
        rows, mine = self.person.table, self.rows_of(member)
        if self.emptied:
            emptied = rows.update().where(mine).values({column.name: None for column in self.emptied})
            return (await connection.execute(emptied)).rowcount
        if self.drop:
            return await self.drop(connection, mine)
        return (await connection.execute(delete(rows).where(mine))).rowcount


def stored(gap_days: int) -> tuple[Personal, ...]:
    """Return all that points to a person, what hangs on `actor` before `actor` itself."""
    return (
        Personal(
            "a question that you gave to the team with `!ask-the-team`, with your number at Discord and the channel "
            "to tell you in",
            ("question to the team", "questions to the team"),
            f"until you have been told the answer, {gap_days} days at most; a moderator may keep its words, without "
            "you, as a way to ask for the fact that answers it, unless you asked privately",
            gap_asker.c.member,
        ),
        Personal(
            "each answer to you: its message, and your question where the answer has buttons that need it",
            ("answer", "answers"),
            "24 hours; which facts it showed, 7 days, so that it is corrected where one of them was wrong",
            reply.c.asker,
            drop=reply_store.drop,
        ),
        Personal(
            "that a report on a fact is yours, and the channel to tell you in what was done about it",
            ("report (its words stay, without you)", "reports (their words stay, without you)"),
            "until you write `!forget-me`",
            report.c.reporter,
            emptied=(report.c.reporter, report.c.channel),
        ),
        Personal(
            "that a fact was proposed by you, and the channel to tell you in what became of it",
            ("proposed fact (its words stay, without you)", "proposed facts (their words stay, without you)"),
            "until you have been told, or write `!forget-me`",
            draft.c.proposer,
            emptied=(draft.c.proposer, draft.c.channel),
        ),
        Personal(
            "a change that waits for your `!yes`",
            ("change that waited for `!yes`", "changes that waited for `!yes`"),
            f"{KEPT.seconds // 60} minutes",
            preview.c.actor_id,
        ),
        Personal(
            "your number and name at Discord, once you have changed something in the store; its history names you "
            "by a random number",
            ("number and name", "numbers and names"),
            "until you write `!forget-me`",
            actor.c.member,
            emptied=(actor.c.member, actor.c.name),
        ),
    )


class PersonalData:
    """Forgets people, and says what there was to forget."""

    def __init__(self, database: Database, gap_days: int, replies: ReplyStore) -> None:
        self._database = database
        self._replies = replies
        self.stored = stored(gap_days)

    async def forget(self, who: Actor) -> list[tuple[Personal, int]]:
        """Forget the person in one transaction, and return of what there was how much.

        The revisions of what they changed stay, by a random id that leads to nobody; their hashes do not cover names.
        """
        member = who.number
        words = await self._words(member)
        found = []
        async with self._replies.forgetting(words), self._database.writing() as connection:
            await _unsay(connection, member, words)
            for personal in self.stored:
                count = await personal.forget(connection, member)
                if count:
                    found.append((personal, count))
            await gap_store.sweep(connection)
        await self._database.scrub()
        return found

    async def _words(self, member: int) -> list[str]:
        """Return by which words replies name the person: the number, and the name that the store has."""
        if member == TERMINAL:
            return []
        async with self._database.reading() as connection:
            name = await connection.scalar(select(actor.c.name).where(actor.c.member == member))
        return [str(member), *([name] if name else [])]


async def _unsay(connection: AsyncConnection, member: int, words: Collection[str]) -> None:
    """Delete the replies to others that name the person, as `!cite` names who changed a fact.

    By their name that is where they changed something, and everywhere where that is shared: whoever goes by the name
    of “e” in one server has no replies of another deleted.
    """
    changed = select(revision.c.server).join(actor, actor.c.id == revision.c.actor_id).where(actor.c.member == member)
    here = func.coalesce(reply.c.server, SHARED).in_(changed) | literal(SHARED).in_(changed)
    outline, question = cast(reply.c.outline, Text), func.coalesce(reply.c.question, "")
    # The outline is JSON, in which a letter may be written as a number.
    naming = [
        (func.replace(text, written, "") != text) & (true() if word == str(member) else here)
        for word in words
        for text, written in ((outline, json.dumps(word)[1:-1]), (question, word))
    ]
    await reply_store.drop(connection, or_(false(), *naming))
