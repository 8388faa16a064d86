"""Near misses: names that resemble what was typed, to be offered and never answered."""

from collections.abc import Hashable, Iterable, Mapping

from rapidfuzz import fuzz, process

from db.words import fold

ALIKE = 70.0  # of 100, by normalised indel distance


def near(word: str, names: Mapping[str, Hashable], limit: int = 3) -> list[str]:
    """Return the names most like `word` after folding, best first, one for each thing named."""
    folded = {name: fold(name) for name in names}
    found = process.extract(fold(word), folded, scorer=fuzz.ratio, score_cutoff=ALIKE, limit=4 * limit)
    chosen: dict[Hashable, str] = {}
    for _, _, name in found:
        chosen.setdefault(names[name], name)
    return list(chosen.values())[:limit]


def did_you_mean(names: Iterable[str], prefix: str = "") -> str:
    """Return `Did you mean `hanoi` or `hostages`?`, or nothing for no names."""
    choices = [f"`{prefix}{name}`" for name in names]
    return f"Did you mean {either(choices)}?" if choices else ""


def listed(names: list[str]) -> str:
    return names[0] if len(names) == 1 else f"{', '.join(names[:-1])} and {names[-1]}"


def either(choices: list[str]) -> str:
    return choices[0] if len(choices) == 1 else f"{', '.join(choices[:-1])} or {choices[-1]}"
