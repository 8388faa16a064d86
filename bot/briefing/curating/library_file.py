"""A file of a library as a server's moderators bring it: read within bounds, a long one in a process apart.

`python -m bot.briefing.curating.library_file NAME` reads the file from standard input and writes one line of JSON:
what is wrong with it, or the library.
"""

import asyncio
import json
import sys
from collections.abc import Iterable

from bot.briefing.apart import Apart
from bot.briefing.bounds import bound
from bot.briefing.prose import clean, first_lines
from bot.briefing.refusals import Refusal
from bot.briefing.sources.extraction import PROBLEMS, Upload, excess, sized
from db import fixtures
from db.errors import DamagedFixture
from db.notes import Line, line
from db.records import Library, SourceText

SHORT = 20_000  # bytes, which take no longer to read than a question
# What one file may bring into a server; an operator's files have no such limits.
MOST = {"facts": 2_000, "sources": 500, "topics": 1_000, "synonyms": 1_000}
PHRASES = 50  # in a group of synonyms
LISTED = 30
CUT = 300  # characters of a problem, which may repeat what stands in the file
SUFFIXES = line("`.yaml` or `.json`")


class LibraryReader:
    """Reads files of libraries."""

    def __init__(self) -> None:
        self._process = Apart()

    async def read(self, upload: Upload) -> Library:
        """Return the library that the file holds; raises Refusal with all that is wrong."""
        name = clean(upload.name)
        if not upload.name.lower().endswith(fixtures.SUFFIXES):
            raise Refusal("“{}” is no file that I can import: attach {}, as `!export` writes it.", name, SUFFIXES)
        sized(upload.name, len(upload.content))
        library = await (self._at_once if len(upload.content) <= SHORT else self._apart)(name, upload.content)
        for field, most in MOST.items():
            if (count := len(getattr(library, field))) > most:
                raise Refusal(
                    "“{}” has {:,} {}: at most {:,} are taken from one file. Part it, or have whoever runs this bot "
                    "take it with `footnote import`.",
                    *(name, count, field, most),
                )
        if any(len(group) > PHRASES for group in library.synonyms):
            raise Refusal("“{}” has a group of synonyms with more than {} words: part it.", name, PHRASES)
        # In a thread: there may be a million lines.
        if problem := await asyncio.to_thread(_too_much, library.documents):
            raise Refusal("“{}” brings the document of `{}`, which {}", name, *problem)
        return library

    async def _at_once(self, name: str, content: bytes) -> Library:
        try:
            return fixtures.parse(name, content)
        except DamagedFixture as damage:
            raise _refusal(list(damage.problems)) from None

    async def _apart(self, name: str, content: bytes) -> Library:
        said = await self._process.run("bot.briefing.curating.library_file", name, content=content)
        if said is None:
            raise Refusal("“{}” takes more time and memory to read than I give to one file: part it.", name)
        if said.startswith(b"["):
            raise _refusal(json.loads(said))
        # In a thread, between whose steps others are answered.
        return await asyncio.to_thread(Library.model_validate_json, said)


def _too_much(documents: Iterable[SourceText]) -> tuple[str, str] | None:
    """Return the first document of which more is brought than one file may hold, with what is too much."""
    for document in documents:
        lengths = [len(paragraph) for paragraph in document.text.split("\n") if paragraph.strip()]
        if problem := excess(lengths):
            return document.source, PROBLEMS[problem]
    return None


def _refusal(problems: list[str]) -> Refusal:
    return Refusal("The file cannot be taken:\n{}", first_lines([*map(_line, problems)], LISTED))


def _line(problem: str) -> Line:
    return (problem.replace("\n", " ")[:CUT],)


def main() -> None:
    """Read within bounds."""
    bound()
    try:
        library = fixtures.parse(sys.argv[1], sys.stdin.buffer.read())
    except DamagedFixture as damage:
        sys.stdout.write(json.dumps([problem[:CUT] for problem in damage.problems]))
    else:
        sys.stdout.write(library.model_dump_json(by_alias=True, exclude_none=True))


if __name__ == "__main__":
    main()
