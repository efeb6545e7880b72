"""Numbers as typed: a comma read as a point would make 68 % of 0,68 or a thousandth of 1.434."""

from __future__ import annotations

from decimal import Decimal

import pytest

from thangdo.rules.index.edition.model import Input, InputType
from thangdo.work.assessments.number_input import read
from thangdo.work.assessments.value_check import Fault

COUNT = Input(type=InputType.COUNT)
NUMBER = Input(type=InputType.NUMBER)
PERCENT = Input(type=InputType.PERCENT)
SHARE = Input(type=InputType.SHARE)


@pytest.mark.parametrize(
    ("text", "one", "language", "expected"),
    [
        ("1.434", COUNT, "vi", "1434"),
        ("1,434", COUNT, "en", "1434"),
        ("1.000", COUNT, "vi", "1000"),
        ("1434", COUNT, "vi", "1434"),
        ("1 434", COUNT, "vi", "1434"),
        ("1.434.000", NUMBER, "vi", "1434000"),
        ("1.434,50", NUMBER, "vi", "1434.50"),
        ("1,434.50", NUMBER, "en", "1434.50"),
        ("0,68", SHARE, "vi", "0.68"),
        ("0.68", SHARE, "vi", "0.68"),
        ("0,680", SHARE, "vi", "0.680"),
        ("0,68", SHARE, "en", "0.68"),
        ("94,1176", PERCENT, "vi", "94.1176"),
        ("68 %", PERCENT, "vi", "68"),
        ("−5", NUMBER, "vi", "-5"),
        ("0", COUNT, "vi", "0"),
        ("  ", COUNT, "vi", ""),
    ],
)
def test_a_number_is_read_exactly_in_the_form_of_the_page(
    text: str, one: Input, language: str, expected: str
) -> None:
    assert read("x", text, one, language) == expected


@pytest.mark.parametrize(
    ("text", "one", "language"),
    [
        ("1.434", NUMBER, "vi"),
        ("1,434", NUMBER, "en"),
        ("12.500", PERCENT, "vi"),  # twelve and a half, or no percentage at all
        ("1,434", NUMBER, "vi"),
        ("1,434", COUNT, "vi"),
    ],
)
def test_what_can_be_read_in_two_ways_is_asked_about(text: str, one: Input, language: str) -> None:
    found = read("x", text, one, language)
    assert isinstance(found, Fault) and found.code == "ambiguous"
    assert found.facts["typed"] == text
    first, second = str(found.facts["first"]), str(found.facts["second"])
    assert {Decimal(first), Decimal(second)} in (
        {Decimal("1434"), Decimal("1.434")},
        {Decimal("12500"), Decimal("12.5")},
    )
    for meant in (first, second):
        assert read("x", text, one, language, f"{meant}|{text}") == meant


def test_a_chosen_reading_does_not_outlive_the_text_it_was_chosen_for() -> None:
    assert read("x", "1,435", NUMBER, "vi", "1.434|1,434") != "1.434"
    found = read(
        "x", "1.434", NUMBER, "vi", "1.434|1,434"
    )  # the comma was changed into a point: meant is a new number
    assert isinstance(found, Fault)
    assert isinstance(read("x", "1,434", NUMBER, "vi", "99|1,434"), Fault)


@pytest.mark.parametrize("text", ["abc", "1.2.3", "12.50.000", "1,2,3", "--5", "1e5", "½", "=1+1"])
def test_what_is_no_number_is_said_to_be_none(text: str) -> None:
    found = read("x", text, NUMBER, "vi")
    assert isinstance(found, Fault) and found.code == "not-a-number"


def test_words_pass_as_they_are() -> None:
    assert read("x", " Trang riêng 1.434 ", Input(type=InputType.TEXT), "vi") == "Trang riêng 1.434"
