"""The kinds of fact: one class for each, with all that a command, a form, a search or a card needs to know of it.

A class that builds on `Payload` is a kind of its own. Its `DESCRIPTION` says how such facts are called, looked up and
shown; the `Argument` of a field says how people write it, and where it is read. Nothing else lists the kinds.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cache
from typing import Annotated, Any, ClassVar, Literal, NewType, get_args, get_origin, get_type_hints

from pydantic import Field, GetCoreSchemaHandler, GetPydanticSchema, StringConstraints, model_validator
from pydantic_core import CoreSchema, core_schema

from db.dates.field import Edtf
from db.values import Key, Line, Record, Text

Kind = NewType("Kind", str)
Comparator = Literal["=", ">", "<", ">=", "<=", "~"]
Stance = Literal["for", "against", "neutral"]

# Characters of what is written for a list, and for what is no text: a number, one of a few words.
_LONGEST, _SHORT = 1000, 200
# Each share may be rounded by this much, so that those of one question add up to a little more or less than 100.
ROUNDING = 0.5


def slack(shares: int) -> float:
    """Return by how many percentage points so many rounded shares may miss 100."""
    return ROUNDING * shares


@dataclass(frozen=True)
class Wording:
    """A question that a fact answers, with the fields that fill it, where it states the one that it needs."""

    words: str
    needs: str = ""


@dataclass(frozen=True)
class Description:
    """How facts of a kind are called, looked up and shown."""

    plural: str
    # The arguments of `!fact add` for one such fact, but for its kind and its source.
    example: str
    # The colour of its card: of Okabe and Ito's, which colour-blind people can tell apart.
    colour: int = 0x999999
    # The command that looks such facts up, where it is not the kind's own name, and other words for it.
    command: str = ""
    aliases: tuple[str, ...] = ()
    # What the command's help says; without a summary it says that one may look up such facts.
    summary: str = ""
    help: str = ""
    # What is written after the command.
    sought: str = "a name or a topic; without one: all of them"
    # The field that is the name of the fact.
    named_by: str = "name"
    # Whether such facts are looked up under a topic rather than by their name.
    topical: bool = False
    # Whether the one thing of a name is meant, where others are also filed under it.
    individual: bool = False
    # Whether such a fact has a date, so that one without it says so, and whether they are listed by it.
    dated: bool = False
    chronological: bool = False
    # Whether such a fact is always somebody's, so that it names a speaker.
    attributed: bool = False
    # Whether its lookup gives all else under the name as well.
    comprehensive: bool = False
    # Questions that such a fact answers, to be proposed with a new one.
    wordings: tuple[Wording, ...] = ()


@dataclass(frozen=True)
class Argument:
    """How people write a field, what it is called where it is shown, and whether its words find the fact."""

    # What is to be written, where the field's description does not say it.
    hint: str = ""
    # The name in a command, where it is not that of the field, and the label, where it is not that name.
    name: str = ""
    label: str = ""
    # Whether it may be left out though the record has it always: then it is worked out.
    optional: bool = False
    searched: bool = False
    # Of a number: the field that has its unit.
    unit: str = ""
    # Whether whoever reviews a draft that lacks it is asked for it.
    asked: bool = False
    # Whether `!cite` shows it: always, "not stated" where it is empty, or only where it is stated.
    shown: Literal["always", "stated"] | None = None


@dataclass(frozen=True)
class PayloadField:
    """A field of a payload, or of a record within it, by the path that leads to it."""

    path: tuple[str, ...]
    type: Any
    length: int  # characters, at most
    required: bool
    description: str
    argument: Argument | None = None

    @property
    def name(self) -> str:
        """The argument by which people write it, or where it stands if none does."""
        return (self.argument.name or self.path[-1]) if self.argument else " ".join(self.path)

    @property
    def label(self) -> str:
        return (self.argument and self.argument.label) or self.name.capitalize()

    @property
    def hint(self) -> str:
        """What is to be written: said in forms, in help, and where it is missing."""
        return (self.argument and self.argument.hint) or self.description.partition(";")[0]

    @property
    def needed(self) -> bool:
        """Whether a fact of the kind cannot be written without it."""
        return bool(self.required and self.argument and not self.argument.optional)

    @property
    def choices(self) -> tuple[str, ...]:
        """The values there are, where there are but a few."""
        return get_args(self.type) if get_origin(self.type) is Literal else ()

    @property
    def dated(self) -> bool:
        """Whether its value is a date."""
        return self.type is Edtf

    @property
    def items(self) -> Any:
        """The type of what it lists, None where it holds a single value."""
        return bare(get_args(self.type)[0]) if get_origin(self.type) is tuple else None

    def of(self, record: Record) -> Any:
        """Return its value in a payload."""
        value: Any = record
        for step in self.path:
            value = getattr(value, step)
        return value


def bare(hint: Any) -> Any:
    """Return a type without what constrains it, and without None; a date stays one."""
    if get_origin(hint) is Annotated:
        base, *constraints = get_args(hint)
        return Edtf if all(part in constraints for part in get_args(Edtf)[1:]) else bare(base)
    options = [option for option in get_args(hint) if option is not type(None)]
    return bare(options[0]) if type(None) in get_args(hint) and len(options) == 1 else hint


class Item(Record):
    """A record of which a payload lists several, written as its values parted by `|`."""

    def __str__(self) -> str:
        return " | ".join(str(value) for _, value in self if value is not None)

    @property
    def searched(self) -> tuple[str, ...]:
        """The lines by which the fact is found."""
        return tuple(value for _, value in self if isinstance(value, str))


# Every kind that there is, in the order in which they were defined.
KINDS: dict[Kind, type["Payload"]] = {}


class Payload(Record):
    """What a fact holds besides its text.

    A subclass has a field `kind` whose one value is its name, and a DESCRIPTION; its other fields come in the order in
    which they are asked for and shown.
    """

    KIND: ClassVar[Kind]
    DESCRIPTION: ClassVar[Description]
    kind: str

    @classmethod
    def __pydantic_init_subclass__(cls, **_: Any) -> None:
        cls.KIND = Kind(cls.model_fields["kind"].default)
        noun = cls.DESCRIPTION
        summary = noun.summary or f"Look up {noun.plural} by name or topic."
        cls.DESCRIPTION = replace(noun, command=noun.command or cls.KIND, summary=summary)
        KINDS[cls.KIND] = cls

    @classmethod
    def arguments(cls) -> tuple[PayloadField, ...]:
        """Return the fields that people write."""
        return tuple(field for field in fields_of(cls) if field.argument)

    @classmethod
    def indefinite(cls) -> str:
        """Return the kind with its article: `an event`."""
        return f"{'an' if cls.KIND[0] in 'aeiou' else 'a'} {cls.KIND}"

    @property
    def title(self) -> str:
        """What a lookup lists: the name, the question or the matter."""
        return str(getattr(self, self.DESCRIPTION.named_by))

    @property
    def heading(self) -> str:
        """What stands above the fact where it stands alone."""
        return self.title


@cache
def kinds_by_word() -> dict[str, type[Payload]]:
    """Return the kinds by all words that people have for them, their own names first."""
    words = {str(kind): payload for kind, payload in KINDS.items()}
    for payload in KINDS.values():
        for word in (payload.DESCRIPTION.command, *payload.DESCRIPTION.aliases):
            words.setdefault(word, payload)
    return words


def kind_of(arguments: Mapping[str, str]) -> type[Payload] | None:
    """Return the kind that somebody has written among the arguments of a fact, None where that is none."""
    return kinds_by_word().get(arguments.get("kind", "").strip().casefold())


def _tagged(_: Any, handler: GetCoreSchemaHandler) -> CoreSchema:
    members = {str(kind): handler.generate_schema(member) for kind, member in KINDS.items()}
    return core_schema.tagged_union_schema(members, discriminator="kind")


# A payload of any kind that is defined when the record is that has one.
AnyPayload = Annotated[Payload, GetPydanticSchema(_tagged)]


@cache
def fields_of(record: type[Record]) -> tuple[PayloadField, ...]:
    """Return all that a payload, or a record within it, holds; of a payload but for its kind."""
    found: list[PayloadField] = []
    hints = get_type_hints(record, include_extras=True)
    for name, info in record.model_fields.items():
        hint = bare(hints[name])
        argument = next((part for part in info.metadata if isinstance(part, Argument)), None)
        if argument is None and isinstance(hint, type) and issubclass(hint, Record):
            # People write the fields of a record of which there is but one by names of their own.
            found += [replace(field, path=(name, *field.path), required=False) for field in fields_of(hint)]
        elif name != "kind":
            found.append(
                PayloadField((name,), hint, _length(hints[name]), info.is_required(), info.description or "", argument)
            )
    return tuple(found)


def _length(hint: Any) -> int:
    """Return how long a text of the type may be; lists of several have no bound of their own."""
    if get_origin(hint) is tuple:
        return _LONGEST
    bounds = [part.max_length for part in get_args(hint) if isinstance(part, StringConstraints)]
    return max([bound for bound in bounds if bound] or map(_length, get_args(hint)), default=_SHORT)


class Survey(Record):
    """A survey's own data, in the terms of AAPOR's disclosure standard; None is "not stated"."""

    key: Key = Field(description="the same in all polls of this survey")
    title: Annotated[Line, Argument(name="survey", searched=True, asked=True)] = Field(
        description="its name, or a description of it"
    )
    sponsor: Annotated[Line | None, Argument(searched=True, asked=True)] = Field(
        default=None, description="who paid for it"
    )
    pollster: Annotated[Line | None, Argument(searched=True, asked=True)] = Field(
        default=None, description="who asked the questions"
    )
    population: Annotated[Line | None, Argument(searched=True, asked=True)] = Field(
        default=None, description="whom the sample stands for"
    )
    fielded: Annotated[Edtf | None, Argument(asked=True)] = Field(
        default=None, description="when the questions were asked"
    )
    sample_size: Annotated[int | None, Argument(name="sample", asked=True)] = Field(
        default=None, ge=1, description="how many were asked"
    )
    margin_of_error: Annotated[float | None, Argument("percentage points, such as 3.1", name="margin", asked=True)] = (
        Field(default=None, gt=0, le=100, description="in percentage points")
    )
    mode: Annotated[Line | None, Argument(asked=True)] = Field(
        default=None, description="how people were asked: online, telephone, …"
    )
    note: Text | None = Field(default=None, description="an editorial note, shown as ours, never asserted")


class Result(Item):
    """One figure: the percentage of a group that gave an answer."""

    group: Line = Field(description="who answered: all respondents, residents, …")
    answer: Line = Field(description="what they answered: support, unsure, …")
    percent: float = Field(ge=0, le=100, description="the figure as the document gives it")
    comparator: Comparator = Field(default="=", description='">" where the document says "above"')
    subtotal: bool = Field(default=False, description="true for a sum of other answers listed")

    @property
    def searched(self) -> tuple[str, ...]:
        # The words of one figure belong together.
        return (f"{self.group} {self.answer} {self.percent:g}",)


class Poll(Payload):
    """One question asked of one set of groups."""

    DESCRIPTION = Description(
        plural="polls",
        colour=0x0072B2,
        aliases=("polls",),
        example="topics: residents text: Of islanders, 70% want it. results: islanders want it 70",
        summary="Look up published polls on a topic.",
        help="Gives the figures of every group asked, with the survey behind them and what it does not state. Without "
        "a topic it lists those that have polls.\nExample: `!poll {name}`",
        sought="a topic, such as ferry; without one: what can be asked",
        named_by="question",
        topical=True,
        wordings=(Wording("What percentage of {group} answered {answer}?"),),
    )
    kind: Literal["poll"] = "poll"
    question: Annotated[
        Line, Argument("the question in your words, as other polls have it", optional=True, asked=True)
    ] = Field(description="the question in our words; polls of the same question share it")
    wording: Annotated[Text | None, Argument(asked=True)] = Field(
        default=None, description="the question as it was put; None is not stated"
    )
    survey: Survey = Field(description="the survey's own data, the same in all of its polls")
    results: Annotated[tuple[Result, ...], Argument("residents support 85; visitors support 78", searched=True)] = (
        Field(min_length=1, description="a figure for each group and answer")
    )
    complete: Annotated[bool, Argument()] = Field(
        default=False, description="true where no answer is left out, so that they add up to 100%"
    )
    multiple: Annotated[bool, Argument(label="Several answers allowed", shown="stated")] = Field(
        default=False,
        description="true where each could give several answers, so that they may add up to more than 100%",
    )

    @model_validator(mode="after")
    def _shares_fit(self) -> "Poll":
        pairs = [(result.group, result.answer) for result in self.results]
        if len(set(pairs)) < len(pairs):
            raise ValueError("results give the same group and answer twice: leave one of them out")
        if self.multiple and self.complete:
            raise ValueError("a poll with several answers allowed is not `complete`: its answers do not add up to 100%")
        for group in dict.fromkeys(result.group for result in self.results if not self.multiple):
            shares = [result for result in self.results if result.group == group and not result.subtotal]
            total = sum(result.percent for result in shares if result.comparator in ("=", ">", ">="))
            if total > 100 + slack(len(shares)):
                raise ValueError(
                    f"the answers of {group} add up to {total:g}%: mark a sum of other answers as a subtotal, "
                    "or write `multiple: true` where each could give several answers"
                )
            exact = all(result.comparator in ("=", "~") for result in shares)
            if self.complete and exact and abs(sum(result.percent for result in shares) - 100) > slack(len(shares)):
                raise ValueError(f"the answers of {group} are marked complete and do not add up to 100%")
        return self


class Event(Payload):
    """Something that happened or is due; its date is the fact's `when`."""

    DESCRIPTION = Description(
        plural="events",
        colour=0xE69F00,
        aliases=("events",),
        example="topics: ferry name: First sailing when: 2031-03 text: The ferry sailed for the first time.",
        summary="Look up what happened, by name or topic.",
        help="Gives each event with its date, earliest first. Without a name it lists what can be asked.\n"
        "Example: `!event {name}`",
        sought="a name or a topic, such as ferry; without one: what can be asked",
        dated=True,
        chronological=True,
        wordings=(
            Wording("When was {name}?", needs="when"),
            Wording("Where was {name}?", needs="place"),
            Wording("Who took part in {name}?", needs="participants"),
            Wording("What came of {name}?", needs="outcome"),
            Wording("What is known of {name}?"),
        ),
    )
    kind: Literal["event"] = "event"
    name: Annotated[Line, Argument("what it is called")] = Field(
        description="the event's name; facts about the same event share it"
    )
    place: Annotated[Line | None, Argument(searched=True, shown="always")] = Field(
        default=None, description="where it happened"
    )
    participants: Annotated[
        tuple[Line, ...],
        Argument("who took part: United States, North Korea", searched=True, shown="always"),
    ] = Field(default=(), description="people, bodies and countries that took part")
    outcome: Annotated[Text | None, Argument(searched=True, shown="stated")] = Field(
        default=None, description="what came of it, in a few words"
    )


