"""What is reported: the appraisal, the submission to the chairman, the report at the conference."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import Annotated

from thangdo.records.documents.official.letter import Letter, meant
from thangdo.records.documents.official.words import share


@dataclass(frozen=True)
class TierReturn:
    """How the units of a tier answered."""

    tier: Annotated[str, "Cấp"]
    asked: Annotated[int, "Số đơn vị được đề nghị"]
    on_time: Annotated[int, "Gửi đúng hạn"]
    late: Annotated[int, "Gửi chậm"]

    @property
    @meant("Chưa gửi")
    def missing(self) -> int:
        return self.asked - self.on_time - self.late

    @property
    @meant("Tỷ lệ đã gửi")
    def rate(self) -> str:
        return share(self.on_time + self.late, self.asked)


@dataclass(frozen=True)
class TierAmended:
    """What the appraisal changed in a tier, in answers."""

    tier: Annotated[str, "Cấp"]
    examined: Annotated[int, "Số nội dung đã thẩm định"]
    accepted: Annotated[int, "Giữ nguyên"]
    lowered: Annotated[int, "Điều chỉnh giảm điểm"]
    raised: Annotated[int, "Điều chỉnh tăng điểm"]
    unchanged: Annotated[int, "Điều chỉnh số liệu, điểm không đổi"] = 0

    @property
    @meant("Tổng số nội dung điều chỉnh")
    def amended(self) -> int:
        return self.lowered + self.raised + self.unchanged

    @property
    @meant("Tỷ lệ điều chỉnh")
    def rate(self) -> str:
        return share(self.amended, self.examined)


@dataclass(frozen=True)
class Agreement:
    """How far two appraisers agree on the sample that both looked at."""

    units: Annotated[int, "Số đơn vị trong mẫu"]
    answers: Annotated[int, "Số nội dung trong mẫu"]
    same: Annotated[int, "Số nội dung hai người thẩm định trùng nhau"]
    kappa: Annotated[Decimal | None, "Hệ số kappa của Cohen"] = None
    alpha: Annotated[Decimal | None, "Hệ số alpha của Krippendorff"] = None

    @property
    @meant("Tỷ lệ trùng nhau")
    def rate(self) -> str:
        return share(self.same, self.answers)


@dataclass(frozen=True)
class TierLevels:
    """How many units of a tier stand on each level; beside them those that did not return, which are no part
    of the whole that the shares are of."""

    tier: Annotated[str, "Cấp"]
    level_1: Annotated[int, "Mức I"]
    level_2: Annotated[int, "Mức II"]
    level_3: Annotated[int, "Mức III"]
    level_4: Annotated[int, "Mức IV"]
    unranked: Annotated[int, "Không xếp hạng"]
    not_returned: Annotated[int, "Không gửi kết quả tự đánh giá"] = 0

    @property
    @meant("Số đơn vị được đánh giá")
    def units(self) -> int:
        return self.level_1 + self.level_2 + self.level_3 + self.level_4 + self.unranked

    @property
    @meant("Tỷ lệ mức I")
    def share_1(self) -> str:
        return share(self.level_1, self.units)

    @property
    @meant("Tỷ lệ mức II")
    def share_2(self) -> str:
        return share(self.level_2, self.units)

    @property
    @meant("Tỷ lệ mức III")
    def share_3(self) -> str:
        return share(self.level_3, self.units)

    @property
    @meant("Tỷ lệ mức IV")
    def share_4(self) -> str:
        return share(self.level_4, self.units)

    @property
    @meant("Tỷ lệ không xếp hạng")
    def share_unranked(self) -> str:
        return share(self.unranked, self.units)


@dataclass(frozen=True)
class NotReturned:
    """A unit that did not return its self-assessment."""

    unit: Annotated[str, "Đơn vị"]
    tier: Annotated[str, "Cấp"]
    reason: Annotated[str, "Lý do, nếu có"] = ""


@dataclass(frozen=True)
class Objections:
    """What became of the requests to look again."""

    received: Annotated[int, "Số đề nghị xem xét lại đã nhận"]
    upheld: Annotated[int, "Chấp nhận"]
    partly: Annotated[int, "Chấp nhận một phần"]
    dismissed: Annotated[int, "Không chấp nhận"]

    @property
    @meant("Có đơn vị đề nghị xem xét lại")
    def any(self) -> bool:
        return self.received > 0


@dataclass(frozen=True)
class ReportData:
    """*Báo cáo kết quả thẩm định*."""

    letter: Annotated[Letter, "Thể thức"]
    year: Annotated[str, "Năm đánh giá"]
    edition: Annotated[str, "Tên bộ tiêu chí"]
    basis: Annotated[str, "Văn bản làm căn cứ"]
    returns: Annotated[tuple[TierReturn, ...], "Tình hình gửi kết quả theo cấp"]
    amended: Annotated[tuple[TierAmended, ...], "Kết quả thẩm định theo cấp"]
    levels: Annotated[tuple[TierLevels, ...], "Kết quả xếp mức theo cấp"]
    not_returned: Annotated[tuple[NotReturned, ...], "Đơn vị chưa gửi kết quả"] = ()
    agreement: Annotated[Agreement | None, "Độ thống nhất giữa hai người thẩm định"] = None
    objections: Annotated[Objections | None, "Giải trình, đề nghị xem xét lại"] = None
    remarks: Annotated[tuple[str, ...], "Nhận xét, đánh giá"] = ()
    proposals: Annotated[tuple[str, ...], "Kiến nghị"] = ()
    closed: Annotated[bool, "Không còn đơn vị nào được gửi nữa"] = False
    opinions_left_out: Annotated[str, "Lý do hội đồng kết luận khi còn nội dung chưa thẩm định lần hai"] = ""

    @property
    @meant("Tổng cộng tình hình gửi")
    def returns_total(self) -> TierReturn:
        rows = self.returns
        return TierReturn(
            "Cộng", sum(r.asked for r in rows), sum(r.on_time for r in rows), sum(r.late for r in rows)
        )

    @property
    @meant("Tổng số đơn vị đã gửi")
    def returned(self) -> int:
        return self.returns_total.on_time + self.returns_total.late

    @property
    @meant("Tổng cộng kết quả thẩm định")
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

    letter: Annotated[Letter, "Thể thức"]
    year: Annotated[str, "Năm đánh giá"]
    edition: Annotated[str, "Tên bộ tiêu chí"]
    basis: Annotated[str, "Văn bản làm căn cứ"]
    levels: Annotated[tuple[TierLevels, ...], "Kết quả xếp mức theo cấp"]
    paragraphs: Annotated[tuple[str, ...], "Quá trình thực hiện"] = ()
    requests: Annotated[tuple[str, ...], "Nội dung xin ý kiến, đề nghị"] = ()
    enclosures: Annotated[tuple[str, ...], "Tài liệu gửi kèm"] = ()


@dataclass(frozen=True)
class Cell:
    """A cell of a table whose columns are the author's."""

    text: Annotated[str, "Nội dung ô"]
    number: Annotated[bool, "Là số, viết sát phải"]


