"""`docs/reliability.md`: the tests and guards that it names are there, and its bounds are those of the program."""

import re

import pytest

from bot.briefing import bounds, prose
from bot.briefing.asking import conversation, passage_ranking, question_answering
from bot.briefing.curating import figures, library_file, names
from bot.briefing.reviewing import source_drafts
from bot.briefing.sources import extraction
from bot.discord import member_queue
from db import document_store, engine, fact_mapper
from db.preview_store import KEPT
from tests.guards import Guard, guards
from tests.mutants import ROOT

PAGE = (ROOT / "docs" / "reliability.md").read_text("utf-8")
GUARDS = guards()
APART = f"{bounds.SECONDS} s of processor time and {bounds.MEMORY >> 30} GiB apart"
SIZE = f"{extraction.SIZE // 1_000_000} MB"
MOST = library_file.MOST
BOUNDS = {
    "a question": (
        f"{question_answering.QUESTION_LIMIT:,} characters, {question_answering.AT_ONCE} questions, "
        f"{question_answering.JOINED} parts looked for by themselves"
    ),
    "a file to `!import`": (
        f"{SIZE}, {APART}; {MOST['facts']:,} facts, {MOST['topics']:,} topics, {MOST['synonyms']:,} groups of synonyms "
        f"of {library_file.PHRASES} words, {MOST['sources']} sources"
    ),
    "a document": f"{SIZE}, {extraction.PARAGRAPHS:,} paragraphs, {APART}",
    "a paragraph of a document": (f"{extraction.LONGEST:,} characters; a reply repeats its first {prose.READ:,}"),
    "drafts of a document, in one reading": f"{source_drafts.MOST:,}, {source_drafts.SECONDS:g} s of processor time",
    "a plain text in `DOCUMENTS_DIR`": f"{document_store.LARGEST // 1_000_000} MB",
    "questions in memory": f"{conversation.KEPT:,} characters, {conversation.KEPT_SECONDS / 60:g} minutes",
    "rows of facts in memory": f"{fact_mapper.REMEMBERED:,} characters",
    "records that were read, in memory": f"{engine.CACHED:,}",
    "documents in memory, of the folder and of the store each": f"{document_store.REMEMBERED:,} letters",
    "names of documents in memory": f"{names._REMEMBERED:,} letters",  # noqa: SLF001 - nobody else needs it
    "figures of texts in memory": f"{figures.REMEMBERED:,} letters",
    "sentences of paragraphs in memory": f"{passage_ranking.REMEMBERED:,} letters",
    "messages that wait": f"{member_queue.WAITING:,}, beside {member_queue.AT_ONCE} in work",
    "a preview": f"{KEPT.seconds // 60} minutes",
}


@pytest.mark.parametrize("what", BOUNDS)
def test_the_bounds_are_those_of_the_program(what: str) -> None:
    assert f"| {what} | {BOUNDS[what]}" in PAGE


def test_the_files_that_it_names_are_there() -> None:
    named = set(re.findall(r"`((?:tests|bot|db)/[\w/]+\.\w+)`", PAGE))
    assert len(named) > 20
    assert [name for name in sorted(named) if not (ROOT / name).is_file()] == []


def test_it_says_how_many_guards_there_are() -> None:
    assert f"{len(GUARDS)} guards" in PAGE
    assert len({guard.promise for guard in GUARDS}) == len(GUARDS)


@pytest.mark.parametrize("guard", GUARDS, ids=lambda guard: guard.promise)
def test_a_guard_stands_once_where_it_is_taken_out_and_its_tests_are_there(guard: Guard) -> None:
    code = (ROOT / guard.file).read_text("utf-8")
    assert guard.taken_out(code) != code
    for test in guard.tests:
        file, _, name = test.partition("::")
        assert not name or f"def {name.partition('[')[0]}(" in (ROOT / file).read_text("utf-8"), test
