"""The store as a file: JSON, YAML, CSV or CSL-JSON."""

import csv
import io
import json
import unicodedata
from dataclasses import dataclass
from typing import Any

from bot.briefing.answer import Statement
from bot.render import contract
from bot.render.csl_date import csl_date
from bot.render.formats import Format
from db import fixtures
from db.bibliography import Source
from db.damage import Damage
from db.records import Library, SourceText, Topic


@dataclass(frozen=True)
class Content:
    """What is exported."""

    sources: tuple[Source, ...]
    topics: tuple[Topic, ...]
    synonyms: tuple[tuple[str, ...], ...]
    statements: tuple[Statement, ...]
    documents: tuple[SourceText, ...] = ()
    # The newest revision of the ledger, and what could not be read.
    head: str | None = None
    damaged: tuple[Damage, ...] = ()


def write(content: Content, format_: Format) -> str:
    """Return the export as text."""
    match format_:
        case Format.JSON:
            data: Any = {
                "sources": [_record(source) for source in content.sources],
                "facts": [contract.exported(statement) for statement in content.statements],
            }
            if content.documents:
                data["documents"] = [text.model_dump(mode="json", exclude_none=True) for text in content.documents]
            return _json(data)
        case Format.YAML:
            facts = tuple(statement.fact.content for statement in content.statements)
            return fixtures.dump(
                Library(
                    sources=content.sources,
                    documents=content.documents,
                    topics=content.topics,
                    synonyms=content.synonyms,
                    facts=facts,
                    ledger=(content.head,) if content.head else (),
                )
            )
        case Format.CSV:
            return _csv(content)
        case Format.CSL_JSON:
            return _json([csl(source) for source in content.sources])


def csl(source: Source) -> dict[str, Any]:
    """Return the source as an item of CSL-JSON 1.0, which reference managers take; dates as date parts."""
    item = {name: value for name, value in _record(source).items() if name not in ("key", "document", "fingerprints")}
    if source.issued:
        item["issued"] = csl_date(source.issued)
    return {"id": source.key, **item}


def _record(source: Source) -> dict[str, Any]:
    """Return the source's fields as far as they say something."""
    record = source.model_dump(mode="json", by_alias=True, exclude_none=True)
    return {name: value for name, value in record.items() if value not in (False, [])}


def _json(data: Any) -> str:
    return json.dumps(data, indent=2, ensure_ascii=False) + "\n"


_COLUMNS = (
    "fact",
    "key",
    "kind",
    "voice",
    "speaker",
    "text",
    "topics",
    "when",
    "status",
    "rank",
    "citations",
    "checks",
)


def _csv(content: Content) -> str:
    # Spreadsheets read UTF-8 by its byte-order mark alone.
    out = io.StringIO("\ufeff")
    out.seek(0, io.SEEK_END)
    writer = csv.DictWriter(out, _COLUMNS, lineterminator="\r\n")
    writer.writeheader()
    for statement in content.statements:
        fact = statement.fact
        writer.writerow(
            {
                **{column: _cell(getattr(fact, column, None)) for column in _COLUMNS},
                "fact": fact.label,
                "topics": "; ".join(fact.topics),
                "citations": "; ".join(f"{place.source.key}#{place.citation.paragraph}" for place in statement.places),
                "checks": "; ".join(place.check for place in statement.places),
            }
        )
    return out.getvalue()


def _cell(value: object) -> object:
    """Return a cell that no spreadsheet takes for a formula, whatever marks or wide letters it begins with."""
    if not isinstance(value, str):
        return value
    seen = "".join(letter for letter in value if unicodedata.category(letter) not in ("Cf", "Cc", "Mn"))
    begins = unicodedata.normalize("NFKC", seen).lstrip()[:1]
    return f"'{value}" if begins in ("=", "+", "-", "@", "\u2212") and begins else value
