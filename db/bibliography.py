"""Sources as they are cited: described in the fields of CSL-JSON, with the short and the full reference."""

import re
from typing import Annotated

from pydantic import AfterValidator, Field, StringConstraints, model_validator

from db.dates import Edtf, bounds, spoken
from db.values import Fingerprint, Key, Line, Record, Text

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


# Of newspapers and archives longer than a line now and then; a page of a reply has room for so much.
Address = Annotated[str, StringConstraints(strip_whitespace=True, max_length=600, pattern=r"^https?://\S+$")]


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
    url: Address | None = Field(default=None, alias="URL", description="where it is on the web")
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
        """The bare year, an inferred one too, for what has no other place for it: `2020`."""
        return str(bounds(self.issued)[0].year) if self.issued else "n.d."

    @property
    def date(self) -> str:
        """The date as a library catalogue writes it: `April 2031`, in brackets where it is inferred, `[2020?]`."""
        if self.issued is None or self.issued[-1] not in "?~%":
            return spoken(self.issued) if self.issued else "n.d."
        qualifier = self.issued[-1]
        about, doubt = "about " if qualifier in "~%" else "", "?" if qualifier in "?%" else ""
        return f"[{about}{spoken(self.issued[:-1])}{doubt}]"

    @property
    def name(self) -> str:
        """Who says it and where, in a few words: `R. R. King, Asia Times`."""
        names = [name.short for name in self.author]
        who = names[0] + (" et al." if len(names) > 2 else "") if names else None
        if len(names) == 2:
            who = " and ".join(names)
        return ", ".join(filter(None, (who, self.container_title))) or self.title_short or self.title

    @property
    def label(self) -> str:
        """The source in a few words, with its date and the doubt about it: `R. R. King, Asia Times (2020?)`."""
        return f"{self.name} ({self.date.strip('[]')})"

    @property
    def reference(self) -> str:
        """The source in full: author, title, container, publisher and date, as far as it has them."""
        names = [name.full for name in self.author]
        authors = ", ".join(names[:3]) + (" et al." if len(names) > 3 else "")
        return ", ".join(filter(None, (authors, self.title, self.container_title, self.publisher, self.date)))


class StoredSource(Source):
    """A source as this store holds it."""

    number: int
    server: int | None = None
    edition: int | None = Field(default=None, description="the number of its newest document that came by command")

    @property
    def content(self) -> Source:
        """The source itself, without what this store says of it."""
        return Source.model_validate({field: getattr(self, field) for field in Source.model_fields})
