"""Explanation of a ranking, in words: what of a question the facts account for, what not, and what decided."""

from collections.abc import Iterable, Mapping
from typing import Final

from bot.briefing.asking.analysis import QuestionAnalysis
from bot.briefing.asking.features import TermMatch
from bot.briefing.asking.lacks import TYPES, in_words, lacks
from bot.briefing.asking.question import Question
from bot.briefing.asking.ranking import Ranked
from bot.briefing.prose import clean, listed, quoted
from db.notes import Note, line
from db.records import StoredFact

EXPLAINED = 3
_REASONS = 3  # for it, and as many against it
_TELLS = 0.3  # of the score; less decides nothing
_OWN_WORDS = 0.8  # of a strength: a fact that accounts for something by less does so in other words, or in part

# What the features see, as one would say it. One without words here is told by its name.
_SEEN: Final[Mapping[str, str]] = {
    "coverage": "how much of the question it accounts for",
    "evidence": "how telling the words are that it accounts for",
    "missing": "the most telling word, which it lacks",
    "missing_focus": "what is asked after, which it lacks",
    "missing_name": "a name or a number, which it lacks",
    "missing_known": "words that other facts hold and it lacks",
    "missing_turn": "what the question turns to, which it lacks",
    "unaccounted": "how many of the telling words it lacks",
    "loose": "words that it accounts for only by others of the same meaning",
    "loose_focus": "what is asked after, which it has only in other words",
    "stated": "how much of the question stands in its text",
    "alike": "how like the question a name, a phrasing or the text of the fact is",
    "alike_so": "how like the question a phrasing is that wants the same kind of thing",
    "phrased": "how like the question a phrasing is, word for word",
    "ordered": "how like the question a phrasing is in the order of its words",
    "introduced": "that the question is a bare name",
    "brevity": "how short its text is",
    "nothing_new": "a text that says little more than the question does",
    "unasked": "that no phrasing of it wants what the question wants",
    "no_figure": "a figure is wanted, and it has none",
    "no_poll": "what people think is wanted, and it is no poll",
    "polled": "it is a poll, which does not tell that",
    "no_date": "a date is wanted, and it has none",
    "no_person": "a person is wanted, and it names none",
    "no_name": "a name is wanted, and it gives none",
    "no_place": "a place is wanted, and it gives none",
    "no_reason": "a reason is wanted, and it gives none",
    "no_duration": "a span of time is wanted, and it gives none",
    "no_speech": "what somebody said is wanted, and it is nobody's words",
    "other_speaker": "that it is not by whom you ask about",
    "no_group": "a group of people that it does not name",
    "reversed": "that it has who does it to whom the other way round",
    "not_negated": "what is not is asked for, and it tells what is",
    "opposed": "that it has the opposite of a word",
    "titled": "how much of the question its names hold",
    "near": "how near to each other the words stand in it",
    "curated": "that many phrasings of it are recorded",
    "unlike": "that the question is like none of its phrasings",
    "few_terms": "how little the question names",
    "wrong_year": "that it is of another year",
    "out_of_period": "that it is of another time than before or after that",
    "not_coming": "what is to come is asked for, and it tells what was",
    "verified": "how well it answers, as the verifier reads it",
    "verified_surely": "how sure the verifier is",
    "verified_lead": "how far the verifier puts it above the others",
    "verified_many": "how many facts there are",
    "verified_of_curated": "how well its text answers, where many phrasings of it are recorded",
    "verified_curated": "that many phrasings of it are recorded",
    "lead": "how far it stands out from the next fact",
}
# What every fact begins with: most facts answer nothing of a question.
_BASE = ("constant", "verified_constant")


