"""Measures as a language writes them: units, currencies, scales and months, from the locale data of CLDR by babel.

What CLDR has no entry for (percentage points, “per cent”, `Rs`) stands below. English is read in every text.
"""

import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Generic, Literal, TypeVar

from babel import Locale, UnknownLocaleError
from babel.numbers import format_compact_decimal, get_currency_name, get_currency_symbol, get_decimal_symbol
from babel.numbers import list_currencies as currencies
from babel.units import format_unit

from bot.briefing.curating.numerals import HARD_SPACE

Meaning = TypeVar("Meaning", str, int)
PERCENT, POINT, TIMES, ORDINAL, MONTH, DAY, DECADE = "%", "point", "×", "th", "month", "day", "decade"

_WIDTHS: tuple[Literal["long", "short"], ...] = ("long", "short")
_COUNTS = (1, 2, 5)  # bring up the plural forms of most languages
_SCALES = (1000, 10_000, 10**6, 10**8, 10**9, 10**12)
_UNITS = {
    PERCENT: ("%", "percent", "per cent", "per-cent", "pct", "pct.", "pc", "p.c."),
    POINT: (
        *("percentage point", "percentage points", "percentage-point", "percent point", "percent points"),
        *("point", "points", "pp", "ppt", "ppts", "pts", "p.p.", "个百分点", "百分点", "%포인트", "퍼센트포인트"),
        *("%-point", "%-points", "% point", "% points", "%points", "%-pt", "%-pts", "%-punkt", "%-punkte"),
        *("prozentpunkt", "prozentpunkte", "prozentpunkten", "procentpunt", "procentpunten"),
        *("point de pourcentage", "points de pourcentage", "punto porcentual", "puntos porcentuales"),
        *("punto percentuale", "punti percentuali", "ponto percentual", "pontos percentuais"),
    ),
    TIMES: ("×", "x", "times", "fold"),
    "pound": ("pound", "pounds"),  # of money or of weight
    "bce": ("bc", "bce", "b.c.", "b.c.e."),
    "am": ("am", "a.m."),
    "pm": ("pm", "p.m."),
    "length-kilometer": ("kms",),
    "area-square-kilometer": ("sq km", "sq. km"),
    "area-square-mile": ("sq miles", "sq. miles", "sq. mi"),
    "speed-kilometer-per-hour": ("kmh", "kph"),
    "duration-hour": ("h", "hrs"),
    "duration-minute": ("mins",),
    "duration-second": ("secs",),
}
_ROUND = {"hundred": 2, "thousand": 3, "lakh": 5, "million": 6, "crore": 7, "billion": 9, "trillion": 12}
_OURS = {"concentr-percent": PERCENT, "concentr-permille": "‰"}
_OURS |= dict.fromkeys(("angle-degree", "temperature-generic"), "degree")  # `°` is either
_SIGNS = {"US$": "USD", "C$": "CAD", "S$": "SGD", "$": "dollar", "£": "pound", "Rs": "rupee", "Rs.": "rupee"}
# What CLDR writes in short is a word elsewhere (“five in favour”), as capitals are parts of names (“5G”); and three
# quarters are a share.
_NO_UNITS = frozenset("in to se ken sun fun light part of c f k n s t v quarter quarters".split())


class Table(Generic[Meaning]):
    """What words and signs mean; all but symbols and codes are in lower case."""

    def __init__(self, meanings: Mapping[str, Meaning]) -> None:
        self.meanings: Mapping[str, Meaning] = meanings
        lengths = defaultdict[str, set[int]](set)
        for surface in meanings:
            lengths[surface[0].casefold()].add(len(surface))
        self._lengths = {first: sorted(found, reverse=True) for first, found in lengths.items()}

    def at(self, text: str, start: int) -> tuple[int, Meaning] | None:
        """Return the end and the meaning of the longest that stands in the text from there to the end of a word."""
        for length in self._lengths.get(text[start : start + 1].casefold(), ()):
            end = start + length
            written = text[start:end].replace(HARD_SPACE, " ") if end <= len(text) else ""
            # A single letter is what it is: grams are no capitals.
            meaning = self.meanings.get(written) or (length > 1 and self.meanings.get(written.casefold()))
            if meaning and not (end < len(text) and cased(text[end - 1]) and (cased(text[end]) or text[end].isdigit())):
                return end, meaning
        return None


@dataclass(frozen=True)
class LocaleMeasures:
    """What may stand beside a number in a text."""

    units: Table[str]
    currencies: Table[str]
    scales: Table[int]
    months: Mapping[str, int]


def cased(character: str) -> bool:
    """Say whether letters and digits side by side make a name: not in scripts that do without spaces or capitals."""
    return character.isalpha() and character.lower() != character.upper()


