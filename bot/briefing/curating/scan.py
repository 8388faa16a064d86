"""The scan of a text for its numbers, in digits and in words, with all that belongs to each."""

import re
import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from fractions import Fraction
from itertools import pairwise
from typing import Literal

from text_to_num import find_numbers

from bot.briefing.curating import numerals
from bot.briefing.curating.measures import (
    DAY,
    DECADE,
    MONTH,
    ORDINAL,
    PERCENT,
    TIMES,
    Meaning,
    Table,
    cased,
    decimal,
    locale,
    measures,
)
from bot.briefing.curating.numerals import HAN, HARD_SPACE, NUMERAL

Qualifier = Literal["=", ">", "<", ">=", "<=", "~", "±"]

QUALIFIERS: dict[str, Qualifier] = {
    **dict.fromkeys(
        (">", "above", "over", "more than", "greater than", "in excess of", "exceeding", "upwards of"), ">"
    ),
    **dict.fromkeys(("<", "below", "under", "less than", "fewer than"), "<"),
    **dict.fromkeys(("≥", ">=", "at least", "no less than", "no fewer than", "not less than", "a minimum of"), ">="),
    **dict.fromkeys(("≤", "<=", "at most", "up to", "as many as", "as much as", "no more than", "not more than"), "<="),
    **dict.fromkeys(("~", "≈", "about", "around", "roughly", "approximately", "nearly", "almost", "circa", "ca."), "~"),
    **dict.fromkeys(("±", "+/-", "plus or minus", "plus/minus"), "±"),
}
FOLLOWING: dict[str, Qualifier] = {
    **dict.fromkeys(("+", "or more", "and more", "or over", "and over", "or above", "and above", "or higher"), ">="),
    **dict.fromkeys(("or less", "or fewer", "or under", "and under", "or below", "and below", "or lower"), "<="),
    "or so": "~",
}


def _alternatives(words: Mapping[str, object]) -> str:
    return "|".join(
        rf"(?<!\w){re.escape(word)}" if word[0].isalpha() else re.escape(word)
        for word in sorted(words, key=len, reverse=True)
    )


_LEAD = re.compile(
    rf"(?P<lead>(?<!add )(?<!adds )(?<!adding )(?:{_alternatives(QUALIFIERS)}))\s?(?:(?:just|the|an?)\s)?$",
    re.IGNORECASE,
)
_TRAIL = re.compile(rf"\s?(?P<trail>{'|'.join(map(re.escape, FOLLOWING))})(?!\w)", re.IGNORECASE)
_MINUS = re.compile(r"(?<!\w)(?:minus|negative) $", re.IGNORECASE)
_LONGEST = 32  # characters of what stands beside a number: a qualifier, a unit, a scale, a currency

# --- numbers in words that text2num leaves alone, in English

_EDGE = r"(?<![\w-])(?<!\d[/.,'])"
_CARDINALS = "zero one two three four five six seven eight nine ten eleven twelve".split()
_COUNT = rf"{'|'.join(_CARDINALS[1:])}|\d{{1,2}}"
_PARTS = {"half": 2, "halve": 2, "third": 3, "quarter": 4, "fourth": 4, "fifth": 5, "sixth": 6, "seventh": 7}
_PARTS |= {"eighth": 8, "ninth": 9, "tenth": 10, "hundredth": 100}
_SHARE = re.compile(
    rf"{_EDGE}(?:(?P<count>an?|{_COUNT})[ -])?(?P<part>{'|'.join(_PARTS)})(?P<many>s)?(?!\w)", re.IGNORECASE
)
_COUNTED = re.compile(rf"(?:\d|{'|'.join(_CARDINALS)}|teen|ty|hundred)(?P<and>[ -]and)?[ -]$", re.IGNORECASE)
_BY = re.compile(r"(?:by|than|about|around|nearly|almost|roughly|over|under|at least|some|only|just) $", re.IGNORECASE)
_OF_A = re.compile(r"[ -](?:of )?an?[ -]|[ -]", re.IGNORECASE)
_DOZEN = re.compile(rf"{_EDGE}(?:(?P<count>half a|a|{_COUNT})[ -])?dozen(?!\w)", re.IGNORECASE)
_ROUND = "dozen|hundred|thousand|million|billion|trillion"
_VAGUE = re.compile(
    rf"(?<![\w-])(?:(?:several|many|a few|few|some|countless) (?:{_ROUND})"
    rf"|(?:(?:ten|score)s(?= of )|(?:{_ROUND})s)(?: of (?:{_ROUND})s)*)(?!\w)",
    re.IGNORECASE,
)
_MULTIPLE = re.compile(
    rf"{_EDGE}(?:(?P<count>{_COUNT})[ -]?fold|(?P<two>twice|doubl(?:e|ed|es|ing))"
    r"|(?P<three>thrice|tripl(?:e|ed|es|ing))|(?P<four>quadrupl(?:e|ed|es|ing))|(?P<half>halved|halving))(?!\w)",
    re.IGNORECASE,
)
_DECADES = ("twenties", "thirties", "forties", "fifties", "sixties", "seventies", "eighties", "nineties")
_DECADE = re.compile(rf"(?<!\w)(?:{'|'.join(_DECADES)})(?!\w)", re.IGNORECASE)
_COUPLE = re.compile(r"(?<![\w-])(?:a )?(?:couple|pair)(?= of\b)", re.IGNORECASE)
_DOUBTFUL = frozenset("double triple quadruple".split())  # as in “double standards”
_NOT_SECOND = re.compile(r"(?:\bper|\bsplit)[ -]$", re.IGNORECASE)
_SPOKEN = frozenset("de en es fr it nl pt".split())  # that text2num reads
_TOKEN = re.compile(r"[^\W\d_]+|\S")

