"""Pages of HTML: the main part, one block a line, in the encoding that browsers would read."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.briefing.sources.readers import html
from bot.briefing.sources.readers.block import UnreadableFile

PAGE = """<!DOCTYPE html><html><head><title>Not the text</title><style>p { color: red }</style></head><body>
<h1>Night <b>ferry</b></h1><p>It costs <i>12</i>
million.<script>steal()</script> Few doubt it.<br>Many pay.<br><br>The mayor does.</p><!-- a comment -->
loose words<table><tr><th>who</th><th>share</th></tr><tr><td>islanders</td><td>70%</td></tr></table>
<ul><li>one<li>two</ul><noscript>switch it on</noscript><template>none</template></body></html>"""


def lines(page: str | bytes) -> list[str]:
    return [block.text for block in html.read(page if isinstance(page, bytes) else page.encode()).blocks]


def test_a_page_is_one_block_a_line_without_its_scripts() -> None:
    assert lines(PAGE) == [
        "Night ferry",
        "It costs 12 million. Few doubt it. Many pay.",
        "The mayor does.",
        "loose words",
        "who; share",
        "who: islanders; share: 70%",
        "one",
        "two",
    ]


def test_end_tags_may_be_left_out() -> None:
    assert lines("<title>Mill</title><p>The mill stopped.<p>Its owner left.") == [
        "The mill stopped.",
        "Its owner left.",
    ]


def test_a_block_has_the_headings_that_it_stands_under() -> None:
    page = "<h1>Handbook</h1><p>a1<h2>Leave</h2><h3>Sick</h3><p>b1<h2>Pay</h2><p>c1"
    assert [(block.text, block.headings) for block in html.read(page.encode()).blocks if len(block.text) == 2] == [
        ("a1", ("Handbook",)),
        ("b1", ("Handbook", "Leave", "Sick")),
        ("c1", ("Handbook", "Pay")),
    ]


FURNITURE = {
    "navigation": "<nav><a href=/>Home</a> Menu</nav>{}",
    "a main part": "<div>Log in</div><main>{}</main><div>All rights reserved</div>",
    "an article": "<div>Log in</div><article>{}</article><aside>More</aside>",
    "hidden": "{}<p hidden>x</p><p style='display: none'>x</p><p aria-hidden=true>x</p>",
    "a form": "<form><input value=x><select><option>One</option></select><button>Send</button></form>{}",
    "a role": "<div role=navigation>Menu</div>{}<div role=contentinfo>Imprint</div>",
    "a class": "<div class='breadcrumb nav'><a href=/>Home</a></div>{}<p class='cookie-banner'>We use cookies</p>",
    "links around": (
        "<div><a href=/a>News</a> <a href=/b>Sport</a></div>{}<div><a href=/c>Imprint</a> <a href=/d>Help</a></div>"
    ),
    "a footer": "{}<footer><p>Imprint</p></footer>",
}


@pytest.mark.parametrize("page", FURNITURE.values(), ids=FURNITURE.keys())
def test_what_is_around_the_text_is_left_out(page: str) -> None:
    text = (
        "<p>The council of the valley decided on 3 May to keep the ferry, and to pay for it out of the tolls.</p>"
        "<ul><li>boats</li></ul><p>It will run at night as well, as the islanders had asked for in a survey.</p>"
    )
    assert lines(page.format(text)) == [
        "The council of the valley decided on 3 May to keep the ferry, and to pay for it out of the tolls.",
        "boats",
        "It will run at night as well, as the islanders had asked for in a survey.",
    ]


RAISED = {
    "In 2014<sup><a href='#n4'>4</a></sup> it rose.": "In 2014 it rose.",
    "It was 1,200<sup>5</sup> then.": "It was 1,200 then.",
    "as found<sup>[1][2]</sup>, and": "as found, and",
    "an area of 5 km<sup>2</sup>": "an area of 5 km²",
    "about 10<sup>6</sup> cells": "about 10⁶ cells",
    "the 19<sup>th</sup> century": "the 19th century",
    "CO<sub>2</sub> rose": "CO2 rose",
}


@pytest.mark.parametrize("markup", RAISED)
def test_the_mark_of_a_note_is_never_glued_to_a_figure(markup: str) -> None:
    assert lines(f"<p>{markup}") == [RAISED[markup]]


def test_a_table_has_its_headers_in_each_row() -> None:
    page = (
        "<table><thead><tr><th></th><th colspan=2>Share</th></tr><tr><th>Group</th><th>2030</th><th>2031</th></tr>"
        "</thead><tr><td rowspan=2>Islanders</td><td>70%</td><td>72%</td></tr><tr><td>71%</td><td></td></tr></table>"
    )
    assert lines(page) == [
        "Group; Share 2030; Share 2031",
        "Group: Islanders; Share 2030: 70%; Share 2031: 72%",
        "Group: Islanders; Share 2030: 71%",
    ]


def test_a_table_that_lays_out_a_page_is_no_table() -> None:
    assert lines("<table><tr><td><h1>Ferry</h1><td><p>It runs.<p>It stops.</table>") == [
        "Ferry",
        "It runs.",
        "It stops.",
    ]


LABELS = {
    "euc-kr": ("cp949", "펲시맨 85%"),
    "ks_c_5601-1987": ("cp949", "똠양꿍"),
    "gb2312": ("gb18030", "朱镕基 85%"),
    "gbk": ("gb18030", "㐀"),
    "shift_jis": ("cp932", "髙橋①"),
    "x-sjis": ("cp932", "東京"),
    "iso-8859-1": ("cp1252", "“won’t” – 40%"),
    "us-ascii": ("cp1252", "it’s"),
    "latin1": ("latin-1", "Ida Brønn"),
    "big5": ("big5hkscs", "廢園"),
    "koi8-r": ("koi8-r", "Ещё"),
}


@pytest.mark.parametrize("label", LABELS)
def test_a_label_means_the_encoding_that_browsers_read_by_it(label: str) -> None:
    codec, words = LABELS[label]
    assert lines(f'<meta charset="{label}"><p>{words}'.encode(codec)) == [words]
    declared = f'<meta http-equiv="Content-Type" content="text/html; charset={label}"><p>{words}'
    assert lines(declared.encode(codec)) == [words]


@pytest.mark.parametrize("mark", ["utf-8-sig", "utf-16"])
def test_a_byte_order_mark_counts_before_the_label(mark: str) -> None:
    assert lines('<meta charset="euc-kr"><p>Brønn'.encode(mark)) == ["Brønn"]


def test_an_encoding_that_is_not_known_is_not_guessed() -> None:
    with pytest.raises(UnreadableFile):
        html.read("<p>Brønn".encode("latin-1"))


def test_what_a_page_says_of_itself_is_taken() -> None:
    reading = html.read(
        b'<html lang=en><title>Ferry  news</title><meta name=author content="Greta Holm">'
        b'<meta property="article:published_time" content="2031-04-02T10:00:00Z"><p>Text.'
    )
    assert (reading.title, reading.authors, reading.language) == ("Ferry news", ("Greta Holm",), "en")
    assert reading.issued == "2031-04-02T10:00:00Z"


@given(st.text())
def test_any_page_comes_out_as_lines_that_are_not_blank(markup: str) -> None:
    try:
        reading = html.read(markup.encode("utf-8", "replace"))
    except UnreadableFile:
        return
    assert all(block.text.strip() and "\n" not in block.text for block in reading.blocks)
