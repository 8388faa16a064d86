"""Paragraphs, fingerprints and checks, to the letter of the contract."""

import hashlib
import os
import unicodedata
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from db.bibliography import Source
from db.document_store import LARGEST, DocumentFolder
from db.documents import Document, fingerprint, normalise
from db.errors import UnreadableDocument
from db.records import Citation
from tests.cost import cost


def cited(paragraph: int, text: str, span: tuple[int, int] | None = None) -> Citation:
    return Citation(source="s", paragraph=paragraph, fingerprint=fingerprint(text), span=span)


def test_only_a_line_feed_ends_a_paragraph() -> None:
    text = "one\x0cstill one\u2028still one\r\n \t \n\u3000\ntwo\x85still two\n\nthree"
    assert Document(text).paragraphs == ("one still one still one", "two still two", "three")


def test_the_fingerprint_is_of_the_normalised_utf8() -> None:
    assert fingerprint("  Ha\u0300   No\u0323i\t") == hashlib.sha256("H\u00e0 N\u1ecdi".encode()).hexdigest()


def test_a_byte_order_mark_is_removed(tmp_path: Path) -> None:
    (tmp_path / "d.txt").write_bytes("\ufeffone\n".encode())
    document = DocumentFolder(tmp_path).of(Source(key="s", title="t", document="d.txt"))
    assert document is not None
    assert document.paragraphs == ("one",)


@pytest.mark.parametrize(
    ("text", "check", "place"),
    [
        ("a\nb\nc", "intact", 2),
        ("b\na\nb", "changed", None),
        ("new\na\nb", "moved", 3),
        ("a\nB\nc", "changed", None),
        ("a", "missing", None),
        ("b", "moved", 1),
        ("b\nb", "intact", 2),
        ("", "missing", None),
    ],
)
def test_a_citation_of_paragraph_two_is_checked(text: str, check: str, place: int | None) -> None:
    document, citation = Document(text), cited(2, "b")
    assert (document.manifest.check(citation), document.manifest.where(citation)) == (check, place)


LINES = st.lists(st.sampled_from("abcde"), min_size=1, max_size=12)


@given(LINES, LINES, st.data())
def test_a_line_that_stands_often_is_followed_by_its_neighbours(
    before: list[str], added: list[str], data: st.DataObject
) -> None:
    """Whatever is written before a document, no citation is called another line's."""
    place = data.draw(st.integers(1, len(before)))
    former = Document("\n".join(before))
    now = Document("\n".join([*map(str.upper, added), *before]))
    citation = cited(place, before[place - 1])
    assert now.manifest.where(citation, former.fingerprints) in (len(added) + place, None)
    # Where the whole document is known to stand there once, its neighbours tell.
    if len(set(before)) > 1 and before.count(before[place - 1]) == 1:
        assert now.manifest.where(citation, former.fingerprints) == len(added) + place


def test_an_answer_is_found_beside_its_question_and_not_beside_another() -> None:
    talk = "Will the mill close?\nNo.\nWill the museum move?\nIt might.\nWill the county pay?\nNo.\nThanks."
    former, now, citation = Document(talk), Document(f"A note.\n{talk}"), cited(6, "No.")
    assert now.manifest.where(citation, former.fingerprints) == 7
    # Without what it was, there is no telling.
    assert now.manifest.where(citation) is None
    assert now.manifest.is_ambiguous(citation)
    assert now.manifest.check(citation) == "changed"


def test_the_answer_that_is_left_is_not_taken_for_the_one_that_went() -> None:
    talk = "Will the mill close?\nNo.\nWill the county pay?\nNo.\nThanks."
    former, paid, closed = Document(talk).fingerprints, cited(4, "No."), cited(2, "No.")
    left = Document("Will the mill close?\nNo.\nThanks.")
    assert left.manifest.where(paid, former) is None
    assert left.manifest.check(paid, former) == "missing"
    assert left.manifest.is_ambiguous(paid, former)
    assert left.manifest.where(closed, former) == 2
    # Of a line that stood once there is no other.
    assert Document("A note.\nThanks.").manifest.where(cited(5, "Thanks."), former) == 2


def test_a_line_that_stands_in_very_many_places_is_looked_for_in_those_that_are_near() -> None:
    # Another that read alike had none of the neighbours that it has in each place now, which takes looking at all.
    others = [line for number in range(1_000) for line in (f"Question {number}?", "Yes.")]
    former = Document("\n".join([*others, "Is it?", "Yes.", "Thanks."])).fingerprints
    cited = Citation(source="x", paragraph=2_002, fingerprint=former[2_001])
    now = Document("\n".join(["Is it?", "Yes.", "Thanks."] * 1_000)).manifest
    assert now.is_ambiguous(cited, former)
    assert cost(lambda: now.where(cited, former)) < 0.1


def test_many_citations_into_a_document_that_has_changed_are_checked_quickly() -> None:
    lines = [f"Line {number % 4_000} is one of two." for number in range(8_000)]
    former = Document("\n".join(lines)).fingerprints
    changed = Document("\n".join(("Another line.", *lines))).manifest
    cited = [Citation(source="x", paragraph=at, fingerprint=former[at - 1]) for at in range(1, 8_000, 8)]
    assert cost(lambda: [changed.check(each, former) for each in cited]) < 0.5


