"""Numbers in words: those that text2num reads, and in English the shares, dozens and multiples that it leaves alone."""

import re
from collections.abc import Callable, Iterator
from fractions import Fraction

from text_to_num import find_numbers

from bot.briefing.curating.measures import DECADE, ORDINAL, PERCENT, TIMES, LocaleMeasures
from bot.briefing.curating.number import Number

PARTS = {"half": 2, "halve": 2, "third": 3, "quarter": 4, "fourth": 4, "fifth": 5, "sixth": 6, "seventh": 7}
PARTS |= {"eighth": 8, "ninth": 9, "tenth": 10, "hundredth": 100}

_BESIDE = 32  # characters before a word in which its meaning is looked for
_EDGE = r"(?<![\w-])(?<!\d[/.,'])"
_CARDINALS = "zero one two three four five six seven eight nine ten eleven twelve".split()
_COUNT = rf"{'|'.join(_CARDINALS[1:])}|\d{{1,2}}"
_SHARE = re.compile(
    rf"{_EDGE}(?:(?P<count>an?|{_COUNT})[ -])?(?P<part>{'|'.join(PARTS)})(?P<many>s)?(?!\w)", re.IGNORECASE
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
_FACTORS = {"two": Fraction(2), "three": Fraction(3), "four": Fraction(4), "half": Fraction(1, 2)}
_DOUBTFUL = frozenset("double triple quadruple".split())  # as in “double standards”
_NOT_SECOND = re.compile(r"(?:\bper|\bsplit)[ -]$", re.IGNORECASE)
SPOKEN = frozenset("de en es fr it nl pt".split())  # that text2num reads
_TENS = "twenty|thirty|forty|fifty|sixty|seventy|eighty|ninety"
_ONES = "|".join(_CARDINALS[1:10])
# English parts its numbers, and people write `ninetynine` and `twohundred` all the same.
_TOKEN = re.compile(
    rf"(?:(?<![^\W\d_])(?:{_TENS})(?=(?:{_ONES})(?![^\W\d_]))"
    rf"|(?:{_ONES})(?=(?:hundred|thousand|million)(?![^\W\d_]))|[^\W\d_]+|[^\w\s]+|\S)",
    re.IGNORECASE,
)
_UNMISTAKABLE = 6  # letters of a number word that is no word of another language
_LONG = re.compile(r"[^\W\d_]{4}")  # the longest word in one
# From two letters on, since `I`, `V` and `X` are more often something else.
_ROMAN = re.compile(
    r"(?<![\w'’&-])(?=[IVXLCDM]{2}|[ivx]{3})"
    r"(?P<thousands>M{0,3})(?P<hundreds>CM|CD|D?C{0,3})(?P<tens>XC|XL|L?X{0,3}|x{0,3})(?P<ones>IX|IV|V?I{0,3}|ix|iv|v?i{0,3})"
    r"(?![\w&])"
)
_ROMAN_DIGITS = {"I": 1, "V": 5, "X": 10, "L": 50, "C": 100, "D": 500, "M": 1000}


def phrases(text: str, measures: LocaleMeasures) -> Iterator[Number]:
    """Yield the numbers that English says in words of their own; a unit may follow those that have none."""
    for match in _DOZEN.finditer(text):
        count = (match["count"] or "a").casefold()
        yield Number(*match.span(), 12 * (Fraction(1, 2) if count == "half a" else _cardinal(count)))
    for match in _SHARE.finditer(text):
        if _is_share(match):
            yield _share(match, measures)
    for match in _MULTIPLE.finditer(text):
        factor = _cardinal(match["count"]) if match["count"] else _FACTORS[match.lastgroup or ""]
        yield Number(*match.span(), factor, TIMES, sure=match[0].casefold() not in _DOUBTFUL)
    for match in _DECADE.finditer(text):
        yield Number(*match.span(), Fraction(20 + 10 * _DECADES.index(match[0].casefold())), DECADE)
    for match in _COUPLE.finditer(text):
        yield Number(*match.span(), Fraction(2), sure=False)


def vague(text: str) -> Iterator[Number]:
    """Yield what stands for a number and is none: “hundreds of thousands”."""
    for match in _VAGUE.finditer(text):
        if not _COUNTED.search(text, max(0, match.start() - _BESIDE), match.start()):
            yield Number(*match.span(), None, name=match[0].casefold())


def roman(text: str) -> Iterator[Number]:
    """Yield Roman numerals; whether such as `DC` and `MIX` are any, and those of a text in capitals, is not certain."""
    for match in _ROMAN.finditer(text):
        digits = [_ROMAN_DIGITS[digit] for digit in match[0].upper()]
        value = sum(-one if one < other else one for one, other in zip(digits, (*digits[1:], 0), strict=True))
        sure = (len(digits) > 3 or max(digits) <= 10) and not text.isupper()
        yield Number(*match.span(), Fraction(value), sure=sure)


def foreign(text: str, measures: LocaleMeasures, free: Callable[[int, int], bool]) -> Iterator[Number]:
    """Yield the numbers in words of any language that text2num reads and that are no words of another."""
    if not _LONG.search(text):
        return
    for language in sorted(SPOKEN - {"en"}):
        for number in spoken(text, language, measures, free):
            if number.end - number.start >= _UNMISTAKABLE and number.unit != ORDINAL:
                yield number


def spoken(text: str, language: str, measures: LocaleMeasures, free: Callable[[int, int], bool]) -> Iterator[Number]:
    """Yield the numbers in the words of a language, as far as its words are free and text2num reads it."""
    if language not in SPOKEN:
        return
    tokens = [_Word(match if free(*match.span()) else None) for match in _TOKEN.finditer(text)]
    for found in find_numbers(tokens, language, threshold=0):
        first, last = tokens[found.start].match, tokens[found.end - 1].match
        value = re.match(r"\d+(?:[.,]\d+)?", found.text)
        # A letter by itself is none, though people say “oh” for a zero.
        if not (first and last and value) or last.end() - first.start() == 1:
            continue
        number = Number(first.start(), last.end(), Fraction(value[0].replace(",", ".")))
        if found.is_ordinal:
            time = first[0].casefold() == "second" and _NOT_SECOND.search(text, max(0, number.start - 8), number.start)
            if time or found.text.endswith("s"):
                continue
            number.unit = ORDINAL
        number.sure = number.value != 1
        number.power = measures.scales.meanings.get(last[0].casefold(), 0) if last != first else 0
        yield number


def _is_share(match: re.Match[str]) -> bool:
    """Say whether “third” or “quarter” is a share where it stands, and no rank or part of the year."""
    count, part = (match["count"] or "").casefold(), match["part"].casefold()
    if not count:
        return part == "half"
    if (_cardinal(count) > 1) != bool(match["many"]):
        return False
    if count not in ("a", "an"):
        return True
    start = max(0, match.start() - _BESIDE)
    counted = _COUNTED.search(match.string, start, match.start())
    plain = part == "half" or match.string[match.end() : match.end() + 3].casefold() == " of"
    return not (counted and counted["and"]) and (plain or bool(_BY.search(match.string, start, match.start())))


def _share(match: re.Match[str], measures: LocaleMeasures) -> Number:
    """Return a share, or what it is a share of: “half a million”, “half an hour”."""
    part = match["part"].casefold()
    share = _cardinal(match["count"] or "a") / PARTS[part]
    gap = _OF_A.match(match.string, match.end())
    if gap and (scale := measures.scales.at(match.string, gap.end())):
        return Number(match.start(), scale[0], share * 10 ** scale[1])
    if gap and part.startswith("hal") and (unit := measures.units.at(match.string, gap.end())) and "-" in unit[1]:
        return Number(match.start(), unit[0], share, unit[1])
    return Number(*match.span(), share * 100, PERCENT)


def _cardinal(word: str) -> Fraction:
    word = word.casefold()
    return Fraction(1 if word in ("a", "an") else int(word) if word.isdigit() else _CARDINALS.index(word))


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
