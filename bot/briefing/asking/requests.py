"""Requests: what is said to the bot about itself, read as the command that it means, and the courtesies around it.

A message is read as a whole: *what topics do you know* is a request, *what topics did they raise* is a question.
"""

import re
from functools import cache

from bot.briefing.answer import Answer
from db.dates.written import is_date
from db.kinds import KINDS
from db.notes import note
from db.pinpoints import fact_number
from db.store import Store

_NAMED = r"(?:,? (?:footnote|bot|there|all|everyone|everybody|folks|again|now|please))*"
_SHOW = r"(?:list|show|give|name|tell|find|get)(?: me| us)?"
_ALL = r"(?: all| every)?(?: of)?(?: the| your)?"
_HOLD = r"(?:know|have|hold|cover|keep|use|cite|rely on|rest on)(?: of| about)?"
_ABOUT = r"(?:about|on|of|for|regarding|concerning)"
_SUBJECT = rf"{_ABOUT} (?:the )?(?P<subject>\S.*?)"
_ASKS = r"(?:who|whom|whose|what|when|where|why|which|how|is|are|was|were|do|does|did|has|have|had|can|will|would)"


def _whole(*patterns: str) -> re.Pattern[str]:
    """Return what matches a whole message, its politeness and its mark at the end aside."""
    polite = r"(?:please |(?:can|could|would|will) you (?:please )?)?"
    return re.compile(rf"{polite}(?:{'|'.join(patterns)})(?:,? (?:please|thanks|thank you))?[\s?!.…]*", re.IGNORECASE)


_HELP = _whole(
    r"help(?: me| us)?(?: out)?",
    r"what (?:all )?(?:can|do) you (?:actually )?do(?: here| for (?:me|us))?",
    r"what (?:questions )?can (?:i|we) ask(?: you)?(?: here| about)?",
    r"how (?:do|can|should) (?:i|we) (?:use|ask|talk to|work with) (?:you|it|this|(?:this|the) bot|footnote)",
    r"how (?:do you|does (?:it|this|(?:this|the) bot|footnote)) work",
    r"(?:who|what) are you",
)
_UNDO = _whole(r"undo(?: (?:it|that|this|(?:my|the) last (?:change|edit|one)))?", "take (?:it|that) back")
_WHY = _whole(r"why (?:this|that)(?: answer)?", r"why these(?: facts)?", r"why do you say (?:so|that|this)")
_TOPICS = _whole("what do you know(?: about)?", rf"{_SHOW} everything", rf"{_SHOW}{_ALL} facts")
_FACT = _whole(
    rf"(?:(?:{_SHOW}|cite|see|open|what(?:['’]s| is| does)) )?(?:the )?(?:fact )?(?P<label>f\d+)(?: says?)?",
    r"(?:the )?fact (?:no\.? |number )?(?P<number>\d+)",
)
_EVERYTHING = _whole(
    rf"(?:{_SHOW} )?(?:everything|all|(?:all|every)(?: of)?(?: the| your)? facts?)"
    rf"(?: (?:that )?(?:you (?:know|have|hold)|there is))?(?: to know)? {_SUBJECT}"
)
_BRIEF = _whole(rf"(?:brief (?:me|us)|(?:(?:give|show)(?: me| us)? )?(?:an? |the )?(?:briefing|overview)) {_SUBJECT}")
_HAPPENED = r"(?:happened|took place|occurred)"
_TIMELINE = _whole(
    rf"what (?:all |else )?(?:has |have |had )?(?:{_HAPPENED}|happen|taken place) (?P<happened>\S.*?)",
    rf"(?:{_SHOW}{_ALL} |all )?events(?: (?:that|which) {_HAPPENED})? (?P<events>\S.*?)",
    rf"(?:{_SHOW} )?(?:a |the )?time ?line {_SUBJECT}",
)
_TEAM = re.compile(r"(?:please )?ask[ -]the[ -]team\b[\s:,]*(?P<question>.*)", re.IGNORECASE | re.DOTALL)
_ASK = re.compile(rf"(?:please )?ask[\s:]+(?P<question>{_ASKS}\b.+)", re.IGNORECASE | re.DOTALL)
_REPORT = re.compile(r"(?:please )?report (?P<fact>f\d+)\b[\s:,]*(?P<reason>.*)", re.IGNORECASE | re.DOTALL)

# Words with which an answer is received, and nothing asked.
_PRAISES = (
    "good great nice cool awesome perfect brilliant excellent amazing interesting helpful wow oh ah ok okay yes yep"
    " yeah no nope right true indeed sure well done bot work job answer one that this is was so very really it what a"
    " lol a?(?:ha)+h? hm+ noted understood wrong correct exactly"
)
_GREETING = _whole(rf"(?:hi|hello|hey|hiya|howdy|greetings|good (?:morning|afternoon|evening|day)){_NAMED}")
_THANKS = _whole(
    r"(?:(?:ok|okay|great|perfect),? )?(?:many )?(?:thanks|thank you|thx|cheers)(?: a lot| so much| very much)?"
    rf"(?: for (?:the|that|this|your)(?: help| answer| answers)?)?{_NAMED}"
)
_THANKING = re.compile(r"\b(?:thanks|thank you|thank u|thx|ty|tysm|cheers|appreciate)\b", re.IGNORECASE)
_PRAISE = _whole(
    rf"(?:(?:{'|'.join(_PRAISES.split())})\b[,.! ]*)+", r"(?:i see|got it|good to know|makes sense|that helps?)[,.! ]*"
)
_FAREWELL = _whole(rf"(?:stop|exit|quit|bye|bye bye|goodbye|good bye|good night){_NAMED}")


