"""Questions in plain words, as they are read: what it is about, and what kind of thing would answer it."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property, lru_cache

from bot.briefing.asking.answer_types import AnswerType, Stems, expected_types, is_open
from bot.briefing.asking.chat_frames import without_frame
from bot.briefing.asking.english import EVERYDAY_WORDS, IRREGULAR_FORMS, NAMES
from bot.briefing.asking.stopwords import (
    ASKING_WORDS,
    BEGINNING_WORDS,
    GENERIC_WORDS,
    LINKING_WORDS,
    PREPOSITIONS,
    SPAN_WORDS,
    STOP_STEMS,
    STOP_WORDS,
    TURNING_WORDS,
)
from db.dates.edtf import Interval, parse
from db.dates.written import found
from db.tokenizer import stem, stems, tokens

_COMING = re.compile(r"\b(will|shall|going to|upcoming|planned|plans? to)\b")
_NEGATED = re.compile(
    r"(?<!or )(?<!why )\b(not|never|nobody|no one|none|neither|nor|without)\b(?! (?:before|after|until|since|later))"
)
# Which asks for the reason of a prohibition or a failure, however the fact puts it: *why can’t I pay in cash?*
_WHY_NOT = re.compile(r"\b(?:why|how come) (?:\w+ )?not\b")
# On stems.
_SAYING = re.compile(
    r"\b(?:what|how|whi) (?:do|doe|did|has|have|had) (?P<who>(?:\w+ ){1,5}?)(?:say|said|tell|told|think|thought|feel"
    r"|felt|want|promis|propos|claim|demand|argu|believ|ask|expect|fear|call|suggest|predict|put|describ|explain|justifi|warn)\b"
    # *does Kim think …*, *why Kim believes …*, *by what word did Kim call …*
    r"|\b(?:do|doe|did|whi|will) (?P<holder>(?:\w+ ){1,3}?)(?:think|thought|believ|consid|say|said|call|name|describ"
    r"|present|defend|judg|rate|exoner|deni|doubt|insist|find|found)\b"
)
# Who is asked to want something, which nobody else's wish stands for.
_WANTING = re.compile(
    r"\b(?:do|doe|did) (?P<who>(?:\w+ ){1,3}?)(?:want|support|oppos|approv|favor|back|like|wish|prefer)\b"
)
_CONTINUES = re.compile(r"\W*(and|or|what about|how about|same for|also)\b", re.IGNORECASE)
_POINTS = re.compile(r"\b(that|this|these|those|it|its|they|them|their|he|him|his|she|her|there|then)\b", re.IGNORECASE)
_CONTRACTION = re.compile(r"(?<=\w)['’](d|ll|re|ve|m)\b", re.IGNORECASE)
_SOMEBODY = re.compile(r"\b(he|him|his|she|her|hers)\b", re.IGNORECASE)
# What was last, of several of a kind or of what happened more than once.
_NEWEST = re.compile(
    r"\b(latest|newest|(?:most )?recent(?:ly)?)\b|\b(?:when|what year) (?:is|was|were|did|has|have|had)\b.*?\b(last)\b",
    re.IGNORECASE,
)
_NOT = re.compile(r"n['’]t\b|\bcannot\b", re.IGNORECASE)
_YEAR = re.compile(r"(?:19|20)\d\d")
# A span of years as people write it: 2018-19, 2018–2019.
_YEARS = re.compile(r"\b((?:19|20)\d\d)\s*[-–/]\s*(\d\d)\b")
_BEGINNINGS = frozenset(map(stem, BEGINNING_WORDS))
_SINCE_WHEN = re.compile(r"\b(?:since|until|till|from|by) (?=when\b|what (?:year|date|day)\b)", re.IGNORECASE)
_ENDS = re.compile(r"[.?!:]\W*$")
_OPENS = "“‘\"'("

# How much a synonym stands for a word: one of the library's, and one of any English.
SYNONYM = 0.9
EVERYDAY = 0.75

# The longest head of a noun phrase, in words.
HEAD = 4


@dataclass(frozen=True)
class Term:
    """One thing that a question names, with all the stems it may go by, its own first, and how well each stands for it.

    `focus` is what the question asks after (how many *camps*), `named` a proper name or a number, `generic` a word of
    any question (*view*, *issue*), `turning` one that turns a fact into another (*after*, *again*), `inherited` one
    that the question before named. `period` is the time of a term that names one by a year: *before 2018*.
    """

    words: str
    alternatives: tuple[Stems, ...]
    likeness: tuple[float, ...]
    focus: bool = False
    named: bool = False
    generic: bool = False
    turning: bool = False
    inherited: bool = False
    period: str | None = None
    toward: frozenset[str] = frozenset()  # the stems of what a turning one turns from


@dataclass(frozen=True)
class Question:
    """What a question is about, and what it wants to know of it; `coming` where it asks after the future."""

    text: str
    terms: tuple[Term, ...]
    expected: frozenset[AnswerType]
    years: tuple[int, ...]
    period: str | None  # the time before, after or between those years, as EDTF
    coming: bool
    line: Stems  # all of its words
    negated: bool = False
    speaker: frozenset[str] = frozenset()  # the stems of whoever is asked to have said or thought something
    follows: str | None = None  # the text of the question that it follows up on
    newest: bool = False  # of what happened or was found more than once, it asks for the last

    def following(self, before: "Question | None") -> "Question":
        """Return the question with what it leaves to the one before."""
        if before is None:
            return self
        named = {term.alternatives for term in self.terms}
        subject, own = before.terms, self.terms
        if _CONTINUES.match(self.text):
            # *and democrats?*: what it names stands in the place of what was named, and decides.
            own = tuple(replace(term, named=not term.generic) for term in own)
        else:
            # *he*, *that*: the one subject, and nothing else that was asked of it.
            kept = [term for term in before.terms if term.inherited] or [term for term in before.terms if term.named]
            subject = tuple(kept) or before.terms
        inherited = (
            replace(term, focus=False, named=False, turning=False, inherited=True)
            for term in subject
            if term.alternatives not in named
        )
        return replace(
            self,
            terms=(*own, *inherited),
            expected=self.expected or before.expected,
            years=self.years or before.years,
            period=self.period if self.years else before.period,
            # A follow-up to a follow-up is still about what the first question was about.
            follows=before.follows or before.text,
        )

    @cached_property
    def stems(self) -> frozenset[str]:
        return frozenset(self.line)

    @cached_property
    def alternatives(self) -> list[str]:
        """The stems of all that its terms may go by."""
        return sorted({stem for term in self.terms for phrase in term.alternatives for stem in phrase})

    @property
    def expects_answer(self) -> frozenset[AnswerType]:
        """What it wants that a fact either gives or does not."""
        return self.expected - {"opinion", "month", "day"}

    @cached_property
    def is_open(self) -> bool:
        """Say whether it asks for something that it does not name: *who …*, not *did …*."""
        return is_open(self.line)

    @property
    def is_fragment(self) -> bool:
        """Say whether it is no whole question, and can only go on with another: *the Democrats*, *since when?*"""
        begins = self.line[:1] and self.line[0] in _BEGINNINGS
        return not begins or all(term.generic for term in self.terms)

    @property
    def leaves_out(self) -> bool:
        """Say whether the question leaves its subject to the one before: *and democrats?*, *when was that?*"""
        telling = [term for term in self.terms if not term.generic]
        if _SOMEBODY.search(self.text) and not any(term.named for term in telling):
            return True
        if not telling and self.expected:
            # *why?*
            return True
        return bool(_CONTINUES.match(self.text)) or (len(telling) <= 1 and bool(_POINTS.search(self.text)))


class Synonyms:
    """Groups of words and phrases that mean the same: those of a store, and those of any English."""

    def __init__(self, groups: Iterable[Iterable[str]]) -> None:
        self._store = Groups(groups)
        self._english = _english()
        self.longest = max(self._store.longest, *(groups.longest for groups, _ in self._english))

    def of(self, phrase: Stems) -> dict[Stems, float]:
        """Return the phrase and all that means the same, with how well each stands for it; nothing for a word alone."""
        found: dict[Stems, float] = {}
        for groups, likeness in ((self._store, SYNONYM), *self._english):
            for other in groups.of(phrase):
                found[other] = max(likeness, found.get(other, 0.0))
        if found:
            # The phrase itself comes first, then its forms.
            found = {phrase: 1.0, **dict(sorted(found.items(), key=lambda item: -item[1]))} | {phrase: 1.0}
        return found


class Groups:
    """Groups of words and phrases by the stems of each."""

    def __init__(self, groups: Iterable[Iterable[str]]) -> None:
        self._phrases: dict[Stems, dict[Stems, None]] = {}
        for group in groups:
            phrases = dict.fromkeys(filter(None, (tuple(stems(phrase)) for phrase in group)))
            for phrase in phrases:
                self._phrases.setdefault(phrase, {phrase: None}).update(phrases)
        self.longest = max(map(len, self._phrases), default=1)

    def of(self, phrase: Stems) -> Iterable[Stems]:
        return self._phrases.get(phrase, ())


@lru_cache(maxsize=1)
def _english() -> tuple[tuple[Groups, float], ...]:
    forms = Groups(line.split() for line in IRREGULAR_FORMS.split("\n"))
    words = Groups(line.split(", ") for line in (EVERYDAY_WORDS + NAMES).split("\n"))
    return (forms, 1.0), (words, EVERYDAY)


@dataclass(frozen=True)
class Word:
    """A word of a question; `named` where it is written as a name, `focus` where the question asks after it."""

    text: str
    named: bool = False
    focus: bool = False

    @property
    def silent(self) -> bool:
        return self.text in STOP_WORDS

    @property
    def generic(self) -> bool:
        return self.text in GENERIC_WORDS or self.silent

    @property
    def is_year(self) -> bool:
        return bool(_YEAR.fullmatch(self.text))


def words_of(text: str) -> list[Word]:
    """Return the words of a question: `isn't` as `is not`, `2018-19` as both years."""
    chunks = _YEARS.sub(_in_full, _CONTRACTION.sub(" ", _NOT.sub(" not", text))).split()
    # Where every word has a capital, none says that it is a name.
    cased = any(chunk[:1].islower() for chunk in chunks)
    words: list[Word] = []
    first = True
    for chunk in chunks:
        named = cased and not first and chunk.lstrip(_OPENS)[:1].isupper()
        words += [Word(word, named or word.isdigit()) for word in tokens(chunk)]
        first = bool(_ENDS.search(chunk))
    return _focused(words)


def read(text: str, synonyms: Synonyms, corrections: Mapping[str, str] | None = None) -> Question:
    """Return the question's terms: phrases that have synonyms as one, else each telling word by itself."""
    text = without_frame(text)
    asked = words_of(_SINCE_WHEN.sub("", text))
    words = [replace(word, text=(corrections or {}).get(word.text, word.text)) for word in asked]
    for typed, meant in (corrections or {}).items():
        # The verifier reads what was meant.
        text = re.sub(rf"\b{re.escape(typed)}\b", meant, text, flags=re.IGNORECASE)
    years = tuple(dict.fromkeys(word.text for word in words if word.is_year))
    period, besides = _period(text) if years else (None, text)
    other = {(corrections or {}).get(word, word) for word in tokens(besides)}
    newest = {word.lower() for found in _NEWEST.finditer(text) for word in found.groups() if word}
    terms: dict[tuple[Stems, ...], Term] = {}
    if years:
        # A fact of any of the years named accounts for them all.
        terms[()] = Term(
            " ".join(years), tuple((year,) for year in years), (1.0,) * len(years), named=True, period=period
        )
    stemmed = tuple(stem(word.text) for word in words)
    wanting = _WANTING.search(" ".join(stemmed))
    wishers = frozenset(wanting["who"].split()) - STOP_STEMS if wanting else frozenset()
    start = 0
    while start < len(words):
        named, alternatives = _phrase(words[start:], synonyms)
        start += len(named)
        # What the words of a time mean its period accounts for, and the newest is chosen by its date.
        if newest.issuperset(word.text for word in named):
            continue
        if alternatives and (period is None or any(word.text in other for word in named)):
            term = Term(
                " ".join(word.text for word in named),
                tuple(alternatives),
                tuple(alternatives.values()),
                focus=any(word.focus for word in named),
                named=any(word.named or stem(word.text) in wishers for word in named),
                generic=all(word.generic for word in named),
                turning=_turns(named, words[start:]),
                toward=_toward(words[start:]),
            )
            terms.setdefault(tuple(sorted(alternatives)), term)
    line = " ".join(word.text for word in words)
    return Question(
        text,
        tuple(terms.values()),
        expected_types(stemmed),
        tuple(map(int, years)),
        period,
        coming=bool(_COMING.search(line)),
        line=stemmed,
        negated=bool(_NEGATED.search(_WHY_NOT.sub("", line))),
        speaker=_speaker(stemmed),
        newest=bool(newest),
    )


