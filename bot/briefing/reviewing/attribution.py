"""Attribution: who in a sentence says, holds or expects what, and which words are quoted."""

import re
from dataclasses import dataclass
from typing import Literal

from db.records import Voice

# Up to nine words; that they name or describe somebody is seen to afterwards.
_WHO = r"(?P<who>[\w.’'-]+(?: [\w.’'-]+){0,8}?)"
_OPINION = (
    "says?|said|argue[sd]?|believe[sd]?|claim(?:s|ed)?|think|thinks|thought|insist(?:s|ed)?|warn(?:s|"
    "ed)?|hold|holds|doubt(?:s|ed)?|feel|feels|felt"
)
_FORECAST = "expect(?:s|ed)?|predict(?:s|ed)?|forecasts?|foresees?|anticipate[sd]?|hope[sd]?|fear(?:s|ed)?"
_FINDING = (
    "found|finds|reported|reports|estimate[sd]?|determine[sd]?|conclude[sd]?|showed|shows|recorded|calculate[sd]?"
)
_INDIRECT = re.compile(
    rf"^{_WHO} (?:also |further |has |have |had )?(?:(?P<opinion>{_OPINION})|(?P<forecast>{_FORECAST})|"
    rf"(?P<finding>{_FINDING}))(?: (?:us|reporters|\w+))? that (?P<what>.+)$"
)
_FORESEEN = re.compile(rf"^{_WHO} (?:also )?(?:{_FORECAST}) (?!that)")
_ACCORDING = re.compile(rf"(?:^|, )[Aa]ccording to {_WHO}(?P<end>[,.;]|$)")
_QUOTE = re.compile(r"(?:“|‘‘|\"|„)(?P<words>[^“”\"„]{8,}?)[,.!]?(?:”|’’|\")")
_SPEECH = (
    "says?|said|told|wrote|writes|argue[sd]?|added|warn(?:s|ed)|explain(?:s|ed)|stated|asked|replied|"
    "called|insist(?:s|ed)"
)
_SPEAKER = (
    re.compile(rf"{_WHO} (?:also |later )?(?:{_SPEECH})\b"),
    re.compile(rf"\b(?:said|says|wrote|added) {_WHO}(?=[,.;]|$)"),
    re.compile(rf"according to {_WHO}(?=[,.;]|$)"),
)
_NOBODY = re.compile(
    r"^(?:this|these|that|it|they|he|she|we|i|you|there|if|when|while|although|since|as|because|what|where|and|but"
    r"|no|nobody|none|neither|nor|not|never|hardly|scarcely|few|one|suppose|imagine|assume|whether|unless|(?:the|an?)$)\b",
    re.IGNORECASE,
)
# The last word of a name or a description is no verb and no particle, nor one that says that nobody said so, or
# somebody might: *Holm never*, *Holm no longer*, *critics could*, *Holm falsely*.
_DESCRIBES = re.compile(
    r"^(?!(?:has|have|had|was|were|is|are|be|been|also|and|or|but|of|in|on|to|as|not|never|longer|cannot|can|could|may"
    r"|might|must|shall|should|will|would|did|does|do|seldom|nor|[a-z]+ly|[a-z]+n[’']t)$)"
)
_QUOTED = 4  # words; fewer are a term


@dataclass(frozen=True)
class Attribution:
    """Whose a statement is, in what voice, what they hold, and the words quoted of them."""

    who: str
    how: Voice | Literal["finding"]
    # Nothing where it is the whole sentence.
    what: str = ""
    quote: str = ""


# A turn of a debate or an interview: who speaks, by title or with a party, and a colon.
_TURN = re.compile(
    r"(?P<who>(?:(?:Mr|Mrs|Ms|Miss|Dr|Prof|Sir|Dame|Lord|Lady|Baroness|Senator|President|Rev)\.? [A-Z]|The [A-Z]\w+ )"
    r"[\w.’' -]{1,60}?|[A-Z][\w.’'-]+(?: [A-Z][\w.’'-]+){1,4})"
    r"(?P<of>(?: \([^()]{2,60}\))*): (?=\S)"
)
_TITLED = re.compile(
    r"^(?:Mr|Mrs|Ms|Miss|Dr|Prof|Sir|Dame|Lord|Lady|Baroness|Senator|President|Rev)\b|^The .*\b(?:"
    r"Minister|Secretary|Chancellor|Speaker|President|Chair|Chairman|Chairwoman|Attorney|Solicitor|Governor|Mayor)\b"
)


def turn(paragraph: str) -> tuple[str, int] | None:
    """Return who speaks in a paragraph that begins with their name, and where their words begin; else None."""
    match = _TURN.match(paragraph)
    if match and (match["of"] or _TITLED.match(match["who"])):
        return match["who"].strip(), match.end()
    return None


def attribution(sentence: str) -> Attribution | None:
    """Return whose the sentence is, None where it is the source's own or nobody is named."""
    return _quotation(sentence) or _indirect(sentence) or _foreseen(sentence) or _passed_on(sentence)


def _quotation(sentence: str) -> Attribution | None:
    for quoted in _QUOTE.finditer(sentence):
        words = quoted["words"].strip()
        around = f"{sentence[: quoted.start()]}{sentence[quoted.end() :]}"
        if len(words.split()) < _QUOTED:
            continue
        for pattern in _SPEAKER:
            if (match := pattern.search(around)) and (who := _person(match["who"])):
                return Attribution(who, "quotation", words, words)
    return None


def _indirect(sentence: str) -> Attribution | None:
    match = _INDIRECT.match(sentence)
    who = match and _person(match["who"])
    if not match or not who:
        return None
    what = match["what"].rstrip(".")
    if match["finding"]:
        return Attribution(who, "finding")
    return Attribution(who, "forecast" if match["forecast"] else "opinion", what[:1].upper() + what[1:])


def _foreseen(sentence: str) -> Attribution | None:
    """Return whose expectation the sentence as a whole is: “The line expects most boats to be electric.”"""
    match = _FORESEEN.match(sentence)
    who = match and _person(match["who"])
    return Attribution(who, "forecast") if who else None


def _passed_on(sentence: str) -> Attribution | None:
    match = _ACCORDING.search(sentence)
    who = match and _person(match["who"])
    return Attribution(who, "finding") if who else None


def _person(who: str) -> str:
    """Return the name without an article before it; nothing for a pronoun, nor for what names nobody."""
    words = who.split()
    named = any(word[0].isupper() for word in words[1:]) or words[0][0].isupper()
    if _NOBODY.match(who) or not named or not _DESCRIBES.search(words[-1]):
        return ""
    return re.sub(r"^(?:[Tt]he|[Aa]n?) (?=[A-Z])", "", who.strip(" ,."))
