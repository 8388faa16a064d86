"""Why a change is not made: what it points to is not there, or somebody else was there first."""

from db.bibliography import Source
from db.records import StoredFact


class UnknownReference(Exception):
    """A record points to a source or a topic that the store does not hold."""

    def __init__(self, noun: str, key: str) -> None:
        self.noun, self.key = noun, key
        super().__init__(f"there is no {noun} {key}")


class SourceTaken(Exception):
    """There is another source of this key."""

    def __init__(self, key: str) -> None:
        self.key = key
        super().__init__(f"there is a source {key} already")


class SourceChanged(Exception):
    """The source was changed since it was read; `held` is what it is now."""

    def __init__(self, held: Source) -> None:
        self.held = held
        super().__init__(f"{held.key} was changed")


class KeyTaken(Exception):
    """The server holds another fact under the key."""

    def __init__(self, held: StoredFact) -> None:
        self.held = held
        super().__init__(f"the key {held.key} is {held.label}’s")


class Conflict(Exception):
    """The fact was changed since it was read; `held` is what it is now."""

    def __init__(self, held: StoredFact) -> None:
        self.held = held
        super().__init__(f"{held.label} is at revision {held.revision}")
