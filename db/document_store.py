"""Documents on hand: those added by command, and those in the operator's folder."""

import os
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from cachetools import LRUCache
from sqlalchemy import func, select

from db import passage_index, tables
from db.bibliography import Source, StoredSource
from db.damage import legible
from db.documents import Document
from db.engine import Database, recorded
from db.errors import UnreadableDocument
from db.locator import Locator

LARGEST = 20_000_000  # bytes
REMEMBERED = 50_000_000  # letters of documents that stay in memory, of the folder and of the store each


@dataclass(frozen=True)
class Unindexed:
    """A source whose document is to be indexed: one that was added, or as `edition` names it in the folder, or none."""

    number: int
    server: int
    record: Source
    added: int | None
    edition: str | None


class DocumentFolder:
    """The documents that the operator has on hand, by the name of their file."""

    def __init__(self, folder: Path | None, remembered: int = REMEMBERED) -> None:
        self.folder = folder
        self._read: LRUCache[Path, tuple[tuple[int, ...], Document]] = LRUCache(remembered, _letters)

    def edition(self, source: Source) -> str | None:
        """Return what tells one state of the source's file from another, None where there is none."""
        try:
            path = self.path(source)
            if path is None:
                return None
            state = path.stat()
        except UnreadableDocument:
            return None
        except OSError:
            # As good as not there: `footnote doctor` says that the folder cannot be read.
            return None
        # Without what a folder that is mounted anew has otherwise, and nothing else.
        return f"file {state.st_mtime_ns} {state.st_size} {state.st_ctime_ns}"

    def path(self, source: Source) -> Path | None:
        """Return where the source's file is, or None where it is not there.

        Raises UnreadableDocument where it leads out of the folder, OSError where it cannot be looked at.
        """
        if self.folder is None or source.document is None:
            return None
        path = self.folder / source.document
        if not path.is_file():
            return None
        if not path.resolve().is_relative_to(self.folder.resolve()):
            raise UnreadableDocument(path, "it is a link out of the folder, and is not followed")
        return path.resolve()

    def of(self, source: Source) -> Document | None:
        """Return the source's document, or None where it is not on hand.

        Raises UnreadableDocument where a file is there that is not UTF-8 text, or leads out of the folder.
        """
        if self.folder is None or source.document is None:
            return None
        named = self.folder / source.document
        try:
            path = self.path(source)
            if path is None:
                return None
            status = path.stat()
            if status.st_size > LARGEST:
                raise UnreadableDocument(path, f"it has more than {LARGEST // 1_000_000} MB")
            state = _state(status)
            known = self._read.get(path)
            if known is None or known[0] != state:
                known = self._read[path] = state, Document(path.read_bytes().decode("utf-8-sig"))
            return known[1]
        except UnicodeDecodeError as error:
            raise UnreadableDocument(named, "it is not UTF-8 text") from error
        except OSError as error:
            raise UnreadableDocument(named, error.strerror or "the file cannot be opened") from error


@dataclass(frozen=True)
class Shelved:
    """A document that was read from a file: whose it is, the file's digest and place, and whether it was taken down."""

    key: str
    digest: str
    path: str | None
    forgotten: bool


