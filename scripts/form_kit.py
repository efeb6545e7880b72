"""The parts that the Word forms are put together from: heads, paragraphs, tables, annexes, signature."""

from __future__ import annotations

import io
from collections.abc import Sequence
from datetime import datetime
from typing import Any

from docx import Document
from docx.enum.section import WD_ORIENT, WD_SECTION
from docx.enum.style import WD_STYLE_TYPE
from docx.enum.table import WD_TABLE_ALIGNMENT
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt

from thangdo.records.documents.official.finishing import PART, WHOLE
from thangdo.records.documents.official.word import packed

FACE = "Times New Roman"
INSTEAD = "Tinos"  # of the same widths, where a machine has no Times New Roman; the face of the PDFs
LEFT, CENTRE, RIGHT, BOTH = (
    WD_ALIGN_PARAGRAPH.LEFT,
    WD_ALIGN_PARAGRAPH.CENTER,
    WD_ALIGN_PARAGRAPH.RIGHT,
    WD_ALIGN_PARAGRAPH.JUSTIFY,
)
BODY, SMALL, CELL = 14, 11, 12
WIDTH = 160  # mm between the margins
HEAD = (69, 91)  # mm: the body that issues; the national heading, which takes 88.3 mm in 12 points


def element(name: str, **attributes: object) -> Any:
    """A WordprocessingML element: element("w:top", val="single")."""
    made = OxmlElement(name)
    for key, value in attributes.items():
        made.set(qn(f"w:{key}"), str(value))
    return made


