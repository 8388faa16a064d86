"""An answer as a value: statements that each rest on a fact, and what is said besides."""

from dataclasses import dataclass
from typing import Literal

from db.bibliography import Source
from db.documents import Document
from db.records import Check, Citation, StoredFact

# What the asker may do next with one press, where the reply has buttons. All but the last two, which bring back a form
# that was filled in, are commands as well.
Offer = Literal["why", "ask-the-team", "yes", "no", "change", "rest"]
Status = Literal["answered", "related", "unknown", "done", "denied", "error"]


@dataclass(frozen=True)
class Place:
    """A citation with its source, held against the document where that is on hand."""

    citation: Citation
    source: Source
    document: Document | None = None

    @property
    def check(self) -> Check:
        return self.document.manifest.check(self.citation, self._former) if self.document else "unchecked"

    @property
    def is_ambiguous(self) -> bool:
        """Whether the words cited stand in several places now, with no telling which is meant."""
        return self.document is not None and self.document.manifest.is_ambiguous(self.citation, self._former)

    @property
    def _former(self) -> tuple[str, ...]:
        return self.source.fingerprints

    @property
    def paragraph(self) -> int:
        """The number of the paragraph, as it is in the document now where the text has moved."""
        return (self.document and self.document.manifest.where(self.citation, self._former)) or self.citation.paragraph

    @property
    def excerpt(self) -> str | None:
        return self.document.excerpt(self.citation, self._former) if self.document else None

    @property
    def label(self) -> str:
        return f"{self.source.label}, ¶{self.paragraph}"


@dataclass(frozen=True)
class Statement:
    """What one fact says, with the places where it stands."""

    fact: StoredFact
    places: tuple[Place, ...]

    def __post_init__(self) -> None:
        cited = {(citation.source, citation.paragraph) for citation in self.fact.citations}
        placed = {(place.source.key, place.citation.paragraph) for place in self.places}
        if not placed or placed != cited:
            raise ValueError(f"{self.fact.label} cannot be stated without each of its citations")

    @property
    def retired(self) -> str | None:
        """Why no source that it rests on is relied on any more; None where one still is."""
        reasons = [place.source.retired for place in self.places]
        return reasons[0] if all(reasons) else None

    @property
    def gone(self) -> str | None:
        """Why the fact is not what holds now, None where it does: to be said wherever the fact is."""
        fact = self.fact
        if fact.status == "retracted":
            return "Retracted: it is not shown in answers."
        if fact.rank == "normal":
            return None
        by = f" `!fact {fact.superseded_by}` has what holds instead." if fact.superseded_by else ""
        return f"Superseded: {(fact.rank_reason or '').rstrip('.')}.{by}"


@dataclass(frozen=True)
class Section:
    """Statements under a heading; `note` says in lines what is to be said of them together."""

    statements: tuple[Statement, ...]
    heading: str | None = None
    note: str | None = None


@dataclass(frozen=True)
class Attachment:
    """A file that goes with a reply: an export."""

    name: str
    content: str


@dataclass(frozen=True)
class Answer:
    """A reply. `note` is what it says besides its statements, in sentences or lines."""

    status: Status
    title: str | None = None
    sections: tuple[Section, ...] = ()
    note: str | None = None
    offers: tuple[Offer, ...] = ()
    # The number of the preview that `yes` and `no` are about.
    preview: int | None = None
    attachment: Attachment | None = None
    # Whether each section is a page of its own, found by its heading.
    chapters: bool = False

    @property
    def statements(self) -> tuple[Statement, ...]:
        return tuple(statement for section in self.sections for statement in section.statements)

    @property
    def notes(self) -> str | None:
        """All that the reply says besides its statements: the notes of its sections, its own, and what holds no more.

        Whoever takes the statements' bare texts learns here which of them hold no more.
        """
        gone = [f"{statement.fact.label}: {statement.gone}" for statement in self.statements if statement.gone]
        lines = (*(section.note for section in self.sections), self.note, *gone)
        return "\n".join(filter(None, lines)) or None
