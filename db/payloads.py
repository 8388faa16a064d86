"""The kinds of fact and what each holds besides its text, as one discriminated union."""

from typing import Annotated, Literal, get_args

from pydantic import Field, model_validator

from db.dates import Edtf
from db.values import Key, Line, Record, Text

Kind = Literal["poll", "event", "person", "organization", "law", "claim"]
KINDS: tuple[Kind, ...] = get_args(Kind)
Comparator = Literal["=", ">", "<", ">=", "<=", "~"]
Stance = Literal["for", "against", "neutral"]

# Rounded shares of one question may add up to a little over 100.
ROUNDING = 0.5


class Survey(Record):
    """A survey's own data, in the terms of AAPOR's disclosure standard; None is "not stated"."""

    key: Key
    title: Line
    sponsor: Line | None = None
    pollster: Line | None = None
    population: Line | None = None
    fielded: Edtf | None = None
    sample_size: int | None = Field(default=None, ge=1)
    margin_of_error: float | None = Field(default=None, gt=0, le=100, description="in percentage points")
    mode: Line | None = Field(default=None, description="how people were asked: online, telephone, …")


class Result(Record):
    """One figure: the percentage of a group that gave an answer."""

    group: Line
    answer: Line
    percent: float = Field(ge=0, le=100)
    comparator: Comparator = Field(default="=", description='">" where the document says "above"')
    subtotal: bool = Field(default=False, description="true for a sum of other answers listed")


class Poll(Record):
    """One question asked of one set of groups."""

    kind: Literal["poll"] = "poll"
    question: Line
    wording: Text | None = Field(default=None, description="the question as it was put; None is not stated")
    survey: Survey
    results: tuple[Result, ...] = Field(min_length=1)

    @model_validator(mode="after")
    def _shares_fit(self) -> "Poll":
        pairs = [(result.group, result.answer) for result in self.results]
        if len(set(pairs)) < len(pairs):
            raise ValueError("results give the same group and answer twice: leave one of them out")
        for group in dict.fromkeys(result.group for result in self.results):
            shares = [result for result in self.results if result.group == group and not result.subtotal]
            total = sum(result.percent for result in shares if result.comparator in ("=", ">", ">="))
            if total > 100 + ROUNDING * len(shares):
                raise ValueError(
                    f"the answers of {group} add up to {total:g}%: mark a sum of other answers as a subtotal"
                )
        return self


class Event(Record):
    """Something that happened or is due; its date is the fact's `when`."""

    kind: Literal["event"] = "event"
    name: Line
    place: Line | None = None
    participants: tuple[Line, ...] = ()
    outcome: Text | None = None


class Office(Record):
    """A position held, where and when as far as the document says."""

    title: Line
    organization: Line | None = None
    when: Edtf | None = None


class Person(Record):
    kind: Literal["person"] = "person"
    name: Line
    offices: tuple[Office, ...] = ()


class Organization(Record):
    kind: Literal["organization"] = "organization"
    name: Line


class Law(Record):
    """A law, resolution or bill; its date is the fact's `when`."""

    kind: Literal["law"] = "law"
    name: Line
    jurisdiction: Line | None = None
    status: Line | None = None


class Claim(Record):
    """What somebody holds about a matter; the fact names the speaker.

    Claims about the same matter with different stances are shown side by side.
    """

    kind: Literal["claim"] = "claim"
    about: Line = Field(description="the matter as a proposition that one can be for or against")
    stance: Stance = "neutral"


Payload = Annotated[Poll | Event | Person | Organization | Law | Claim, Field(discriminator="kind")]
