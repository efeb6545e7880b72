"""`thangdo init`: a province begins from the national register, twice if need be."""

from __future__ import annotations

from pathlib import Path

import pytest

from faces.cli.running import rows, run
from thangdo.records.units.models import Unit

pytestmark = pytest.mark.django_db


def test_a_province_has_to_type_its_communes(tmp_path: Path) -> None:
    list_ = tmp_path / "departments.csv"
    for _twice in range(2):
        done = run("init", "--province", "quang tri", "--departments", list_, language="vi")
        assert done.code == 0, done.err
    assert "Tỉnh Quảng Trị: 78 đơn vị hành chính cấp xã (8 phường, 69 xã, 1 đặc khu)" in done.out
    assert "19039 Xã Quảng Tiến" in done.err, "the sources disagree on one former commune"
    assert "--unit vn-org:H50" in done.out
    assert Unit.objects.get(scheme="vn-gso-2025", code="19742").name_vi == "Đặc khu Cồn Cỏ"
    listed = rows(list_)
    assert len(listed) == 15 and {row["parent_code"] for row in listed} == {"H50"}
    lines = list_.read_text(encoding="utf-8-sig").splitlines()
    coded = [
        lines[0],
        *(line.replace("vn-org,,", f"vn-org,H50.{n:02},", 1) for n, line in enumerate(lines[1:])),
    ]
    list_.write_text("\n".join(coded), encoding="utf-8")
    brought = run("units", "import", list_, "--yes")
    assert brought.code == 0, brought.err + brought.out
    assert Unit.objects.filter(parent__code="H50", tier="department").count() == 15


@pytest.mark.parametrize(
    ("given", "said"),
    [
        (("--province", "Bình Định"), "Perhaps: Gia Lai?"),
        (("--province", "nowhere"), "No province since 1 July 2025 is called “nowhere”."),
        (("--departments", "x.csv"), "--departments needs the province"),
        (("--province", "Huế", "--departments", "x.pdf"), "name a .csv or .xlsx file"),
    ],
)
def test_a_name_that_is_no_province_begins_one(given: tuple[str, ...], said: str) -> None:
    ran = run("init", *given)
    assert ran.code == 2 and said in ran.err
