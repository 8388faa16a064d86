"""Drafting: facts as they are written in chat, made into records, with every problem at once."""

import re
from collections.abc import Mapping
from typing import Any

from pydantic import ValidationError

from bot.briefing.arguments import Arguments, date, entries
from bot.briefing.curating.citing import Citing
from bot.briefing.curating.draft import NOTHING, Draft, Work, following, free, sentences, slug
from bot.briefing.curating.fields import stand_in
from bot.briefing.curating.payloads import Payloads
from bot.briefing.evidence import Evidence
from bot.briefing.examples import Examples
from bot.briefing.near import did_you_mean, near
from bot.briefing.prose import quoted
from db.kinds import KINDS, Event, Organization, Payload, kinds_by_word
from db.notes import Line, line
from db.pinpoints import fact_number
from db.records import Fact, StoredFact, Topic
from db.store import Store

# Words that follow `!fact`, and would be taken for it.
RESERVED = frozenset(
    "add all deprecate edit hidden hide history none propose restore retract show undo unhide vouch".split()
)


class Drafting:
    """Makes facts of named arguments."""

    def __init__(self, store: Store, evidence: Evidence) -> None:
        self._store = store
        self._payloads = Payloads(store)
        self._citing = Citing(store, evidence)
        self._examples = Examples(store)

    async def draft(self, arguments: Arguments, server: int | None, original: StoredFact | None = None) -> Draft:
        """Return the fact that the arguments describe, or the original with the changes that they describe.

        Raises Refusal with every problem and an example.
        """
        work = Work(arguments, server, original)
        kind = _kind(work)
        record = original.content.model_dump(exclude={"kind"}) if original else {}
        record |= _plain(work)
        if original is None or work.get("topics") is not None:
            record["topics"] = await self._topics(work)
        if kind:
            record["payload"] = await self._payloads.draft(work, kind, record)
            if kind.DESCRIPTION.attributed and original is None:
                record.setdefault("voice", "opinion")
        record["citations"] = await self._citing.draft(work, record.get("citations", ()))
        if original is None:
            record["key"] = await self._key(work, record)
        fact = _fact(work, record)
        if arguments.problems or work.problems:
            example = edition() if original else await self.addition(work.get("kind"), server)
            arguments.refuse_problems(*dict.fromkeys(work.problems), example=example)
        assert fact is not None
        return Draft(fact, tuple(work.topics), tuple(work.remarks))

    async def addition(self, kind: str | None, server: int | None, more: str = "") -> Line:
        """Return how a fact of the kind is added, as an example; to find one takes several statements."""
        payload = kinds_by_word().get((kind or "").casefold(), Event)
        here = await self._examples.here(server)
        written = f"kind: {payload.KIND} {payload.DESCRIPTION.example}"
        return line("`!fact add {} source: {} paragraph: {}{}`", written, here.source, here.paragraph, more)

    async def _topics(self, work: Work) -> tuple[str, ...]:
        """Return the keys of the topics; one that resembles none is new, and one with a `+` as well."""
        keys: list[str] = []
        for name in work.arguments.entries("topics"):
            wanted = name.removeprefix("+").strip()
            topic = await self._store.topic_named(wanted, work.server)
            if topic is not None:
                keys.append(topic.key)
                continue
            names = {
                word: known.key
                for known, _ in await self._store.topics(work.server)
                for word in (known.key, known.title, *known.aliases)
            }
            key = free(slug(wanted), {*names.values(), *(new.key for new in work.topics)})
            offers = did_you_mean(near(wanted, names))
            if not key or len(wanted) > 80:
                work.problems.append(line("`topics:` {} cannot be a topic: write a word or a few.", quoted(name)))
            elif offers and not name.startswith("+"):
                work.problems.append(
                    line(
                        "There is no topic {}. {} For a new one write `+{}`.",
                        quoted(name),
                        offers,
                        key if wanted.isascii() else wanted,
                    )
                )
            else:
                keys.append(key)
                work.topics.append(Topic(key=key, title=wanted[0].upper() + wanted[1:]))
                work.remarks.append(line("`{}` is a new topic.", key))
        if not work.arguments.entries("topics"):
            here = await self._examples.here(work.server)
            work.problems.append(line("`topics:` is missing: write one or more, such as `topics: {}`.", here.topic))
        return tuple(dict.fromkeys(keys))

    async def _key(self, work: Work, record: Mapping[str, Any]) -> str:
        """Return the key that was written, or a free one made of the fact's name."""
        written = work.get("key")
        if written is not None:
            key = written.casefold()
            owner = next(reversed(await self._store.keyed([key], work.server)), None)
            if key in RESERVED or fact_number(key):
                work.problems.append(
                    line("`key:` {} would be taken for something else: write another.", quoted(written))
                )
            elif owner is not None:
                work.problems.append(line("`key:` {} is taken by {}: write another.", quoted(written), owner.label))
            return key
        payload = record.get("payload", {})
        base = slug(_name(payload) or record.get("text") or "")
        if not base or base in RESERVED or fact_number(base):
            base = f"fact-{base}".strip("-")
        key = base
        while await self._store.keyed([key], work.server):
            key = following(key)
        return key


