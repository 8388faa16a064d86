"""Ingest of documents from files and folders: each is read, described by what it says of itself, and added."""

import asyncio
import os
from collections import deque
from collections.abc import AsyncIterator, Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from bot.briefing.apart import AT_ONCE
from bot.briefing.asker import Asker
from bot.briefing.prose import clean, quoted
from bot.briefing.refusals import Refusal
from bot.briefing.sources.copies import Copies
from bot.briefing.sources.description import built, from_file, suggested, titled
from bot.briefing.sources.extraction import Extraction, Upload, sized
from bot.briefing.sources.readers.block import Reading
from bot.briefing.sources.sources import RESERVED
from bot.briefing.sources.versions import moved, renewed, with_document
from db.bibliography import Source, StoredSource
from db.document_store import DocumentStore, Shelved
from db.documents import Edition
from db.errors import SourceTaken, StaleSource
from db.ledger.ledger import Ledger
from db.notes import Line, line
from db.store import Store

Outcome = Literal["added", "changed", "unchanged", "copy", "refused"]


@dataclass(frozen=True)
class Found:
    """A file that was named or stands in a folder that was, or why it is not looked at."""

    path: Path
    problem: Line = ()


@dataclass(frozen=True)
class Ingested:
    """What became of a file: the source that has its document, and what is to be said of it."""

    path: Path
    outcome: Outcome
    source: Source | None = None
    remarks: tuple[Line, ...] = ()


def files(paths: Iterable[Path]) -> Iterator[Found]:
    """Yield each file once, of folders those in them; what is hidden is left out, and no link leads out of a folder."""
    seen: set[Path] = set()
    for path in paths:
        if path.is_dir():
            found: Iterable[Found] = _within(path)
        elif path.is_file():
            found = [Found(path)]
        else:
            found = [_unread(path, "is no file that can be read" if path.exists() else "is not there")]
        for file in found:
            real = file.path.resolve()
            if file.problem or real not in seen:
                seen.add(real)
                yield file


def _within(folder: Path) -> Iterator[Found]:
    root = folder.resolve()
    for place, folders, names in os.walk(folder):
        folders[:] = sorted(name for name in folders if not _is_hidden(name))
        linked = [name for name in folders if Path(place, name).is_symlink()]
        for name in sorted((*linked, *(name for name in names if not _is_hidden(name)))):
            path = Path(place, name)
            if not path.resolve().is_relative_to(root):
                yield _unread(path, "is a link out of the folder, and is not followed")
            elif path.is_file():
                yield Found(path)
            elif name not in linked:
                yield _unread(path, "is no file that can be read")


def _unread(path: Path, problem: str) -> Found:
    return Found(path, line("{} {}.", quoted(_written(path.name)), line(problem)))


def _written(name: str) -> str:
    """Return a name as it can be stored: its bytes may be text in no encoding."""
    return name.encode("utf-8", "surrogateescape").decode("utf-8", "backslashreplace")


def _is_hidden(name: str) -> bool:
    # `~$` begins what an office program puts beside a file that is open in it.
    return name.startswith((".", "~$"))


