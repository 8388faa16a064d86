"""The vocabulary that every room may use: sources, citations, facts and topics as frozen values.

A fact cannot be built without a citation, nor an opinion without the person whose it is.
"""

import re
from typing import Annotated, Any, Literal

from pydantic import AfterValidator, Field, StringConstraints, computed_field, model_validator

from db.dates import Edtf, bounds
from db.payloads import Claim, Kind, Payload, Poll
from db.values import Fingerprint, Key, Line, Record, Text

Voice = Literal["reported", "opinion", "forecast", "quotation"]
Status = Literal["published", "retracted"]
Rank = Literal["normal", "deprecated"]
Check = Literal["intact", "moved", "changed", "missing", "unchecked"]

_INITIAL = re.compile(r"\b(\w)\w*\.?")


class Name(Record):
    """A person's or an institution's name, as in CSL-JSON."""

    family: Line | None = Field(default=None, description="a person's family name")
    given: Line | None = Field(default=None, description="a person's given names or initials")
    literal: Line | None = Field(default=None, description="an institution's whole name, instead of the two")

    @model_validator(mode="after")
    def _named(self) -> "Name":
        if not (self.family or self.literal):
            raise ValueError("a name needs `family` (with `given`), or `literal` for an institution")
        return self

    @property
    def full(self) -> str:
        return self.literal or " ".join(filter(None, (self.given, self.family)))

    @property
    def short(self) -> str:
        """`R. R. King` for Robert R. King."""
        if self.literal or not self.given:
            return self.full
        return f"{_INITIAL.sub(lambda initial: initial[1] + '.', self.given)} {self.family}"


# https://docs.citationstyles.org/en/stable/specification.html#appendix-iii-types
ITEM_TYPES = frozenset(
    """
    article article-journal article-magazine article-newspaper bill book broadcast chapter classic collection dataset
    document entry entry-dictionary entry-encyclopedia event figure graphic hearing interview legal_case legislation
    manuscript map motion_picture musical_score pamphlet paper-conference patent performance periodical
    personal_communication post post-weblog regulation report review review-book software song speech standard thesis
    treaty webpage
    """.split()
)


def _item_type(value: str) -> str:
    if value not in ITEM_TYPES:
        raise ValueError(
            "should be an item type of CSL: article-newspaper, report, book, webpage, interview, document …"
        )
    return value


class Source(Record):
    """A document that is cited, described in the fields of CSL-JSON 1.1 (dates as EDTF strings)."""

    key: Key = Field(description="by which citations name it")
    type: Annotated[Line, AfterValidator(_item_type)] = Field(
        default="document", description="an item type of CSL: article-newspaper, report, …"
    )
    title: Line = Field(description="a descriptive title in [brackets] where the document has none")
    title_short: Line | None = Field(default=None, alias="title-short", description="the title in a few words")
    author: tuple[Name, ...] = Field(default=(), description="empty where the document names none")
    container_title: Line | None = Field(
        default=None, alias="container-title", description="the newspaper, journal or site that carries it"
    )
    publisher: Line | None = Field(default=None, description="who published it")
    issued: Edtf | None = Field(default=None, description="when it was published; 2020? where the year is inferred")
    url: Line | None = Field(default=None, alias="URL", pattern=r"^https?://\S+$", description="where it is on the web")
    language: Line | None = Field(default=None, description="its language: en, ko, …")
    note: Text | None = Field(default=None, description="an editorial note, shown as ours")
    document: Line | None = Field(default=None, pattern=r"^[^/\\]+$", description="the name of its file")
    fingerprints: tuple[Fingerprint, ...] = Field(
        default=(), description="of the document's paragraphs, the first being paragraph 1"
    )
    retired: Text | None = Field(default=None, description="why it is no longer relied on; facts that cite it stay")
    forgotten: bool = Field(default=False, description="true where the document's text was taken down")

    @property
    def year(self) -> str:
        """The year as a library catalogue writes it: `2020`, in brackets where it is inferred."""
        if self.issued is None:
            return "n.d."
        year = str(bounds(self.issued)[0].year)
        qualifier = self.issued[-1]
        return f"[{year}{'?' if qualifier in '?%' else ''}]" if qualifier in "?~%" else year

    @property
    def label(self) -> str:
        """The source in a few words: `R. R. King, Asia Times (2020)`."""
        names = [name.short for name in self.author]
        who = names[0] + (" et al." if len(names) > 2 else "") if names else None
        if len(names) == 2:
            who = " and ".join(names)
        lead = ", ".join(filter(None, (who, self.container_title))) or self.title_short or self.title
        return f"{lead} ({self.year.strip('[?]')})"

    @property
    def reference(self) -> str:
        """The source in full: author, title, container, publisher and year, as far as it has them."""
        names = [name.full for name in self.author]
        authors = ", ".join(names[:3]) + (" et al." if len(names) > 3 else "")
        return ", ".join(filter(None, (authors, self.title, self.container_title, self.publisher, self.year)))


class StoredSource(Source):
    """A source as this store holds it."""

    number: int
    server: int | None = None

    @property
    def content(self) -> Source:
        """The source itself, without what this store says of it."""
        return Source.model_validate({field: getattr(self, field) for field in Source.model_fields})


