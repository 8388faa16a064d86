"""What was made of an answer is given again for as long as the answer is the same and lives, and no longer."""

import gc
from dataclasses import replace

from bot.briefing.answer import Answer, Section, ShownDraft
from bot.briefing.answer_memo import FORMS, AnswerMemo
from db.notes import note


class Layout:
    """Something that is made of an answer."""


def answer(words: str) -> Answer:
    return Answer("answered", words, (Section(note=note("{}", words)),), note("And so on."))


def test_the_same_sections_said_alike_are_laid_out_once() -> None:
    memo, ferry = AnswerMemo[Layout](), answer("ferry")
    first = memo.of(ferry, Layout, "card")
    assert memo.of(ferry, Layout, "card") is first
    assert memo.of(replace(ferry, offers=()), Layout, "card") is first


def test_whatever_else_differs_is_laid_out_by_itself() -> None:
    memo, ferry = AnswerMemo[Layout](), answer("ferry")
    forms = [
        ferry,
        answer("ferry"),
        replace(ferry, title="boats"),
        replace(ferry, prefix="?"),
        replace(ferry, note=()),
        replace(ferry, offers=("why",)),
        replace(ferry, whole=True),
        replace(ferry, sections=(*ferry.sections, Section())),
    ]
    made = [memo.of(form, Layout, "card") for form in forms]
    assert len({*made, memo.of(ferry, Layout, "text")}) == len(forms) + 1
    assert [memo.of(form, Layout, "card") for form in forms] == made


def test_what_is_made_of_an_answer_goes_with_it() -> None:
    memo, ids = AnswerMemo[str](), set[int]()
    for number in range(1000):
        ferry = answer(str(number))
        ids.add(id(ferry.sections[0]))
        assert memo.of(ferry, lambda number=number: str(number)) == str(number)  # type: ignore[misc]  # it is a str
    gc.collect()
    assert len(ids) < 1000, "one has the place in memory of another, and not its pages"


def test_few_forms_of_an_answer_are_kept() -> None:
    memo, ferry = AnswerMemo[Layout](), answer("ferry")
    first = memo.of(ferry, Layout, 0)
    for number in range(1, FORMS + 1):
        memo.of(ferry, Layout, number)
    assert memo.of(ferry, Layout, 0) is not first


def test_what_shows_a_draft_or_nothing_is_made_each_time() -> None:
    memo, drafted = AnswerMemo[Layout](), replace(answer("ferry"), draft=ShownDraft(1, {"text": "A ferry."}))
    bare = Answer("done", note=note("Done."))
    assert memo.of(drafted, Layout) is not memo.of(drafted, Layout)
    assert memo.of(bare, Layout) is not memo.of(bare, Layout)
