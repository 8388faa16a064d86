"""Clauses: what a sentence is about and what it says of it, as far as its first verb shows."""

import re
from dataclasses import dataclass

# Marks of lists and headings that run into a sentence: “•”, “(2)”, “3.”, “DATES:”.
_LEAD = re.compile(r"^(?:[•■▪*–-]\s+|\((?:\d{1,2}|[a-z]|[ivx]{1,4})\)\s+|\d{1,2}[.)]\s+|[A-Z][A-Z ]{2,30}:\s+)+")
# What joins a sentence to the one before it, and says nothing once it stands alone.
_JOINING = re.compile(
    r"^(?:note that |(?:however|therefore|also|moreover|furthermore|additionally|in addition|besides|thus|hence|"
    r"consequently|as a result|accordingly|finally|lastly|interestingly|(?:perhaps )?(?:not |un)surprisingly|similarly|"
    r"likewise|on the other hand|in contrast|nevertheless|nonetheless|overall|in general|of course|indeed|in fact), )",
    re.IGNORECASE,
)
_TAIL = re.compile(r"\s*(?:\[\d{1,3}\])*[.;:]?\s*(?:\[\d{1,3}\])*$")
# What stands before the subject: when, where, on what condition, in what relation to the sentence before.
_OPENING = re.compile(
    r"^(?:(?:on|in|at|by|from|since|until|after|before|during|within|of|for|if|when|once|unless|"
    r"while|although|though|as|according|due|because|to|with|under|like|similarly|however|therefore|also|additionally|moreover|furthermore|then|"
    r"finally|first|second|third|today|overall|interestingly|unsurprisingly|consequently|thus|"
    r"instead)\b(?:[^,]|, (?=\d{4}\b)){0,140}),\s+",
    re.IGNORECASE,
)
# Past forms that are hardly anything else, of verbs that are not regular.
IRREGULAR = (
    "arose|ate|bore|beat|began|bent|blew|bought|bred|broke|brought|built|burnt|came|caught|chose|crept|dealt|drank|"
    "drew|drove|dug|fed|fled|flew|forgot|fought|froze|gave|got|grew|heard|hid|kept|knew|laid|lent|met|overtook|paid|"
    "ran|rang|rode|sang|sank|shook|shot|shut|slid|sold|sought|spent|spoke|sprang|stole|stood|struck|stuck|swam|swept|"
    "swore|taught|threw|told|took|tore|undertook|went|woke|won|wore|withdrew|wrote"
)
_VERB = re.compile(
    r"(?<=[\w’'\"”)\]%,] )(?:(?:is|are|was|were|has|have|had|does|do|did|can|cannot|could|may|might|"
    r"must|shall|should|will|would)(?:n[’']t)?|(?:costs?|means?|contains?|includes?|consists?|comprises?|requires?|prohibits?|forbids?|allows?|"
    r"applies|apply|lasts?|begins?|began|ends?|takes?|took|gives?|gave|makes?|made|holds?|held|shows?|showed|finds?|found|"
    r"says?|said|rose|rises?|fell|falls?|grew|grows?|became|becomes?|leads?|led|left|lost|won|paid|pays?|uses?|needs?|"
    r"refers?|stands?|supports?|provides?|covers?|serves?|signals?|occurs?|describes?|defines?|identif(?:y|ies)|"
    r"recognizes?|recognises?|specif(?:y|ies)|causes|caused|prevents?|sends?|sent|goes|went|came|comes?|saw|remains?|"
    r"intends?|plans?|proposes?|expects?|estimates?|wants?|lacks?|exists?|opens?|closes?|completes?|receives?|agrees?|enters?|helps?|slept|sleeps?|improves?|suggests?|cites?|proves?|"
    rf"{IRREGULAR}|[a-z]{{3,}}(?<!need)(?<!speed)ed|[a-z]{{3,}}(?:ates|izes|ises|ifies)))(?= )"
)
# After these a form in -ed or -s is no verb: “the intended recipient”, “all of the costs”.
_NOMINAL = frozenset(
    "the a an this that these those and or of in as new its their each every any no other such by".split()
)
_WITHIN = re.compile(r"\b(?:which|who|that|whose|where)\b", re.IGNORECASE)
_MARKS = dict.fromkeys(map(ord, '“”„"‘'))
_RELATIVE = re.compile(r"\s*(?:,\s*|\()?\b(?:which|who|that|whose|where)\b.*$")
_PRONOUN = re.compile(
    r"^(?:it|they|he|she|we|i|you|this|these|those|that|there|here|such|both|one|another|others?|who|"
    r"which|what|the same)$",
    re.IGNORECASE,
)
_ADVERB = re.compile(r"(?: (?:also|still|now|then|only|first|often|usually|currently|always|already|\w+ly))+$")
_ARTICLE = re.compile(r"^(?:the|an?|each|every|any|all)\s+", re.IGNORECASE)
_LATER = re.compile(
    r",? (?:which|that|who|where|when|after|before|because|since|so|and|but|resulting|from)\b|[;(]|[,:](?!\d)"
)
_SUBJECT, _PREDICATE, _NAME = 80, 200, 80  # characters, at most


@dataclass(frozen=True)
class Clause:
    """A subject, empty where it cannot be told, and what is said of it."""

    subject: str
    predicate: str

    @property
    def name(self) -> str:
        """What happened, in as few words as name it."""
        words = f"{self.subject} {self.predicate}".strip()
        later = _LATER.search(words, len(self.subject) + 12)
        return _within(words[: later.start()] if later else words, _NAME)


def plain(sentence: str) -> str:
    """Return the sentence without the mark of a list before it, and what joins it to the sentence before."""
    words = _JOINING.sub("", _LEAD.sub("", sentence))
    return words[:1].upper() + words[1:]


def clause(sentence: str, before: str = "") -> Clause:
    """Return the subject of the main clause and what is said of it; for a pronoun the subject `before`."""
    words = _TAIL.sub("", plain(sentence))
    while opening := _OPENING.match(words):
        words = words[opening.end() :]
    verb = _finite(words)
    if verb is None:
        return Clause("", _within(words, _PREDICATE))
    subject = _RELATIVE.sub("", words[: verb.start()]).replace("’’", "").translate(_MARKS).strip(" ,;(")
    subject = _ADVERB.sub("", subject)
    if _PRONOUN.match(subject.rpartition(" ")[2]):
        subject = before
    subject = _ARTICLE.sub("", subject)
    if len(subject) > _SUBJECT:
        subject = ""
    return Clause(subject[:1].upper() + subject[1:], _within(words[verb.start() :], _PREDICATE))


def _finite(words: str) -> re.Match[str] | None:
    """Return the verb of the main clause: the first that is none of a relative clause, nor a participle."""
    passed = 0
    for verb in _VERB.finditer(words):
        before = words[: verb.start()].split()
        if before[-1].casefold() in _NOMINAL and not (len(before) == 1 and before[0].casefold() in ("this", "that")):
            continue
        if passed < len(_WITHIN.findall(words, 1, verb.start())):
            passed += 1
            continue
        return verb
    return None


def _within(words: str, most: int) -> str:
    """Return whole words of at most so many characters."""
    return words.strip() if len(words) <= most else words[:most].rsplit(" ", 1)[0].rstrip(" ,;:(")
