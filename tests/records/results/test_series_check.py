"""An impossible published value is refused with its reason, and never becomes a number."""

from __future__ import annotations

from decimal import Decimal

import pytest

from thangdo.faces.look import sentences
from thangdo.records.results.series_check import (
    COLUMNS,
    Figure,
    Rank,
    Reason,
    check,
    rank_of,
    value_of,
)
from thangdo.records.results.series_text import SeriesText, read


def sentence(reason: Reason, language: str) -> str:
    """The reason as the faces say it."""
    return sentences.name(language, "figures", reason.code).format(**reason.facts)


SERIES = read(
    """
series: sample
order: 1
title: {vi: Thử, en: Sample}
short: {vi: Thử, en: Sample}
publisher: {vi: Bộ Nội vụ, en: Ministry of Home Affairs}
subject: provinces
scale: {min: 0, max: 100, places: 2, unit: {vi: điểm, en: points}}
components:
  survey:
    title: {vi: Điều tra, en: Survey}
    scale: {min: 0, max: 40, places: 2, unit: {vi: điểm, en: points}}
aggregates: {mean: {vi: Trung bình, en: Mean}}
editions:
  first: {title: {vi: Một, en: One}, comparable: first, text: {vi: Một, en: One}}
  second: {title: {vi: Hai, en: Two}, comparable: no, text: {vi: Hai, en: Two}}
page:
  measures: {vi: a, en: a}
  publisher: {vi: a, en: a}
  reading: {vi: a, en: a}
  standing: {vi: a, en: a}
  unknown: {vi: a, en: a}
"""
)
NO_TOP = SERIES.model_copy(update={"scale": SERIES.scale.model_copy(update={"max": None})})
UNITS = {("vn-gso", "622"), ("vn-gso", "634")}


def row(**said: str) -> dict[str, str]:
    """One row of a table, of Pleiku in 2020, with what the test says."""
    usual = {"unit_scheme": "vn-gso", "unit": "622", "name": "Thành phố Pleiku", "period": "2020"}
    usual |= {"edition": "first", "source": "Báo Gia Lai"}
    return dict.fromkeys(COLUMNS, "") | usual | said


def one(series: SeriesText = SERIES, **said: str) -> Figure:
    (figure,) = check(series, [row(**said)], UNITS)
    return figure


def test_the_misprinted_score_of_pleiku_is_refused_and_is_no_number() -> None:
    # Báo Gia Lai, PAR index 2020: the top district score is printed "981,31" on a scale of 100
    figure = one(value="981,31")
    assert figure.statement == "refused"
    assert figure.value is None and figure.rank is None
    assert figure.reason == Reason("outside-scale", {"printed": "981,31", "min": "0", "max": "100"})
    assert (
        sentence(figure.reason, "vi")
        == "Giá trị in là 981,31, ngoài thang điểm từ 0 đến 100: không thể đúng."
    )
    assert "981,31" in sentence(figure.reason, "en")


@pytest.mark.parametrize(
    ("said", "code"),
    [
        ({"value": "100.01"}, "outside-scale"),
        ({"value": "-0.01"}, "outside-scale"),
        ({"value": "41", "component": "survey"}, "outside-scale"),
        ({"value": "80 điểm"}, "not-a-number"),
        ({"value": "NaN"}, "not-a-number"),
        ({"value": "1e2"}, "not-a-number"),
        ({"value": "1.234,5"}, "not-a-number"),
        ({"rank": "64/63"}, "rank-over-number"),
        ({"rank": "0/63"}, "rank-below-one"),
        ({"rank": "-1"}, "rank-below-one"),
        ({"rank": "first"}, "not-a-rank"),
        ({"value": "1", "unit": "999"}, "unknown-unit"),
        ({"value": "1", "unit_scheme": "vn-gso-2025"}, "unknown-unit"),
        ({"value": "1", "edition": "third"}, "unknown-edition"),
        ({"value": "1", "component": "other"}, "unknown-component"),
        ({"value": "1", "aggregate": "other"}, "unknown-component"),
        ({"value": "1", "period": "2020-13"}, "bad-period"),
        ({"value": "1", "period": "quý I"}, "bad-period"),
        ({"value": "1", "source": " "}, "no-source"),
        ({"value": "1", "statement": "guessed"}, "unknown-statement"),
        ({"value": "1", "statement": "censored"}, "censored-with-number"),
        ({"rank": "31", "statement": "censored"}, "censored-with-number"),
        ({}, "says-nothing"),
    ],
)
def test_each_kind_of_impossible_figure_is_refused_with_its_own_reason(
    said: dict[str, str], code: str
) -> None:
    figure = one(**said)
    assert figure.reason is not None
    assert (figure.statement, figure.reason.code, figure.value, figure.rank) == ("refused", code, None, None)
    assert all("{" not in sentence(figure.reason, language) for language in ("vi", "en"))


def test_a_value_below_a_scale_without_a_known_top_is_refused_too() -> None:
    figure = one(NO_TOP, value="-1")
    assert figure.reason is not None and figure.reason.code == "below-scale"
    assert one(NO_TOP, value="1000").value == 1000


@pytest.mark.parametrize("value", ["0", "100", "100.00", "40"])
def test_the_ends_of_the_scale_belong_to_it(value: str) -> None:
    assert one(value=value).value == Decimal(value)


def test_one_source_speaks_once_of_a_unit_and_period() -> None:
    first, second, other_year = check(
        SERIES, [row(value="80"), row(value="81"), row(value="81", period="2021")], UNITS
    )
    assert first.value == 80 and other_year.value == 81
    assert second.reason == Reason("duplicate", {"period": "2020"})


def test_two_sources_that_disagree_are_both_kept() -> None:
    figures = check(SERIES, [row(value="87.12"), row(value="87.14", source="VietnamPlus")], UNITS)
    assert [figure.value for figure in figures] == [Decimal("87.12"), Decimal("87.14")]


def test_a_refused_value_does_not_keep_the_right_one_out() -> None:
    refused, kept = check(SERIES, [row(value="981,31"), row(rank="1/17")], UNITS)
    assert refused.reason is not None
    assert (kept.statement, kept.rank, kept.of) == ("published", 1, 17)


def test_not_in_the_published_top_thirty_is_a_statement_without_a_rank() -> None:
    figure = one(statement="censored")
    assert (figure.statement, figure.value, figure.rank, figure.reason) == ("censored", None, None, None)


@pytest.mark.parametrize(
    ("printed", "rank"),
    [
        ("31/34", Rank(31, 34, "")),
        ("12/34 (position in the captured table)", Rank(12, 34, "position in the captured table")),
        ("5", Rank(5, None, "")),
        (" 1 / 17 ", Rank(1, 17, "")),
        ("", None),
    ],
)
def test_a_printed_rank_is_taken_apart(printed: str, rank: Rank | None) -> None:
    assert rank_of(printed) == rank


@pytest.mark.parametrize(
    ("printed", "value"),
    [("0.680", "0.680"), ("0,680", "0.680"), (".5346", "0.5346"), ("-.5", "-0.5"), (" 64 ", "64")],
)
def test_a_printed_number_keeps_its_digits(printed: str, value: str) -> None:
    assert str(value_of(printed)) == value