@lru_cache(maxsize=32)
def measures(language: str | None) -> LocaleMeasures:
    """Return what stands beside the numbers of a text in the language, or in English."""
    units = {surface: unit for unit, surfaces in _UNITS.items() for surface in surfaces}
    money, scales, months = dict(_SIGNS), {"mn": 6, "mln": 6, "bn": 9, "tn": 12, "trn": 12}, {"sept": 9}
    scales |= {word + ending: power for word, power in _ROUND.items() for ending in ("", "s")}
    for place in (*filter(locale, [language]), "en", "en-GB"):
        known = _of(place)
        units, money = {**known.units.meanings, **units}, {**known.currencies.meanings, **money}
        scales, months = {**known.scales.meanings, **scales}, {**known.months, **months}
    return LocaleMeasures(Table(units), Table(money), Table(scales), months)


@lru_cache(maxsize=256)
def locale(language: str | None) -> Locale | None:
    """Return the locale of a language tag such as `de-CH`, None where there is none."""
    try:
        return Locale.parse(language, sep="-") if language else None
    except (UnknownLocaleError, ValueError):
        return None


def decimal(language: str | None) -> str | None:
    """Return the sign before the decimals in the language, None where it is not known."""
    known = locale(language)
    return get_decimal_symbol(known) if known else None


@lru_cache(maxsize=1)
def families() -> Mapping[str, str]:
    """Return the currencies that share a name with others, each with that name: `USD` is a dollar."""
    shared = Counter(_nouns().values())
    return {code: noun for code, noun in _nouns().items() if shared[noun] > 1}


@lru_cache(maxsize=1)
def _nouns() -> Mapping[str, str]:
    names = {code: get_currency_name(code, count=1, locale="en") for code in sorted(currencies())}
    return {code: name.split()[-1].casefold() for code, name in names.items() if name != code and "(" not in name}


@lru_cache(maxsize=32)
def _of(language: str) -> LocaleMeasures:
    place = locale(language)
    assert place is not None
    units, money, scales = dict[str, str](), dict[str, str](), dict[str, int]()
    for surface, unit in _units(place):
        units.setdefault(surface, unit)
    for surface, code in _currencies(place):
        money.setdefault(surface, code)
    for surface, power in _scales(place):
        scales.setdefault(surface, power)
    names = [pair for width in ("wide", "abbreviated") for pair in place.months["format"][width].items()]
    # Where months are numbers (“6月”), they are read as numbers.
    months = {name.casefold().rstrip("."): number for number, name in names if name.rstrip(".").isalpha()}
    return LocaleMeasures(Table(units), Table(money), Table(scales), months)


def _units(place: Locale) -> Iterator[tuple[str, str]]:
    for width in _WIDTHS:
        for unit in sorted(place.unit_display_names):
            for count in _COUNTS:
                surface = " ".join(re.sub(r"\d", "", format_unit(count, unit, width, locale=place)).split())
                # Symbols tell megawatts from milliwatts by their case.
                surface = surface.casefold() if width == "long" or len(surface) > 3 else surface
                letter = len(surface) == 1 and surface.isupper() and surface not in "LW"
                if surface and not letter and not re.search(r"[\[(]", surface) and surface.casefold() not in _NO_UNITS:
                    yield surface, _OURS.get(unit, unit)


def _currencies(place: Locale) -> Iterator[tuple[str, str]]:
    """Yield the codes, symbols and names of currencies, and the words that several share: `dollars`."""
    words = defaultdict[str, Counter[str]](Counter)
    for code, noun in _nouns().items():
        yield code, code
        yield get_currency_symbol(code, locale=place), code
        names = {get_currency_name(code, count=count, locale=place).casefold() for count in _COUNTS}
        yield from ((name, code) for name in names)
        if code in families():
            words[noun].update({word for name in names for word in re.split(r"[\s-]", name)})
        else:
            yield from ((name.split()[-1], code) for name in names)
    sizes = Counter(families().values())
    for noun, found in words.items():
        yield from ((word, noun) for word, count in found.items() if count > sizes[noun] / 2 and len(word) > 2)


def _scales(place: Locale) -> Iterator[tuple[str, int]]:
    for width in _WIDTHS:
        for scale in (one * count for one in _SCALES for count in (1, 5)):
            match = re.fullmatch(r"(\d+)\s*(\D+)", format_compact_decimal(scale, format_type=width, locale=place))
            # A single Latin letter is a scale only where it touches the number, and belongs to figures.
            if match and (len(match[2]) > 1 or not match[2].isascii()):
                yield match[2].casefold(), len(str(scale // int(match[1]))) - 1
