"""What is sent to the units: the request for self-assessment with its forms, and the notice of results.

Numbers are `int` and `Decimal` (already rounded as the edition declares), days are `date`, words Vietnamese.
None is "there is none", and never a zero.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Annotated

from thangdo.records.documents.official.letter import Letter, meant
from thangdo.records.documents.official.words import number_or_dash


@dataclass(frozen=True)
class Line:
    """One thing that a criterion asks: a number or text to be written, or choices to be ticked."""

    title: Annotated[str, "Số liệu phải ghi"]
    unit: Annotated[str, "Đơn vị tính"] = ""
    choices: Annotated[tuple[str, ...], "Các phương án để đánh dấu"] = ()
    several: Annotated[bool, "Được đánh dấu nhiều phương án"] = False
    elsewhere: Annotated[str, "Mã tiêu chí đã hỏi số liệu này"] = ""

    @property
    @meant("Các phương án, mỗi dòng có ô ☐ ở đầu")
    def boxes(self) -> tuple[str, ...]:
        return tuple(f"☐ {choice}" for choice in self.choices)


@dataclass(frozen=True)
class Criterion:
    """One line of the form: a criterion to be answered, or (heading) a pillar or group above such."""

    code: Annotated[str, "Mã tiêu chí"]
    title: Annotated[str, "Nội dung tiêu chí"]
    maximum: Annotated[Decimal | None, "Điểm tối đa"] = None
    unit: Annotated[str, "Đơn vị tính"] = ""
    evidence: Annotated[str, "Tài liệu kiểm chứng cần có"] = ""
    heading: Annotated[bool, "Là dòng lĩnh vực hoặc nhóm tiêu chí"] = False
    asks: Annotated[tuple[Line, ...], "Các số liệu phải ghi, phương án phải chọn của tiêu chí"] = ()


@dataclass(frozen=True)
class FormAnnex:
    """The form of one tier."""

    tier: Annotated[str, "Cấp, ví dụ UBND cấp huyện"]
    criteria: Annotated[tuple[Criterion, ...], "Các tiêu chí của cấp này"]
    measured: Annotated[tuple[str, ...], "Mã các tiêu chí do cơ quan thẩm định đo, không ghi trong biểu"] = ()


@dataclass(frozen=True)
class RequestData:
    """*Công văn* that asks the units for their self-assessment."""

    letter: Annotated[Letter, "Thể thức"]
    year: Annotated[str, "Năm đánh giá"]
    edition: Annotated[str, "Tên bộ tiêu chí"]
    basis: Annotated[str, "Văn bản làm căn cứ, viết đủ số, ngày, cơ quan, trích yếu"]
    period: Annotated[str, "Kỳ số liệu, ví dụ từ ngày 01/01/2018 đến ngày 31/12/2018"]
    deadline: Annotated[date, "Hạn gửi kết quả tự đánh giá"]
    working_days: Annotated[int | None, "Số ngày làm việc để tự đánh giá"] = None
    appraiser: Annotated[str, "Cơ quan thẩm định"] = ""
    address: Annotated[str, "Địa chỉ hệ thống nhận kết quả"] = ""
    contact: Annotated[str, "Đầu mối liên hệ"] = ""
    annexes: Annotated[tuple[FormAnnex, ...], "Phụ lục: biểu mẫu từng cấp"] = ()


@dataclass(frozen=True)
class AmendedAnswer:
    """A criterion that the appraisal changed."""

    code: Annotated[str, "Mã tiêu chí"]
    title: Annotated[str, "Nội dung tiêu chí"]
    declared: Annotated[str, "Số liệu tự đánh giá"]
    appraised: Annotated[str, "Số liệu thẩm định"]
    reason: Annotated[str, "Lý do điều chỉnh"]
    before: Annotated[Decimal | None, "Điểm tự chấm"] = None
    after: Annotated[Decimal | None, "Điểm thẩm định"] = None

    @property
    @meant("Điểm tự chấm, hoặc gạch ngang")
    def before_or_dash(self) -> str:
        return number_or_dash(self.before)

    @property
    @meant("Điểm thẩm định, hoặc gạch ngang")
    def after_or_dash(self) -> str:
        return number_or_dash(self.after)


@dataclass(frozen=True)
class NoticeData:
    """The notice to one unit of its own result."""

    letter: Annotated[Letter, "Thể thức"]
    unit: Annotated[str, "Đơn vị nhận thông báo"]
    year: Annotated[str, "Năm đánh giá"]
    score: Annotated[Decimal | None, "Điểm"]
    maximum: Annotated[Decimal | None, "Điểm tối đa"]
    level: Annotated[str, "Mức: I, II, III, IV; trống khi không xếp hạng"]
    rank: Annotated[str, "Hạng; trống khi không xếp hạng"]
    among: Annotated[int, "Số đơn vị cùng cấp được xếp hạng"]
    tier: Annotated[str, "Cấp"]
    reason: Annotated[str, "Lý do không xếp hạng"] = ""
    decision: Annotated[str, "Quyết định phê duyệt, nếu đã có"] = ""
    amended: Annotated[tuple[AmendedAnswer, ...], "Nội dung được điều chỉnh khi thẩm định"] = ()
    objection_until: Annotated[date | None, "Hạn gửi giải trình; trống khi không còn thời hạn"] = None
    objection_days: Annotated[int | None, "Số ngày làm việc để giải trình"] = None
    objection_how: Annotated[str, "Cách gửi giải trình"] = ""
    of_tier: Annotated[int, "Số đơn vị cùng cấp"] = 0
    returned: Annotated[bool, "Đã gửi kết quả tự đánh giá"] = True
    written_off: Annotated[str, "Lý do cơ quan thẩm định ghi khi chốt đơn vị không gửi"] = ""
    considered: Annotated[str, "Số điểm được xét, khi có nội dung không áp dụng hoặc chưa đo"] = ""

    @property
    @meant("Mức …, Không xếp hạng, hoặc Không gửi kết quả tự đánh giá")
    def level_or_unranked(self) -> str:
        if not self.returned:
            return "Không gửi kết quả tự đánh giá"
        return f"Mức {self.level}" if self.level else "Không xếp hạng"

    @property
    @meant("Lý do không xếp hạng, thành câu; trống khi được xếp hạng")
    def reason_sentence(self) -> str:
        return f"{self.reason.rstrip(' .;')}." if self.reason else ""

    @property
    @meant("Điểm, hoặc gạch ngang")
    def score_or_dash(self) -> str:
        return number_or_dash(self.score)
