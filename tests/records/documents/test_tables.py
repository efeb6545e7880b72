"""A table is read as it was meant, or refused with file, row and column; a written one runs nothing."""

from __future__ import annotations

import csv
import io
import zipfile
from datetime import datetime
from decimal import Decimal
from pathlib import Path

import pytest
import xlsxwriter
from hypothesis import given, settings
from hypothesis import strategies as st

from thangdo.records.documents import tables
from thangdo.records.documents.reader.formats import digits
from thangdo.records.documents.tables import Sheet, csv_bytes, read_table, read_tables, xlsx_bytes
from thangdo.rules.exact import Fraction
from thangdo.rules.index.answers import BadInput
from told import all_told, told


def problems(content: bytes | Path, name: str = "t.csv") -> list[str]:
    with pytest.raises(BadInput) as caught:
        read_tables(content, name)
    return all_told(caught.value.problems)


def workbook(*rows: tuple[object, ...]) -> bytes:
    out = io.BytesIO()
    book = xlsxwriter.Workbook(out, {"in_memory": True})
    page = book.add_worksheet("Số liệu")
    for number, row in enumerate(rows):
        for column, value in enumerate(row):
            if isinstance(value, datetime):
                page.write_datetime(number, column, value, book.add_format({"num_format": "dd/mm/yyyy"}))
            elif value == "#DIV/0!":
                page.write_formula(number, column, "=1/0", None, "#DIV/0!")
            else:
                page.write(number, column, value)
    book.close()
    return out.getvalue()


@pytest.mark.parametrize("bom", [b"", b"\xef\xbb\xbf"])
@pytest.mark.parametrize("end", ["\n", "\r\n"])
def test_vietnamese_letters_survive_with_and_without_bom_and_with_any_line_end(bom: bytes, end: str) -> None:
    table = read_table(bom + end.join(["unit,name", "U1,Đăk Đoa", ""]).encode(), "t.csv")
    assert table.columns == ["unit", "name"] and table.rows == [{"unit": "U1", "name": "Đăk Đoa"}]


def test_row_numbers_are_those_of_the_file_whatever_stands_between() -> None:
    text = '# source: a decision\n\nunit,value\n"two\nlines",1\n\nU2,2\n'
    table = read_table(text.encode(), "t.csv")
    assert table.lines == [4, 7] and table.rows[0]["unit"] == "two\nlines"


def test_a_vietnamese_excel_with_decimal_commas_is_read_and_said() -> None:
    table = read_table(b"unit;value\nU1;0,5\nU2;12\nU3;-3,25\n", "t.csv")
    assert [row["value"] for row in table.rows] == ["0.5", "12", "-3.25"]
    assert all_told(table.notices) == [
        "t.csv: separated by semicolons, with decimal commas; 2 numbers were read so (0,5 is 0.5)."
    ]


@pytest.mark.parametrize(
    ("cell", "readings"),
    [("1.434", ["1434", "1.434"]), ("1.5", ["1.5", "15"]), ("1.434,5", ["1434.5", "1.4345"])],
)
def test_a_number_that_can_be_read_in_two_ways_is_not_guessed(cell: str, readings: list[str]) -> None:
    (problem,) = problems(f"unit;value\nU1;0,5\nU2;{cell}\n".encode())
    assert problem.startswith(f"t.csv:3: column value: `{cell}` can be read as ")
    assert all(reading in problem for reading in readings)


def test_a_thousand_with_a_point_is_refused_even_where_no_comma_stands() -> None:
    (problem,) = problems(b"unit;value\nU1;1.434\n")
    assert "can be read as 1434 or as 1.434" in problem


def test_in_a_comma_file_the_point_is_the_decimal_point() -> None:
    table = read_table(b'unit,value\nU1,1.434\nU2,"1,5"\n', "t.csv")
    assert [row["value"] for row in table.rows] == ["1.434", "1,5"]  # the second is refused as a number later