class Form:
    """A form being put together. Text between ** is bold, between __ italic."""

    def __init__(self, title: str) -> None:
        self.doc = Document()
        self.doc.core_properties.title = title
        self.doc.core_properties.author = ""
        self.doc.core_properties.comments = ""
        self.doc.core_properties.created = self.doc.core_properties.modified = datetime(2000, 1, 1)
        normal = self.doc.styles["Normal"]
        normal.font.name, normal.font.size = FACE, Pt(BODY)
        fonts = normal.element.rPr.rFonts
        for name in ("ascii", "hAnsi", "cs", "eastAsia"):
            fonts.set(qn(f"w:{name}"), FACE)
        normal.paragraph_format.space_after = Pt(0)
        self.doc.styles.element.find(qn("w:docDefaults")).find(f".//{qn('w:lang')}").set(qn("w:val"), "vi-VN")
        for style in (WHOLE, PART):
            made = self.doc.styles.add_style(style, WD_STYLE_TYPE.PARAGRAPH)
            made.base_style, made.hidden = normal, True
        self._instead()
        self._page(self.doc.sections[0])
        self._numbers()

    def _instead(self) -> None:
        """Name the face that stands in for the first where it is not installed."""
        listed = next(part for part in self.doc.part.package.parts if part.partname == "/word/fontTable.xml")
        named = f'<w:font w:name="{FACE}">'.encode()
        listed._blob = listed.blob.replace(named, named + f'<w:altName w:val="{INSTEAD}"/>'.encode())

    def _page(self, section: Any, wide: bool = False) -> None:
        section.page_width, section.page_height = (Mm(297), Mm(210)) if wide else (Mm(210), Mm(297))
        section.orientation = WD_ORIENT.LANDSCAPE if wide else WD_ORIENT.PORTRAIT
        section.left_margin, section.right_margin = Mm(30), Mm(20)
        section.top_margin = section.bottom_margin = Mm(20)
        section.header_distance = section.footer_distance = Mm(10)
        section.different_first_page_header_footer = True
        properties = section._sectPr
        for old in properties.findall(qn("w:pgNumType")):
            properties.remove(old)
        numbering = element("w:pgNumType", start=1)
        properties.find(qn("w:pgMar")).addnext(numbering)

    def _numbers(self) -> None:
        """The page number at the top or below, as the form in force asks; none on the first page."""
        section = self.doc.sections[0]
        for part, wish, where in (
            (section.header, "number_on_top", CENTRE),
            (section.footer, "number_below", RIGHT),
        ):
            paragraph = part.paragraphs[0]
            paragraph.style = self.doc.styles["Normal"]
            paragraph.alignment = where
            paragraph.add_run(f"{{% if {self.form}.{wish} %}}")
            for kind, code in (("begin", ""), ("", " PAGE "), ("end", "")):
                run = paragraph.add_run()
                if kind:
                    run._r.append(element("w:fldChar", fldCharType=kind))
                else:
                    text = element("w:instrText")
                    text.set(qn("xml:space"), "preserve")
                    text.text = code
                    run._r.append(text)
            paragraph.add_run("{% endif %}")

    form = "letter.form"

    def p(
        self,
        text: str,
        align: Any = BOTH,
        size: float = BODY,
        where: Any = None,
        first: float = 10,
        before: float = 0,
        after: float = 6,
        keep: bool = False,
    ) -> Any:
        """A paragraph; first: the indent of its first line in mm (only where it is set in full lines)."""
        paragraph = (where or self.doc).add_paragraph()
        self._style(paragraph, text, align, size, first, before, after, keep)
        return paragraph

    def _style(
        self,
        paragraph: Any,
        text: str,
        align: Any,
        size: float,
        first: float,
        before: float,
        after: float,
        keep: bool,
    ) -> None:
        form = paragraph.paragraph_format
        paragraph.alignment = align
        form.space_before, form.space_after = Pt(before), Pt(after)
        if align == BOTH and first:
            form.first_line_indent = Mm(first)
        if keep:
            form.keep_with_next = True
        if not text:
            mark = element("w:rPr")
            mark.append(element("w:sz", val=int(size * 2)))
            paragraph._p.get_or_add_pPr().append(mark)
        for place, bold in enumerate(text.split("**")):
            for other, italic in enumerate(bold.split("__")):
                if italic:
                    run = paragraph.add_run(italic)
                    run.font.size = Pt(size)
                    run.bold = place % 2 == 1 or None
                    run.italic = other % 2 == 1 or None

    def tag(self, command: str, where: Any = None) -> None:
        """A command in a paragraph of its own: `for x in y`, `endfor`, `if x`, `endif`."""
        self.p(f"{{%p {command} %}}", LEFT, 10, where, first=0, after=0)

    def each(self, name: str, line: str, variable: str = "line", **style: Any) -> None:
        """A paragraph for each item of a list."""
        self.tag(f"for {variable} in {name}")
        self.p(line, **style)
        self.tag("endfor")

    def rule(self, where: Any, style: str = PART, after: float = 0) -> None:
        """A thin line under what stands above, as long as it or a part of it: `finish` gives its length."""
        paragraph = where.add_paragraph(style=self.doc.styles[style])
        form = paragraph.paragraph_format
        form.space_before, form.space_after = Pt(2), Pt(after)
        form.line_spacing = Pt(4)
        paragraph.add_run("").font.size = Pt(2)
        border = element("w:pBdr")
        border.append(element("w:top", val="single", sz=6, space=1, color="000000"))
        paragraph._p.get_or_add_pPr().append(border)
        self._order(paragraph)

    def _order(self, paragraph: Any) -> None:
        """w:pBdr stands before w:spacing in the schema of Word."""
        properties = paragraph._p.pPr
        border = properties.find(qn("w:pBdr"))
        spacing = properties.find(qn("w:spacing"))
        if border is not None and spacing is not None:
            spacing.addprevious(border)

    def bare(self, widths: Sequence[float]) -> Any:
        """A table of one row without lines, to set things side by side."""
        table = self.doc.add_table(rows=1, cols=len(widths))
        self._widths(table, widths)
        row = table.rows[0]._tr.get_or_add_trPr()
        row.append(element("w:cantSplit"))
        for cell in table.rows[0].cells:
            cell.paragraphs[0]._p.getparent().remove(cell.paragraphs[0]._p)
        return table.rows[0].cells

    def _widths(self, table: Any, widths: Sequence[float], fixed: bool = True) -> None:
        table.autofit = not fixed
        table.alignment = WD_TABLE_ALIGNMENT.CENTER
        properties = table._tbl.tblPr
        margins = element("w:tblCellMar")
        for side in ("left", "right"):
            margins.append(element(f"w:{side}", w=57, type="dxa"))
        look = properties.find(qn("w:tblLook"))
        properties.append(margins) if look is None else look.addprevious(margins)
        for place, width in enumerate(widths):
            table.columns[place].width = Mm(width)
            for cell in table.columns[place].cells:
                cell.width = Mm(width)

    def head(self, subject: bool = False, dated: bool = True) -> None:
        """National heading, issuing body, number, place and day; with the subject of an official letter.

        dated: minutes have no place and day there (annex III, form 1.9): their text says when and where.
        """
        left, right = self.bare(HEAD)
        self.tag("if letter.superior", left)
        self.p("{{ letter.superior }}", CENTRE, 12, left, after=0)
        self.tag("endif", left)
        self.p("**{{ letter.issuer }}**", CENTRE, 12, left, after=0)
        self.rule(left)
        self.p("**CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM**", CENTRE, 12, right, after=0)
        self.p("**Độc lập - Tự do - Hạnh phúc**", CENTRE, 13, right, after=0)
        self.rule(right, WHOLE)
        left, right = self.bare(HEAD)
        self.p("Số: {{ letter.number_and_symbol }}", CENTRE, 13, left, before=4, after=0)
        if subject:
            self.p("V/v {{ letter.abstract }}", CENTRE, 12, left, before=6, after=0)
        self.p("__{{ letter.place_and_date }}__" if dated else "", CENTRE, 13, right, before=4, after=0)
        self._joined()
        self.p("", LEFT, 8, after=2)

    def _joined(self) -> None:
        """The two one-row tables of the head as one: Word would join them anyway."""
        first, second = self.doc.tables[-2:]
        for row in second._tbl.findall(qn("w:tr")):
            first._tbl.append(row)
        second._tbl.getparent().remove(second._tbl)

    def name(self, kind: str) -> None:
        """The name of the document and its abstract, with the line below."""
        self.p(f"**{kind}**", CENTRE, 14, before=8, after=2, keep=True)
        self.p("**{{ letter.abstract }}**", CENTRE, 14, after=0, keep=True)
        self.rule(self.doc, after=8)

    def addressees(self) -> None:
        """*Kính gửi*: on one line, or one below the other."""
        self.tag("if letter.one_addressee")
        self.p("Kính gửi: {{ letter.one_addressee }}", CENTRE, before=4, after=10)
        self.tag("endif")
        self.tag("if letter.addressee_lines")
        self.p("Kính gửi:", LEFT, before=4, after=2, keep=True).paragraph_format.left_indent = Mm(34)
        self.tag("for line in letter.addressee_lines")
        line = self.p("{{ line }}", LEFT, after=2).paragraph_format
        line.left_indent, line.first_line_indent = Mm(54.5), Mm(-2.9)  # below the colon
        self.tag("endfor")
        self.p("", LEFT, 6, after=2)
        self.tag("endif")

    def grounds(self) -> None:
        """The legal basis: in italics since Decree 30/2020, upright before."""
        self.tag("for line in letter.ground_lines")
        self.tag("if letter.form.grounds_italic")
        self.p("__{{ line }}__")
        self.tag("else")
        self.p("{{ line }}")
        self.tag("endif")
        self.tag("endfor")

    def signature(self) -> None:
        """Recipients to the left, the signature to the right, never parted by a page."""
        self.p("", LEFT, 6, after=0, keep=True)
        left, right = self.bare((78, 82))
        self.p("**__Nơi nhận:__**", LEFT, 12, left, after=0)
        self.tag("for line in letter.recipient_lines", left)
        self.p("{{ line }}", LEFT, SMALL, left, after=0)
        self.tag("endfor", left)
        self.tag("for line in letter.signature.authority", right)
        self.p("**{{ line }}**", CENTRE, 14, right, after=0)
        self.tag("endfor", right)
        self.p("**{{ letter.signature.title }}**", CENTRE, 14, right, after=64)
        self.p("**{{ letter.signature.name }}**", CENTRE, 14, right, after=0)

    def new_section(self, wide: bool = False) -> None:
        """A new page with its own page numbers, for an annex; wide: the page lies on its long side."""
        self.doc.add_section(WD_SECTION.NEW_PAGE)
        self._page(self.doc.sections[-1], wide)
        last = self.doc.paragraphs[-1]
        if last._p.pPr is not None and last._p.pPr.find(qn("w:sectPr")) is not None:
            last.paragraph_format.line_spacing = Pt(1)
            last.paragraph_format.space_after = Pt(0)

    def table(
        self,
        heads: Sequence[str],
        widths: Sequence[float],
        rows: Sequence[tuple[str, Sequence[str]] | str],
        aligns: Sequence[Any],
        size: float = CELL,
    ) -> Any:
        """A ruled table with its head on every page. rows: a command, or a kind with its cells.

        Kinds: "" a row, "over" a row that stays with the next, "span" such a row of one cell, "merged" a row
        of a loop in which cells with {% vm %} stand once over all rows, at the top.
        aligns: by column.
        """
        table = self.doc.add_table(rows=1, cols=len(heads))
        table.style = "Table Grid"
        self._fill(table.rows[0].cells, [f"**{head}**" for head in heads], [CENTRE] * len(heads), size)
        top = table.rows[0]._tr.get_or_add_trPr()
        top.append(element("w:cantSplit"))
        top.append(element("w:tblHeader"))
        for row in rows:
            cells = table.add_row().cells
            if isinstance(row, str):
                self._fill(cells[:1], [f"{{%tr {row} %}}"], [LEFT], 10)
                for cell in cells[1:]:
                    cell.paragraphs[0].add_run("").font.size = Pt(10)
                continue
            kind, texts = row
            keep = kind in ("span", "over")
            if kind == "span":
                merged = cells[0].merge(cells[-1])
                for extra in merged.paragraphs[1:]:
                    extra._p.getparent().remove(extra._p)
                self._fill([merged], texts, [LEFT], size)
            else:
                self._fill(cells, texts, aligns, size)
            for cell in cells if keep else ():
                cell.paragraphs[0].paragraph_format.keep_with_next = True
            for cell in cells if kind == "merged" else ():
                cell.vertical_alignment = None  # Word wants w:vMerge, which comes last, before it
            table.rows[-1]._tr.get_or_add_trPr().append(element("w:cantSplit"))
        self._widths(table, widths)
        self.p("", LEFT, 6, after=2)
        return table

    def ruled(self, table: Any) -> None:
        """A table whose columns the data bring: as wide as the page, its columns as wide as they need."""
        for place in (0, 2):
            table.rows[place]._tr.get_or_add_trPr().append(element("w:cantSplit"))
        table.rows[0]._tr.get_or_add_trPr().append(element("w:tblHeader"))
        self._widths(table, (WIDTH / 3,) * 3, fixed=False)
        properties = table._tbl.tblPr
        for old in properties.findall(qn("w:tblW")):
            properties.remove(old)
        properties.insert(1, element("w:tblW", w=5000, type="pct"))
        for width in table._tbl.findall(f".//{qn('w:tcW')}"):
            width.getparent().remove(width)

    def _fill(self, cells: Sequence[Any], texts: Sequence[str], aligns: Sequence[Any], size: float) -> None:
        for cell, text, align in zip(cells, texts, aligns, strict=True):
            cell.vertical_alignment = 1
            self._style(cell.paragraphs[0], text, align, size, 0, 2, 2, False)

    def content(self) -> bytes:
        """The form as .docx."""
        out = io.BytesIO()
        self.doc.save(out)
        return packed(out.getvalue())


