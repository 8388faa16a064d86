"""A version of a source's document, and what becomes of the citations into it."""

from collections.abc import Iterable, Mapping, Sequence

from bot.briefing.prose import counted, listed
from db.bibliography import Source
from db.documents import Document, Edition
from db.ledger.source_writer import Anchoring

LISTED = 40


def with_document(source: Source, edition: Edition) -> Source:
    """Return the source with the fingerprints of a document that came with it."""
    fingerprints = Document(edition.text).fingerprints
    return source.model_copy(update={"document": edition.name, "fingerprints": fingerprints, "forgotten": False})


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
