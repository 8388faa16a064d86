"""Facts made into statements: each citation with its source, held against the document."""

from collections.abc import Iterable

from bot.briefing.answer import Place, Section, Statement
from db.documents import Document, Documents, UnreadableDocument
from db.records import Source, StoredFact
from db.store import Store


class Evidence:
    """Gives facts their sources and checks."""

    def __init__(self, store: Store, documents: Documents) -> None:
        self._store = store
        self._documents = documents

    async def statements(self, facts: Iterable[StoredFact], server: int | None = None) -> tuple[Statement, ...]:
        """Return one statement a fact, in the order given."""
        facts = list(facts)
        cited = {citation.source for fact in facts for citation in fact.citations}
        shelf = {
            source.key: (source, self.document(source))
            for source in await self._store.sources(server)
            if source.key in cited
        }
        return tuple(
            Statement(fact, tuple(Place(citation, *shelf[citation.source]) for citation in fact.citations))
            for fact in facts
        )

    async def section(
        self, facts: Iterable[StoredFact], heading: str | None = None, server: int | None = None
    ) -> Section:
        return Section(await self.statements(facts, server), heading)

    def document(self, source: Source) -> Document | None:
        """Return the source's document, or None where it is not on hand or cannot be read."""
        try:
            return self._documents.of(source)
        except UnreadableDocument:
            # `footnote doctor` and `verify` say so; an answer shows the citation as unchecked.
            return None
