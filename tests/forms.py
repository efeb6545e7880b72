"""For tests of forms: the sample edition with an input of every type, and workbooks as people edit them."""

from __future__ import annotations

import io
from collections.abc import Callable
from typing import Any

import xlsxwriter

import world as sample
from answers import Given, answer
from thangdo.records.documents.reader.workbook import Page, read_workbook
from world import World

SLUG = "sample-2025"
EVERY_TYPE = sample.EDITION.replace(
    "observations:\n",
    """\
  hotline: {type: yes-no, title: {vi: Có đường dây nóng, en: Has a hotline}}
  parts:
    type: checklist
    choices: {map: {vi: Sơ đồ}, fees: {vi: Phí và lệ phí}}
    title: {vi: Nội dung công khai}
  online: {type: share, title: {vi: Tỷ lệ hồ sơ trực tuyến}}
  budget: {type: number, unit: {vi: triệu đồng, en: million đồng}, title: {vi: Kinh phí}}
observations:
""",
    1,
).replace(
    "        B2:",
    """\
        B4:
          title: {vi: Đường dây nóng}
          max: 5
          rule: {choice: hotline, points: {'yes': 5, 'no': 0}}
          evidence: {vi: Quyết định}
        B5:
          title: {vi: Công khai}
          max: 10
          rule: {checklist: parts, points: {map: 4, fees: 6}}
          guidance: {vi: Đánh dấu nội dung có trên trang}
        B6:
          title: {vi: Trực tuyến}
          max: 10
          rule: {ratio: [online, 1]}
          basis: {vi: NĐ 61/2018/NĐ-CP}
          guidance: {vi: Chưa khảo sát thì ghi «chưa đo được».}
        B7: {title: {vi: Kinh phí}, max: 10, rule: {steps: [{at_least: 100, points: 10}], of: budget}}
        B2:""",
    1,
)


assert "B4:" in EVERY_TYPE and "hotline:" in EVERY_TYPE


#: the words by which an edition may say that an answer is missing
MISSING_WORDS = "missing_words: {NA: not-measured, KAD: not-applicable, '..': not-answered}\n"


def province(text: str = EVERY_TYPE) -> World:
    """The sample province with a dispatched campaign over that edition."""
    world = sample.build()
    sample.publish_edition(world, text)
    sample.dispatched(world)
    return world


def given(world: World, node: str, values: dict[str, str], who: str = "reporter", **more: Any) -> None:
    """Somebody answers, having seen what stands."""
    seen = world.sequence(SLUG, "commune", node)
    answer(world.actor(who), SLUG, world.ref("commune"), Given(node, values, seen, **more))


Rows = dict[str, list[list[Any]]]


def rows_of(content: bytes) -> Rows:
    """The cells of each sheet by name, numbers as numbers; "" where nothing stands."""
    return {page.name: _grid(page) for page in read_workbook(content, "x")}


def _grid(page: Page) -> list[list[Any]]:
    width = max((max(row) for row in page.rows.values() if row), default=-1) + 1
    height = max(page.rows, default=-1) + 1
    return [[_value(page, row, column) for column in range(width)] for row in range(height)]


def _value(page: Page, row: int, column: int) -> Any:
    cell = page.cell(row, column)
    if cell.kind == "number":
        return float(cell.text)
    return cell.text == "true" if cell.kind == "logical" else cell.text


def edited(
    content: bytes,
    change: Callable[[Rows], None],
    also: Callable[[xlsxwriter.Workbook, dict[str, Any]], None] | None = None,
) -> bytes:
    """A workbook written again as after an edit: the cells of each sheet by name, changed by `change`."""
    sheets = rows_of(content)
    change(sheets)
    out = io.BytesIO()
    book = xlsxwriter.Workbook(out, {"in_memory": True, "strings_to_formulas": False})
    pages = {}
    for name, rows in sheets.items():
        page = pages[name] = book.add_worksheet(name)
        for number, row in enumerate(rows):
            for place, cell in enumerate(row):
                if cell != "":
                    page.write(number, place, cell)
    if also is not None:
        also(book, pages)
    book.close()
    return out.getvalue()


def spot(rows: Rows, code: str, header: str = "Trả lời") -> tuple[str, int, int]:
    """Sheet, row and column of an answer, counted from 0."""
    for name, lines in rows.items():
        for number, row in enumerate(lines):
            if code in row:
                head = next(line for line in lines if "Mã" in line or "Code" in line)
                return name, number, head.index(header)
    raise KeyError(code)


def put(rows: Rows, code: str, value: Any, header: str = "Trả lời") -> None:
    """Write into the row of a code."""
    name, number, column = spot(rows, code, header)
    rows[name][number][column] = value