class Requests:
    """Reads what is said to the bot as a command, where it is a request for one."""

    def __init__(self, store: Store) -> None:
        self._store = store

    async def command(self, message: str, server: int | None = None) -> str | None:
        """Return the command that the message means, without its prefix; None where it is a question or anything."""
        message = " ".join(message.split())
        for pattern, command in ((_HELP, "help"), (_UNDO, "undo"), (_WHY, "why"), (_TOPICS, "topics")):
            if pattern.fullmatch(message):
                return command
        if written := _TEAM.fullmatch(message) or _ASK.fullmatch(message) or _REPORT.fullmatch(message):
            command = {_TEAM: "ask-the-team", _ASK: "ask", _REPORT: "report"}[written.re]
            return " ".join(filter(None, (command, *written.groups())))
        if fact := _FACT.fullmatch(message):
            return f"cite F{fact_number(fact['label'] or fact['number'])}"
        return _timeline(message) or await self._listing(message, server) or await self._overview(message, server)

    async def _listing(self, message: str, server: int | None) -> str | None:
        """Return the command for a list of what there is: *list all polls*, *which polls do you have on ferries*."""
        listing = _listings().fullmatch(message)
        if not listing:
            return None
        noun = listing["shown"] or listing["asked"] or listing["named"]
        command = _commands()[noun.lower()]
        subject = listing["subject"] or listing["about"]
        if not subject:
            return command
        kind = next((kind for kind, payload in KINDS.items() if payload.DESCRIPTION.command == command), None)
        return f"{command} {subject}" if kind and await self._store.named(subject, kind, server) else None

    async def _overview(self, message: str, server: int | None) -> str | None:
        """Return the command for all there is on something: a briefing on a topic, else what a search finds."""
        everything, brief = _EVERYTHING.fullmatch(message), _BRIEF.fullmatch(message)
        asked = everything or brief
        if not (asked and asked["subject"]):
            return None
        topic = await self._store.topic_named(asked["subject"], server)
        if topic and await self._store.under(topic.key, server):
            return f"brief {topic.key}"
        return f"find {asked['subject']}" if everything else None


def _timeline(message: str) -> str | None:
    """Return the command for what happened at a time of which nothing else is said, or for a timeline by its name."""
    asked = _TIMELINE.fullmatch(message)
    when = asked and (asked["happened"] or asked["events"])
    if asked is None or (when and not is_date(when)):
        return None
    return f"timeline {when or asked['subject']}"


def courtesy(message: str) -> Answer | None:
    """Return the reply to a message that is a greeting, thanks or a farewell and nothing else."""
    message = " ".join(message.split())
    if _GREETING.fullmatch(message):
        return Answer("done", note=note("Hello, what’s your question?"))
    if _THANKS.fullmatch(message):
        return Answer("done", note=note("You are welcome."))
    if is_farewell(message):
        return Answer("done", note=note("Goodbye: I speak only when asked."))
    return None


def is_remark(message: str) -> bool:
    """Say whether a message asks nothing: thanks, praise or a greeting and what goes with it."""
    message = " ".join(message.split())
    return "?" not in message and bool(_THANKING.search(message) or _PRAISE.fullmatch(message) or courtesy(message))


def is_farewell(message: str) -> bool:
    """Say whether the message asks to end the conversation."""
    return _FAREWELL.fullmatch(" ".join(message.split())) is not None


@cache
def _commands() -> dict[str, str]:
    """Return the commands that list what there is, by what people call it."""
    nouns = {"topics": "topics", "subjects": "topics", "sources": "sources", "documents": "sources", "commands": "help"}
    for payload in KINDS.values():
        noun = payload.DESCRIPTION
        nouns |= {word: noun.command for word in (noun.plural, f"{payload.KIND}s", *noun.aliases) if word != "who"}
    # As the British spell it.
    return nouns | {noun.replace("ization", "isation"): command for noun, command in nouns.items()}


@cache
def _listings() -> re.Pattern[str]:
    nouns = "|".join(sorted(map(re.escape, _commands()), key=len, reverse=True))
    wanted = rf"(?:do you {_HOLD}|are there|can (?:i|we) (?:ask|see|use)(?: you)?(?: about| for)?)"
    return _whole(
        rf"(?:{_SHOW}{_ALL}|all(?: of)?(?: the| your)?) (?P<shown>{nouns})(?: (?:that )?(?:you {_HOLD}|there are))?"
        rf"(?: {_SUBJECT})?",
        rf"(?:what|which) (?P<asked>{nouns}) {wanted}(?: here)?(?: {_SUBJECT.replace('subject', 'about')})?",
        rf"what are(?: all)?(?: the| your) (?P<named>{nouns})",
    )
