"""Whoever sends a message, as the services know them."""

from dataclasses import dataclass

from db.actors import Actor


@dataclass(frozen=True)
class Asker:
    """A person in a channel; `server` is None in direct messages and in the terminal.

    `private` says that nobody else saw what they ask, `discreet` that nobody but moderators reads what they are told.
    `follows` is the question whose answer they reply to, empty where it is not remembered.
    """

    actor: Actor
    server: int | None
    channel: int
    private: bool = False
    discreet: bool = False
    follows: str | None = None

    @property
    def desk(self) -> int:
        """Where a preview waits for them: their channel; at the terminal each line of a pipe is one of its own."""
        return 0 if self.actor.at_terminal else self.channel
