"""Asides: what somebody says before a question of who asks, why and for whom: *I'm on deadline and my editor called. …*

Of what the question is about they hold nothing, which the words of the store tell: *I lost my umbrella. …* may.
"""

import re
from collections.abc import Container, Iterable, Iterator
from dataclasses import dataclass

from bot.briefing.asking.features import GROUPS
from bot.briefing.asking.question import words_of
from bot.briefing.asking.stopwords import GENERIC_WORDS, STOP_WORDS, TURNING_WORDS
from db.tokenizer import stem, tokens

# Words of talk among people who ask, look for and write things.
_TALK = frozenset(
    """
    able again ago ahead alright annoying answer anyway apologies apologise apologize appreciate appreciated argument
    article asap ask asked asking asks assignment assistant attention back beginner believe best bet bets bit blank blog
    bored bot bother bothering brain break brief briefing broadcast brother busy calendar call calling caption chance
    channel chapter chat check checked checking checks circle clarification clarify class client clock clue coffee
    colleague colleagues confirm confirming confused context conversation convinced correct correction correctly course
    coworker cross crosschecking curiosity curious customer dad day deadline dear deck desk desks discord discuss
    discussing discussion disturb docs document double draft drafting dumb earlier edit editor eight email emailed enjoy
    enough essay evening everybody everyone exam experts fact facts fails favor favour fellow finally fine five folks
    follow following followup footnote footnotes forget forgetting forgot four friday friend friends fyi glad gone good
    google googled grandma grandpa grateful great greetings group guess guys handy happy hate headline heard hello help
    helping helps hey hi hint homework honest honestly hope hoping hour hours hurry husband inbox insist insists
    interest interested intern interrupt interrupting interview journalist jump jumping kind kindly knows later lecture
    lecturer letter like liked listen little long look looked looking love loved loving luck lunch mail maybe meantime
    meeting memo memory mention mentioned message mind minds mine minute minutes mom moment monday month morning mum
    need needed needs neighbor neighbour newbie newcomer newsletter next nice night nine noon note notes odd office
    offtopic okay online others otherwise page paper paragraph phone place podcast pointer pointers pointing positive
    post posted posting preparing presentation press probably procrastinating professor project promise proofreading pub
    q question quick quickly quiz quote quoting random read reader reading ready recall record refresh related remember
    remembered remind reminder reply report reporter reporting research researching returning revisit right room rush
    said sanity saturday say says search searched searching sec second seen seminar send sending sentence serious settle
    settling seven short show sidebar silly sister six sleepy slide slides soon sorry sound sounds sources spam spamming
    speech spreadsheet sry standup staring strange stuck student stupid subject submit summary sunday swear talk talking
    teacher team tells ten tested testing text thank thanks thesis thing things thread three thursday tired today told
    tomorrow tonight tricky tried trivia trouble trying tuesday two understand unrelated unsure update useful verify
    verifying wait waiting want wanted wants watched way wednesday week weekend weird well wife write writing wrong
    wrote yesterday zoom
    """.split()
)
# Of whom an aside is: the one who asks, those who are asked, those for whom it is.
_PEOPLE = frozenset(
    """
    i im ive id me my mine myself we weve our us you your u anybody anyone somebody someone everybody everyone folks
    guys team all bot footnote friend friends colleague colleagues coworker boss editor teacher intern client reader
    reporter journalist experts
    """.split()
)
_PRONOUNS = frozenset("me us you u".split())
_QUIET = frozenset(map(stem, STOP_WORDS | GENERIC_WORDS | TURNING_WORDS | _TALK | _PEOPLE))
# What hands over to a question: *I would love to know …*
_HANDING = frozenset("ask asked asking know out recall remember say tell understand wonder wondering".split())
# What is done in an aside by nobody who is named: *need this for tomorrow*, *trying to settle an argument*.
_ACTS = frozenset(
    """
    apologies ask asked asking bet chance checking context curious dumb edit follow followup forgot hello help hey hi
    hope maybe morning need next q question quick quickly recall remember remind short silly sorry stupid sure testing
    thanks trying unrelated update wanted wondering
    """.split()
)
_WH = r"(?:who|whom|whose|what|when|where|why|which|how)(?:['’]\w+)?\b"
_SENTENCE = re.compile(r"[.!:;…]+(?=\s)|\s[–—-]+(?=\s)|\n|\?(?=\s)|\s\((?=[^()]*\)\W*$)")
# A comma, before a word that asks, before *but*, and after *asked me*.
_CLAUSE = re.compile(
    rf",(?=\s)|(?<=[\w’'])(?=\s+(?:(?:but|so|and)\s+)?{_WH}|\s+(?:but|so)\s)"
    r"|(?<=\b(?:tell|asks) (?:me|us))(?=\s)|(?<=\basked (?:me|us))(?=\s)|(?<=\bknow)(?=\s)",
    re.IGNORECASE,
)
_JOINS = re.compile(r"[\s,–—-]*(?:(?:but|so|and)\s+(?=\w))?", re.IGNORECASE)
_ASKING = re.compile(rf"\W*{_WH}", re.IGNORECASE)
_REQUEST = re.compile(r"\W*(?:can|could|would|will) (?:you|any ?one|any ?body|some ?one|some ?body)\b", re.IGNORECASE)
_POINTS = frozenset(
    "i me my we our us that this these those it its they them their he him his she her there then one ones".split()
)
_LEAST = 2  # words of a question that name something, so that it stands by itself
_LABEL = 8  # words before a colon