LEVEL_HEADS = (
    *("Cấp", "Số đơn vị được đánh giá", "Mức I", "Mức II", "Mức III", "Mức IV", "Không xếp hạng"),
    "Không gửi kết quả tự đánh giá",
)
LEVEL_WIDTHS = (34, 18, 17, 17, 17, 17, 19, 21)
LEVEL_CELLS = (
    "{{ row.tier }}",
    "{{ row.units }}",
    *(f"{{{{ row.level_{n} }}}}\n({{{{ row.share_{n} }}}})" for n in range(1, 5)),
    "{{ row.unranked }}\n({{ row.share_unranked }})",
    "{{ row.not_returned }}",
)


def levels(form: Form) -> None:
    """The table of levels by tier."""
    form.table(
        LEVEL_HEADS,
        LEVEL_WIDTHS,
        ["for row in levels", ("", LEVEL_CELLS), "endfor"],
        [LEFT] + [CENTRE] * 7,
    )


def annex_head(form: Form, title: str, parent: str, many: str = "annexes|length > 1") -> None:
    """*Phụ lục*, its number where there are several, its title, and the document that it goes with."""
    form.p(
        f"**Phụ lục{{% if {many} %}} {{{{ loop.index|roman }}}}{{% endif %}}**", CENTRE, after=0, keep=True
    )
    for line in title.split("\n"):
        form.p(f"**{line}**", CENTRE, 13, after=0, keep=True)
    form.p(f"__(Kèm theo {parent})__", CENTRE, 13, after=0, keep=True)
    form.rule(form.doc, after=8)
