"""An official paper opened as Word and as PDF by readers that are not ours, and what is wrong with it."""

from __future__ import annotations

import io
import re
from collections import Counter
from collections.abc import Iterator
from typing import Any

from docx import Document
from docx.oxml.ns import qn
from docx.shared import Mm
from pypdf import PdfReader

from decreed import wrong_form

POINTS = 72 / 25.4  # of a millimetre
HEAD = ("CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", "Độc lập - Tự do - Hạnh phúc", "Số: ")
FOOT = ("./.", "Nơi nhận:", "Lưu: VT")
SIZES = {9.0, 10.0, 10.5, 11.0, 12.0, 13.0, 14.0}
ENGLISH = re.compile(
    r"\b(the|and|of|unit|score|level|rank|none|null|true|false|missing|pending|approved|running|commune|"
    r"department|district|answer|criterion|draft|sample|notice|decision)\b",
    re.IGNORECASE,
)
CODES = re.compile(
    r"\b[a-z]+(?:_[a-z]+)+\b|\b[a-z]+-(?:[a-z]+-)*20\d\d\b|\b\w+\.(?:vi|en)\b|\bNone\b|<[a-z/]"
)
TWO_DECIMALS = re.compile(r"\d,\d\d+\s?%")
PLAIN = re.compile(r"(?<![\d./])\d{5,}(?![\d./])|\d\.\d{1,2}%|\b\d{4}-\d\d-\d\d\b")


def words_of_docx(content: bytes) -> list[str]:
    """The texts of the paragraphs, in the order of the file, with plain blanks."""
    body = Document(io.BytesIO(content)).element.body
    return [
        "".join((t.text or "") if t.tag == qn("w:t") else " " for t in p.iter(qn("w:t"), qn("w:br"))).replace(
            "\u00a0", " "
        )
        for p in body.iter(qn("w:p"))
    ]


def wrong(docx: bytes, pdf: bytes, parts: tuple[str, ...], codes: str = "") -> list[str]:
    """What stands against a paper; empty for one that is right. parts: what it must have, in order."""
    return [
        *_word(docx, parts),
        *_pdf(pdf),
        *_together(docx, pdf),
        *_said(docx, codes),
        *wrong_form(docx, pdf),
    ]


def _word(content: bytes, parts: tuple[str, ...]) -> Iterator[str]:
    document = Document(io.BytesIO(content))
    for place, section in enumerate(document.sections):
        sizes = [section.top_margin, section.bottom_margin, section.left_margin, section.right_margin]
        found = [round((size or 0) / Mm(1)) for size in sizes]
        if found != [20, 20, 30, 20]:
            yield f"section {place}: margins {found}"
        if not section.different_first_page_header_footer:
            yield f"section {place}: the first page is numbered"
    if document.styles["Normal"].font.name != "Times New Roman":
        yield "another face than Times New Roman"
    for fonts in document.element.body.iter(qn("w:rFonts")):
        if fonts.get(qn("w:ascii")) not in (None, "Times New Roman"):
            yield f"a run in {fonts.get(qn('w:ascii'))}"
    text = "\n".join(words_of_docx(content))
    place = 0
    for part in parts:
        found_at = text.find(part, place)
        if found_at < 0:
            yield f"«{part}» is missing, or stands before what it follows"
        else:
            place = found_at


