"""Ranking of passages by how well each answers a question, and of the sentences of each.

Plain BM25 knows nothing of what stands around a paragraph: a question names the subject of a document, which its title
says once, and a paragraph goes on about what its heading and the one before named. Words alone, or a verifier's reading
beside them; what each is worth is in `docs/documents.md`.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Final

from bot.briefing.answer import Place
from bot.briefing.asking.answer_types import Stems
from bot.briefing.asking.question import Question
from bot.briefing.asking.ranking import logit
from bot.briefing.asking.sentence_fit import SentenceFit
from bot.briefing.asking.weighted_query import WeightedQuery
from bot.briefing.evidence import quotation
from bot.briefing.sentences import Span, sentences
from db.bibliography import StoredSource
from db.documents import Document
from db.passage_index import indexed
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


@dataclass(frozen=True)
class PassageCandidate:
    """A paragraph that full text found, with its source and what stands before and after it."""

    indexed: IndexedPassage
    source: StoredSource
    document: Document
    before: IndexedPassage | None = None
    after: IndexedPassage | None = None

    @property
    def text(self) -> str:
        return self.document.paragraphs[self.indexed.paragraph - 1]

    @property
    def is_current(self) -> bool:
        """Say whether the document reads as it did when it was indexed."""
        return self.indexed.text == tuple(indexed(self.text))

    @property
    def is_heading(self) -> bool:
        """Say whether it is what the paragraph after it stands under."""
        return self.text in self.document.locator(self.indexed.paragraph + 1).headings

    @property
    def lead(self) -> str | None:
        """The paragraph that announces the list in which this is an item: *Each month you pay:*"""
        paragraphs, at = self.document.paragraphs, self.indexed.paragraph - 1
        for back in range(at - 1, max(at - 1 - ITEMS, -1), -1):
            if self.document.locator(back + 1).headings != self.headings:
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
    matches = sorted((PassageMatch(query, fit, each, length) for each in candidates), key=lambda match: -match.score)
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


class PassageMatch:
    """A candidate held against a query: how far its text, and what is around it, account for each term."""

    def __init__(self, query: WeightedQuery, fit: SentenceFit, candidate: PassageCandidate, length: float) -> None:
        self._query = query
        self._fit = fit
        self._candidate = candidate
        indexed = candidate.indexed
        self._text = self._likeness(indexed.text)
        self._headings = self._likeness(indexed.headings)
        self._title = self._likeness(tuple(stems(candidate.source.title)))
        self._before = self._likeness(candidate.before.text) if candidate.before else {}
        self._after = self._likeness(candidate.after.text) if candidate.after else {}
        lead = candidate.lead
        self._lead = self._likeness(tuple(stems(lead))) if lead else {}

        self.score = self._bm25(length)

    def _bm25(self, length: float) -> float:
        """Return BM25 over the paragraph and what is around it, as a share of the question's weight."""
        indexed = self._candidate.indexed
        places = self._query.places(indexed.text)
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
        text = self._candidate.text
        said: list[RankedSentence] = []
        before = self._before
        loses = IS_HEADING if self._candidate.is_heading else 0.0
        for start, end in sentences(text, self._candidate.source.language or "en"):
            line = tuple(stems(text[start:end]))
            known = self._likeness(line)
            fit = self._fit.of(text[start:end], line) - loses
            said.append(RankedSentence((start, end), self._account(known, before) + fit))
            before = known
        said.sort(key=lambda sentence: -sentence.score)
        around = (self._text, self._headings, self._title)
        return RankedPassage(self._candidate, self.score, tuple(said), self._share(around, (1.0, 1.0, 1.0)))

    def _account(self, known: Mapping[int, float], before: Mapping[int, float]) -> float:
        """Return how much of the question a sentence accounts for, with what is said around it."""
        where = (known, before, self._text, self._headings, self._title, self._lead)
        counting = (1.0, SENTENCE_BEFORE, SENTENCE_BESIDE, SENTENCE_UNDER, SENTENCE_TITLED, SENTENCE_LED)
        return self._share(where, counting)

    def _share(self, where: Sequence[Mapping[int, float]], counting: Sequence[float]) -> float:
        weighed = (
            term.weight * max(counts * known.get(place, 0.0) for known, counts in zip(where, counting, strict=True))
            for place, term in enumerate(self._query.terms)
        )
        return sum(weighed) / self._query.whole

    def _likeness(self, line: Stems) -> Mapping[int, float]:
        return self._query.coverage(self._query.among(frozenset(line))).likeness if line else {}
