"""Sources as they are cited: described in the fields of CSL-JSON, with the short and the full reference."""

import re
import unicodedata
from functools import lru_cache
from typing import Annotated

from pydantic import AfterValidator, BeforeValidator, Field, StringConstraints, ValidationInfo, model_validator

from db.dates.bounds import year_of
from db.dates.edtf import Point, parse
from db.dates.field import Edtf
from db.dates.spoken import spoken
from db.values import STORED, Fingerprint, Key, Line, Record, Text, is_seen, one_line

# Scripts in which the family name comes first, and no name is cut to an initial.
_FAMILY_FIRST = ("CJK ", "HANGUL ", "HIRAGANA ", "KATAKANA ", "BOPOMOFO ")
_ASIDE = re.compile(r"\s*\([^)]*\)")


class Name(Record):
    """A person's or an institution's name, as in CSL-JSON."""

    family: Line | None = Field(default=None, description="a person's family name, or the one name of a person")
    given: Line | None = Field(default=None, description="a person's given names or initials")
    dropping_particle: Line | None = Field(
        default=None,
        alias="dropping-particle",
        description="a particle that sorting leaves out: Ludwig *van* Beethoven",
    )
    non_dropping_particle: Line | None = Field(
        default=None,
        alias="non-dropping-particle",
        description="a particle that stays with the family name: *de* Gaulle",
    )
    suffix: Line | None = Field(default=None, description="Jr., III")
    literal: Line | None = Field(default=None, description="an institution's whole name, instead of all these")

    @model_validator(mode="after")
    def _named(self) -> "Name":
        if not (self.family or self.literal):
            raise ValueError("a name needs `family` (with `given`), or `literal` for an institution")
        return self

    @property
    def full(self) -> str:
        """`Martin Luther King Jr.`, and `李世民` with the family name first."""
        return self._set(self.given)

    @property
    def short(self) -> str:
        """`R. R. King` for Robert R. King, `L. van Beethoven` for Ludwig van Beethoven."""
        return self._set(self.given and " ".join(map(_initial, _ASIDE.sub("", self.given).split())))

    def _set(self, given: str | None) -> str:
        if self.literal:
            return self.literal
        assert self.family is not None
        if self.given and _is_family_first(self.family + self.given):
            return f"{self.family}{self.given}"
        particles = (self.dropping_particle, self.non_dropping_particle)
        return " ".join(filter(None, (given, *particles, self.family, self.suffix)))


@lru_cache(maxsize=4096)
def _initial(part: str) -> str:
    """Return the initial of a part of a given name: one letter with its marks; a particle stays as it is."""
    letters = unicodedata.normalize("NFC", part)
    first = next((place for place, letter in enumerate(letters) if letter.isalpha()), None)
    if first is None or letters[first].islower():
        return part
    end = first + 1
    while end < len(letters) and unicodedata.category(letters[end]).startswith("M"):
        end += 1
    return f"{letters[first:end]}."


@lru_cache(maxsize=4096)
def _is_family_first(name: str) -> bool:
    letters = [letter for letter in name if letter.isalpha()]
    return all(unicodedata.name(letter, "").startswith(_FAMILY_FIRST) for letter in letters)


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


def _address(value: str, info: ValidationInfo) -> str | None:
    if value.isprintable() and is_seen(value):
        return value
    if info.context is STORED:
        return None
    raise ValueError("should hold no character that nobody sees: leave it out, or write it percent-encoded, as in %1B")


# Of newspapers and archives longer than a line now and then; a page of a reply has room for so much.
Address = Annotated[
    str,
    StringConstraints(strip_whitespace=True, max_length=600, pattern=r"^https?://\S+$"),
    AfterValidator(_address),
]


FileName = Annotated[
    str, StringConstraints(min_length=1, max_length=200, pattern=r"^[^/\\]+$"), BeforeValidator(one_line)
]


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
    document: FileName | None = Field(default=None, description="the name of its file")
    fingerprints: tuple[Fingerprint, ...] = Field(
        default=(), description="of the document's paragraphs, the first being paragraph 1"
    )
    retired: Text | None = Field(default=None, description="why it is no longer relied on; facts that cite it stay")
    forgotten: bool = Field(default=False, description="true where the document's text was taken down")

    @property
    def year(self) -> str:
        """The bare year, an inferred one too, for what has no other place for it: `2020`."""
        return spoken(year_of(self.issued)) if self.issued else "n.d."

    @property
    def date(self) -> str:
        """The date as a library catalogue writes it: `April 2031`, in brackets where it is inferred, `[2020?]`."""
        return _dated(self.issued) if self.issued else "n.d."

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


@lru_cache(maxsize=4096)
def _dated(edtf: str) -> str:
    issued = parse(edtf)
    if not isinstance(issued, Point) or not issued.doubt:
        return spoken(edtf)
    about, doubt = "about " if issued.doubt in "~%" else "", "?" if issued.doubt in "?%" else ""
    return f"[{about}{spoken(str(issued.without_doubt))}{doubt}]"


class StoredSource(Source):
    """A source as this store holds it."""

    number: int
    server: int | None = None
    edition: int | None = Field(default=None, description="the number of its newest document that came by command")

    @property
    def content(self) -> Source:
        """The source itself, without what this store says of it."""
        return Source.model_validate({field: getattr(self, field) for field in Source.model_fields})
