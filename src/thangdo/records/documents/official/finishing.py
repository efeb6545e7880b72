"""The last touches of a filled-in paper: lines under names as long as the Decree asks, and an ending that is
not left alone on a page.

Decree 30/2020/NĐ-CP, annex I, part I, II: 1 (the line below the motto is as long as it), 2 and 5 (the line
below the name of the body, and below the abstract, is a third to a half of it).
"""

from __future__ import annotations

from typing import Any

from docx.oxml.ns import qn

from thangdo.records.documents.official.measuring import lines
from thangdo.records.documents.official.reading import Reader
from thangdo.records.documents.official.word_styles import Element, W

WHOLE, PART = "RuleWhole", "RulePart"  # styles of the paragraphs that draw a line below what stands above
SHARE, LEAST, MOST = 0.42, 1 / 3, 0.5  # of the words above
ENDING = "Nơi nhận:"
TOGETHER = 2  # lines of the text that stay with the signature
SLACK = 3.0  # points that a line of evened words keeps free: programs measure not quite alike
EMPTY_CELL = 5.4  # points: the margins of a cell that says none


def finish(document: Any) -> None:
    """Set the lines under names by the words above them, even out those words, keep the ending together."""
    reader = Reader(document)
    for paragraph in document.element.body.iter(qn("w:p")):
        style = paragraph.find(f"{W}pPr/{W}pStyle")
        if style is not None and style.get(qn("w:val")) in (WHOLE, PART):
            _under(reader, paragraph, style.get(qn("w:val")))
    for table in list(document.element.body.iterchildren(qn("w:tbl"))):
        if any(_text(one).startswith(ENDING) for one in table.iter(qn("w:p"))):
            _with_text(reader, table)


def _under(reader: Reader, rule: Element, style: str) -> None:
    above = rule.getprevious()
    if above is None or above.tag != qn("w:p") or not _text(above).strip():
        return
    room = _room(rule)
    runs = reader._paragraph(above, reader.document.part, None)["runs"]
    found = lines(runs, room)
    if len(found) > 1 and all(run.get("b") for run in runs):
        found = _even(above, runs, room, found)
    longest, last = max(found), found[-1]
    wide = longest
    if style == PART:
        wide = max(min(SHARE * longest, MOST * last), LEAST * longest)
    _indent(rule, max(room - wide, 0) / 2)


def _even(above: Element, runs: list[Any], room: float, found: list[float]) -> list[float]:
    """Narrow a name of several lines until its lines are about as long as one another."""
    narrow = room
    while narrow > 40 and len(lines(runs, narrow - 2)) == len(found):
        narrow -= 2
    narrow = min(narrow + SLACK, room)
    _indent(above, (room - narrow) / 2)
    return lines(runs, narrow)


def _room(paragraph: Element) -> float:
    """The width in points between the margins of the page, or of the cell, in which a paragraph stands."""
    cell = next(paragraph.iterancestors(qn("w:tc")), None)
    if cell is not None:
        table = next(cell.iterancestors(qn("w:tbl")))
        wide = float(cell.find(f"{W}tcPr/{W}tcW").get(qn("w:w"))) / 20
        for side in ("left", "right"):
            margin = table.find(f"{W}tblPr/{W}tblCellMar/{W}{side}")
            wide -= EMPTY_CELL if margin is None else float(margin.get(qn("w:w"))) / 20
        return wide
    place: Element | None = paragraph
    section = None
    while place is not None and section is None:
        section = place if place.tag == qn("w:sectPr") else place.find(f"{W}pPr/{W}sectPr")
        place = place.getnext()
    assert section is not None, "a document ends with its section"
    size, margins = section.find(qn("w:pgSz")), section.find(qn("w:pgMar"))
    sides = sum(float(margins.get(qn(f"w:{side}"))) for side in ("left", "right"))
    return (float(size.get(qn("w:w"))) - sides) / 20


def _indent(paragraph: Element, side: float) -> None:
    """side: points left free on either side."""
    properties = paragraph.get_or_add_pPr()
    indent = properties.get_or_add_ind()
    for name in ("left", "right"):
        indent.set(qn(f"w:{name}"), str(round(side * 20)))


def _with_text(reader: Reader, table: Element) -> None:
    """Keep the signature and the recipients on one page, with the last lines of the text before them."""
    rows = table.findall(qn("w:tr"))
    for row in rows:
        _once(row.get_or_add_trPr(), "w:cantSplit")
        for paragraph in row.iter(qn("w:p")) if row is not rows[-1] else ():
            _keep(paragraph)
    have, before = 0, table.getprevious()
    while before is not None and have < TOGETHER:
        if before.tag == qn("w:tbl"):
            for paragraph in before.findall(qn("w:tr"))[-1].iter(qn("w:p")):
                _keep(paragraph)
            return
        if before.tag != qn("w:p") or before.find(f"{W}pPr/{W}sectPr") is not None:
            return
        _keep(before)
        if _text(before).strip():
            read = reader._paragraph(before, reader.document.part, None)
            room = _room(before) - read["left"] - read["right"]
            have += len(lines(read["runs"], room, max(read["first"], 0)))
        before = before.getprevious()


def _keep(paragraph: Element) -> None:
    properties = paragraph.get_or_add_pPr()
    properties.get_or_add_keepNext().attrib.clear()


def _once(properties: Element, name: str) -> None:
    if properties.find(qn(name)) is None:
        properties.append(properties.makeelement(qn(name)))


def _text(paragraph: Element) -> str:
    return "".join(text.text or "" for text in paragraph.iter(qn("w:t")))
