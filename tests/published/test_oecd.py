"""OECD Digital Government Index 2023: composites, ranks of the 33 ranked members, diagnostics.

Source: OECD (2024), 2023 OECD Digital Government Index, Table A.1
(library/data/published/oecd_dgi2023_*.csv); diagnostics as published there: first eigenvalue 4.3, 72 % of
the variance, alpha 0.92.
"""

from __future__ import annotations

import pytest

from published.changed import change_answers, with_value
from thangdo.rules.exact import Fraction
from thangdo.work.reproductions import reproduce

pytestmark = pytest.mark.published

ACCESSION = {"ARG", "BRA", "HRV", "PER", "ROU"}


def test_composites_are_equal_but_for_three_exact_halves() -> None:
    outcome = reproduce("oecd-dgi-2023")
    assert outcome.differences == ()
    # 38 composites and 38 places (33 ranks, 5 without); three composites are known to differ
    assert (outcome.compared, outcome.equal) == (76, 73)
    known = {item.where: (item.published, item.recomputed, item.by) for item in outcome.known_differences}
    assert known == {
        "GBR index": ("0.775", "0.776", "0.001"),
        "LTU index": ("0.608", "0.609", "0.001"),
        "LUX index": ("0.567", "0.568", "0.001"),
    }
    assert outcome.ok


def test_before_rounding_every_composite_is_within_half_a_thousandth() -> None:
    outcome = reproduce("oecd-dgi-2023")
    assert outcome.largest_difference == Fraction("0.0005")
    rows = {row["unit"]: row for row in outcome.rows}
    # LTU: (0.590 + 0.753 + 0.651 + 0.561 + 0.619 + 0.477) / 6 = 3.651 / 6 = 0.6085
    assert rows["LTU"]["unrounded_score"] == "0.6085"
    assert max(
        abs(Fraction(row["unrounded_score"]) - Fraction(row["published_score"])) for row in rows.values()
    ) == Fraction("0.0005")


def test_accession_countries_are_scored_and_not_ranked_and_the_average_row_is_no_unit() -> None:
    rows = {row["unit"]: row for row in reproduce("oecd-dgi-2023").rows}
    assert len(rows) == 38 and "OECD" not in rows
    assert {unit for unit, row in rows.items() if not row["rank"]} == ACCESSION
    assert all(row["score"] for row in rows.values())
    assert sorted(int(row["rank"]) for row in rows.values() if row["rank"]) == list(range(1, 34))


def test_the_diagnostics_are_the_published_ones() -> None:
    table = next(table for table in reproduce("oecd-dgi-2023").tables if table.name == "diagnostics")
    found = {row[0]: (float(row[1]), float(row[2])) for row in table.rows}
    assert found["first eigenvalue"] == (4.3, pytest.approx(4.3, abs=0.05))
    assert found["share of the first component"] == (0.72, pytest.approx(0.72, abs=0.005))
    assert found["standardised alpha"] == (0.92, pytest.approx(0.92, abs=0.005))


def test_a_changed_dimension_is_found(monkeypatch: pytest.MonkeyPatch) -> None:
    change_answers(monkeypatch, with_value("KOR", "open_by_default", Fraction("0.282")))
    outcome = reproduce("oecd-dgi-2023")
    # 0.6 less in one of six dimensions: 0.1 less in the composite, from 0.935 to 0.835, still the first
    assert {"KOR index", "KOR index, not rounded"} <= {item.where for item in outcome.differences}
    assert not outcome.ok
    assert outcome.largest_difference > Fraction("0.0999")


def test_a_diagnostic_that_is_not_the_printed_one_fails(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("thangdo.work.reproductions.oecd.standardised_alpha", lambda matrix: 0.90)
    outcome = reproduce("oecd-dgi-2023")
    assert [item.where for item in outcome.differences] == ["standardised alpha"]
    assert not outcome.ok
