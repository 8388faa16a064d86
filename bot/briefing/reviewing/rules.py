"""Rules: the facts that a document may state, one a sentence, each as `!fact add` would take it."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from bot.briefing.reviewing.attribution import Attribution, attribution
from bot.briefing.reviewing.clause import Clause, clause, plain
from bot.briefing.reviewing.cues import Assessment, read
from bot.briefing.sentences import Span, sentences
from db.documents import Document
from db.kinds import Claim, Event, Predication
from db.tokenizer import fold

# A row of a table: its first cell and the rest, or a number and what it stands for.
_ROW = re.compile(
    r"(?P<subject>[^:;.]{1,60}: [^;]{1,120}); (?P<rest>(?:[^:;.]{1,60}: [^;]{1,120}(?:; )?)+)$"
    r"|(?P<number>\d{1,3}) (?P<name>[A-Z][a-z][^.|]{2,80})\.?$"
)
_NUMBERED = re.compile(r"^(?:[\d.]+|\([a-z]\)|[IVX]+\.)\s+")
_SUBJECT = 80  # characters of a heading that stands for a subject
_LINE, _TEXT = 200, 1000  # characters of a field, of a fact


@dataclass(frozen=True)
class Excerpt:
    """A sentence that states something: where it stands, what of it weighs, and the arguments of a fact made of it."""

    paragraph: int
    span: Span
    weight: float
    arguments: dict[str, str]

    def under(self, topics: str) -> "Excerpt":
        """Return it filed under these topics."""
        return replace(self, arguments={**self.arguments, "topics": topics})


def excerpts(document: Document, language: str | None = None) -> Iterator[Excerpt]:
    """Yield the sentences of a document that state a fact, in their order, each wording once."""
    known: set[str] = set()
    for number, paragraph in enumerate(document.paragraphs, 1):
        headings = document.locator(number).headings
        above = _NUMBERED.sub("", headings[-1])[:_SUBJECT] if headings else ""
        subject = ""
        for start, end in sentences(paragraph):
            sentence = paragraph[start:end]
            # What no fact has room for is none, and may be made to keep its reader busy.
            if len(sentence) > _TEXT:
                continue
            parts = clause(sentence, subject)
            subject = parts.subject or subject
            seen = read(sentence, language)
            if seen.states and fold(sentence) not in known:
                known.add(fold(sentence))
                yield Excerpt(number, (start, end), seen.weight, _arguments(seen, parts, above))


def _arguments(seen: Assessment, parts: Clause, heading: str) -> dict[str, str]:
    """Return what of a fact can be told from a sentence; the words cited are the sentence, or what is quoted in it.

    What has no subject of its own is about what the heading over it is about.
    """
    said = attribution(plain(seen.text))
    written = {"text": plain(seen.text), "quote": seen.text, "when": seen.when}
    if said and said.what:
        written |= _held(said)
    elif seen.when and "event" in seen.cues and parts.subject:
        written |= {"kind": Event.KIND, "name": parts.name}
    elif row := _ROW.match(seen.text):
        written |= {"kind": Predication.KIND, "subject": row["subject"] or row["name"]}
        written |= {"predicate": row["rest"] or f"is {row['number']}"}
    else:
        written |= {"kind": Predication.KIND, "subject": parts.subject or heading, "predicate": parts.predicate[:_LINE]}
        if said and said.how == "finding":
            written["reported"] = said.who[:_LINE]
        elif said:
            written |= {"voice": said.how, "speaker": said.who[:_LINE]}
        if len({(figure.start, figure.end) for figure in seen.figures}) == 1:
            written |= _quantity(seen)
    return {name: value for name, value in written.items() if value}


def _held(said: Attribution) -> dict[str, str]:
    what = said.what[:1].upper() + said.what[1:]
    held = {
        "kind": Claim.KIND,
        "voice": said.how,
        "speaker": said.who[:_LINE],
        "about": what[:_LINE].rstrip(),
        "stance": "for",
        "text": f"{what.rstrip('.')}."[:_TEXT],
    }
    return held | ({"quote": said.quote} if said.quote else {})


def _quantity(seen: Assessment) -> dict[str, str]:
    """Return the one number of a sentence with its unit, as the sentence has it; nothing for one in words."""
    figure = seen.figures[0]
    following = seen.text[figure.end :]
    number = re.search(r"\d", figure.text)
    if len(seen.figures) > 1 or figure.value is None or not number or following.startswith("-"):
        return {}
    counted = re.match(r" ([a-z]+)\b", following)
    unit = counted[1] if counted else ""
    if figure.unit:
        # The unit is all that is neither the number nor what bounds it: “$”, “bytes”, “%”.
        unit = "".join(
            re.findall(r"^[^\w\s<>≤≥~≈±+-]+(?=\d)|(?<=\d) ?[^\W\d][\w/-]*$|(?<=\d) ?%$", figure.text)
        ).strip()
    # A number of nothing is a name: the 737 MAX.
    return {"quantity": f"{float(figure.value):.15g}", "unit": unit} if unit else {}
