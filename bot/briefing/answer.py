"""An answer as a value: statements that each rest on a fact, and what is said besides."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal, TypeAlias

from db.bibliography import Source, StoredSource
from db.documents import Document
from db.kinds import Poll
from db.locator import NOWHERE, Locator
from db.notes import PREFIX, Command, Line, Link, Note, line
from db.records import Check, Citation, StoredFact

# What the asker may do next with one press, where the reply has buttons. All but the last three are commands as well:
# two bring back a form that was filled in, and one puts all pages into a thread.
Offer = Literal["accept", "edit", "skip", "reject", "why", "ask-the-team", "yes", "no", "change", "rest", "thread"]
# A source: whose it is, a server’s or nobody’s, and its key.
Origin: TypeAlias = tuple[int | None, str]
Status = Literal["answered", "related", "unknown", "done", "denied", "error"]


@dataclass(frozen=True)
class Place:
    """A citation with its source, held against the document where that is on hand."""

    citation: Citation
    source: Source
    document: Document | None = None

    @property
    def origin(self) -> Origin:
        """Which source it is in: a server may have one of the same key as a shared one."""
        return self.source.server if isinstance(self.source, StoredSource) else None, self.source.key

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
    def context(self) -> str:
        """The whole paragraph that the words cited stand in, as it is now; empty where it is not on hand."""
        if self.document is None or self.excerpt is None:
            return ""
        return self.document.paragraphs[self.paragraph - 1]

    @property
    def locator(self) -> Locator:
        """The page and headings of the paragraph, as far as the document on hand has them."""
        return self.document.locator(self.paragraph) if self.document else NOWHERE

    @property
    def pinpoint(self) -> str:
        """Where in the source it is: `p. 12, Open enrollment, ¶40`."""
        return ", ".join(filter(None, (self.locator.label, f"¶{self.paragraph}")))

    @property
    def label(self) -> str:
        return f"{self.source.label}, {self.pinpoint}"


@dataclass(frozen=True)
class Statement:
    """What one fact says, with the places where it stands, and what it `lacks` of the question it does not answer.

    `successor` is what holds in the place of a fact that is superseded, where anything does.
    """

    fact: StoredFact
    places: tuple[Place, ...]
    lacks: tuple[str, ...] = ()
    successor: StoredFact | None = None

    def __post_init__(self) -> None:
        cited = {(citation.source, citation.paragraph) for citation in self.fact.citations}
        placed = {(place.source.key, place.citation.paragraph) for place in self.places}
        if not placed or placed != cited:
            raise ValueError(f"{self.fact.label} cannot be stated without each of its citations")

    @property
    def date(self) -> str | None:
        """The day or time that it is about, as EDTF: a poll without one is of the days when people were asked."""
        payload = self.fact.payload
        return self.fact.when or (payload.survey.fielded if isinstance(payload, Poll) else None)

    @property
    def attribution(self) -> str | None:
        """Whose it is, None where the source states it: to be said wherever the fact is."""
        fact = self.fact
        if fact.speaker is None:
            return None
        return f"According to {fact.speaker}" + ("" if fact.voice == "reported" else f" ({fact.voice})")

    @property
    def retired(self) -> str | None:
        """Why no source that it rests on is relied on any more; None where one still is."""
        reasons = [place.source.retired for place in self.places]
        return reasons[0] if all(reasons) else None

    @property
    def standing(self) -> Literal["Retracted", "Superseded"] | None:
        """What has become of the fact, None where it holds now: to be said wherever the fact is."""
        if self.fact.status == "retracted":
            return "Retracted"
        return "Superseded" if self.fact.rank == "deprecated" else None

    @property
    def gone(self) -> Line:
        """Why the fact is not what holds now, empty where it does."""
        fact = self.fact
        match self.standing:
            case "Retracted":
                return line("Retracted: it is not shown in answers.")
            case "Superseded":
                why = f"Superseded: {(fact.rank_reason or '').rstrip('.')}."
                if self.successor:
                    return line("{} `!fact {}` has what holds instead.", why, self.successor.key)
                return line("{} What took its place does not hold either.", why) if fact.superseded_by else (why,)
        return ()


@dataclass(frozen=True)
class Section:
    """Statements under a heading, or passages, on which no fact rests; `note` says what is to be said of them together.

    `details` say more of them, to whoever wants all of it. Those that are the `nearest` do not answer what was asked.
    The span of a passage is the sentence that is meant.
    """

    statements: tuple[Statement, ...] = ()
    heading: str | None = None
    note: Note = ()
    nearest: bool = False
    passages: tuple[Place, ...] = ()
    details: Note = ()


@dataclass(frozen=True)
class ShownDraft:
    """A draft that is shown to be decided on: its number, and the arguments of the fact that it would become."""

    number: int
    arguments: Mapping[str, str]


@dataclass(frozen=True)
class Attachment:
    """A file that goes with a reply: an export."""

    name: str
    content: str


@dataclass(frozen=True)
class Answer:
    """A reply. `note` is what it says besides its statements; `prefix` begins the commands in it."""

    status: Status
    title: str | Command | None = None
    sections: tuple[Section, ...] = ()
    note: Note = ()
    offers: tuple[Offer, ...] = ()
    # The number of the preview that `yes` and `no` are about.
    preview: int | None = None
    # What `accept`, `edit`, `skip` and `reject` are about.
    draft: ShownDraft | None = None
    attachment: Attachment | None = None
    # Where it leads on the web.
    links: tuple[Link, ...] = ()
    # Whether each section is a page of its own, found by its heading.
    chapters: bool = False
    # Whether all that is known of its statements is asked for, and not what answers at a glance.
    whole: bool = False
    prefix: str = PREFIX

    @property
    def statements(self) -> tuple[Statement, ...]:
        return tuple(statement for section in self.sections for statement in section.statements)

    @property
    def passages(self) -> tuple[Place, ...]:
        return tuple(passage for section in self.sections for passage in section.passages)

    @property
    def notes(self) -> Note:
        """All that the reply says besides its statements: the notes of its sections, its own, and what holds no more.

        Whoever takes the statements' bare texts learns here which of them hold no more.
        """
        gone = (line("{}: {}", statement.fact.label, statement.gone) for statement in self.statements if statement.gone)
        of_sections = (each for section in self.sections for each in (*section.note, *section.details))
        return (*of_sections, *self.note, *gone)
