"""Facts made into statements: each citation with its source, checked against the document."""

from collections.abc import AsyncIterator, Collection, Iterable, Sequence

from bot.briefing.answer import Answer, Place, Section, Statement
from db.bibliography import StoredSource
from db.damage import Damage, legible
from db.document_store import DocumentStore
from db.documents import Document
from db.records import Citation, StoredFact
from db.store import Store
from db.succession import holding


class Evidence:
    """Gives facts their sources and checks."""

    def __init__(self, store: Store, shelf: DocumentStore) -> None:
        self._store = store
        self._shelf = shelf

    async def statements(self, facts: Iterable[StoredFact], server: int | None = None) -> tuple[Statement, ...]:
        """Return one statement a fact, in their order."""
        facts = list(facts)
        cited = {citation.source for fact in facts for citation in fact.citations}
        sources = await self._store.sources_keyed(cited, server)
        documents = await self._shelf.of(sources)
        known = {(source.server, source.key): source for source in sources}

        def place(fact: StoredFact, citation: Citation) -> Place:
            # A shared fact rests on a shared source, also where the server has one of the same key.
            source = known.get((fact.server, citation.source)) or known[None, citation.source]
            return Place(citation, source, documents.get(source.number))

        successors = await self._successors(facts, server)
        return tuple(
            Statement(
                fact,
                tuple(place(fact, cited) for cited in fact.citations),
                successor=successors.get(fact.superseded_by or ""),
            )
            for fact in facts
        )

    async def each(
        self, server: int | None = None, *, own: bool = False
    ) -> AsyncIterator[tuple[list[Statement], list[Damage]]]:
        """Yield one statement for every fact that the server sees, or of its `own` alone, retracted ones too.

        They come some at a time, with the facts that cannot be read, or whose sources or documents cannot.
        """

        async def read(numbers: Sequence[int]) -> tuple[Statement, ...]:
            return await self.statements(await self._store.facts_numbered(numbers), server)

        async for numbers in self._store.batches(server, own=own):
            statements, lost = await legible(numbers, read)
            yield statements, [Damage(f"F{number}", reason) for number, reason in lost.items()]

    async def with_successors(self, facts: Iterable[StoredFact], server: int | None = None) -> list[StoredFact]:
        """Return the facts, before each that is superseded what holds in its place, where anything does."""
        facts = list(facts)
        successors = await self._successors(facts, server)
        found: dict[int, StoredFact] = {}
        for fact in facts:
            if successor := successors.get(fact.superseded_by or ""):
                found.setdefault(successor.number, successor)
            found.setdefault(fact.number, fact)
        return list(found.values())

    async def _successors(self, facts: Iterable[StoredFact], server: int | None) -> dict[str, StoredFact]:
        """Return what holds in the place of superseded facts, as far as the server sees it, by the keys they name."""
        asked = {fact.superseded_by for fact in facts if fact.superseded_by}
        chain = await self._store.chain(asked, server)
        ends = {key: end for key in asked if (end := holding(key, chain))}
        if not ends:
            return {}
        shown = {fact.number for fact in await self._store.numbered([end.number for end in ends.values()], server)}
        return {key: end for key, end in ends.items() if end.number in shown}

    async def section(
        self, facts: Iterable[StoredFact], heading: str | None = None, server: int | None = None
    ) -> Section:
        return Section(await self.statements(facts, server), heading)

    async def by_standing(self, facts: Iterable[StoredFact], server: int | None) -> tuple[Section, ...]:
        """Return a section of the facts that hold, and one of those that are superseded, as far as there are any."""
        facts = list(facts)
        parts = {
            None: [fact for fact in facts if fact.rank == "normal"],
            "Superseded": [fact for fact in facts if fact.rank == "deprecated"],
        }
        return tuple([await self.section(part, title, server) for title, part in parts.items() if part])

    async def passages(self, citations: Collection[Citation], server: int | None = None) -> tuple[Place, ...]:
        """Return the places as they are in the documents of now, without those that read otherwise."""
        sources = await self._store.sources_keyed({cited.source for cited in citations}, server)
        documents = await self._shelf.of(sources)
        on_hand = [(source, document) for source in sources if (document := documents.get(source.number))]
        places = (
            next((place for source, document in on_hand if (place := passage(source, document, cited))), None)
            for cited in citations
        )
        return tuple(filter(None, places))

    async def stands(self, answer: Answer) -> bool:
        """Say whether the statements of the answer are held against the documents that are on hand now."""
        places = [
            (place.source, place.document)
            for said in answer.statements
            for place in said.places
            if isinstance(place.source, StoredSource)
        ]
        documents = await self._shelf.of(source for source, _ in places)
        return all(documents.get(source.number) is document for source, document in places)

    def in_folder(self, source: StoredSource) -> bool:
        """Say whether the operator's folder holds the source's document, read or not."""
        return self._shelf.in_folder(source)

    async def documents(self, sources: Iterable[StoredSource]) -> dict[int, Document]:
        """Return the documents on hand by the numbers of their sources."""
        return await self._shelf.of(sources)

    async def document(self, source: StoredSource) -> Document | None:
        """Return the source's document, or None where it is not on hand or cannot be read."""
        return (await self._shelf.of([source])).get(source.number)


def passage(source: StoredSource, document: Document, cited: Citation) -> Place | None:
    """Return the place in the document, None where it is in another one or reads otherwise."""
    if source.key != cited.source or cited.paragraph > len(document.paragraphs):
        return None
    reads = document.fingerprints[cited.paragraph - 1] == cited.fingerprint
    return Place(cited, source, document) if reads else None


def quotation(source: StoredSource, document: Document, paragraph: int, span: tuple[int, int] | None = None) -> Place:
    """Return a passage of a document on hand, `span` being the words of it that are meant."""
    cited = Citation(
        source=source.key, paragraph=paragraph, span=span, fingerprint=document.fingerprints[paragraph - 1]
    )
    return Place(cited, source, document)
