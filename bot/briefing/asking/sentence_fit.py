"""Fit of a sentence to a question: whether it gives what is wanted, and tells it rather than names or announces it.

What is wanted is read from the question by kind: a share, an amount of money, a date, a person, a reason, a definition.
"""

import re
from collections.abc import Mapping
from functools import cached_property
from typing import Final

from bot.briefing.asking.answer_types import AnswerType, OfferedTypes, Stems
from bot.briefing.asking.question import Question
from bot.briefing.sentences import NUMBER
from db.kinds import Claim
from db.search import Candidate
from db.tokenizer import stems

# What a sentence loses that does not give what the question wants.
LACKING: Final[Mapping[AnswerType, float]] = {
    "figure": 0.3,
    "date": 0.45,
    "person": 0.5,
    "place": 0.15,
    "reason": 0.15,
    "duration": 0.15,
    "name": 0.15,
    "which": 0.15,
}
LACKS_UNIT = 0.3  # a share without a percentage, a price without a currency
LACKS_NAME = 0.3  # where a person is asked for, and there are only people of a kind, or letters
DEFINES = 0.3
SAYS_NOTHING = 0.3  # what one loses that is a heading, or the question over again
ANNOUNCES = 0.4  # … that ends where what it announces begins, or asks itself
NEW = 2, 8  # words that the question does not bring: fewer say nothing, more add nothing
INFORMS = 0.1

_SHARE = re.compile(r"\b(?:what|which) (?:share|percentage|percent|proportion|fraction)\b|\bpercent(?:age)?\b", re.I)
_PART = re.compile(
    r"\d\s?(?:%|per ?cent|pp\b)|\b(?:half|third|quarter|fifth|majority|most|all|none|one in|out of)\b", re.I
)
_PRICE = re.compile(
    r"\bhow much\b.*\b(?:costs?|pa(?:ys?|id)|spen[dt]s?|earn(?:s|ed)?|charge[sd]?|price|worth|los[et]s?|raised?"
    r"|invest(?:ed)?|fined?|reimbursed?|owe[sd]?)\b|\b(?:price|cost|salary|fee|budget) of\b",
    re.I,
)
_MONEY = re.compile(
    r"[$€£¥₹]\s?\d|\d\s?[$€£¥%]|\bfree\b|\bno charge\b|\d[,.]*\s?(?:k|m|bn|million|billion|thousand)?\s?"
    r"(?:dollars?|euros?|pounds?|cents?|usd|eur|gbp|francs?|yen|rupees?)\b",
    re.I,
)
_DEFINITION = re.compile(
    r"^\W*(?:so )?(?:what(?:['’]s| exactly is| is| are)(?: meant by| the meaning of)?|define"
    r"|(?:what )?definition of|explain) (?:(?:an?|the) )?(?P<term>[\w/’'-]+(?: [\w/’'-]+){0,3}?)\W*$"
    r"|\bwhat (?:does|do) (?:(?:an?|the) )?(?P<meant>.+?) (?:mean|stand for)\b",
    re.I,
)
_DEFINES = "is|are|was|were|means?|refers?|denotes?|describes?|defines?|says|stands? for|consists?|which|that is|or"
# The name of a person or a body: two words with capitals that are not letters alone, or one after *by* and the like.
# Each word is read once, however long it is.
_FULL_NAME = re.compile(
    r"(?<![\w’'-])[A-Z](?=[\w’'-]*[a-z])[\w’'-]*+(?: (?:[A-Z]\.|de|van|der|von|of|and|the|&))* [A-Z][\w’'-]*[a-z]"
)
_BY_NAME = re.compile(r"\b(?:by|with|through|from|Mr\.?|Ms\.?|Mrs\.?|Dr\.?|Prof\.?) (?:the )?(?=[A-Z])")
# A line of a table of contents.
_CONTENTS = re.compile(r"(?:(?:\. ?){4,}|…{2,})\s*\d*$")
_ANNOUNCES = re.compile(r"[:?]\W*$")
# What says that something was asked, and not what was answered: *We asked members which tools they use.*
_ASKED = re.compile(r"\b(?:we|were|was|been) (?:\w+ ){0,2}asked\b", re.I)
_DIGIT = re.compile(r"\d")
_MONTH = r"(?:jan|feb|mar|apr|may|june?|july?|aug|sept?|oct|nov|dec)"
# What dates something; the year in the number of a document dates nothing: *2018-23-51*.
_DATED = re.compile(
    rf"(?<![\d/–-])(?:1[6-9]|20)\d\d(?![\d/])(?![–-]\d\d?[–-])|\b{_MONTH}\w*\.? \d"
    rf"|\b\d{{1,2}}(?::\d\d|(?:st|nd|rd|th)?(?: of)? {_MONTH})"
    r"|\b(?:january|february|march|april|june|july|august|september|october|november|december|spring|summer|autumn"
    r"|winter|(?:mon|tues|wednes|thurs|fri|satur|sun)days?|yesterday|today|tomorrow|noon|midnight|daily|weekly|monthly"
    r"|annually)\b"
    r"|\b(?:last|next|every|each|this|within|after|before|until) (?:\w+ )?(?:days?|weeks?|months?|years?|hours?)\b",
    re.I,
)


