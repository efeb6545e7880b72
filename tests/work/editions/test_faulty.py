"""Files in which a number would go wrong without a word: read as they show, or refused with the cell named.

The inputs were made for this project (tests/data/faulty/README.md says what each must give); each stands for
a kind, whose neighbours are written here as other programs write them.
"""

from __future__ import annotations

import io
import zipfile
from pathlib import Path

import pytest
import xlsxwriter

from books import STRICT, made, raw
from thangdo.rules.exact import Fraction
from thangdo.work.editions import answers, queries
from told import all_told
from work.editions.faulty import (
    DATA,
    FULL,
    HEAD,
    RIGHT,
    a_row,
    refused,
    scored,
    texts,
    totals,
    written,
)


@pytest.mark.parametrize(
    ("name", "units", "notice"),
    [
        ("01-percent-cell.xlsx", {"u1", "u2"}, "formatted as percent"),
        ("04-hidden-sheet.xlsx", {"u1"}, "[old]: the sheet is hidden and was not read"),
        ("05-title-above.xlsx", {"u1"}, "the header is in row 3"),
        ("26-excel-15-digits.xlsx", {"u1", "u2"}, "cells hold formulas"),
        ("41-sep-line.csv", {"u1"}, "separated by semicolons"),
    ],
)
def test_what_a_cell_shows_is_what_counts_and_it_is_said(name: str, units: set[str], notice: str) -> None:
    result, notices = scored(DATA / name)
    assert totals(result) == dict.fromkeys(units, FULL)
    assert {unit: one.level for unit, one in result.levels.items()} == dict.fromkeys(units, "II")
    assert any(notice in one for one in notices)


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("02-formula-no-cache.xlsx", ":2: column D: the cell holds a formula"),
        ("07-text-numbers.xlsx", ":2: column G: `1.434` can be read as 1434 or as 1.434"),
        ("10-merged-down.xlsx", ":3: column G: the cell is merged with G2"),
        ("15-error.xlsx", ":2: column D: the cell holds an error (#DIV/0!)"),
        ("21-error-prefixed.xlsx", ":2: column D: the cell holds an error (#DIV/0!)"),
    ],
)
def test_a_cell_that_cannot_be_understood_is_named(name: str, words: str) -> None:
    assert any(words in one for one in refused(DATA / name))


def test_rows_of_sums_and_means_are_warned_of_and_not_ranked() -> None:
    result, notices = scored(DATA / "29-total-row.csv", "ed2.yaml")
    assert set(totals(result)) == {"u1"}
    assert sum("is no unit" in one for one in notices) == 2


# the number format


@pytest.mark.parametrize(
    ("column", "value", "code", "holds"),
    [
        ("E", 0.9, "0%", True),
        ("E", 0.9, "0.00%", True),
        ("E", 0.9, "[Red]0.0%;[Blue]-0.0%", True),
        ("E", 90, '0.00"%"', True),  # a letter that is no percent
        ("E", 90, "0\\%", True),
        ("F", 0.9, "0%", True),  # a share is what the cell holds
        ("C", 1, "0%", False),  # a count of 1, or of 100?
        ("G", 0.1, "0%", False),
        ("G", 10, "#,##0,", False),
        ("G", 10, "0.0,,", False),
        ("G", 10, ";;;", False),
        ("G", 10, '"đạt"', False),
        ("G", 10, "#,##0.00", True),
        ("G", 10, '_-* #,##0_-;-* #,##0_-;_-* "-"??_-;_-@_-', True),
    ],
)
def test_a_format_that_changes_a_number_is_followed_or_named(
    tmp_path: Path, column: str, value: float, code: str, holds: bool
) -> None:
    name = HEAD["ABCDEFGHIJ".index(column)]
    content = made(HEAD, a_row(**{name: value}), styles={f"{column}2": code})
    file = written(tmp_path, content)
    if holds:
        assert totals(scored(file)[0]) == {"u1": FULL}
    else:
        (problem,) = refused(file)
        assert f"[S]:2: column {column}: the cell" in problem


