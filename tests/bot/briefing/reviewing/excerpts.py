"""Excerpts of a document for the tests of what rules read: of all of its sentences, one after the other."""

from bot.briefing.reviewing.rules import Excerpt, statements
from db.documents import Document


def excerpts(document: Document, language: str | None = None) -> list[Excerpt]:
    """Return the sentences of a document that state a fact, in their order, each wording once."""
    return [excerpt for _, stated in statements(document, language) for excerpt in stated]
