"""The grammar of dates as people write them: what each rule of `grammar.lark` means, as EDTF.

It has a meaning for every word and every figure of a text. A text with two meanings is refused.
"""

import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import cache
from importlib.resources import files
from itertools import pairwise
from typing import Any, Literal

from lark import Lark, Token, Transformer, UnexpectedCharacters, UnexpectedInput, v_args
from lark.exceptions import VisitError
from lark.visitors import CollapseAmbiguities

from db.dates.edtf import MONTHS, SEASONS, Point, parse, year_digits
from db.dates.spoken import OF_PARTS, SEASON_NAMES, ordinal, spoken

LIMIT = 300  # characters; of a date that the store takes the words are no longer
WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
_ORDINALS = """
first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth thirteenth fourteenth fifteenth
sixteenth seventeenth eighteenth nineteenth twentieth twenty-first
""".split()
_PERIODS = {"quarter": (33, 4), "half": (40, 2), "months": (37, 3)}  # the number of the first, and how many there are
_DOUBTS = {words: doubt for doubt, words in OF_PARTS.items()}

Word = Literal["to", "or", "and", ","]


class Ambiguous(ValueError):
    """A text that can be read in several ways."""

    def __init__(self, *readings: str) -> None:
        super().__init__("it can be read in two ways")
        self.readings = readings


def reading(text: str) -> str:
    """Return what the grammar makes of the text as EDTF; raises ValueError."""
    if len(text) > LIMIT:
        raise ValueError("it is longer than any date")
    try:
        tree = _grammar().parse(re.sub(r"(?<=\d)\.$", "", unicodedata.normalize("NFKC", text)))
    except UnexpectedInput:
        raise ValueError("") from None
    readings: dict[str, None] = {}
    problems: list[ValueError] = []
    for way in CollapseAmbiguities().transform(tree):
        try:
            readings[str(parse(_Meaning().transform(way)))] = None
        except VisitError as error:
            if not isinstance(error.orig_exc, ValueError):
                raise
            problems.append(error.orig_exc)
        except ValueError as error:
            problems.append(error)
    if len(readings) > 1:
        raise Ambiguous(*readings)
    if not readings:
        raise problems[0]
    return next(iter(readings))


def tokens(text: str) -> Iterator[Token]:
    """Yield the words and figures of the text that the grammar knows, up to the first that it does not."""
    try:
        yield from _grammar().lex(text[:LIMIT])
    except UnexpectedCharacters:
        return


@cache
def _grammar() -> Lark:
    grammar = files("db.dates").joinpath("grammar.lark").read_text("utf-8")
    return Lark(grammar, parser="earley", lexer="basic", ambiguity="explicit")


class _Named(str):
    """A year that cannot be meant as `June of that year` where it stands behind a month: `the year 2018`."""


@dataclass(frozen=True)
class _Several:
    """Dates with the word that stands between them, or one with all that are earlier or later."""

    word: Word
    members: tuple[str, ...]
    side: str = ""

    @property
    def edtf(self) -> str:
        members = ",".join(self.members) if not self.side else self.run
        match self.word:
            case "to":
                return "/".join(self.members)
            case "and":
                return f"{{{members}}}"
            case _:
                return f"[{members}]"

    @property
    def run(self) -> str:
        """The dates as a part of a set."""
        match self.side:
            case "earlier":
                return f"..{self.members[0]}"
            case "later":
                return f"{self.members[0]}.."
            case _:
                return "..".join(self.members)


def _united(*parts: Any) -> str | _Several:
    """Return dates and the words between them as an interval or a set; in a set an interval is one of its members."""
    members: list[str | _Several] = [parts[0]]
    words: list[Word] = []
    for word, member in zip(parts[1::2], parts[2::2], strict=True):
        before = members[-1]
        if word == "to" and isinstance(before, str) and isinstance(member, str):
            members[-1] = _Several("to", (before, member))
        else:
            words.append(word)
            members.append(member)
    if not words:
        return members[0]
    joint = words[-1]
    if joint == ",":
        ways = (_united(*parts[:-2], word, parts[-1]) for word in ("or", "and"))
        raise Ambiguous(*(way.edtf for way in ways if isinstance(way, _Several)))
    if joint == "to" or not {",", joint}.issuperset(words):
        raise ValueError("several dates have one word between them: “or”, or “and”")
    for one, other in pairwise(members):
        _assert_apart(_first(one), _first(other))
    return _Several(joint, tuple(_member(member, joint) for member in members))


