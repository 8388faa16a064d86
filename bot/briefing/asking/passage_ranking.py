"""Ranking of passages by how well each answers a question, and of the sentences of each.

Plain BM25 knows nothing of what stands around a paragraph: a question names the subject of a document, which its title
says once, and a paragraph goes on about what its heading and the one before named. Words alone, or a verifier's reading
beside them; what each is worth is in `docs/documents.md`.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from threading import Lock
from typing import Final

from cachetools import LRUCache, cached

from bot.briefing.answer import Place
from bot.briefing.asking.answer_types import Stems
from bot.briefing.asking.question import Question
from bot.briefing.asking.ranking import logit
from bot.briefing.asking.sentence_fit import SentenceFit
from bot.briefing.asking.weighted_query import WeightedQuery
from bot.briefing.evidence import quotation
from bot.briefing.sentences import Span, sentences
from db.bibliography import StoredSource
from db.documents import Document, indexed
from db.passage_search import IndexedPassage, PassageVocabulary
from db.tokenizer import stems

# BM25, with what stands around a paragraph as further, lesser occurrences of a word.
SATURATION = 1.2
BY_LENGTH = 0.4
HEADING = 0.5
TITLE = 0.55
BEFORE = 0.15
AFTER = 0.075
LEAD = 0.3
# How far a sentence accounts for what another place says.
SENTENCE_BEFORE = 0.35
SENTENCE_BESIDE = 0.3
SENTENCE_UNDER = 0.4
SENTENCE_TITLED = 0.3
SENTENCE_LED = 0.35
IS_HEADING = 0.3  # what a heading loses: what stands under it tells more
ITEMS, ITEM = 12, 300  # so many items of so many characters stand under what announces their list

PARAGRAPH = 0.75  # how much the paragraph counts beside its best sentence
READ = 10  # passages whose sentences are read
VERIFIED = 6  # passages of which a verifier reads the best sentences …
SENTENCES = 5  # … so many of each
# By how much a logit of the verifier's lifts a passage, and a sentence among those of its passage.
LIFTS_PASSAGE = 0.06
LIFTS_SENTENCE = 0.3

# Whether the best passages answer: fitted on the answerable and unanswerable questions of two public sets.
ANSWERS: Final = {"constant": -3.55, "score": 2.28}
ANSWERS_VERIFIED: Final = {"constant": -2.05, "score": 0.95, "logit": 0.57}
CLOSEST = 3  # of which the best logit decides

# Paragraphs whose sentences are remembered: a question is often put in parts, once more, or explained.
REMEMBERED = 500_000  # letters of paragraphs
Sentences = tuple[tuple[Span, Stems], ...]


@dataclass(frozen=True)
class PassageCandidate:
    """A paragraph that full text found, with its source."""

    indexed: IndexedPassage
    source: StoredSource
    document: Document

    @property
    def text(self) -> str:
        return self.document.paragraphs[self.indexed.paragraph - 1]

    @property
    def sentences(self) -> Sentences:
        return _parted(self.text, self.source.language or "en")

    @property
    def is_current(self) -> bool:
        """Say whether the document reads as it did when it was indexed."""
        # Mostly the sentences have the stems of their paragraph, and are parted already.
        said = tuple(stem for _, line in self.sentences for stem in line)
        return self.indexed.text == said or self.indexed.text == indexed(self.text)

    @property
    def is_heading(self) -> bool:
        """Say whether it is what the paragraph after it stands under."""
        return self.text in self.document.locator(self.indexed.paragraph + 1).headings

    @property
    def lead(self) -> str | None:
        """The paragraph that announces the list in which this is an item: *Each month you pay:*"""
        paragraphs, at, headings = self.document.paragraphs, self.indexed.paragraph - 1, self.headings
        for back in range(at - 1, max(at - 1 - ITEMS, -1), -1):
            if self.document.locator(back + 1).headings != headings:
                return None
            if paragraphs[back].endswith(":"):
                return paragraphs[back]
            if len(paragraphs[back]) > ITEM:
                return None
        return None

    @property
    def headings(self) -> tuple[str, ...]:
        return self.document.locator(self.indexed.paragraph).headings

    @property
    def heading(self) -> str:
        """The nearest heading, or else the title of the source."""
        return self.headings[-1] if self.headings else self.source.title


@dataclass(frozen=True)
class RankedSentence:
    """A sentence of a passage with its score by words, and the verifier's logit where it was asked."""

    span: Span
    score: float
    logit: float | None = None

    @property
    def whole(self) -> float:
        return self.score + LIFTS_SENTENCE * (self.logit or 0.0)


@dataclass(frozen=True)
class RankedPassage:
    """A passage with its score, and its sentences, the one that rather answers first."""

    candidate: PassageCandidate
    by_words: float
    sentences: tuple[RankedSentence, ...]
    coverage: float

    @property
    def score(self) -> float:
        best = max(sentence.score + LIFTS_PASSAGE * (sentence.logit or 0.0) for sentence in self.sentences)
        return PARAGRAPH * self.by_words + best

    @property
    def place(self) -> Place:
        """The passage as it is quoted, with the sentence that rather answers."""
        candidate = self.candidate
        return quotation(candidate.source, candidate.document, candidate.indexed.paragraph, self.sentences[0].span)

    def read(self, sentence: RankedSentence) -> str:
        """Return what the verifier reads of a sentence: its weights were trained on a name and a text."""
        start, end = sentence.span
        return f"{self.candidate.heading}: {self.candidate.text[start:end]}"

    def verified(self, scores: Sequence[float]) -> "RankedPassage":
        """Return the passage with the verifier's scores of its best sentences."""
        best = zip(self.sentences, scores, strict=False)
        read = (replace(sentence, logit=logit(score)) for sentence, score in best)
        return replace(self, sentences=tuple(sorted(read, key=lambda sentence: -sentence.whole)))