def edition(label: str = "F12") -> Line:
    """Return how a fact is edited, as an example."""
    return line("`!fact edit {} text: The new text. paragraph: 9`", label)


def _name(payload: Mapping[str, Any]) -> str:
    """Return what the fact is called, nothing where that is not written by whoever adds it."""
    kind = KINDS.get(payload.get("kind", ""))
    named = [field for field in kind.arguments() if field.path == (kind.DESCRIPTION.named_by,)] if kind else []
    return str(payload.get(named[0].path[0]) or "") if named and named[0].needed else ""


def _kind(work: Work) -> type[Payload] | None:
    word = work.get("kind")
    if word is None:
        if work.original is None:
            work.problems.append(line("`kind:` is missing: write one of {}.", ", ".join(KINDS)))
        return type(work.original.payload) if work.original else None
    kind = kinds_by_word().get(word.casefold())
    if kind is None:
        offers = did_you_mean(near(word, kinds_by_word(), limit=1))
        work.problems.append(line("`kind:` should be one of {}, not {}. {}", ", ".join(KINDS), quoted(word), offers))
    return kind


def _plain(work: Work) -> dict[str, Any]:
    """Return the fields that every kind has and that need no look at the store."""
    record: dict[str, Any] = {}
    if work.original is None and work.get("text") is None:
        work.problems.append(line("`text:` is missing: say in your own words what the paragraph says."))
    for name in ("text", "voice", "speaker", "note", "when", "aliases", "asked"):
        value = work.get(name)
        if value is None:
            continue
        match name:
            case "aliases":
                record[name] = () if value == NOTHING else entries(value)
            case "asked":
                record[name] = () if value.casefold() in (NOTHING, "none") else _questions(value)
            case _ if value == NOTHING:
                record[name] = None
            case "when":
                record[name] = work.attempt(date, value, name)
            case "voice":
                record[name] = value.casefold()
            case _:
                record[name] = value
    if work.get("reason") is not None:
        record["derived"] = work.get("reason")
    return record


def _questions(value: str) -> tuple[str, ...]:
    """Return questions, parted by `;` or by their question marks, since commas belong to them."""
    parts = re.split(r";|(?<=\?)\s+", value)
    return tuple(dict.fromkeys(part.strip() for part in parts if part.strip()))


def _fact(work: Work, record: dict[str, Any]) -> Fact | None:
    """Return the record, or None with its problems among those of the work.

    What is missing has its own sentence already: stand-ins keep the record from saying it again.
    """
    payload = {"kind": Organization.KIND, **record.get("payload", {})}
    for field in KINDS[payload["kind"]].arguments():
        if field.needed and not payload.get(field.path[0]):
            payload[field.path[0]] = stand_in(field)
    filled = {
        **record,
        "payload": payload,
        "text": record["text"] if work.get("text") else record.get("text") or "x",
        "topics": record["topics"] or ("x",),
        "citations": record["citations"] or ({"source": "x", "paragraph": 1, "fingerprint": "0" * 64},),
    }
    try:
        return Fact.model_validate(filled)
    except ValidationError as error:
        work.problems += sentences(error)
        return None
