"""A table of a finished Word document as plain data: columns, head, cells with their lines and blocks."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from docx.oxml.ns import qn

from thangdo.records.documents.official.word_styles import SIDES, Block, Element, W, is_on, last, points

if TYPE_CHECKING:
    from thangdo.records.documents.official.reading import Reader

_BLANKS = re.compile(r"[ \t\n]+")  # where a line may end: not at a no-break blank
LEAST = 6.0  # characters of a column whose width the content decides


def read_table(reader: Reader, tbl: Element, part: Any) -> Block:
    """The table: `widths` in points, `head` rows that are repeated, `groups` of rows."""
    own = tbl.find(qn("w:tblPr"))
    style = last([own], "w:tblStyle")
    layers = [*reader.styles.chain(style, "w:tblPr"), own]
    widths = [points(column.get(qn("w:w"))) for column in tbl.findall(f"{W}tblGrid/{W}gridCol")]
    rows = [_row(reader, tr, part, style) for tr in tbl.findall(qn("w:tr"))]
    _merge_down(rows)
    _borders(rows, layers, len(widths))
    head = 0
    while head < len(rows) and rows[head]["head"]:
        head += 1
    if any(cell["down"] > head - place for place in range(head) for cell in rows[place]["cells"]):
        head = 0  # a cell reaches out of the head: it cannot be repeated
    inset = {side: _margin(layers, side, 5.4 if side in ("left", "right") else 0) for side in SIDES}
    for row in rows:
        row["cells"] = [cell for cell in row["cells"] if cell["down"]]
    made: Block = {"k": "t", "widths": widths, "head": rows[:head], "inset": inset}
    made["groups"] = _groups(rows[head:], len(widths))
    made["align"] = last(layers, "w:jc") or "left"
    made["indent"] = points(last(layers, "w:tblInd", "w"))
    return made


def _margin(layers: list[Element], side: str, otherwise: float) -> float:
    for layer in reversed(layers):
        found = layer.find(f"{W}tblCellMar/{W}{side}")
        if found is not None:
            return points(found.get(qn("w:w")))
    return otherwise


def _row(reader: Reader, tr: Element, part: Any, style: str | None) -> Block:
    properties = tr.find(qn("w:trPr"))
    layers = [properties] if properties is not None else []
    cells = []
    column = 0
    for tc in tr.iter(qn("w:tc")):
        if next(tc.iterancestors(qn("w:tr"))) is not tr:
            continue
        own = tc.find(qn("w:tcPr"))
        looks = [own] if own is not None else []
        span = int(last(looks, "w:gridSpan") or 1)
        merged = next((layer.find(qn("w:vMerge")) for layer in looks), None)
        cells.append(
            {
                "column": column,
                "span": span,
                "down": 0 if merged is not None and merged.get(qn("w:val")) != "restart" else 1,
                "valign": {"center": "horizon", "bottom": "bottom"}.get(last(looks, "w:vAlign") or "", "top"),
                "fill": last(looks, "w:shd", "fill") or "",
                "own": own,
                "blocks": reader._blocks(tc, part, style),
            }
        )
        column += span
    return {"cells": cells, "head": is_on(layers, "w:tblHeader"), "whole": is_on(layers, "w:cantSplit")}


def _stands_over(row: Block) -> bool:
    """Whether a row names those that follow it, and is kept with them."""
    if any(cell["down"] > 1 for cell in row["cells"]):
        return False
    first = row["cells"][0]["blocks"][:1] if row["cells"] else []
    return bool(first) and first[0]["k"] == "p" and bool(first[0]["keep"])


def all_rows(table: Block) -> list[Block]:
    return [*table["head"], *(row for group in table["groups"] for row in group["rows"])]


def _groups(rows: list[Block], columns: int) -> list[Block]:
    """The rows in groups: those that stand over others (`over`), and those below. A row that stands over the
    others is repeated on the next page (`again`) where it is one cell. At the end of a table nothing is left
    to stand over.
    """
    groups: list[Block] = []
    for row in rows:
        over = _stands_over(row)
        if not groups or groups[-1]["over"] != over:
            groups.append({"over": over, "again": False, "rows": []})
        groups[-1]["rows"].append(row)
        groups[-1]["again"] = over and len(groups[-1]["rows"]) == 1 and row["cells"][0]["span"] == columns
    if groups:
        groups[-1]["over"] = False
    return groups


def _merge_down(rows: list[Block]) -> None:
    """Count for each cell how many rows it takes; those below that it takes have `down` 0."""
    above: dict[int, Block] = {}
    for row in rows:
        for cell in row["cells"]:
            if cell["down"] or cell["column"] not in above:
                cell["down"] = 1
                above[cell["column"]] = cell
            else:
                above[cell["column"]]["down"] += 1


def _borders(rows: list[Block], layers: list[Element], columns: int) -> None:
    """The thickness of each cell's four lines: its own, else the table's, else none."""
    for number, row in enumerate(rows):
        for cell in row["cells"]:
            ends = {
                "top": number == 0,
                "bottom": number + max(cell["down"], 1) >= len(rows),
                "left": cell["column"] == 0,
                "right": cell["column"] + cell["span"] >= columns,
            }
            own = cell.pop("own")
            lines = {}
            for side in SIDES:
                inner = "insideH" if side in ("top", "bottom") else "insideV"
                wanted = [f"{W}tblBorders/{W}{side if ends[side] else inner}"] * len(layers)
                places = list(zip(layers, wanted, strict=True))
                if own is not None:
                    places.append((own, f"{W}tcBorders/{W}{side}"))
                lines[side] = next(
                    (
                        _thick(found)
                        for layer, path in reversed(places)
                        if (found := layer.find(path)) is not None
                    ),
                    0.0,
                )
            cell["lines"] = lines


def _thick(border: Element) -> float:
    if border.get(qn("w:val")) in ("nil", "none", None):
        return 0.0
    return float(border.get(qn("w:sz")) or 4) / 8


def by_content(rows: list[Block], total: float, columns: int) -> list[float]:
    """Share the table's width among columns: by the longest word, and by the square root of all the text."""
    need, least = [LEAST] * columns, [LEAST] * columns
    for row in rows:
        for cell in row["cells"]:
            if cell["span"] != 1 or cell["column"] >= columns:
                continue
            text = "".join(run["t"] for block in cell["blocks"] if block["k"] == "p" for run in block["runs"])
            words = [len(word) + 2.0 for word in _BLANKS.split(text) if word] or [0.0]
            place = cell["column"]
            least[place] = max(least[place], *words)
            need[place] = max(need[place], min(len(text) + 2.0, 42))
    wanted = [max(a, b) for a, b in zip(need, least, strict=True)]
    return [round(total * part / sum(wanted), 2) for part in wanted]
