"""Lists of units as files: what was exported comes back the same, from CSV and from Excel."""

from __future__ import annotations

import io

import pytest
import xlsxwriter

from prepared import load_register
from records.units.province import NOW, begin, key
from thangdo.records.documents.tables import Sheet, csv_bytes, xlsx_bytes
from thangdo.records.people.acting import system
from thangdo.records.units.models import Unit
from thangdo.records.units.problems import Unfit
from thangdo.work.registry import actions, files, queries

pytestmark = pytest.mark.django_db
MACHINE = system("test", NOW)


@pytest.mark.parametrize("ending", ["csv", "xlsx"])
def test_the_register_comes_back_changed_from_a_file(ending: str) -> None:
    load_register()
    begin()
    Unit.objects.filter(code="x1", scheme="mau").update(name_vi="=CMD()", name_en="+1 Commune")
    rows = queries.rows(MACHINE)
    assert len(rows) > 900
    listed = files.read(files.in_bytes(rows, ending, "Đơn vị"), f"units.{ending}")
    found = actions.compare(MACHINE, listed.rows, lines=listed.lines)
    changed = {str(one.key): dict(one.fields) for one in found.changed}
    assert found.problems == () and not found.new
    # a name that a spreadsheet would run is guarded by an apostrophe in CSV, and shown as a difference
    assert set(changed) <= {"mau:x1"} and bool(changed) == (ending == "csv")


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", "empty"),
        (b"code,name_vi\nx1,A\n", "columns-missing .*scheme"),
        (b"scheme,code,name_vi,ten\nmau,x1,A,B\n", "columns-unknown .*ten"),
        (b"scheme,code,name_vi\n", "list-empty"),
        (xlsx_bytes([Sheet("a", ["x", "y"], [["1", "2"]])]), "columns-missing"),
        (b"\xd0\xcf\x11\xe0" + bytes(600), "workbook-old"),
        ("scheme,code,name_vi\nmau,x1,Đ\n".encode("utf-16"), "utf-16"),
    ],
)
def test_a_file_that_is_no_list_of_units_is_read(content: bytes, said: str) -> None:
    with pytest.raises(Unfit, match=said):
        files.read(content, "units.csv")


def test_a_moved_column_or_another_sheet_hides_the_list() -> None:
    begin()
    columns = ["ghi", "code"], ["name_vi", "code", "scheme"]
    book = xlsx_bytes(
        [Sheet("Ghi chú", ["a"], [["b"]]), Sheet("Đơn vị", columns[1], [["Xã Một", "x1", "mau"]])]
    )
    listed = files.read(book, "a.xlsx")
    found = actions.compare(MACHINE, listed.rows, lines=listed.lines)
    assert [(one.key, one.line) for one in found.changed] == [(key("x1"), 2)]


def test_codes_with_leading_noughts_lose_them() -> None:
    listed = files.read(csv_bytes(["scheme", "code", "name_vi"], [["mau", "007", "A"]], ["code"]), "a.csv")
    assert listed.rows[0]["code"] == "007"


def test_a_formula_counts_as_what_it_shows_and_a_merged_code_is_not_given_to_two_units() -> None:
    begin()
    out = io.BytesIO()
    with xlsxwriter.Workbook(out) as book:
        sheet = book.add_worksheet("Đơn vị")
        sheet.write_row(0, 0, ["scheme", "code", "name_vi"])
        sheet.write_row(1, 0, ["mau", "x1"])
        sheet.write_formula(1, 2, '="Xã "&"Một mới"', None, "Xã Một mới")
        sheet.merge_range("B3:B4", "x2")
        for row in (2, 3):
            sheet.write(row, 0, "mau")
            sheet.write(row, 2, "Xã Hai mới")
    with pytest.raises(Unfit, match=r"\[Đơn vị\]:4: column B: cell-merged"):
        files.read(out.getvalue(), "units.xlsx")
    out = io.BytesIO()
    with xlsxwriter.Workbook(out) as book:
        sheet = book.add_worksheet("Đơn vị")
        sheet.write_row(0, 0, ["scheme", "code", "name_vi"])
        sheet.write_row(1, 0, ["mau", "x1"])
        sheet.write_formula(1, 2, '="Xã "&"Một mới"', None, "Xã Một mới")
    listed = files.read(out.getvalue(), "units.xlsx")
    assert any("formula" in str(one) for one in listed.notices)
    found = actions.compare(MACHINE, listed.rows, lines=listed.lines)
    changed = {str(one.key): dict(one.fields)["name_vi"] for one in found.changed}
    assert changed["mau:x1"][-1] == "Xã Một mới"
