"""What is sent to the units: the request for self-assessment with its forms, and the notice of results.

Numbers are `int` and `Decimal` (already rounded as the edition declares), days are `date`, words are Vietnamese.
None is "there is none", and never a zero.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from thangdo.records.documents.official.letter import Letter, derived, told
from thangdo.records.documents.official.words import number_or_dash


@dataclass(frozen=True)
class Criterion:
    """One line of the form: a criterion to be answered, or (heading) a pillar or group above such."""

    code: str = told("Mã tiêu chí")
    title: str = told("Nội dung tiêu chí")
    maximum: Decimal | None = told("Điểm tối đa", default=None)
    unit: str = told("Đơn vị tính", default="")
    evidence: str = told("Tài liệu kiểm chứng cần có", default="")
    heading: bool = told("Là dòng lĩnh vực hoặc nhóm tiêu chí", default=False)


@dataclass(frozen=True)
class FormAnnex:
    """The form of one tier."""

    tier: str = told("Cấp, ví dụ UBND cấp huyện")
    criteria: tuple[Criterion, ...] = told("Các tiêu chí của cấp này")


@dataclass(frozen=True)
class RequestData:
    """*Công văn* that asks the units for their self-assessment."""

    letter: Letter = told("Thể thức")
    year: str = told("Năm đánh giá")
    edition: str = told("Tên bộ tiêu chí")
    basis: str = told("Văn bản làm căn cứ, viết đủ số, ngày, cơ quan, trích yếu")
    period: str = told("Kỳ số liệu, ví dụ từ ngày 01/01/2018 đến ngày 31/12/2018")
    deadline: date = told("Hạn gửi kết quả tự đánh giá")
    working_days: int | None = told("Số ngày làm việc để tự đánh giá", default=None)
    appraiser: str = told("Cơ quan thẩm định", default="")
    address: str = told("Địa chỉ hệ thống nhận kết quả", default="")
    contact: str = told("Đầu mối liên hệ", default="")
    annexes: tuple[FormAnnex, ...] = told("Phụ lục: biểu mẫu từng cấp", default=())


@dataclass(frozen=True)
class AmendedAnswer:
    """A criterion that the appraisal changed."""

    code: str = told("Mã tiêu chí")
    title: str = told("Nội dung tiêu chí")
    declared: str = told("Số liệu tự đánh giá")
    appraised: str = told("Số liệu thẩm định")
    reason: str = told("Lý do điều chỉnh")
    before: Decimal | None = told("Điểm tự chấm", default=None)
    after: Decimal | None = told("Điểm thẩm định", default=None)

    @derived("Điểm tự chấm, hoặc gạch ngang")
    def before_or_dash(self) -> str:
        return number_or_dash(self.before)

    @derived("Điểm thẩm định, hoặc gạch ngang")
    def after_or_dash(self) -> str:
        return number_or_dash(self.after)


@dataclass(frozen=True)
class NoticeData:
    """The notice to one unit of its own result."""

    letter: Letter = told("Thể thức")
    unit: str = told("Đơn vị nhận thông báo")
    year: str = told("Năm đánh giá")
    score: Decimal | None = told("Điểm")
    maximum: Decimal | None = told("Điểm tối đa")
    level: str = told("Mức: I, II, III, IV; trống khi không xếp hạng")
    rank: str = told("Hạng; trống khi không xếp hạng")
    among: int = told("Số đơn vị cùng cấp")
    tier: str = told("Cấp")
    reason: str = told("Lý do không xếp hạng", default="")
    decision: str = told("Quyết định phê duyệt, nếu đã có", default="")
    amended: tuple[AmendedAnswer, ...] = told("Nội dung được điều chỉnh khi thẩm định", default=())
    objection_until: date | None = told("Hạn gửi giải trình; trống khi không còn thời hạn", default=None)
    objection_days: int | None = told("Số ngày làm việc để giải trình", default=None)
    objection_how: str = told("Cách gửi giải trình", default="")

    @derived("Mức …, hoặc Không xếp hạng")
    def level_or_unranked(self) -> str:
        return f"Mức {self.level}" if self.level else "Không xếp hạng"

    @derived("Điểm, hoặc gạch ngang")
    def score_or_dash(self) -> str:
        return number_or_dash(self.score)
