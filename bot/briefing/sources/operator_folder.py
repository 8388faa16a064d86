"""The operator’s folder (`DOCUMENTS_DIR`): of its files, those that are no plain text are read as any file is.

What was read is the document from then on, and is read again only where the file has changed. Plain text is served as
it stands, and so is a file whose paragraphs are those that its source lists.
"""

import asyncio
from pathlib import Path

from bot.briefing.prose import clean, quoted
from bot.briefing.refusals import Refusal
from bot.briefing.sources.extraction import Extraction, Upload, is_read, sized
from db.actors import OPERATOR
from db.bibliography import StoredSource
from db.document_store import DocumentFolder, DocumentStore, Shelved
from db.errors import UnreadableDocument
from db.ledger.ledger import Ledger
from db.notes import Line, line
from db.store import Store


class OperatorFolder:
    """Reads the files that shared sources name, each version once, and has what is new searched."""

    def __init__(
        self, folder: DocumentFolder, store: Store, documents: DocumentStore, ledger: Ledger, extraction: Extraction
    ) -> None:
        self._folder = folder
        self._store = store
        self._documents = documents
        self._ledger = ledger
        self._extraction = extraction
        self._looked: dict[Path, str] = {}

    async def read(self) -> list[Line]:
        """Read what is new or has changed since, index it, and return why a file could not be read, in a sentence."""
        problems: list[Line] = []
        # What is damaged is told by whoever looks for damage, and keeps nothing from being answered.
        sources, _ = await self._store.legible_sources(None)
        named = [source for source in sources if self._is_to_be_read(source)]
        if named:
            newest = {document.key: document for document in await self._documents.shelved()}
            looked = (self._look(source, newest.get(source.key)) for source in named)
            problems += filter(None, await asyncio.gather(*looked))
        await self._documents.index()
        return problems

    def _is_to_be_read(self, source: StoredSource) -> bool:
        """Say whether the source names a file of the folder that is not what it was when it was looked at."""
        path = self._path(source)
        if path is None:
            return False
        state = self._folder.edition(source)
        if state is None or self._looked.get(path) == state:
            return False
        self._looked[path] = state
        return True

    def _path(self, source: StoredSource) -> Path | None:
        folder, name = self._folder.folder, source.document
        if folder is None or name is None or source.server is not None or source.retired or source.forgotten:
            return None
        return folder / name if is_read(name) else None

    async def _look(self, source: StoredSource, shelved: Shelved | None) -> Line | None:
        try:
            path = self._folder.path(source)
            if path is None or self._stands_as_listed(source):
                return None
            if source.edition is not None and (shelved is None or shelved.path != str(path)):
                # What was added by command counts before the folder.
                return None
            sized(path.name, path.stat().st_size)
            content = await asyncio.to_thread(path.read_bytes)
            upload = Upload(path.name, content, str(path))
            if shelved and shelved.digest == upload.digest:
                return None
            reading = await self._extraction.read(upload)
        except UnreadableDocument as problem:
            return line("{}", str(problem))
        except OSError as problem:
            return line("{} cannot be opened: {}.", quoted(source.document or ""), problem.strerror or "see its rights")
        except Refusal as refusal:
            return refusal.note[0] if refusal.note else None
        async with self._ledger.change(OPERATOR, reason=f"read from {clean(path.name)}") as change:
            await change.sources.put_document(source.key, upload.edition(reading))
        return None

    def _stands_as_listed(self, source: StoredSource) -> bool:
        """Say whether the file is text whose lines are the paragraphs that the source lists."""
        try:
            document = self._folder.of(source) if source.fingerprints else None
        except UnreadableDocument:
            return False
        return document is not None and document.fingerprints == source.fingerprints
