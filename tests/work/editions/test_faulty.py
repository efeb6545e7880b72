"""Files in which a number would go wrong without a word: read as they show, or refused with the cell named.

The inputs were made for this project (tests/data/faulty/README.md says what each must give); each stands for
a kind, whose neighbours are written here as other programs write them.
"""

from __future__ import annotations

import io
import re
import zipfile
from pathlib import Path
from typing import Any

import pytest
import xlsxwriter
from openpyxl import Workbook

from books import STRICT, made, raw, styled
from thangdo.records.units.problems import Unfit
from thangdo.rules.exact import Fraction
from thangdo.rules.index.answers import BadInput
from thangdo.rules.index.evaluate import evaluate
from thangdo.rules.index.result import Result
from thangdo.work.editions import answers, queries
from thangdo.work.editions.last_year import read_last_year
from thangdo.work.editions.workbook_in import import_
from thangdo.work.registry import files
from told import all_told

DATA = Path(__file__).parents[2] / "data" / "faulty"
HEAD = ("unit", "tier", "staff", "trained", "online", "rate", "speed", "policy", "site", "kit")
RIGHT = ("u1", "department", 100, 57, 90, 0.9, 10, "issued", "yes", "server|backup")
FULL = Fraction(627, 10)


def scored(file: Path, edition: str = "ed.yaml") -> tuple[Result, list[str]]:
    chosen = queries.get(DATA / edition)
    given, notices = answers.read(chosen, [file])
    return evaluate(chosen, given), all_told(notices)


def refused(file: Path, edition: str = "ed.yaml") -> list[str]:
    with pytest.raises(BadInput) as caught:
        answers.read(queries.get(DATA / edition), [file])
    return all_told(caught.value.problems)


def totals(result: Result) -> dict[str, Any]:
    return {unit: nodes["index"].score for (unit, _), nodes in result.scores.items()}


def written(folder: Path, content: bytes, name: str = "a.xlsx") -> Path:
    file = folder / name
    file.write_bytes(content)
    return file


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


def a_row(**cells: Any) -> tuple[Any, ...]:
    return tuple(cells.get(name, value) for name, value in zip(HEAD, RIGHT, strict=True))


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
    rows = [("unit", "tier", "input", "value"), *(("u1", "department", n, v) for n, v in
            zip(HEAD[2:], RIGHT[2:], strict=True))]  # fmt: skip
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


def cells(row: int, *values: str) -> str:
    return f'<row r="{row}">' + "".join(values) + "</row>"


def texts(*values: object, p: str = "") -> str:
    found = ""
    for value in values:
        if isinstance(value, str):
            found += f'<{p}c t="inlineStr"><{p}is><{p}t>{value}</{p}t></{p}is></{p}c>'
        else:
            found += f"<{p}c><{p}v>{value}</{p}v></{p}c>"
    return f"<{p}row>{found}</{p}row>"


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
    assert any("«Mã» is read as `unit`" in one for one in notices)
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
        ("Tổng cộng", True), ("TỔNG SỐ", True), ("Cộng", True), ("Trung bình", True),
        ("Bình quân chung", True),
        ("Total", True), ("Average", True), ("Trung bình toàn tỉnh", True), ("Tổng cục Thuế", False),
        ("Tổng công ty Điện lực", False), ("Xã Trung Bình", False), ("Cống", False), ("Trung tâm", False),
    ],
)  # fmt: skip
def test_a_row_of_sums_is_told_from_a_unit_of_a_like_name(name: str, is_total: bool) -> None:
    from thangdo.records.units.letters import is_total as asked

    assert asked(name) is is_total


@pytest.mark.parametrize(
    ("text", "encoding"),
    [
        ("X· MÉu 007", "tcvn3"), ("Xaõ Maãu 007", "vni"), ("XÃ£ Máº«u 007", "mojibake"),
        ("Xã Mẫu 007", ""), ("Thành phố Đà Nẵng", ""), ("HĐND, UBND xã Ia Hrú", ""), ("Buôn Đôn", ""),
        ("TOÀN TỈNH", ""), ("Thuý, Hoà, uỷ ban, quốc ngữ, khuỷu tay", ""), ("Čư M'gar", ""),
        ("Giấy phép «má»", ""), ("goòng, xoong, oà, uý, giày", ""),
    ],
)  # fmt: skip
def test_an_encoding_of_old_is_told_from_vietnamese(text: str, encoding: str) -> None:
    from thangdo.records.units.letters import legacy

    assert legacy(text) == encoding


# editions


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("76-weight-header-renamed.xlsx", "column Weight: nobody knows this column"),
        ("76c-tiers-header-renamed.xlsx", "column tier: nobody knows this column"),
        ("60c-edition-at_least.xlsx", "column at most: nobody knows this column"),
        ("77-weight-formula-no-cache.xlsx", ":3: column I: the cell holds a formula"),
        ("80-weight-percent-mixed.xlsx", ":3: column I: the cell is formatted as percent"),
    ],
)
def test_a_weight_is_never_lost_or_read_a_hundredfold(name: str, words: str) -> None:
    with pytest.raises(BadInput) as caught:
        import_((DATA / name).read_bytes(), name)
    told = all_told(caught.value.problems)
    assert any(words in one for one in told)
    if "nobody knows" in words:
        assert any("Did you mean" in one for one in told)


def test_an_edition_with_a_title_above_its_table_keeps_its_weights(tmp_path: Path) -> None:
    for name in ("75-weights-ok.xlsx", "81-title-row.xlsx"):
        text = import_((DATA / name).read_bytes(), name)
        file = written(tmp_path, text.encode(), "e.yaml")
        given, _ = answers.read(queries.get(file), [DATA / "w.csv"])
        assert totals(evaluate(queries.get(file), given)) == {"u1": Fraction(75), "u2": Fraction(25)}