def in_short(analysis: QuestionAnalysis, facts: Mapping[int, StoredFact]) -> Note:
    """Return three sentences: how the question was read, whether the first fact answers and why, and what came next."""
    question = analysis.question
    named = listed([clean(term.words) for term in question.terms if not term.generic]) or "nothing that I know"
    wanted = listed(list(dict.fromkeys(TYPES[expected][0] for expected in sorted(question.expected))))
    read = line("I read your question as one about {}{}.", named, f", and looked for {wanted}" if wanted else "")
    shown = [ranked for ranked in analysis.ranked[:EXPLAINED] if ranked.candidate.number in facts]
    if not shown:
        return (read, line("No fact here holds any of that."), line("So there was no fact to choose from."))
    first, *others = shown
    fact = _named(facts[first.candidate.number])
    if analysis.recorded:
        judged = line("{} answers it: it is recorded that it is asked for in just these words.", fact)
    elif analysis.answered:
        has = _words(match for match in first.matches if match.strength) or "its name"
        judged = line("{} answers it, for it has {}.", fact, has)
    else:
        lacking = in_words(lacks(question, first)) or "it does not say what is asked"
        judged = line("No fact answers it: {} comes closest, but {}.", fact, lacking)
    labels = listed([facts[ranked.candidate.number].label for ranked in others])
    less = "say" if len(others) > 1 else "says"
    after = line("Next came {}, which {} less of it.", labels, less) if others else line("No other fact came near.")
    return (read, judged, after)


def _named(fact: StoredFact) -> str:
    """Return a fact as one knows it who was shown its text, with the number by which commands know it."""
    return f"{quoted(fact.text)} ({fact.label})"


def explain(analysis: QuestionAnalysis, facts: Mapping[int, StoredFact]) -> Note:
    """Return lines on the question as it was read and on the facts that came first; `facts` are those, by number."""
    question = analysis.question
    lines = [line("Your question was {}.", quoted(question.text))]
    if question.follows:
        lines.append(line("I took it as a follow-up to {}.", quoted(question.follows)))
    for typed, meant in analysis.corrections.items():
        lines.append(line("I took {} for {}.", quoted(typed), quoted(meant)))
    named = ", ".join(clean(term.words) for term in question.terms) or "nothing"
    lines.append(line("It names: {}.", named))
    wanted = [TYPES[expected][0] for expected in sorted(question.expected)]
    if wanted:
        lines.append(line("It wants {}.", listed(wanted)))
    lines += [(words,) for words in _judged(analysis)]
    for ranked in analysis.ranked[:EXPLAINED]:
        fact = facts.get(ranked.candidate.number)
        if fact is not None:
            lines += [(), *((words,) for words in _weighed(question, ranked, fact))]
    return tuple(lines)


def _judged(analysis: QuestionAnalysis) -> Iterable[str]:
    """Yield whether the first fact answers, and why."""
    if analysis.answerability is None:
        yield "No fact holds any of that."
    elif analysis.recorded:
        yield "The first of these answers: it is recorded that it is asked for in just these words."
    else:
        parts, value = analysis.answerability.parts, analysis.answerability.value
        yield f"The first of these {'answers' if analysis.answered else 'does not answer'}."
        yield from _reasons("What speaks for it", {name: part for name, part in parts.items() if part > 0})
        yield from _reasons("What speaks against it", {name: part for name, part in parts.items() if part < 0})
        yield f"All in all {value:+.1f}: from 0 on a fact answers."


def _reasons(lead: str, parts: Mapping[str, float]) -> Iterable[str]:
    """Yield a line with the weightiest reasons, if any has weight."""
    weighty = sorted((-abs(part), name) for name, part in parts.items() if abs(part) >= _TELLS and name not in _BASE)
    if weighty:
        yield f"{lead}: {'; '.join(_SEEN.get(name, name.replace('_', ' ')) for _, name in weighty[:_REASONS])}."


def _weighed(question: Question, ranked: Ranked, fact: StoredFact) -> Iterable[str]:
    """Yield what a fact accounts for, what not, and whether it gives what is wanted."""
    yield f"{fact.label} {fact.name}: score {ranked.score:.1f}"
    own = [match for match in ranked.matches if match.strength >= _OWN_WORDS]
    loose = [match for match in ranked.matches if 0 < match.strength < _OWN_WORDS]
    other = f"in other words or in part: {_words(loose)}" if loose else ""
    yield f"It accounts for: {'; '.join(filter(None, (_words(own), other))) or 'nothing'}."
    missing = [match for match in ranked.matches if not match.strength]
    yield f"It does not account for: {_words(missing) or 'nothing, it has every word'}."
    for expected in sorted(question.expected):
        what, lacking = TYPES[expected]
        if lacking:
            yield f"It does not give {what}." if getattr(ranked.features, lacking) > 0 else f"It gives {what}."


def _words(matches: Iterable[TermMatch]) -> str:
    return ", ".join(clean(match.term.words) for match in matches)