def _member(member: str | _Several, word: Word) -> str:
    match member:
        case _Several(word="to") if all(member.members):
            return member.run
        case _Several(side="earlier" | "later") if member.word == word:
            return member.run
        case str() if member:
            return member
    raise ValueError("")


def _first(member: str | _Several) -> str:
    return member if isinstance(member, str) else member.members[0]


def _assert_apart(one: str, other: str) -> None:
    """Raise where a year behind a month may be another year of that month: `June 2018 or 2019`."""
    month, year = parse(one), parse(other)
    assert isinstance(month, Point)
    assert isinstance(year, Point)
    if month.month and not year.month and year.year.exact and not isinstance(other, _Named):
        both = replace(month, year=year.year)
        raise Ambiguous(f"[{one},{other}]", f"[{one},{both}]")


def _beside(dated: str, *, before: bool) -> str:
    """Return what ends before the date, or begins after it, in as many figures."""
    point = parse(dated)
    assert isinstance(point, Point)
    if point.doubt is None or point.significant or point.division in SEASONS:
        raise ValueError("when it begins and when it ends is not said")
    if not point.without_doubt.exact and (point.month or "X" in point.year.digits.rstrip("X")):
        raise ValueError("it does not say which one it is")
    day = point.spans[0][0].before if before else point.spans[0][1].after
    figures = [year_digits(day.year), f"{day.month:02}", f"{day.day:02}"]
    return "-".join(figures[: len(point.parts)]) + point.doubt


def _marked(plain: str, mark: str) -> str:
    return _Named(f"{plain}{mark}") if isinstance(plain, _Named) else f"{plain}{mark}"


def _is_date(edtf: str) -> bool:
    try:
        parse(edtf)
    except ValueError:
        return False
    return True


