"""A finished Word document read into plain data: sections, paragraphs, tables, pictures.

Everything is given as Word means it after styles: lengths in points, sizes in points, alignments by name.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from docx.oxml.ns import qn

Element = Any
Block = dict[str, Any]
W = qn("w:p").removesuffix("p")
ALIGN = {"both": "justify", "distribute": "justify", "center": "center", "right": "right", "end": "right"}
EMU = 12_700  # of a point
LINE = 1.15  # a single line of Times New Roman, by its size
SIDES = ("top", "left", "bottom", "right")


@dataclass
class Styles:
    """The styles of a document, with what each is based on."""

    root: Element
    found: dict[str, Element] = field(default_factory=dict)
    default: str = ""

    def __post_init__(self) -> None:
        for style in self.root.findall(qn("w:style")):
            self.found[style.get(qn("w:styleId"))] = style
            if style.get(qn("w:type")) == "paragraph" and style.get(qn("w:default")) in ("1", "true"):
                self.default = style.get(qn("w:styleId"))

    def chain(self, name: str | None, part: str) -> list[Element]:
        """The `part` (w:pPr, w:rPr, w:tblPr) of a style and of all it is based on, the farthest first."""
        chain: list[Element] = []
        seen: set[str] = set()
        while name and name in self.found and name not in seen:
            seen.add(name)
            style = self.found[name]
            if style.find(qn(part)) is not None:
                chain.insert(0, style.find(qn(part)))
            base = style.find(qn("w:basedOn"))
            name = base.get(qn("w:val")) if base is not None else None
        return chain

    def defaults(self, part: str) -> list[Element]:
        """What holds for the whole document."""
        found = self.root.find(f"{W}docDefaults/{W}{part}Default/{W}{part}")
        return [found] if found is not None else []


def _last(layers: list[Element], name: str, key: str = "val") -> str | None:
    """An attribute of a property, as the nearest layer that names it has it."""
    for layer in reversed(layers):
        found = layer.find(qn(name))
        if found is not None and found.get(qn(f"w:{key}")) is not None:
            return str(found.get(qn(f"w:{key}")))
    return None


def _on(layers: list[Element], name: str) -> bool:
    for layer in reversed(layers):
        found = layer.find(qn(name))
        if found is not None:
            return found.get(qn("w:val")) not in ("0", "false", "off")
    return False


def _points(twips: str | None) -> float:
    return round(float(twips) / 20, 2) if twips else 0.0


class Reader:
    """Reads one document; `pictures` gathers what its blocks name: file name -> bytes."""

    def __init__(self, document: Any) -> None:
        self.document = document
        self.styles = Styles(document.styles.element)
        self.pictures: dict[str, bytes] = {}

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
            "width": _points(size.get(qn("w:w"))),
            "height": _points(size.get(qn("w:h"))),
            "start": int((number.get(qn("w:start")) if number is not None else None) or 0),
            "blocks": blocks,
            "header": before["header"] if before else [],
            "footer": before["footer"] if before else [],
            "first_apart": _on([sect], "w:titlePg"),
        }
        for side in (*SIDES, "header", "footer"):
            made["margin_" + side] = _points(margins.get(qn(f"w:{side}")))
        for reference in sect:
            kind = {qn("w:headerReference"): "header", qn("w:footerReference"): "footer"}.get(reference.tag)
            if kind and reference.get(qn("w:type")) == "default":
                part = self.document.part.related_parts[reference.get(qn("r:id"))]
                made[kind] = self._blocks(part.element, part)
        return made

    def _paragraph(self, p: Element, part: Any, table: str | None) -> Block:
        own = p.find(qn("w:pPr"))
        style = _last([own], "w:pStyle") if own is not None else None
        direct = [own] if own is not None else []
        layers = [
            *self.styles.defaults("pPr"),
            *self.styles.chain(table, "w:pPr"),
            *self.styles.chain(style or self.styles.default, "w:pPr"),
            *direct,
        ]
        letters = [*self.styles.defaults("rPr"), *self.styles.chain(style or self.styles.default, "w:rPr")]
        mark = [own.find(qn("w:rPr"))] if own is not None and own.find(qn("w:rPr")) is not None else []
        line = float(_last(layers, "w:spacing", "line") or 240)
        exact = _last(layers, "w:spacing", "lineRule") in ("exact", "atLeast")
        hanging = _points(_last(layers, "w:ind", "hanging"))
        made: Block = {
            "k": "p",
            "align": ALIGN.get(_last(layers, "w:jc") or "", "left"),
            "before": _points(_last(layers, "w:spacing", "before")),
            "after": _points(_last(layers, "w:spacing", "after")),
            "left": _points(_last(layers, "w:ind", "left") or _last(layers, "w:ind", "start")),
            "right": _points(_last(layers, "w:ind", "right") or _last(layers, "w:ind", "end")),
            "first": -hanging if hanging else _points(_last(layers, "w:ind", "firstLine")),
            "line": 0 if exact else round(line / 240 * LINE, 3),
            "exact": line / 20 if exact else 0,
            "keep": _on(layers, "w:keepNext"),
            "break": _on(layers, "w:pageBreakBefore"),
            "size": float(_last(letters + mark, "w:sz") or 20) / 2,
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
            layers = [*letters, *self.styles.chain(_last(own, "w:rStyle"), "w:rPr"), *own]
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
        if _on(layers, "w:caps"):
            text = text.upper()
        if not _on(layers, "w:vanish"):
            yield {**self._look(layers), "t": text}

    def _look(self, layers: list[Element]) -> Block:
        underline, colour = _last(layers, "w:u"), _last(layers, "w:color")
        raised = _last(layers, "w:vertAlign")
        look: Block = {"size": float(_last(layers, "w:sz") or 20) / 2}
        look |= {"b": True} if _on(layers, "w:b") else {}
        look |= {"i": True} if _on(layers, "w:i") else {}
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
        from thangdo.records.documents.official.tables import read_table

        return read_table(self, tbl, part)


def _field(code: str) -> str:
    """What a field shows that a page knows of itself: "page" or "pages"; "" for its kept text."""
    word = code.strip().split(" ")[0].upper()
    return {"PAGE": "page", "NUMPAGES": "pages"}.get(word, "")
