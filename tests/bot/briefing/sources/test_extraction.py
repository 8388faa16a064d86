"""Files that people bring: their text, or a sentence that says what to do."""

import io

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pypdf import PdfReader, PdfWriter

from bot.briefing.errors import Refusal
from bot.briefing.sources import extractors
from bot.briefing.sources.extraction import SIZE, Extraction, Upload
from tests import pdf

PAGE = """<!DOCTYPE html><html><head><title>Not the text</title><style>p { color: red }</style></head><body>
<h1>Night <b>ferry</b></h1><p>It costs <i>12</i>
million.<script>steal()</script> Few doubt it.<br>Many pay.<br><br>The mayor does.</p><!-- a comment -->
loose words<table><tr><th>who</th><th>share</th></tr><tr><td>islanders</td><td>70%</td></tr></table>
<ul><li>one<li>two</ul><noscript>switch it on</noscript><template>none</template></body></html>"""


def test_a_page_is_one_block_a_line_without_its_scripts() -> None:
    assert extractors.html(PAGE.encode()).split("\n") == [
        "Night ferry",
        "It costs 12 million. Few doubt it. Many pay.",
        "The mayor does.",
        "loose words",
        "who share",
        "islanders 70%",
        "one",
        "two",
        "",
    ]


def test_a_page_is_read_in_the_encoding_that_it_declares() -> None:
    assert extractors.html('<meta charset="iso-8859-1"><p>Ida Brønn'.encode("latin-1")) == "Ida Brønn\n"


@given(st.text())
def test_any_page_comes_out_as_lines_that_are_not_blank(markup: str) -> None:
    try:
        lines = extractors.html(markup.encode("utf-8", "replace")).split("\n")
    except extractors.Problem:
        return
    assert lines.pop() == ""
    assert all(line.strip() for line in lines)


def test_the_lines_of_a_pdf_become_paragraphs() -> None:
    lines = [
        "A heading",
        "",
        "The ferry line expects many of its boats to be elec-",
        "tric, and the council would like them all to be so",
        "by the year 2035.",
        "A second paragraph says that the town paid 12 million for",
        "",
        "boats.",
    ]
    assert extractors.pdf(pdf.page(lines)).split("\n") == [
        "A heading",
        "The ferry line expects many of its boats to be electric, and the council would like them all to be so "
        "by the year 2035.",
        "A second paragraph says that the town paid 12 million for boats.",
        "",
    ]


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
    "of another kind": ("a.docx", b"PK\x03\x04", "`.txt`, `.md`, `.html` and `.pdf` are taken"),
    "without a suffix": ("letter", b"text", "`.txt`, `.md`, `.html` and `.pdf` are taken"),
    "too large": ("a.txt", b"x" * (SIZE + 1), "has 5.0 MB: at most 5 MB are taken"),
    "empty": ("a.txt", b"\xef\xbb\xbf \n\n", "holds no text"),
    "page without words": ("a.html", b"<script>steal()</script>", "holds no text"),
    "too many paragraphs": ("a.txt", b"x\n" * 20_001, "has too many paragraphs: at most 20,000"),
}


@pytest.mark.parametrize(("name", "content", "sentence"), REFUSED.values(), ids=REFUSED.keys())
async def test_what_holds_no_text_is_refused_in_a_sentence(name: str, content: bytes, sentence: str) -> None:
    with pytest.raises(Refusal) as refused:
        await Extraction().text(Upload(name, content))
    assert refused.value.message.startswith("“")
    assert sentence in refused.value.message


async def test_a_file_that_takes_too_long_is_given_up() -> None:
    with pytest.raises(Refusal, match="takes more time and memory"):
        await Extraction(patience=0.01).text(Upload("a.pdf", pdf.page(["The boats are full."])))


async def test_text_is_taken_as_it_stands() -> None:
    text = "one\x0cstill one\r\n\n  two\n"
    assert await Extraction().text(Upload("a.MD", b"\xef\xbb\xbf" + text.encode())) == text
