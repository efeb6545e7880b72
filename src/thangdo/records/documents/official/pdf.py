"""The PDF of a finished Word document: set by typst in the package's own face, as PDF/A-3b."""

from __future__ import annotations

import io
import json
import re
import shutil
from datetime import UTC, date, datetime, time
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import typst
from docx import Document
from docx.oxml.ns import qn

from thangdo.records import library
from thangdo.records.documents.official.opening import BadTemplate, Problem
from thangdo.records.documents.official.pictures import fonts
from thangdo.records.documents.official.reading import Reader

NO_DAY = date(2000, 1, 1)
SQUARE = "\u25a1"
OVER = '"over": true'
_UNSHOWN = re.compile(r'the text `"(.+?)"` could not be displayed')

# What Word can show and the PDF cannot, by the element that says so.
_BEYOND = {
    "w:txbxContent": ("khung chữ", "a text box"),
    "w:pict": ("hình vẽ kiểu cũ (VML)", "an old drawing (VML)"),
    "w:numPr": ("danh sách tự đánh số hoặc gạch đầu dòng", "an automatic list"),
    "w:footnoteReference": ("chú thích cuối trang", "a footnote"),
    "w:endnoteReference": ("chú thích cuối văn bản", "an endnote"),
    "w:object": ("đối tượng nhúng", "an embedded object"),
    "wp:anchor": ("hình hoặc nét vẽ đặt tự do", "a floating picture or line"),
}


def unprintable(content: bytes) -> list[Problem]:
    """What stands in a Word document that its PDF cannot show."""
    document = Document(io.BytesIO(content))
    roots = [document.element, *_heads(document)]
    found = []
    for name, (vi, en) in _BEYOND.items():
        if any(next(root.iter(qn(name)), None) is not None for root in roots):
            found.append(
                Problem(
                    "no-pdf",
                    f"Mẫu có {vi}; chỉ dùng được bản Word, không lập được PDF. Nét kẻ: dùng đường viền của "
                    f"đoạn.",
                    f"The template has {en}; it serves for Word, and no PDF can be made. For a line use the "
                    f"border "
                    "of a paragraph.",
                    grave=False,
                )
            )
    if any(int(cols.get(qn("w:num")) or 1) > 1 for cols in document.element.iter(qn("w:cols"))):
        found.append(
            Problem(
                "no-pdf",
                "Mẫu chia cột; chỉ dùng được bản Word, không lập được PDF.",
                "The template has columns; it serves for Word, and no PDF can be made.",
                grave=False,
            )
        )
    return found


def _heads(document: Any) -> list[Any]:
    return [
        rel.target_part.element
        for rel in document.part.rels.values()
        if not rel.is_external and rel.reltype.endswith(("/header", "/footer"))
    ]


def pdf_bytes(content: bytes, title: str, author: str, day: date | None) -> bytes:
    """The PDF of a Word document. Raises BadTemplate where it would lose something of it.

    The same arguments give the same bytes; only the faces of the package are used.
    """
    found = unprintable(content)
    if found:
        raise BadTemplate(found)
    reader = Reader(Document(io.BytesIO(content)))
    told = {
        "sections": reader.sections(),
        "summed": reader.summed,
        "title": title,
        "author": author,
        "day": [(day or NO_DAY).year, (day or NO_DAY).month, (day or NO_DAY).day],
    }
    with TemporaryDirectory(prefix="thangdo-pdf-") as name:
        folder = Path(name)
        shutil.copyfile(library.path("forms", "official.typ"), folder / "official.typ")
        for picture, drawn in reader.pictures.items():
            (folder / picture).write_bytes(drawn)
        stamp = datetime.combine(day or NO_DAY, time(), UTC)
        return _set(folder, json.dumps(told, ensure_ascii=False), stamp)


def _set(folder: Path, told: str, stamp: datetime) -> bytes:
    """Set the document; a sign that no face has (an emoji) becomes an empty square."""
    while True:
        (folder / "document.json").write_text(told, encoding="utf-8")
        try:
            made = typst.compile(
                folder / "official.typ",
                root=folder,
                font_paths=fonts(),
                ignore_system_fonts=True,
                format="pdf",
                pdf_standards="a-3b",
                timestamp=stamp,
            )
        except typst.TypstError as error:
            signs = {s for text in _UNSHOWN.findall(str(error)) for s in text if s in told and ord(s) > 0x7F}
            if not signs - {SQUARE}:
                raise
            for sign in signs:
                told = told.replace(sign, SQUARE)
            continue
        except BaseException as error:
            # typst may give up on rows that stand over others, with an exception that is no Exception.
            if type(error).__name__ != "PanicException":
                raise
            if OVER not in told:
                raise RuntimeError(f"the PDF could not be set: {error}") from error
            told = told.replace(OVER, OVER.replace("true", "false"))
            continue
        assert isinstance(made, bytes)
        return made
