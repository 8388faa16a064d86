"""A proposal: the changes to facts that a moderator was shown and says yes to, as a value that the store can keep."""

from pydantic import Field

from bot.briefing.prose import clean
from db.preview_store import Preview
from db.records import Fact, Topic
from db.values import Record, Text


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


def title(preview: Preview) -> str:
    """Return what a preview would do, in a few words."""
    if "library" in preview.record:
        return f"the import of {clean(str(preview.record['name']))}"
    return Proposal.model_validate(preview.record).title
