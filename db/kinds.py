"""The kinds of fact and what each holds besides its text, as one discriminated union."""

from typing import Annotated, Literal, get_args

from pydantic import Field, model_validator

from db.dates import Edtf
from db.values import Key, Line, Record, Text

Kind = Literal["poll", "event", "person", "organization", "law", "claim"]
KINDS: tuple[Kind, ...] = get_args(Kind)
Comparator = Literal["=", ">", "<", ">=", "<=", "~"]
Stance = Literal["for", "against", "neutral"]

# Each share may be rounded by this much, so that those of one question add up to a little more or less than 100.
ROUNDING = 0.5


def slack(shares: int) -> float:
    """Return by how many percentage points so many rounded shares may miss 100."""
    return ROUNDING * shares


class Survey(Record):
    """A survey's own data, in the terms of AAPOR's disclosure standard; None is "not stated"."""

    key: Key = Field(description="the same in all polls of this survey")
    title: Line = Field(description="its name, or a description of it")
    sponsor: Line | None = Field(default=None, description="who paid for it")
    pollster: Line | None = Field(default=None, description="who asked the questions")
    population: Line | None = Field(default=None, description="whom the sample stands for")
    fielded: Edtf | None = Field(default=None, description="when the questions were asked")
    sample_size: int | None = Field(default=None, ge=1, description="how many were asked")
    margin_of_error: float | None = Field(default=None, gt=0, le=100, description="in percentage points")
    mode: Line | None = Field(default=None, description="how people were asked: online, telephone, …")
    note: Text | None = Field(default=None, description="an editorial note, shown as ours, never asserted")


class Result(Record):
    """One figure: the percentage of a group that gave an answer."""

    group: Line = Field(description="who answered: all respondents, Republicans, …")
    answer: Line = Field(description="what they answered: support, unsure, …")
    percent: float = Field(ge=0, le=100, description="the figure as the document gives it")
    comparator: Comparator = Field(default="=", description='">" where the document says "above"')
    subtotal: bool = Field(default=False, description="true for a sum of other answers listed")


class Poll(Record):
    """One question asked of one set of groups."""

    kind: Literal["poll"] = Field(default="poll", description="what sort of fact it is")
    question: Line = Field(description="the question in our words; polls of the same question share it")
    wording: Text | None = Field(default=None, description="the question as it was put; None is not stated")
    survey: Survey = Field(description="the survey's own data, the same in all of its polls")
    results: tuple[Result, ...] = Field(min_length=1, description="a figure for each group and answer")
    complete: bool = Field(default=False, description="true where no answer is left out, so that they add up to 100%")

    @model_validator(mode="after")
    def _shares_fit(self) -> "Poll":
        pairs = [(result.group, result.answer) for result in self.results]
        if len(set(pairs)) < len(pairs):
            raise ValueError("results give the same group and answer twice: leave one of them out")
        for group in dict.fromkeys(result.group for result in self.results):
            shares = [result for result in self.results if result.group == group and not result.subtotal]
            total = sum(result.percent for result in shares if result.comparator in ("=", ">", ">="))
            if total > 100 + slack(len(shares)):
                raise ValueError(
                    f"the answers of {group} add up to {total:g}%: mark a sum of other answers as a subtotal"
                )
            exact = all(result.comparator in ("=", "~") for result in shares)
            if self.complete and exact and abs(sum(result.percent for result in shares) - 100) > slack(len(shares)):
                raise ValueError(f"the answers of {group} are marked complete and do not add up to 100%")
        return self


class Event(Record):
    """Something that happened or is due; its date is the fact's `when`."""

    kind: Literal["event"] = Field(default="event", description="what sort of fact it is")
    name: Line = Field(description="the event's name; facts about the same event share it")
    place: Line | None = Field(default=None, description="where it happened")
    participants: tuple[Line, ...] = Field(default=(), description="people, bodies and countries that took part")
    outcome: Text | None = Field(default=None, description="what came of it, in a few words")


class Office(Record):
    """A position held, where and when as far as the document says."""

    title: Line = Field(description="of the office, as the document has it")
    organization: Line | None = Field(default=None, description="where it is held; None is not stated")
    when: Edtf | None = Field(default=None, description="when it was held; None is not stated")


class Person(Record):
    """Somebody, and the offices that the fact is about."""

    kind: Literal["person"] = Field(default="person", description="what sort of fact it is")
    name: Line = Field(description="as the document has it; other forms go into the fact's aliases")
    offices: tuple[Office, ...] = Field(default=(), description="those that this fact states")


class Organization(Record):
    """A body, institution or group with a name."""

    kind: Literal["organization"] = Field(default="organization", description="what sort of fact it is")
    name: Line = Field(description="as the document has it; other forms go into the fact's aliases")


class Law(Record):
    """A law, resolution or bill; its date is the fact's `when`."""

    kind: Literal["law"] = Field(default="law", description="what sort of fact it is")
    name: Line = Field(description="as the document has it; other forms go into the fact's aliases")
    jurisdiction: Line | None = Field(default=None, description="whose law it is; None is not stated")
    status: Line | None = Field(default=None, description="enacted, in force, passed by one chamber, …")


class Claim(Record):
    """What somebody holds about a matter; the fact names the speaker.

    Claims about the same matter with different stances are shown side by side.
    """

    kind: Literal["claim"] = Field(default="claim", description="what sort of fact it is")
    about: Line = Field(description="the matter as a proposition that one can be for or against")
    stance: Stance = Field(default="neutral", description="of the speaker towards the proposition in `about`")


Payload = Annotated[Poll | Event | Person | Organization | Law | Claim, Field(discriminator="kind")]