def test_a_list_of_answers_is_read_by_what_each_row_asks(tmp_path: Path) -> None:
    rows = [
        ("unit", "tier", "input", "value"),
        *(("u1", "department", n, v) for n, v in zip(HEAD[2:], RIGHT[2:], strict=True)),
    ]
    rows[3] = ("u1", "department", "online", 0.9)
    file = written(tmp_path, made(*rows, styles={"D4": "0%"}))
    assert totals(scored(file)[0]) == {"u1": FULL}


# formulas, errors, other programs


def test_an_xlsxwriter_formula_without_a_value_is_no_zero(tmp_path: Path) -> None:
    out = io.BytesIO()
    book = xlsxwriter.Workbook(out, {"in_memory": True})
    page = book.add_worksheet("S")
    page.write_row(0, 0, HEAD)
    page.write_row(1, 0, a_row())
    page.write_formula("D2", "=50+7")
    book.close()
    (problem,) = refused(written(tmp_path, out.getvalue()))
    assert "column D: the cell holds a formula" in problem


@pytest.mark.parametrize(
    "more", [{}, {"p": "x:"}, {"p": "abc:"}, {"r": "d3p1"}, {"ns": STRICT}, {"ns": STRICT, "p": "s:"}]
)
def test_an_error_is_found_whatever_prefix_a_program_gives_its_elements(
    tmp_path: Path, more: dict[str, str]
) -> None:
    p = more.get("p", "")
    rows = texts(*HEAD, p=p) + texts(*a_row(), p=p)
    assert totals(scored(written(tmp_path, raw(rows, **more)))[0]) == {"u1": FULL}
    bad = rows.replace(f"<{p}c><{p}v>57</{p}v></{p}c>", f'<{p}c t="e"><{p}v>#N/A</{p}v></{p}c>')
    (problem,) = refused(written(tmp_path, raw(bad, **more)))
    assert "S]:2: column D: the cell holds an error (#N/A)" in problem
    blank = rows.replace(f"<{p}v>57</{p}v>", f"<{p}f>50+7</{p}f>")
    (problem,) = refused(written(tmp_path, raw(blank, **more)))
    assert "S]:2: column D: the cell holds a formula" in problem


def test_a_formula_whose_result_is_a_blank_text_is_blank(tmp_path: Path) -> None:
    rows = texts(*HEAD) + texts(*a_row())
    blank = rows.replace("<c><v>10</v></c>", '<c t="str"><f>IF(1,"",1)</f><v></v></c>')
    result, _ = scored(written(tmp_path, raw(blank)))
    assert result.scores["u1", ""]["C4"].status == "not-answered"


@pytest.mark.parametrize("ending", ["ods", "xls", "xlsb"])
def test_a_workbook_of_another_kind_is_refused_with_the_remedy(tmp_path: Path, ending: str) -> None:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        if ending == "ods":
            archive.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
            archive.writestr("content.xml", "<a/>")
        archive.writestr("xl/workbook.bin", b"x")
    content = b"\xd0\xcf\x11\xe0" + bytes(600) if ending == "xls" else out.getvalue()
    (problem,) = refused(written(tmp_path, content, f"a.{ending}"))
    assert f".{ending}" in problem and "save it as .xlsx" in problem


# digits


@pytest.mark.parametrize(
    ("kept", "read"),
    [
        ("0.79999999999999993", "0.8"),
        ("0.7999999999999999", "0.8"),
        ("0.30000000000000004", "0.3"),
        ("56.99999999999999", "57"),
        ("1E-3", "0.001"),
        ("1.5E+3", "1500"),
        ("-0", "0"),
    ],
)
def test_a_number_is_read_with_the_digits_that_excel_shows(tmp_path: Path, kept: str, read: str) -> None:
    rows = texts(*HEAD) + texts(*a_row()).replace("<v>10</v>", f"<v>{kept}</v>")
    chosen = queries.get(DATA / "ed.yaml")
    given, _ = answers.read(chosen, [written(tmp_path, raw(rows))])
    assert given.values["u1", ""]["speed"] == Fraction(read)


def test_a_code_of_sixteen_digits_is_named_before_its_last_is_lost(tmp_path: Path) -> None:
    rows = texts(*HEAD) + texts(*a_row()).replace(
        '<c t="inlineStr"><is><t>u1</t></is></c>', "<c><v>1234567890123456</v></c>"
    )
    (problem,) = refused(written(tmp_path, raw(rows)))
    assert "column A: the number has more than 15 digits" in problem