class Office(Item):
    """A position held, where and when as far as the document says."""

    title: Line = Field(description="of the office, as the document has it")
    organization: Line | None = Field(default=None, description="where it is held; None is not stated")
    when: Annotated[Edtf | None, Argument(label="time")] = Field(
        default=None, description="when it was held; None is not stated"
    )

    @property
    def searched(self) -> tuple[str, ...]:
        # Whoever asks for a position, whatever its title, finds those who held one.
        return ("position", *filter(None, (self.title, self.organization)))


class Person(Payload):
    """Somebody, and the offices that the fact is about."""

    DESCRIPTION = Description(
        plural="people",
        colour=0x009E73,
        aliases=("people", "who"),
        example="topics: council name: Ida Brønn office: Mayor | Port Ellery text: She is the mayor.",
        summary="Look up a person and the offices they hold or held.",
        help="A surname is enough. Without a name it lists everybody.\nExample: `!person {name}`",
        sought="a name, a surname is enough; without one: everybody",
        individual=True,
        wordings=(
            Wording("Who is {name}?"),
            Wording("Who is {title} of {organization}?"),
            Wording("What does {name} do?", needs="title"),
        ),
    )
    kind: Literal["person"] = "person"
    name: Annotated[Line, Argument("who it is")] = Field(
        description="as the document has it; other forms go into the fact's aliases"
    )
    offices: Annotated[
        tuple[Office, ...],
        Argument("Secretary of State | United States | 2018/2021", name="office", searched=True, shown="stated"),
    ] = Field(default=(), description="those that this fact states")


