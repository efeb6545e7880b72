"""The register holds every unit once, through time, with what became of it."""

from __future__ import annotations

import csv
from collections import Counter
from datetime import date

import pytest

from thangdo.records.library import path, read_text
from thangdo.records.units import queries
from thangdo.records.units.models import Unit, UnitLink
from thangdo.records.units.register import BadRegister, load_units

pytestmark = pytest.mark.django_db

CONFERENCE = date(2019, 7, 3)
LAST_DAY = date(2025, 6, 30)
FIRST_DAY = date(2025, 7, 1)


@pytest.fixture
def register() -> None:
    load_units()


@pytest.mark.usefixtures("register")
def test_loading_twice_neither_doubles_nor_moves_a_unit() -> None:
    before = {(unit.scheme, unit.code): unit.pk for unit in Unit.objects.all()}
    links = UnitLink.objects.count()
    load_units()
    assert {(unit.scheme, unit.code): unit.pk for unit in Unit.objects.all()} == before
    assert UnitLink.objects.count() == links


@pytest.mark.usefixtures("register")
def test_a_name_mended_in_the_file_reaches_the_register_and_keeps_the_unit() -> None:
    before = Unit.objects.get(scheme="vn-gso", code="622").pk

    def mended(*parts: str) -> str:
        return read_text(*parts).replace("Thành phố Pleiku", "Thành phố Plei Ku")

    load_units(mended)
    after = Unit.objects.get(scheme="vn-gso", code="622")
    assert (after.pk, after.name_vi, after.name_fold) == (before, "Thành phố Plei Ku", "thanh pho plei ku")


@pytest.mark.usefixtures("register")
def test_a_file_that_contradicts_itself_is_refused_with_every_contradiction_and_changes_nothing() -> None:
    before = Unit.objects.count()

    def broken(*parts: str) -> str:
        text = read_text(*parts)
        if parts[-1] == "gia-lai-districts-2019.csv":
            text += text.splitlines()[1] + "\n"
            text = text.replace("Thị xã An Khê,An Khê Town,thị xã", "Thị xã An Khê,An Khê Town,tổng")
        if parts[-1] == "links-communes-2025.csv":
            text = text.replace("vn-gso-2025,23614,", "vn-gso-2025,99999,")
        return text

    with pytest.raises(BadRegister) as raised:
        load_units(broken)
    text = str(raised.value)
    assert "vn-gso:622 occurs twice" in text
    assert "unknown kind 'tổng'" in text
    assert "the successor vn-gso-2025:99999 is not there" in text
    assert Unit.objects.count() == before


@pytest.mark.usefixtures("register")
@pytest.mark.parametrize(
    ("scheme", "tier", "count"),
    [
        ("gia-lai-agency-2019", "department", 20),  # the conference of 3 July 2019
        ("gia-lai-2019-published", "department", 20),
        ("vn-province-2019", "province", 63),
        ("vn-gso-2025", "commune", 135),  # Gia Lai since 1 July 2025: 110 xã + 25 phường
        ("gia-lai-reconstruction", "department", 20),
        ("gia-lai-reconstruction", "district", 17),
        ("gia-lai-reconstruction", "commune", 222),
        ("iso3166-1-alpha2", "country", 35),
        ("iso3166-1-alpha3", "country", 193),
    ],
)
def test_no_unit_is_missing_from_a_scheme(scheme: str, tier: str, count: int) -> None:
    assert Unit.objects.filter(scheme=scheme, tier=tier).count() == count


@pytest.mark.usefixtures("register")
def test_gia_lai_of_the_conference_has_its_17_districts_and_222_communes() -> None:
    districts = queries.on(CONFERENCE, tier="district", parent=("vn-province-2019", "gia-lai"))
    assert len(districts) == 17
    of_district = {unit.code: len(queries.children("vn-gso", unit.code)) for unit in districts}
    # statistics-office register of 2019: Pleiku 23, Chư Prông 20, Đăk Pơ 8; 222 in all
    assert (of_district["622"], of_district["632"], of_district["634"]) == (23, 20, 8)
    assert sum(of_district.values()) == 222
    kinds = Counter(unit.kind for code in of_district for unit in queries.children("vn-gso", code))
    assert kinds == {"xã": 184, "phường": 24, "thị trấn": 14}