# --- what stands around numbers

_ISO = re.compile(r"(?<![\w-])(?P<year>\d{4})-(?P<month>0[1-9]|1[0-2])(?:-(?P<day>0[1-9]|[12]\d|3[01]))?(?![\w-])")
_LETTERS = re.compile(r"[^\W\d_]+")
_AND_A_HALF = re.compile(r"[ -]and[ -]an?[ -](?P<part>half|quarter|third)(?!\w)", re.IGNORECASE)
_MIXED = re.compile(rf"[ {HARD_SPACE}-]?(?P<over>\d{{1,2}})/(?P<under>\d{{1,2}})(?![\d/])")
_FRACTION = re.compile(r"/(?P<under>\d{1,3})(?= of\b)")
_ORDINALS = re.compile(r"(?:st|nd|rd|th)(?![^\W_])", re.IGNORECASE)
_PLURAL = re.compile(r"'?s(?![^\W_])")
_GLUED = {"k": 3, "K": 3, "m": 6, "M": 6, "mn": 6, "b": 9, "B": 9, "bn": 9, "Bn": 9, "tn": 12, "T": 12}
_METRES = re.compile(r"[ -](?:high|tall|long|wide|deep|thick|above|below|away|off|race|sprint|wall|fence|tower)\b")
_ADJECTIVE = re.compile(r"[ -](?P<word>[a-z]{2,})[ -]", re.IGNORECASE)
_HUNDREDS = re.compile("[百千]")
_SCALES = 2  # of them in a row: “5 hundred thousand”
_CONNECTIVES = frozenset(
    "a an also and as at by for from if in into of on or per than that the to was were when with".split()
)
# Letters before a hyphen and a number that leave it a number: “mid-1990s”, “under-25s”.
_PREFIXES = frozenset("mid pre post sub top over under non early late all ex".split())
# Codes of currencies that are words or acronyms as well: “ALL 50 states”, COP26.
_CAPITALS = frozenset("ALL BAM COP CUP GEL GIP LAK MAD MOP PEN SOS TOP TRY".split())
_MAY = frozenset(("may", "march", "mar"))
_BEFORE_MAY = re.compile(
    r"(?:\d|\d(?:st|nd|rd|th)|\b(?:of|in|by|since|until|last|this|next|early|late|mid))[ .-]+$", re.I
)
_DAY_BEFORE = re.compile(r"(?: of)?[ .-]+", re.IGNORECASE)
_ACRONYM = re.compile(r"(?<![\w-])(?:[A-Z]{2,}|[Cc]ovid)[ -]$")
_SCRIPTS = {"CJK": "zh", "HIRAGANA": "ja", "KATAKANA": "ja", "HANGUL": "ko", "CYRILLIC": "ru", "ARABIC": "ar"}
_SCRIPTS |= {"DEVANAGARI": "hi", "THAI": "th", "HEBREW": "he", "GREEK": "el", "BENGALI": "bn"}

