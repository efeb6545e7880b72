"""A finished Word document read into plain data: sections, paragraphs, tables, pictures.

Everything is given as Word means it after styles: lengths in points, sizes in points, alignments by name.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from docx.oxml.ns import qn

from thangdo.records.documents.official.tables import all_rows, by_content, read_table
from thangdo.records.documents.official.word_styles import (
    SIDES,
    Block,
    Element,
    Styles,
    W,
    is_on,
    last,
    points,
)

ALIGN = {"both": "justify", "distribute": "justify", "center": "center", "right": "right", "end": "right"}
EMU = 12_700  # of a point
LINE = 1.15  # a single line of Times New Roman, by its size


class Reader:
    """Reads one document; `pictures` gathers what its blocks name: file name -> bytes."""

    def __init__(self, document: Any) -> None:
        self.document = document
        self.styles = Styles(document.styles.element)
        self.pictures: dict[str, bytes] = {}
        self.summed = (
            document.settings.element.find(f"{W}compat/{W}doNotUseHTMLParagraphAutoSpacing") is not None
        )

    def sections(self) -> list[Block]:
        """Each section with its page, its head and foot, and its blocks in order."""
        found: list[Block] = []
        blocks: list[Block] = []
        body = self.document.element.body
        for block, sect in self._flow(body, self.document.part):
            if block is not None:
                blocks.append(block)
            if sect is not None:
                found.append(self._section(sect, blocks, found[-1] if found else None))
                blocks = []
        return found

    def _flow(
        self, parent: Element, part: Any, table: str | None = None
    ) -> Iterator[tuple[Block | None, Any]]:
        for child in parent:
            if child.tag == qn("w:p"):
                yield self._paragraph(child, part, table), child.find(f"{W}pPr/{W}sectPr")
            elif child.tag == qn("w:tbl"):
                yield self._table(child, part), None
            elif child.tag == qn("w:sdt"):
                yield from self._flow(child.find(qn("w:sdtContent")), part, table)
            elif child.tag == qn("w:sectPr"):
                yield None, child

    def _blocks(self, parent: Element, part: Any, table: str | None = None) -> list[Block]:
        return [block for block, _ in self._flow(parent, part, table) if block is not None]

    def _section(self, sect: Element, blocks: list[Block], before: Block | None) -> Block:
        size, margins = sect.find(qn("w:pgSz")), sect.find(qn("w:pgMar"))
        number = sect.find(qn("w:pgNumType"))
        made: Block = {
            "width": points(size.get(qn("w:w"))),
            "height": points(size.get(qn("w:h"))),
            "start": int((number.get(qn("w:start")) if number is not None else None) or 0),
            "blocks": blocks,
            "header": before["header"] if before else [],
            "footer": before["footer"] if before else [],
            "first_apart": is_on([sect], "w:titlePg"),
        }
        for side in (*SIDES, "header", "footer"):
            made["margin_" + side] = points(margins.get(qn(f"w:{side}")))
        for reference in sect:
            kind = {qn("w:headerReference"): "header", qn("w:footerReference"): "footer"}.get(reference.tag)
            if kind and reference.get(qn("w:type")) == "default":
                part = self.document.part.related_parts[reference.get(qn("r:id"))]
                made[kind] = self._blocks(part.element, part)
        return made

    def _paragraph(self, p: Element, part: Any, table: str | None) -> Block:
        own = p.find(qn("w:pPr"))
        style = last([own], "w:pStyle") if own is not None else None
        direct = [own] if own is not None else []
        layers = [
            *self.styles.defaults("pPr"),
            *self.styles.chain(table, "w:pPr"),
            *self.styles.chain(style or self.styles.default, "w:pPr"),
            *direct,
        ]
        letters = [*self.styles.defaults("rPr"), *self.styles.chain(style or self.styles.default, "w:rPr")]
        mark = [own.find(qn("w:rPr"))] if own is not None and own.find(qn("w:rPr")) is not None else []
        line = float(last(layers, "w:spacing", "line") or 240)
        exact = last(layers, "w:spacing", "lineRule") in ("exact", "atLeast")
        hanging = points(last(layers, "w:ind", "hanging"))
        made: Block = {
            "k": "p",
            "align": ALIGN.get(last(layers, "w:jc") or "", "left"),
            "before": points(last(layers, "w:spacing", "before")),
            "after": points(last(layers, "w:spacing", "after")),
            "left": points(last(layers, "w:ind", "left") or last(layers, "w:ind", "start")),
            "right": points(last(layers, "w:ind", "right") or last(layers, "w:ind", "end")),
            "first": -hanging if hanging else points(last(layers, "w:ind", "firstLine")),
            "line": 0 if exact else round(line / 240 * LINE, 3),
            "exact": line / 20 if exact else 0,
            "keep": is_on(layers, "w:keepNext"),
            "break": is_on(layers, "w:pageBreakBefore"),
            "size": float(last(letters + mark, "w:sz") or 20) / 2,
            "rule_above": self._rule(layers, "top"),
            "rule_below": self._rule(layers, "bottom"),
            "runs": list(self._runs(p, part, letters)),
        }
        return made

    def _rule(self, layers: list[Element], side: str) -> float:
        """The thickness of a paragraph's line; 0 for none."""
        for layer in reversed(layers):
            found = layer.find(f"{W}pBdr/{W}{side}")
            if found is not None and found.get(qn("w:val")) not in ("nil", "none"):
                return float(found.get(qn("w:sz")) or 4) / 8
        return 0

    def _runs(self, p: Element, part: Any, letters: list[Element]) -> Iterator[Block]:
        field_code, in_code, in_field = "", False, False
        for run in p.iter(qn("w:r")):
            if any(up.tag in (qn("w:del"), qn("w:txbxContent")) for up in run.iterancestors()):
                continue
            direct = run.find(qn("w:rPr"))
            own = [direct] if direct is not None else []
            layers = [*letters, *self.styles.chain(last(own, "w:rStyle"), "w:rPr"), *own]
            simple = next((up for up in run.iterancestors(qn("w:fldSimple"))), None)
            for child in run:
                kind = child.tag.removeprefix(W)
                if kind == "fldChar":
                    state = child.get(qn("w:fldCharType"))
                    in_code, in_field = state == "begin", state != "end"
                    if state == "begin":
                        field_code = ""
                    elif state == "end" and (said := _field(field_code)):
                        yield {**self._look(layers), "t": "", "field": said}
                elif kind == "instrText":
                    field_code += child.text or ""
                elif simple is not None and (said := _field(simple.get(qn("w:instr")) or "")):
                    yield {**self._look(layers), "t": "", "field": said}
                elif kind in ("t", "tab", "br", "cr", "noBreakHyphen") and not in_code:
                    if in_field and _field(field_code):
                        continue
                    yield from self._words(kind, child, layers)
                elif kind == "drawing":
                    yield from self._picture(child, part)

    def _words(self, kind: str, child: Element, layers: list[Element]) -> Iterator[Block]:
        if kind == "br" and child.get(qn("w:type")) == "page":
            yield {"t": "", "page": True}
            return
        text = {"t": child.text or "", "tab": "\t", "noBreakHyphen": "\u2011"}.get(kind, "\n")
        if is_on(layers, "w:caps"):
            text = text.upper()
        if not is_on(layers, "w:vanish"):
            yield {**self._look(layers), "t": text}

    def _look(self, layers: list[Element]) -> Block:
        underline, colour = last(layers, "w:u"), last(layers, "w:color")
        raised = last(layers, "w:vertAlign")
        look: Block = {"size": float(last(layers, "w:sz") or 20) / 2}
        look |= {"b": True} if is_on(layers, "w:b") else {}
        look |= {"i": True} if is_on(layers, "w:i") else {}
        look |= {"u": True} if underline not in (None, "none") else {}
        look |= {"colour": colour} if colour and len(colour) == 6 and colour != "000000" else {}
        look |= {"raised": raised} if raised in ("superscript", "subscript") else {}
        return look

    def _picture(self, drawing: Element, part: Any) -> Iterator[Block]:
        blip = next(drawing.iter(qn("a:blip")), None)
        extent = next(drawing.iter(qn("wp:extent")), None)
        if blip is None or extent is None or blip.get(qn("r:embed")) not in part.rels:
            return
        target = part.rels[blip.get(qn("r:embed"))].target_part
        name = target.partname.rsplit("/", 1)[-1]
        self.pictures[name] = target.blob
        yield {
            "t": "",
            "image": name,
            "width": round(int(extent.get("cx")) / EMU, 2),
            "height": round(int(extent.get("cy")) / EMU, 2),
        }

    def _table(self, tbl: Element, part: Any) -> Block:
        return read_table(self, tbl, part)


