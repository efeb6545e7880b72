"""Row by row, the register has what the sources have: nobody's commune is missing or misspelt.

Sources: tests/data/gia-lai, each row with its own source column.
"""

from __future__ import annotations

import csv
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from prepared import load_register
from thangdo.records.units.models import Unit, UnitLink
from thangdo.records.units.register import load_units

pytestmark = pytest.mark.django_db
FOLDER = Path(__file__).parents[2] / "data" / "gia-lai"


@pytest.fixture(autouse=True)
def register() -> None:
    load_register()


def rows(name: str) -> list[dict[str, str]]:
    with (FOLDER / f"{name}.csv").open(encoding="utf-8", newline="") as stream:
        return list(csv.DictReader(stream))


def units(**conditions: Any) -> set[tuple[str, ...]]:
    columns = ("gso_code", "name_vi", "kind")
    return set(Unit.objects.filter(**conditions).values_list(*columns))


def test_a_district_or_commune_of_2019_is_missing_or_under_another_district() -> None:
    wanted = {
        (row["gso_code"], row["name"], row["type"], row["district_code"])
        for row in rows("gia_lai_communes_2019")
    }
    assert len(wanted) == 222
    found = Unit.objects.filter(scheme="vn-gso", tier="commune", parent__parent__code="gia-lai")
    assert set(found.values_list("gso_code", "name_vi", "kind", "parent__code")) == wanted
    districts = {(row["gso_code"], row["name"], row["type"]) for row in rows("gia_lai_districts_2019")}
    assert len(districts) == 17
    assert units(scheme="vn-gso", tier="district", parent__code="gia-lai") == districts


def test_a_commune_of_today_is_missing() -> None:
    wanted = {(row["gso_code"], row["name"], row["type"]) for row in rows("gia_lai_communes_2025")}
    assert len(wanted) == 135
    assert units(scheme="vn-gso-2025") == wanted


def test_one_of_the_twenty_agencies_is_missing() -> None:
    wanted = {row["agency"] for row in rows("gia_lai_agencies_2017_2022")}
    assert len(wanted) == 20
    found = Unit.objects.filter(scheme="gia-lai-agency-2019")
    assert set(found.values_list("name_vi", flat=True)) == wanted


def test_one_of_the_376_rows_of_the_mapping_is_missing() -> None:
    mapping = rows("gia_lai_commune_mapping_2025")
    wanted = {(row["old_commune_code"], row["new_commune_code"], row["kind"]) for row in mapping}
    assert len(mapping) == len(wanted) == 376
    assert len({old for old, _, _ in wanted}) == 373
    links = UnitLink.objects.filter(successor__scheme="vn-gso-2025", predecessor__scheme="vn-gso")
    assert set(links.values_list("predecessor__code", "successor__gso_code", "kind")) == wanted


def test_gia_lai_keeps_its_organisation_code_and_changes_that_of_the_statistics_office() -> None:
    found = dict(Unit.objects.filter(org_code="H21").values_list("scheme", "gso_code"))
    assert found == {"vn-province-2019": "64", "vn-org": "52"}


def test_every_province_has_the_code_of_the_statistics_office() -> None:
    for scheme, count in (("vn-province-2019", 63), ("vn-org", 34)):
        codes = Unit.objects.filter(scheme=scheme, tier="province").values_list("gso_code", flat=True)
        assert len(set(codes)) == count and "" not in codes


def test_loading_twice_breaks_the_paths_by_which_an_office_reaches_its_units() -> None:
    def paths() -> dict[int, str]:
        return dict(Unit.objects.values_list("pk", "path"))

    before = paths()
    load_units()
    assert paths() == before
    for unit in Unit.objects.select_related("parent"):
        above = unit.parent.path if unit.parent else "/"
        assert unit.path == f"{above}{unit.pk}/"


def test_loading_again_asks_for_every_row_of_the_table(
    django_assert_max_num_queries: Callable[[int], Any],
) -> None:
    with django_assert_max_num_queries(60):
        load_units()
