"""The national register against the counts that the State published, and a province taken out of it."""

from __future__ import annotations

from collections import Counter
from datetime import date

import pytest

from thangdo.records.units import nation, queries, register
from thangdo.records.units.models import Unit, UnitLink, UnitPast

#: of the 3,321 units of commune level since 1 July 2025 (Resolutions 1656 to 1689/NQ-UBTVQH15)
PUBLISHED = {"xã": 2621, "phường": 687, "đặc khu": 13}
OWN = "52"  # told by files of its own


def test_the_national_register_lacks_a_commune_of_a_province() -> None:
    kinds: Counter[str] = Counter()
    links = 0
    for one in nation.provinces():
        found = nation.of(one)
        today = [row for row in found.units if row["scheme"] == nation.SINCE]
        keys = [(row["scheme"], row["code"]) for row in found.units]
        assert len(keys) == len(set(keys)), one
        there = {*keys, *(("vn-org", each.code) for each in nation.provinces())}
        assert {(row["successor_scheme"], row["successor_code"]) for row in found.links} <= there
        assert {(row["predecessor_scheme"], row["predecessor_code"]) for row in found.links} <= there
        before = {row["code"]: row["kind"] for row in found.pasts}
        kinds.update(before.get(row["code"], row["kind"]) for row in today)
        joined = {row["successor_code"] for row in found.links}
        assert joined == {row["code"] for row in today}, one
        assert bool(today) == (one.gso != OWN)
        links += len(found.links)
    shipped = [row for row in register._rows(register.read_text("units", "gia-lai-communes-2025.csv"), "")]
    kinds.update(row["kind"] for row in shipped)
    assert kinds == PUBLISHED and kinds.total() == 3321
    assert links == 10585 - 376  # pairs of the mapping, but for those of the province with its own files


@pytest.mark.parametrize(
    ("typed", "code"),
    [
        *(("gia-lai", "H21"), ("GIA LAI", "H21"), ("tinh gia lai", "H21"), ("52", "H21"), ("Huế", "H57")),
        *(("TP. Hồ Chí Minh", "H29"), ("thành phố Hồ Chí Minh", "H29"), ("ho-chi-minh", "H29")),
        ("Đắk Lắk", "H15"),
    ],
)
def test_a_province_is_found_by_the_exact_spelling_only(typed: str, code: str) -> None:
    assert nation.province(typed).code == code


@pytest.mark.parametrize(("typed", "meant"), [("Bình Định", "Gia Lai"), ("quang", "Quảng Ninh"), ("", None)])
def test_a_province_that_is_no_more_is_taken_for_another(typed: str, meant: str | None) -> None:
    with pytest.raises(nation.NoSuchProvince) as error:
        nation.province(typed)
    assert (meant in error.value.likely) if meant else not error.value.likely


@pytest.mark.django_db
def test_a_province_is_taken_with_its_past_and_kept_up_to_date() -> None:
    one = nation.province("Đồng Nai")
    register.load_units(province=one)
    here = Unit.objects.filter(scheme=nation.SINCE, parent__code=one.code)
    assert (here.count(), here.filter(kind="phường").count()) == (95, 33)
    assert one in register.taken()
    ward = queries.get("vn-gso-2025", "26368")
    assert ward and (ward.name_vi, ward.name_en) == ("Phường Long Thành", "Long Thành Ward")
    (past,) = queries.pasts_of("vn-gso-2025", "26368")
    assert (past.name_vi, past.until) == ("Xã Long Thành", date(2026, 4, 29))
    assert UnitPast.objects.get(unit__code="H19").kind == "tỉnh", "a centrally run city from 30 April 2026"
    assert "26368" in {found.unit.code for found in queries.search("xa long thanh", schemes=["vn-gso-2025"])}
    assert queries.get("vn-gso-2025", "26368", date(2025, 12, 1)).name_vi == "Xã Long Thành"  # type: ignore[union-attr]
    links = UnitLink.objects.count()
    assert {link.unit.name_vi for link in queries.predecessors("vn-gso-2025", "26368")} == {
        "Thị trấn Long Thành",
        "Xã Lộc An",
        "Xã Bình Sơn",
        "Xã Long An",
    }
    register.load_units()  # an upgrade
    assert (here.count(), UnitLink.objects.count()) == (95, links)
    gone = Unit.objects.filter(note_vi=nation.GONE_VI, valid_to=date(2025, 6, 30))
    assert gone.exists() and not gone.filter(links_forward__isnull=False).exists()
