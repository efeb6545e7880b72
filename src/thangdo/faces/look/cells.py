"""Words and numbers of the tables of a reproduction, as a reader of Vietnamese or English expects them."""

from __future__ import annotations

import re

from thangdo.faces.look.numbers import number
from thangdo.faces.look.reasons import pick
from thangdo.faces.look.words import LEVELS, TIERS

_NUMBER = re.compile(r"-?\d+(\.\d+)?")
_SMALL = re.compile(r"(-?\d+(?:\.\d+)?)e(-?\d+)")

_WORDS = {
    "aggregated": ("tổng hợp", "aggregated"),
    "alpha": ("hệ số alpha", "alpha"),
    "at_least": ("từ", "at least"),
    "band": ("nhóm", "band"),
    "compared": ("so sánh", "compared"),
    "countries": ("số nước", "countries"),
    "denominated": ("quy về mẫu số", "denominated"),
    "edocuments": ("tài liệu điện tử", "eDocuments"),
    "eid": ("định danh điện tử", "eID"),
    "equal": ("khớp", "equal"),
    "first eigenvalue": ("giá trị riêng thứ nhất", "first eigenvalue"),
    "high": ("cao", "high"),
    "imputed": ("bù số liệu thiếu", "imputed"),
    "indicator": ("chỉ tiêu", "indicator"),
    "largest difference": ("chênh lệch lớn nhất", "largest difference"),
    "level": ("mức", "level"),
    "low": ("thấp", "low"),
    "measure": ("đại lượng", "measure"),
    "middle": ("trung bình", "middle"),
    "mobile_friendly": ("thân thiện với thiết bị di động", "mobile friendliness"),
    "named_units": ("đơn vị có tên", "named units"),
    "normalised": ("chuẩn hóa", "normalised"),
    "online_availability": ("cung cấp trực tuyến", "online availability"),
    "percent equal": ("tỷ lệ khớp (%)", "equal (%)"),
    "prefilled": ("biểu mẫu điền sẵn", "pre-filled forms"),
    "published": ("công bố", "published"),
    "published_percent": ("công bố (%)", "published (%)"),
    "ranked": ("được xếp hạng", "ranked"),
    "recomputed": ("tính lại", "recomputed"),
    "recomputed_percent": ("tính lại (%)", "recomputed (%)"),
    "results": ("kết quả", "results"),
    "scored, not ranked": ("có điểm, không xếp hạng", "scored, not ranked"),
    "services with a score": ("dịch vụ có điểm", "services with a score"),
    "share of the first component": ("tỷ trọng của thành phần thứ nhất", "share of the first component"),
    "stage": ("bước", "stage"),
    "standardised alpha": ("hệ số alpha chuẩn hóa", "standardised alpha"),
    "tier": ("cấp", "tier"),
    "transparency_delivery": ("minh bạch trong cung cấp dịch vụ", "transparency of delivery"),
    "transparency_delivery, question by question": (
        "minh bạch trong cung cấp dịch vụ, theo từng câu hỏi",
        "transparency of delivery, question by question",
    ),
    "treated": ("thu giá trị ngoại lai", "treated"),
    "very-high": ("rất cao", "very high"),
    "within 0.0005": ("lệch không quá 0,0005", "within 0.0005"),
    **TIERS,
    **LEVELS,
}
WORDS = frozenset(_WORDS)


def cell(text: str, language: str) -> str:
    """A cell or head of such a table: a known word, a number in the reader's form, otherwise as it is."""
    if text in _WORDS:
        return pick(_WORDS[text], language)
    if _NUMBER.fullmatch(text):
        return number(text, language)
    small = _SMALL.fullmatch(text)
    if small:
        return f"{number(small.group(1), language)} × 10^{int(small.group(2))}"
    return text