def rank(question: Question, known: PassageVocabulary, candidates: Sequence[PassageCandidate]) -> list[RankedPassage]:
    """Return the best of the candidates by words alone, best first."""
    query = WeightedQuery(question, known.passages, known.total)
    if not query.terms or not candidates:
        return []
    length = sum(len(candidate.indexed.text) for candidate in candidates) / len(candidates)
    fit = SentenceFit(question, query.brought)
    titles = {each.source.title for each in candidates}
    titled = {title: query.likeness(tuple(stems(title))) for title in titles}
    matches = sorted(
        (PassageMatch(query, fit, each, length, titled[each.source.title]) for each in candidates),
        key=lambda match: -match.score,
    )
    return in_order(match.ranked for match in matches[:READ])


def in_order(passages: Iterable[RankedPassage]) -> list[RankedPassage]:
    return sorted(passages, key=lambda ranked: (-ranked.score, ranked.candidate.indexed.number))


def answers(ranked: Sequence[RankedPassage]) -> bool:
    """Say whether the best passages rather answer than not."""
    if not ranked:
        return False
    best = (passage.sentences[0] for passage in ranked[:CLOSEST])
    logits = [sentence.logit for sentence in best if sentence.logit is not None]
    weights: Mapping[str, float] = ANSWERS_VERIFIED if logits else ANSWERS
    seen = {"constant": 1.0, "score": ranked[0].score, "logit": max(logits, default=0.0)}
    return sum(weight * seen[name] for name, weight in weights.items()) >= 0


def _letters(parted: Sentences) -> int:
    return 1 + sum(end - start for (start, end), _ in parted)


# It is asked from threads.
@cached(LRUCache(REMEMBERED, _letters), lock=Lock())
def _parted(paragraph: str, language: str) -> Sentences:
    """Return the sentences of a paragraph, each with its stems."""
    return tuple(((start, end), tuple(stems(paragraph[start:end]))) for start, end in sentences(paragraph, language))


class PassageMatch:
    """A candidate held against a query: how far its text, and what is around it, account for each term.

    `titled` is how far the title of its source does.
    """

    def __init__(
        self,
        query: WeightedQuery,
        fit: SentenceFit,
        candidate: PassageCandidate,
        length: float,
        titled: Mapping[int, float],
    ) -> None:
        self._query = query
        self._fit = fit
        self._candidate = candidate
        indexed = candidate.indexed
        self._text = query.likeness(indexed.text)
        self._headings = query.likeness(indexed.headings)
        self._title = titled
        self._before = query.likeness(indexed.before.text) if indexed.before else {}
        self._after = query.likeness(indexed.after.text) if indexed.after else {}
        lead = candidate.lead
        self._lead = query.likeness(tuple(stems(lead))) if lead else {}

        self.score = self._bm25(length)

    def _bm25(self, length: float) -> float:
        """Return BM25 over the paragraph and what is around it, as a share of the question's weight."""
        indexed = self._candidate.indexed
        places = self._query.places(indexed.text) if self._text else {}
        longer = 1 - BY_LENGTH + BY_LENGTH * len(indexed.text) / length
        total = 0.0
        for place, term in enumerate(self._query.terms):
            often = (
                self._text.get(place, 0.0) * len(set(places.get(place, ()))) / longer
                + HEADING * self._headings.get(place, 0.0)
                + TITLE * self._title.get(place, 0.0)
                + BEFORE * self._before.get(place, 0.0)
                + AFTER * self._after.get(place, 0.0)
                + LEAD * self._lead.get(place, 0.0)
            )
            total += term.weight * often * (SATURATION + 1) / (often + SATURATION)
        return total / self._query.whole

    @property
    def ranked(self) -> RankedPassage:
        candidate = self._candidate
        said: list[RankedSentence] = []
        around = (
            (SENTENCE_BESIDE, self._text),
            (SENTENCE_UNDER, self._headings),
            (SENTENCE_TITLED, self._title),
            (SENTENCE_LED, self._lead),
        )
        # What is said around a sentence is the same for all of the paragraph, but for the sentence before it.
        beside = self._best(around)
        before = self._before
        loses = IS_HEADING if candidate.is_heading else 0.0
        for (start, end), line in candidate.sentences:
            known = self._query.likeness(line)
            fit = self._fit.of(candidate.text[start:end], line) - loses
            account = self._share(self._best(((1.0, known), (SENTENCE_BEFORE, before), (1.0, beside))))
            said.append(RankedSentence((start, end), account + fit))
            before = known
        said.sort(key=lambda sentence: -sentence.score)
        coverage = self._share(self._best(((1.0, self._text), (1.0, self._headings), (1.0, self._title))))
        return RankedPassage(candidate, self.score, tuple(said), coverage)

    @staticmethod
    def _best(places: Iterable[tuple[float, Mapping[int, float]]]) -> Mapping[int, float]:
        """Return how far the best of some places accounts for each term, where each place counts for so much."""
        best: dict[int, float] = {}
        for counts, known in places:
            for term, likeness in known.items():
                best[term] = max(best.get(term, 0.0), counts * likeness)
        return best

    def _share(self, known: Mapping[int, float]) -> float:
        """Return how much of the question that is."""
        return (
            sum(term.weight * known.get(place, 0.0) for place, term in enumerate(self._query.terms)) / self._query.whole
        )
