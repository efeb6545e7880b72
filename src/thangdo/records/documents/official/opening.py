"""A Word file handed in as a template: opened only when it is whole, small and carries no program."""

from __future__ import annotations

import io
import re
import zipfile
import zlib
from dataclasses import dataclass

LARGEST = 10_000_000  # bytes of a template
UNPACKED = 60_000_000  # bytes
PARTS = 2_000
LONGEST = 6_000_000  # bytes of the text of one part
WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"
WORD_TEMPLATE = "application/vnd.openxmlformats-officedocument.wordprocessingml.template.main+xml"

# Fields that fetch something or run something when the document is opened.
_FETCHING = re.compile(
    r"\b(DDEAUTO|DDE|INCLUDETEXT|INCLUDEPICTURE|IMPORT|LINK|MACROBUTTON|DATABASE|AUTOTEXT)\b", re.IGNORECASE
)
_FIELD = re.compile(r"<w:instrText[^>]*>([^<]*)</w:instrText>|<w:fldSimple[^>]*w:instr=\"([^\"]*)\"")
_PARAGRAPH = re.compile(r"<w:p[ >].*?</w:p>", re.DOTALL)
_OUTSIDE = re.compile(r"<Relationship\b(?=[^>]*TargetMode=\"External\")(?![^>]*/hyperlink\")[^>]*>")
_RUNS = ("vbaproject", "vbadata", "activex", "embeddings/", "oleobject", "afchunk", "/customui")


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
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            items = archive.infolist()
            size = sum(item.file_size for item in items)
            texts_size = max((item.file_size for item in items if _is_text(item.filename)), default=0)
            if size > UNPACKED or len(items) > PARTS or texts_size > LONGEST:
                return [_too_large(size)]
            texts = {item.filename: archive.read(item) for item in items if _is_text(item.filename)}
            names = [item.filename for item in items]
            if archive.testzip() is not None:
                return [_broken()]
    except (zipfile.BadZipFile, zlib.error, LookupError, ValueError, OSError, EOFError, RuntimeError):
        return [_broken()]
    return _unsafe(names, texts)


def _is_text(name: str) -> bool:
    return name.lower().endswith((".xml", ".rels"))


def _unsafe(names: list[str], texts: dict[str, bytes]) -> list[Problem]:
    kinds = texts.get("[Content_Types].xml", b"").decode("utf-8", "replace")
    if "macroEnabled" in kinds:
        return [_program(".docm")]
    if WORD not in kinds and WORD_TEMPLATE not in kinds:
        return [_broken()]
    found = [_program(name) for name in names if any(sign in name.lower() for sign in _RUNS)][:1]
    for name, raw in sorted(texts.items()):
        if b"<!DOCTYPE" in raw or b"<!ENTITY" in raw:
            return [_broken()]
        text = raw.decode("utf-8", "replace")
        if name.endswith(".rels") and _OUTSIDE.search(text):
            found.append(
                Problem(
                    "outside",
                    "Tệp lấy nội dung từ nơi khác (mẫu đính kèm hoặc ảnh liên kết). Chèn hẳn vào tệp.",
                    "The file fetches content from elsewhere (an attached template, a linked picture). "
                    "Insert it into the file.",
                )
            )
        for paragraph in _PARAGRAPH.findall(text) if name.startswith("word/") else ():
            code = "".join(one + other for one, other in _FIELD.findall(paragraph))
            if _FETCHING.search(code):
                found.append(
                    Problem(
                        "field",
                        f"Tệp có trường tự động bị cấm: {code.strip()[:60]}. Xóa trường này.",
                        f"The file has a field that is not allowed: {code.strip()[:60]}. Delete it.",
                    )
                )
    return found


def _too_large(size: int) -> Problem:
    return Problem(
        "too-large",
        f"Tệp mẫu quá lớn ({size} byte). Tối đa {LARGEST} byte; bỏ bớt hình ảnh.",
        f"The template is too large ({size} bytes). At most {LARGEST} bytes; take out pictures.",
    )
