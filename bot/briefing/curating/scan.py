"""The scan of a text for its numbers, in digits and in words, with all that belongs to each."""

import re
import unicodedata
from collections.abc import Iterator
from fractions import Fraction
from itertools import chain

from bot.briefing.curating import number_words, numerals
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
from bot.briefing.curating.number import Number, qualified_after, qualified_before
from bot.briefing.curating.number_words import PARTS, SPOKEN
from bot.briefing.curating.numerals import HAN, HARD_SPACE, NUMERAL
from bot.briefing.curating.relations import related

_MINUS = re.compile(r"(?<!\w)(?<!plus or )(?:minus|negative) $", re.IGNORECASE)
_NOON = 12
_LONGEST = 32  # characters of what stands beside a number: a qualifier, a unit, a scale, a currency

# --- what stands around numbers

_ISO = re.compile(r"(?<![\w-])(?P<year>\d{4})-(?P<month>0[1-9]|1[0-2])(?:-(?P<day>0[1-9]|[12]\d|3[01]))?(?![\w-])")
_LETTERS = re.compile(r"[^\W\d_]+")
_AND_A_HALF = re.compile(r"[ -]and[ -]an?[ -](?P<share>half|quarter|third)(?!\w)", re.IGNORECASE)
_MIXED = re.compile(rf"[ {HARD_SPACE}-]?(?P<over>\d{{1,2}})/(?P<under>\d{{1,2}})(?![\d/])")
_SHARE = re.compile(r"(?P<over>[1-9]\d?)/(?P<under>\d{1,3})")
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
_SCRIPTS = {"CJK": "zh", "HIRAGANA": "ja", "KATAKANA": "ja", "HANGUL": "ko", "CYRILLIC": "ru", "ARABIC": "ar"}
_SCRIPTS |= {"DEVANAGARI": "hi", "THAI": "th", "HEBREW": "he", "GREEK": "el", "BENGALI": "bn"}

# Scripts whose numbers are read in words too.
_READ = frozenset("CJK HIRAGANA KATAKANA LATIN FULLWIDTH MODIFIER MASCULINE FEMININE".split())

# --- Chinese numerals, which Japanese and Korean use as well

_HAN = re.compile(rf"(?:(?P<under>[{HAN}]+)分之)?(?P<digits>[{HAN}]+)(?P<tenths>成)?")
_PER_HUNDRED = re.compile(r"百分之$")
_COUNTER = re.compile("[个個人名位年月日天次周岁歲元条條国國种種分倍项項小时場场家所千百万億亿]")
_EAST = {"年": "", "년": "", "月": MONTH, "월": MONTH, "日": DAY, "号": DAY, "號": DAY, "일": DAY}


