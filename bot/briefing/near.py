"""Near misses: names that resemble what was typed, to be offered and never answered."""

from collections.abc import Hashable, Iterable, Mapping

from rapidfuzz import fuzz, process

from bot.briefing.prose import listed_lines
from db.notes import Line, line
from db.tokenizer import fold, romanised

ALIKE = 70.0  # of 100, by normalised indel distance
WORD_ALIKE = 80.0  # a word alone says less than a whole name
WORD = 4  # letters of a word that is long enough to be mistyped


def near(word: str, names: Mapping[str, Hashable], limit: int = 3) -> list[str]:
    """Return the names most like `word` after folding, best first, one for each thing named.

    A single word may also be like a word of a name: a surname, say.
    """
    # Names of other scripts are offered by how they sound, since they may have been typed in Latin letters.
    typed = fold(romanised(word))
    written = {(name, 0): fold(romanised(name)) for name in names}
    if " " not in typed:
        written |= {
            (name, place): part
            for (name, _), whole in list(written.items())
            for place, part in enumerate(whole.split(), 1)
            if len(part) >= WORD
        }
    found = process.extract(typed, written, scorer=fuzz.ratio, score_cutoff=ALIKE, limit=8 * limit)
    chosen: dict[Hashable, str] = {}
    for _, score, (name, place) in found:
        if place == 0 or score >= WORD_ALIKE:
            chosen.setdefault(names[name], name)
    return list(chosen.values())[:limit]


def did_you_mean(names: Iterable[str], template: str = "`{}`") -> Line:
    """Return `Did you mean `!brief harbour` or `!brief harvest`?`, or nothing for no names; each fills the template."""
    names = tuple(names)
    return line("Did you mean {}?", listed_lines((line(template, name) for name in names), "or")) if names else ()