def test_an_excerpt_is_the_span_and_follows_a_moved_paragraph() -> None:
    text = "the boats are full"
    assert Document(f"new\n{text}").excerpt(cited(1, text, (4, 9))) == "boats"
    assert Document(text).excerpt(cited(1, text)) == text
    assert Document("other").excerpt(cited(1, text)) is None


def test_a_document_that_is_not_on_hand_is_none(tmp_path: Path) -> None:
    assert DocumentFolder(tmp_path).of(Source(key="s", title="t", document="d.txt")) is None
    assert DocumentFolder(tmp_path).of(Source(key="s", title="t")) is None
    assert DocumentFolder(None).of(Source(key="s", title="t", document="d.txt")) is None


def test_a_document_that_is_not_text_is_said_so(tmp_path: Path) -> None:
    (tmp_path / "d.txt").write_bytes(b"\xff\xfe\x00")
    with pytest.raises(UnreadableDocument, match=r"d\.txt cannot be read: it is not UTF-8 text"):
        DocumentFolder(tmp_path).of(Source(key="s", title="t", document="d.txt"))


def test_an_edited_document_is_read_again(tmp_path: Path) -> None:
    documents, source = DocumentFolder(tmp_path), Source(key="s", title="t", document="d.txt")
    # The last is one from a backup, older than the one before.
    for content, changed in (("one", 5000), ("one\ntwo longer", 6000), ("three", 4000)):
        (tmp_path / "d.txt").write_text(content)
        os.utime(tmp_path / "d.txt", (changed, changed))
        document = documents.of(source)
        assert document is not None
        assert document.text == content


def test_a_document_that_is_replaced_by_one_with_the_same_time_is_read_again(tmp_path: Path) -> None:
    documents, source = DocumentFolder(tmp_path), Source(key="s", title="t", document="d.txt")
    # Longer, as long and moved into its place, and as long and written over it.
    for content, moved in (("one", False), ("three", False), ("seven", True), ("eight", False)):
        file = tmp_path / ("new.txt" if moved else "d.txt")
        changed, edition = file.stat().st_ctime_ns if file.exists() else 0, documents.edition(source)
        file.write_text(content)
        os.utime(file, (5000, 5000))
        while file.stat().st_ctime_ns == changed:
            # The clock of a file system is coarse.
            os.utime(file, (5000, 5000))
        file.rename(tmp_path / "d.txt")
        document = documents.of(source)
        assert document is not None
        assert document.text == content
        assert documents.edition(source) != edition
    assert documents.of(source) is document


def test_documents_stay_in_memory_within_a_bound(tmp_path: Path) -> None:
    documents = DocumentFolder(tmp_path, remembered=100)
    sources = [Source(key=name, title=name, document=f"{name}.txt") for name in ("a", "b", "c")]
    for source in sources:
        (tmp_path / f"{source.key}.txt").write_text("x" * 40)
    first = documents.of(sources[0])
    assert documents.of(sources[0]) is first
    for source in sources[1:]:
        assert documents.of(source)
    assert documents.of(sources[2]) is documents.of(sources[2])
    assert documents.of(sources[0]) is not first


@given(st.text())
def test_normalising_twice_is_normalising_once(text: str) -> None:
    once = normalise(text)
    assert normalise(once) == once
    assert unicodedata.is_normalized("NFC", once)


@given(st.lists(st.text(st.characters(exclude_characters="\n", codec="utf-8"))))
def test_paragraphs_are_the_lines_that_are_not_blank(lines: list[str]) -> None:
    expected = tuple(normalise(line) for line in lines if line.strip())
    assert Document("\n".join(lines)).paragraphs == expected


@given(st.lists(st.text(st.characters(codec="utf-8"), min_size=1), min_size=1), st.data())
def test_every_paragraph_cited_as_it_stands_is_intact(lines: list[str], data: st.DataObject) -> None:
    document = Document("\n".join(lines))
    if not document.paragraphs:
        return
    number = data.draw(st.integers(1, len(document.paragraphs)))
    citation = cited(number, document.paragraphs[number - 1])
    assert document.manifest.check(citation) == "intact"
    assert document.excerpt(citation) == document.paragraphs[number - 1]


def test_a_link_out_of_the_folder_and_what_is_too_large_are_refused(tmp_path: Path) -> None:
    folder = tmp_path / "documents"
    folder.mkdir()
    (tmp_path / "secret.txt").write_text("A word.")
    (folder / "d.txt").symlink_to(tmp_path / "secret.txt")
    documents, source = DocumentFolder(folder), Source(key="s", title="t", document="d.txt")
    with pytest.raises(UnreadableDocument, match=r"d\.txt cannot be read: it is a link out of the folder"):
        documents.of(source)
    (folder / "d.txt").unlink()
    (folder / "real.txt").write_text("A word.")
    (folder / "d.txt").symlink_to("real.txt")
    assert documents.of(source) is not None
    with (folder / "large.txt").open("wb") as file:
        file.truncate(LARGEST + 1)
    with pytest.raises(UnreadableDocument, match="it has more than 20 MB"):
        documents.of(Source(key="s", title="t", document="large.txt"))
    assert documents.of(Source(key="s", title="t", document="..")) is None