class Organization(Payload):
    """A body, institution or group with a name."""

    DESCRIPTION = Description(
        plural="organizations",
        colour=0x56B4E9,
        command="org",
        aliases=("organization", "organisation", "orgs"),
        example="topics: council name: Town council text: The council runs the port.",
        summary="Look up an organization.",
        help="Abbreviations work too. Without a name it lists them all.\nExample: `!org {name}`",
        sought="a name or an abbreviation; without one: all of them",
        individual=True,
        wordings=(Wording("What is {name}?"), Wording("What does {name} do?")),
    )
    kind: Literal["organization"] = "organization"
    name: Annotated[Line, Argument("what it is called")] = Field(
        description="as the document has it; other forms go into the fact's aliases"
    )


class Law(Payload):
    """A law, resolution or bill; its date is the fact's `when`."""

    DESCRIPTION = Description(
        plural="laws",
        colour=0xCC79A7,
        aliases=("laws",),
        example="topics: council name: Quiet Harbour Act status: in force text: It bans engines at night.",
        summary="Look up a law, bill or resolution.",
        help="Gives its jurisdiction, date and status as far as they are stated. Without a name it lists them all.\n"
        "Example: `!law {name}`",
        individual=True,
        dated=True,
        wordings=(
            Wording("What does {name} say?"),
            Wording("From when is {name}?", needs="when"),
            Wording("What is the status of {name}?", needs="status"),
        ),
    )
    kind: Literal["law"] = "law"
    name: Annotated[Line, Argument("what it is called")] = Field(
        description="as the document has it; other forms go into the fact's aliases"
    )
    jurisdiction: Annotated[Line | None, Argument(searched=True, shown="always")] = Field(
        default=None, description="whose law it is; None is not stated"
    )
    status: Annotated[
        Line | None, Argument("enacted, in force, passed by one chamber", searched=True, shown="always")
    ] = Field(default=None, description="enacted, in force, passed by one chamber, …")


