"""What Decree 30/2020/NĐ-CP asks of a paper's form, looked for in the Word document and in the PDF.

Annex I, part I, as a public copy of the Decree has it. Lengths of lines are taken from the PDF's own strokes.
"""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any

from docx import Document
from docx.shared import Pt
from pypdf import PdfReader
from pypdf.generic import ContentStream

MM = 72 / 25.4
#: words -> the sizes that they may have, in points
SIZES = (
    (re.compile(r"CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM"), (12, 13)),
    (re.compile(r"Độc lập - Tự do - Hạnh phúc"), (13, 14)),
    (re.compile(r"Số: .*/"), (13,)),
    (re.compile(r".+, ngày (?:\d\d|…+) tháng (?:\d+|…+) năm (?:\d{4}|…+)$"), (13, 14)),
    (re.compile(r"V/v "), (12, 13)),
    (re.compile(r"QUYẾT ĐỊNH$|BÁO CÁO$|TỜ TRÌNH$|KẾ HOẠCH$|THÔNG BÁO$|GIẤY MỜI$|BIÊN BẢN$"), (13, 14)),
    (re.compile(r"Nơi nhận:$"), (12,)),
    (re.compile(r"- Lưu: VT"), (11,)),
    (re.compile(r"Phụ lục(?: [IVX]+)?$"), (14,)),
    (re.compile(r"\(Kèm theo "), (13, 14)),
)


@dataclass(frozen=True)
class Said:
    """A piece of a line of a page: where it begins, from the left and from the top, in points."""

    x: float
    top: float
    size: float
    text: str
    bold: bool = False


def _read(page: Any) -> tuple[list[Said], list[tuple[float, float, float]]]:
    """The texts of a page, line by line, and its level strokes: from, to, from the top."""
    high = float(page.mediabox.height)
    runs: list[tuple[float, float, float, str, bool]] = []

    def bold(font: Any) -> bool:
        return bool(font) and "-Bold" in str(font.get("/BaseFont"))

    def note(text: str, cm: Any, tm: Any, font: Any, size: float) -> None:
        if text.strip():
            scale = abs(cm[3] * tm[3]) or 1
            y = tm[5] * cm[3] + cm[5]
            runs.append((tm[4] * cm[0] + cm[4], -y if y < 0 else high - y, size * scale, text, bold(font)))

    page.extract_text(visitor_text=note)
    lines: dict[tuple[int, bool], Said] = {}
    for x, top, size, text, heavy in runs:
        right = x > 99 * MM and top < 75 * MM  # the head has two columns
        key = (round(top), right)
        had = lines.get(key) or lines.get((key[0] - 1, right)) or lines.get((key[0] + 1, right))
        if had is None:
            lines[key] = Said(x, top, size, text, heavy)
        else:
            lines[(round(had.top), right)] = replace(
                had, x=min(had.x, x), size=max(had.size, size), text=had.text + text
            )
    said = [replace(one, text=one.text.replace("\u00a0", " ").strip()) for one in lines.values()]
    return said, _strokes(page, high)


def _strokes(page: Any, high: float) -> list[tuple[float, float, float]]:
    at, kept = [1.0, 0.0, 0.0, 1.0, 0.0, 0.0], list[list[float]]()
    found: list[tuple[float, float, float]] = []
    path: list[tuple[float, float]] = []
    for operands, operator in ContentStream(page.get_contents(), page.pdf).operations:
        name = operator.decode() if isinstance(operator, bytes) else operator
        numbers = [float(one) for one in operands] if name in ("cm", "m", "l") else []
        if name == "q":
            kept.append(list(at))
        elif name == "Q":
            at = kept.pop()
        elif name == "cm":
            a, b, c, d, e, f = numbers
            at = [
                *(a * at[0] + b * at[2], a * at[1] + b * at[3], c * at[0] + d * at[2]),
                *(c * at[1] + d * at[3], e * at[0] + f * at[2] + at[4], e * at[1] + f * at[3] + at[5]),
            ]
        elif name in ("m", "l"):
            x, y = numbers
            path.append((x * at[0] + y * at[2] + at[4], x * at[1] + y * at[3] + at[5]))
        elif name in ("S", "s", "f", "f*", "n"):
            across, up = [x for x, _ in path], [y for _, y in path]
            if path and name != "n" and max(up) - min(up) < 1.5 < max(across) - min(across):
                found.append((min(across), max(across), high - max(up)))
            path = []
    return found


