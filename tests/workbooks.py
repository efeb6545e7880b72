"""What may not stand in a workbook for people: numbers and days as text, codes, names of another language."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator

from openpyxl import load_workbook

NUMBER = re.compile(r"[-−+]?\d{1,3}([.,]\d+)*\s?%?")
DAY = re.compile(r"\d{4}-\d\d-\d\d.*|\d{1,2}/\d{1,2}/\d{4}")
CODE = re.compile(r"[a-z0-9]+(?:[-_][a-z0-9]+)+")
#: columns whose cells are codes or words of people, and may look like a number
CODES = re.compile(
    r"(?i)mã\b|code|số, ký hiệu|^số$|^number$|scheme|hệ mã|hạng|rank|phiên bản|version|nguồn|source|cách ghi"
    r"|as written|as printed|như in|tiêu chuẩn|standard|tên|name|nội dung|title|tiêu chí"
    r"|criterion|xếp loại|band|kỳ|period"
)
MARKS = re.compile(r"[ăâđêôơưáàảãạấầẩẫậắằẳẵặéèẻẽẹếềểễệíìỉĩịóòỏõọốồổỗộớờởỡợúùủũụứừửữựýỳỷỹỵ]", re.IGNORECASE)
ENGLISH = re.compile(
    r"(?i)\b(units?|scores?|ranks?|results?|weak|places|level|titles?|points|state|source)\b"
)


def faults(content: bytes, language: str, codes: bool = False) -> Iterator[str]:
    """What is wrong with a workbook in this language, one sentence each. codes: its cells may be codes."""
    for sheet in load_workbook(io.BytesIO(content)):
        if CODE.fullmatch(sheet.title):
            yield f"the sheet is named by a code: {sheet.title}"
        if language == "vi" and ENGLISH.search(sheet.title) and not MARKS.search(sheet.title):
            yield f"an English sheet: {sheet.title}"
        rows = [[cell for cell in row] for row in sheet.iter_rows()]
        top = next(
            (n for n, row in enumerate(rows) if row[0].font.b and row[0].fill.fgColor.rgb != "00000000"), 0
        )
        heads = [str(cell.value or "") for cell in rows[top]] if rows else []
        for head in heads:
            if CODE.fullmatch(head) or re.search(r"\(index\)|[«»{}]|^[a-z]+_[a-z_]+$", head):
                yield f"{sheet.title}: a head with a code: {head}"
            if language == "vi" and ENGLISH.search(head) and not MARKS.search(head):
                yield f"{sheet.title}: an English head: {head}"
        for row in rows[top + 1 :]:
            for head, cell in zip(heads, row, strict=True):
                value = cell.value
                if cell.is_date and cell.number_format not in ("dd/mm/yyyy", "dd/mm/yyyy hh:mm"):
                    yield f"{sheet.title}/{head}: a day as {cell.number_format}"
                if not isinstance(value, str):
                    continue
                if not CODES.search(head) and (DAY.fullmatch(value) or NUMBER.fullmatch(value)):
                    yield f"{sheet.title}/{head}: a text {value!r}"
                if (
                    not codes
                    and language == "vi"
                    and value
                    in (
                        "department",
                        "district",
                        "commune",
                        "not-answered",
                        "not-applicable",
                        "unranked",
                    )
                ):
                    yield f"{sheet.title}/{head}: a code {value!r}"
