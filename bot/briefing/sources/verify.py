"""Verification: every citation held against the documents, and what no fact cites."""

from collections import Counter
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import get_args

from bot.briefing.answer import Answer, Place
from bot.briefing.evidence import Evidence
from bot.briefing.prose import listed, pinpointed
from db.bibliography import StoredSource
from db.damage import ILLEGIBLE, Damage
from db.notes import line, note
from db.records import Check, StoredFact
from db.store import Store

CHECKS: tuple[Check, ...] = get_args(Check)
LISTED = 50

Progress = Callable[[str], Awaitable[None]]


@dataclass(frozen=True)
class CitationReport:
    """How many citations into each source passed which check, what is not intact, what none points to, what is damaged.

    Sources are named by their keys.
    """

    counts: dict[str, Counter[Check]]
    troubled: tuple[tuple[StoredFact, Place], ...]
    uncited: dict[str, tuple[int, ...]]
    absent: tuple[StoredSource, ...]
    damaged: tuple[Damage, ...] = ()

    @property
    def sound(self) -> bool:
        return not self.damaged and not any(place.check in ("changed", "missing") for _, place in self.troubled)


async def verify(
    store: Store,
    evidence: Evidence,
    server: int | None = None,
    progress: Progress | None = None,
    *,
    own: bool = False,
) -> CitationReport:
    """Check every citation of every fact that the server sees, or of its `own` alone, retracted ones too.

    `progress` is told now and then how far it is.
    """
    counts: dict[str, Counter[Check]] = {}
    troubled: list[tuple[StoredFact, Place]] = []
    cited: dict[str, set[int]] = {}
    damaged: list[Damage] = []
    done, total = 0, await store.counts.facts(server)
    async for statements, lost in evidence.each(server, own=own):
        damaged += lost
        for statement in statements:
            for place in statement.places:
                check = place.check
                counts.setdefault(place.source.key, Counter())[check] += 1
                cited.setdefault(place.source.key, set()).add(place.paragraph)
                # Those that are not intact though the document is on hand.
                if check not in ("intact", "unchecked"):
                    troubled.append((statement.fact, place))
        done += len(statements) + len(lost)
        if progress:
            await progress(f"Checked {done:,} of {total:,} facts …")
    uncited, absent = {}, []
    sources, lost = await store.legible_sources(*((server,) if own or server is None else (None, server)))
    damaged += lost
    # A server's own stands in the place of a shared one of the same key.
    seen = {source.key: source for source in sorted(sources, key=lambda each: each.server or 0)}
    for _, source in sorted(seen.items()):
        try:
            document = await evidence.document(source)
        except ILLEGIBLE:
            damaged.append(Damage(f"document of {source.key}", "its text is damaged"))
            continue
        if document is None:
            absent.append(source)
            continue
        points = cited.get(source.key, set())
        uncited[source.key] = tuple(number for number in range(1, len(document.paragraphs) + 1) if number not in points)
    return CitationReport(counts, tuple(troubled), uncited, tuple(absent), tuple(damaged))


class CitationVerifier:
    """Answers `!verify`."""

    def __init__(self, store: Store, evidence: Evidence) -> None:
        self._store = store
        self._evidence = evidence

    async def run(self, server: int | None = None, progress: Progress | None = None) -> Answer:
        """Say how the citations stand, which are not as they were read, and what no fact cites."""
        result = await verify(self._store, self._evidence, server, progress)
        if not result.counts and not result.damaged:
            return Answer("done", "Checks", note=note("The store holds no facts yet."))
        lines = [
            line("`{}`: {}", key, ", ".join(f"{counts[check]:,} {check}" for check in CHECKS if counts[check]))
            for key, counts in sorted(result.counts.items())
        ]
        for fact, place in result.troubled[:LISTED]:
            now = f", now ¶{place.paragraph}" if place.check == "moved" else ""
            if place.is_ambiguous:
                now = ", its words stand in several places"
            lines.append(
                line(
                    "{}: {} is {}{}",
                    fact.label,
                    pinpointed(place.citation.paragraph, place.source.key),
                    place.check,
                    now,
                )
            )
        if len(result.troubled) > LISTED:
            lines.append(line("and {:,} more; `footnote verify` lists them all.", len(result.troubled) - LISTED))
        lines += [line("{}.", str(damage)) for damage in result.damaged[:LISTED]]
        if not result.troubled:
            lines.append(line("Every citation whose document is on hand is intact."))
        lines += [line("The document of `{}` is not on hand.", source.key) for source in result.absent]
        lines += [
            line("Paragraphs of `{}` that no fact cites: {}", key, _ranges(paragraphs))
            for key, paragraphs in result.uncited.items()
            if paragraphs
        ]
        return Answer("done", "Checks", note=tuple(lines))


def _ranges(numbers: tuple[int, ...]) -> str:
    """Return `1 and 4 to 6`, the first of them where there are many."""
    ranges: list[list[int]] = []
    for number in numbers:
        if ranges and number == ranges[-1][-1] + 1:
            ranges[-1] = [ranges[-1][0], number]
        else:
            ranges.append([number])
    shown = [str(first) if first == last else f"{first} to {last}" for first, *_, last in ([*r, r[-1]] for r in ranges)]
    return listed(shown, most=LISTED)
