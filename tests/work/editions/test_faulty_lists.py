"""Editions, registers, equipment and last year's scores in files that mislead: as in test_faulty.py."""

from __future__ import annotations

import io
import re
from pathlib import Path

import pytest
from openpyxl import Workbook

from books import made, raw, styled
from thangdo.records.units.problems import Unfit
from thangdo.rules.exact import Fraction
from thangdo.rules.index.answers import BadInput
from thangdo.rules.index.evaluate import evaluate
from thangdo.work.editions import answers, queries
from thangdo.work.editions.last_year import read_last_year
from thangdo.work.editions.workbook_in import import_
from thangdo.work.registry import files
from told import all_told
from work.editions.faulty import (
    DATA,
    FULL,
    HEAD,
    a_row,
    refused,
    scored,
    texts,
    totals,
    written,
)


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

    content = export(
        queries.get("sample-2026") if "sample-2026" in queries.edition_ids() else queries.get("gia-lai-2019")
    )
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