class Claim(Payload):
    """What somebody holds about a matter; the fact names the speaker.

    Claims about the same matter with different stances are shown side by side.
    """

    DESCRIPTION = Description(
        plural="claims",
        colour=0xD55E00,
        aliases=("claims",),
        example="topics: ferry about: The night ferry pays stance: for speaker: Greta Holm "
        "text: She finds that it pays.",
        summary="Look up what people hold on a topic, for and against side by side.",
        help="Each claim names whose it is. Without a topic it lists those that have claims.\nExample: `!claim {name}`",
        sought="a topic, such as ferry; without one: what can be asked",
        named_by="about",
        topical=True,
        wordings=(
            Wording("What does {speaker} hold of this: {about}?"),
            Wording("Who is {stance} this: {about}?"),
        ),
        attributed=True,
    )
    kind: Literal["claim"] = "claim"
    about: Annotated[Line, Argument("the matter, as a proposition that one can be for or against", shown="always")] = (
        Field(description="the matter as a proposition that one can be for or against")
    )
    stance: Annotated[Stance, Argument("for, against or neutral", searched=True, shown="always")] = Field(
        default="neutral", description="of the speaker towards the proposition in `about`"
    )

    @property
    def heading(self) -> str:
        """The proposition with the position to it, without which it would read as what is held."""
        return self.about if self.stance == "neutral" else f"{self.stance.capitalize()} “{self.about}”"


