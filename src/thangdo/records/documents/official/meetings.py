"""The papers of a conference: invitation, minutes, notice of the conclusions. Data in, Word and PDF out."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from typing import Annotated

from thangdo.records.documents.official import kinds
from thangdo.records.documents.official.kinds import Ending, Kind
from thangdo.records.documents.official.letter import Letter, Signature, meant
from thangdo.records.documents.official.words import in_full, number


@dataclass(frozen=True)
class AgendaLine:
    """An item of the agenda."""

    title: Annotated[str, "Nội dung"]
    presenter: Annotated[str, "Người (cơ quan) trình bày"] = ""
    minutes: Annotated[int, "Thời lượng, phút"] = 0

    @property
    @meant("Thời lượng viết đủ: 15 phút")
    def length(self) -> str:
        return f"{number(self.minutes)} phút" if self.minutes else ""


@dataclass(frozen=True)
class InvitationData:
    """*Giấy mời*."""

    letter: Annotated[Letter, "Thể thức"]
    conference: Annotated[str, "Tên hội nghị, viết thường chữ đầu"]
    chair: Annotated[str, "Người chủ trì (chức vụ)"]
    when: Annotated[str, "Thời gian: 8 giờ 30 phút, ngày 03 tháng 7 năm 2019"]
    place: Annotated[str, "Địa điểm chính"]
    guests: Annotated[tuple[str, ...], "Thành phần tại điểm cầu chính"]
    sites: Annotated[tuple[str, ...], "Các điểm cầu"]
    agenda: Annotated[tuple[AgendaLine, ...], "Chương trình"]
    address: Annotated[str, "Địa chỉ phòng họp trực tuyến; trống khi gửi riêng từng điểm cầu"] = ""
    contact: Annotated[str, "Đầu mối hỗ trợ kỹ thuật: đơn vị, điện thoại"] = ""
    attending: Annotated[tuple[str, ...], "Thành phần dự, khi không có khách mời ghi riêng"] = ()


@dataclass(frozen=True)
class SiteLine:
    """A site in the minutes."""

    name: Annotated[str, "Điểm cầu"]
    roll: Annotated[str, "Tình trạng: có mặt, vắng"]
    present: Annotated[str, "Thành phần dự"] = ""
    people: Annotated[str, "Số người dự"] = ""


@dataclass(frozen=True)
class SpokenLine:
    """A remark in the minutes."""

    unit: Annotated[str, "Đơn vị nêu ý kiến"]
    kind: Annotated[str, "Loại: khó khăn, kinh nghiệm, đề xuất"]
    field: Annotated[str, "Lĩnh vực"]
    text: Annotated[str, "Nội dung"]

    @property
    @meant("Ý kiến thành câu: Đại diện … nêu khó khăn, vướng mắc trong lĩnh vực đất đai: …")
    def sentence(self) -> str:
        who = f"Đại diện {self.unit}" if self.unit else "Đại biểu"
        field_ = f" trong lĩnh vực {self.field}" if self.field and self.field != "khác" else ""
        return f"{who} nêu {self.kind}{field_}: {self.text.rstrip(' .;')}."


@dataclass(frozen=True)
class TaskLine:
    """An order in the notice of the conclusions: what, who leads, who cooperates, by when."""

    text: Annotated[str, "Nội dung giao"]
    leading: Annotated[str, "Đơn vị chủ trì"] = ""
    cooperating: Annotated[str, "Các đơn vị phối hợp, viết liền"] = ""
    due: Annotated[date | None, "Thời hạn hoàn thành"] = None

    @property
    @meant("Câu giao nhiệm vụ đủ đơn vị chủ trì, phối hợp, thời hạn")
    def sentence(self) -> str:
        said = self.text.rstrip(" .;")
        if self.leading and self.leading not in said:
            with_ = f", phối hợp với {self.cooperating}" if self.cooperating else ""
            said += f" ({self.leading} chủ trì{with_}"
            said += f"; hoàn thành trước {in_full(self.due)})" if self.due else ")"
        elif self.due:
            said += f"; hoàn thành trước {in_full(self.due)}"
        return f"{said}."


@dataclass(frozen=True)
class MinutesData:
    """*Biên bản*. secretary signs to the left, the chair to the right."""

    letter: Annotated[Letter, "Thể thức"]
    conference: Annotated[str, "Tên hội nghị, viết thường chữ đầu"]
    began: Annotated[str, "Bắt đầu: 8 giờ 30 phút, ngày …"]
    ended: Annotated[str, "Kết thúc"]
    place: Annotated[str, "Địa điểm"]
    chair: Annotated[str, "Chủ trì: chức vụ, họ tên"]
    secretary: Annotated[str, "Thư ký"]
    present: Annotated[tuple[str, ...], "Thành phần dự tại điểm cầu chính"]
    here: Annotated[int, "Số điểm cầu có mặt"]
    invited: Annotated[int, "Số điểm cầu được mời"]
    sites: Annotated[tuple[SiteLine, ...], "Các điểm cầu"]
    agenda: Annotated[tuple[AgendaLine, ...], "Chương trình"]
    notes: Annotated[tuple[str, ...], "Diễn biến, kết quả trình bày"]
    remarks: Annotated[tuple[SpokenLine, ...], "Ý kiến phát biểu"]
    conclusions: Annotated[tuple[str, ...], "Kết luận của người chủ trì"]


@dataclass(frozen=True)
class ConclusionsData:
    """*Thông báo kết luận*."""

    letter: Annotated[Letter, "Thể thức"]
    conference: Annotated[str, "Tên hội nghị, viết thường chữ đầu"]
    day: Annotated[date, "Ngày họp"]
    chair: Annotated[str, "Người chủ trì, kết luận: chức vụ, họ tên"]
    attended: Annotated[str, "Thành phần dự, viết liền"]
    conclusions: Annotated[tuple[str, ...], "Các câu kết luận"]
    tasks: Annotated[tuple[TaskLine, ...], "Các câu giao nhiệm vụ"]

    @property
    @meant("Ngày họp, đầu câu: Ngày 03 tháng 7 năm 2019")
    def on_the_day(self) -> str:
        return in_full(self.day).capitalize()


Data = InvitationData | MinutesData | ConclusionsData


def _frame(
    symbol: str, abstract: str, addressees: tuple[str, ...] = (), copies: tuple[str, ...] = ("Như trên",)
) -> Letter:
    return Letter(
        superior="",
        issuer="ỦY BAN NHÂN DÂN TỈNH MẪU",
        issued_by="Ủy ban nhân dân tỉnh Mẫu",
        symbol=symbol,
        place="Tỉnh Mẫu",
        abstract=abstract,
        signature=Signature(("TL. CHỦ TỊCH",), "CHÁNH VĂN PHÒNG"),
        day=date(2026, 3, 2),
        addressees=addressees,
        recipients=(*copies, "Lưu: VT, TH"),
    )


def _invitation() -> InvitationData:
    items = (AgendaLine("Báo cáo kết quả đánh giá", "Sở Mẫu 1", 15), AgendaLine("Thảo luận"))
    return InvitationData(
        _frame("GM-UBND", "Dự hội nghị mẫu", ("Thường trực HĐND tỉnh Mẫu", "Các sở, ban, ngành")),
        "hội nghị mẫu",
        "Chủ tịch UBND tỉnh",
        "8 giờ 30 phút, ngày 02 tháng 3 năm 2026",
        "Hội trường",
        ("Thường trực HĐND tỉnh Mẫu",),
        ("Ủy ban nhân dân xã Mẫu 1", "Ủy ban nhân dân xã Mẫu 2"),
        items,
        "https://hop.example.test",
        "Trung tâm Công nghệ thông tin, điện thoại 0269 000 0000",
    )


def _minutes() -> MinutesData:
    return MinutesData(
        replace(
            _frame("BB-UBND", "Hội nghị mẫu", copies=("Các cơ quan, đơn vị dự họp",)),
            signature=Signature((), "CHỦ TỌA", "Nguyễn Văn Mẫu"),
        ),
        "hội nghị mẫu",
        "8 giờ 30 phút, ngày 02 tháng 3 năm 2026",
        "11 giờ 00 phút cùng ngày",
        "Hội trường",
        "Chủ tịch UBND tỉnh",
        "Thư ký",
        ("Sở Mẫu 1",),
        1,
        2,
        (
            SiteLine("Ủy ban nhân dân xã Mẫu 1", "có mặt", "lãnh đạo xã", "5"),
            SiteLine("Ủy ban nhân dân xã Mẫu 2", "vắng"),
        ),
        (AgendaLine("Báo cáo", "Sở Mẫu 1", 15),),
        ("Sở Mẫu 1 báo cáo.",),
        (SpokenLine("Ủy ban nhân dân xã Mẫu 1", "khó khăn, vướng mắc", "đất đai", "Đo đạc chậm."),),
        ("Giao Sở Mẫu 1.",),
    )


def _conclusions() -> ConclusionsData:
    return ConclusionsData(
        _frame(
            "TB-UBND",
            "Kết luận của Chủ tịch UBND tỉnh tại hội nghị mẫu",
            copies=("Chủ tịch, các Phó Chủ tịch UBND tỉnh", "Các cơ quan, đơn vị dự họp", "Sở Mẫu 1"),
        ),
        "hội nghị mẫu",
        date(2026, 3, 2),
        "Chủ tịch UBND tỉnh",
        "các sở, ban, ngành",
        ("Đánh giá cao.",),
        (
            TaskLine(
                "Rà soát, công khai thủ tục hành chính", "Sở Mẫu 1", "Sở Mẫu 2, Sở Mẫu 3", date(2026, 6, 30)
            ),
            TaskLine("Các đơn vị tự kiểm tra đường truyền"),
        ),
    )


KINDS: dict[str, Kind] = {
    "invitation": Kind("Giấy mời", "Invitation", InvitationData, _invitation),
    "minutes": Kind("Biên bản hội nghị", "Minutes of a conference", MinutesData, _minutes),
    "conclusions": Kind("Thông báo kết luận", "Notice of the conclusions", ConclusionsData, _conclusions),
}


def render(kind: str, data: Data, form: Ending, template: bytes | None = None) -> bytes:
    """The paper as Word or PDF, from the library's form or an office's own; same data, same bytes.

    Raises KeyError for an unknown kind, TypeError for data of another kind, BadTemplate.
    """
    KINDS[kind]
    return kinds.render(kind, data, form=form, template=template)