class Scan:
    """Reads one text; every digit of it is in one of the numbers."""

    def __init__(self, text: str, language: str | None) -> None:
        self.text, self.places = numerals.plain(text)
        known, script = locale(language), _by_script(self.text)
        # A source in English may quote what is not.
        foreign = known is None or _by_script(known.display_name or "") != script
        self.language = script if script and foreign else known and known.language
        self._decimal = decimal(language)
        self._measures = measures(script if script and foreign else language)
        self._taken = bytearray(len(self.text))
        self._numbers: list[Number] = []
        self._month_ends: set[int] = set()

    def numbers(self) -> list[Number]:
        """Return the numbers in order; several with one span are readings of a writing that has several."""
        self._read_months()
        self._read_dates()
        self._read_phrases()
        self._read_numerals()
        self._read_han()
        self._read_words()
        self._read_rest()
        self._numbers.sort(key=lambda number: number.start)
        return related(self.text, self._numbers)

    # --- recognisers, the surest first: what one has read no other reads again

    def _before(self, place: int) -> str:
        """Return what stands before the place and belongs to no other number."""
        start = max(0, place - _LONGEST)
        return self.text[max(start, self._taken.rfind(1, start, place) + 1) : place]

    def _free(self, start: int, end: int) -> bool:
        return self._taken.find(1, start, end) < 0

    def _keep(self, number: Number) -> None:
        self._numbers.append(number)
        self._taken[number.start : number.end] = b"\x01" * (number.end - number.start)

    def _read_months(self) -> None:
        for match in _LETTERS.finditer(self.text):
            name = match[0].casefold()
            month = self._measures.months.get(name)
            if month and self._names_a_month(match, name):
                self._keep(Number(*match.span(), Fraction(month), MONTH))
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
                    self._keep(Number(*match.span(name), Fraction(match[name]), unit, year=not unit))

    def _read_phrases(self) -> None:
        english = self.language in (None, "en")
        for number in chain(
            number_words.phrases(self.text, self._measures), number_words.vague(self.text) if english else ()
        ):
            if self._free(number.start, number.end):
                self._look_back(number)
                if number.value is not None and not number.unit:
                    self._look_ahead(number)
                self._keep(number)

    def _read_numerals(self) -> None:
        for match in NUMERAL.finditer(self.text):
            if not self._free(*match.span()):
                continue
            if match["clock"]:
                number = Number(*match.span(), None, name=match["clock"].lstrip("0"))
                self._look_ahead(number)
                _read_clock(number)
                self._keep(number)
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
        number = Number(*match.span(), value)
        self._look_back(number)
        self._look_ahead(number)
        if not number.unit and not number.power:
            number.value, number.unit = value * 100, PERCENT
        self._keep(number)

    def _numeral(self, start: int, writing: str, raised: str | None) -> None:
        end = start + len(writing) + len(raised or "")
        value = numerals.number(writing, self._decimal)
        if raised and value is not None:
            value = numerals.power(raised, value)
        over = _FRACTION.match(self.text, end)
        if over and value and (under := int(over["under"])) > value:
            self._keep(Number(start, over.end(), value * 100 / under, PERCENT))
            return
        number = Number(start, end, value, year=writing.isdigit() and len(writing) == 4 and 1000 <= int(writing) < 2200)
        if value is None or not writing.isdigit():
            number.name = writing + (raised or "")
        if self._is_locator(number) or self._is_name(number) or self._is_compound(number):
            self._keep(number)
            return
        self._look_back(number)
        self._look_ahead(number, numeral=True)
        self._keep(number)

    def _is_locator(self, number: Number) -> bool:
        """Take in the mark of a paragraph: `¶22` is a place, and no number of things."""
        if not self._before(number.start).endswith("¶"):
            return False
        number.start -= 1
        number.name, number.value, number.year = self.text[number.start : number.end], None, False
        return True

    def _is_compound(self, number: Number) -> bool:
        """Take in the rest of what is written with slashes, or with stops and commas that part no thousands."""
        match = re.compile(r"[\d/.,:]*/\d[\d/.,:]*(?<=\d)").match(self.text, number.end)
        if not match or number.name.startswith(".") or not self._free(number.end, match.end()):
            return False
        over = re.fullmatch(r"/(\d{2}|\d{4})", match[0])
        if number.year and over and int(over[1]) % 100 == (int(self.text[number.start : number.end]) + 1) % 100:
            # A season or a financial year is from one to the next, as with a dash.
            return False
        if (over := _SHARE.fullmatch(self.text, number.start, match.end())) and int(over["over"]) < int(over["under"]):
            self._keep(Number(*over.span(), Fraction(int(over["over"]) * 100, int(over["under"])), PERCENT))
        number.name, number.value, number.year = self.text[number.start : match.end()], None, False
        number.end = match.end()
        return True

    def _is_name(self, number: Number) -> bool:
        """Take in the letters before it where they make a name of the number: `F12`, `Covid-19`."""
        start = number.start - (self.text[number.start - 1 : number.start] == "-")
        if start < 1 or not cased(self.text[start - 1]) or self._currency_before(number.start):
            return False
        while start and not self._taken[start - 1] and (cased(self.text[start - 1]) or self.text[start - 1].isdigit()):
            start -= 1
        letters = self.text[start : number.start].rstrip("-").casefold()
        if self.text[number.start - 1] == "-" and (number.year or letters in _PREFIXES):
            return False
        self._name(number, start)
        return True

    def _name(self, number: Number, start: int) -> None:
        """Make a name of the number, and of the letters and digits that it touches."""
        end = number.end
        while end < len(self.text) and not self._taken[end] and (cased(self.text[end]) or self.text[end].isdigit()):
            end += 1
        number.start, number.end, number.value, number.unit, number.year = start, end, None, "", False
        number.name = self.text[start:end].casefold().replace("-", "")

    def _look_back(self, number: Number) -> None:
        """Take in the currency, the sign and the qualifier before a number."""
        if money := self._currency_before(number.start):
            number.start, number.unit, number.year, number.led = money[0], money[1], False, True
        sign = self._before(number.start)[-1:]
        if sign and self._negative(number.start):
            number.negate()
            number.start -= 1
            if not number.unit and (money := self._currency_before(number.start)):
                number.start, number.unit, number.led = money[0], money[1], True
        elif sign == "+":
            number.start -= 1
        before = self._before(number.start)
        if minus := _MINUS.search(before):
            number.negate()
            number.start -= len(before) - minus.start()
            before = before[: minus.start()]
        if qualified := qualified_before(before):
            number.start, number.qualifier = number.start - qualified[0], qualified[1]

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

    def _look_ahead(self, number: Number, *, numeral: bool = False) -> None:
        """Take in the fraction, the scale, the unit and the qualifier after a number."""
        self._more(number)
        if numeral and number.end < len(self.text) and cased(self.text[number.end]) and not self._glued(number):
            self._name(number, number.start)
            return
        for _ in range(_SCALES):
            if scale := self._beside(number.end, self._measures.scales):
                number.scale(scale[1], scale[0])
            elif hundreds := _HUNDREDS.match(self.text, number.end):
                number.scale(2 if hundreds[0] == "百" else 3, hundreds.end())
        self._unit(number)
        if number.qualifier == "=" and (qualified := qualified_after(self.text, number.end)):
            number.end, number.qualifier = qualified

    def _more(self, number: Number) -> None:
        """Add the fraction that follows: `1½`, `1 1/2`, “two and a half”."""
        place = number.end + (self.text[number.end : number.end + 1] in (" ", HARD_SPACE))
        if number.value is None or number.value.denominator > 1:
            return
        if place < len(self.text) and self.text[place] in numerals.VULGAR:
            more, end = Fraction(unicodedata.numeric(self.text[place])).limit_denominator(1000), place + 1
        elif (mixed := _MIXED.match(self.text, number.end)) and int(mixed["over"]) < int(mixed["under"]):
            more, end = Fraction(int(mixed["over"]), int(mixed["under"])), mixed.end()
        elif half := _AND_A_HALF.match(self.text, number.end):
            more, end = Fraction(1, PARTS[half["share"].casefold()]), half.end()
        else:
            return
        if self._free(number.end, end):
            number.value, number.end, number.year = number.value + more, end, False

    def _glued(self, number: Number) -> bool:
        """Take in the letters that touch a number; say whether they leave it a number."""
        if ordinal := _ORDINALS.match(self.text, number.end):
            number.unit, number.end, number.year = ORDINAL, ordinal.end(), False
        elif plural := _PLURAL.match(self.text, number.end):
            number.unit, number.end, number.year = DECADE, plural.end(), False
        else:
            letters = next(iter(_LETTERS.findall(self.text[number.end : number.end + _LONGEST])))
            after = number.end + len(letters)
            metres = letters == "m" and not number.unit and _METRES.match(self.text, after)
            if letters in _GLUED and not metres:
                number.scale(_GLUED[letters], after)
            else:
                known = self._measures
                tables = (known.scales, known.units, known.currencies)
                return any(table.at(self.text, number.end) for table in tables)
        return True

    def _unit(self, number: Number) -> None:
        """Take in the unit, beside the number or after an adjective: “20 consecutive years”."""
        if number.unit in (ORDINAL, DECADE):
            return
        if number.end < len(self.text) and self.text[number.end] in _EAST:
            date = _EAST[self.text[number.end]]
            if date or number.year:
                number.unit, number.end, number.year = date, number.end + 1, number.year and not date
                return
        currency = bool(number.unit)
        found = self._beside(number.end, self._measures.units) if not currency else None
        found = found or self._beside(number.end, self._measures.currencies)
        word = _ADJECTIVE.match(self.text, number.end)
        if not found and word and not number.year and word["word"].casefold() not in _CONNECTIVES:
            found = self._beside(word.end() - 1, self._measures.units)
            found = found or self._beside(word.end() - 1, self._measures.currencies)
            found = found if found and found[0] - word.end() > 2 and found[1] != TIMES else None
        if found:
            number.end, number.year = found[0], False
            number.unit = number.unit or found[1]

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
            number = Number(start, match.end(), value, unit, year=year)
            number.sure = sure or bool(_COUNTER.match(self.text, match.end()))
            if not unit:
                self._look_ahead(number)
                number.sure = number.sure or bool(number.unit)
            self._keep(number)

    def _read_words(self) -> None:
        languages = dict.fromkeys([self.language or "en", "en"])
        spoken = (number_words.spoken(self.text, language, self._measures, self._free) for language in languages)
        foreign = number_words.foreign(self.text, self._measures, self._free)
        for number in chain(number_words.roman(self.text), *spoken, foreign):
            if self._free(number.start, number.end):
                self._look_back(number)
                if number.unit != ORDINAL:
                    self._look_ahead(number)
                    number.sure = number.sure or number.unit == PERCENT or number.power > 0
                self._keep(number)

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
            number = Number(start, place, None, name=self.text[start:place])
            raised = unicodedata.decomposition(self.text[start]).startswith(("<super>", "<sub>"))
            if start and cased(self.text[start - 1]) and not self._taken[start - 1]:
                while number.start and cased(self.text[number.start - 1]) and not self._taken[number.start - 1]:
                    number.start -= 1
                number.name = self.text[number.start : place].casefold()
            elif place - start == 1 and not raised:
                number.value, number.name = Fraction(unicodedata.numeric(self.text[start])).limit_denominator(1000), ""
            self._keep(number)


