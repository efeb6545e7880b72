"""Names of bodies: a commune is no committee, a head has the title of another kind of body."""

from __future__ import annotations

from datetime import date

import pytest

from thangdo.records import library
from thangdo.records.units import bodies
from thangdo.records.units.kinds import KINDS
from thangdo.records.units.models import Unit


@pytest.mark.parametrize(
    ("name", "head"),
    [
        ("Văn phòng UBND tỉnh", "Chánh Văn phòng Ủy ban nhân dân tỉnh"),
        ("Thanh tra tỉnh", "Chánh Thanh tra tỉnh"),
        ("Ban Dân tộc", "Trưởng Ban Dân tộc"),
        ("Ban Quản lý Khu kinh tế tỉnh", "Trưởng Ban Quản lý Khu kinh tế tỉnh"),
        ("Sở Lao động - Thương binh và Xã hội", "Giám đốc Sở Lao động - Thương binh và Xã hội"),
        ("Bảo hiểm xã hội tỉnh", "Giám đốc Bảo hiểm xã hội tỉnh"),
        ("Trung tâm Phục vụ hành chính công tỉnh", "Giám đốc Trung tâm Phục vụ hành chính công tỉnh"),
        ("Bandar Mẫu", "Thủ trưởng Bandar Mẫu"),
    ],
)
def test_the_head_of_an_office_is_called_what_he_is_not(name: str, head: str) -> None:
    assert bodies.head_of(name) == head


def test_every_agency_of_the_library_has_a_head_with_a_title_of_its_kind() -> None:
    import csv
    import io

    for file in ("gia-lai-agencies-2019.csv", "gia-lai-agencies-2026.csv"):
        for row in csv.DictReader(io.StringIO(library.read_text("units", file))):
            assert bodies.head_title(row["name_vi"]) != "Thủ trưởng", row["name_vi"]
            assert bodies.initials(row["name_vi"]).isalpha(), row["name_vi"]


@pytest.mark.parametrize(
    ("name", "kind", "tier", "said"),
    [
        ("Gia Lai", "tỉnh", "province", "UBND tỉnh Gia Lai"),
        ("Tỉnh Mẫu", "tỉnh", "province", "UBND tỉnh Mẫu"),
        ("Đà Nẵng", "thành phố trực thuộc trung ương", "province", "UBND thành phố Đà Nẵng"),
        ("Thành phố Pleiku", "thành phố", "district", "UBND thành phố Pleiku"),
        ("Đặc khu Mẫu", "đặc khu", "commune", "UBND đặc khu Mẫu"),
        ("UBND xã Ia Mơ", "xã", "commune", "UBND xã Ia Mơ"),
        ("Sở Y tế", "sở", "department", "Sở Y tế"),
    ],
)
def test_a_place_acts_instead_of_its_body(name: str, kind: str, tier: str, said: str) -> None:
    unit = Unit(name_vi=name, kind=kind, tier=tier)
    assert bodies.short_of(unit) == said
    assert bodies.of(unit) == said.replace("UBND", "Ủy ban nhân dân")


def test_a_paper_of_today_is_sent_to_what_there_is_no_longer() -> None:
    last, first = date(2025, 6, 30), date(2025, 7, 1)
    assert bodies.all_of("commune", last).endswith("thị trấn")
    assert bodies.all_of("commune", first).endswith("đặc khu")
    assert bodies.scope(("department", "district", "commune"), first) == "cấp xã"
    assert "đặc khu" in KINDS
