"""Documents on hand: those added by command, and those in the operator's folder."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import select

from db import tables
from db.bibliography import Source, StoredSource
from db.documents import Document
from db.engine import Database
from db.errors import UnreadableDocument

LARGEST = 20_000_000  # bytes


class DocumentFolder:
    """The documents that the operator has on hand, by the name of their file."""

    def __init__(self, folder: Path | None) -> None:
        self.folder = folder
        self._read: dict[Path, tuple[int, Document]] = {}

    def of(self, source: Source) -> Document | None:
        """Return the source's document, or None where it is not on hand.

        Raises UnreadableDocument where a file is there that is not UTF-8 text, or leads out of the folder.
        """
        if self.folder is None or source.document is None:
            return None
        path = self.folder / source.document
        try:
            if not path.is_file():
                return None
            if not path.resolve().is_relative_to(self.folder.resolve()):
                raise UnreadableDocument(path, "it is a link out of the folder, and is not followed")
            if path.stat().st_size > LARGEST:
                raise UnreadableDocument(path, f"it has more than {LARGEST // 1_000_000} MB")
            changed = path.stat().st_mtime_ns
            if path not in self._read or self._read[path][0] != changed:
                self._read[path] = changed, Document(path.read_bytes().decode("utf-8-sig"))
            return self._read[path][1]
        except UnicodeDecodeError as error:
            raise UnreadableDocument(path, "it is not UTF-8 text; `footnote source add` reads other files") from error
        except OSError as error:
            raise UnreadableDocument(path, error.strerror or "the file cannot be opened") from error


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

    def __init__(self, database: Database, folder: DocumentFolder) -> None:
        self._database = database
        self._folder = folder
        self._read: dict[int, tuple[int, Document]] = {}

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
        for number, edition in editions.items():
            # What was forgotten or superseded does not live on in memory.
            if number in self._read and self._read[number][0] != edition:
                del self._read[number]
        unread = [edition for number, edition in editions.items() if edition is not None and number not in self._read]
        if unread:
            rows = tables.document
            query = select(rows.c.source_id, rows.c.id, rows.c.text)
            async with self._database.reading() as connection:
                for row in await connection.execute(query.where(rows.c.id.in_(unread), rows.c.text.is_not(None))):
                    self._read[row.source_id] = row.id, Document(row.text)
        return {number: self._read[number][1] for number in editions if number in self._read}
