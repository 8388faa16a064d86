"""Passages of the documents on hand that may answer what no fact does: offered as what they are, not yet a fact."""

import re
from dataclasses import dataclass
from functools import lru_cache

from bot.briefing.asking.analysis import QuestionAnalysis
from bot.briefing.asking.weighted_query import WeightedTerm
from bot.briefing.evidence import Evidence
from db.bibliography import StoredSource
from db.notes import Note, note
from db.store import Store
from db.tokenizer import stems

OFFERED = 2
SHARE = 0.7  # of what the question names, terms, that a paragraph has to hold
BETTER = 0.1  # by how much it has to hold more than the nearest fact does
EXCERPT = 240
SEARCHED = 2000  # paragraphs

_SENTENCE = re.compile(r"(?<=[.!?”\"])\s+")


@dataclass(frozen=True)
class PassageSuggestion:
    """A paragraph, by its number, with the sentence that holds most of the question."""

    source: StoredSource
    paragraph: int
    excerpt: str
    share: float

    @property
    def offer(self) -> Note:
        """The suggestion in words, with the line by which a moderator makes a fact of it."""
        place = f"source: {self.source.key} paragraph: {self.paragraph}"
        return note(
            "Not yet a fact, but it may help: {}, ¶{}: “{}”\n"
            "A moderator can make a fact of it: `!fact add kind: … topics: … text: … {}`",
            self.source.label,
            self.paragraph,
            self.excerpt,
            place,
        )


class PassageSuggestions:
    """Searches the documents that a server has on hand."""

    def __init__(self, store: Store, evidence: Evidence) -> None:
        self._store = store
        self._evidence = evidence

    async def near(self, analysis: QuestionAnalysis, server: int | None = None) -> list[PassageSuggestion]:
        """Return the paragraphs that hold most of the question, where they hold clearly more than the nearest fact."""
        terms = analysis.weighted
        if not terms:
            return []
        least = max(SHARE, BETTER + (analysis.ranked[0].features.coverage if analysis.ranked else 0.0))
        if least > 1:
            return []
        found: list[PassageSuggestion] = []
        searched = 0
        sources = await self._store.sources(server)
        documents = await self._evidence.documents(sources)
        for source in sources:
            document = documents.get(source.number)
            for number, paragraph in enumerate(document.paragraphs if document else (), 1):
                searched += 1
                share = _share(terms, paragraph)
                if share >= least:
                    found.append(PassageSuggestion(source, number, _excerpt(terms, paragraph), share))
            if searched > SEARCHED:
                break
        return sorted(found, key=lambda suggestion: -suggestion.share)[:OFFERED]


def _share(terms: tuple[WeightedTerm, ...], text: str) -> float:
    present = _stems(text)
    found = (term.weight for term in terms if any(map(present.issuperset, term.term.alternatives)))
    return sum(found) / sum(term.weight for term in terms)


def _excerpt(terms: tuple[WeightedTerm, ...], paragraph: str) -> str:
    sentence = max(_SENTENCE.split(paragraph), key=lambda sentence: _share(terms, sentence))
    return sentence if len(sentence) <= EXCERPT else f"{sentence[: EXCERPT - 1].rsplit(' ', 1)[0]}…"


@lru_cache(maxsize=4096)
def _stems(text: str) -> frozenset[str]:
    return frozenset(stems(text))
