"""The tokenizer: what is one name and what two, and what is found within a run of letters."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from db.tokenizer import fold, plain, romanised, tokens

SAME = [
    ("Hà Nội", "ha noi"),
    ("U.N.", "UN"),
    ("Đặng", "dang"),
    ("ＡＢＣ １２", "abc 12"),
    ("ﬁnal", "final"),
    ("٢٠١٨", "2018"),
]
OTHER = [("王伟", "汪伟"), ("人权", "仁泉"), ("कमल", "कमला"), ("กิน", "กัน"), ("ما", "مع"), ("は", "ば"), ("й", "и")]


@pytest.mark.parametrize(("one", "other"), SAME)
def test_spellings_of_one_name_fold_together(one: str, other: str) -> None:
    assert fold(one) == fold(other)


@pytest.mark.parametrize(("one", "other"), OTHER)
def test_other_letters_are_another_name(one: str, other: str) -> None:
    assert fold(one) != fold(other)


def test_a_script_without_spaces_is_searched_within() -> None:
    assert tokens("85%的人支持人权") == ["85", "的人", "人支", "支持", "持人", "人权"]
    assert set(tokens("支持")) <= set(tokens("85%的人支持人权"))
    assert set(tokens("สิทธิ")) <= set(tokens("สิทธิมนุษยชน"))
    assert tokens("Covid支持 vote") == ["covid", "支持", "vote"]


def test_other_scripts_are_found_by_their_sound() -> None:
    assert romanised("Шевченко") == "shevchenko"
    assert romanised("王伟") == romanised("汪伟")


@given(st.text())
def test_folding_is_stable_and_loses_no_letter_or_figure(text: str) -> None:
    folded = plain(text)
    assert plain(folded) == folded
    letters = [
        letter for letter in unicodedata.normalize("NFKC", text) if unicodedata.category(letter)[:2] in ("Lo", "Nd")
    ]
    if letters:
        assert folded


@given(st.text("王伟汪人权支持 ab1", min_size=2), st.data())
def test_any_two_letters_of_a_run_find_it(text: str, data: st.DataObject) -> None:
    runs = [run for run in "".join(letter if letter > "z" else " " for letter in text).split() if len(run) > 1]
    for run in runs:
        start = data.draw(st.integers(0, len(run) - 2))
        assert set(tokens(run[start : start + 2])) <= set(tokens(text))