class Ingest:
    """Carries out `footnote source add`: one transaction a file, and a file that cannot be read stops no other."""

    def __init__(self, store: Store, documents: DocumentStore, ledger: Ledger, extraction: Extraction) -> None:
        self._store = store
        self._documents = documents
        self._ledger = ledger
        self._extraction = extraction

    async def run(
        self, found: Sequence[Found], asker: Asker, *, key: str | None = None, dry: bool = False
    ) -> AsyncIterator[Ingested]:
        """Yield what became of each file, in their order; a dry run reads them all and writes nothing."""
        work = _Work(
            {source.key: source for source in await self._store.sources()},
            await self._documents.shelved(),
            key,
        )
        # The next files are read while one is written; the extraction lets so many be read at once.
        ahead: deque[asyncio.Task[_Brought | Ingested]] = deque()
        waiting = iter(found)
        try:
            while True:
                while len(ahead) <= AT_ONCE and (following := next(waiting, None)):
                    ahead.append(asyncio.create_task(self._bring(following, work)))
                if not ahead:
                    return
                brought = await ahead.popleft()
                yield brought if isinstance(brought, Ingested) else await self._take(brought, work, asker, dry=dry)
        finally:
            for reading in ahead:
                reading.cancel()
            # What they have started is ended with them.
            await asyncio.gather(*ahead, return_exceptions=True)

    async def _bring(self, file: Found, work: "_Work") -> "_Brought | Ingested":
        """Return what the file holds, or what becomes of it without being read."""
        if file.problem:
            return Ingested(file.path, "refused", remarks=(file.problem,))
        try:
            sized(file.path.name, file.path.stat().st_size)
            content = await asyncio.to_thread(file.path.read_bytes)
            upload = Upload(_written(file.path.name), content, _written(str(file.path.resolve())))
            known = work.known(upload)
            if known and known.forgotten:
                taken_down = "{} is the document of `{}`, which was taken down, and is not taken again."
                return Ingested(file.path, "refused", remarks=(line(taken_down, quoted(file.path.name), known.key),))
            if known and known.digest == upload.digest:
                return Ingested(file.path, "unchanged", work.sources[known.key])
            reading = await self._extraction.read(upload)
        except OSError:
            unopened = _unread(file.path, "cannot be opened: see that you may read it")
            return Ingested(file.path, "refused", remarks=(unopened.problem,))
        except Refusal as refusal:
            return Ingested(file.path, "refused", remarks=refusal.note)
        return _Brought(file.path, await asyncio.to_thread(upload.edition, reading), reading, known)

    async def _take(self, brought: "_Brought", work: "_Work", asker: Asker, *, dry: bool) -> Ingested:
        """Add the document, or bring it to the source whose file it is."""
        before = work.sources.get(brought.known.key if brought.known else work.wanted or "")
        if before is not None and brought.known is None and before.fingerprints:
            taken = line("`{0}` has a document: `!source edit {0} file: …` brings it a new version.", before.key)
            return Ingested(brought.path, "refused", before, (taken,))
        try:
            described = before.content if before else work.described(brought)
        except Refusal as refusal:
            return Ingested(brought.path, "refused", remarks=refusal.note)
        after = await with_document(described, brought.edition)
        copy = work.copies.of(after)
        if before is None and copy:
            return Ingested(brought.path, "copy", work.sources[copy], (line("It is the document of `{}`.", copy),))
        remarks = [line("Mind that {}.", warning) for warning in brought.reading.warnings]
        remarks += work.copies.remarks(after)
        if not dry:
            try:
                remarks += await self._write(before, after, brought.edition, asker)
            except (SourceTaken, StaleSource):
                return Ingested(brought.path, "refused", after, (line("`{}` was changed meanwhile.", after.key),))
        work.take(after, brought.edition)
        return Ingested(brought.path, "changed" if before else "added", after, tuple(remarks))

    async def _write(
        self, before: StoredSource | None, after: Source, edition: Edition, asker: Asker
    ) -> Sequence[Line]:
        async with self._ledger.change(asker.actor, reason=f"read from {clean(edition.name)}") as change:
            if before is None:
                await change.sources.add(after)
                await change.sources.put_document(after.key, edition)
                return []
            return [(words,) for words in moved(await renewed(change, before, after, edition))]


@dataclass(frozen=True)
class _Brought:
    """A file that was read, and the document that was read from it before."""

    path: Path
    edition: Edition
    reading: Reading
    known: Shelved | None


class _Work:
    """What is known while files are taken one after the other: sources, their documents, and the key that is wanted."""

    def __init__(self, sources: dict[str, StoredSource], shelved: Iterable[Shelved], wanted: str | None) -> None:
        self.sources: dict[str, StoredSource] = sources
        self.wanted = wanted
        self.copies = Copies(sources.values())
        self._by_path: dict[str, Shelved] = {}
        self._by_digest: dict[str, Shelved] = {}
        self._newest: dict[str, Shelved] = {}
        for document in shelved:
            self._shelve(document)

    def known(self, upload: Upload) -> Shelved | None:
        """Return the document that was read from this file before, or from one that holds the same."""
        return self._by_path.get(upload.path or "") or self._by_digest.get(upload.digest)

    def described(self, brought: _Brought) -> Source:
        """Return the source as the file describes itself, under a key that is free."""
        title = titled(_written(brought.path.stem))
        said = from_file(brought.reading, {})
        fields = {"title": title, **said}
        key = self.wanted or self._free(suggested(fields) or suggested({"title": title}) or "document")
        source, problems = built({"key": key, **fields})
        if source is None:
            # What a file says of itself may be anything; its name is a title always.
            source, problems = built({"key": key, "title": title})
        if source is None:
            raise Refusal("{}", problems)
        if key in RESERVED:
            raise Refusal("`{}` is a command of `!source` and cannot be a key: write another.", key)
        return source

    def take(self, source: Source, edition: Edition) -> None:
        number = self.sources[source.key].number if source.key in self.sources else 0
        self.sources[source.key] = StoredSource(**source.model_dump(by_alias=True), number=number)
        self.copies.add(source)
        self._shelve(Shelved(source.key, edition.digest or "", edition.path, forgotten=False))

    def _shelve(self, document: Shelved) -> None:
        before = self._newest.get(document.key)
        if before and not document.forgotten and self._by_digest.get(before.digest) is before:
            # A file that holds what a source had before is no longer here.
            del self._by_digest[before.digest]
        self._newest[document.key] = self._by_digest[document.digest] = document
        if document.path:
            self._by_path[document.path] = document

    def _free(self, key: str) -> str:
        names = (key, *(f"{key[:76].rstrip('-')}-{number}" for number in range(2, len(self.sources) + 3)))
        return next(name for name in names if name not in self.sources and name not in RESERVED)