@dataclass(frozen=True)
class Line:
    """A row of such a table."""

    cells: Annotated[tuple[Cell, ...], "Các ô của dòng"]


@dataclass(frozen=True)
class Table:
    """A table with columns of its own. numeric: the columns (counted from 0) that stand to the right."""

    title: Annotated[str, "Tên bảng"]
    columns: Annotated[tuple[str, ...], "Tên các cột"]
    rows: Annotated[tuple[tuple[str, ...], ...], "Các dòng"]
    numeric: Annotated[tuple[int, ...], "Cột số, đếm từ 0"] = ()

    def __post_init__(self) -> None:
        for row in self.rows:
            if len(row) != len(self.columns):
                raise ValueError(f"a row has {len(row)} cells and the table {len(self.columns)} columns")

    @property
    @meant("Các dòng, mỗi ô biết mình là số hay chữ")
    def lines(self) -> tuple[Line, ...]:
        return tuple(
            Line(tuple(Cell(text, place in self.numeric) for place, text in enumerate(row)))
            for row in self.rows
        )


@dataclass(frozen=True)
class Picture:
    """A chart as PNG or SVG bytes, with what it shows and where its numbers come from."""

    title: Annotated[str, "Tên biểu đồ"]
    image: Annotated[bytes, "Hình vẽ (PNG hoặc SVG)"]
    source: Annotated[str, "Nguồn và ngày của số liệu"] = ""


@dataclass(frozen=True)
class Part:
    """One part of the conference report."""

    title: Annotated[str, "Tên phần"]
    paragraphs: Annotated[tuple[str, ...], "Các đoạn văn"] = ()
    tables: Annotated[tuple[Table, ...], "Các bảng"] = ()
    pictures: Annotated[tuple[Picture, ...], "Các biểu đồ"] = ()


@dataclass(frozen=True)
class ConferenceData:
    """*Báo cáo tại hội nghị*."""

    letter: Annotated[Letter, "Thể thức"]
    year: Annotated[str, "Năm đánh giá"]
    conference: Annotated[str, "Tên hội nghị"]
    opening: Annotated[tuple[str, ...], "Đoạn mở đầu"] = ()
    parts: Annotated[tuple[Part, ...], "Các phần của báo cáo"] = ()
    closing: Annotated[str, "Đoạn kết"] = ""
