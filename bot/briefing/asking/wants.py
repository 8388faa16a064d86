"""What kind of thing a question wants to know: a date, a person, a place, a reason, …"""

import re
from collections.abc import Sequence
from functools import lru_cache
from typing import Literal

Stems = tuple[str, ...]
Want = Literal[
    "figure", "opinion", "date", "month", "day", "duration", "person", "place", "reason", "which", "name", "speech"
]

# Read on stems, so that questions and the other phrasings of facts, which the index holds as stems, are read alike.
_WANTS: dict[Want, str] = {
    "figure": r"how (mani|much|old|tall|larg)|(what|which) (share|percentag|percent|proport|fraction|number|rate|total)"
    r"|percentag|percent|proport|share of|number|figur|rate|count|toll|age of",
    "opinion": r"poll|survey|(dis)?approv\w*|in favor|support|oppos|undecid|unsur"
    r"|how mani|what (share|percentag)|(voter|respond\w*|republican|democrat) (think|want|say)"
    r"|(what|how) do (\w+ ){1,3}(think|feel|say|want|view|see)",
    "date": r"when|(what|which) (year|date|month|day|decad)|(date|year|day|month) of",
    "month": r"(what|which) month",
    "day": r"(what|which|exact) (day|date)|(date|day) of",
    "duration": r"how (long|soon|(mani|much) (year|month|week|day|hour|minut|time))|durat"
    r"|(year|month|week|day) (later|apart)",
    # Elsewhere *who* joins: those *who oppose it*.
    "person": r"(^|\b(and|but|so|exactli|me|know|by|to|with|for|from|on|of|is|was|name|ask|check|question) )"
    r"(who|whom|whose)|who$|who (is|was|said|did) (that|this|it)$",
    "place": r"where|(what|which) (countri|citi|place|capit|town|venu|locat|region|nation)|(venu|locat|place) of",
    "reason": r"whi|how come|reason|what (caus|led|made|drove)|caus of|what for|motiv",
    "which": r"which",
    "name": r"name|titl|call",
    "speech": r"what (did|doe|has|have) .*(say|said|tell|told|think|promis|propos|claim)|said about"
    r"|comment|quot|remark",
}
_PATTERNS = {want: re.compile(rf"(?:\b|^)(?:{pattern})(?:\b|$)") for want, pattern in _WANTS.items()}
_OPEN = re.compile(r"\b(who|whom|whose|what|when|where|whi|which|how)\b")


@lru_cache(maxsize=65536)
def wants(stems: Stems) -> frozenset[Want]:
    """Return what kinds of thing a line of these stems wants to know."""
    line = " ".join(stems)
    return frozenset(want for want, pattern in _PATTERNS.items() if pattern.search(line))


def is_open(stems: Sequence[str]) -> bool:
    """Say whether the line asks for something that it does not name: *who …*, *what …*, not *did …*."""
    return bool(_OPEN.search(" ".join(stems)))
