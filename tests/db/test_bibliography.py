"""Names and references as CSL has them."""

import pytest

from db.bibliography import Name

NAMES = {
    "R. R. King": Name(family="King", given="Robert R."),
    "M. L. King Jr.": Name(family="King", given="Martin Luther", suffix="Jr."),
    "É. Dupont": Name(family="Dupont", given="E\u0301lodie"),
    "D. Deng": Name(family="Deng", given="Daosheng (邓道盛)"),
    "D. Angelo": Name(family="Angelo", given="D'Arcy"),
    "J. Kim": Name(family="Kim", given="Jong-un"),
    "रा. Kumar": Name(family="Kumar", given="राजेश"),
    "李世民": Name(family="李", given="世民"),
    "김철수": Name(family="김", given="철수"),
    "L. van Beethoven": Name(family="Beethoven", given="Ludwig", dropping_particle="van"),
    "C. de Gaulle": Name.model_validate({"family": "Gaulle", "given": "Charles", "non-dropping-particle": "de"}),
    "Suharto": Name(family="Suharto"),
    "Valley Institute": Name(literal="Valley Institute"),
    "Т. Шевченко": Name(family="Шевченко", given="Тарас"),
}


@pytest.mark.parametrize("short", NAMES)
def test_a_name_is_short_as_its_script_and_parts_have_it(short: str) -> None:
    assert NAMES[short].short == short
    assert Name.model_validate(NAMES[short].model_dump(mode="json")) == NAMES[short]


def test_a_full_name_has_all_its_parts() -> None:
    assert NAMES["M. L. King Jr."].full == "Martin Luther King Jr."
    assert NAMES["李世民"].full == "李世民"
