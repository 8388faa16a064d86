"""Snapshots of replies: outlined when an answer is sent, and filled in with the facts of now when it is shown again."""

from dataclasses import replace
from typing import cast, get_args

from cachetools import LRUCache

from bot.briefing.answer import Answer, Offer, Section, Status
from bot.briefing.evidence import Evidence
from db.bibliography import Source
from db.reply_store import Outline, OutlinePart, Reply
from db.store import Store

PREVIEWS = 100


def outline(answer: Answer) -> Outline:
    """Return the answer without the text of its facts."""
    parts = tuple(
        OutlinePart(
            heading=section.heading,
            facts=tuple(statement.fact.number for statement in section.statements),
            note=section.note,
            nearest=section.nearest,
            passages=tuple(place.citation for place in section.passages),
            details=section.details,
        )
        for section in answer.sections
    )
    return Outline(
        status=answer.status,
        title=answer.title,
        parts=parts,
        note=answer.note,
        offers=answer.offers,
        preview=answer.draft.number if answer.draft else answer.preview,
        chapters=answer.chapters,
        whole=answer.whole,
        links=answer.links,
        prefix=answer.prefix,
        sent=revisions(answer),
        sources={place.source.key: described(place.source) for said in answer.statements for place in said.places},
    )


def described(source: Source) -> str:
    """Return what a reader of an answer sees of a source, so that it is known whether that has changed."""
    return f"{source.reference}{', no longer relied on' if source.retired else ''}"


def revisions(answer: Answer) -> dict[int, int]:
    """Return the revision of each fact that the answer states; a preview states what is not so yet."""
    if previews(answer):
        return {}
    return {statement.fact.number: statement.fact.revision for statement in answer.statements}


def previews(answer: Answer) -> bool:
    """Say whether the answer shows what would be, for its asker to confirm."""
    return "yes" in answer.offers


class ReplySnapshots:
    """Gives an answer back as its facts stand now."""

    def __init__(self, store: Store, evidence: Evidence) -> None:
        self._store = store
        self._evidence = evidence
        self._previews: LRUCache[str, Answer] = LRUCache(PREVIEWS)

    def hold(self, reply: str, answer: Answer) -> None:
        """Hold a preview, whose facts the store does not have, for as long as it may be confirmed."""
        if previews(answer):
            self._previews[reply] = answer

    def drop(self, reply: str) -> None:
        """Let go of a preview that has been answered."""
        self._previews.pop(reply, None)

    async def answer(self, reply: Reply) -> Answer:
        """Return the answer, without the facts that were retracted or hidden since."""
        if reply.id in self._previews:
            return self._previews[reply.id]
        outlined = reply.outline
        numbers = [number for part in outlined.parts for number in part.facts]
        shown = {fact.number: fact for fact in await self._store.numbered(numbers, reply.server)}
        for number in numbers:
            if number not in shown:
                # Shown as retracted or as hidden, as `!cite` does, it still is what was shown at first.
                fact = await self._store.fact(f"F{number}", reply.server)
                told = fact and (fact.status == "retracted" or outlined.whole or outlined.status == "done")
                if fact and told and fact.revision == outlined.sent.get(number):
                    shown[number] = fact
        sections = []
        for part in outlined.parts:
            facts = [shown[number] for number in part.facts if number in shown]
            if facts:
                section = await self._evidence.section(facts, part.heading, reply.server)
                sections.append(replace(section, note=part.note, nearest=part.nearest, details=part.details))
            elif part.passages or not part.facts:
                passages = await self._evidence.passages(part.passages, reply.server)
                if passages or not part.passages:
                    sections.append(Section((), part.heading, part.note, part.nearest, passages, part.details))
        offers = tuple(offer for offer in outlined.offers if offer in get_args(Offer))
        return Answer(
            cast(Status, outlined.status),
            outlined.title,
            tuple(sections),
            outlined.note,
            cast(tuple[Offer, ...], offers),
            chapters=outlined.chapters,
            whole=outlined.whole,
            links=outlined.links,
            prefix=outlined.prefix,
        )