@pytest.mark.usefixtures("register")
def test_the_districts_end_with_june_2025_and_the_new_communes_begin_with_july() -> None:
    district = queries.get("vn-gso", "622")
    assert district is not None
    assert district.is_valid_on(LAST_DAY)
    assert not district.is_valid_on(FIRST_DAY)
    assert queries.on(FIRST_DAY, tier="district") == []
    assert len(queries.on(FIRST_DAY, scheme="vn-gso-2025")) == 135
    assert queries.on(LAST_DAY, scheme="vn-gso-2025") == []


@pytest.mark.usefixtures("register")
def test_every_row_of_the_mapping_of_2025_leads_from_an_old_commune_to_a_new_one() -> None:
    links = UnitLink.objects.filter(successor__scheme="vn-gso-2025")
    assert Counter(links.values_list("kind", flat=True)) == {"whole": 370, "split": 3, "split-default": 3}
    assert links.values("predecessor").distinct().count() == 373  # 218 of Gia Lai + 155 of Bình Định
    assert links.values("successor").distinct().count() == 135


@pytest.mark.usefixtures("register")
def test_the_same_code_before_and_after_the_merger_is_not_the_same_unit() -> None:
    old, new = queries.get("vn-gso", "23614"), queries.get("vn-gso-2025", "23614")
    assert old is not None and new is not None
    assert (old.parent_name_vi, new.parent_name_vi) == ("Thị xã An Khê", "Gia Lai")
    assert [link.unit.code for link in queries.predecessors("vn-gso-2025", "23614")] == [
        "23614",
        "24001",
        "24004",
    ]


@pytest.mark.usefixtures("register")
def test_a_commune_that_was_split_leads_to_each_part_and_says_which_is_the_default() -> None:
    # An Nghĩa of Bình Định went to An Hòa (default) and An Toàn
    parts = {link.unit.name_vi: link.kind for link in queries.successors("vn-gso", "21634")}
    assert parts == {"Xã An Hòa": "split-default", "Xã An Toàn": "split"}


@pytest.mark.usefixtures("register")
def test_a_commune_gone_before_2025_does_not_pretend_to_have_a_known_successor() -> None:
    # Chư HDrông, Chư Jôr, Tân Sơn, Kông Pla are not in the register of 4 January 2025
    gone = Unit.objects.filter(scheme="vn-gso", tier="commune", valid_to=date(2025, 1, 3))
    assert {unit.name_vi for unit in gone} == {"Xã Chư HDrông", "Xã Chư Jôr", "Xã Tân Sơn", "Xã Kông Pla"}
    assert not UnitLink.objects.filter(predecessor__in=gone).exists()
    assert all(unit.note_vi and unit.note_en for unit in gone)


@pytest.mark.usefixtures("register")
def test_every_old_province_leads_to_one_of_the_34() -> None:
    links = UnitLink.objects.filter(successor__scheme="vn-org")
    assert links.values("predecessor").distinct().count() == 63
    assert links.values("successor").distinct().count() == 34
    into = {link.unit.code: link.kind for link in queries.predecessors("vn-org", "H21")}
    assert into == {"gia-lai": "whole", "binh-dinh": "whole"}


@pytest.mark.usefixtures("register")
def test_an_inferred_agency_name_is_marked_as_inferred() -> None:
    agencies = {unit.name_vi: unit.note_en for unit in Unit.objects.filter(scheme="gia-lai-agency-2019")}
    inferred = {name for name, note in agencies.items() if "inferred" in note}
    assert inferred == {"Sở Công Thương", "Sở Văn hóa, Thể thao và Du lịch", "Thanh tra tỉnh"}


@pytest.mark.usefixtures("register")
def test_every_unit_names_its_source_and_has_a_name_in_both_languages() -> None:
    assert not Unit.objects.filter(source="").exists()
    assert not Unit.objects.filter(name_vi="").exists()
    assert not Unit.objects.filter(name_en="").exists()


def test_tay_nguyen_is_its_five_provinces() -> None:
    rows = csv.DictReader(path("units", "provinces-2019.csv").read_text(encoding="utf-8").splitlines())
    region = {row["name_vi"] for row in rows if row["region"] == "Tây Nguyên"}
    assert region == {"Kon Tum", "Gia Lai", "Đắk Lắk", "Đắk Nông", "Lâm Đồng"}