class Predication(Payload):
    """A subject and what is stated of it: a definition, a rule, a requirement, a price, a procedure, a cause."""

    DESCRIPTION = Description(
        plural="statements",
        colour=0xF0E442,
        command="about",
        aliases=("statement", "statements"),
        example="topics: ferry subject: Night ticket predicate: costs quantity: 4.50 unit: € "
        "text: A night ticket costs € 4.50.",
        summary="Look up what is stated of a subject, and all else on it.",
        help="Definitions, rules, requirements, prices, procedures and causes first, then the facts of other kinds "
        "under the same name or topic. Without a subject it lists them.\nExample: `!about {name}`",
        sought="a subject or a topic; without one: what there is",
        named_by="subject",
        comprehensive=True,
        wordings=(
            Wording("What is stated of {subject}?"),
            Wording("From when to when does this hold of {subject}: {predicate}?", needs="valid"),
        ),
    )
    kind: Literal["statement"] = "statement"
    subject: Annotated[Line, Argument("what it is about: night ticket, data packet")] = Field(
        description="what is spoken of, as the document calls it; statements about the same thing share it"
    )
    predicate: Annotated[
        Line, Argument("what is stated of it: is, costs, requires, is caused by", searched=True, shown="always")
    ] = Field(description="what is stated of the subject, in words")
    quantity: Annotated[float | None, Argument("a number: 512, 4.50, -20", unit="unit", shown="stated")] = Field(
        default=None, description="the number that is stated, where one is"
    )
    unit: Annotated[Line | None, Argument("of the quantity: bytes, €, pages", searched=True, shown="stated")] = Field(
        default=None, description="of the quantity, as the document has it; None where it counts"
    )
    valid: Annotated[Edtf | None, Argument("from when to when it holds: 2024/2026, 2024-07-01/..", shown="stated")] = (
        Field(default=None, description="from when to when it holds; None is not stated")
    )

    @model_validator(mode="after")
    def _unit_has_a_quantity(self) -> "Predication":
        if self.unit and self.quantity is None:
            raise ValueError("a unit needs the number that it is of: write `quantity:` as well")
        return self


# The kinds of which several facts stand side by side, as what is held about one matter.
COMPARED = (Poll, Claim)
