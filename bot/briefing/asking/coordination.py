"""Coordination: a question that joins several, *who was he and how did he die*, and one of several names.

*Who are Grenell, Wong and Harrison* asks of each what it asks of all; whether that is meant shows where no fact
accounts for them together.
"""

import re

from bot.briefing.asking.question import words_of

CONJUNCTS = 4
LONGEST = 4  # words of a name

_CLAUSE = re.compile(
    r"(?:(?:\s*[,;])?\s+and\s+(?=(?:also\s+)?(?:who|whom|whose|what|when|where|why|which|how)\b)"
    # After a comma alone *who* and *which* go on with what was named.
    r"|\s*[,;]\s*(?=(?:what|how|why|(?:when|where)\s+(?:is|are|was|were|did|do|does|has|had|will|can))\b))",
    re.IGNORECASE,
)
_POINTS = re.compile(r"\b(?:he|him|his|she|her|it|its|they|them|their|that|this|there)\b", re.IGNORECASE)
_AND = re.compile(r"(?:\s*,)?\s+(?:and|&)\s+", re.IGNORECASE)
# What is done with one another, or belongs to both at once, is not asked of each.
_TOGETHER = re.compile(
    r"\b(?:both|between|together|each other|one another|versus|vs|same|common|meet\w*|met|talk\w*|summit|relat\w*"
    r"|differ\w*|compar\w*|marr\w*|agree\w*|disagree\w*|fight\w*|fought|join\w*|combin\w*|among)\b",
    re.IGNORECASE,
)
_CAPITALISED = re.compile(r"(?<=\w )[A-Z](?:\w|[’'-](?!s\b))*(?: [A-Z](?:\w|[’'-](?!s\b))*)*")
_WORD = re.compile(r"[\w’'.-]*\w")
# Nothing but names follows: no verb as in *what did … decide*.
_BEING = re.compile(r"\b(?:who|what)(?:\s+(?:is|are|was|were)|['’]s|['’]re)\b", re.IGNORECASE)
_ARTICLE = re.compile(r"(?:the|an?|his|her|its|their|our|your)\s+", re.IGNORECASE)


def clauses(question: str) -> list[str]:
    """Return the questions that are joined in one, each of which asks for something of its own."""
    found: list[str] = []
    start = 0
    for joint in _CLAUSE.finditer(question):
        end = _CLAUSE.search(question, joint.end())
        part, following = question[start : joint.start()], question[joint.end() : end.start() if end else None]
        if _stands(part) and _stands(following):
            found.append(part)
            start = joint.end()
    found.append(question[start:])
    names = set(_CAPITALISED.findall(found[0]))
    if len(names) == 1:
        # Each stands by itself: *how did she die* is about whom the first names.
        name = names.pop()
        found[1:] = [
            part if name in part else _POINTS.sub(lambda word: _case(name, word[0]), part, count=1)
            for part in found[1:]
        ]
    return found


def conjuncts(question: str) -> list[str]:
    """Return the question once for each of the names or things that it asks of alike."""
    joined = _AND.search(question)
    if joined is None or _AND.search(question, joined.end()) or _TOGETHER.search(question):
        return [question]
    before, after = question[: joined.start()], question[joined.end() :]
    after = after[article.end() :] if (article := _ARTICLE.match(after)) else after
    last = _name(after, one_word=_BEING.search(question) is None)
    *earlier, first = before.split(",")
    pieces = [first]
    while earlier and _is_name(pieces[0]):
        pieces.insert(0, earlier.pop())
    rest = ",".join([*earlier, pieces[0]])
    opening = _name(rest, at_end=True)
    names = [opening, *(piece.strip() for piece in pieces[1:]), last]
    if not all(names) or not all(map(_is_name, names)) or len(names) > CONJUNCTS:
        return [question]
    begins, ends = rest[: len(rest.rstrip()) - len(opening)], after[len(last) :]
    return [f"{begins}{name}{ends}" for name in names]


def is_list(question: str) -> bool:
    """Say whether the question is after nothing but who or what its names are, so that each counts by itself."""
    return _BEING.match(question.strip()) is not None


def _name(text: str, *, at_end: bool = False, one_word: bool = False) -> str:
    """Return the name that the text ends or begins with: words with a capital, or else those that tell something.

    Without capitals it may be `one_word`, where nobody can say where it ends and what is done begins.
    """
    words = list(_WORD.finditer(text))
    chosen: list[re.Match[str]] = []
    for word in reversed(words) if at_end else words:
        fits = word[0][0].isupper() if any(other[0][0].isupper() for other in chosen) else _is_telling(word[0])
        if not fits:
            break
        chosen.append(word)
    if not chosen:
        return ""
    if one_word and not any(word[0][0].isupper() for word in chosen):
        chosen = chosen[:1]
    return text[min(word.start() for word in chosen) : max(word.end() for word in chosen)]


def _case(name: str, pronoun: str) -> str:
    """Return the name in the place of the pronoun."""
    return f"{name}’s" if pronoun.lower() in ("his", "its", "their") else name


def _stands(clause: str) -> bool:
    """Say whether a clause asks something of something, and does not only ask *and why*."""
    return _is_telling(clause) or _POINTS.search(clause) is not None


def _is_name(text: str) -> bool:
    words = _WORD.findall(text)
    return 0 < len(words) <= LONGEST and all(map(_is_telling, words))


def _is_telling(text: str) -> bool:
    return any(not word.generic for word in words_of(text))
