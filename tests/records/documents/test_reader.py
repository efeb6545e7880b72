"""What the reader of workbooks tells of cells is what two other readers tell, and what Excel would show."""

from __future__ import annotations

import io
from datetime import datetime
from decimal import Decimal
from typing import Any

import pytest
import xlsxwriter
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl import load_workbook
from python_calamine import CalamineWorkbook

from books import STRICT, made, parts, raw, styled, zipped
from thangdo.records.documents.reader.formats import Shown, digits, shown
from thangdo.records.documents.reader.workbook import read_workbook

VALUES = (
    st.none()
    | st.booleans()
    | st.text(st.characters(exclude_categories=("Cs", "Cc", "Co", "Cn")), min_size=1, max_size=12)
    | st.integers(-(10**14), 10**14)
    | st.decimals(-(10**8), 10**8, places=4, allow_nan=False).map(float)
    | st.datetimes(datetime(1950, 1, 1), datetime(2090, 1, 1)).map(lambda one: one.replace(microsecond=0))
)
ROWS = st.lists(st.lists(VALUES, min_size=1, max_size=6), min_size=1, max_size=25)


def plain(cell: Any) -> Any:
    """A cell of openpyxl as the reader says it."""
    if cell is None or cell == "":
        return ""
    if isinstance(cell, bool):
        return "true" if cell else "false"
    if isinstance(cell, int | float):
        return digits(repr(cell))[0]
    if isinstance(cell, datetime):
        return (
            cell.date().isoformat() if cell.time() == datetime.min.time() else cell.isoformat(" ", "seconds")
        )
    return str(cell)


@settings(max_examples=25)
@given(ROWS, st.sampled_from(["openpyxl", "xlsxwriter"]))
def test_openpyxl_reads_other_values_in_the_same_workbook(rows: list[list[Any]], writer: str) -> None:
    """Takes over a second: each workbook is read in a process of its own."""
    if writer == "openpyxl":
        rows = [
            [None if isinstance(one, str) and one.startswith("=") else one for one in row] for row in rows
        ]
        content = made(*(tuple(row) for row in rows))
    else:
        out = io.BytesIO()
        options = {
            "in_memory": True,
            "strings_to_formulas": False,
            "strings_to_urls": False,
            "default_date_format": "dd/mm/yyyy hh:mm:ss",
        }
        with xlsxwriter.Workbook(out, options) as book:
            page = book.add_worksheet("S")
            for number, row in enumerate(rows):
                for column, value in enumerate(row):
                    if isinstance(value, str):
                        page.write_string(number, column, value)
                    elif value is not None:
                        page.write(number, column, value)
        content = out.getvalue()
    (page,) = read_workbook(content, "a.xlsx")
    other = load_workbook(io.BytesIO(content), data_only=True).active
    for line in other.iter_rows():
        for cell in line:
            assert page.cell(cell.row - 1, cell.column - 1).text == plain(cell.value), cell.coordinate


def test_calamine_reads_other_values_in_the_strict_form() -> None:
    rows = (
        '<row r="2"><c r="B2"><v>1.5</v></c><c r="D2" t="b"><v>1</v></c></row>'
        '<row r="4"><c r="A4" t="d"><v>2019-07-03</v></c></row>'
    )
    content = raw(rows, ns=STRICT, p="s:")
    (page,) = read_workbook(content, "a.xlsx")
    assert {(row, column): cell.text for row, line in page.rows.items() for column, cell in line.items()} == {
        (1, 1): "1.5",
        (1, 3): "true",
        (3, 0): "2019-07-03",
    }
    other = CalamineWorkbook.from_filelike(io.BytesIO(content)).get_sheet_by_index(0)
    assert other.to_python(skip_empty_area=False)[1] == ["", 1.5, "", True]


@pytest.mark.parametrize(
    ("code", "number", "how"),
    [
        ("General", "0.85", Shown.PLAIN),
        ("0", "5", Shown.PLAIN),
        ("#,##0", "1434", Shown.PLAIN),
        ("0%", "0.85", Shown.PERCENT),
        ("0.00 %", "0.85", Shown.PERCENT),
        ("%0", "0.85", Shown.PERCENT),
        ('0.00"%"', "0.85", Shown.PLAIN),
        ("0.0\\%", "0.85", Shown.PLAIN),
        ("0_%", "5", Shown.PLAIN),
        ("0%%", "5", Shown.SCALED),
        ("#,##0,", "5", Shown.SCALED),
        ('0.0,,"tr"', "5", Shown.SCALED),
        ("#,##0,.0", "5", Shown.SCALED),
        ("#,##0.0,", "5", Shown.SCALED),
        ("#,##0.00", "5", Shown.PLAIN),
        (";;;", "5", Shown.HIDDEN),
        ("0;;", "-5", Shown.HIDDEN),
        ("0;;", "0", Shown.HIDDEN),
        ("0;;", "5", Shown.PLAIN),
        ("0;-0;;@", "0", Shown.HIDDEN),
        ('0;-0;"-"', "0", Shown.PLAIN),
        ('"Đạt";;"Không"', "1", Shown.WORDS),
        ("[>=1]0%;0", "1", Shown.PERCENT),
        ("[>=1]0%;0", "0.5", Shown.PLAIN),
        ("[Red]0.0%;[Blue]-0.0%", "-0.5", Shown.PERCENT),
        ("dd/mm/yyyy", "43000", Shown.DATE),
        ("[$-42A]dd mmmm yyyy", "43000", Shown.DATE),
        ("[h]:mm", "1.5", Shown.DATE),
        ("@", "5", Shown.PLAIN),
        ('_(* #,##0_);_(* \\(#,##0\\);_(* "-"??_);_(@_)', "0", Shown.PLAIN),
        ("0.00E+00", "5", Shown.PLAIN),
        ("# ?/?", "0.5", Shown.PLAIN),
        ('#,##0" đ"', "5", Shown.PLAIN),
        ("[$₫-42A] #,##0", "5", Shown.PLAIN),
        ("000", "7", Shown.PADDED),
        ("000", "777", Shown.PLAIN),
        ("00000", "123.4", Shown.PADDED),
        ("0.000", "7", Shown.PLAIN),
        ("000%", "0.5", Shown.PERCENT),
    ],
)
def test_a_format_that_shows_another_number_is_told_from_one_that_does_not(
    code: str, number: str, how: Shown
) -> None:
    assert shown(code, number) is how


