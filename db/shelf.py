"""The shelf: every document on hand, added by command or standing in the operator's folder."""

from collections.abc import Collection, Iterable

from sqlalchemy import func, select

from db import tables
from db.bibliography import StoredSource
from db.documents import Document, Documents, UnreadableDocument
from db.engine import Database


class Shelf:
    """Gives sources their documents.

    The newest that was added by command counts, then the operator's folder. The folder serves shared sources only:
    a server's source that names one of its files must not open it.
    """

    def __init__(self, database: Database, folder: Documents) -> None:
        self._database = database
        self._folder = folder
        self._read: dict[int, tuple[int, Document]] = {}

    async def of(self, sources: Iterable[StoredSource]) -> dict[int, Document]:
        """Return the documents on hand by the numbers of their sources.

        A file that cannot be read is as good as not on hand: `footnote doctor` says so.
        """
        wanted = {source.number: source for source in sources}
        found = await self._added(wanted)
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

    def in_folder(self, source: StoredSource) -> bool:
        """Say whether the operator's folder holds the source's document, read or not."""
        try:
            return source.server is None and self._folder.of(source) is not None
        except UnreadableDocument:
            return True

    async def _added(self, sources: Collection[int]) -> dict[int, Document]:
        rows = tables.document
        newest = (
            select(rows.c.source_id, func.max(rows.c.id).label("id"))
            .where(rows.c.source_id.in_(sources), rows.c.text.is_not(None))
            .group_by(rows.c.source_id)
        )
        async with self._database.reading() as connection:
            current = {row.source_id: row.id for row in await connection.execute(newest)}
            for number in sources:
                # What was forgotten or superseded does not live on in memory.
                if number in self._read and self._read[number][0] != current.get(number):
                    del self._read[number]
            unread = [id_ for number, id_ in current.items() if number not in self._read]
            query = select(rows.c.source_id, rows.c.id, rows.c.text).where(rows.c.id.in_(unread))
            for row in await connection.execute(query) if unread else ():
                self._read[row.source_id] = row.id, Document(row.text)
        return {number: self._read[number][1] for number in current}
