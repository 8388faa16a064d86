"""Tables for the operator's terminal."""

from collections import Counter
from collections.abc import Iterable, Sequence

from rich.box import SIMPLE_HEAD
from rich.console import Console
from rich.table import Column, Table
from rich.text import Text

from bot.briefing.asking.evaluation import Evaluated, Judged, Measures
from bot.briefing.asking.passage_evaluation import EvaluatedPassages, PassageMeasures
from bot.briefing.sources.ingest import Ingested, Outcome
from bot.briefing.sources.verify import CHECKS, CitationReport
from bot.render.spans import plain
from db.bibliography import Source
from db.copy import Checksum
from db.dates.spoken import spoken
from db.notes import PREFIX


def show(result: CitationReport) -> None:
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
    for damage in result.damaged:
        console.print(str(damage), markup=False, soft_wrap=True)
    for source in result.absent:
        console.print(
            f"{source.key}: the document is not on hand; point DOCUMENTS_DIR to its folder",
            markup=False,
            soft_wrap=True,
        )
    for key, paragraphs in result.uncited.items():
        listed = ", ".join(map(str, paragraphs)) or "none"
        console.print(f"{key}: paragraphs that no fact cites: {listed}", markup=False)


def copied(checksums: Sequence[Checksum], console: Console) -> None:
    """Print how many rows of each table a copy has, and their checksum."""
    table = Table("table", Column("rows", justify="right"), "SHA-256", box=SIMPLE_HEAD)
    for checksum in checksums:
        table.add_row(checksum.table, f"{checksum.rows:,}", checksum.digest[:16])
    console.print(table)


_OUTCOME: dict[Outcome, str] = {
    "added": "added",
    "changed": "new version",
    "unchanged": "unchanged",
    "copy": "here already",
    "refused": "not read",
}


def ingested(files: Sequence[Ingested], console: Console, *, dry_run: bool) -> None:
    """Print what became of each file, and what it says of itself, to be corrected."""
    if not files:
        console.print("There is no file in there.")
        return
    table = Table("file", "", "source", "¶", "title, author, date, language", box=SIMPLE_HEAD)
    for file in files:
        source = file.source if file.outcome in ("added", "changed") else None
        said = [_described(source)] if source else []
        said += [plain(remark, PREFIX) for remark in file.remarks]
        if file.outcome != "unchanged":
            table.add_row(
                Text(file.path.name),
                Text(_OUTCOME[file.outcome]),
                Text(source.key if source else ""),
                str(len(source.fingerprints)) if source else "",
                Text("\n".join(said)),
            )
    if table.row_count:
        console.print(table)
    counts = Counter(file.outcome for file in files)
    lead = "Nothing was written; it would be: " if dry_run else ""
    console.print(lead + ", ".join(f"{counts[each]} {word}" for each, word in _OUTCOME.items() if counts[each]))
    new = [file.source for file in files if file.outcome == "added" and file.source]
    if new and not dry_run:
        console.print(
            f"What a file says of itself is corrected in the terminal: !source edit {new[0].key} title: … author: … "
            f"issued: …",
            markup=False,
            soft_wrap=True,
        )


def _described(source: Source) -> str:
    names = "; ".join(name.full for name in source.author)
    date = spoken(source.issued) if source.issued else None
    return " · ".join(filter(None, (source.title, names, date, source.language)))


_COLUMNS = ("number", "right first", "@1", "@3", "refuses answerable", "refuses unanswerable", "balanced")


def conditions(evaluated: Sequence[Evaluated]) -> None:
    """Print the measures of each condition, and beside them those of plain full text on the same facts."""
    table = Table(Column("condition", no_wrap=True), *_COLUMNS, "as alone", "plain: right first", "plain: balanced")
    for condition in evaluated:
        plain = Measures.of(condition.baseline)
        shares = map(_shown, (condition.as_alone, plain.first, plain.balanced))
        table.add_row(condition.condition, *_measures(condition.judged), *shares)
    # As wide as it needs to be: a table that loses a figure is none.
    Console(highlight=False, width=160).print(table)


def passages(evaluated: Sequence[EvaluatedPassages]) -> None:
    """Print how often documents alone answer, beside plain full text over their paragraphs; then what went wrong."""
    console = Console(highlight=False, width=160)
    table = Table("condition", *_OF_PASSAGES, "plain: ¶ first", "plain: in 3")
    for condition in evaluated:
        found, plain = PassageMeasures.of(condition.judged), PassageMeasures.of(condition.baseline)
        shares = (
            *(found.paragraph_first, found.paragraph_in_three, found.sentence_first, found.sentence_in_three),
            *(found.near_for_answerable, found.near_for_unanswerable),
            *(plain.paragraph_first, plain.paragraph_in_three),
        )
        table.add_row(condition.condition, str(found.answerable + found.unanswerable), *map(_shown, shares))
    console.print(table)
    for condition in evaluated if len(evaluated) == 1 else ():
        for case in condition.judged:
            if case.expected.answerable and any(case.sentences[:1]):
                continue
            if not case.expected.answerable and case.near:
                continue
            console.print(f"{case.expected.id} {case.expected.question}", markup=False, soft_wrap=True)
            for place, paragraph, sentence in zip(case.shown, case.paragraphs, case.sentences, strict=True):
                right = " (right)" if sentence else " (right paragraph)" if paragraph else ""
                console.print(f"    {place.label}: {place.excerpt}{right}", markup=False, soft_wrap=True)


_OF_PASSAGES = ("number", "¶ first", "in 3", "sentence first", "in 3", "near: answerable", "near: unanswerable")


def evaluation(evaluated: Evaluated) -> None:
    """Print the measures per kind, the baseline's beside them, then each question that went wrong."""
    console = Console(highlight=False)
    table = Table("questions", *_COLUMNS)
    for kind in sorted({case.kind for case in evaluated.judged}):
        table.add_row(kind, *_measures(case for case in evaluated.judged if case.kind == kind))
    table.add_section()
    table.add_row("all", *_measures(evaluated.judged), style="bold")
    table.add_row(f"plain full text, refusing below {evaluated.threshold:.2f}", *_measures(evaluated.baseline))
    console.print(table)
    for outcome, heading in _OUTCOMES.items():
        found = [case for case in evaluated.judged if case.outcome == outcome]
        if found:
            console.print(f"\n{heading}: {len(found)}", style="bold")
        for case in found:
            console.print(f"{case.expected.id} {case.expected.question}", markup=False, soft_wrap=True)
            for place, statement in enumerate(case.shown[:3], 1):
                right = " (right)" if place == case.place else ""
                console.print(
                    f"    {place}. {statement.fact.key}: {statement.fact.text}{right}", markup=False, soft_wrap=True
                )


_OUTCOMES = {
    "refused": "Refused, though it can be answered",
    "misplaced": "Answered, the right fact not first",
    "wrong": "Answered wrongly",
}


def _measures(judged: Iterable[Judged]) -> list[str]:
    found = Measures.of(judged)
    shares = (found.first, found.at_1, found.at_3, found.refuses_answerable, found.refuses_unanswerable, found.balanced)
    return [str(found.answerable + found.unanswerable), *map(_shown, shares)]


def _shown(share: float | None) -> str:
    return "" if share is None else f"{share:.2f}"
