"""What is decided: the results of each tier, and what is still weak, as the annex of a plan."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from typing import Annotated

from thangdo.records.documents.official.letter import Form, Letter, form_of, meant
from thangdo.records.documents.official.reports import TierLevels
from thangdo.records.documents.official.words import NOTHING, number, number_or_dash


@dataclass(frozen=True)
class RankRow:
    """One unit in the annex of a decision."""

    rank: Annotated[str, "Hạng; trống khi không xếp hạng"]
    unit: Annotated[str, "Đơn vị"]
    score: Annotated[Decimal | None, "Điểm"]
    level: Annotated[str, "Mức: I, II, III, IV; trống khi không xếp hạng"]
    reason: Annotated[str, "Lý do không xếp hạng"] = ""
    returned: Annotated[bool, "Đã gửi kết quả tự đánh giá"] = True
    considered: Annotated[str, "Số điểm được xét, khi có nội dung không áp dụng hoặc chưa đo"] = ""

    @property
    @meant("Ghi chú: lý do không xếp hạng, số điểm được xét")
    def note(self) -> str:
        said = (self.reason, self.considered)
        return "; ".join(
            part[:1].upper() + part[1:] if not at else part for at, part in enumerate(filter(None, said))
        )

    @property
    @meant("Hạng, hoặc gạch ngang")
    def rank_or_dash(self) -> str:
        return self.rank or NOTHING

    @property
    @meant("Điểm, hoặc gạch ngang")
    def score_or_dash(self) -> str:
        return number_or_dash(self.score)

    @property
    @meant("Mức …, Không xếp hạng, hoặc Không gửi kết quả tự đánh giá")
    def level_or_unranked(self) -> str:
        if not self.returned:
            return "Không gửi kết quả tự đánh giá"
        return f"Mức {self.level}" if self.level else "Không xếp hạng"


@dataclass(frozen=True)
class RankAnnex:
    """The results of one tier."""

    tier: Annotated[str, "Cấp"]
    rows: Annotated[tuple[RankRow, ...], "Các đơn vị theo thứ hạng"]


@dataclass(frozen=True)
class DecisionData:
    """*Quyết định* that approves the results."""

    letter: Annotated[Letter, "Thể thức"]
    authority: Annotated[str, "Thẩm quyền ban hành, ví dụ CHỦ TỊCH ỦY BAN NHÂN DÂN TỈNH MẪU"]
    year: Annotated[str, "Năm đánh giá"]
    scope: Annotated[str, "Phạm vi, ví dụ các cấp trên địa bàn Tỉnh Mẫu"]
    levels: Annotated[tuple[TierLevels, ...], "Kết quả xếp mức theo cấp"]
    appraiser: Annotated[str, "Cơ quan thẩm định"]
    responsible: Annotated[str, "Những người chịu trách nhiệm thi hành"]
    tasks: Annotated[tuple[str, ...], "Nhiệm vụ ở Điều 2"] = ()
    annexes: Annotated[tuple[RankAnnex, ...], "Phụ lục: kết quả từng cấp"] = ()

    @property
    @meant("Nhiệm vụ ở Điều 2, đánh số khoản từ 2")
    def task_lines(self) -> tuple[str, ...]:
        return tuple(f"{place}. {line}" for place, line in enumerate(self.tasks, start=2))


@dataclass(frozen=True, slots=True)
class WeakUnit:
    """A unit below the gate of a criterion; score and share None where nothing was answered."""

    unit: Annotated[str, "Đơn vị"]
    tier: Annotated[str, "Cấp"] = ""
    score: Annotated[Decimal | None, "Điểm đạt được"] = None
    maximum: Annotated[Decimal | None, "Điểm tối đa"] = None
    share: Annotated[Decimal | None, "Tỷ lệ phần trăm điểm tối đa, một chữ số thập phân"] = None

    @property
    @meant("Đạt 0,14/2,5 điểm (5,7%), hoặc chưa có số liệu")
    def has(self) -> str:
        if self.score is None or self.share is None:
            return "chưa có số liệu"
        of = f"/{number(self.maximum)}" if self.maximum is not None else ""
        return f"đạt {number(self.score)}{of} điểm ({_percent(self.share)})"


LOWEST = 10  # units that a line of the annex names; the workbook lists them all


@dataclass(frozen=True)
class WeakCriterion:
    """A criterion with the units below its gate, the weakest first; looked: to how many it applies."""

    code: Annotated[str, "Mã tiêu chí"]
    title: Annotated[str, "Nội dung tiêu chí"]
    needs: Annotated[str, "Cần đạt"]
    units: Annotated[tuple[WeakUnit, ...], "Các đơn vị chưa đạt, thấp nhất trước"]
    looked: Annotated[int, "Số đơn vị được xét ở tiêu chí này"] = 0

    @property
    @meant("Số đơn vị chưa đạt")
    def count(self) -> int:
        return len(self.units)

    @property
    @meant("Số đơn vị chưa đạt trên số đơn vị được xét: 12/17")
    def count_of(self) -> str:
        return f"{self.count}/{self.looked}" if self.looked else str(self.count)

    @property
    @meant("Trung vị tỷ lệ điểm của các đơn vị chưa đạt đã có số liệu, hoặc gạch ngang")
    def median(self) -> str:
        shares = sorted(one.share for one in self.units if one.share is not None)
        if not shares:
            return NOTHING
        middle = (shares[(len(shares) - 1) // 2] + shares[len(shares) // 2]) / 2
        return _percent(middle.quantize(Decimal("0.1"), ROUND_HALF_UP))

    @property
    @meant("Mười đơn vị thấp nhất, mỗi đơn vị kèm điểm")
    def lowest(self) -> str:
        said = "; ".join(f"{one.unit}: {one.has}" for one in self.units[:LOWEST])
        rest = self.count - LOWEST
        return said + (f"; và {number(rest)} đơn vị khác" if rest > 0 else "")


def _percent(share: Decimal) -> str:
    return number(share).removesuffix(",0") + "%"


@dataclass(frozen=True)
class WeakGroup:
    """Nhân lực CNTT, hạ tầng, một cửa, công khai TTHC: criteria that one measure mends together."""

    title: Annotated[str, "Nhóm nội dung"]
    criteria: Annotated[tuple[WeakCriterion, ...], "Các tiêu chí có đơn vị chưa đạt"]
    measure: Annotated[str, "Biện pháp khắc phục"] = ""

    @property
    @meant("Số đơn vị có nội dung chưa đạt")
    def units(self) -> int:
        return len({unit.unit for criterion in self.criteria for unit in criterion.units})


@dataclass(frozen=True)
class WeakData:
    """The annex of a plan: what is still weak. parent: the plan that it goes with, as it is cited."""

    year: Annotated[str, "Năm đánh giá"]
    day: Annotated[date | None, "Ngày ban hành văn bản kèm theo; quyết định thể thức"]
    parent: Annotated[str, "Văn bản kèm theo, ví dụ Kế hoạch số 12/KH-UBND"]
    groups: Annotated[tuple[WeakGroup, ...], "Các nhóm nội dung còn yếu"]

    @property
    @meant("Quy định thể thức theo ngày ban hành")
    def form(self) -> Form:
        return form_of(self.day)
