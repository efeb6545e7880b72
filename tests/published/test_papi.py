"""PAPI 2011 to 2016: six dimensions and a total from 22 sub-dimensions for 63 provinces.

Source: papi.org.vn, in the data set mdtrinh/vietnamdata, CC0 (library/data/indices/papi-2011-2016.csv).
"""

from __future__ import annotations

import csv
import io
from collections import defaultdict
from decimal import Decimal

import pytest

from published.changed import change_answers, with_value
from thangdo.records import library
from thangdo.rules.exact import Fraction
from thangdo.work.reproductions import reproduce

pytestmark = pytest.mark.published


def _printed() -> list[dict[str, str]]:
    text = library.path("data/indices/papi-2011-2016.csv").read_text(encoding="utf-8")
    return list(csv.DictReader(line for line in text.splitlines() if not line.startswith("#")))


def test_every_published_dimension_and_total_comes_out_and_two_units_have_no_result() -> None:
    outcome = reproduce("papi")
    assert outcome.differences == ()
    # 63 provinces x (6 dimensions + 1 total) x 5 years; 2015 has neither
    assert (outcome.compared, outcome.equal) == (63 * 7 * 5, 63 * 7 * 5 - 2)
    assert outcome.largest_difference <= outcome.tolerance == Fraction("0.0000115")
    assert [(known.where, known.published, known.recomputed) for known in outcome.known_differences] == [
        ("2014 bac-giang index", "0", ""),
        ("2014 dong-thap index", "0", ""),
    ]


def test_the_file_holds_every_sum_of_every_year_to_the_last_digit() -> None:
    """The oracle adds decimals of the source, row by row, without the engine or its editions."""
    parts: dict[tuple[str, str, str, str], list[str]] = defaultdict(list)
    for row in _printed():
        if row["level"] == "subdimension":
            unit = row["year"], row["province_code"]
            parts[*unit, "dimension", row["dimension"]].append(row["value"])
            parts[*unit, "total", ""].append(row["value"])
    written = list(csv.DictReader(io.StringIO(reproduce("papi").csv())))
    assert list(written[0]) == ["year", "province_code", "level", "dimension", "value"]
    found = {tuple(row.values())[:4]: row["value"] for row in written}
    assert len(written) == len(found) == 6 * 63 * 7
    assert found.keys() == parts.keys()
    for key, value in found.items():
        assert (Decimal(value) if value else None) == (
            sum(map(Decimal, parts[key])) if all(parts[key]) else None
        )
    assert {key[:2] for key, value in found.items() if not value} == {("2014", "24"), ("2014", "87")}


def test_a_changed_sub_dimension_is_found(monkeypatch: pytest.MonkeyPatch) -> None:
    change_answers(monkeypatch, with_value("ha-noi", "d1_1", Fraction("0.9")))
    found = {item.where for item in reproduce("papi").differences}
    assert {"2011 ha-noi D1", "2011 ha-noi index"} <= found
    assert "2011 ha-noi D2" not in found