def _pdf(content: bytes) -> Iterator[str]:
    reader = PdfReader(io.BytesIO(content))
    number = 0
    for place, page in enumerate(reader.pages):
        box = page.mediabox
        width, height = float(box.width), float(box.height)
        runs: list[tuple[float, float, float, str]] = []

        def note(text: str, cm: Any, tm: Any, font: Any, size: float, into: list[Any] = runs) -> None:
            if text.strip():
                scale = abs(cm[3] * tm[3]) or 1
                into.append((tm[4] * cm[0] + cm[4], tm[5] * cm[3] + cm[5], size * scale, text.strip()))

        page.extract_text(visitor_text=note)
        for font in page["/Resources"].get("/Font", {}).values():  # type: ignore[union-attr]
            (face,) = font.get_object()["/DescendantFonts"]
            described = face.get_object()["/FontDescriptor"]
            if not re.fullmatch(r"/[A-Z]{6}\+Tinos-\w+", described["/FontName"]):
                yield f"page {place + 1}: face {described['/FontName']}"
            if "/FontFile2" not in described and "/FontFile3" not in described:
                yield f"page {place + 1}: {described['/FontName']} is not embedded"
        lines: dict[float, str] = {}
        for x, y, size, text in runs:
            if round(size, 1) not in SIZES:
                yield f"page {place + 1}: size {size:.1f} of «{text[:30]}»"
            if x < 30 * POINTS - 3 or x > width - 20 * POINTS:
                yield f"page {place + 1}: «{text[:30]}» begins at {x / POINTS:.0f} mm"
            up = height if y < 0 else 0
            lines[round(up + y if y < 0 else y)] = lines.get(round(up + y if y < 0 else y), "") + text
        top = [(x, text) for x, y, _, text in runs if _above(y, height) < 18 * POINTS]
        number += 1
        if not top:
            number = 1  # a section begins
        elif [text for _, text in top] != [str(number)]:
            yield f"page {place + 1}: above stands {[text for _, text in top]}, not {number}"
        elif abs(top[0][0] - (30 * POINTS + width - 20 * POINTS) / 2) > 8:
            yield f"page {place + 1}: its number stands at {top[0][0] / POINTS:.0f} mm"


def _above(y: float, height: float) -> float:
    """How far below the upper edge; the axis may point down."""
    return -y if y < 0 else height - y


def _together(docx: bytes, pdf: bytes) -> Iterator[str]:
    """Word and PDF say the same: each paragraph stands in the PDF, and no word more but repeated heads."""
    pages = " ".join(page.extract_text() for page in PdfReader(io.BytesIO(pdf)).pages)
    joined = re.sub(r"\s+", "", pages)
    paragraphs = words_of_docx(docx)
    for paragraph in paragraphs:
        bare = re.sub(r"\s+", "", paragraph)
        if bare and bare not in joined and not _torn(paragraph, joined):
            yield f"not in the PDF: «{paragraph[:60]}»"
    have = Counter(re.findall(r"\w+", " ".join(paragraphs)))
    more = {word for word in re.findall(r"\w+", pages) if word not in have and not word.isdigit()}
    whole = re.sub(r"\s+", "", "".join(paragraphs))
    glued = {word for word in more if any(word[:at] in have and word[at:] in have for at in range(len(word)))}
    if lost := [word for word in more - glued if word not in whole]:
        yield f"only in the PDF: {sorted(lost)[:8]}"


def _torn(paragraph: str, joined: str) -> bool:
    """Whether a paragraph was parted by the end of a page: its words stand there, in pieces."""
    words = paragraph.split()
    half = (len(words) + 1) // 2
    pieces = [words[at : at + 4] for at in range(0, len(words), 4)]
    return sum("".join(piece) in joined for piece in pieces) >= max(len(pieces) - 2, half // 4)


def _said(docx: bytes, codes: str) -> Iterator[str]:
    for text in words_of_docx(docx):
        for name, sought in (
            ("brace", re.compile(r"[{}]")),
            ("English", ENGLISH),
            ("code", CODES),
            ("two decimals in a share", TWO_DECIMALS),
            ("number not written as in Vietnamese", PLAIN),
            ("two marks", re.compile(r"[;,.]\s*[;,](?!\w)|\.\.(?!\.)|\s[;,.](?:\s|$)")),
            ("quotes", re.compile(r"[«»]")),
            *((("slug", re.compile(re.escape(codes))),) if codes else ()),
        ):
            if found := sought.search(text):
                yield f"{name} «{found[0]}» in «{text[:80]}»"