def wrong_form(docx: bytes, pdf: bytes) -> Iterator[str]:
    """What of the paper is not as the Decree has it."""
    yield from _text(docx)
    pages = [_read(page) for page in PdfReader(io.BytesIO(pdf)).pages]
    yield from _rules(*pages[0])
    for place, (said, _) in enumerate(pages, start=1):
        for one in said:
            for pattern, sizes in SIZES:
                if pattern.match(one.text) and round(one.size, 1) not in sizes:
                    yield f"page {place}: «{one.text[:40]}» is set in {one.size:.1f} points"
            if one.top < 18 * MM and not 13 <= round(one.size, 1) <= 14:
                yield f"page {place}: its number is set in {one.size:.1f} points"
        yield from _ending(place, said)


def _text(docx: bytes) -> Iterator[str]:
    """Indent, room between paragraphs and between lines of the text that is set in full lines."""
    body = Document(io.BytesIO(docx))
    paragraphs = [one for one in body.paragraphs if one.text.strip()]
    for one, after in zip(paragraphs, [*paragraphs[1:], None], strict=True):
        form = one.paragraph_format
        if form.alignment != 3:
            continue
        indent = round((form.first_line_indent or 0) / 36_000, 1)
        if indent not in (10.0, 12.7):
            yield f"«{one.text[:40]}» begins {indent} mm from the margin"
        before = (after.paragraph_format.space_before if after is not None else None) or Pt(0)
        if max(form.space_after or Pt(0), before) < Pt(6):
            yield f"«{one.text[:40]}» leaves {(form.space_after or 0) / 12_700} points to the next paragraph"
        if form.line_spacing not in (None, 1, 1.0) and not 1 <= float(form.line_spacing) <= 1.5:
            yield f"«{one.text[:40]}» has lines {form.line_spacing} apart"


def _rules(said: list[Said], strokes: list[tuple[float, float, float]]) -> Iterator[str]:
    """The line below the motto is as long as it; below the body and below the abstract a part."""
    motto = next((one for one in said if one.text == "Độc lập - Tự do - Hạnh phúc"), None)
    if motto is None:
        return
    sides = 30 * MM + 69 * MM
    number = next(one for one in said if one.text.startswith("Số: "))
    issuer = max(
        (one for one in said if one.top < number.top - 4 and one.x < sides and one.text != motto.text),
        key=lambda one: one.top,
    )
    named = next((one for one in said if SIZES[5][0].match(one.text) and one.top < 120 * MM), None)
    yield from _under("motto", motto, [motto], strokes, 0.97, 1.03)
    above = [one for one in said if one.bold and one.x < sides and one.top < number.top - 4]
    yield from _under("body", issuer, above, strokes, 0.3, 0.52)
    if named is not None:
        last, lines = named, []
        for one in sorted(said, key=lambda one: one.top):
            if 0 < one.top - last.top < 24 and one.bold:
                last = one
                lines.append(one)
        yield from _under("abstract", last, lines, strokes, 0.3, 0.52)


def _under(
    what: str,
    last: Said,
    lines: list[Said],
    strokes: list[tuple[float, float, float]],
    least: float,
    most: float,
) -> Iterator[str]:
    """The stroke next below a centred line, as a part of the longest line and of the last."""
    near = [one for one in strokes if 0 < one[2] - last.top < 14 and one[0] >= last.x - 2]
    if not near:
        yield f"no line below the {what} «{last.text[:30]}»"
        return
    left, right, _ = min(near, key=lambda one: one[2])
    middle = (left + right) / 2
    longest = max(2 * (middle - one.x) for one in lines)
    part = (right - left) / longest
    if not least <= part <= most or (right - left) / (2 * (middle - last.x)) > max(most, 0.7):
        yield f"the line below the {what} «{last.text[:30]}» is {part:.2f} of it"


def _ending(place: int, said: list[Said]) -> Iterator[str]:
    """The recipients are all on one page with the signature and two lines of the text."""
    begins = next((one for one in said if one.text == "Nơi nhận:" or one.text.startswith("Nơi nhận:")), None)
    kept = [one for one in said if one.text.startswith("- Lưu: VT")]
    if begins is None:
        if kept:
            yield f"page {place}: the recipients are parted"
        return
    if not kept:
        yield f"page {place}: the recipients go on overleaf"
    before = {round(one.top) for one in said if 18 * MM < one.top < begins.top - 10}
    if len(before) < 2:
        yield f"page {place}: the recipients and the signature stand alone"