@dataclass(frozen=True)
class Aside:
    """What may be said beside a question; `telling` are its stems that may name something, `names` those that do."""

    question: str
    telling: frozenset[str] = frozenset()
    names: frozenset[str] = frozenset()
    apart: bool = False  # it is a sentence, and the question stands by itself

    def is_beside(self, known: Container[str]) -> bool:
        """Say whether it has little to do with what the store has, and nothing where the question may need it."""
        known_words = sum(word in known for word in self.telling)
        if any(word in known for word in self.names):
            return False
        return 2 * known_words <= len(self.telling) if self.apart else not known_words


def asides(text: str) -> Iterator[Aside]:
    """Yield what may stand beside the question in the text, what is longest before it first, then what is after it."""
    ends = [(found, True) for found in _SENTENCE.finditer(text)]
    ends += [(found, False) for found in _CLAUSE.finditer(text)]
    ends.sort(key=lambda end: end[0].start(), reverse=True)
    for end, is_sentence in ends:
        joins = _JOINS.match(text, end.end())
        question = text[joins.end() if joins else end.end() :]
        if before := _before(text[: end.start()], end[0].strip(), question, is_sentence):
            yield before
    for end, is_sentence in ends:
        question = text[: end.start()] + ("?" if end[0] == "?" else "")
        if (is_sentence or end[0] == ",") and _is_quiet(text[end.end() :]) and _names(question):
            yield Aside(question)


def _before(said: str, mark: str, question: str, is_sentence: bool) -> Aside | None:
    words, asked = _words(said), _words(question)
    points = not _POINTS.isdisjoint(asked)
    telling = frozenset(map(stem, words)) - _QUIET
    if not words or not any(word not in STOP_WORDS for word in asked) or _ASKING.match(said):
        return None
    if (mark == "?" and not _REQUEST.match(said)) or (words[0] == "if" and telling):
        return None
    hands = mark == "," or words[-1] in _HANDING
    if telling and not is_sentence and (not hands or points or not _ASKING.match(question)):
        return None
    if telling and not (_is_of_people(words) if is_sentence else not _PEOPLE.isdisjoint(words)):
        return None
    if not mark and words[-1] in _PEOPLE - _PRONOUNS:
        # *folks who follow Asia*
        return None
    alone = not points and _names(question) >= _LEAST
    is_label = mark == ":" and len(words) <= _LABEL and not _TALK.isdisjoint(words)
    is_talk = is_sentence and alone and not _TALK.isdisjoint(words)
    if not telling and not (is_label or is_talk or _is_of_people(words)):
        return None
    named = {stem(word) for chunk in said.split()[1:] if chunk[:1].isupper() for word in tokens(chunk)}
    return Aside(question, telling, telling & (named | GROUPS), apart=is_sentence and alone)


def _is_quiet(said: str) -> bool:
    """Say whether somebody speaks there of asking, and names and asks nothing."""
    words = _words(said)
    return _QUIET.issuperset(map(stem, words)) and _is_of_people(words) and not _ASKING.match(said)


def _is_of_people(words: Iterable[str]) -> bool:
    return not (_PEOPLE | _ACTS).isdisjoint(words)


def _names(question: str) -> int:
    """Return how many words name something."""
    return sum(word not in STOP_WORDS | GENERIC_WORDS for word in _words(question))


def _words(text: str) -> list[str]:
    return [word.text for word in words_of(text)]
