"""Diagnoses for the operator: what is missing or wrong, and what to do about it."""

from collections.abc import AsyncIterator, Sequence
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

from bot.briefing.prose import counted, listed
from bot.briefing.sources.copies import Copies
from bot.settings import Settings
from bot.verifier.verifier import Verifier
from db import fixtures, inspection, upgrade
from db.backup import Backups
from db.bibliography import Source, StoredSource
from db.diagnosis import Diagnosis
from db.document_store import DocumentFolder, DocumentStore
from db.engine import Database, opening
from db.errors import DamagedFixture, DatabaseUnusable, UnreadableDocument
from db.ledger.history import History
from db.ledger.ledger import Ledger
from db.passage_search import PassageSearch
from db.seed import has_example
from db.store import Store


async def examine(settings: Settings, *, repair: bool = False) -> list[Diagnosis]:
    """Look at everything, changing nothing unless `repair` asks for what can be mended to be mended."""
    findings = [_token(settings), _verifier(settings)]
    database = [finding async for finding in _database(settings, repair)]
    findings += database
    is_example = settings.fixtures_dir is None
    content = None if any(finding.wrong for finding in database) else await _store_content(settings)
    if is_example and content and not content.example:
        findings.append(Diagnosis("fixtures", "none: the store keeps a library of its own, without the example"))
        return findings + _documents(settings.documents_dir, content.sources)
    try:
        library = fixtures.load(settings.fixtures_dir or fixtures.seed_folder())
    except DamagedFixture as damage:
        return findings + [Diagnosis("fixtures", problem, "wrong") for problem in damage.problems]
    facts, sources = counted(len(library.facts), "fact"), counted(len(library.sources), "source")
    whose = "the shipped example, " if is_example else ""
    findings.append(Diagnosis("fixtures", f"{whose}{facts} from {sources}"))
    known = {source.key: source for source in (*library.sources, *(content.sources if content else ()))}
    return findings + _documents(settings.documents_dir, [known[key] for key in sorted(known)])


@dataclass(frozen=True)
class _StoreContent:
    """What a store that can be read holds: its sources, and whether it has the example."""

    sources: Sequence[StoredSource]
    example: bool


async def _store_content(settings: Settings) -> _StoreContent | None:
    try:
        database = Database(settings.database_url)
    except DatabaseUnusable:
        return None
    try:
        if not await database.exists() or await upgrade.state(database) != "current":
            return None
        store = Store(database)
        return _StoreContent(await store.sources(), await has_example(Ledger(database), store))
    except DatabaseUnusable:
        return None
    finally:
        await database.dispose()


def _token(settings: Settings) -> Diagnosis:
    if settings.discord_token is None:
        return Diagnosis("token", "no DISCORD_TOKEN, so only the terminal works; README.md says how to get one")
    return Diagnosis("token", "set; `footnote run` says whether Discord takes it and grants the message-content intent")


def _verifier(settings: Settings) -> Diagnosis:
    if settings.verifier == "off":
        return Diagnosis("verifier", "off, so questions are answered by words alone; VERIFIER=auto switches it on")
    if lacks := Verifier().lacks:
        if settings.verifier == "on":
            return Diagnosis("verifier", f"VERIFIER=on, so nothing starts: {lacks}, or set VERIFIER=auto", "wrong")
        return Diagnosis("verifier", f"questions are answered by words alone: {lacks}")
    return Diagnosis("verifier", "reads the best candidates for each question; VERIFIER=off leaves it to their words")


async def _database(settings: Settings, repair: bool) -> AsyncIterator[Diagnosis]:
    try:
        database = Database(settings.database_url)
    except DatabaseUnusable as problem:
        yield Diagnosis("database", str(problem), "wrong")
        return
    try:
        with opening(database):
            shelf = DocumentStore(database, DocumentFolder(settings.documents_dir))
            if repair and await database.exists():
                async for done in inspection.repair(database):
                    yield done
                yield Diagnosis("passages", f"indexed anew: {counted(await shelf.index_anew(), 'document')}")
            sound = True
            async for found in inspection.inspect(database):
                sound = sound and not found.wrong
                yield found
            if await database.exists():
                yield _backup(settings, database)
            if await database.exists():
                try:
                    for found in await _content(database, shelf):
                        yield found
                except Exception:
                    # Where the inspection has found nothing, nothing is damaged that could explain it.
                    if sound:
                        raise
                    yield Diagnosis("facts", "cannot be looked at, for what is damaged in the store", "unknown")
    except DatabaseUnusable as problem:
        yield Diagnosis("database", str(problem), "wrong")
    finally:
        await database.dispose()