# --- Chinese numerals, which Japanese and Korean use as well

_HAN = re.compile(rf"(?:(?P<under>[{HAN}]+)分之)?(?P<digits>[{HAN}]+)(?P<tenths>成)?")
_PER_HUNDRED = re.compile(r"百分之$")
_COUNTER = re.compile("[个個人名位年月日天次周岁歲元条條国國种種分倍项項小时場场家所千百万億亿]")
_EAST = {"年": "", "년": "", "月": MONTH, "월": MONTH, "日": DAY, "号": DAY, "號": DAY, "일": DAY}

# --- between two numbers

_IN = re.compile(r" (?:in(?: every)?|out of(?: every)?) ", re.IGNORECASE)
_DASH = re.compile(r"\s?[-–~]\s?")
_TO = re.compile(r" (?:to|through|bis) ", re.IGNORECASE)
_WITH = re.compile(r",? (?:and|or|und|et|y) | ?[&/] ?", re.IGNORECASE)
_CALENDAR = frozenset((DAY, MONTH, DECADE, ORDINAL, "am", "pm", "bce"))


@dataclass
class FigurePart:
    """A number in the making; start and end count the characters of the plain text."""

    start: int
    end: int
    value: Fraction | None
    unit: str = ""
    qualifier: Qualifier = "="
    name: str = ""  # the writing, where there is no value or the same writing may mean another
    sure: bool = True
    power: int = 0  # of the scale that is written after it
    year: bool = False
    led: bool = False  # by its unit, which others do not share: “$5 and 6”

    def scale(self, power: int, end: int) -> None:
        """Multiply it by the power of ten that is written after it up to `end`."""
        self.value = None if self.value is None else self.value * 10**power
        self.name = self.name and f"{self.name}e{power}"
        self.power, self.end, self.year = self.power + power, end, False

    def negate(self) -> None:
        self.value = None if self.value is None else -self.value
        self.name = self.name and f"-{self.name}"

    @property
    def plain(self) -> bool:
        return self.value is not None and not self.unit and self.qualifier == "=" and not self.year