def test_codes_with_points_are_no_numbers() -> None:
    table = read_table(b"unit;value\n1.434;0,5\nH21.17;1\n", "t.csv", texts={"unit"})
    assert [row["unit"] for row in table.rows] == ["1.434", "H21.17"]


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "t.csv: the file is empty"),
        (b" \n\n", "t.csv: the file is empty"),
        (b"# only a source\n", "t.csv: the file is empty"),
        ("unit,value\nU1,1\n".encode("utf-16"), "t.csv:1: the file is written in UTF-16"),
        ("unit,value\nU1,1\n".encode("utf-16-le"), "t.csv:1: the file is written in UTF-16"),
        ("unit,name\nU1,Huyện\n".encode()[:-2] + b"\xf2\n", "t.csv:2: the file is not UTF-8: byte 0xF2"),
        ("unit,name\nU1,Đ\n".encode("cp1258"), "Windows code page such as 1258"),
        (b"unit,value\nU1,1\nU2,\x00\n", "t.csv:3: a NUL character"),
        (b"unit,unit\nU1,1\n", "t.csv:1: column unit: the column stands twice in the header"),
        (b"unit,,value\nU1,,1\n", "t.csv:1: column 2 has no name"),
        (b"unit,value\nU1\n", "t.csv:2: the row has 1 cells, and the header 2"),
        (b"unit,value\nU1,1,2\n", "t.csv:2: the row has 3 cells, and the header 2"),
        (b'unit,value\nU1,"1\n', "t.csv:2: the row that begins here cannot be read"),
        (b"unit\tvalue\nU1\t1\n", "t.csv:1: the columns are separated by tabs"),
        (b"PK\x03\x04 no workbook", "the file is no workbook that can be read"),
        (b"\xd0\xcf\x11\xe0 no workbook", "the file is an old workbook (.xls)"),
    ],
)
def test_a_file_that_is_no_table_is_refused_in_plain_words(content: bytes, words: str) -> None:
    assert any(words in problem for problem in problems(content))


def test_all_ragged_rows_are_told_and_not_only_the_first() -> None:
    assert len(problems(b"unit,value\nU1\nU2,1\nU3,1,2\nU4\n")) == 3


def test_a_file_over_the_limit_is_not_read(tmp_path: Path) -> None:
    file = tmp_path / "large.csv"
    with file.open("wb") as stream:
        stream.truncate(tables.LARGEST + 1)
    (problem,) = problems(file)
    assert "the file is too large" in problem and "100,000,000 bytes" in problem


def test_a_device_without_end_does_not_fill_the_memory() -> None:
    (problem,) = problems(Path("/dev/zero"))
    assert "too large" in problem


def test_a_folder_in_place_of_a_file_is_said_to_be_one(tmp_path: Path) -> None:
    (problem,) = problems(tmp_path)
    assert "this is a folder" in problem


def test_a_file_that_is_not_there_is_said_so(tmp_path: Path) -> None:
    (problem,) = problems(tmp_path / "none.csv")
    assert "there is no such file" in problem


def test_a_workbook_that_unpacks_to_a_mountain_is_refused() -> None:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for number in range(5):
            archive.writestr(f"xl/{number}.xml", b" " * 100_000_000)
    (problem,) = problems(out.getvalue(), "t.xlsx")
    assert "unpacked" in problem


def test_numbers_of_a_workbook_are_the_digits_that_its_reader_sees() -> None:
    (table,) = read_tables(workbook(("unit", "value"), ("U1", 0.1), ("U2", 5), (), ("U4", 1e21)), "t.xlsx")
    assert [row["value"] for row in table.rows] == ["0.1", "5", "1000000000000000000000"]
    assert table.lines == [2, 3, 5] and table.place == "t.xlsx [Số liệu]"


def test_dates_and_errors_in_cells_are_reported_with_their_place() -> None:
    content = workbook(("unit", "value"), ("U1", datetime(2019, 7, 3)), ("U2", "#DIV/0!"))
    first, second = problems(content, "t.xlsx")
    assert first.startswith("t.xlsx [Số liệu]:2: column B: the cell holds a date or time (2019-07-03)")
    assert second.startswith("t.xlsx [Số liệu]:3: column B: the cell holds an error (#DIV/0!)")


def test_logical_cells_are_words_and_said() -> None:
    (table,) = read_tables(workbook(("unit", "value"), ("U1", True)), "t.xlsx")
    assert table.rows[0]["value"] == "true" and "1 logical cells" in told(table.notices[0])


@given(st.floats(allow_nan=False, allow_infinity=False, min_value=-1e50, max_value=1e50))
def test_a_cell_keeps_the_number_it_shows(number: float) -> None:
    text, long = digits(repr(number))
    assert "e" not in text.lower() and float(text) == float(f"{number:.15g}") and not long


