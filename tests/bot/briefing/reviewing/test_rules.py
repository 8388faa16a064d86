"""Rules: which sentences are taken for facts, and what is read from them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.briefing.curating.quote import find
from db.documents import Document
from tests.bot.briefing.reviewing.excerpts import excerpts


def drafted(text: str) -> list[dict[str, str]]:
    return [excerpt.arguments for excerpt in excerpts(Document(text))]


@pytest.mark.parametrize(
    ("sentence", "read"),
    [
        (
            "The night ticket costs 4.50 crowns.",
            {
                "kind": "statement",
                "subject": "Night ticket",
                "predicate": "costs 4.50 crowns",
                "quantity": "4.5",
                "unit": "crowns",
            },
        ),
        (
            "Passengers must show their tickets before they board.",
            {"kind": "statement", "subject": "Passengers", "predicate": "must show their tickets before they board"},
        ),
        (
            "The harbour board operates 3 ferries on weekdays.",
            {"kind": "statement", "subject": "Harbour board", "predicate": "operates 3 ferries on weekdays"},
        ),
        (
            "A berth is a place where a boat may lie for the night.",
            {"kind": "statement", "subject": "Berth", "predicate": "is a place where a boat may lie for the night"},
        ),
        (
            "On 3 May 2031, the council approved the new timetable.",
            {"kind": "event", "when": "2031-05-03", "name": "Council approved the new timetable"},
        ),
        (
            "On 3 May 2031, the board approved 48,500 crowns for 2032.",
            {"kind": "event", "when": "2031-05-03", "name": "Board approved 48,500 crowns for 2032"},
        ),
        (
            "The board approved a budget of 48,500 crowns for 2032.",
            {"kind": "statement", "subject": "Board"},
        ),
        (
            "The harbour master argues that the pier must be rebuilt.",
            {
                "kind": "claim",
                "voice": "opinion",
                "speaker": "The harbour master",
                "about": "The pier must be rebuilt",
                "text": "The pier must be rebuilt.",
                "stance": "for",
            },
        ),
        (
            "“We have never lost a single passenger,” said Captain Berg.",
            {
                "kind": "claim",
                "voice": "quotation",
                "speaker": "Captain Berg",
                "quote": "We have never lost a single passenger",
            },
        ),
        (
            "The Coastal Institute expects most boats to be electric by 2035.",
            {"kind": "statement", "voice": "forecast", "speaker": "Coastal Institute"},
        ),
        (
            "According to the Coastal Institute, the delays were caused by ice.",
            {"kind": "statement", "reported": "Coastal Institute"},
        ),
        (
            "Boat: Måren; Berths: 120; Length: 40 m",
            {"kind": "statement", "subject": "Boat: Måren", "predicate": "Berths: 120; Length: 40 m"},
        ),
    ],
)
def test_what_a_sentence_states_is_read_from_it(sentence: str, read: dict[str, str]) -> None:
    (arguments,) = drafted(sentence)
    assert {name: arguments.get(name) for name in read} == read


DEBATE = """\
Mr Berg: The ferry must run at night.
The islanders were promised one 4 years ago.
The Harbour Minister: The night ferry would cost 3 million crowns.
Ana Lind (Ellery) (Ind): Members may not smoke on the pier."""


@pytest.mark.parametrize(
    ("sentence", "name", "office", "text", "quote"),
    [
        (
            "Lena Ruiz, the mayor of Osby, promised a late ferry.",
            "Lena Ruiz",
            "Mayor | Osby",
            "Lena Ruiz is the mayor of Osby.",
            "Lena Ruiz, the mayor of Osby",
        ),
        (
            "Those present were Jon Ager and Ida B. Brønn, deputy director at the Port Authority.",
            "Ida B. Brønn",
            "Deputy director | Port Authority",
            "Ida B. Brønn is deputy director at the Port Authority.",
            "Ida B. Brønn, deputy director at the Port Authority",
        ),
    ],
)
def test_a_person_is_drafted_with_the_office_that_is_named(
    sentence: str, name: str, office: str, text: str, quote: str
) -> None:
    (person,) = (excerpt for excerpt in excerpts(Document(sentence)) if excerpt.arguments["kind"] == "person")
    assert person.arguments == {"kind": "person", "name": name, "office": office, "text": text, "quote": quote}
    assert sentence[slice(*person.span)] == quote


@pytest.mark.parametrize(
    "sentence", ["Ask Ida Brønn, mayor or not.", "Osby, the mayor says, is calm.", "In May, the head left."]
)
def test_nobody_is_made_a_person_by_a_comma(sentence: str) -> None:
    assert not [excerpt for excerpt in excerpts(Document(sentence)) if excerpt.arguments["kind"] == "person"]


def test_what_is_for_a_year_is_not_dated_by_it() -> None:
    (arguments,) = drafted("The board approved a budget of 48,500 crowns for 2032.")
    assert "when" not in arguments


def test_in_a_debate_each_sentence_is_its_speakers_until_the_next_one_speaks() -> None:
    said = [(arguments.get("speaker"), arguments["voice"], arguments["text"]) for arguments in drafted(DEBATE)]
    assert said == [
        ("Mr Berg", "quotation", "The ferry must run at night."),
        ("Mr Berg", "quotation", "The islanders were promised one 4 years ago."),
        ("The Harbour Minister", "quotation", "The night ferry would cost 3 million crowns."),
        ("Ana Lind", "quotation", "Members may not smoke on the pier."),
    ]
    assert "speaker" not in drafted("Opening Hours: The pier must be left by 10 p.m. on weekdays.")[0]


def test_the_entries_of_a_log_are_drafted_with_their_times() -> None:
    first, second = drafted("12:30 UTC – Deploy of the new timetable begins\n2031-05-03 12:41 Error rate rises to 40%")
    assert first["text"] == "12:30 UTC – Deploy of the new timetable begins"
    assert second["when"].startswith("2031-05-03")
    (dated,) = drafted("On 3 May 2031 at 12:30 UTC, the operator stopped the ferry.")
    assert dated["when"] == "2031-05-03T12:30Z"


@pytest.mark.parametrize(
    ("sentence", "quantity", "unit"),
    [
        ("The pier cost £4 billion to build.", "4000000000", "£"),
        ("The pier is 1.5 km long in all.", "1.5", "km"),
        ("The ticket costs $4.50 on Sundays.", "4.5", "$"),
        ("Some 40% of them want a new pier.", "40", "%"),
        ("At least 30 days must pass before that.", "30", "days"),
        ("Staff must file 12 reports a year.", "12", "reports"),
    ],
)
def test_a_quantity_has_the_unit_that_the_sentence_gives_it(sentence: str, quantity: str, unit: str) -> None:
    (arguments,) = drafted(sentence)
    assert (arguments["quantity"], arguments["unit"]) == (quantity, unit)


@pytest.mark.parametrize(
    "sentence",
    [
        "Unused leave may be carried over until 31 March.",
        "Customers were notified by e-mail on 21 July 2023.",
        "These findings suggest that a night ferry helps.",
        "You are entitled to 25 days of leave.",
        "Submit the form within 30 days of the journey.",
    ],
)
def test_handbooks_reports_and_journals_state_facts_too(sentence: str) -> None:
    assert len(drafted(sentence)) == 1


def test_one_number_alone_is_a_quantity_and_a_name_is_none() -> None:
    (both,) = drafted("The ferry carries 120 passengers and 14 cars.")
    assert "quantity" not in both
    (named,) = drafted("The 737 MAX was grounded by the authorities of many countries.")
    assert "quantity" not in named


def test_a_pronoun_stands_for_the_subject_before() -> None:
    _, second = drafted("The night ferry is a small boat. It must not carry more than 12 cars.")
    assert second["subject"] == "Night ferry"


@pytest.mark.parametrize(
    "sentence",
    [
        "Who pays for the ferry, and is it worth 4 crowns?",
        "For more information visit https://ferry.example or call 555 0100.",
        "We are very grateful to the 312 people who answered.",
        "As shown in figure 3, this section describes 4 boats.",
        "THE FERRY ACT OF 2031",
        "Timetable",
        "[4] Holm, G., “The night ferry”, Ellery Press, 2031.",
    ],
)
def test_what_states_nothing_is_left_out(sentence: str) -> None:
    assert drafted(sentence) == []


def test_a_wording_that_comes_again_is_drafted_once() -> None:
    assert len(drafted("The pier is a monument.\nThe pier is a monument.")) == 1


@given(st.lists(st.sampled_from(["The pier", "must", "is a", "costs 4 crowns", "“", "”", "(", ")", "2031", ".", ","])))
def test_the_words_cited_stand_in_their_paragraph(words: list[str]) -> None:
    document = Document(" ".join(words))
    for excerpt in excerpts(document):
        paragraph = document.paragraphs[excerpt.paragraph - 1]
        assert paragraph[slice(*excerpt.span)].find(excerpt.arguments["quote"]) >= 0
        assert find(excerpt.arguments["quote"], paragraph)


@pytest.mark.parametrize(
    ("text", "language", "drafts"),
    [
        ("Die Fähre fährt 30 Mal am Tag. Sie ist schön.", "de-CH", ["Die Fähre fährt 30 Mal am Tag."]),
        ("서울시는 2031년에 배 30척을 샀다. 배는 매우 크고 아름답다.", "ko", ["서울시는 2031년에 배 30척을 샀다."]),
        ("市议会批准了价值450万元的新渡轮。渡轮很漂亮也很大。", "zh", ["市议会批准了价值450万元的新渡轮。"]),
        ("Паром перевозит 120 пассажиров в день. Он красив.", "ru", ["Паром перевозит 120 пассажиров в день."]),
        ("La traversée coûte 4,50 €. Elle est belle.", "fr", ["La traversée coûte 4,50 €."]),
    ],
)
def test_of_other_languages_figures_are_seen(text: str, language: str, drafts: list[str]) -> None:
    assert [excerpt.arguments["text"] for excerpt in excerpts(Document(text), language)] == drafts


@pytest.mark.parametrize(
    "sentence",
    [
        "Holm no longer believes that the ferry will pay for itself.",
        "Holm never said that the ferry would be closed in 2031.",
        "Neither Holm nor Brønn said that the market would be closed in 2031.",
        "No one in Port Ellery claimed that the mayor took 500 euros.",
        "None of the Islanders argued that boats were empty after nine.",
        "Critics might argue that the ferry is a waste of 4 million euros.",
        "Holm would say that the ferry is a waste of 4 million euros.",
        "Holm falsely claimed that the ferry cost 4 million euros.",
        "Suppose Holm says that 70% of islanders left the town.",
        "Holm never said “the ferry is a waste of public money” in 2031.",
        "Nobody said “the ferry is a waste of public money” in 2031.",
    ],
)
def test_what_nobody_says_is_no_claim_of_anybody(sentence: str) -> None:
    for excerpt in excerpts(Document(sentence)):
        assert "speaker" not in excerpt.arguments
        assert excerpt.arguments["text"] == sentence
