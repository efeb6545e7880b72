"""What is decided: the results of each tier, and what is still weak, as the annex of a plan."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from thangdo.records.documents.official.letter import Form, Letter, derived, form_of, told
from thangdo.records.documents.official.reports import TierLevels
from thangdo.records.documents.official.words import NOTHING, number_or_dash


@dataclass(frozen=True)
class RankRow:
    """One unit in the annex of a decision."""

    rank: str = told("Hạng; trống khi không xếp hạng")
    unit: str = told("Đơn vị")
    score: Decimal | None = told("Điểm")
    level: str = told("Mức: I, II, III, IV; trống khi không xếp hạng")
    reason: str = told("Lý do không xếp hạng", default="")

    @derived("Hạng, hoặc gạch ngang")
    def rank_or_dash(self) -> str:
        return self.rank or NOTHING

    @derived("Điểm, hoặc gạch ngang")
    def score_or_dash(self) -> str:
        return number_or_dash(self.score)

    @derived("Mức …, hoặc Không xếp hạng")
    def level_or_unranked(self) -> str:
        return f"Mức {self.level}" if self.level else "Không xếp hạng"


@dataclass(frozen=True)
class RankAnnex:
    """The results of one tier."""

    tier: str = told("Cấp")
    rows: tuple[RankRow, ...] = told("Các đơn vị theo thứ hạng")


@dataclass(frozen=True)
class DecisionData:
    """*Quyết định* that approves the results."""

    letter: Letter = told("Thể thức")
    authority: str = told("Thẩm quyền ban hành, ví dụ CHỦ TỊCH ỦY BAN NHÂN DÂN TỈNH GIA LAI")
    year: str = told("Năm đánh giá")
    scope: str = told("Phạm vi, ví dụ các cấp trên địa bàn tỉnh Gia Lai")
    levels: tuple[TierLevels, ...] = told("Kết quả xếp mức theo cấp")
    appraiser: str = told("Cơ quan thẩm định")
    responsible: str = told("Những người chịu trách nhiệm thi hành")
    tasks: tuple[str, ...] = told("Nhiệm vụ ở Điều 2", default=())
    annexes: tuple[RankAnnex, ...] = told("Phụ lục: kết quả từng cấp", default=())


@dataclass(frozen=True)
class WeakUnit:
    """A unit below the gate of a criterion."""

    unit: str = told("Đơn vị")
    has: str = told("Hiện có")
    tier: str = told("Cấp", default="")


@dataclass(frozen=True)
class WeakCriterion:
    """A criterion with the units below its gate."""

    code: str = told("Mã tiêu chí")
    title: str = told("Nội dung tiêu chí")
    needs: str = told("Cần đạt")
    units: tuple[WeakUnit, ...] = told("Các đơn vị chưa đạt")

    @derived("Số đơn vị chưa đạt")
    def count(self) -> int:
        return len(self.units)


@dataclass(frozen=True)
class WeakGroup:
    """Nhân lực CNTT, hạ tầng, một cửa, công khai TTHC: criteria that one measure mends together."""

    title: str = told("Nhóm nội dung")
    criteria: tuple[WeakCriterion, ...] = told("Các tiêu chí có đơn vị chưa đạt")
    measure: str = told("Biện pháp khắc phục", default="")

    @derived("Số đơn vị có nội dung chưa đạt")
    def units(self) -> int:
        return len({unit.unit for criterion in self.criteria for unit in criterion.units})


@dataclass(frozen=True)
class WeakData:
    """The annex of a plan: what is still weak. parent: the plan that it goes with, as it is cited."""

    year: str = told("Năm đánh giá")
    day: date | None = told("Ngày ban hành văn bản kèm theo; quyết định thể thức")
    parent: str = told("Văn bản kèm theo, ví dụ Kế hoạch số 12/KH-UBND")
    groups: tuple[WeakGroup, ...] = told("Các nhóm nội dung còn yếu")

    @derived("Quy định thể thức theo ngày ban hành")
    def form(self) -> Form:
        return form_of(self.day)