@lru_cache(maxsize=256)
def _period(text: str) -> tuple[str | None, str]:
    """Return the time before, after or between dates of the text, as EDTF, and the words besides."""
    intervals = (passage for passage in found(text) if isinstance(parse(passage[0]), Interval))
    return next(intervals, (None, text))


def _phrase(words: Sequence[Word], synonyms: Synonyms) -> tuple[Sequence[Word], dict[Stems, float]]:
    """Return the longest phrase at the beginning that has synonyms, else the first word, with what it may go by."""
    for length in range(min(synonyms.longest, len(words)), 0, -1):
        phrase = words[:length]
        alternatives = synonyms.of(tuple(stem(word.text) for word in phrase))
        if alternatives and not all(word.silent for word in phrase):
            return phrase, alternatives
    (word,) = words[:1]
    if word.text == "how" and len(words) > 1 and words[1].text in SPAN_WORDS:
        return words[:2], {}
    return [word], {} if word.silent or word.is_year else {(stem(word.text),): 1.0}


def _turns(words: Sequence[Word], following: Sequence[Word]) -> bool:
    """Say whether the words turn the question away; `after 2018` sets a time, `after Grenell` another person."""
    return any(word.text in TURNING_WORDS for word in words) and not any(word.is_year for word in following[:2])


