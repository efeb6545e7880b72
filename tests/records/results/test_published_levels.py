"""The published levels of 3 July 2019 stand beside real names; nothing is claimed that was not published."""

from __future__ import annotations

import csv
from collections import Counter

import pytest

from prepared import load_register
from thangdo.records.library import read_text
from thangdo.records.units.models import Unit

ROWS = list(csv.DictReader(read_text("assessments", "gia-lai-2019-published.csv").splitlines()))


def levels(tier: str) -> Counter[str]:
    return Counter(row["level"] for row in ROWS if row["tier"] == tier)


def test_the_counts_are_those_of_the_article() -> None:
    """Source: article of 3 July 2019: 2, 8, 5, 2, 3 of 20; Pleiku IV and 16 of 17 unranked; all communes."""
    assert levels("department") == {"I": 2, "II": 8, "III": 5, "IV": 2, "unranked": 3}
    assert levels("district") == {"IV": 1, "unranked": 16}
    assert levels("commune") == {"unranked": 222}


def test_only_pleiku_is_named_with_a_level() -> None:
    ranked = [(row["scheme"], row["unit"]) for row in ROWS if row["level"] != "unranked"]
    assert [unit for unit in ranked if unit[0] == "vn-gso"] == [("vn-gso", "622")]


def test_no_real_department_is_given_a_level_that_was_not_published_for_it() -> None:
    departments = [row for row in ROWS if row["tier"] == "department"]
    assert {row["scheme"] for row in departments} == {"gia-lai-2019-published"}
    assert all("dữ liệu phục dựng" in row["name"] for row in departments)
    assert all("reconstruction" in row["source"] for row in departments)


@pytest.mark.django_db
def test_every_row_is_a_unit_of_the_register_under_the_same_name() -> None:
    load_register()
    known = {
        (unit.scheme, unit.code): unit.name_vi
        for scheme in ("vn-gso", "gia-lai-2019-published")
        for unit in Unit.objects.filter(scheme=scheme)
    }
    assert all(known[row["scheme"], row["unit"]] == row["name"] for row in ROWS)
    assert len(ROWS) == 20 + 17 + 222