def _field(code: str) -> str:
    """What a field shows that a page knows of itself: "page" or "pages"; "" for its kept text."""
    word = code.strip().split(" ")[0].upper()
    return {"PAGE": "page", "NUMPAGES": "pages"}.get(word, "")


def share_widths(document: Any) -> None:
    """Give the columns of each table that says no width of its own as much room as their words need."""
    reader = Reader(document)
    for tbl in document.element.body.iter(qn("w:tbl")):
        own = tbl.find(qn("w:tblPr"))
        given = [cell.get(qn("w:type")) for cell in tbl.findall(f"{W}tr/{W}tc/{W}tcPr/{W}tcW")]
        if last([own], "w:tblLayout", "type") == "fixed" or any(kind != "auto" for kind in given):
            continue
        read = read_table(reader, tbl, document.part)
        widths = by_content(all_rows(read), sum(read["widths"]), len(read["widths"]))
        for column, width in zip(tbl.findall(f"{W}tblGrid/{W}gridCol"), widths, strict=True):
            column.set(qn("w:w"), str(round(width * 20)))
        for tr, row in zip(tbl.findall(qn("w:tr")), all_rows(read), strict=True):
            for tc, cell in zip(tr.findall(qn("w:tc")), row["cells"], strict=False):
                room = sum(widths[cell["column"] : cell["column"] + cell["span"]])
                wide = tc.get_or_add_tcPr().get_or_add_tcW()
                wide.set(qn("w:w"), str(round(room * 20)))
                wide.set(qn("w:type"), "dxa")


def end_with_content(document: Any) -> None:
    """Take away a last section in which nothing stands, as a loop over annexes leaves it: a blank page."""
    body = document.element.body
    while True:
        after: list[Element] = []
        for child in reversed(list(body)):
            if child.tag == qn("w:sectPr"):
                continue
            if child.tag != qn("w:p") or any(
                next(child.iter(qn(name)), None) is not None for name in ("w:t", "w:drawing", "w:tab", "w:br")
            ):
                return
            after.append(child)
            own = child.find(f"{W}pPr/{W}sectPr")
            if own is not None:
                break
        else:
            return
        if len(after) == len(body) - 1:
            return  # nothing would be left
        body.remove(body.find(qn("w:sectPr")))
        body.append(own)
        for paragraph in after:
            body.remove(paragraph)
        if body[-2].tag != qn("w:p"):
            own.addprevious(own.makeelement(qn("w:p")))  # Word ends no document with a table