@settings(max_examples=6)
@given(
    st.lists(
        st.decimals(allow_nan=False, allow_infinity=False, places=6, min_value=-(10**8), max_value=10**8),
        min_size=50,
    )
)
def test_a_decimal_written_to_excel_and_read_back_is_the_same(numbers: list[Decimal]) -> None:
    """Takes over a second: each workbook is read in a process of its own."""
    content = xlsx_bytes([Sheet("s", ["value"], [[number] for number in numbers])])
    read = [Decimal(row["value"]) for row in read_table(content, "t.xlsx").rows]
    assert read == numbers


@given(st.decimals(allow_nan=False, allow_infinity=False, places=4, min_value=-(10**6), max_value=10**6))
def test_a_decimal_comma_and_a_decimal_point_are_the_same_number(number: Decimal) -> None:
    plain = format(number, "f")
    comma = read_table(f"unit;value\nU1;{plain.replace('.', ',')}\n".encode(), "t.csv").rows[0]["value"]
    point = read_table(f"unit,value\nU1,{plain}\n".encode(), "t.csv").rows[0]["value"]
    assert Decimal(comma) == Decimal(point) == number


@given(st.binary(max_size=300) | st.text(max_size=200).map(str.encode))
def test_no_bytes_end_in_a_traceback(content: bytes) -> None:
    try:
        read_tables(content, "t.csv")
    except BadInput as bad:
        assert bad.problems


@settings(max_examples=20)
@given(st.integers(0, 5000), st.binary(max_size=8))
def test_a_damaged_workbook_does_not_end_in_a_traceback(at: int, scrap: bytes) -> None:
    """Takes over a second: each workbook is read in a process of its own."""
    whole = workbook(("unit", "value"), ("U1", 1))
    try:
        read_tables(whole[:at] + scrap + whole[at + len(scrap) :], "t.xlsx")
    except BadInput as bad:
        assert bad.problems


@pytest.mark.parametrize("text", ["=1+1", "+cmd|x", "-x", "@sum", "\tx", "\rx", "-1+2", "=-5"])
def test_text_of_people_never_runs_in_a_spreadsheet(text: str) -> None:
    written = next(csv.reader(io.StringIO(csv_bytes(["name"], [[text]]).decode().split("\n", 1)[1])))
    assert written == ["'" + text]
    with zipfile.ZipFile(io.BytesIO(xlsx_bytes([Sheet("s", ["name"], [[text]])]))) as archive:
        sheet = archive.read("xl/worksheets/sheet1.xml")
    assert b"<f>" not in sheet and b't="s"' in sheet


@pytest.mark.parametrize("text", ["-5", "-0.5", "+3", "1e-5", "-12,5"])
def test_a_negative_number_is_not_taken_for_a_formula(text: str) -> None:
    assert tables.guarded(text) == text


def test_a_csv_file_has_the_agreed_form() -> None:
    assert csv_bytes(["unit", "n"], [["U,1", None], ["Đ", True]]) == 'unit,n\n"U,1",\nĐ,1\n'.encode()


def test_the_same_sheets_give_the_same_bytes() -> None:
    sheets = [Sheet("a/b", ["x"], [[Fraction(1, 3)], ["Đ"], [None]]), Sheet("A:B", ["x"], [])]
    assert xlsx_bytes(sheets) == xlsx_bytes(sheets)


def test_a_number_too_long_for_excel_is_kept_as_text() -> None:
    digits = "0.12345678901234567890"
    content = xlsx_bytes([Sheet("s", ["value"], [[Decimal(digits)]])])
    assert read_table(content, "t.xlsx").rows[0]["value"] == digits


def test_the_same_code_typed_on_another_computer_is_another_unit() -> None:
    composed, apart = "\u0110\u0103k", "\u0110a\u0306k"
    table = read_table(f"unit,{apart}\n{apart},1\n".encode())
    assert table.columns == ["unit", composed]
    assert table.rows[0]["unit"] == composed


def test_a_cell_that_steers_the_terminal_is_refused() -> None:
    (problem,) = problems(b"unit,value\nU1,1\nU\x1b[31m2,1\n")
    assert problem.startswith("t.csv:3: column unit:") and "U+001B" in problem


def test_a_unit_called_minus_three_is_read_as_a_number_by_a_spreadsheet() -> None:
    assert csv_bytes(["unit", "score"], [["-3", "-3"]], texts={"unit"}) == b"unit,score\n'-3,-3\n"
