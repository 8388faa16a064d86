"""A version of a source's document, and what becomes of the citations into it."""

from collections.abc import Iterable, Mapping, Sequence

from bot.briefing.prose import counted, listed
from bot.briefing.refusals import Refusal
from db.bibliography import Source, StoredSource
from db.documents import Edition
from db.ledger.ledger import Change
from db.ledger.source_writer import Anchoring

LISTED = 40


async def with_document(source: Source, edition: Edition) -> Source:
    """Return the source with the fingerprints of a document that came with it, which is made ready to be indexed.

    Raises Refusal where a paragraph of it has more different words than are searched.
    """
    document = await edition.document.parted()
    if document.overfull:
        raise Refusal(
            "Paragraph {} of {} has more different words than I can search: break it into several lines, and add it "
            "again.",
            document.overfull,
            edition.name,
        )
    fingerprints = document.fingerprints
    return source.model_copy(update={"document": edition.name, "fingerprints": fingerprints, "forgotten": False})


async def renewed(change: Change, source: StoredSource, after: Source, edition: Edition) -> dict[Anchoring, list[int]]:
    """Bring a new version of the source's document, and return the facts whose citations are not as they were."""
    await change.sources.revise(source.content, after)
    await change.sources.put_document(source.key, edition)
    return await change.sources.anchor(source, after.fingerprints)


def paragraphs(source: Source) -> str:
    return counted(len(source.fingerprints), "paragraph")


def moved(troubled: Mapping[Anchoring, Sequence[int]]) -> Iterable[str]:
    """Yield what became of the citations into the document: the numbers of facts by check, those intact left out."""
    if not troubled:
        yield "Every citation into it is intact."
        return
    sentences: dict[Anchoring, str] = {
        "moved": "Passages that stand elsewhere now, where they are cited from now on",
        "ambiguous": "Passages that stand in several places now, and that I left as they were; look which is meant",
        "changed": "Passages that read otherwise now; see whether the facts still hold",
        "missing": "Passages that are gone; see whether the facts still hold",
    }
    for check, sentence in sentences.items():
        if check in troubled:
            yield f"{sentence}: {facts_listed(troubled[check])}."


def facts_listed(numbers: Sequence[int]) -> str:
    """Return the numbers of facts as people write them."""
    return listed((f"F{number}" for number in numbers), most=LISTED)
