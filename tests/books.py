"""Workbooks and Word files part by part as XML: what other programs write, and what nobody should."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping
from typing import Any
from xml.sax.saxutils import quoteattr

from openpyxl import Workbook

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
STRICT = "http://purl.oclc.org/ooxml/spreadsheetml/main"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE = "http://schemas.openxmlformats.org/package/2006"
WORD = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
SHEET_KIND = "application/vnd.openxmlformats-officedocument.spreadsheetml"
WORD_KIND = "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"
Parts = dict[str, str | bytes]


def zipped(parts: Mapping[str, str | bytes], **options: Any) -> bytes:
    """An archive of these parts."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", options.get("kind", zipfile.ZIP_DEFLATED)) as archive:
        for name, part in parts.items():
            archive.writestr(name, part)
    return out.getvalue()


def relations(*targets: tuple[str, str], outside: str = "", base: str = OFFICE) -> str:
    """A part of relations: (kind, target)."""
    rows = "".join(
        f'<Relationship Id="rId{number}" Type="{base}/{kind}" Target="{target}"'
        + (' TargetMode="External"/>' if target == outside else "/>")
        for number, (kind, target) in enumerate(targets, start=1)
    )
    return f'<?xml version="1.0"?><Relationships xmlns="{PACKAGE}/relationships">{rows}</Relationships>'


def parts(
    rows: str,
    *,
    p: str = "",
    ns: str = MAIN,
    r: str = "r",
    after: str = "",
    before: str = "",
    styles: str = "",
    strings: str = "",
    book: str = "",
    state: str = "visible",
) -> Parts:
    """The parts of a workbook with one sheet. rows: within sheetData; p: the prefix of its elements."""
    xmlns = f'xmlns:{p[:-1]}="{ns}"' if p else f'xmlns="{ns}"'
    kinds = [("worksheet", "worksheets/sheet1.xml"), ("styles", "styles.xml")]
    if strings:
        kinds.append(("sharedStrings", "sharedStrings.xml"))
    office = OFFICE if ns == MAIN else "http://purl.oclc.org/ooxml/officeDocument/relationships"
    found: Parts = {
        "[Content_Types].xml": f'<Types xmlns="{PACKAGE}/content-types"><Default Extension="xml" '
        f'ContentType="application/xml"/><Override PartName="/xl/workbook.xml" '
        f'ContentType="{SHEET_KIND}.sheet.main+xml"/></Types>',
        "_rels/.rels": relations(("officeDocument", "xl/workbook.xml"), base=office),
        "xl/workbook.xml": f'<{p}workbook {xmlns} xmlns:{r}="{office}"><{p}sheets><{p}sheet name="S" '
        f'sheetId="1" state="{state}" {r}:id="rId1"/></{p}sheets>{book}</{p}workbook>',
        "xl/_rels/workbook.xml.rels": relations(*kinds, base=office),
        "xl/styles.xml": styles or f"<{p}styleSheet {xmlns}/>",
        "xl/worksheets/sheet1.xml": f"<{p}worksheet {xmlns}>{before}<{p}sheetData>{rows}"
        f"</{p}sheetData>{after}</{p}worksheet>",
    }
    if strings:
        found["xl/sharedStrings.xml"] = strings
    return found


def raw(rows: str, **more: Any) -> bytes:
    """The same as a file."""
    return zipped(parts(rows, **more))


def styled(*codes: str) -> str:
    """Styles 0, 1 … with these number formats."""
    formats = "".join(
        f"<numFmt numFmtId={quoteattr(str(165 + number))} formatCode={quoteattr(code)}/>"
        for number, code in enumerate(codes)
    )
    cells = "".join(f'<xf numFmtId="{165 + number}"/>' for number in range(len(codes)))
    return (
        f'<styleSheet xmlns="{MAIN}"><numFmts>{formats}</numFmts><cellXfs><xf numFmtId="0"/>{cells}</cellXfs>'
        "</styleSheet>"
    )


def made(*rows: tuple[Any, ...], sheet: str = "S", styles: Mapping[str, str] | None = None) -> bytes:
    """A workbook as openpyxl writes it. styles: cell -> number format."""
    book = Workbook()
    page = book.active
    page.title = sheet
    for row in rows:
        page.append(row)
    for cell, code in (styles or {}).items():
        page[cell].number_format = code
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def word_parts(body: str = "", rels: str = "") -> Parts:
    """The parts of a Word file with this body."""
    rels_kind = "application/vnd.openxmlformats-package.relationships+xml"
    return {
        "[Content_Types].xml": f'<Types xmlns="{PACKAGE}/content-types"><Default Extension="rels" '
        f'ContentType="{rels_kind}"/><Override PartName="/word/document.xml" '
        f'ContentType="{WORD_KIND}"/></Types>',
        "_rels/.rels": relations(("officeDocument", "word/document.xml")),
        "word/document.xml": f'<w:document xmlns:w="{WORD}"><w:body>{body}</w:body></w:document>',
        "word/_rels/document.xml.rels": rels or relations(),
    }
