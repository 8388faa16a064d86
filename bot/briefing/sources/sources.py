"""Sources by command: added, edited, retired, and their documents brought or taken down."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import PurePath

from bot.briefing.answer import Answer
from bot.briefing.arguments import Arguments
from bot.briefing.asker import Asker
from bot.briefing.evidence import Evidence
from bot.briefing.near import did_you_mean, near
from bot.briefing.prose import clean, counted, quoted
from bot.briefing.refusals import Refusal
from bot.briefing.sources.copies import Copies
from bot.briefing.sources.description import FIELDS, NONE, built, differences, from_file, suggested, titled
from bot.briefing.sources.extraction import Extraction, Upload, names_a_file
from bot.briefing.sources.readers.block import Reading
from bot.briefing.sources.versions import facts_listed, moved, paragraphs, renewed, with_document
from db.bibliography import Source, StoredSource
from db.documents import Edition
from db.errors import SourceTaken, StaleSource
from db.ledger.ledger import Change, Ledger
from db.ledger.source_writer import Anchoring
from db.notes import Code, Line, joined, line, note
from db.store import Store

RESERVED = frozenset(("add", "edit", "facts", "forget", "restore", "retire", "show"))
EXAMPLE = line(
    "`!source add post-2031 title: A night ferry for all author: Holm, Greta container-title: Ellery Post "
    "issued: 2031-04 url: https://post.example/ferry`, with the document attached"
)


class Sources:
    """Answers `!source add`, `edit`, `retire`, `restore` and `forget`."""

    def __init__(self, store: Store, ledger: Ledger, evidence: Evidence, extraction: Extraction) -> None:
        self._store = store
        self._evidence = evidence
        self._ledger = ledger
        self._extraction = extraction

    async def add(self, arguments: Arguments, asker: Asker, upload: Upload | None = None) -> Answer:
        """Add a source, with its document where one is brought."""
        written = {FIELDS[name]: value for name, value in arguments.values.items() if name in FIELDS}
        document, trouble = await self._brought(arguments, upload, arguments.subject)
        taken = from_file(document[1], written) if document else {}
        if upload and document and "title" not in written:
            taken.setdefault("title", titled(PurePath(upload.name).stem))
        key = arguments.subject or suggested({**taken, **written})
        source, problems = built({"key": key or "unnamed", **taken, **written})
        if not key:
            problems = [line("The key by which it is cited is missing: write it first, as `post-2031`."), *problems]
        arguments.refuse_problems(*problems, *trouble, example=EXAMPLE)
        assert source is not None
        if source.key in RESERVED:
            raise Refusal("`{}` is a command of `!source` and cannot be a key: write another.", source.key)
        if document:
            source = await with_document(source, document[0])
        brought = f"its document has {paragraphs(source)}" if document else "no document came with it"
        hint = (
            "`!source show {} 1` shows the first."
            if document
            else "Attach one to `!source edit {}`, or its citations stay unchecked."
        )
        lines = [
            line("`{}`: {}", source.key, source.reference),
            line("Added; {}. {}", brought, line(hint, source.key)),
            line("A fact cites it with `source: {} paragraph: 1`.", source.key),
        ]
        if document:
            lines.append(line("`!source facts {}` drafts facts of it.", source.key))
        if taken:
            lines.append(line("Taken from the file: {}; `!source edit {}` corrects it.", ", ".join(taken), source.key))
        if document:
            lines += [line("Mind that {}.", warning) for warning in document[1].warnings]
            lines += await self._copies(source, asker.server)
        added = Answer("done", f"Source: {source.label}", note=tuple(lines))
        try:
            async with self._ledger.change(asker.actor, asker.server) as change:
                await change.sources.add(source)
                if document:
                    await change.sources.put_document(source.key, document[0])
        except SourceTaken:
            raise Refusal("{}", await self._taken(source.key, asker.server)) from None
        return added

    async def edit(self, arguments: Arguments, asker: Asker, upload: Upload | None = None) -> Answer:
        """Change fields of a source, or bring a new version of its document, which every citation is held against."""
        source = await self._own(arguments.subject, asker.server, "edit")
        before = source.content
        changes = {
            FIELDS[name]: None if value.casefold() == NONE else value
            for name, value in arguments.values.items()
            if name in FIELDS
        }
        # In a thread: of a long document there are as many fingerprints.
        dumped = await asyncio.to_thread(before.model_dump, by_alias=True, exclude_defaults=True)
        after, problems = await asyncio.to_thread(built, {**dumped, **changes})
        document, trouble = await self._brought(arguments, upload, before.key)
        arguments.refuse_problems(
            *problems, *trouble, example=line("`!source edit {} issued: 2031-04-02 publisher: none`", before.key)
        )
        assert after is not None
        if document:
            after = await with_document(after, document[0])
        elif not changes:
            raise Refusal(
                "Say what to change of `{}`: {}, or attach the new version of its document.",
                before.key,
                joined((Code(f"{name}:"),) for name in FIELDS),
            )
        elif after == before:
            return Answer("done", f"Source: {after.label}", note=note("It says that already; nothing was changed."))
        troubled: dict[Anchoring, list[int]] = {}
        async with self._changing(source, asker, None) as change:
            if document:
                troubled = await renewed(change, source, after, document[0])
            else:
                await change.sources.revise(before, after)
        lines: list[Line] = [(words,) for words in differences(before, after)]
        if document:
            lines += [line("The document has {} now.", paragraphs(after)), *((words,) for words in moved(troubled))]
            lines += [line("Mind that {}.", warning) for warning in document[1].warnings]
            lines += await self._copies(after, asker.server)
        return Answer("done", f"Source changed: {after.label}", note=tuple(lines))

    async def retire(self, arguments: Arguments, asker: Asker) -> Answer:
        """Mark a source as one no longer to be relied on; the facts that cite it stay, and say so."""
        source = await self._own(arguments.subject, asker.server, "retire")
        reason = _reason(arguments, line("`!source retire {} reason: the paper withdrew the article`", source.key))
        if source.retired:
            raise Refusal("`{}` is retired already: {}", source.key, clean(source.retired))
        after, problems = built({**source.content.model_dump(by_alias=True), "retired": reason})
        arguments.refuse_problems(*problems, example=line("`!source retire {} reason: withdrawn`", source.key))
        assert after is not None
        async with self._changing(source, asker, reason) as change:
            await change.sources.revise(source.content, after)
        count, _ = await self._store.counts.cited_paragraphs(source, asker.server)
        alone = await self._store.resting_on(source, asker.server)
        citing = counted(count, "fact cites", "facts cite") if count else "No fact cites"
        kept = f"; {'none was' if count > 1 else 'it was not'} removed" if count else ""
        flagged = f" These rest on it alone, and say so in answers: {facts_listed(alone)}." if alone else ""
        retired = note("{} it{}.{}\n`!source restore {}` takes it back.", citing, kept, flagged, source.key)
        return Answer("done", f"Source retired: {source.label}", note=retired)

    async def restore(self, arguments: Arguments, asker: Asker) -> Answer:
        """Take a retirement back."""
        source = await self._own(arguments.subject, asker.server, "restore")
        arguments.refuse_problems(example=line("`!source restore {}`", source.key))
        if not source.retired:
            raise Refusal("`{}` is not retired.", source.key)
        async with self._changing(source, asker, arguments.get("reason")) as change:
            await change.sources.revise(source.content, source.content.model_copy(update={"retired": None}))
        return Answer(
            "done", f"Source restored: {source.label}", note=note("The facts that cite it are no longer flagged.")
        )

    async def forget(self, arguments: Arguments, asker: Asker) -> Answer:
        """Take a document's text down; citations, fingerprints and facts stay, and are unchecked from then on."""
        source = await self._own(arguments.subject, asker.server, "forget")
        reason = _reason(arguments, line("`!source forget {} reason: the publisher asked for it`", source.key))
        if source.forgotten:
            raise Refusal("The document of `{}` is forgotten already.", source.key)
        async with self._changing(source, asker, reason) as change:
            count = await change.sources.forget_document(source.key)
            await change.sources.revise(source.content, source.content.model_copy(update={"forgotten": True}))
        await self._ledger.scrub()
        lines = [line("Its text is gone from the store ({}), its fingerprints are kept.", counted(count, "version"))]
        if self._evidence.in_folder(source):
            lines.append(line("Its file {} in DOCUMENTS_DIR is no longer read: delete it there.", source.document))
        lines.append(line("The facts that cite it stay; their citations are unchecked from now on."))
        return Answer("done", f"Document forgotten: {source.label}", note=tuple(lines))

    @asynccontextmanager
    async def _changing(self, source: StoredSource, asker: Asker, reason: str | None) -> AsyncIterator[Change]:
        """Give a change to one source, refused where somebody else has changed the source meanwhile."""
        try:
            async with self._ledger.change(asker.actor, asker.server, reason) as change:
                yield change
        except StaleSource:
            raise Refusal(
                "Somebody else has changed `{0}` meanwhile, so I left it as it is: look at it with "
                "`!source show {0}`, and try again.",
                source.key,
            ) from None

    async def _own(self, key: str, server: int | None, verb: str) -> StoredSource:
        """Return the source that this server may change; raises Refusal for all others."""
        if not key:
            raise Refusal("Say which source: write `!source {}` and its key. `!sources` lists the keys.", verb)
        source = await self._store.source(key, server)
        if source is None:
            known = {source.key: source.key for source in await self._store.sources(server)}
            hint = did_you_mean(near(key, known), f"`!source {verb} {{}}`") or line("`!sources` lists them.")
            raise Refusal("I have no source {}. {}", quoted(key), hint)
        if source.server != server:
            raise Refusal(
                "`{}` is shared by all servers, and only whoever runs the bot changes it, in the terminal. "
                "`!fact hide` and a fact’s number hides a shared fact here.",
                source.key,
            )
        return source

    async def _brought(
        self, arguments: Arguments, upload: Upload | None, key: str
    ) -> tuple[tuple[Edition, Reading] | None, list[Line]]:
        """Return the document that was attached or pasted and what was read of it, and what is wrong with it."""
        pasted = arguments.get("text")
        if upload and pasted:
            return None, [line("`text:` and a file are two documents: leave one out.")]
        if pasted and names_a_file(pasted):
            asked = (
                "`text:` {} is the name of a file, and not its text: attach the file, or write `file: {}` in the "
                "terminal, or paste what is in it."
            )
            return None, [line(asked, quoted(pasted), clean(pasted))]
        if pasted:
            upload = Upload(f"{clean(key) or 'pasted'}.txt", pasted.encode("utf-8", "replace"))
        if upload is None:
            return None, []
        try:
            reading = await self._extraction.read(upload)
        except Refusal as refusal:
            return None, list(refusal.note)
        return (await asyncio.to_thread(upload.edition, reading), reading), []

    async def _copies(self, source: Source, server: int | None) -> list[Line]:
        """Say which other sources have the same document, in a thread: there may be many long ones."""
        known = await self._store.sources(server)
        return await asyncio.to_thread(lambda: Copies(known).remarks(source))

    async def _taken(self, key: str, server: int | None) -> Line:
        existing = await self._store.source(key, server)
        taken = {source.key for source in await self._store.sources(server)}
        free = next(name for number in range(2, len(taken) + 3) if (name := f"{key[:76]}-{number}") not in taken)
        what = f" by {existing.reference}" if existing else ""
        return line(
            "The key `{0}` is taken{1}. If yours is another source, `{2}` is free; "
            "`!source edit {0}` changes the one that is there.",
            key,
            what,
            free,
        )


def _reason(arguments: Arguments, example: Line) -> str:
    reason = arguments.get("reason")
    arguments.refuse_problems(*(() if reason else (line("`reason:` is missing: say why."),)), example=example)
    assert reason is not None
    return reason
