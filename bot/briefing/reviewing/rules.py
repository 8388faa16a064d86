"""Rules: the facts that a document may state, one a sentence, each as `!fact add` would take it."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from bot.briefing.reviewing.attribution import Attribution, attribution, turn
from bot.briefing.reviewing.clause import IRREGULAR, Clause, clause, plain
from bot.briefing.reviewing.cues import Assessment, read
from bot.briefing.reviewing.poll import poll
from bot.briefing.sentences import Span, sentences
from db.documents import Document
from db.kinds import Claim, Event, Person, Predication
from db.tokenizer import fold
from db.values import LINE, TEXT

# A row of a table: its first cell and the rest, or a number and what it stands for.
_ROW = re.compile(
    r"(?P<subject>[^:;.]{1,60}: [^;]{1,120}); (?P<rest>(?:[^:;.]{1,60}: [^;]{1,120}(?:; )?)+)$"
    r"|(?P<number>\d{1,3}) (?P<name>[A-Z][a-z][^.|]{2,80})\.?$"
)
_SCALE = re.compile(r"(?<=\d) ?(?:thousand|million|billion|trillion|mn|bn|tn|[kKmM])\b")
_PAST = re.compile(rf"(?:\w+ed|was|were|has been|have been|{IRREGULAR})\b")
_NUMBERED = re.compile(r"^(?:[\d.]+|\([a-z]\)|[IVX]+\.)\s+")
# A person with an office, as a sentence names them in passing: *Ida Brønn, the mayor of Port Ellery,*
_NAME = r"[^\W\d_a-z][\w’'-]+"
_OFFICE = re.compile(
    rf"(?P<name>{_NAME}(?: [A-Z]\.)?(?: {_NAME}){{1,2}}), (?P<article>the )?(?P<office>(?:[a-z-]+ ){{0,2}}(?:mayor"
    r"|president|director|minister|secretary|chair(?:man|woman|person)?|head|governor|manager|editor|founder|spokes(?:man|woman|person)"
    r"|ambassador|commissioner|professor|treasurer|captain|coach|chancellor|judge|engineer))"
    rf"(?: (?:of|at|for) (?P<of>(?:the )?{_NAME}(?: (?:of |and )?{_NAME})*))?(?=[,.;:)]|$)"
)
_TURNS = 3  # of speakers by name, which make a debate
_SUBJECT = 80  # characters of a heading that stands for a subject


@dataclass(frozen=True)
class Excerpt:
    """A sentence that states something: where it stands, and the arguments of a fact made of it."""

    paragraph: int
    span: Span
    arguments: dict[str, str]

    def under(self, topics: str) -> "Excerpt":
        """Return it filed under these topics."""
        return replace(self, arguments={**self.arguments, "topics": topics})


def statements(
    document: Document, language: str | None = None, first: int = 1
) -> Iterator[tuple[int, Sequence[Excerpt]]]:
    """Yield of each sentence from the `first` paragraph on in which it stands and what it states, each wording once."""
    known: set[str] = set()
    # In a debate whoever spoke last goes on where no other name stands.
    turns = [turn(paragraph) for paragraph in document.paragraphs]
    debate, speaker = sum(spoken is not None for spoken in turns) >= _TURNS, ""
    for number, (paragraph, spoken) in enumerate(zip(document.paragraphs, turns, strict=True), 1):
        speaker = spoken[0] if spoken else speaker if debate else ""
        if number < first:
            continue
        headings = document.locator(number).headings
        above = _NUMBERED.sub("", headings[-1])[:_SUBJECT] if headings else ""
        subject = ""
        for start, end in sentences(paragraph, (language or "en").partition("-")[0]):
            if spoken and start < spoken[1] < end:
                start = spoken[1]
            sentence = paragraph[start:end]
            stated: list[Excerpt] = []
            # What no fact has room for is none, and may be made to keep its reader busy.
            if len(sentence) <= TEXT:
                for office in _OFFICE.finditer(sentence):
                    person = _person(office)
                    if person and fold(person["text"]) not in known:
                        known.add(fold(person["text"]))
                        stated.append(Excerpt(number, (start + office.start(), start + office.end()), person))
                parts = clause(sentence, subject)
                subject = parts.subject or subject
                seen = read(sentence, language)
                if seen.states and fold(sentence) not in known:
                    known.add(fold(sentence))
                    stated.append(Excerpt(number, (start, end), _arguments(seen, parts, above, speaker, language)))
            yield number, stated


def _arguments(seen: Assessment, parts: Clause, heading: str, speaker: str, language: str | None) -> dict[str, str]:
    """Return what of a fact can be told from a sentence; the words cited are the sentence, or what is quoted in it.

    What has no subject of its own is about what the heading over it is about; in a debate it is the speaker's.
    """
    said = attribution(plain(seen.text))
    written = {"text": plain(seen.text), "quote": seen.text, "when": seen.when}
    reported = poll(plain(seen.text), language) if not speaker else {}
    if reported:
        # When it was asked is the survey’s own date.
        written |= {**reported, "when": ""}
        whose = reported.get("survey") or reported.get("pollster")
        if said and said.how == "finding" and whose:
            written["reported"] = whose
    elif said and said.what:
        written |= _attributed(said)
    elif seen.when and parts.subject and ("event" in seen.cues or _PAST.match(parts.predicate)):
        written |= {"kind": Event.KIND, "name": parts.name}
    elif row := _ROW.match(seen.text):
        written |= {"kind": Predication.KIND, "subject": row["subject"] or row["name"]}
        written |= {"predicate": row["rest"] or f"is {row['number']}"}
    else:
        written |= {"kind": Predication.KIND, "subject": parts.subject or heading, "predicate": parts.predicate[:LINE]}
        if said and said.how == "finding":
            written["reported"] = said.who[:LINE]
        elif said:
            written |= {"voice": said.how, "speaker": said.who[:LINE]}
        elif speaker:
            written |= {"voice": "quotation", "speaker": speaker[:LINE]}
        if len({(figure.start, figure.end) for figure in seen.figures}) == 1:
            written |= _quantity(seen, parts)
    return {name: value for name, value in written.items() if value}


def _person(office: re.Match[str]) -> dict[str, str]:
    """Return a person with the office that the words give; nothing where they may list things beside each other."""
    name, role, body = office["name"], office["office"], office["of"]
    if not (office["article"] or body):
        return {}
    of = f" {office[0].rpartition(body)[0].split()[-1]} {body}" if body else ""
    return {
        "kind": Person.KIND,
        "name": name,
        "office": " | ".join(filter(None, (role[:1].upper() + role[1:], (body or "").removeprefix("the ")))),
        "text": f"{name} is {office['article'] or ''}{role}{of}.",
        "quote": office[0],
    }


def _attributed(said: Attribution) -> dict[str, str]:
    what = said.what[:1].upper() + said.what[1:]
    arguments = {
        "kind": Claim.KIND,
        "voice": said.how,
        "speaker": said.who[:LINE],
        "about": what[:LINE].rstrip(),
        "stance": "for",
        "text": f"{what.rstrip('.')}."[:TEXT],
    }
    return arguments | ({"quote": said.quote} if said.quote else {})


def _quantity(seen: Assessment, parts: Clause) -> dict[str, str]:
    """Return the one number of a sentence with its unit, as the sentence has it; nothing for one in words."""
    figure = seen.figures[0]
    following = seen.text[figure.end :]
    number = re.search(r"\d", figure.text)
    if len(seen.figures) > 1 or figure.value is None or not number or following.startswith("-"):
        return {}
    counted = re.match(r" ([a-z]+)\b", following)
    # In “Hall 3 stayed closed” the verb follows a name.
    unit = counted[1] if counted and counted[1] != parts.predicate.partition(" ")[0] else ""
    if figure.unit:
        # The unit is all that is neither the number, nor a power of ten, nor what bounds it: “$”, “bytes”, “%”.
        written = _SCALE.sub("", figure.text)
        unit = "".join(re.findall(r"^[^\w\s<>≤≥~≈±+-]+(?=\d)|(?<=\d) ?[^\W\d][\w/-]*$|(?<=\d) ?%$", written)).strip()
    # A number of nothing is a name: the 737 MAX.
    return {"quantity": f"{float(figure.value):.15g}", "unit": unit} if unit else {}
