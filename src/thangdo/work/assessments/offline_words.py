"""The words of the workbook for offline work, in Vietnamese and English: columns, hints, answers."""

from __future__ import annotations

from typing import Any

Pair = tuple[str, str]
COLUMNS: dict[str, Pair] = {
    "code": ("Mã", "Code"),
    "criterion": ("Tiêu chí", "Criterion"),
    "asked": ("Nội dung", "What is asked"),
    "unit": ("Đơn vị tính", "Unit"),
    "limits": ("Giới hạn", "Limits"),
    "answer": ("Trả lời", "Answer"),
    "na": ("Lý do không áp dụng", "Why not applicable"),  # or why it is not measured yet
    "comment": ("Ghi chú của đơn vị", "Comment of the unit"),
    "last": ("Năm trước", "Last year"),
    "guide": ("Hướng dẫn và tài liệu kiểm chứng", "Guidance and evidence"),
}
WIDTHS = {
    "code": 5,
    "criterion": 34,
    "asked": 34,
    "unit": 11,
    "limits": 16,
    "answer": 18,
    "na": 24,
    "comment": 28,
    "last": 12,
    "guide": 52,
}
YES_NO: dict[str, Pair] = {"yes": ("Có", "Yes"), "no": ("Không", "No")}
SAID: dict[str, Pair] = {
    "guide": ("Hướng dẫn", "How to fill in"),
    "title": ("Tự đánh giá của {unit}", "Self-assessment of {unit}"),
    "due": ("Hạn gửi: {due}", "To be returned by {due}"),
    "how": (
        "Chỉ điền vào các ô màu vàng nhạt. Số ghi như máy thường ghi. Tiêu chí không áp dụng thì để "
        "trống phần trả lời và ghi lý do. Không sửa cột “Mã”.",
        "Fill in the pale yellow cells only. Write numbers as your computer does. Where a criterion does not "
        "apply, leave the answers blank and write why. Do not change the column “Code”.",
    ),
    "back": (
        "Điền xong, gửi lại tệp này trên trang “Tự đánh giá”; các thay đổi được cho xem trước khi ghi nhận. "
        "Tài liệu kiểm chứng được gửi trên trang, không gửi trong sổ.",
        "When done, upload this workbook on the page of the self-assessment: the changes are shown before "
        "they count. Evidence is given on the page, not in the workbook.",
    ),
    "not-measured": ("chưa đo được", "not measured"),
    "measured": ("do cơ quan thẩm định đo", "measured by the appraising office"),
    "elsewhere": ("nhập ở tiêu chí {node}", "entered at criterion {node}"),
    "locked": ("không sửa được lúc này", "cannot be changed now"),
    "points": ("tối đa {most} điểm", "at most {most} points"),
    "evidence": ("Tài liệu: {what}", "Evidence: {what}"),
    "peers": (
        "Điểm tự chấm là tạm tính, so với chính đơn vị: điểm chính thức so với các đơn vị khác.",
        "By its own count the unit is compared with itself only: what counts is compared with others.",
    ),
    "from-to": ("từ {low} đến {high}", "{low} to {high}"),
    "from": ("từ {low}", "{low} or more"),
    "to": ("không quá {high}", "at most {high}"),
    "whole": ("số nguyên", "a whole number"),
    "at-most": ("không quá “{of}”", "at most “{of}”"),
    "list": ("chọn trong danh sách", "choose from the list"),
    "text": ("chữ", "text"),
}


def said(key: str, language: str, **facts: Any) -> str:
    """One of the workbook's phrases."""
    return SAID[key][language == "en"].format(**facts)
