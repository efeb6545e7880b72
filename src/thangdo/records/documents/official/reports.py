"""What is reported: the appraisal, the submission to the chairman, the report at the conference."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from thangdo.records.documents.official.letter import Letter, derived, told
from thangdo.records.documents.official.words import share


@dataclass(frozen=True)
class TierReturn:
    """How the units of a tier answered."""

    tier: str = told("Cấp")
    asked: int = told("Số đơn vị được đề nghị")
    on_time: int = told("Gửi đúng hạn")
    late: int = told("Gửi chậm")

    @derived("Chưa gửi")
    def missing(self) -> int:
        return self.asked - self.on_time - self.late

    @derived("Tỷ lệ đã gửi")
    def rate(self) -> str:
        return share(self.on_time + self.late, self.asked)


@dataclass(frozen=True)
class TierAmended:
    """What the appraisal changed in a tier, in answers."""

    tier: str = told("Cấp")
    examined: int = told("Số nội dung đã thẩm định")
    accepted: int = told("Giữ nguyên")
    lowered: int = told("Điều chỉnh giảm điểm")
    raised: int = told("Điều chỉnh tăng điểm")
    unchanged: int = told("Điều chỉnh số liệu, điểm không đổi", default=0)

    @derived("Tổng số nội dung điều chỉnh")
    def amended(self) -> int:
        return self.lowered + self.raised + self.unchanged

    @derived("Tỷ lệ điều chỉnh")
    def rate(self) -> str:
        return share(self.amended, self.examined)


@dataclass(frozen=True)
class Agreement:
    """How far two appraisers agree on the sample that both looked at."""

    units: int = told("Số đơn vị trong mẫu")
    answers: int = told("Số nội dung trong mẫu")
    same: int = told("Số nội dung hai người thẩm định trùng nhau")
    kappa: Decimal | None = told("Hệ số kappa của Cohen", default=None)
    alpha: Decimal | None = told("Hệ số alpha của Krippendorff", default=None)

    @derived("Tỷ lệ trùng nhau")
    def rate(self) -> str:
        return share(self.same, self.answers)


@dataclass(frozen=True)
class TierLevels:
    """How many units of a tier stand on each level."""

    tier: str = told("Cấp")
    level_1: int = told("Mức I")
    level_2: int = told("Mức II")
    level_3: int = told("Mức III")
    level_4: int = told("Mức IV")
    unranked: int = told("Không xếp hạng")

    @derived("Tổng số đơn vị")
    def units(self) -> int:
        return self.level_1 + self.level_2 + self.level_3 + self.level_4 + self.unranked

    @derived("Tỷ lệ mức I")
    def share_1(self) -> str:
        return share(self.level_1, self.units)

    @derived("Tỷ lệ mức II")
    def share_2(self) -> str:
        return share(self.level_2, self.units)

    @derived("Tỷ lệ mức III")
    def share_3(self) -> str:
        return share(self.level_3, self.units)

    @derived("Tỷ lệ mức IV")
    def share_4(self) -> str:
        return share(self.level_4, self.units)

    @derived("Tỷ lệ không xếp hạng")
    def share_unranked(self) -> str:
        return share(self.unranked, self.units)


@dataclass(frozen=True)
class NotReturned:
    """A unit that sent nothing."""

    unit: str = told("Đơn vị")
    tier: str = told("Cấp")
    reason: str = told("Lý do, nếu có", default="")


@dataclass(frozen=True)
class Objections:
    """What became of the requests to look again."""

    received: int = told("Số đề nghị xem xét lại đã nhận")
    upheld: int = told("Chấp nhận")
    partly: int = told("Chấp nhận một phần")
    dismissed: int = told("Không chấp nhận")


@dataclass(frozen=True)
class ReportData:
    """*Báo cáo kết quả thẩm định*."""

    letter: Letter = told("Thể thức")
    year: str = told("Năm đánh giá")
    edition: str = told("Tên bộ tiêu chí")
    basis: str = told("Văn bản làm căn cứ")
    returns: tuple[TierReturn, ...] = told("Tình hình gửi kết quả theo cấp")
    amended: tuple[TierAmended, ...] = told("Kết quả thẩm định theo cấp")
    levels: tuple[TierLevels, ...] = told("Kết quả xếp mức theo cấp")
    not_returned: tuple[NotReturned, ...] = told("Đơn vị chưa gửi kết quả", default=())
    agreement: Agreement | None = told("Độ thống nhất giữa hai người thẩm định", default=None)
    objections: Objections | None = told("Giải trình, đề nghị xem xét lại", default=None)
    remarks: tuple[str, ...] = told("Nhận xét, đánh giá", default=())
    proposals: tuple[str, ...] = told("Kiến nghị", default=())

    @derived("Tổng cộng tình hình gửi")
    def returns_total(self) -> TierReturn:
        rows = self.returns
        return TierReturn(
            "Cộng", sum(r.asked for r in rows), sum(r.on_time for r in rows), sum(r.late for r in rows)
        )

    @derived("Tổng số đơn vị đã gửi")
    def returned(self) -> int:
        return self.returns_total.on_time + self.returns_total.late

    @derived("Tổng cộng kết quả thẩm định")
    def amended_total(self) -> TierAmended:
        rows = self.amended
        return TierAmended(
            "Cộng",
            sum(r.examined for r in rows),
            sum(r.accepted for r in rows),
            sum(r.lowered for r in rows),
            sum(r.raised for r in rows),
            sum(r.unchanged for r in rows),
        )


@dataclass(frozen=True)
class SubmissionData:
    """*Tờ trình* to the chairman."""

    letter: Letter = told("Thể thức")
    year: str = told("Năm đánh giá")
    edition: str = told("Tên bộ tiêu chí")
    basis: str = told("Văn bản làm căn cứ")
    levels: tuple[TierLevels, ...] = told("Kết quả xếp mức theo cấp")
    paragraphs: tuple[str, ...] = told("Quá trình thực hiện", default=())
    requests: tuple[str, ...] = told("Nội dung xin ý kiến, đề nghị", default=())
    enclosures: tuple[str, ...] = told("Tài liệu gửi kèm", default=())


@dataclass(frozen=True)
class Cell:
    """A cell of a table whose columns are the author's."""

    text: str = told("Nội dung ô")
    number: bool = told("Là số, viết sát phải")