class Scan:
    """Reads one text; every digit of it is in one of the parts."""

    def __init__(self, text: str, language: str | None) -> None:
        self.text, self.places = numerals.plain(text)
        known, script = locale(language), _by_script(self.text)
        # A source in English may quote what is not.
        foreign = known is None or _by_script(known.display_name or "") != script
        self.language = script if script and foreign else known and known.language
        self._decimal = decimal(language)
        self._measures = measures(script if script and foreign else language)
        self._taken = bytearray(len(self.text))
        self._parts: list[FigurePart] = []
        self._months: dict[int, int] = {}  # where they start, and end
        self._month_ends: set[int] = set()

    def parts(self) -> list[FigurePart]:
        """Return the numbers in order; several with one span are readings of a writing that has several."""
        self._read_months()
        self._read_dates()
        self._read_phrases()
        self._read_numerals()
        self._read_han()
        self._read_words()
        self._read_rest()
        self._parts.sort(key=lambda part: part.start)
        return self._related()

    # --- recognisers, the surest first: what one has read no other reads again

    def _before(self, place: int) -> str:
        """Return what stands before the place and belongs to no other number."""
        start = max(0, place - _LONGEST)
        return self.text[max(start, self._taken.rfind(1, start, place) + 1) : place]

    def _free(self, start: int, end: int) -> bool:
        return self._taken.find(1, start, end) < 0

    def _keep(self, part: FigurePart) -> None:
        self._parts.append(part)
        self._taken[part.start : part.end] = b"\x01" * (part.end - part.start)

    def _read_months(self) -> None:
        for match in _LETTERS.finditer(self.text):
            name = match[0].casefold()
            number = self._measures.months.get(name)
            if number and self._names_a_month(match, name):
                self._keep(FigurePart(match.start(), match.end(), Fraction(number), MONTH))
                self._months[match.start()] = match.end()
                self._month_ends.add(match.end())

    def _names_a_month(self, match: re.Match[str], name: str) -> bool:
        english = name in measures(None).months
        if english and not match[0][0].isupper():
            return False
        if name in _MAY or (english and len(name) < 5 and name not in ("june", "july")):
            before = self._before(match.start())
            return bool(_BEFORE_MAY.search(before) or re.compile(r"\.?,?\s?\d").match(self.text, match.end()))
        return True

    def _read_dates(self) -> None:
        for match in _ISO.finditer(self.text):
            for name, unit in (("day", DAY), ("month", MONTH), ("year", "")):
                if match[name]:
                    self._keep(FigurePart(*match.span(name), Fraction(match[name]), unit, year=not unit))

    def _read_phrases(self) -> None:
        """Read the English words that text2num leaves alone: shares, dozens, multiples, decades."""
        for match in _DOZEN.finditer(self.text):
            count = (match["count"] or "a").casefold()
            self._spelt(match, 12 * (Fraction(1, 2) if count == "half a" else _cardinal(count)))
        for match in _SHARE.finditer(self.text):
            self._share(match)
        for match in _VAGUE.finditer(self.text) if self.language in (None, "en") else ():
            if self._free(*match.span()) and not _COUNTED.search(self._before(match.start())):
                self._keep(FigurePart(*match.span(), None, name=match[0].casefold()))
        for match in _MULTIPLE.finditer(self.text):
            factor = _cardinal(match["count"]) if match["count"] else _factor(match.lastgroup)
            self._spelt(match, factor, TIMES, sure=match[0].casefold() not in _DOUBTFUL)
        for match in _DECADE.finditer(self.text):
            self._spelt(match, Fraction(20 + 10 * _DECADES.index(match[0].casefold())), DECADE)
        for match in _COUPLE.finditer(self.text):
            self._spelt(match, Fraction(2), sure=False)

    def _spelt(self, match: re.Match[str], value: Fraction, unit: str = "", *, sure: bool = True) -> None:
        if self._free(*match.span()):
            part = FigurePart(*match.span(), value, unit, sure=sure)
            self._look_back(part)
            if not unit:
                self._look_ahead(part)
            self._keep(part)

    def _share(self, match: re.Match[str]) -> None:
        count, word, end = (match["count"] or "").casefold(), match["part"].casefold(), match.end()
        half = word in ("half", "halve")
        over = _cardinal(count or "a")
        if not self._free(*match.span()) or (not count and word != "half") or (over > 1) != bool(match["many"]):
            return
        if count in ("a", "an"):
            before = self._before(match.start())
            of = self.text[end : end + 3].casefold() == " of"
            counted = _COUNTED.search(before)
            if (counted and counted["and"]) or not (half or of or _BY.search(before)):
                return
        part = FigurePart(match.start(), end, over / _PARTS[word])
        self._look_back(part)
        gap = _OF_A.match(self.text, end)
        if gap and (scale := self._measures.scales.at(self.text, gap.end())):
            part.value, part.end = over / _PARTS[word] * 10 ** scale[1], scale[0]
            self._look_ahead(part)
        elif gap and half and (unit := self._measures.units.at(self.text, gap.end())) and "-" in unit[1]:
            part.end, part.unit = unit
        else:
            part.value, part.unit = over * 100 / _PARTS[word], PERCENT
        self._keep(part)

    def _read_numerals(self) -> None:
        for match in NUMERAL.finditer(self.text):
            if not self._free(*match.span()):
                continue
            if match["clock"]:
                part = FigurePart(*match.span(), None, name=match["clock"].lstrip("0"))
                self._look_ahead(part)
                self._keep(part)
            elif match["vulgar"]:
                self._fraction(match)
            elif match["gap"] == " " and self._follows_a_month(match.start()):
                # “On June 12 300 came” are two numbers.
                for group in re.finditer(r"[\d.,]+", match[0]):
                    self._numeral(match.start() + group.start(), group[0], None)
            else:
                self._numeral(match.start(), match["number"], match["power"])

    def _follows_a_month(self, start: int) -> bool:
        return start > 1 and (start - 1 in self._month_ends or start - 2 in self._month_ends)

    def _fraction(self, match: re.Match[str]) -> None:
        value = Fraction(unicodedata.numeric(match[0])).limit_denominator(1000)
        part = FigurePart(*match.span(), value)
        self._look_back(part)
        self._look_ahead(part)
        if not part.unit and not part.power:
            part.value, part.unit = value * 100, PERCENT
        self._keep(part)

    def _numeral(self, start: int, writing: str, raised: str | None) -> None:
        end = start + len(writing) + len(raised or "")
        value = numerals.number(writing, self._decimal)
        if raised and value is not None:
            value = numerals.power(raised, value)
        over = _FRACTION.match(self.text, end)
        if over and value and (under := int(over["under"])) > value:
            self._keep(FigurePart(start, over.end(), value * 100 / under, PERCENT))
            return
        part = FigurePart(
            start, end, value, year=writing.isdigit() and len(writing) == 4 and 1000 <= int(writing) < 2200
        )
        if value is None or not writing.isdigit():
            part.name = writing + (raised or "")
        if self._is_locator(part) or self._is_name(part) or self._is_compound(part):
            self._keep(part)
            return
        self._look_back(part)
        self._look_ahead(part, numeral=True)
        self._keep(part)

    def _is_locator(self, part: FigurePart) -> bool:
        """Take in the mark of a paragraph: `¶22` is a place, and no number of things."""
        if not self._before(part.start).endswith("¶"):
            return False
        part.start -= 1
        part.name, part.value, part.year = self.text[part.start : part.end], None, False
        return True

    def _is_compound(self, part: FigurePart) -> bool:
        """Take in the rest of what is written with slashes, or with stops and commas that part no thousands."""
        match = re.compile(r"[\d/.,:]*/\d[\d/.,:]*(?<=\d)").match(self.text, part.end)
        if not match or part.name.startswith(".") or not self._free(part.end, match.end()):
            return False
        part.name, part.value, part.year = self.text[part.start : match.end()], None, False
        part.end = match.end()
        return True

    def _is_name(self, part: FigurePart) -> bool:
        """Take in the letters before it where they make a name of the number: `F12`, `Covid-19`."""
        start = part.start - (self.text[part.start - 1 : part.start] == "-")
        if start < 1 or not cased(self.text[start - 1]) or self._currency_before(part.start):
            return False
        while start and not self._taken[start - 1] and (cased(self.text[start - 1]) or self.text[start - 1].isdigit()):
            start -= 1
        letters = self.text[start : part.start].rstrip("-").casefold()
        if self.text[part.start - 1] == "-" and (part.year or letters in _PREFIXES):
            return False
        self._name(part, start)
        return True

    def _name(self, part: FigurePart, start: int) -> None:
        """Make a name of the number, and of the letters and digits that it touches."""
        end = part.end
        while end < len(self.text) and not self._taken[end] and (cased(self.text[end]) or self.text[end].isdigit()):
            end += 1
        part.start, part.end, part.value, part.unit, part.year = start, end, None, "", False
        part.name = self.text[start:end].casefold().replace("-", "")

    def _look_back(self, part: FigurePart) -> None:
        """Take in the currency, the sign and the qualifier before a number."""
        if money := self._currency_before(part.start):
            part.start, part.unit, part.year, part.led = money[0], money[1], False, True
        sign = self._before(part.start)[-1:]
        if sign and self._negative(part.start):
            part.negate()
            part.start -= 1
            if not part.unit and (money := self._currency_before(part.start)):
                part.start, part.unit, part.led = money[0], money[1], True
        elif sign == "+":
            part.start -= 1
        before = self._before(part.start)
        if minus := _MINUS.search(before):
            part.negate()
            part.start -= len(before) - minus.start()
            before = before[: minus.start()]
        if lead := _LEAD.search(before):
            part.qualifier = QUALIFIERS[lead["lead"].casefold()]
            part.start -= len(before) - lead.start()

    def _negative(self, start: int) -> bool:
        """Say whether a minus stands before the number, and no hyphen or dash between two words or numbers."""
        sign, before = self.text[start - 1 : start], self.text[start - 2 : start - 1]
        return start > 0 and sign in ("-", "–") and not (before.isalnum() or before in ("%", ")", "."))

    def _currency_before(self, start: int) -> tuple[int, str] | None:
        end = start - (self.text[start - 1 : start] in (" ", HARD_SPACE))
        for begin in range(max(end - 5, start - len(self._before(start))), end):
            sign = self.text[begin:end]
            unit = self._measures.currencies.meanings.get(sign)
            within = begin and sign[0].isalpha() and self.text[begin - 1].isalpha()
            if unit and not within and not sign.islower() and sign not in _CAPITALS:
                return begin, unit
        return None

    def _look_ahead(self, part: FigurePart, *, numeral: bool = False) -> None:
        """Take in the fraction, the scale, the unit and the qualifier after a number."""
        self._more(part)
        if numeral and part.end < len(self.text) and cased(self.text[part.end]) and not self._glued(part):
            self._name(part, part.start)
            return
        for _ in range(_SCALES):
            if scale := self._beside(part.end, self._measures.scales):
                part.scale(scale[1], scale[0])
            elif hundreds := _HUNDREDS.match(self.text, part.end):
                part.scale(2 if hundreds[0] == "百" else 3, hundreds.end())
        self._unit(part)
        if part.qualifier == "=" and (trail := _TRAIL.match(self.text, part.end)):
            part.qualifier, part.end = FOLLOWING[trail["trail"].casefold()], trail.end()

    def _more(self, part: FigurePart) -> None:
        """Add the fraction that follows: `1½`, `1 1/2`, “two and a half”."""
        place = part.end + (self.text[part.end : part.end + 1] in (" ", HARD_SPACE))
        if part.value is None or part.value.denominator > 1:
            return
        if place < len(self.text) and self.text[place] in numerals.VULGAR:
            more, end = Fraction(unicodedata.numeric(self.text[place])).limit_denominator(1000), place + 1
        elif (mixed := _MIXED.match(self.text, part.end)) and int(mixed["over"]) < int(mixed["under"]):
            more, end = Fraction(int(mixed["over"]), int(mixed["under"])), mixed.end()
        elif half := _AND_A_HALF.match(self.text, part.end):
            more, end = Fraction(1, _PARTS[half["part"].casefold()]), half.end()
        else:
            return
        if self._free(part.end, end):
            part.value, part.end, part.year = part.value + more, end, False

    def _glued(self, part: FigurePart) -> bool:
        """Take in the letters that touch a number; say whether they leave it a number."""
        if ordinal := _ORDINALS.match(self.text, part.end):
            part.unit, part.end, part.year = ORDINAL, ordinal.end(), False
        elif plural := _PLURAL.match(self.text, part.end):
            part.unit, part.end, part.year = DECADE, plural.end(), False
        else:
            letters = next(iter(_LETTERS.findall(self.text[part.end : part.end + _LONGEST])))
            after = part.end + len(letters)
            metres = letters == "m" and not part.unit and _METRES.match(self.text, after)
            if letters in _GLUED and not metres:
                part.scale(_GLUED[letters], after)
            else:
                known = self._measures
                tables = (known.scales, known.units, known.currencies)
                return any(table.at(self.text, part.end) for table in tables)
        return True

    def _unit(self, part: FigurePart) -> None:
        """Take in the unit, beside the number or after an adjective: “20 consecutive years”."""
        if part.unit in (ORDINAL, DECADE):
            return
        if part.end < len(self.text) and self.text[part.end] in _EAST:
            date = _EAST[self.text[part.end]]
            if date or part.year:
                part.unit, part.end, part.year = date, part.end + 1, part.year and not date
                return
        currency = bool(part.unit)
        found = self._beside(part.end, self._measures.units) if not currency else None
        found = found or self._beside(part.end, self._measures.currencies)
        word = _ADJECTIVE.match(self.text, part.end)
        if not found and word and not part.year and word["word"].casefold() not in _CONNECTIVES:
            found = self._beside(word.end() - 1, self._measures.units)
            found = found or self._beside(word.end() - 1, self._measures.currencies)
            found = found if found and found[0] - word.end() > 2 and found[1] != TIMES else None
        if found:
            part.end, part.year = found[0], False
            part.unit = part.unit or found[1]

    def _beside(self, place: int, table: Table[Meaning]) -> tuple[int, Meaning] | None:
        """Return the end and the meaning of what stands at the place, or after a space or hyphen there."""
        found = table.at(self.text, place + (self.text[place : place + 1] in (" ", HARD_SPACE, "-")))
        return found if found and self._free(place, found[0]) else None

    def _read_han(self) -> None:
        for match in _HAN.finditer(self.text):
            if not self._free(*match.span()):
                continue
            digits, before = match["digits"], self.text[max(0, match.start() - 3) : match.start()]
            value, unit = Fraction(numerals.han(digits)), ""
            start, sure = match.start(), len(digits) > 1 and bool(set(digits) - set("一千万百"))
            if _PER_HUNDRED.search(before):
                start, unit, sure = start - 3, PERCENT, True
            elif match["under"] == "百":
                unit, sure = PERCENT, True
            elif match["under"]:
                value, unit, sure = value * 100 / (numerals.han(match["under"]) or 1), PERCENT, True
            elif match["tenths"]:
                value, unit, sure = value * 10, PERCENT, True
            year = len(digits) == 4 and not set(digits) & set("十百千万萬亿億")
            part = FigurePart(start, match.end(), value, unit, year=year)
            part.sure = sure or bool(_COUNTER.match(self.text, match.end()))
            if not unit:
                self._look_ahead(part)
                part.sure = part.sure or bool(part.unit)
            self._keep(part)

    def _read_words(self) -> None:
        for language in dict.fromkeys([self.language or "en", "en"]):
            if language in _SPOKEN:
                self._words(language)

    def _words(self, language: str) -> None:
        tokens = [_Word(match) if self._free(*match.span()) else _Word(None) for match in _TOKEN.finditer(self.text)]
        for found in find_numbers(tokens, language, threshold=0):
            first, last = tokens[found.start].match, tokens[found.end - 1].match
            value = re.match(r"\d+(?:[.,]\d+)?", found.text)
            if not (first and last and value and self._free(first.start(), last.end())):
                continue
            part = FigurePart(first.start(), last.end(), Fraction(value[0].replace(",", ".")))
            word = self.text[part.start : part.end].casefold()
            if found.is_ordinal:
                if found.text.endswith("s") or (word == "second" and _NOT_SECOND.search(self._before(part.start))):
                    continue
                part.unit = ORDINAL
            part.sure = part.value != 1
            if last != first:
                part.power = self._measures.scales.meanings.get(last[0].casefold(), 0)
            self._look_back(part)
            if not found.is_ordinal:
                self._look_ahead(part)
                part.sure = part.sure or part.unit == PERCENT or part.power > 0
            self._keep(part)

    def _read_rest(self) -> None:
        """Read every further character that is a number (①, Ⅷ, ²), so that none is left."""
        place = 0
        while place < len(self.text):
            start = place
            while place < len(self.text) and not self._taken[place] and _numeric(self.text[place]):
                place += 1
            if start == place:
                place += 1
                continue
            part = FigurePart(start, place, None, name=self.text[start:place])
            raised = unicodedata.decomposition(self.text[start]).startswith(("<super>", "<sub>"))
            if start and cased(self.text[start - 1]) and not self._taken[start - 1]:
                while part.start and cased(self.text[part.start - 1]) and not self._taken[part.start - 1]:
                    part.start -= 1
                part.name = self.text[part.start : place].casefold()
            elif place - start == 1 and not raised:
                part.value, part.name = Fraction(unicodedata.numeric(self.text[start])).limit_denominator(1000), ""
            self._keep(part)

    # --- what numbers beside each other are together

    def _related(self) -> list[FigurePart]:
        self._days()
        parts = list(self._shares())
        extra = [*self._ranges(parts), *self._lists(parts), *self._acronyms(parts), *self._maybe_days(parts)]
        return sorted([*parts, *extra], key=lambda part: part.start)

    def _between(self, one: FigurePart, other: FigurePart) -> str:
        return self.text[one.end : other.start] if other.start - one.end < _LONGEST else "\n"

    def _days(self) -> None:
        """Tell the day of a month from a number of things: “14 March”, “March 14th”."""
        for before, part in pairwise([FigurePart(0, 0, None), *self._parts, FigurePart(0, 0, None)]):
            if before.unit == MONTH and _day(part) and re.fullmatch(r"[ .,]+", self._between(before, part)):
                part.unit = DAY
            elif part.unit == MONTH and _day(before) and _DAY_BEFORE.fullmatch(self._between(before, part)):
                before.unit = DAY

    def _maybe_days(self, parts: list[FigurePart]) -> Iterator[FigurePart]:
        """Yield numbers that follow a month and need not be its day: “in March 14 people came”."""
        for before, part in pairwise(parts):
            a_word_follows = re.compile(r" [^\W\d_]").match(self.text, part.end)
            if before.unit == MONTH and part.unit == DAY and self._between(before, part) == " " and a_word_follows:
                yield replace(part, unit="")

    def _shares(self) -> Iterator[FigurePart]:
        """Yield the parts, with “one in five” as one of them."""
        parts = iter(pairwise([*self._parts, FigurePart(0, 0, None)]))
        for part, other in parts:
            whole = part.plain and other.plain and part.value and other.value
            if whole and 0 < whole_ratio(part, other) < 1 and _IN.fullmatch(self._between(part, other)):
                ratio = whole_ratio(part, other)
                yield replace(part, value=ratio * 100, unit=PERCENT, end=other.end, sure=True, name="")
                next(parts, None)
            else:
                yield part

    def _ranges(self, parts: list[FigurePart]) -> Iterator[FigurePart]:
        """Make “at least” and “at most” of the ends of a range; yield plain readings of what “from … to” may mean."""
        dashes = [bool(_DASH.fullmatch(self._between(one, other))) for one, other in pairwise(parts)]
        for place, (one, other) in enumerate(pairwise(parts)):
            gap, before = self._between(one, other), self._before(one.start).casefold()
            chained = dashes[place] and (any(dashes[max(0, place - 1) : place]) or any(dashes[place + 1 : place + 2]))
            between = before.endswith("between ") and gap.casefold() == " and "
            if chained or not (dashes[place] or between or _TO.fullmatch(gap)):
                continue
            if one.value is None or other.value is None or one.qualifier != "=" or other.qualifier != "=":
                continue
            unit, scaled = one.unit or other.unit, one.value
            if other.power and not one.power and one.value < other.value / 10**other.power:
                scaled = one.value * 10**other.power
            if one.unit not in ("", unit) or other.unit not in ("", unit) or (one.year and other.year):
                continue
            one.unit = other.unit = unit
            if unit in _CALENDAR or scaled >= other.value:
                continue
            if before.endswith("from "):
                yield from (replace(one), replace(other))
            one.value, one.qualifier, other.qualifier, one.year = scaled, ">=", "<=", False

    def _lists(self, parts: list[FigurePart]) -> Iterator[FigurePart]:
        """Yield the numbers of a list with the unit that its last one has: “83, 50 and 33 percent”."""
        unit, joined = "", False
        for one, other in reversed(list(pairwise(parts))):
            gap = self._between(one, other)
            joined = bool(_WITH.fullmatch(gap)) or (joined and gap == ", ")
            unit = ("" if other.led else other.unit or unit) if joined else ""
            if joined and one.plain and unit and unit not in (MONTH, DECADE, ORDINAL):
                yield replace(one, unit=unit)
            elif one.unit:
                unit = ""

    def _acronyms(self, parts: list[FigurePart]) -> Iterator[FigurePart]:
        """Yield a name for a number after an acronym, so that `COP 26` is `COP26`."""
        for part in parts:
            before = self._before(part.start)
            if part.plain and part.sure and (acronym := _ACRONYM.search(before)):
                yield replace(part, value=None, name=f"{acronym[0][:-1].casefold()}{self.text[part.start : part.end]}")