async def _content(database: Database, shelf: DocumentStore) -> list[Diagnosis]:
    """Say what of the records wants a moderator's hand, and whether the passages are indexed."""
    if await upgrade.state(database) != "current":
        return []
    findings = []
    if unchecked := await History(database).unchecked():
        facts = listed((f"F{number}" for number in unchecked), most=20)
        findings.append(Diagnosis("facts", f"taken unchecked, and not edited since: {facts}"))
    store = Store(database)
    findings += [Diagnosis("facts", f"{damage}; see the ledger", "wrong") for damage in await store.damage()]
    for label, wrong in await store.refused():
        edit = f"fact edit {label} …" if label.startswith("F") else f"source edit {label} …"
        findings.append(Diagnosis("fields", f"{label}, {wrong}. It is shown without; `!{edit}` gives it another"))
    return [*findings, await _passages(database, shelf)]


def _backup(settings: Settings, database: Database) -> Diagnosis:
    """Say how old the newest backup is."""
    if settings.backup_dir is None:
        return Diagnosis("backups", "no BACKUP_DIR, so that none are made; `footnote backup` makes one", "unknown")
    every = timedelta(hours=settings.backup_every)
    backups = Backups(database, settings.backup_dir, every, settings.backup_keep)
    made, age = backups.made, backups.age
    if not made or age is None:
        return Diagnosis("backups", f"there is none in {settings.backup_dir}: `footnote run` makes them", "wrong")
    said = f"{counted(len(made), 'backup')}, the newest, {made[-1].name}, {age.total_seconds() / 3600:.0f} hours old"
    return Diagnosis("backups", said, "wrong" if backups.late else "sound")


async def _passages(database: Database, shelf: DocumentStore) -> Diagnosis:
    if stale := await shelf.stale():
        return Diagnosis("passages", f"{counted(len(stale), 'document')} not indexed yet; the next start does it")
    known = await PassageSearch(database).vocabulary(())
    return Diagnosis("passages", f"{counted(known.total, 'paragraph')} of documents on hand can be searched")


def _documents(folder: Path | None, sources: Sequence[Source]) -> list[Diagnosis]:
    added = [source for source in sources if isinstance(source, StoredSource) and source.edition]
    findings = [
        Diagnosis("documents", f"{source.key}: {counted(len(source.fingerprints), 'paragraph')}, in the store")
        for source in added
    ]
    findings += _same(sources)
    if folder is None:
        return [*findings, Diagnosis("documents", "no DOCUMENTS_DIR, so citations are shown as unchecked", "unknown")]
    try:
        if not folder.is_dir():
            wrong = Diagnosis("documents", f"there is no folder {folder}: correct DOCUMENTS_DIR", "wrong")
            return [*findings, wrong]
        next(folder.iterdir(), None)
    except OSError as error:
        said = f"DOCUMENTS_DIR cannot be looked at, so citations are shown as unchecked: {error.strerror}"
        return [*findings, Diagnosis("documents", said, "wrong")]
    documents = DocumentFolder(folder)
    for source in sources:
        if source in added:
            continue
        try:
            document = documents.of(source)
        except UnreadableDocument as problem:
            findings.append(Diagnosis("documents", str(problem), "wrong"))
            continue
        if document and document.overfull:
            said = f"paragraph {document.overfull} has more different words than are searched: break it into lines"
            findings.append(Diagnosis("documents", f"{source.key}: {said}", "wrong"))
            continue
        where = (
            counted(len(document.paragraphs), "paragraph")
            if document
            else f"no {source.document} in {folder}: unchecked"
        )
        findings.append(Diagnosis("documents", f"{source.key}: {where}"))
    return findings


def _same(sources: Sequence[Source]) -> list[Diagnosis]:
    """Name the sources that have the same document as one before them."""
    copies, findings = Copies(()), []
    for source in sources:
        if same := copies.of(source):
            findings.append(Diagnosis("documents", f"{source.key} has the same document as {same}"))
        copies.add(source)
    return findings
