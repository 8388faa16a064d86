"""Extraction of a document from a file that somebody brings; whatever is wrong with it is said in a sentence."""

import asyncio
import hashlib
import re
from collections.abc import Sequence
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import PurePath
from typing import Literal

from pydantic import TypeAdapter

from bot.briefing.apart import PATIENCE, Apart
from bot.briefing.prose import clean
from bot.briefing.refusals import Refusal
from bot.briefing.sources.readers.block import Reading
from db.documents import Edition
from db.notes import line

SIZE = 5_000_000  # bytes
PARAGRAPHS = 20_000
LONGEST = 500_000  # characters of a paragraph

Kind = Literal["docx", "email", "html", "markdown", "pdf", "text"]
KINDS: dict[str, Kind] = {
    ".txt": "text",
    ".text": "text",
    ".md": "markdown",
    ".markdown": "markdown",
    ".html": "html",
    ".htm": "html",
    ".xhtml": "html",
    ".pdf": "pdf",
    ".docx": "docx",
    ".eml": "email",
}
TAKEN = line("`.txt`, `.md`, `.html`, `.pdf`, `.docx` and `.eml`")
PROBLEMS = {
    "not text": "is not UTF-8 text: open it, save it with the encoding UTF-8, and try again.",
    "locked": "is protected by a password: save a copy without one, or paste the text.",
    "damaged": "cannot be read: open it and save it anew, or paste the text.",
    "no text": "holds no text. Where it is scanned, run text recognition (OCR) over it first, or paste the text.",
    "too much": "takes more time and memory to read than I give to one file: paste the text, or save it as `.txt`.",
    "paragraphs": f"has too many paragraphs: at most {PARAGRAPHS:,} are taken. Leave out what no fact will rest on.",
    "paragraph": f"has a paragraph of more than {LONGEST:,} characters: break it into several lines.",
}
_RESULT: TypeAdapter[Reading | dict[Literal["problem"], str]] = TypeAdapter(Reading | dict[Literal["problem"], str])
_PDF = b"%PDF-"
_OFFICE = b"PK\x03\x04"
# What begins a path, and characters of the name of a file.
_PATH = re.compile(r"(?:~|\.{1,2})?[/\\](?=\S+$)|file://|[A-Za-z]:\\")
_NAMED = 200


# The library that reads a kind of file, by the name under which it is installed.
_LIBRARIES: dict[Kind, str] = {
    "docx": "mammoth",
    "html": "resiliparse",
    "markdown": "markdown-it-py",
    "pdf": "pypdfium2",
}


@dataclass(frozen=True)
class Upload:
    """A file as it was brought: its name, what is in it, and where the operator has it."""

    name: str
    content: bytes
    path: str | None = None

    @property
    def digest(self) -> str:
        return hashlib.sha256(self.content).hexdigest()

    def edition(self, reading: Reading) -> Edition:
        """Return what was read of it, as the store keeps it."""
        name = clean(self.name).replace("/", " ").replace("\\", " ")
        reader = _reader(KINDS[_suffix(self.name)])
        return Edition(name, reading.text, self.digest, reader, self.path, reading.locators)


class Extraction:
    """Gets documents out of files, each read in a process of its own, which a hostile file may exhaust."""

    def __init__(self, patience: float = PATIENCE) -> None:
        self._process = Apart(patience)

    async def read(self, upload: Upload) -> Reading:
        """Return what the file holds; raises Refusal with what to do where there is no text to be had."""
        reading = await self._apart(upload, _kind(upload))
        if problem := excess([len(block.text) for block in reading.blocks]) if reading.blocks else "no text":
            raise _problem(upload, problem)
        return reading

    async def _apart(self, upload: Upload, kind: Kind) -> Reading:
        said = await self._process.run("bot.briefing.sources.readers", kind, content=upload.content)
        if said is None:
            raise _problem(upload, "too much")
        # In a thread, between whose steps others are answered: there may be a long text in it.
        result = await asyncio.to_thread(_RESULT.validate_json, said)
        if isinstance(result, Reading):
            return result
        raise _problem(upload, result["problem"])


def excess(lengths: Sequence[int]) -> str | None:
    """Return which of PROBLEMS a document has whose paragraphs are so long, None where all of it may be taken."""
    if len(lengths) > PARAGRAPHS:
        return "paragraphs"
    return "paragraph" if max(lengths, default=0) > LONGEST else None


def _suffix(name: str) -> str:
    return PurePath(name).suffix.lower()


def names_a_file(text: str) -> bool:
    """Say whether a text is no more than the name of a file that could be read: `./x.txt`, `notes of May.pdf`."""
    return "\n" not in text and bool(_PATH.match(text) or (_suffix(text) in KINDS and len(text) < _NAMED))


def is_read(name: str) -> bool:
    """Say whether a file of that name is read by more than taking its lines."""
    return KINDS.get(_suffix(name), "text") != "text"


def _reader(kind: Kind) -> str:
    """Return what reads files of the kind, with versions, since a later one may read them otherwise."""
    libraries = ("footnote", *filter(None, (_LIBRARIES.get(kind),)))
    return ", ".join(f"{name} {version(name)}" for name in libraries)


def sized(name: str, size: int) -> None:
    """Raise Refusal where a file of so many bytes is too large."""
    if size > SIZE:
        raise Refusal("“{}” has {:,.1f} MB: at most {} MB are taken.", clean(name), size / 1e6, SIZE // 1_000_000)


def _kind(upload: Upload) -> Kind:
    """Return what the file is by its name; raises Refusal where its content is evidently something else."""
    sized(upload.name, len(upload.content))
    suffix = _suffix(upload.name)
    if suffix not in KINDS:
        raise Refusal("{} is of no kind that I read: {} are taken, or paste the text.", _named(upload), TAKEN)
    kind = KINDS[suffix]
    for mark, marked in ((_PDF, "pdf"), (_OFFICE, "docx")):
        begins = mark in upload.content[:1024] if marked == "pdf" else upload.content.startswith(mark)
        if begins == (kind == marked):
            continue
        name = "PDF" if marked == "pdf" else "Word file"
        if not begins:
            raise Refusal("{} is no {}, whatever its name says.", _named(upload), name)
        what = line("a PDF under another name: name it `.pdf`") if marked == "pdf" else "an archive, and no text"
        raise Refusal("{} is {}.", _named(upload), what)
    return kind


def _problem(upload: Upload, problem: str) -> Refusal:
    return Refusal("{} {}", _named(upload), line(PROBLEMS[problem]))


def _named(upload: Upload) -> str:
    return f"“{clean(upload.name)}”"