@given(st.text('0#?%,.;"[]\\_*@ dmyhs$->=1Eđ', max_size=20), st.decimals(-1000, 1000, places=2))
def test_no_format_ends_in_a_traceback(code: str, number: Decimal) -> None:
    assert shown(code, str(number)) in Shown


@given(st.floats(allow_nan=False, allow_infinity=False))
def test_a_number_is_that_of_fifteen_digits(number: float) -> None:
    assert Decimal(digits(repr(number))[0]) == Decimal(f"{number:.15g}")


def test_cells_are_told_with_what_is_out_of_the_ordinary() -> None:
    content = raw(
        '<row r="1"><c r="A1"><f>1+1</f><v>2</v></c><c r="B1"><f>1</f></c>'
        '<c r="C1" t="e"><v>#REF!</v></c></row>'
        '<row r="2" hidden="1"><c r="A2" s="1"><v>0.5</v></c><c r="D2" t="str"><f>""</f><v></v></c></row>',
        before='<cols><col min="2" max="3" hidden="1"/></cols>',
        after='<mergeCells count="1"><mergeCell ref="A1:A2"/></mergeCells>',
        styles=styled("0%"),
        state="hidden",
    )
    (page,) = read_workbook(content, "a.xlsx")
    assert page.hidden and page.hidden_rows == {1} and page.hidden_columns == {1, 2}
    assert page.covered() == {(1, 0): (0, 0)}
    kinds = {
        (row, at): (one.kind, one.formula) for row, line in page.rows.items() for at, one in line.items()
    }
    assert kinds == {
        (0, 0): ("number", True),
        (0, 1): ("unkept", True),
        (0, 2): ("error", False),
        (1, 0): ("number", False),
        (1, 3): ("text", True),
    }
    assert page.cell(1, 0).shown is Shown.PERCENT


def test_a_nought_that_is_to_be_computed_anew_is_no_result() -> None:
    rows = "<row><c><f>SUM(B1:B2)</f><v>0</v></c><c><f>1+1</f><v>2</v></c></row>"
    (page,) = read_workbook(raw(rows, book='<calcPr calcId="124519" fullCalcOnLoad="1"/>'), "a.xlsx")
    assert [page.cell(0, at).kind for at in (0, 1)] == ["unkept", "number"]
    (page,) = read_workbook(raw(rows), "a.xlsx")
    assert [page.cell(0, at).text for at in (0, 1)] == ["0", "2"]


def test_days_follow_the_epoch_of_the_workbook() -> None:
    rows = '<row><c s="1"><v>0.5</v></c><c s="1"><v>1</v></c></row>'
    dated = {"styles": styled("dd/mm/yyyy")}
    (page,) = read_workbook(raw(rows, **dated), "a.xlsx")
    assert page.cell(0, 1).text == "1900-01-01"
    found = parts(rows, **dated)
    found["xl/workbook.xml"] = str(found["xl/workbook.xml"]).replace(
        "<sheets>", '<workbookPr date1904="1"/><sheets>'
    )
    (page,) = read_workbook(zipped(found), "a.xlsx")
    assert page.cell(0, 1).text == "1904-01-02"


def test_rich_texts_and_readings_and_escaped_signs_are_read_as_shown() -> None:
    strings = (
        '<sst xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><si><r><t>Xã </t></r><r>'
        "<t>Gào</t></r><rPh><t>doc</t></rPh></si><si><t>a_x000D_b_x005F_x0041_</t></si></sst>"
    )
    (page,) = read_workbook(
        raw('<row><c t="s"><v>0</v></c><c t="s"><v>1</v></c></row>', strings=strings), "a.xlsx"
    )
    assert page.cell(0, 0).text == "Xã Gào" and page.cell(0, 1).text == "a\rb_x0041_"
