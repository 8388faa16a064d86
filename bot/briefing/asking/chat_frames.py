"""Chat frames: what people say around a question and do not ask: *does anybody remember …*, *… Thanks!*"""

import re

from bot.briefing.asking.stopwords import GENERIC_WORDS, STOP_WORDS
from db.tokenizer import plain

_SOMEBODY = r"(?:you|u|ya|any ?one|any ?body|some ?one|some ?body|somebody here|anyone here|anybody here)"
_KNOW = r"(?:know|remember|recall|happen to know|have (?:any|an) idea|have a clue|tell me|say)"
_HURRY = r"(?:please|pls|plz|kindly|quickly|maybe|perhaps|just|by any chance|here)"
_WORK = (
    r"(?:writing|preparing|working on|drafting|putting together|doing|making|researching|compiling|editing|finishing)"
)
_ASKS = (
    r"(?:who|whom|whose|what|when|where|why|which|how|is|are|was|were|do|does|did|has|have|had|can|could|will|would"
    r"|should)(?:['’]\w+)?\b"
)
_BEFORE = (
    r"(?:hi|hello|hey|yo|hiya|greetings|good (?:morning|afternoon|evening)|dear)(?: (?:there|all|everyone"
    r"|everybody|folks"
    r"|guys|team|bot|footnote|again|friends))?[,!.:;–—-]*",
    r"(?:so|ok|okay|well|um+|uh+|hmm+|right|alright|now|anyway|sorry|excuse me|btw|by the way|fyi|listen)"
    rf"(?:\s*[,!.:;–—…-]+|(?=(?: (?:so|ok|okay|well|btw))* {_ASKS}))",
    r"@[\w-]+[,:]?",
    r"(?:(?:a|an|one(?: more)?|just|here'?s a) )*(?:quick|silly|dumb|stupid|random|another|short|small"
    r"|simple|serious"
    r"|genuine|honest|last|quick little)? ?question(?: for you| for the (?:group|team|room))?\s*[,.:;–—-]+",
    rf"(?:{_HURRY},? )*(?:can|could|would|will) {_SOMEBODY}(?: {_HURRY})* (?:tell|remind|inform|help) (?:me|us)"
    r"(?: out| know| understand| remember)?(?: about| with)?[,:]?",
    rf"(?:do|does|did|would) {_SOMEBODY}(?: {_HURRY})* {_KNOW}(?: of| about)?[,:]?",
    rf"(?:any ?one|any ?body|some ?one)(?: here)? {_KNOW}[,:]?",
    r"(?:any|got any|have you any|do you have any) (?:idea|clue|info(?:rmation)?|word)(?: (?:about|on|of"
    r"|as to))?[,:]?",
    rf"i(?:['’]m| am|['’]ve been| have been|m| was) {_WORK} [^,.:;?!–—]{{1,80}}[,.:;!–—-]+(?: (?:and|so)(?= i))?",
    r"(?:i|we)(?:['’]d| would|d)? (?:just )?(?:need|want|wanted|like|love|have|had) to (?:know|find out|ask"
    r"|check|understand|learn)"
    r"(?: about)?[,:]?",
    r"(?:i(?:['’]m| am|['’]ve been| have been|m| was|['’]d been)? )?(?:just |also )?(?:wondering|curious"
    r"|wondered|wonder)"
    r"(?: about)?[,:–—-]?(?: (?=if|whether))?",
    r"(?:just )?out of (?:curiosity|interest)[,:;–—-]*",
    r"(?:in|for) (?:(?:one|a|two|three) )?(?:short |single |few )?(?:sentences?|words?|nutshell|lines?"
    r"|few words|short|brief|plain (?:words|english)|simple terms)"
    r"[,:;–—-]+",
    r"(?:briefly|quickly|(?:a )?short answer(?: please)?|tl;?dr|simply put|eli5)\s*[,:;–—-]+",
    r"for (?:my|our|a|the|an) (?:[\w’'-]+ ){0,2}(?:memo|report|paper|talk|class|boss|meeting|briefing|article"
    r"|essay|thesis|speech"
    r"|presentation|homework|editor|story|project|records?|minutes)[,:;–—-]+",
    r"(?:my|our) (?:boss|teacher|colleague|editor|friend|client|manager|professor|wife|husband|mother|father"
    r"|mum|mom|dad|kid)"
    r" (?:asks|asked|wants to know|wanted to know|keeps asking|needs to know)(?: me| us)?[,:;–—-]*",
    r"(?:according to|based on|going by|from) (?:the|your|our) (?:docs?|documents?|sources?|facts?|store"
    r"|library|records?"
    r"|notes)[,:;–—-]+",
    r"(?:please|pls|plz)[,:]?(?: (?:tell|remind) (?:me|us)[,:]?)?",
    r"(?:just )?(?:tell|remind) (?:me|us)(?: again)?(?: please)?[,:]?(?= (?:who|what|when|where|why|which|how"
    r"|if|whether|about)\b)",
    r"help me(?: out)?(?: here)?[,:;–—-]+",
    r"(?:i )?(?:forgot|can['’]?t remember|cannot remember|don['’]?t remember|do not remember|don['’]?t know)[,:;–—-]*"
    r"(?= ?(?:who|what|when|where|why|which|how)\b)",
    r"asking for a friend[,:;–—-]+",
    r"remind me again[,:]?",
    rf"(?:if|whether) {_SOMEBODY} (?:(?:might|could|would|happen to) )?(?:know|remember|recall)s?",
)
# What is said after a question, whatever stands before it …
_AFTER = (
    r"(?:many )?(?:thanks|thx|thank you|thank u|ty|tysm|tia|much appreciated|appreciate it)(?: (?:a lot"
    r"|a million|so much"
    r"|very much|in advance|again|guys|all|folks|everyone|team|for (?:any|your) help|anyway|bot))*",
    r"please|pls|plz|lol|haha|lmao|btw",
)
# … and after a mark or in brackets.
_APART = (
    r"(?:asking|it['’]?s|this is|i['’]?m asking) for (?:a friend|my [\w’' -]{2,30}|a [\w’' -]{2,30})",
    r"(?:just )?(?:curious|wondering|asking|checking)",
    r"cheers|by the way|any ?one|any ?body|any (?:ideas?|clues?|takers)|you know|do (?:you|we) know"
    r"|(?:does )?any(?:one|body) know",
    r"if (?:any ?one|any ?body|you|some ?one) knows?|if you (?:can|could|would|don['’]?t mind)|if (?:possible"
    r"|i may ask)",
    r"out of (?:curiosity|interest)|in (?:a|one) (?:sentence|word|nutshell|few words)|in short|briefly|asap"
    r"|no rush|help",
)
_LEADING = re.compile(rf"^\W*(?:{'|'.join(_BEFORE)})(?=\W|$)\s*", re.IGNORECASE)
_TRAILING = re.compile(
    rf"(?:\s*[,;–—-]{{,9}}\s\(?(?:{'|'.join(_AFTER)})|\s?[?!.,;–—…(-]{{1,9}}\s*\(?(?:{'|'.join((*_AFTER, *_APART))}))"
    r"\W*$",
    re.IGNORECASE,
)
# Words of remarks that ask nothing, beside those of any question.
_REMARK_WORDS = (
    STOP_WORDS
    | GENERIC_WORDS
    | frozenset(
        """
        afternoon again ask asked asking asks bet bot boss but chance check clarify class colleague curiosity curious
        dear editor evening everybody everyone favor footnote friend good greetings hello help interest interested
        kindly meeting memo morning need night not note notes please quick quickly report reporter research save settle
        sorry sure talk team thank thanks time trying understand useful wondering write writing
        """.split()
    )
)
_CLAUSE = re.compile(
    rf"^(?P<clause>[^?,.:;!–—-]{{2,60}})[,.:;!–—-]+\s*(?:(?:but|so|and)\b,? )?(?={_ASKS})", re.IGNORECASE
)
# A remark of somebody who asks, before a question …
_REMARK = re.compile(
    r"^(?=[^?]*\b(?:i|i['’]m|we|we['’]re|my|our|me|us|colleague|question)\b)(?=[^?]*\b(?:writ\w+|ask\w*"
    r"|question|curious|wonder\w*"
    r"|sure|remember|forgot\w*|memo|report|article|essay|talk|briefing|presentation|homework|preparing"
    r"|research\w*)\b)"
    rf"(?!(?:{_ASKS}|if)\b)(?P<remark>[\w’'@-]+(?: [\w’'@-]+){{,13}} ?)"
    rf"[,.:;!–—-]+\s*(?:(?:but|so|and)\b,? )?(?={_ASKS})",
    re.IGNORECASE,
)
# … and anything short after it that asks nothing.
_CODA = re.compile(
    rf"(?<=\?)\s+(?!(?:and|or|but)\b|[^?]*\?|{_ASKS}.*[^.!]$)(?:[^\s?]+(?:\s+|$)){{1,12}}$", re.IGNORECASE
)


def without_frame(text: str) -> str:
    """Return what is asked, without what is said around it; a text that is nothing else stays as it is."""
    # What may be parted in many ways would be tried in all of them, and so would runs of white space.
    text = asked = "\n".join(filter(None, (" ".join(line.split()) for line in text.split("\n"))))
    while True:
        shorter = _REMARK.sub("", _LEADING.sub("", asked, count=1) or asked)
        clause = _CLAUSE.match(shorter)
        if clause and _REMARK_WORDS.issuperset(plain(clause["clause"]).split()):
            shorter = shorter[clause.end() :]
        for after in (_TRAILING, _CODA):
            end = after.search(shorter)
            if end and re.search(r"\w", shorter[: end.start()]):
                mark = "?" if "?" in end[0] else ""
                shorter = shorter[: end.start()].rstrip(" ,;–—-(") + mark
        if shorter == asked:
            return asked if re.search(r"\w", asked) else text
        asked = shorter
