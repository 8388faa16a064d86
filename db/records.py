"""The vocabulary that every room may use: citations, facts and topics as frozen values.

A fact cannot be built without a citation, nor an opinion without the person whose it is. Sources have a file of their
own, `bibliography.py`.
"""

from typing import Annotated, Any, Literal

from pydantic import Field, StringConstraints, computed_field, model_validator

from db.bibliography import Source
from db.dates.field import Edtf
from db.kinds import AnyPayload, Kind
from db.values import Fingerprint, Key, Line, Record, Text, Witness

Voice = Literal["reported", "opinion", "forecast", "quotation"]
Status = Literal["published", "retracted"]
Rank = Literal["normal", "deprecated"]
LAST = 10_000_000  # paragraph, or character of one
Check = Literal["intact", "moved", "changed", "missing", "unchecked"]


class Citation(Record):
    """A place in a source that a fact rests on.

    `span` counts code points of the normalised paragraph, the end excluded.
    """

    source: Key = Field(description="the key of the source")
    paragraph: int = Field(ge=1, le=LAST, description="the number of the line that is not blank, from 1")
    span: tuple[int, int] | None = Field(default=None, description="[start, end) of the words meant, as of a quotation")
    fingerprint: Fingerprint = Field(description="SHA-256 of the normalised paragraph")
    reported_from: Line | None = Field(
        default=None, description="whose figure or finding it is, where the source passes it on"
    )

    @model_validator(mode="after")
    def _span_has_length(self) -> "Citation":
        if self.span is not None and not 0 <= self.span[0] < self.span[1] <= LAST:
            raise ValueError(f"a span is [start, end) with 0 ≤ start < end, and no end beyond {LAST:,}")
        return self


class Fact(Record):
    """One checkable thing, in our own words, with at least one citation."""

    key: Key = Field(description="the same in every store: short and telling")
    payload: AnyPayload = Field(description="what the fact holds besides its text, by kind")
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
    superseded_by: Key | None = Field(
        default=None, description="the key of the fact that corrects it: one that is there, and in no circle"
    )
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
            kind = payload.get("kind") if isinstance(payload, dict) else getattr(payload, "kind", None)
            if kind != data["kind"]:
                raise ValueError(f"kind is {data['kind']}, and the payload's kind is {kind}")
            return {name: value for name, value in data.items() if name != "kind"}
        return data

    @model_validator(mode="after")
    def _speaker_is_named(self) -> "Fact":
        if self.voice != "reported" and self.speaker is None:
            raise ValueError(f"voice {self.voice} needs a speaker: say whose it is")
        if self.payload.DESCRIPTION.attributed and self.speaker is None:
            raise ValueError(f"{self.payload.indefinite()} needs a speaker: say whose it is")
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
        return self.payload.KIND

    @property
    def name(self) -> str:
        """What a lookup lists: the name, the question or the matter."""
        return self.payload.title

    @property
    def offered(self) -> Kind | None:
        """The kind that it is offered as where somebody completes a name, None while it is not published."""
        return self.kind if self.status == "published" else None


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
    notices: int | None = Field(default=None, description="the channel that is told of new questions and reports")
    corrections: bool = Field(default=True, description="whether whoever asked is pointed to a correction")


class Topic(Record):
    """A subject that facts are filed under, with the other words people use for it."""

    key: Key = Field(description="by which facts name it, and people ask for it")
    title: Line = Field(description="the heading of its briefing")
    aliases: tuple[Line, ...] = Field(default=(), description="other words by which it is asked for")


class SourceText(Record):
    """The text of a source's document, as it was read from its file."""

    source: Key = Field(description="the key of the source")
    text: str = Field(min_length=1, max_length=5_000_000, description="the text, one paragraph a line")
    reader: Line | None = Field(default=None, description="what read it from its file, in which version")
    locators: tuple[tuple[int | None, tuple[str, ...]], ...] = Field(
        default=(), description="page and headings of each paragraph: [[12, [Benefits, Open enrollment]], …]"
    )

    @property
    def key(self) -> str:
        return self.source


class Library(Record):
    """Sources, topics and facts as a folder of fixtures or an export holds them."""

    sources: tuple[Source, ...] = Field(default=(), description="the documents that are cited")
    documents: tuple[SourceText, ...] = Field(default=(), description="the texts of documents, where they come along")
    topics: tuple[Topic, ...] = Field(default=(), description="the subjects that facts are filed under")
    synonyms: tuple[tuple[Line, ...], ...] = Field(
        default=(), description="groups of words and phrases that mean the same in a question"
    )
    facts: tuple[Fact, ...] = Field(default=(), description="what the sources state, one checkable thing each")
    ledger: tuple[Witness, ...] = Field(
        default=(), description="of an export: the newest revision of its store’s ledger, by number and hash"
    )

    @property
    def bare(self) -> "Library":
        """The library without what was written to help find its facts: other phrasings and synonyms."""
        facts = tuple(fact.model_copy(update={"asked": ()}) for fact in self.facts)
        return self.model_copy(update={"synonyms": (), "facts": facts})