def _toward(following: Sequence[Word]) -> frozenset[str]:
    return frozenset([stem(word.text) for word in following if not word.silent][:1])


def _speaker(line: Stems) -> frozenset[str]:
    """Return the stems of who is asked to have said or thought something: *what did Kim ask …*"""
    said = _SAYING.search(" ".join(line))
    return frozenset((said["who"] or said["holder"]).split()) - STOP_STEMS if said else frozenset()


def _in_full(span: re.Match[str]) -> str:
    return f"{span[1]} {span[1][:2]}{span[2]}"


def _focused(words: Sequence[Word]) -> list[Word]:
    """Mark what a question asks after: the words after one that asks, up to one that joins; or else its head."""
    marked: list[Word] = []
    asking = begun = False
    for word in words:
        if word.text in ASKING_WORDS:
            asking, begun = True, False
        elif asking and word.silent and (begun or word.text not in LINKING_WORDS):
            asking = False
        elif asking and not (word.text in LINKING_WORDS and not begun):
            begun = True
            word = replace(word, focus=True)
        marked.append(word)
    if marked and marked[0].text not in BEGINNING_WORDS and not any(word.focus for word in marked):
        return _headed(marked)
    return marked


def _headed(words: Sequence[Word]) -> list[Word]:
    """Mark the head of a noun phrase, which stands before its first preposition: *penalties under the law*."""
    head = next((at for at, word in enumerate(words) if word.text in PREPOSITIONS), 0)
    head = head if head <= HEAD else 0
    return [replace(word, focus=not word.silent) for word in words[:head]] + list(words[head:])
