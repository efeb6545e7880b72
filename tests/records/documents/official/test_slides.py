"""The charts of a conference as slides, and the sheets that join the results workbook."""

from __future__ import annotations

import io
import struct
import zipfile
from dataclasses import replace
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from python_calamine import CalamineWorkbook

from thangdo.records.documents.official import samples
from thangdo.records.documents.official.sheets import Amended, amended_sheet, weak_sheet
from thangdo.records.documents.official.slides import (
    SlideData,
    SlideTier,
    SlideUnit,
    WeakCell,
    slide_zip,
    slides_of,
)
from thangdo.records.documents.workbooks import xlsx_bytes


@pytest.fixture
def kept(tmp_path: Path, settings: Any) -> Path:
    """Charts are kept in a folder of the test's own."""
    settings.DATA = tmp_path
    return tmp_path


def departments() -> SlideTier:
    levels = ["IV"] * 2 + ["III"] * 5 + ["II"] * 8 + ["I"] * 2 + [""] * 3
    units = [SlideUnit(f"Sở Mẫu {n}", Decimal(95 - n), level, Decimal(90)) for n, level in enumerate(levels)]
    return SlideTier("Sở, ban, ngành", tuple(units))


def communes(count: int = 222) -> SlideTier:
    units = tuple(SlideUnit("UBND xã Đăk Đoa", Decimal(count - n), "") for n in range(count))
    return SlideTier("UBND cấp xã", units)


def told(*tiers: SlideTier, weak: tuple[WeakCell, ...] = ()) -> SlideData:
    return SlideData(
        "mức độ chính quyền điện tử năm 2025",
        "kết quả thẩm định",
        date(2026, 7, 3),
        tiers,
        weak,
        "2025",
        "2024",
    )


def test_a_slide_has_no_sentence_for_a_title(kept: Path) -> None:
    slides = {slide.name: slide.title for slide in slides_of(told(departments(), communes()))}
    assert slides["bac-thang-cac-cap"].startswith("17/242 đơn vị được xếp mức (7%)")
    assert slides["bac-thang-so-ban-nganh"] == (
        "Sở, ban, ngành: 2/20 đơn vị đạt mức IV, 3/20 đơn vị không xếp hạng"
    )
    assert slides["thay-doi-so-ban-nganh"] == (
        "Sở, ban, ngành: 5 đơn vị tăng điểm, 14 giảm, 1 giữ nguyên (năm 2025 so với năm 2024)"
    )
    assert "thay-doi-ubnd-cap-xa" not in slides  # nothing is known of last year


def test_communes_of_one_name_are_drawn_on_one_bar(kept: Path) -> None:
    slides = {slide.name: slide.spec for slide in slides_of(told(communes()))}
    first, last = slides["xep-hang-ubnd-cap-xa-1"], slides["xep-hang-ubnd-cap-xa-2"]
    names = [row["name"] for row in first["datasets"]["rows"]]
    assert len(set(names)) == 12
    assert [row["value"] for row in last["datasets"]["rows"]][-1] == 1.0


def test_a_tier_is_split_into_a_full_slide_and_a_nearly_empty_one(kept: Path) -> None:
    slides = [s for s in slides_of(told(communes(21))) if s.name.startswith("xep-hang")]
    assert [len(s.spec["datasets"]["rows"]) for s in slides] == [11, 10]


def test_a_conference_is_shown_slides_of_another_size(kept: Path) -> None:
    weak = (WeakCell("Có cán bộ chuyên trách công nghệ thông tin", "UBND cấp xã", 200, 222),)
    data = told(departments(), weak=weak)
    content = slide_zip(data)
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        names = archive.namelist()
        assert len(names) == 2 * len(slides_of(data)) and "04-noi-dung-con-yeu.svg" in names
        assert {item.date_time for item in archive.infolist()} == {(1980, 1, 1, 0, 0, 0)}
        for name in names:
            one = archive.read(name)
            if name.endswith(".png"):
                assert struct.unpack(">II", one[16:24]) == (1920, 1080)
            else:
                assert b'width="1920" height="1080"' in one
                text = one.decode()
                assert "Nguồn: kết quả thẩm định; ngày 03/7/2026." in text
        assert "200/222" in archive.read("04-noi-dung-con-yeu.svg").decode()
    assert slide_zip(data) == content


def test_an_empty_campaign_has_no_slides(kept: Path) -> None:
    assert slides_of(told(SlideTier("UBND cấp xã", ()))) == []
    with zipfile.ZipFile(io.BytesIO(slide_zip(told()))) as archive:
        assert archive.namelist() == []


def test_an_amended_answer_without_points_is_written_as_nought() -> None:
    answer = samples.notice().amended[0]
    rows = [Amended("S02", "Sở Mẫu 2", "Sở, ban, ngành", answer)]
    rows.append(Amended("S03", "=HYPERLINK(1)", "Sở, ban, ngành", replace(answer, before=None)))
    content = xlsx_bytes([amended_sheet(rows, "vi"), weak_sheet(samples.weak_places().groups, "en")])
    book = CalamineWorkbook.from_filelike(io.BytesIO(content))
    assert book.sheet_names == ["Nội dung điều chỉnh", "Weak places"]
    head, first, second = book.get_sheet_by_index(0).to_python()
    change = head.index("Thay đổi điểm")
    assert first[change] == -2 and second[change] == ""
    assert second[1] == "=HYPERLINK(1)"
    weak = book.get_sheet_by_index(1).to_python()
    assert weak[1][:4] == [
        "Nhân lực CNTT",
        "A1.1",
        "Có cán bộ phụ trách công nghệ thông tin",
        "UBND xã Mẫu 2",
    ]
    assert weak[1][6:9] == ["no number", "", ""] and weak[2][6:9] == [0.057, 0.14, 2.5]


def test_the_unranked_stand_among_the_ranked_or_who_sent_nothing_is_not_counted(kept: Path) -> None:
    """A chart «theo thứ hạng» showed unranked units among ranked ones, by their score."""
    tier = replace(departments(), not_returned=2)
    slides = {slide.name: slide for slide in slides_of(told(tier))}
    ranked = slides["xep-hang-so-ban-nganh-1"]
    assert ranked.title.startswith("Sở, ban, ngành: 20 đơn vị theo điểm, điểm mức độ")
    (rows,) = (
        ranked.spec["datasets"].values() if "datasets" in ranked.spec else [ranked.spec["data"]["values"]]
    )
    assert [row["apart"] for row in rows] == [0] * 17 + [1] * 3
    assert rows[-1]["label"].endswith("– không xếp hạng") and rows[0]["label"].endswith("– mức IV")
    assert slides["bac-thang-so-ban-nganh"].title.endswith("; 2 đơn vị không gửi kết quả tự đánh giá")
