"""A proposal: the changes to facts that a moderator was shown and says yes to, as a value that the store can keep."""

from typing import Any, TypeVar

from pydantic import Field, ValidationError

from bot.briefing.prose import clean
from bot.briefing.refusals import Refusal
from db.preview_store import Preview
from db.records import Fact, Topic
from db.values import Record, Text

R = TypeVar("R", bound=Record)


class Step(Record):
    """One fact as it is to be; with a number it revises that fact as it was at that revision, without it is new."""

    fact: Fact
    number: int | None = None
    revision: int | None = None


class Reviewed(Record):
    """A draft that a fact is made of, by its number, and the arguments that were changed as it was accepted."""

    number: int
    changed: tuple[str, ...] = ()


class Proposal(Record):
    """What is written in one transaction or not at all."""

    steps: tuple[Step, ...] = Field(min_length=1)
    topics: tuple[Topic, ...] = ()
    reason: Text | None = None
    draft: Reviewed | None = None
    own_key: bool = Field(default=False, description="true where the key was chosen, so that no other will do")

    @property
    def title(self) -> str:
        """What it would do, in a few words: `a new poll`, `F12 edited`."""
        first = self.steps[0]
        return f"a new {first.fact.kind}" if first.number is None else f"F{first.number} edited"


class Illegible(Refusal):
    """What another version kept for a yes, and has what this one does not know, or lacks what it needs."""

    def __init__(self) -> None:
        super().__init__(
            "Another version of me showed you that, and I cannot read what it would have written: it is dropped, and "
            "nothing was written. Write the command again."
        )


def read(record: type[R], stored: Any) -> R:
    """Return what was kept for a yes; raises Illegible."""
    try:
        return record.model_validate(stored)
    except ValidationError:
        raise Illegible from None


def is_import(preview: Preview) -> bool:
    """Say whether a file is to be taken, rather than facts to be written."""
    return isinstance(preview.record, dict) and "library" in preview.record


def imported(preview: Preview) -> str:
    """Return the name of the file that is to be taken."""
    return clean(str(preview.record.get("name", "a file")))


def title(preview: Preview) -> str:
    """Return what a preview would do, in a few words."""
    if is_import(preview):
        return f"the import of {imported(preview)}"
    try:
        return read(Proposal, preview.record).title
    except Illegible:
        return "what another version of me showed you"