@dataclass(frozen=True)
class Line:
    """A row of such a table."""

    cells: tuple[Cell, ...] = told("Các ô của dòng")


@dataclass(frozen=True)
class Table:
    """A table with columns of its own. numeric: the columns (counted from 0) that stand to the right."""

    title: str = told("Tên bảng")
    columns: tuple[str, ...] = told("Tên các cột")
    rows: tuple[tuple[str, ...], ...] = told("Các dòng")
    numeric: tuple[int, ...] = told("Cột số, đếm từ 0", default=())

    def __post_init__(self) -> None:
        for row in self.rows:
            if len(row) != len(self.columns):
                raise ValueError(f"a row has {len(row)} cells and the table {len(self.columns)} columns")

    @derived("Các dòng, mỗi ô biết mình là số hay chữ")
    def lines(self) -> tuple[Line, ...]:
        return tuple(
            Line(tuple(Cell(text, place in self.numeric) for place, text in enumerate(row)))
            for row in self.rows
        )


@dataclass(frozen=True)
class Picture:
    """A chart as PNG or SVG bytes, with what it shows and where its numbers come from."""

    title: str = told("Tên biểu đồ")
    image: bytes = told("Hình vẽ (PNG hoặc SVG)")
    source: str = told("Nguồn và ngày của số liệu", default="")


@dataclass(frozen=True)
class Part:
    """One part of the conference report."""

    title: str = told("Tên phần")
    paragraphs: tuple[str, ...] = told("Các đoạn văn", default=())
    tables: tuple[Table, ...] = told("Các bảng", default=())
    pictures: tuple[Picture, ...] = told("Các biểu đồ", default=())


@dataclass(frozen=True)
class ConferenceData:
    """*Báo cáo tại hội nghị*."""

    letter: Letter = told("Thể thức")
    year: str = told("Năm đánh giá")
    conference: str = told("Tên hội nghị")
    opening: tuple[str, ...] = told("Đoạn mở đầu", default=())
    parts: tuple[Part, ...] = told("Các phần của báo cáo", default=())
    closing: str = told("Đoạn kết", default="")
