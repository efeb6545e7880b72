"""A Word file handed in as a template: opened only when it is whole, small and carries no program."""

from __future__ import annotations

from dataclasses import dataclass

from thangdo.records.documents.reader import bounded

LARGEST = 10_000_000  # bytes of a template
MOST = 2_000  # placeholders and commands of one part of a template


@dataclass(frozen=True)
class Problem:
    """One thing wrong with a template: a code, and what to do about it in Vietnamese and English.

    grave: the template cannot be used at all; otherwise only its PDF cannot be made.
    """

    code: str
    vi: str
    en: str
    grave: bool = True

    def said(self, language: str) -> str:
        """The problem in a language."""
        return self.vi if language == "vi" else self.en


class BadTemplate(Exception):
    """A template that is not used; `problems` says why."""

    def __init__(self, problems: list[Problem]) -> None:
        self.problems = problems
        super().__init__(" ".join(problem.en for problem in problems))


def _broken() -> Problem:
    return Problem(
        "broken",
        "Tệp không phải văn bản Word (.docx) đọc được. Mở bằng Word và lưu lại dạng .docx.",
        "The file is no Word document (.docx) that can be read. Open it in Word and save it as .docx again.",
    )


def _program(what: str) -> Problem:
    return Problem(
        "program",
        f"Tệp có macro hoặc đối tượng nhúng ({what}). Lưu lại dạng .docx không có macro.",
        f"The file carries a macro or an embedded object ({what}). Save it as .docx without macros.",
    )


def safe(content: bytes) -> list[Problem]:
    """Why a file is not opened as a template; empty when nothing stands against it."""
    if len(content) > LARGEST:
        return [_too_large(len(content))]
    if content.startswith(b"\xd0\xcf\x11\xe0"):
        return [
            Problem(
                "old-word",
                "Tệp là .doc kiểu cũ hoặc có mật khẩu. Lưu lại dạng .docx, không đặt mật khẩu.",
                "The file is an old .doc or has a password. Save it as .docx, without one.",
            )
        ]
    try:
        return [_found(one["problem"], one["what"]) for one in bounded.read("word", content)]
    except bounded.Unread as error:
        return [_too_large(len(content)) if error.code.startswith("too-") else _broken()]


def _found(problem: str, what: str) -> Problem:
    if problem == "too-many":
        return too_many()
    if problem == "program":
        return _program(what)
    if problem == "field":
        return Problem(
            "field",
            f"Tệp có trường tự động bị cấm: {what[:60]}. Xóa trường này.",
            f"The file has a field that is not allowed: {what[:60]}. Delete it.",
        )
    return Problem(
        "outside",
        "Tệp lấy nội dung từ nơi khác (mẫu đính kèm hoặc ảnh liên kết). Chèn hẳn vào tệp.",
        "The file fetches content from elsewhere (an attached template, a linked picture). "
        "Insert it into the file.",
    )


def too_many() -> Problem:
    """A template with more placeholders than a document can need, or with braces that do not close."""
    return Problem(
        "too-many",
        f"Mẫu có quá nhiều chỗ điền (tối đa {MOST}) hoặc dấu ngoặc không khép.",
        f"The template has too many placeholders (at most {MOST}), or braces that do not close.",
    )


def too_much() -> Problem:
    """A template that needs more memory or time than one may have."""
    return Problem(
        "too-much",
        "Mẫu cần quá nhiều bộ nhớ hoặc thời gian để xử lý. Làm gọn mẫu rồi thử lại.",
        "The template takes too much memory or time. Make it simpler and try again.",
    )


def _too_large(size: int) -> Problem:
    return Problem(
        "too-large",
        f"Tệp mẫu quá lớn ({size} byte, hoặc khi giải nén). Tối đa {LARGEST} byte; bỏ bớt hình ảnh.",
        f"The template is too large ({size} bytes, or unpacked). At most {LARGEST} bytes; take out pictures.",
    )
