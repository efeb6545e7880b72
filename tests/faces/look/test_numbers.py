"""Numbers, percentages, days and changes as an official writes them, and as an English reader does."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from thangdo.faces.look import numbers
from thangdo.rules.exact import Fraction


@pytest.mark.parametrize(
    ("value", "places", "vietnamese", "english"),
    [
        ("0.680", None, "0,680", "0.680"),  # the article of 3 July 2019 prints 0,680: the last nought stays
        ("1434", None, "1.434", "1,434"),
        ("1234567.5", None, "1.234.567,5", "1,234,567.5"),
        (Decimal("70.9"), 2, "70,90", "70.90"),
        (Fraction(1, 3), 2, "0,33", "0.33"),
        ("62.625", 2, "62,63", "62.63"),  # half up
        ("-0.5", None, "−0,5", "−0.5"),
        ("-0.001", 2, "0,00", "0.00"),  # no minus before a nought
        (None, None, "–", "–"),
        ("", None, "–", "–"),
        ("0", None, "0", "0"),
    ],
)
def test_a_reader_is_shown_a_number_in_the_wrong_form(
    value: numbers.Exact | None, places: int | None, vietnamese: str, english: str
) -> None:
    assert numbers.number(value, "vi", places) == vietnamese
    assert numbers.number(value, "en", places) == english


@given(st.decimals(min_value=-(10**12), max_value=10**12, places=4, allow_nan=False))
def test_a_number_loses_or_gains_a_digit_on_its_way_to_the_page(value: Decimal) -> None:
    shown = numbers.number(value, "vi", 4).replace(".", "").replace(",", ".").replace("−", "-")
    assert Decimal(shown) == value


def test_a_percentage_of_the_article_is_written_otherwise_than_the_article_does() -> None:
    assert [numbers.percent(value, "vi") for value in ("10", "40", "25", "15", "100")] == [
        "10%",
        "40%",
        "25%",
        "15%",
        "100%",
    ]
    assert numbers.percent(Fraction(1600, 17), "vi") == "94,12%"  # 16 of 17 districts: 94.1176…
    assert numbers.share("0.605", "en") == "60.5%"


def test_a_day_is_read_as_another_day() -> None:
    assert numbers.day(date(2019, 7, 3), "vi") == "03/07/2019"
    assert numbers.day("2019-07-03", "en") == "3 July 2019"
    assert numbers.day("2025-08", "vi") == "08/2025"
    assert numbers.day("2025-08", "en") == "August 2025"
    assert numbers.day("2018", "vi") == "2018"
    assert numbers.day(None, "vi") == "–"


def test_a_difference_is_shown_by_its_colour_alone() -> None:
    assert numbers.change("0.680", "0.602", "vi") == "+0,078 (tăng)"
    assert numbers.change("63.10", "64.00", "en") == "−0.90 (down)"
    assert numbers.change("5", "5", "vi") == "0 (không đổi)"
    assert numbers.change("5", None, "vi") == "–"


def test_a_better_rank_is_called_worse() -> None:
    assert numbers.rank_change(23, 24, "vi") == "tăng 1 bậc"
    assert numbers.rank_change(58, 42, "en") == "down 16 places"
    assert numbers.rank_change(3, 3, "vi") == "giữ nguyên hạng"
    assert numbers.rank_label("17=") == "=17"


def test_an_english_ordinal_has_the_wrong_ending() -> None:
    assert [numbers.ordinal(n, "en") for n in (1, 2, 3, 4, 11, 12, 13, 21, 112)] == [
        "1st",
        "2nd",
        "3rd",
        "4th",
        "11th",
        "12th",
        "13th",
        "21st",
        "112th",
    ]
    assert numbers.ordinal(2, "vi") == "thứ 2"


def test_a_word_is_taken_for_a_number() -> None:
    with pytest.raises(ValueError, match="not a number"):
        numbers.exact("khá")