class DocumentStore:
    """Gives sources their documents.

    The newest that was added by command counts, then the operator's folder. The folder serves shared sources only:
    a server's source that names one of its files must not open it.
    """

    def __init__(self, database: Database, folder: DocumentFolder, remembered: int = REMEMBERED) -> None:
        self._database = database
        self._folder = folder
        self._read: LRUCache[int, tuple[int, Document]] = LRUCache(remembered, _letters)

    async def of(self, sources: Iterable[StoredSource]) -> dict[int, Document]:
        """Return the documents on hand by the numbers of their sources.

        A file that cannot be read is as good as not on hand: `footnote doctor` says so.
        """
        wanted = {source.number: source for source in sources}
        found = await self._added({number: source.edition for number, source in wanted.items()})
        for number, source in wanted.items():
            if number in found or source.server is not None or source.forgotten:
                continue
            try:
                document = self._folder.of(source)
            except UnreadableDocument:
                continue
            if document is not None:
                found[number] = document
        for document in found.values():
            await document.read()
        return found

    async def shelved(self) -> list[Shelved]:
        """Return the shared documents that were read from files, the newest last, without those that were undone."""
        rows, sources = tables.document, tables.source
        query = (
            select(rows.c.digest, rows.c.path, rows.c.text.is_(None).label("empty"), sources.c.key, sources.c.record)
            .join(sources, sources.c.id == rows.c.source_id)
            .where(sources.c.server == tables.SHARED, rows.c.digest.is_not(None))
            .order_by(rows.c.id)
        )
        async with self._database.reading() as connection:
            found = [(row, bool(row.record.get("forgotten"))) for row in await connection.execute(query)]
        return [
            Shelved(row.key, row.digest, row.path, forgotten) for row, forgotten in found if forgotten or not row.empty
        ]

    def in_folder(self, source: StoredSource) -> bool:
        """Say whether the operator's folder holds the source's document, read or not."""
        try:
            return source.server is None and self._folder.of(source) is not None
        except UnreadableDocument:
            return True

    async def _added(self, editions: Mapping[int, int | None]) -> dict[int, Document]:
        found: dict[int, Document] = {}
        unread = []
        for number, edition in editions.items():
            known = self._read.get(number)
            if known and known[0] == edition:
                found[number] = known[1]
                continue
            # What was forgotten or superseded does not live on in memory.
            self._read.pop(number, None)
            if edition is not None:
                unread.append(edition)
        if unread:
            rows = tables.document
            query = select(rows).where(rows.c.id.in_(unread), rows.c.text.is_not(None))
            async with self._database.reading() as connection:
                read = await recorded(
                    await connection.execute(query), lambda row: (row.source_id, row.id, document_of(row))
                )
            for number, newest, document in read:
                found[number] = document
                self._read[number] = newest, document
        return found

    async def stale(self) -> list[Unindexed]:
        """Return the sources whose paragraphs are not indexed as their documents are now."""
        source, rows, kept = tables.source, tables.document, tables.passage_edition
        newest = select(rows.c.source_id, func.max(rows.c.id).label("id")).where(rows.c.text.is_not(None))
        added = newest.group_by(rows.c.source_id).subquery()
        query = (
            select(source, added.c.id.label("added"), kept.c.edition)
            .outerjoin(added, added.c.source_id == source.c.id)
            .outerjoin(kept, kept.c.source_id == source.c.id)
            .order_by(source.c.id)
        )

        async def read(numbers: Sequence[int]) -> Sequence[Any]:
            async with self._database.reading() as connection:
                return (await connection.execute(query.where(source.c.id.in_(numbers)))).all()

        async with self._database.reading() as connection:
            numbers = (await connection.scalars(select(source.c.id).order_by(source.c.id))).all()
        # A source that cannot be read keeps nobody from starting: `footnote doctor` names it.
        found, _ = await legible(numbers, read)
        stale = []
        for row in found:
            record = Source.stored(row.record)
            named = passage_index.added(row.added) if row.added else self._in_folder(record, row.server)
            if named is None and row.edition and self._folder.folder is None and row.edition.startswith("file "):
                # Whoever runs without the folder leaves alone what is indexed of it.
                continue
            if named != row.edition:
                stale.append(Unindexed(row.id, row.server, record, row.added, named))
        return stale

    async def index(self) -> int:
        """Index what is on hand as it is now, one document a transaction; return how many documents were indexed."""
        stale = await self.stale()
        for source in stale:
            document = await self._unindexed(source)
            async with self._database.writing() as connection:
                if document is None or source.edition is None:
                    await passage_index.drop_document(connection, source.number)
                else:
                    await passage_index.index_document(
                        connection, source.number, source.server, document, source.edition
                    )
        return len(stale)

    async def index_anew(self) -> int:
        """Index everything on hand from the beginning."""
        async with self._database.writing() as connection:
            await passage_index.clear(connection)
        return await self.index()

    def _in_folder(self, record: Source, server: int) -> str | None:
        return None if server != tables.SHARED or record.forgotten else self._folder.edition(record)

    async def _unindexed(self, source: Unindexed) -> Document | None:
        if source.added is not None:
            rows = tables.document
            async with self._database.reading() as connection:
                row = (await connection.execute(select(rows).where(rows.c.id == source.added))).one()
            return document_of(row)
        try:
            return self._folder.of(source.record)
        except UnreadableDocument:
            return None


def _state(file: os.stat_result) -> tuple[int, ...]:
    """Return what tells a file from another in its place, which may have the same time: `cp -p`, `rsync -t`."""
    return file.st_mtime_ns, file.st_size, file.st_dev, file.st_ino, file.st_ctime_ns


def _letters(read: tuple[object, Document]) -> int:
    return len(read[1].text)


def document_of(row: Any) -> Document:
    """Return the document of a row that has its text."""
    locators = tuple(Locator(page, tuple(headings)) for page, headings in row.locators or ())
    return Document(row.text, locators, row.reader)
