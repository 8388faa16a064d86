"""Tables for the operator's terminal."""

from collections.abc import Sequence

from rich.console import Console
from rich.table import Table

from bot.briefing.verify import CHECKS, Verification


def show(result: Verification) -> None:
    """Print the checks by source, what is not intact, and the paragraphs that no fact cites."""
    console = Console(highlight=False)
    table = Table("source", *CHECKS)
    for key, counts in sorted(result.counts.items()):
        table.add_row(key, *(str(counts[check]) for check in CHECKS))
    console.print(table)
    for fact, place in result.troubled:
        now = f", now ¶{place.paragraph}" if place.check == "moved" else ""
        console.print(
            f"{fact.label} {fact.key}: {place.source.key} ¶{place.citation.paragraph} is {place.check}{now}",
            markup=False,
        )
    for source in result.absent:
        console.print(f"{source.key}: the document is not on hand; point DOCUMENTS_DIR to its folder", markup=False)
    for key, paragraphs in result.uncited.items():
        listed = ", ".join(map(str, paragraphs)) or "none"
        console.print(f"{key}: paragraphs that no fact cites: {listed}", markup=False)


def chain(broken: Sequence[int]) -> str:
    """Return what the check of the ledger found."""
    if not broken:
        return "The ledger is whole: every revision follows from the one before."
    return f"The ledger is broken at revision {', '.join(map(str, broken))}: restore the database from a backup."
