"""The lines of a self-assessment, on paper and in the workbook: what is asked, its unit, its choices."""

from __future__ import annotations

import re
from dataclasses import dataclass

from thangdo.rules.index.edition.model import Input, InputType, Text
from thangdo.work.assessments.number_input import NUMERIC
from thangdo.work.assessments.offline_words import YES_NO
from thangdo.work.assessments.questionnaire import Asked, Question

_LAST = re.compile(r"\s*\(([^()]{1,20})\)$")
#: units of measure that titles carry in brackets at their end, in either language
_MEASURES = frozenset(
    (
        *("Mbps", "Gbps", "Kbps", "MB", "GB", "TB", "%", "‰", "km", "km²", "m", "m²", "ha", "VND", "USD"),
        *("đồng", "nghìn đồng", "triệu đồng", "tỷ đồng", "thousand đồng", "million đồng", "billion đồng"),
        *("ngày", "ngày làm việc", "giờ", "phút", "giây", "tháng", "năm", "lần", "lượt", "cuộc", "buổi"),
        *("người", "cán bộ", "máy", "bộ", "tin", "bài", "tin, bài", "trang", "xã", "thôn", "điểm"),
        *("hồ sơ", "văn bản", "days", "working days", "hours", "minutes", "seconds", "months", "years"),
        *("people", "persons", "staff", "computers", "times", "pages", "points", "dossiers", "documents"),
    )
)
#: what a count counts, by how its title begins after "Số", "Tổng số"; the longer beginning first
_COUNTED: tuple[tuple[str, str, str], ...] = (
    ("cán bộ", "người", "people"),
    ("công chức", "người", "people"),
    ("viên chức", "người", "people"),
    ("người", "người", "people"),
    ("lượt", "lượt", "times"),
    ("máy", "máy", "computers"),
    ("ứng dụng", "ứng dụng", "applications"),
    ("xã", "xã", "communes"),
    ("thôn", "thôn", "villages"),
    ("nhiệm vụ", "nhiệm vụ", "tasks"),
    ("cuộc", "cuộc", "meetings"),
    ("buổi", "buổi", "broadcasts"),
    ("văn bản", "văn bản", "documents"),
    ("dự thảo", "dự thảo", "drafts"),
    ("báo cáo", "báo cáo", "reports"),
    ("cơ sở dữ liệu", "cơ sở dữ liệu", "databases"),
    ("tin", "tin, bài", "items"),
    ("câu hỏi", "câu hỏi", "questions"),
    ("phản ánh", "phản ánh, kiến nghị", "petitions"),
    ("vụ", "vụ", "cases"),
    ("phiếu", "phiếu", "answers"),
    ("thủ tục", "thủ tục", "procedures"),
    ("dịch vụ", "dịch vụ", "services"),
    ("hồ sơ", "hồ sơ", "dossiers"),
    ("trẻ em", "trẻ em", "children"),
    ("ngày", "ngày", "days"),
    ("giờ", "giờ", "hours"),
    ("lớp", "lớp", "courses"),
    ("đơn vị", "đơn vị", "units"),
    ("cơ quan", "cơ quan", "agencies"),
    ("giao dịch", "giao dịch", "transactions"),
    ("bản", "bản", "copies"),
)


@dataclass(frozen=True, slots=True)
class Line:
    """One thing that a criterion asks, or (elsewhere) the criterion where it is asked instead."""

    name: str
    title: Text  # without the unit, which stands in a column of its own
    unit: Text | None
    type: InputType
    choices: tuple[tuple[str, Text], ...] = ()  # of a choice, a checklist, a yes or no
    elsewhere: str = ""

    @property
    def several(self) -> bool:
        """Whether more than one of the choices may be ticked."""
        return self.type is InputType.CHECKLIST


def lines(questions: Asked, question: Question) -> tuple[Line, ...]:
    """What a criterion asks: every input of its own, then those that another criterion asks."""
    asks = [(name, "") for name in question.inputs] + list(question.shared)
    return tuple(_line(name, questions.input(name), where) for name, where in asks)


def _line(name: str, one: Input, elsewhere: str) -> Line:
    if one.type is InputType.YES_NO:
        choices = tuple((code, Text(vi=pair[0], en=pair[1])) for code, pair in YES_NO.items())
    else:
        choices = tuple((code, title or Text(vi=code)) for code, title in (one.choices or {}).items())
    return Line(name, title_of(name, one), unit_of(one), one.type, choices, elsewhere)


def title_of(name: str, one: Input) -> Text:
    """What an input asks, without the unit in brackets at the end of its title."""
    if one.title is None:
        return Text(vi=name)
    if one.type not in NUMERIC:
        return one.title
    return Text(vi=_apart(one.title.vi)[0], en=_apart(one.title.en)[0] if one.title.en else None)


def unit_of(one: Input) -> Text | None:
    """In what an input is measured: as the edition says, else as its title ends, else what it counts.

    None for words and choices, and for a number of which nothing says it.
    """
    if one.type not in NUMERIC:
        return None
    if one.unit is not None:
        return one.unit
    if one.type is InputType.PERCENT:
        return Text(vi="%", en="%")
    title = one.title or Text(vi="")
    said = _apart(title.vi)[1]
    if said:
        return Text(vi=said, en=_apart(title.en or "")[1] or said)
    if one.type is InputType.SHARE:
        return Text(vi="tỷ lệ, 0 đến 1", en="share, 0 to 1")
    begun = re.sub(r"^(tổng\s+)?(số\s+)?(lượng\s+)?", "", title.vi.strip().lower())
    for start, vi, en in _COUNTED:
        if re.match(rf"{start}(?!\w)", begun):
            return Text(vi=vi, en=en)
    return None


def _apart(title: str) -> tuple[str, str]:
    """A title and the unit of measure that it ends with in brackets; "" for none."""
    found = _LAST.search(title)
    if found is None or found[1].strip() not in _MEASURES:
        return title, ""
    return title[: found.start()], found[1].strip()
