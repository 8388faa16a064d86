"""Why these facts: which words of a question they account for, which not, and what the score is made of."""

from collections.abc import Mapping

from bot.briefing.asking.inquest import Inquest
from bot.briefing.asking.ranking import Ranked
from bot.briefing.errors import clean, quoted
from db.records import StoredFact

EXPLAINED = 3


def explain(inquest: Inquest, facts: Mapping[int, StoredFact]) -> str:
    """Return lines on the question as it was read and on the facts that came first; `facts` are those, by number."""
    lines = [f"Your question was {quoted(inquest.question.text)}."]
    if inquest.question.follows:
        lines.append(f"I took it as a follow-up to {quoted(inquest.question.follows)}.")
    for typed, meant in inquest.corrections.items():
        lines.append(f"I took {quoted(typed)} for {quoted(meant)}.")
    named = ", ".join(clean(concept.words) for concept in inquest.question.concepts) or "nothing"
    lines.append(f"It names: {named}.")
    wants = ", ".join(sorted(inquest.question.wants))
    if wants:
        lines.append(f"It wants: {wants}.")
    if inquest.verdict is None:
        lines.append("No fact holds any of that.")
    elif inquest.recorded:
        lines.append("The first of these answers: it is recorded that it is asked for in just these words.")
    else:
        does = "answers" if inquest.answered else "does not answer"
        lines.append(
            f"The first of these {does}: the verdict is {inquest.verdict.value:+.2f}, and from 0 on a fact answers. "
            f"It is made of {_parts(inquest.verdict.parts)}."
        )
    for ranked in inquest.ranked[:EXPLAINED]:
        fact = facts.get(ranked.candidate.number)
        if fact is not None:
            lines += _weighed(ranked, fact)
    return "\n".join(lines)


def _weighed(ranked: Ranked, fact: StoredFact) -> list[str]:
    matched = [
        f"{clean(match.concept.words)} ({match.weighed.weight:.1f} × {match.strength:.2f})"
        for match in ranked.matches
        if match.strength
    ]
    missing = [
        f"{clean(match.concept.words)} ({match.weighed.weight:.1f})" for match in ranked.matches if not match.strength
    ]
    return [
        "",
        f"{fact.label} {fact.name}: score {ranked.score:.2f}",
        f"It accounts for: {', '.join(matched) or 'nothing'}.",
        f"It does not account for: {', '.join(missing) or 'nothing, it has every word'}.",
        f"The score: {_parts(ranked.parts)}",
    ]


def _parts(parts: Mapping[str, float]) -> str:
    """Return what a sum is made of, the weightiest first."""
    ordered = sorted(parts.items(), key=lambda part: -abs(part[1]))
    return ", ".join(f"{name.replace('_', ' ')} {part:+.2f}" for name, part in ordered if abs(part) >= 0.05)
