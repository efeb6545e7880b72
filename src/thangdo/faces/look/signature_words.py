"""What is said of the signatures of a paper, in Vietnamese and English."""

from __future__ import annotations

from datetime import date, datetime

from thangdo.faces.look import sentences
from thangdo.faces.look.numbers import day
from thangdo.records.documents.signing.checked import Found
from thangdo.records.documents.signing.marks import HERE

STATES = {
    "sound": ("chữ ký hợp lệ, nội dung không bị sửa", "the signature holds, nothing was changed"),
    "changed-after": (
        "chữ ký hợp lệ nhưng văn bản đã bị thêm hoặc sửa sau khi ký",
        "the signature holds, but the paper was changed after signing",
    ),
    "broken": (
        "chữ ký không hợp lệ: nội dung đã ký bị sửa",
        "the signature is invalid: what was signed was changed",
    ),
}
TRUST = {
    "trusted": ("chứng thư số được tin cậy", "the certificate is trusted"),
    "unknown": (
        "chứng thư số không do tổ chức trong danh sách tin cậy cấp hoặc không dùng để ký",
        "the certificate is not from an issuer that is trusted here, or is not for signing",
    ),
    "expired": ("chứng thư số không còn hiệu lực lúc ký", "the certificate was not in force when it signed"),
    "lapsed": (
        "chứng thư số nay đã hết hạn; chữ ký không có dấu thời gian được tin cậy nên không chứng minh được "
        "đã ký khi còn hạn",
        "the certificate has expired since, and no trusted time stamp proves that it signed before",
    ),
    "no-roots": (
        "chưa kiểm tra người cấp vì hệ thống chưa có danh sách chứng thư gốc tin cậy",
        "its issuer was not checked: no trusted certificates are configured here",
    ),
}
PROBLEMS = {
    "no-signature": ("Văn bản không có chữ ký số.", "The paper bears no digital signature."),
    "damaged": (
        "Tệp không phải PDF đọc được, hoặc đã hỏng.",
        "The file is no PDF that can be read, or damaged.",
    ),
    "too-large": ("Tệp quá lớn để kiểm tra.", "The file is too large to be checked."),
    "too-long": ("Kiểm tra mất quá nhiều thời gian nên đã dừng.", "The check took too long and was stopped."),
}


def sentence(one: Found, language: str) -> str:
    """Who signed, when, whether it holds and whose certificate it is."""
    en = language == "en"
    who = one.signer + (f" ({one.body})" if one.body and one.body != one.signer else "")
    time = f", {when(one, language)}" if one.at else ""
    ends = day(date.fromisoformat(one.valid_to), language)
    by = f"issued by {one.issuer}, until {ends}" if en else f"do {one.issuer} cấp, có hiệu lực đến {ends}"
    return f"{who}{time}: {STATES[one.state][en]}; {TRUST[one.trust][en]} ({by})."


def when(one: Found, language: str) -> str:
    """When it was signed, in the time of Vietnam, and who says so; "" where nothing does."""
    if not one.at:
        return ""
    at, en = datetime.fromisoformat(one.at).astimezone(HERE), language == "en"
    time = f"{'at' if en else 'lúc'} {at:%H:%M} {day(at.date(), language)}"
    if one.timestamped:
        time += " (time server)" if en else " (theo máy chủ thời gian)"
    return time


def problem(code: str, language: str) -> str:
    """Why a paper could not be checked."""
    return PROBLEMS[code][language == "en"]


def refused(code: str, language: str) -> str:
    """Why a paper was not signed."""
    return sentences.name(language, "refusals", code)