# around the table


def test_headers_in_vietnamese_ticks_and_tiers_are_read_and_said(tmp_path: Path) -> None:
    head = ("Mã", "Cấp", *HEAD[2:])
    content = made(("BẢNG TỔNG HỢP",), (), head, a_row(tier="Sở", site="x"))
    result, notices = scored(written(tmp_path, content))
    assert totals(result) == {"u1": FULL}
    assert any("“Mã” is read as `unit`" in one for one in notices)
    assert any("ticks were read as “yes”: I4" in one for one in notices)
    assert any("the header is in row 3" in one for one in notices)


def test_notes_beside_and_below_a_table_are_left_aside_by_name(tmp_path: Path) -> None:
    content = made(HEAD, (*a_row(), None, "xem phụ lục"), (), ("Người lập biểu: A",))
    result, notices = scored(written(tmp_path, content))
    assert totals(result) == {"u1": FULL}
    assert any("beside the table are left aside: L2" in one for one in notices)
    assert any("below the table are left aside: A4" in one for one in notices)


def test_a_unit_that_stands_alone_below_a_blank_row_is_no_note(tmp_path: Path) -> None:
    result, _ = scored(written(tmp_path, made(HEAD, a_row(), (), ("u2", "department"))))
    assert set(totals(result)) == {"u1", "u2"}
    units = written(tmp_path, b"unit,tier\nu1,department\nu3,department\n", "units.csv")
    file = written(tmp_path, made(HEAD, a_row(), (), ("u3",)))
    given, notices = answers.read(queries.get(DATA / "ed.yaml"), [file], units)
    assert set(given.units) == {"u1", "u3"} and not any("left aside" in one for one in all_told(notices))


def test_codes_that_only_look_alike_are_asked_about(tmp_path: Path) -> None:
    for other in ("U1", "u\u200b1", "u01", "ｕ1"):
        content = made(HEAD, a_row(), a_row(unit=other))
        problems = refused(written(tmp_path, content))
        assert any("differs from u1" in one or "answered" in one for one in problems), other
    units = written(tmp_path, b"unit,tier\nu1,department\nU1,department\n", "units.csv")
    chosen = queries.get(DATA / "ed.yaml")
    file = written(tmp_path, made(HEAD, a_row(), a_row(unit="U1")))
    given, notices = answers.read(chosen, [file], units)
    assert set(given.units) == {"u1", "U1"} and any("differs from" in one for one in all_told(notices))


@pytest.mark.parametrize(
    ("name", "is_total"),
    [
        ("Tổng cộng", True),
        ("TỔNG SỐ", True),
        ("Cộng", True),
        ("Trung bình", True),
        ("Bình quân chung", True),
        ("Total", True),
        ("Average", True),
        ("Trung bình toàn tỉnh", True),
        ("Tổng cục Thuế", False),
        ("Tổng công ty Điện lực", False),
        ("Xã Trung Bình", False),
        ("Cống", False),
        ("Trung tâm", False),
    ],
)
def test_a_row_of_sums_is_told_from_a_unit_of_a_like_name(name: str, is_total: bool) -> None:
    from thangdo.records.units.letters import is_total as asked

    assert asked(name) is is_total


@pytest.mark.parametrize(
    ("text", "encoding"),
    [
        ("X· MÉu 007", "tcvn3"),
        ("Xaõ Maãu 007", "vni"),
        ("XÃ£ Máº«u 007", "mojibake"),
        ("Xã Mẫu 007", ""),
        ("Thành phố Đà Nẵng", ""),
        ("HĐND, UBND xã Ia Hrú", ""),
        ("Buôn Đôn", ""),
        ("TOÀN TỈNH", ""),
        ("Thuý, Hoà, uỷ ban, quốc ngữ, khuỷu tay", ""),
        ("Čư M'gar", ""),
        ("Giấy phép «má»", ""),
        ("goòng, xoong, oà, uý, giày", ""),
    ],
)
def test_an_encoding_of_old_is_told_from_vietnamese(text: str, encoding: str) -> None:
    from thangdo.records.units.letters import legacy

    assert legacy(text) == encoding


# editions
