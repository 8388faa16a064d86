"""Differences between two states of a fact, field by field and word by word."""

from collections.abc import Iterator
from difflib import SequenceMatcher

from bot.briefing.curating.fields import write
from db.kinds import fields_of
from db.notes import Added, Line, Removed, Span, joined, line
from db.records import Fact


def differences(before: Fact, after: Fact) -> list[Line]:
    """Return a line for each field that differs, in which the words are marked that went and that came."""
    old, new = dict(_fields(before)), dict(_fields(after))
    return [
        line("{}: {}", name, words(old.get(name, ""), new.get(name, "")))
        for name in dict.fromkeys([*old, *new])
        if old.get(name, "") != new.get(name, "")
    ]


def words(before: str, after: str) -> Line:
    """Return both texts as one line."""
    old, new = before.split(), after.split()
    parts: list[Span] = []
    for tag, start, end, begin, finish in SequenceMatcher(a=old, b=new, autojunk=False).get_opcodes():
        if tag == "equal":
            parts.append(" ".join(old[start:end]))
            continue
        if start < end:
            parts.append(Removed(" ".join(old[start:end])))
        if begin < finish:
            parts.append(Added(" ".join(new[begin:finish])))
    return joined(((part,) for part in parts), " ")


def _fields(fact: Fact) -> Iterator[tuple[str, str]]:
    every = dict(_of_every_kind(fact))
    yield "kind", fact.kind
    for field in fields_of(type(fact.payload)):
        # A record within a payload has a key that follows from what else it says.
        if field.path[-1] != "key":
            name = f"{fact.kind} {field.name}" if field.name in every else field.name
            yield name, write(field, field.of(fact.payload))
    yield from every.items()


def _of_every_kind(fact: Fact) -> Iterator[tuple[str, str]]:
    yield "voice", fact.voice
    yield "speaker", fact.speaker or ""
    yield "text", fact.text
    yield "topics", ", ".join(fact.topics)
    yield "aliases", "; ".join(fact.aliases)
    yield "asked", "; ".join(fact.asked)
    yield "when", fact.when or ""
    yield "note", fact.note or ""
    yield "reason for figures", fact.derived or ""
    yield "status", fact.status
    yield "rank", ": ".join(filter(None, (fact.rank, fact.rank_reason)))
    yield "superseded by", fact.superseded_by or ""
    yield "cite", ", ".join(f"{cited.source}#{cited.paragraph}" for cited in fact.citations)
    yield "quote", ", ".join("–".join(map(str, cited.span)) for cited in fact.citations if cited.span)
    yield "reported", ", ".join(dict.fromkeys(cited.reported_from for cited in fact.citations if cited.reported_from))
    yield "fingerprint", ", ".join(cited.fingerprint[:12] for cited in fact.citations)
