"""Markdown, Word files, mail and plain text."""

from hypothesis import given
from hypothesis import strategies as st

from bot.briefing.sources.readers import docx, email, markdown, text
from bot.briefing.sources.readers.block import Reading
from tests import word

WRAPPED = """\
1. Purpose

   The ferry line is a simple thing that is used to carry people over
   the sound, and so it was named the Sound Line.  It was built to be
   quick and cheap.



Holm                                                            [Page 1]
\f
Note 12                      Sound Line                         May 2031


   The boats are blue, and each of them takes forty people when it is
   full, which happens on Sundays and on most days of the summer, and



Holm                                                            [Page 2]
\f
Note 12                      Sound Line                         May 2031


   hardly ever in winter.

     a. The first boat is the oldest of them, and was built in the year
        1998 in a yard on the island.
     b. The second is new.

      2 bytes     string    1 byte
      ---------------------------
      | Opcode |  Boat  |   0  |

Holm                                                            [Page 3]
"""


def lines(reading: Reading) -> list[str]:
    return [block.text for block in reading.blocks]


def test_wrapped_lines_are_put_together_and_the_furniture_of_pages_dropped() -> None:
    reading = text.read(WRAPPED.encode())
    assert lines(reading) == [
        "1. Purpose",
        "The ferry line is a simple thing that is used to carry people over the sound, and so it was named the Sound "
        "Line. It was built to be quick and cheap.",
        "The boats are blue, and each of them takes forty people when it is full, which happens on Sundays and on most "
        "days of the summer, and hardly ever in winter.",
        "a. The first boat is the oldest of them, and was built in the year 1998 in a yard on the island.",
        "b. The second is new.",
        "2 bytes string 1 byte",
        "| Opcode | Boat | 0 |",
    ]
    assert reading.blocks[1].headings == ("1. Purpose",)


@given(st.lists(st.text(st.characters(exclude_characters="\0\n\r", codec="utf-8")), max_size=5))
def test_lines_that_are_paragraphs_stand_as_they_were_written(paragraphs: list[str]) -> None:
    written = "\n".join(paragraphs)
    assert text.of_text(written).text == "".join(f"{line}\n" for line in paragraphs if line.strip())


def test_markdown_reads_without_its_marks() -> None:
    reading = markdown.read(
        b"---\ntitle: Ferry survey\nauthor: Greta Holm\ndate: 2031-04-02\n---\n\n# Results\n\nOf [all](https://x.example)\n"
        b"**70%** agree.\n\n| Group | Share |\n|--|--:|\n| Islanders | 70% |\n\n<div><noscript>x</noscript></div>\n"
    )
    assert lines(reading) == ["Results", "Of all 70% agree.", "Group; Share", "Group: Islanders; Share: 70%"]
    assert (reading.title, reading.authors, reading.issued) == ("Ferry survey", ("Greta Holm",), "2031-04-02")
    assert markdown.read(b'+++\ntitle = "T"\nauthors = ["A", "B"]\n+++\nText').authors == ("A", "B")


def test_front_matter_that_is_none_is_text() -> None:
    assert lines(markdown.read(b"---\nnot: [closed\n---\nText")) == ["Text"]


def test_a_word_file_is_read_with_its_tables_and_without_what_was_deleted() -> None:
    row = "<w:tr>" + "".join(f"<w:tc>{word.paragraph(cell)}</w:tc>" for cell in ("Islanders", "70%")) + "</w:tr>"
    deleted = "<w:del><w:r><w:delText>40 </w:delText></w:r></w:del>"
    reading = docx.read(
        word.file(
            f"<w:p>{word.run('It costs ')}{deleted}{word.run('45.')}</w:p>",
            f"<w:tbl>{row}</w:tbl>",
            title="Ferry & sea",
        )
    )
    assert lines(reading) == ["It costs 45.", "Islanders; 70%"]
    assert (reading.title, reading.authors) == ("Ferry & sea", ("Holm",))


def test_a_mail_is_its_subject_and_its_body() -> None:
    reading = email.read(
        b"From: Greta Holm <g@x.example>\r\nSubject: =?utf-8?q?Night_ferry_=E2=80=93_news?=\r\n"
        b"Date: Wed, 02 Apr 2031 10:00:00 +0000\r\nContent-Type: text/html; charset=utf-8\r\n\r\n"
        b"<p>It runs.<p>At night."
    )
    assert lines(reading) == ["Night ferry – news", "It runs.", "At night."]
    assert (reading.title, reading.authors, reading.issued) == ("Night ferry – news", ("Greta Holm",), "2031-04-02")