@v_args(inline=True)
class _Meaning(Transformer[Token, str]):
    """What each rule of the grammar means, as EDTF."""

    def __default__(self, data: Token, children: object, meta: object) -> str:
        raise NotImplementedError(f"the rule {data} has no meaning")

    def start(self, dates: str | _Several) -> str:
        return dates if isinstance(dates, str) else dates.edtf

    def before(self, dated: str) -> str:
        return f"../{_beside(dated, before=True)}"

    def after(self, dated: str) -> str:
        return f"{_beside(dated, before=False)}/.."

    def since(self, dated: str) -> str:
        return f"{dated}/.."

    def until(self, dated: str) -> str:
        return f"../{dated}"

    def from_to(self, dates: str | _Several) -> str:
        if isinstance(dates, str) or dates.word != "to":
            raise ValueError("“from” is followed by two dates with “to” between them")
        return dates.edtf

    def between(self, dates: str | _Several) -> str:
        if isinstance(dates, str) or dates.word != "and" or len(dates.members) != 2:
            raise ValueError("“between” is followed by two dates with “and” between them")
        return replace(dates, word="to").edtf

    def run(self, which: Token, dates: str | _Several) -> str:
        if isinstance(dates, str) or dates.word != "to":
            raise ValueError("")
        word: Word = "and" if which.casefold().startswith("each") else "or"
        return _Several(word, (dates.run,)).edtf

    def dates(self, *parts: Any) -> str | _Several:
        return _united(*parts)

    def beside(self, dated: str, side: Token) -> _Several:
        word, way = side.casefold().split()
        return _Several("or" if word == "or" else "and", (dated,), way)

    def unknown(self) -> str:
        return ""

    def separator(self) -> Word:
        return "to"

    def either(self) -> Word:
        return "or"

    def every(self) -> Word:
        return "and"

    def comma(self) -> Word:
        return ","

    def numbers(self, *parts: Any) -> tuple[Any, ...]:
        return parts

    month_days = names = numbers

    def days_of_month(self, numbers: tuple[Any, ...], month: int, year: str) -> str | _Several:
        return self.parts_of_year([part if isinstance(part, str) else (month, part) for part in numbers], year)

    def month_with_days(self, month: int, numbers: tuple[Any, ...], year: str) -> str | _Several:
        return self.days_of_month(numbers, month, year)

    def parts_of_year(self, parts: Sequence[Any], year: str) -> str | _Several:
        return _united(*(part if isinstance(part, str) else self.day_of_year(part, year) for part in parts))

    def years(self, first: str, short: int) -> str | _Several:
        """Return `2018–19` as two years, unless it can be a month."""
        last = f"{first[:2]}{short:02}"
        readings = [f"{first}/{last}"] if last > first else []
        readings += [f"{first}-{short:02}"] if 1 <= short <= 12 else []
        if len(readings) > 1:
            raise Ambiguous(*readings)
        if not readings:
            raise ValueError(f"{first} to {last} ends before it begins, and there is no month {short:02}")
        return readings[0] if "-" in readings[0] else _Several("to", (first, last))

    def about(self, plain: str) -> str:
        return _marked(plain, "~")

    def uncertain(self, plain: str) -> str:
        return _marked(plain, "?")

    def about_uncertain(self, plain: str) -> str:
        return _marked(plain, "%")

    def marked(self, plain: str, mark: Token) -> str:
        return _marked(plain, mark)

    def partly(self, plain: str, *doubts: tuple[str, str]) -> str:
        point = parse(plain)
        assert isinstance(point, Point)
        for name, doubt in doubts:
            part = getattr(point, name)
            if part is None or part.doubt:
                raise ValueError(f"it has no {name}" if part is None else f"it says twice how sure its {name} is")
            point = replace(point, **{name: replace(part, doubt=doubt)})
        return str(point)

    def doubt(self, part: Token, doubt: Token) -> tuple[str, str]:
        return part.casefold(), _DOUBTS[" ".join(doubt.casefold().split())]

    def edtf(self, notation: Token) -> str:
        return notation.upper()

    def significant(self, year: str, digits: int) -> str:
        return _marked(year, f"S{digits}")

    def plain_year(self, year: Token) -> str:
        return str(year)

    def named_year(self, year: Token | int) -> str:
        return _Named(year_digits(int(year)))

    def year_of_era(self, year: Token | int, era: Token) -> str:
        if int(year) < 1:
            raise ValueError("there is no year 0 of an era")
        return _Named(year_digits(1 - int(year) if era.casefold().startswith("b") else int(year)))

    def era_of_year(self, era: Token, year: Token | int) -> str:
        return self.year_of_era(year, era)

    def decade(self, decade: Token) -> str:
        if decade[2] == "0":
            raise Ambiguous(f"{decade[:3]}X", f"{decade[:2]}XX")
        return f"{decade[:3]}X"

    def named_decade(self, decade: Token) -> str:
        return f"{decade[:3]}X"

    def century(self, number: int, era: str = "AD") -> str:
        if not era.casefold().startswith("b"):
            return f"{number - 1:02}XX"
        if number == 1:
            raise ValueError("its years have no two figures in common: write 100 BC to 1 BC")
        return f"-{number - 1:02}XX"

    def some_year(self, digits: str = "XXXX") -> str:
        if len(digits.lstrip("-")) != 4 or "X" not in digits.upper():
            raise ValueError("")
        return digits.upper()

    def one_of_years(self, years: str) -> str:
        return years

    def named_part(self, name: int, year: str) -> str:
        return f"{year}-{name:02}"

    def hemisphere_behind(self, name: int, year: str, hemisphere: Token) -> str:
        return self.named_part(self.season(hemisphere, name), year)

    def quarter_behind(self, year: str, quarter: int) -> str:
        return self.named_part(self.quarter(quarter), year)

    def month_inyear_digits(self, month: int, year: Token) -> str:
        return f"{year}-{month:02}"

    def month_in_figures(self, month: int, year: Token) -> str:
        return f"{year}-{month:02}"

    def some_month(self, *parts: str) -> str:
        digits, year = parts if len(parts) > 1 else ("XX", *parts)
        return f"{year}-{digits.upper()}"

    def month(self, month: int) -> int:
        return month

    def season(self, *parts: Any) -> int:
        *hemisphere, season = parts
        if not 21 <= season <= 24:
            raise ValueError("that is no season")
        return int(season) + {"": 0, "n": 4, "s": 8}[hemisphere[0][0].casefold() if hemisphere else ""]

    def quarter(self, quarter: int) -> int:
        return quarter

    def period(self, number: int, period: Token) -> int:
        first, count = _PERIODS[period.casefold().split()[-1]]
        if number > count:
            raise ValueError(f"a year has no {ordinal(number)} {period}")
        return first + number - 1

    def day_and_month(self, number: int, month: int) -> tuple[int, int]:
        return month, number

    def month_and_day(self, month: int, number: int) -> tuple[int, int]:
        return month, number

    def day_of_year(self, parts: int | tuple[int, int], year: str) -> str:
        return "-".join([year, *(f"{part:02}" for part in (parts if isinstance(parts, tuple) else (parts,)))])

    def weekday(self, weekday: Token, day: str) -> str:
        point = parse(day)
        assert isinstance(point, Point)
        first, last = point.spans[0]
        if first != last or not 1 <= first.year <= 9999:
            raise ValueError("which day of the week that was is not known")
        actual = WEEKDAYS[date(*first).weekday()]
        if not actual.casefold().startswith(weekday.casefold().rstrip(".")[:3]):
            raise ValueError(f"{spoken(day)} is a {actual}")
        return day

    def some_day(self, *parts: str) -> str:
        digits, within = parts if len(parts) > 1 else ("XX", *parts)
        return f"{within}-{digits.upper()}"

    def some_day_of_year(self, year: str) -> str:
        return f"{year}-XX-XX"

    def numbered_day(self, number: int, within: str) -> str:
        return f"{within}-{number:02}"

    def moment(self, day: str, time: Token, zone: Token | None = None) -> str:
        hours, *rest = time.split(":")
        offset = (zone or "")[3:] or ("Z" if zone else "")
        return f"{day}T{':'.join([hours.zfill(2), *rest])}{offset}"

    def figures(self, one: int, other: int, year: Token) -> str:
        """Return a day in figures where it can be meant in one way only; some write the month first."""
        days = [f"{year}-{month:02}-{day:02}" for day, month in ((one, other), (other, one))]
        ways = [day for day in dict.fromkeys(days) if _is_date(day)]
        if len(ways) > 1:
            raise Ambiguous(*ways)
        return ways[0] if ways else days[0]

    def figures_from_year(self, year: Token, month: int, day: int) -> str:
        return f"{year}-{month:02}-{day:02}"

    def NUMBER(self, number: Token) -> int:  # noqa: N802  # named as the grammar names it
        return int(number)

    def MONTH(self, month: Token) -> int:  # noqa: N802  # as above
        return next(at for at, name in enumerate(MONTHS, 1) if name.casefold().startswith(month.casefold()[:3]))

    def SEASON(self, season: Token) -> int:  # noqa: N802  # as above
        return SEASONS[0] + SEASON_NAMES.index("autumn" if season.casefold() == "fall" else season.casefold())

    def QUARTER(self, quarter: Token) -> int:  # noqa: N802  # as above
        return int(quarter[1]) + (32 if quarter[0] in "qQ" else 39)

    def ORDINAL(self, number: Token) -> int:  # noqa: N802  # as above
        if number.casefold() in _ORDINALS:
            return 1 + _ORDINALS.index(number.casefold())
        if number.casefold() != ordinal(int(number[:-2])):
            raise ValueError(f"“{number}” is no ordinal number")
        return int(number[:-2])
