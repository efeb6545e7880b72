"""The plans of a unit as papers: what it mends, what equipment it buys. Data in, Word and PDF out."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Annotated

from thangdo.records.documents.official import kinds
from thangdo.records.documents.official.kinds import Ending, Kind
from thangdo.records.documents.official.letter import Letter, Signature


@dataclass(frozen=True)
class TaskRow:
    """A criterion of the plan: who answers for it, by when, points now and expected."""

    task: Annotated[str, "Nhiệm vụ: tiêu chí cần khắc phục"]
    officer: Annotated[str, "Người phụ trách"]
    deadline: Annotated[date, "Thời hạn hoàn thành"]
    has: Annotated[str, "Điểm hiện có"]
    expected: Annotated[str, "Điểm dự kiến"]
    maximum: Annotated[str, "Điểm tối đa"]


@dataclass(frozen=True)
class PlanData:
    """*Kế hoạch khắc phục* of a unit after its results."""

    letter: Annotated[Letter, "Thể thức"]
    aims: Annotated[tuple[str, ...], "Mục tiêu"]
    tasks: Annotated[tuple[TaskRow, ...], "Nhiệm vụ được phân công"]
    funds: Annotated[str, "Kinh phí thực hiện"]
    conduct: Annotated[tuple[str, ...], "Tổ chức thực hiện"]


@dataclass(frozen=True)
class PurchaseRow:
    """What is to be bought in a year."""

    unit: Annotated[str, "Đơn vị được trang bị"]
    kind: Annotated[str, "Loại thiết bị"]
    count: Annotated[str, "Số lượng"]
    cost: Annotated[str, "Kinh phí, đồng"]
    source: Annotated[str, "Nguồn kinh phí"]


@dataclass(frozen=True)
class PurchaseYear:
    """A year of the roadmap with its sums."""

    year: Annotated[str, "Năm"]
    rows: Annotated[tuple[PurchaseRow, ...], "Thiết bị trang bị trong năm"]
    count: Annotated[str, "Tổng số lượng"]
    cost: Annotated[str, "Tổng kinh phí, đồng"]


@dataclass(frozen=True)
class RoadmapData:
    """*Kế hoạch trang bị thiết bị công nghệ thông tin* with its years."""

    letter: Annotated[Letter, "Thể thức"]
    aims: Annotated[tuple[str, ...], "Mục tiêu"]
    years: Annotated[tuple[PurchaseYear, ...], "Lộ trình theo năm"]
    funds: Annotated[tuple[str, ...], "Kinh phí thực hiện, theo nguồn"]
    conduct: Annotated[tuple[str, ...], "Tổ chức thực hiện"]


Data = PlanData | RoadmapData


def _frame(abstract: str, grounds: tuple[str, ...]) -> Letter:
    return Letter(
        superior="UBND TỈNH MẪU",
        issuer="SỞ MẪU 1",
        issued_by="Sở Mẫu 1",
        symbol="KH-SM",
        place="Tỉnh Mẫu",
        abstract=abstract,
        signature=Signature((), "GIÁM ĐỐC"),
        day=date(2026, 8, 10),
        grounds=grounds,
        recipients=("UBND tỉnh (b/c)", "Sở Khoa học và Công nghệ", "Lưu: VT"),
    )


def _plan() -> PlanData:
    return PlanData(
        _frame(
            "Khắc phục những nội dung còn yếu về mức độ chính quyền điện tử năm 2025",
            (
                "Căn cứ Quyết định số 00/QĐ-UBND ngày 03 tháng 7 năm 2026 của Chủ tịch Ủy ban nhân dân tỉnh "
                "Mẫu phê duyệt kết quả đánh giá, xếp hạng mức độ chính quyền điện tử năm 2025",
            ),
        ),
        ("Nâng kết quả đánh giá từ 41,25/100 điểm lên 56,50/100 điểm, đạt mức I.",),
        (
            TaskRow("A1. Trang bị máy tính", "Chánh Văn phòng Sở", date(2026, 9, 30), "8", "10", "10"),
            TaskRow(
                "A2. Chữ ký số của người đứng đầu", "Phó Giám đốc", date(2026, 10, 31), "chưa có", "5", "5"
            ),
        ),
        "Từ dự toán ngân sách được giao.",
        ("Các cá nhân được phân công chịu trách nhiệm trước Giám đốc.", "Văn phòng Sở theo dõi, tổng hợp."),
    )


def _roadmap() -> RoadmapData:
    return RoadmapData(
        _frame(
            "Trang bị thiết bị công nghệ thông tin giai đoạn 2026 - 2027",
            ("Căn cứ nhu cầu thiết bị công nghệ thông tin của đơn vị",),
        ),
        ("Trang bị 12 thiết bị công nghệ thông tin trong giai đoạn 2026 - 2027.",),
        (
            PurchaseYear(
                "2026",
                (PurchaseRow("Sở Mẫu 1", "máy tính", "10", "150.000.000", "ngân sách tỉnh"),),
                "10",
                "150.000.000",
            ),
            PurchaseYear(
                "2027",
                (PurchaseRow("Sở Mẫu 1", "máy quét", "2", "30.000.000", "ngân sách tỉnh"),),
                "2",
                "30.000.000",
            ),
        ),
        ("Ngân sách tỉnh: 180.000.000 đồng.",),
        ("Các đơn vị được trang bị quản lý, sử dụng thiết bị đúng mục đích.",),
    )


KINDS: dict[str, Kind] = {
    "plan": Kind("Kế hoạch khắc phục", "Improvement plan", PlanData, _plan),
    "roadmap": Kind(
        "Kế hoạch trang bị thiết bị công nghệ thông tin", "Roadmap of equipment", RoadmapData, _roadmap
    ),
}


def render(kind: str, data: Data, form: Ending, template: bytes | None = None) -> bytes:
    """The paper as Word or PDF, from the library's form or an office's own; same data, same bytes.

    Raises KeyError for an unknown kind, TypeError for data of another kind, BadTemplate.

    >>> render("plan", KINDS["plan"].sample(), "docx")[:2]
    b'PK'
    """
    KINDS[kind]
    return kinds.render(kind, data, form=form, template=template)