def _read_clock(number: Number) -> None:
    """Write a time of the afternoon as one of the day: `2:30 pm` is `14:30`."""
    hour, _, rest = number.name.partition(":")
    if number.unit in ("am", "pm") and hour.isdigit() and int(hour) <= _NOON:
        hours = int(hour) % _NOON + (_NOON if number.unit == "pm" else 0)
        number.name, number.unit = f"{hours}:{rest}".lstrip("0"), ""


def _numeric(character: str) -> bool:
    return unicodedata.category(character)[0] == "N"


def _by_script(text: str) -> str | None:
    """Return a language that is written in the script of the first letters that are not Latin."""
    return next((_SCRIPTS[script] for script in scripts(text) if script in _SCRIPTS), None)


def scripts(text: str) -> Iterator[str]:
    """Yield the script of each letter that is not Latin, as Unicode names it."""
    for character in text:
        if character > "ʯ" and character.isalpha():
            yield unicodedata.name(character, "?").split()[0]


def unread(text: str, language: str | None = None) -> list[str]:
    """Return by name the languages of a text, or the scripts of its letters, in which words are not read as numbers.

    >>> unread("오백 명 of 民", "pl-PL"), unread("It was five.")
    (['Korean', 'Polish'], [])
    """
    written = (_SCRIPTS.get(script, script) for script in dict.fromkeys(scripts(text)) if script not in _READ)
    declared = locale(language)
    said = [declared.language] if declared and declared.language not in {*SPOKEN, "zh", "ja"} else []
    named = {code: known.get_language_name("en") if (known := locale(code)) else code.title() for code in written}
    named |= {code: known.get_language_name("en") for code in said if (known := locale(code))}
    return sorted(filter(None, named.values()))