class SentenceFit:
    """Weighs sentences by what one question wants, whose stems with their synonyms are `brought`."""

    def __init__(self, question: Question, brought: frozenset[str]) -> None:
        self._question = question
        self._brought = brought
        self.expected = question.expected & LACKING.keys()
        self._wants_share = bool(_SHARE.search(question.text))
        self._wants_price = bool(_PRICE.search(question.text))

    def of(self, text: str, line: Stems) -> float:
        """Return what a sentence gains by what it tells, and loses by what is wanted and it does not give."""
        if number := NUMBER.match(text):
            # That of a paragraph is no figure that the sentence tells.
            text, line = text[number.end() :], line[len(stems(number[0])) :]
        offered = OfferedTypes(_as_candidate(text, line), frozenset(line), self.expected, self._brought)
        fewest, most = NEW
        loses = max((self._lacking(wanted, offered, text) for wanted in self.expected), default=0.0)
        if (self._wants_share and not _PART.search(text)) or (self._wants_price and not _MONEY.search(text)):
            loses = max(loses, LACKS_UNIT)
        # One figure or date may be all that is wanted.
        tells = offered.new >= fewest or any(word.isdigit() for word in offered.text - self._brought)
        if not tells or _CONTENTS.search(text):
            loses += SAYS_NOTHING
        elif _ANNOUNCES.search(text) or (_ASKED.search(text) and not _DIGIT.search(text)):
            loses += ANNOUNCES
        defines = DEFINES if self._defining and self._defining.search(text) else 0.0
        return INFORMS * min(offered.new, most) / most + defines - loses

    def lacking(self, text: str) -> frozenset[AnswerType]:
        """Return what of that which is wanted the sentence does not give."""
        line = tuple(stems(text))
        offered = OfferedTypes(_as_candidate(text, line), frozenset(line), self.expected, self._brought)
        return frozenset(wanted for wanted in self.expected if self._lacking(wanted, offered, text) >= LACKING[wanted])

    def _lacking(self, wanted: AnswerType, offered: OfferedTypes, text: str) -> float:
        if wanted == "person" and not offered.lacks(wanted) and not self._names_somebody(text):
            return LACKS_NAME
        lacks = offered.lacks(wanted)
        if wanted == "date":
            lacks = 0.0 if _DATED.search(text) else 1.0
        return LACKING[wanted] * lacks

    def _names_somebody(self, text: str) -> bool:
        return any(self._is_new(name[0]) for name in _FULL_NAME.finditer(text)) or bool(_BY_NAME.search(text))

    def _is_new(self, name: str) -> bool:
        return bool(set(stems(name)) - self._brought)

    @cached_property
    def _defining(self) -> re.Pattern[str] | None:
        """What a sentence that defines the term looks like, where the question wants to know what something is."""
        asked = _DEFINITION.search(self._question.text)
        term = asked and (asked["term"] or asked["meant"])
        if not term:
            return None
        words = r"\W+".join(map(re.escape, re.findall(r"[\w’'-]+", term)))
        return re.compile(
            rf"\b{words}s?\b[\"”’')\]]*(?: \([^)]*\))?,?[\"”’']? (?:{_DEFINES})\b|\b{words}s?[\"”’']? ?(?:[:–—=(]| - )"
            rf"|\b(?:called|named|known as|termed|defined as) (?:an? |the )?[\"“‘']?{words}\b",
            re.I,
        )


def _as_candidate(text: str, line: Stems) -> Candidate:
    """Return a sentence as what answer types are read from, which has no speaker, date or details of its own."""
    return Candidate(0, Claim.KIND, text, None, None, None, {"text": (line,), "details": ()})
