"""Lacks: what of a question a candidate does not give, as other programs name it and in words."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Final

from bot.briefing.asking.answer_types import AnswerType
from bot.briefing.asking.features import is_group
from bot.briefing.asking.question import Question
from bot.briefing.asking.ranking import Ranked
from bot.briefing.prose import clean, listed

# Answer types in words, and the feature that says of a fact that it does not give one, where one does.
TYPES: Final[Mapping[AnswerType, tuple[str, str | None]]] = {
    "figure": ("a figure", "no_figure"),
    "opinion": ("what people think", "no_poll"),
    "date": ("a date", "no_date"),
    "month": ("a month", "no_date"),
    "day": ("a day", "no_date"),
    "person": ("a person", "no_person"),
    "name": ("a name", "no_name"),
    "which": ("which one it is", "no_name"),
    "place": ("a place", "no_place"),
    "reason": ("a reason", "no_reason"),
    "duration": ("a span of time", "no_duration"),
    "speech": ("what somebody said", "no_speech"),
}
SURE = 1.0  # of such a feature; less says that the fact barely has such a thing
MENTIONED = 3  # of what it lacks, in a sentence


@dataclass(frozen=True)
class Lack:
    """One thing that a candidate does not give: the `kind` of thing, and which where the question names it."""

    kind: str
    words: str | None = None

    @property
    def name(self) -> str:
        return f"{self.kind}: {self.words}" if self.words else self.kind


def lacks(question: Question, ranked: Ranked) -> tuple[Lack, ...]:
    """Return what the fact has nothing of: what the question names, then the answer types that it wants."""
    named = (match.term for match in ranked.matches if not match.strength and not match.term.generic)
    words = [Lack("group" if is_group(term) else "name" if term.named else "word", clean(term.words)) for term in named]
    types = [
        Lack(expected)
        for expected in sorted(question.expected)
        if (feature := TYPES[expected][1]) and getattr(ranked.features, feature) >= SURE
    ]
    if ranked.features.other_speaker >= SURE:
        types.append(Lack("speaker"))
    if ranked.features.not_negated >= SURE:
        types.append(Lack("negation"))
    if ranked.features.reversed >= SURE:
        types.append(Lack("roles"))
    if ranked.features.out_of_period >= SURE:
        types.append(Lack("period"))
    return (*words, *types)


def in_words(lacking: Iterable[Lack]) -> str:
    """Return what a fact does not give as the end of a sentence: *it does not mention pensioners or give a reason*."""
    lacking = list(lacking)
    mentions = [lack.words for lack in lacking if lack.words][:MENTIONED]
    gives = [TYPES[lack.kind][0] for lack in lacking if lack.kind in TYPES]  # type: ignore[index]  # it is one of them
    parts = []
    if mentions:
        parts.append(f"it does not mention {listed(mentions)}")
    if gives:
        parts.append(f"it does not give {listed(list(dict.fromkeys(gives)))}")
    for kind, said in _SAID.items():
        if any(lack.kind == kind for lack in lacking):
            parts.append(said)
    return "; ".join(parts)


_SAID = {
    "speaker": "it is not by whom you ask about",
    "negation": "it tells what is, not what is not",
    "roles": "it has who does it to whom the other way round",
    "period": "it is of another time",
}
