"""A poll as a sentence reports it: who was asked, how many and when, and what share of them gave which answer.

A sentence is read whole or not at all: each percentage in it has to be a result.
"""

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise

from pydantic import ValidationError

from bot.briefing.curating import results
from bot.briefing.curating.figures import Figure, figures
from bot.briefing.curating.measures import PERCENT
from db.dates.written import found
from db.kinds import Poll, Result, Survey

# What is said with these stands after them; what is done with the others belongs to the answer.
_SAYING = (
    r"(?:say|says|said|told (?:us|\w+ers)|answer(?:ed)?|repl(?:y|ied)|report(?:ed)?|think|thought|believed?|felt|feel|"
    r"agreed?)(?: that)?"
)
_HOLDING = (
    r"(?:(?:strongly |somewhat |fully |largely )?(?:support|oppose|favou?r|approve|disapprove|disagree|back|want|"
    r"prefer|trust|distrust|expect|consider|reject|welcome|hope|fear)(?:s|d|ed|r?red)?|do(?:es)? not|did not|"
    r"would (?:like|prefer|vote|support|oppose|choose|pay|recommend)|"
    r"(?:are|were) (?:in favou?r|for|against|opposed|satisfied|dissatisfied|unsure|undecided|willing|worried|aware)|"
    r"ha(?:ve|d) no (?:opinion|view)|ha(?:ve|d) confidence)\b"
)
_GROUP = r"(?P<group>(?!them\b|those\b|which\b)[^,;:|()%]{2,100}?)"
_COUNT = r"(?P<sample>\d[\d,. ]*\d)"
_PHRASE = r"(?:[^,;|]|(?<=\d),(?=\d))*?"
_SURVEY = rf"(?:an?|the) (?P<survey>{_PHRASE}\b(?:survey|poll)\b{_PHRASE})"
# What stands before the first share, and after the last.
_LEADS = (
    re.compile(r"(?:in|on|during|between) (?P<date>[^,;%]*?\d{4}), ", re.IGNORECASE),
    re.compile(rf"(?:in|according to) {_SURVEY}, ", re.IGNORECASE),
    re.compile(
        rf"{_SURVEY} (?:has )?(?:found|finds|showed|shows|suggested|suggests|reported|reports|indicated|indicates)"
        r"(?: that)? ",
        re.IGNORECASE,
    ),
    re.compile(
        rf"of (?:the |all )?{_COUNT} {_GROUP}(?: (?:who were )?(?:asked|surveyed|polled|questioned|interviewed))?, ",
        re.IGNORECASE,
    ),
)
_TAILS = (
    re.compile(rf",? according to {_SURVEY}$", re.IGNORECASE),
    re.compile(rf",? in {_SURVEY}$", re.IGNORECASE),
    re.compile(
        r",? with an? (?:sampling )?margin of (?:sampling )?error of (?:plus or minus |± ?|\+/- ?)?"
        r"(?P<margin>\d+(?:\.\d+)?)(?: ?%| (?:percentage )?points?)$",
        re.IGNORECASE,
    ),
)
# What a survey’s own words say of it.
_DETAILS = (
    re.compile(r"^(?P<title>.*?\b(?:survey|poll))\b", re.IGNORECASE),
    re.compile(rf"\b(?:of|among) {_COUNT} (?P<population>.+?)(?= (?:by|in|conducted|carried|taken|held)\b|$)"),
    re.compile(
        r"\b(?:commissioned|funded|sponsored|paid for) by (?:the )?(?P<sponsor>.+?)"
        r"(?= (?:of|in|among|conducted|carried|taken|held|and)\b|$)"
    ),
    re.compile(
        r"(?<!commissioned )(?<!funded )(?<!sponsored )(?<!paid for )\bby (?:the )?(?P<pollster>[A-Z].*?)"
        r"(?= (?:of \d|in|among|conducted|carried|taken|held|for|commissioned|funded|sponsored|paid)\b|$)"
    ),
    re.compile(r"\b(?P<mode>online|telephone|postal|face-to-face|web)\b", re.IGNORECASE),
)
_OF = re.compile(rf"^ of (?:the |all |those )?(?:{_COUNT} )?{_GROUP}$", re.IGNORECASE)
_ANSWER = re.compile(rf"^(?P<who>.*?) ?\b(?:{_SAYING} (?P<said>.+)|(?P<holds>{_HOLDING}.*))$", re.IGNORECASE)
# What joins one share to the next.
_JOINED = re.compile(
    r"(?:[,;]? (?:and|while|whereas|but|compared with|among them|including)(?: (?:only|just|another))? ?|[,;] )$"
)
_FIELDS = {field.path[-1]: field.name for field in Poll.arguments()}
_LONGEST = 200  # characters of a name


