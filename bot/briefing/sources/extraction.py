"""A file that somebody brings, as the text of a document; whatever is wrong with it is said in a sentence."""

import asyncio
import json
import sys
from dataclasses import dataclass
from pathlib import PurePath
from typing import Literal

from bot.briefing.errors import Refusal, clean

SIZE = 5_000_000  # bytes
PARAGRAPHS = 20_000
PATIENCE = 30.0  # seconds
AT_ONCE = 2

Kind = Literal["text", "html", "pdf"]
KINDS: dict[str, Kind] = {
    ".txt": "text",
    ".md": "text",
    ".markdown": "text",
    ".html": "html",
    ".htm": "html",
    ".xhtml": "html",
    ".pdf": "pdf",
}
TAKEN = "`.txt`, `.md`, `.html` and `.pdf`"
PROBLEMS = {
    "not text": "is not UTF-8 text: open it, save it with the encoding UTF-8, and try again.",
    "locked": "is protected by a password: save a copy without one, or paste the text.",
    "damaged": "cannot be read: open it and save it anew, or paste the text.",
    "no text": "holds no text. Where it is scanned, run text recognition (OCR) over it first, or paste the text.",
    "too much": "takes more time and memory to read than I give to one file: paste the text, or save it as `.txt`.",
    "paragraphs": f"has too many paragraphs: at most {PARAGRAPHS:,} are taken. Leave out what no fact will rest on.",
}
_PDF = b"%PDF-"


@dataclass(frozen=True)
class Upload:
    """A file as it was brought: its name, and what is in it."""

    name: str
    content: bytes


class Extraction:
    """Gets the text out of files; HTML and PDF in a process of their own, which a hostile file may exhaust."""

    def __init__(self, patience: float = PATIENCE) -> None:
        self._patience = patience
        self._turn = asyncio.Semaphore(AT_ONCE)

    async def text(self, upload: Upload) -> str:
        """Return the text of the file; raises Refusal with what to do where there is none to be had."""
        kind = _kind(upload)
        text = _plain(upload) if kind == "text" else await self._apart(upload, kind)
        count = sum(1 for line in text.split("\n") if line.strip())
        if not count or count > PARAGRAPHS:
            raise _problem(upload, "paragraphs" if count else "no text")
        return text

    async def _apart(self, upload: Upload, kind: Kind) -> str:
        async with self._turn:
            process = await asyncio.create_subprocess_exec(
                *(sys.executable, "-m", "bot.briefing.sources.extractors", kind),
                stdin=asyncio.subprocess.PIPE,
                stdout=asyncio.subprocess.PIPE,
                stderr=asyncio.subprocess.DEVNULL,
            )
            try:
                said, _ = await asyncio.wait_for(process.communicate(upload.content), self._patience)
            except TimeoutError:
                raise _problem(upload, "too much") from None
            finally:
                if process.returncode is None:
                    process.kill()
                    await process.wait()
        # Out of memory or time, the process ends without a word.
        result = json.loads(said) if process.returncode == 0 else {"problem": "too much"}
        if "problem" in result:
            raise _problem(upload, result["problem"])
        return str(result["text"])


def sized(name: str, size: int) -> None:
    """Raise Refusal where a file of so many bytes is too large."""
    if size > SIZE:
        raise Refusal(f"“{clean(name)}” has {size / 1e6:,.1f} MB: at most {SIZE // 1_000_000} MB are taken.")


def _kind(upload: Upload) -> Kind:
    """Return what the file is by its name; raises Refusal where its content is evidently something else."""
    sized(upload.name, len(upload.content))
    suffix = PurePath(upload.name).suffix.lower()
    if suffix not in KINDS:
        raise Refusal(f"{_named(upload)} is of no kind that I read: {TAKEN} are taken, or paste the text.")
    kind = KINDS[suffix]
    begins_as_pdf = _PDF in upload.content[:1024]
    if begins_as_pdf != (kind == "pdf"):
        what = "is a PDF under another name: name it `.pdf`." if begins_as_pdf else "is no PDF, whatever its name says."
        raise Refusal(f"{_named(upload)} {what}")
    return kind


def _plain(upload: Upload) -> str:
    try:
        text = upload.content.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise _problem(upload, "not text") from None
    if "\0" in text:
        raise _problem(upload, "not text")
    return text


def _problem(upload: Upload, problem: str) -> Refusal:
    return Refusal(f"{_named(upload)} {PROBLEMS[problem]}")


def _named(upload: Upload) -> str:
    return f"“{clean(upload.name)}”"