def test_an_unknown_column_is_named_on_every_sheet() -> None:
    from openpyxl import load_workbook

    from thangdo.work.editions.workbook import export
    from thangdo.work.editions.workbook_columns import SHEETS

    content = export(queries.get("sample-2026") if "sample-2026" in queries.edition_ids() else
                     queries.get("gia-lai-2019"))  # fmt: skip
    book = load_workbook(io.BytesIO(content))
    filled = [page.title for page in book if page.max_row > 1]
    for page in book:
        page.cell(1, page.max_column + 1, "trọng số")
    out = io.BytesIO()
    book.save(out)
    with pytest.raises(BadInput) as caught:
        import_(out.getvalue(), "e.xlsx")
    told = all_told(caught.value.problems)
    assert set(filled) <= set(SHEETS)
    for sheet in SHEETS:
        assert any(re.search(rf"\[{sheet}\]:1: column trọng số", one) for one in told), sheet


def test_a_hidden_sheet_of_an_edition_is_a_problem() -> None:
    from openpyxl import load_workbook

    book = load_workbook(DATA / "75-weights-ok.xlsx")
    book["inputs"].sheet_state = "hidden"
    out = io.BytesIO()
    book.save(out)
    with pytest.raises(BadInput) as caught:
        import_(out.getvalue(), "e.xlsx")
    assert any("[inputs]: the sheet is hidden" in one for one in all_told(caught.value.problems))


# registers and last year


def test_registers_are_read_with_days_and_letters_that_mislead_are_named() -> None:
    said = {}
    for name in ("92-units-zwsp", "93-units-eth", "94-units-tcvn3", "95-units-date-cell"):
        listed = files.read(DATA / f"{name}.xlsx", name)
        said[name] = (listed.rows[0], " ".join(all_told(listed.notices)))
    assert said["92-units-zwsp"][0]["name_vi"] == "Xã Mẫu 007" and "U+200B" in said["92-units-zwsp"][1]
    assert said["93-units-eth"][0]["name_vi"] == "Xã Đak Mẫu" and "U+00D0" in said["93-units-eth"][1]
    assert "TCVN3" in said["94-units-tcvn3"][1]
    assert said["95-units-date-cell"][0]["valid_from"] == "2025-07-01"


def test_a_register_of_days_as_people_write_them_and_vietnamese_headers() -> None:
    content = "Hệ mã;Mã;Tên;Hiệu lực từ\nt;X1;Xã Một;01/07/2025\nt;x01;Xã Hai;2025-07-01\n".encode()
    listed = files.read(content, "u.csv")
    assert [row["valid_from"] for row in listed.rows] == ["2025-07-01", "2025-07-01"]
    assert [row["name_vi"] for row in listed.rows] == ["Xã Một", "Xã Hai"]
    assert any("differs from X1" in one for one in all_told(listed.notices))


def test_a_code_that_shows_noughts_which_its_cell_has_not_is_asked_about(tmp_path: Path) -> None:
    content = made(("scheme", "code", "name_vi"), ("t", 7, "Xã Bảy"), styles={"B2": "000"})
    with pytest.raises(Unfit, match="value: 7, other: 007"):
        files.read(content, "u.xlsx")
    plain = made(HEAD, a_row(trained=57), styles={"D2": "00000"})
    assert totals(scored(written(tmp_path, plain))[0]) == {"u1": FULL}


def test_a_sheet_of_instructions_before_the_list_is_left_aside_by_name() -> None:
    book = Workbook()
    guide = book.active
    guide.title = "Hướng dẫn"
    guide.append(["Cách điền", None, "Ghi chú"])
    guide.append(["1", "2", "3"])
    guide.merge_cells("A1:B2")
    page = book.create_sheet("Đơn vị")
    page.append(["Hệ mã", "Mã", "Tên"])
    page.append(["t", "X1", "Xã Một"])
    out = io.BytesIO()
    book.save(out)
    listed = files.read(out.getvalue(), "u.xlsx")
    assert [row["code"] for row in listed.rows] == ["X1"]
    assert any("[Hướng dẫn]: this sheet was left aside" in one for one in all_told(listed.notices))


def test_a_thousand_of_an_inventory_is_not_read_as_one() -> None:
    from thangdo.work.programmes.assets.importing import _whole

    assert [_whole(text) for text in ("1.000", "12", "12.0", "2019.00", "1,000")] == [
        None,
        12,
        12,
        2019,
        None,
    ]


def test_last_years_score_written_as_text_is_asked_about(tmp_path: Path) -> None:
    good = written(tmp_path, made(("unit", "node", "score"), ("u1", "C1", 1.434)))
    assert read_last_year(good) == {("u1", "", "C1"): Fraction("1.434")}
    with pytest.raises(BadInput) as caught:
        read_last_year(written(tmp_path, made(("unit", "node", "score"), ("u1", "C1", "1.434"))))
    assert "can be read as 1434" in all_told(caught.value.problems)[0]


def test_a_style_by_its_number_is_known(tmp_path: Path) -> None:
    styles = styled("0.0%").replace('<xf numFmtId="165"/>', '<xf numFmtId="9"/><xf numFmtId="14"/>')
    rows = texts(*HEAD) + texts(*a_row()).replace("<c><v>90</v></c>", '<c s="1"><v>0.9</v></c>')
    assert totals(scored(written(tmp_path, raw(rows, styles=styles)))[0]) == {"u1": FULL}
    dated = texts(*HEAD) + texts(*a_row()).replace("<c><v>90</v></c>", '<c s="2"><v>45000</v></c>')
    (problem,) = refused(written(tmp_path, raw(dated, styles=styles)))
    assert "the cell holds a date or time (2023-03-15)" in problem