def poll(sentence: str, language: str | None = None) -> dict[str, str]:
    """Return the arguments of the poll that a sentence reports; nothing where it is none, or leaves a share over."""
    details: dict[str, str] = {}
    words = sentence.rstrip(" .")
    while lead := next(filter(None, (pattern.match(words) for pattern in _LEADS)), None):
        details |= _details(lead)
        words = words[lead.end() :]
    while tail := next(filter(None, (pattern.search(words) for pattern in _TAILS)), None):
        details |= _details(tail)
        words = words[: tail.start()]
    shares = [figure for figure in figures(words, language) if figure.unit == PERCENT]
    if not shares or shares[0].start > 0:
        return {}
    read = list(_results(words, shares, details))
    if len(read) < len(shares):
        return {}
    try:
        Poll(question="?", survey=Survey(key="survey", title="survey"), results=tuple(read))
    except ValidationError:
        return {}
    details.pop("group", None)
    return {"kind": Poll.KIND, "results": results.write(read)} | {
        _FIELDS[name]: value[:_LONGEST] for name, value in details.items() if value
    }


def _details(match: re.Match[str]) -> dict[str, str]:
    """Return what is said around the shares, by the fields of a poll, and the group that was asked."""
    details = {name: value for name, value in match.groupdict().items() if value}
    if date := details.pop("date", ""):
        details["fielded"] = _date(date)
    if survey := details.pop("survey", ""):
        for detail in filter(None, (pattern.search(survey) for pattern in _DETAILS)):
            details |= {name: value for name, value in detail.groupdict().items() if value}
        # “A recent survey” has no name.
        if not any(word[0].isupper() for word in details["title"].split()):
            del details["title"]
        details["fielded"] = _date(survey)
    if "margin" in details:
        details["margin_of_error"] = details.pop("margin")
    if "sample" in details:
        details["sample_size"] = details.pop("sample")
        details.setdefault("population", details.get("group", ""))
    return {name: value for name, value in details.items() if value}


def _date(words: str) -> str:
    """Return the one date of the words that has a year."""
    dates = [edtf for edtf, _ in found(words) if re.search(r"\d{4}", edtf)]
    return dates[0] if dates and not dates[0].endswith("/..") else ""


def _results(words: str, shares: Sequence[Figure], details: dict[str, str]) -> Iterator[Result]:
    """Yield a result for each share as far as they can be read; who was asked is noted in `details`.

    A share without a group or an answer of its own has those of the one before, or the answer of the one after.
    """
    group, answer, waiting = details.get("group", details.get("population", "")), "", list[tuple[Figure, str]]()
    for share, following in pairwise([*shares, None]):
        assert share is not None
        rest = words[share.end : following.start if following else None]
        if following:
            joined = _JOINED.search(rest)
            if not joined:
                return
            rest = rest[: joined.start()]
        answered = _ANSWER.match(rest)
        who = answered["who"] if answered else rest
        if who:
            of = _OF.match(f" {who.strip()}")
            if not of:
                return
            group = of["group"]
            if of["sample"]:
                details |= {"sample_size": of["sample"], "population": group}
        if answered:
            answer = (answered["said"] or answered["holds"]).strip()
        waiting.append((share, group))
        if not group or (not answer and not following):
            return
        if answer:
            for earlier, whose in waiting:
                if (result := _result(earlier, whose, answer)) is None:
                    return
                yield result
            waiting.clear()


def _result(share: Figure, group: str, answer: str) -> Result | None:
    written = any(map(str.isdigit, share.text)) and share.qualifier != "±" and not set("|;%") & set(answer)
    if not written or share.value is None or max(len(group), len(answer)) > _LONGEST:
        return None
    return Result(group=group, answer=answer, percent=float(share.value), comparator=share.qualifier)
