"""The text of a Markdown file (CommonMark, with tables): what it reads like, without its marks."""

import re
import tomllib
from datetime import date
from typing import Any

import yaml
from markdown_it import MarkdownIt

from bot.briefing.sources.readers import html
from bot.briefing.sources.readers.block import Reading, tidy
from bot.briefing.sources.readers.text import decoded

_FRONT_MATTER = re.compile(r"\A(?P<mark>---|\+\+\+)[ \t]*\n(?P<fields>.*?\n)(?P=mark)[ \t]*(?:\n|\Z)", re.DOTALL)


def read(content: bytes) -> Reading:
    """Return the blocks of a file in UTF-8; raises UnreadableFile where it is something else."""
    text = decoded(content).replace("\r\n", "\n")
    fields: dict[str, Any] = {}
    if front := _FRONT_MATTER.match(text):
        fields, text = _fields(front), text[front.end() :]
    reading = html.of_markup(f"<main>{MarkdownIt('commonmark').enable('table').render(text)}</main>")
    authors = fields.get("authors", fields.get("author", ()))
    return Reading(
        reading.blocks,
        title=tidy(str(fields["title"])) if fields.get("title") else _first_heading(reading),
        authors=tuple(map(str, authors if isinstance(authors, list) else filter(None, [authors]))),
        issued=_day(fields.get("date")),
        language=str(fields["lang"]) if fields.get("lang") else None,
    )


def _first_heading(reading: Reading) -> str | None:
    return next((block.headings[0] for block in reading.blocks if block.headings), None)


def _fields(front: re.Match[str]) -> dict[str, Any]:
    """Return the front matter, in YAML or TOML; nothing where it is neither."""
    try:
        found = tomllib.loads(front["fields"]) if front["mark"] == "+++" else yaml.safe_load(front["fields"])
    except (yaml.YAMLError, tomllib.TOMLDecodeError, ValueError, RecursionError):
        return {}
    return found if isinstance(found, dict) else {}


def _day(written: Any) -> str | None:
    if isinstance(written, date):
        return written.isoformat()[:10]
    return written if isinstance(written, str) else None