class Citation(Record):
    """A place in a source that a fact rests on.

    `span` counts code points of the normalised paragraph, the end excluded.
    """

    source: Key = Field(description="the key of the source")
    paragraph: int = Field(ge=1, description="the number of the line that is not blank, from 1")
    span: tuple[int, int] | None = Field(default=None, description="[start, end) of the words meant, as of a quotation")
    fingerprint: Fingerprint = Field(description="SHA-256 of the normalised paragraph")
    reported_from: Line | None = Field(
        default=None, description="whose figure or finding it is, where the source passes it on"
    )

    @model_validator(mode="after")
    def _span_has_length(self) -> "Citation":
        if self.span is not None and not 0 <= self.span[0] < self.span[1]:
            raise ValueError("a span is [start, end) with 0 ≤ start < end")
        return self


class Fact(Record):
    """One checkable thing, in our own words, with at least one citation."""

    key: Key = Field(description="the same in every store: short and telling")
    payload: Payload = Field(description="what the fact holds besides its text, by kind")
    voice: Voice = Field(default="reported", description="whether the source states it, or passes on somebody's view")
    speaker: Line | None = Field(default=None, description="whose view or words it is; a claim always has one")
    text: Text = Field(description="the fact in our own words, complete by itself, without “according to”")
    topics: tuple[Key, ...] = Field(min_length=1, description="the keys of the topics that it is filed under")
    aliases: tuple[Line, ...] = Field(default=(), description="other names by which it is looked up")
    asked: tuple[Line, ...] = Field(default=(), description="questions that it answers, in other words")
    when: Edtf | None = Field(default=None, description="the day, month, year or interval that it is about")
    note: Text | None = Field(default=None, description="an editorial note, shown as ours, never asserted")
    status: Status = Field(default="published", description="a retracted fact is kept and not shown")
    rank: Rank = Field(default="normal", description="deprecated once it is superseded or found wrong")
    rank_reason: Text | None = Field(default=None, description="why it is deprecated; shown with it")
    superseded_by: Key | None = Field(default=None, description="the key of the fact that corrects it")
    derived: Text | None = Field(
        default=None, description="how a figure of the text comes about that no cited paragraph holds"
    )
    citations: tuple[Citation, ...] = Field(min_length=1, description="the places that it rests on")

    @model_validator(mode="before")
    @classmethod
    def _kind_is_the_payloads(cls, data: Any) -> Any:
        """Take back `kind` as an export writes it, where it agrees with the payload."""
        if isinstance(data, dict) and "kind" in data:
            payload = data.get("payload")
            held = payload.get("kind") if isinstance(payload, dict) else getattr(payload, "kind", None)
            if held != data["kind"]:
                raise ValueError(f"kind is {data['kind']}, and the payload's kind is {held}")
            return {name: value for name, value in data.items() if name != "kind"}
        return data

    @model_validator(mode="after")
    def _speaker_is_named(self) -> "Fact":
        if self.voice != "reported" and self.speaker is None:
            raise ValueError(f"voice {self.voice} needs a speaker: say whose it is")
        if isinstance(self.payload, Claim) and self.speaker is None:
            raise ValueError("a claim needs a speaker: say whose it is")
        return self

    @model_validator(mode="after")
    def _deprecation_has_a_reason(self) -> "Fact":
        if (self.rank == "deprecated") != (self.rank_reason is not None):
            raise ValueError("a fact is deprecated with a `rank_reason`, and a normal one has none")
        if self.superseded_by and self.rank == "normal":
            raise ValueError("a fact that another corrects is deprecated")
        return self

    @computed_field  # type: ignore[prop-decorator]  # mypy does not know decorated properties
    @property
    def kind(self) -> Kind:
        return self.payload.kind

    @property
    def name(self) -> str:
        """What a lookup lists: the name, the question or the matter."""
        match self.payload:
            case Poll(question=question):
                return question
            case Claim(about=about):
                return about
            case named:
                return named.name


class StoredFact(Fact):
    """A fact as this store holds it."""

    number: int
    server: int | None = None
    revision: int = Field(ge=1)

    @property
    def label(self) -> str:
        """Its number as people write it; one that is only previewed has none yet."""
        return f"F{self.number}" if self.number else "new"

    @property
    def content(self) -> Fact:
        """The fact itself, without what this store says of it."""
        return Fact.model_validate({field: getattr(self, field) for field in Fact.model_fields})


class ServerSettings(Record):
    """How the bot behaves in one Discord server; roles and channels by their numbers at Discord."""

    prefix: Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=5)] = "!"
    moderator_roles: tuple[int, ...] = ()
    channels: tuple[int, ...] = Field(default=(), description="where it answers; none is everywhere")
    ephemeral: bool = Field(default=False, description="whether slash commands answer the asker alone")


class Topic(Record):
    """A subject that facts are filed under, with the other words people use for it."""

    key: Key = Field(description="by which facts name it, and people ask for it")
    title: Line = Field(description="the heading of its briefing")
    aliases: tuple[Line, ...] = Field(default=(), description="other words by which it is asked for")


class Library(Record):
    """Sources, topics and facts as a folder of fixtures or an export holds them."""

    sources: tuple[Source, ...] = Field(default=(), description="the documents that are cited")
    topics: tuple[Topic, ...] = Field(default=(), description="the subjects that facts are filed under")
    synonyms: tuple[tuple[Line, ...], ...] = Field(
        default=(), description="groups of words and phrases that mean the same in a question"
    )
    facts: tuple[Fact, ...] = Field(default=(), description="what the sources state, one checkable thing each")
