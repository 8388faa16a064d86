"""Files that people bring: their text, or a sentence that says what to do."""

import asyncio
import io
import sys

import pytest
from pypdf import PdfReader, PdfWriter

from bot.briefing.bounds import MEMORY, SECONDS
from bot.briefing.refusals import Refusal
from bot.briefing.sources.extraction import SIZE, Extraction, Upload
from bot.briefing.sources.readers.__main__ import LENGTH
from db.documents import Document
from tests import pdf, word
from tests.conftest import noted


def locked() -> bytes:
    writer, out = PdfWriter(PdfReader(io.BytesIO(pdf.page(["The boats are full."])))), io.BytesIO()
    writer.encrypt("a word", algorithm="RC4-128")
    writer.write(out)
    return out.getvalue()


REFUSED = {
    "no text": ("scan.pdf", pdf.page([]), "holds no text. Where it is scanned, run text recognition"),
    "locked": ("a.pdf", locked(), "is protected by a password"),
    "damaged": ("a.pdf", pdf.page(["x"])[:200], "cannot be read: open it and save it anew"),
    "circle": ("a.pdf", pdf.circle(), "cannot be read"),
    "bomb": ("a.pdf", pdf.bomb(300), "takes more time and memory"),
    "program named text": ("setup.txt", b"MZ\x90\x00\x03\x00\x00\x00", "is not UTF-8 text"),
    "zeros in text": ("a.md", b"text\0text", "is not UTF-8 text"),
    "invalid UTF-8": ("a.txt", "Brønn".encode("latin-1"), "is not UTF-8 text"),
    "invalid UTF-8 in a page": ("a.html", "<p>Brønn".encode("latin-1"), "is not UTF-8 text"),
    "PDF named text": ("a.txt", pdf.page(["x"]), "is a PDF under another name"),
    "text named PDF": ("a.pdf", b"The boats are full.", "is no PDF, whatever its name says"),
    "of another kind": ("a.odt", b"PK\x03\x04", "`.txt`, `.md`, `.html`, `.pdf`, `.docx` and `.eml` are taken"),
    "without a suffix": ("letter", b"text", "`.docx` and `.eml` are taken"),
    "an archive named text": ("a.txt", b"PK\x03\x04", "is an archive, and no text"),
    "text named Word": ("a.docx", b"The boats are full.", "is no Word file, whatever its name says"),
    "damaged archive": ("a.docx", b"PK\x03\x04 and no more", "cannot be read: open it and save it anew"),
    "too large": ("a.txt", b"x" * (SIZE + 1), "has 5.0 MB: at most 5 MB are taken"),
    "empty": ("a.txt", b"\xef\xbb\xbf \n\n", "holds no text"),
    "page without words": ("a.html", b"<script>steal()</script>", "holds no text"),
    "too long a paragraph": ("a.txt", b"x" * 500_001, "has a paragraph of more than 500,000 characters: break it into"),
    "too many paragraphs": ("a.txt", b"x\n" * 20_001, "has too many paragraphs: at most 20,000"),
}


@pytest.mark.parametrize(("name", "content", "sentence"), REFUSED.values(), ids=REFUSED.keys())
async def test_what_holds_no_text_is_refused_in_a_sentence(name: str, content: bytes, sentence: str) -> None:
    with pytest.raises(Refusal) as refused:
        await Extraction().read(Upload(name, content))
    assert noted(refused.value).startswith("“")
    assert sentence in noted(refused.value)


async def test_a_file_that_takes_too_long_is_given_up() -> None:
    with pytest.raises(Refusal) as refused:
        await Extraction(patience=0.01).read(Upload("a.pdf", pdf.page(["The boats are full."])))
    assert "takes more time and memory" in noted(refused.value)


async def test_a_small_file_comes_to_no_long_text() -> None:
    short, long = (word.file(word.paragraph("words " * count), title="Words") for count in (100, LENGTH // 6 + 1))
    assert len((await Extraction().read(Upload("a.docx", short))).text) == 600
    assert len(long) < 50_000
    with pytest.raises(Refusal) as refused:
        await Extraction().read(Upload("a.docx", long))
    assert "takes more time and memory" in noted(refused.value)


async def test_text_is_taken_as_it_stands() -> None:
    reading = await Extraction().read(Upload("a.TXT", b"\xef\xbb\xbfone\x0cstill one\r\n\n  two\n"))
    assert Document(reading.text).paragraphs == ("one still one", "two")


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux tells the bounds of another process")
@pytest.mark.parametrize(
    "program",
    ["bot.briefing.curating.library_file x.yaml", "bot.briefing.sources.readers text"],
    ids=["library", "text"],
)
async def test_what_is_read_apart_is_bounded_before_it_is_read(program: str) -> None:
    resource, pipe = pytest.importorskip("resource"), asyncio.subprocess.PIPE
    process = await asyncio.create_subprocess_exec(sys.executable, "-m", *program.split(), stdin=pipe, stdout=pipe)

    def bounds() -> tuple[int, int]:
        kinds = (resource.RLIMIT_AS, resource.RLIMIT_CPU)
        memory, seconds = (resource.prlimit(process.pid, kind)[1] for kind in kinds)
        return memory, seconds

    # It waits for the file, and has bounded itself by then.
    for _ in range(600):
        if bounds() == (MEMORY, SECONDS):
            break
        await asyncio.sleep(0.1)
    found = bounds()
    await process.communicate(b"A line.")
    assert (found, process.returncode) == ((MEMORY, SECONDS), 0)
