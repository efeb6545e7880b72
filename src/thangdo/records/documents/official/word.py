"""A Word document from a template and data: checked, filled in, and packed the same way every time."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator
from datetime import UTC, date, datetime, time
from typing import Any

from docx.oxml.ns import qn
from docx.shared import Mm
from docxtpl import DocxTemplate, InlineImage  # type: ignore[import-untyped]
from jinja2 import TemplateError
from lxml import etree  # type: ignore[import-untyped]

from thangdo.records.documents.official import asking
from thangdo.records.documents.official.context import Shape, values
from thangdo.records.documents.official.finishing import finish
from thangdo.records.documents.official.opening import BadTemplate, Problem
from thangdo.records.documents.official.pictures import as_png, size
from thangdo.records.documents.official.reading import end_with_content, share_widths
from thangdo.records.documents.official.words import bound, clean

WIDTH, HEIGHT = Mm(160), Mm(200)  # the most that a picture takes of the page
STAMP = (1980, 1, 1, 0, 0, 0)  # the day of every part of the file: the same data gives the same bytes
NO_DAY = date(2000, 1, 1)


class Template(DocxTemplate):  # type: ignore[misc]
    """A template whose filled-in text must be whole: a loop that tears a table is an error, not mended."""

    def fix_tables(self, xml: str) -> Any:
        """Refuse torn XML before the columns of tables are counted. Raises BadTemplate."""
        try:
            etree.fromstring(xml.encode(), parser=etree.XMLParser(resolve_entities=False, huge_tree=True))
        except etree.XMLSyntaxError as error:
            raise BadTemplate([_torn()]) from error
        tree = super().fix_tables(xml)
        for cell in tree.iter(qn("w:tc")):
            if cell[-1].tag != qn("w:p"):  # Word opens no cell that does not end in a paragraph
                cell.append(cell.makeelement(qn("w:p")))
        return tree


def _torn() -> Problem:
    return Problem(
        "torn",
        "Lệnh lặp hoặc điều kiện cắt ngang bảng hay đoạn văn. Dùng {%tr … %} cho dòng bảng, {%p … %} cho "
        "đoạn, và đặt lệnh mở, lệnh đóng ở hai dòng (đoạn) riêng.",
        "A loop or condition cuts through a table or paragraph. Use {%tr … %} for rows of a table and {%p … "
        "%} for paragraphs, the opening and the closing each in a row (paragraph) of its own.",
    )


def _sources(template: Template) -> Iterator[str]:
    """Every text of a template in which placeholders may stand."""
    template.init_docx()
    yield template.patch_xml(template.get_xml())
    for kind in (template.HEADER_URI, template.FOOTER_URI):
        for _, part in template.get_headers_footers(kind):
            yield template.patch_xml(template.get_part_xml(part))
    for part in template.docx.part.package.parts:
        if part.content_type.endswith("footnotes+xml"):
            yield template.patch_xml(part.blob.decode("utf-8"))
    properties = template.docx.core_properties
    for name in ("author", "comments", "identifier", "language", "subject", "title"):
        yield getattr(properties, name)


def _paragraphs(template: Template) -> Iterator[str]:
    """The words of every paragraph of the body, the heads and the feet."""
    parts = [template.docx.element]
    for kind in (template.HEADER_URI, template.FOOTER_URI):
        parts += [part.element for _, part in template.get_headers_footers(kind)]
    for part in parts:
        for paragraph in part.iter(qn("w:p")):
            yield "".join(text.text or "" for text in paragraph.iter(qn("w:t")))


def problems(content: bytes, shape: Shape) -> list[Problem]:
    """What is wrong with a template of this data: its placeholders, its commands.

    An office's own template is opened by `kinds` alone, in a process with bounds, and after `opening.safe`.
    """
    found: list[Problem] = []
    try:
        template = Template(io.BytesIO(content))
        for source in _sources(template):
            found += asking.problems(source, shape)
        found += asking.single_braces(_paragraphs(template), shape)
    except (KeyError, ValueError, etree.XMLSyntaxError, AttributeError, OSError) as error:
        return [
            Problem("broken", f"Không đọc được tệp Word: {error}.", f"The Word file cannot be read: {error}.")
        ]
    return list(dict.fromkeys(found))


def docx_bytes(
    content: bytes, data: object, shape: Shape, day: date | None, title: str, author: str
) -> bytes:
    """The document as .docx. Raises BadTemplate; the same arguments give the same bytes."""
    found = problems(content, shape)
    if found:
        raise BadTemplate(found)
    template = Template(io.BytesIO(content))

    def image(picture: bytes) -> InlineImage:
        drawn = as_png(picture)
        wide, high = size(drawn)
        room = {"height": HEIGHT} if high * WIDTH > wide * HEIGHT else {"width": WIDTH}
        return InlineImage(template, io.BytesIO(drawn), **room)

    template.init_docx()
    try:
        template.render(values(data, image), asking.environment(), autoescape=True)
    except (TemplateError, etree.XMLSyntaxError) as error:
        said = f"Mẫu không điền được: {error}.", f"The template cannot be filled in: {error}."
        raise BadTemplate([Problem("render", *said)]) from error
    end_with_content(template.docx)
    _bind(template.docx)
    share_widths(template.docx)
    finish(template.docx)
    properties = template.docx.core_properties
    properties.title, properties.author = clean(title)[:250], clean(author)[:250]
    properties.last_modified_by, properties.revision = "", 1
    properties.created = properties.modified = datetime.combine(day or NO_DAY, time(), UTC).replace(
        tzinfo=None
    )
    out = io.BytesIO()
    template.save(out)
    return packed(out.getvalue())


def _bind(document: Any) -> None:
    """Keep a number and its word on one line, also where they stand in two runs."""
    for paragraph in document.element.body.iter(qn("w:p")):
        runs = [text for text in paragraph.iter(qn("w:t")) if text.text]
        whole = "".join(text.text for text in runs)
        told = bound(whole)
        if told == whole:
            continue
        place = 0
        for text in runs:
            text.text, place = told[place : place + len(text.text)], place + len(text.text)


def packed(content: bytes) -> bytes:
    """The same zip with its parts in a fixed order and of a fixed day."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        first = "[Content_Types].xml"
        for name in sorted(old.namelist(), key=lambda name: (name != first, name)):
            item = zipfile.ZipInfo(name, STAMP)
            item.compress_type = zipfile.ZIP_DEFLATED
            new.writestr(item, old.read(name))
    return out.getvalue()