class _Word:
    """A word as text2num asks for it; one that is read already parts others."""

    def __init__(self, match: re.Match[str] | None) -> None:
        self.match = match

    def text(self) -> str:
        return self.match[0].casefold() if self.match else "·"

    def nt_separated(self, _: object) -> bool:
        return False

    def not_a_number_part(self) -> bool:
        return self.match is None


def whole_ratio(part: FigurePart, other: FigurePart) -> Fraction:
    """Return what two whole numbers of a thousand at most are to each other, else 0."""
    assert part.value is not None
    assert other.value is not None
    small = part.value.denominator == other.value.denominator == 1 and 0 < other.value <= 1000
    return part.value / other.value if small else Fraction(0)


def _day(part: FigurePart) -> bool:
    small = part.value is not None and part.value.denominator == 1 and 1 <= part.value <= 31
    return small and not part.power and (part.unit == ORDINAL or part.plain)


def _cardinal(word: str) -> Fraction:
    word = word.casefold()
    return Fraction(1 if word in ("a", "an") else int(word) if word.isdigit() else _CARDINALS.index(word))


def _factor(group: str | None) -> Fraction:
    return {"two": Fraction(2), "three": Fraction(3), "four": Fraction(4)}.get(group or "", Fraction(1, 2))


def _numeric(character: str) -> bool:
    return unicodedata.category(character)[0] == "N"


def _by_script(text: str) -> str | None:
    """Return a language that is written in the script of the first letters that are not Latin."""
    for character in text:
        if character > "ʯ" and character.isalpha():
            script = unicodedata.name(character, "?").split()[0]
            if script in _SCRIPTS:
                return _SCRIPTS[script]
    return None
