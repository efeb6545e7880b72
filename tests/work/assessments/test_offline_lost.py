"""What would be lost on the way back of an offline workbook without a word, and what is read as it shows."""

from __future__ import annotations

import io
from collections.abc import Callable
from typing import Any

import pytest
from openpyxl import load_workbook
from openpyxl.worksheet.worksheet import Worksheet

from forms import EVERY_TYPE, MISSING_WORDS, SLUG, given, province
from thangdo.records.people.acting import Refused
from thangdo.work.assessments import offline
from thangdo.work.assessments.models import Answer
from thangdo.work.assessments.offline import Preview
from world import World

pytestmark = pytest.mark.django_db
PERCENT = EVERY_TYPE.replace("online: {type: share", "online: {type: percent").replace(
    "rule: {ratio: [online, 1]}", "rule: {of: online, steps: [{at_least: 80, points: 10}], otherwise: 0}"
)


@pytest.fixture
def world() -> World:
    return province()


def cell_of(page: Worksheet, code: str, header: str = "Trả lời") -> Any:
    head = next(row for row in page.iter_rows() if any(cell.value == "Mã" for cell in row))
    column = next(cell.column for cell in head if cell.value == header)
    row = next(row[0].row for row in page.iter_rows() if row[0].value == code)
    return page.cell(row, column)


def back(world: World, change: Callable[[Any], None]) -> Preview:
    """The download after somebody opened it in a program, changed it and saved it."""
    actor, unit = world.actor("reporter"), world.ref("commune")
    book = load_workbook(io.BytesIO(offline.workbook(actor, SLUG, unit, "vi", "23/03/2026")))
    change(book)
    out = io.BytesIO()
    book.save(out)
    return offline.preview(actor, SLUG, unit, out.getvalue(), "so.xlsx")


def filled(world: World, code: str, value: Any, form: str = "", header: str = "Trả lời") -> Preview:
    def change(book: Any) -> None:
        page = next(page for page in book if any(row[0].value == code for row in page.iter_rows()))
        cell = cell_of(page, code, header)
        cell.value = value
        if form:
            cell.number_format = form

    return back(world, change)


def faults(found: Preview) -> list[str]:
    return [fault.code for one in found.differences for _cell, fault in one.faults]


def told(found: Preview) -> dict[str, dict[str, str]]:
    return {one.code: dict(one.facts) for one in found.notices}


def test_a_formula_without_a_result_erases_no_answer_and_is_named(world: World) -> None:
    given(world, "A1", {"staff": "65", "staff_with_computer": "60"})
    found = filled(world, "A1/staff", "=60+5")
    assert faults(found) == ["formula-without-result"]
    assert found.differences[0].given.values["staff"] == "65"


@pytest.mark.parametrize(
    ("value", "form", "kept"), [(0.85, "0%", "85"), (85, "0", "85"), (0.85, '0.00"%"', "0.85")]
)
def test_a_percentage_is_read_as_it_shows(value: float, form: str, kept: str) -> None:
    world = province(PERCENT)
    found = filled(world, "B6/online", value, form)
    assert faults(found) == [] and found.differences[0].given.values == {"online": kept}
    said = {"85": "offline-percent-read", "0.85": "offline-percent-small"}[kept]
    assert (said in told(found)) is (form != "0")


@pytest.mark.parametrize(
    ("code", "value", "form", "fault"),
    [
        ("A1/staff", 0.5, "0%", "ambiguous"),
        ("B7/budget", 1500, "#,##0,", "cell-format"),
        ("B7/budget", 1500, ";;;", "cell-format"),
    ],
)
def test_a_format_that_shows_another_number_is_asked_about(
    world: World, code: str, value: float, form: str, fault: str
) -> None:
    assert faults(filled(world, code, value, form)) == [fault]


def test_a_share_formatted_as_percent_is_what_the_cell_holds(world: World) -> None:
    assert filled(world, "B6/online", 0.68, "0%").differences[0].given.values == {"online": "0.68"}


def test_a_sheet_whose_header_was_renamed_is_named(world: World) -> None:
    def change(book: Any) -> None:
        page = book.worksheets[2]
        for row in page.iter_rows():
            for cell in row:
                if cell.value == "Trả lời":
                    cell.value = "Trả lời của đơn vị"

    found = back(world, change)
    assert told(found)["offline-sheet-unread"]["sheet"].startswith("B")
    assert any(one.code == "offline-rows-missing" for one in found.notices)
    assert found.same < Answer.objects.filter(submission=world.part(SLUG, "commune"), measured=False).count()


def test_a_deleted_sheet_is_named_criterion_by_criterion(world: World) -> None:
    found = back(world, lambda book: book.remove(book.worksheets[2]))
    assert {dict(one.facts)["node"][0] for one in found.notices} == {"B"}


def test_an_answer_whose_code_was_deleted_is_named(world: World) -> None:
    def change(book: Any) -> None:
        page = book.worksheets[1]
        cell = cell_of(page, "A1/staff")
        cell.value = 200
        page.cell(cell.row, 1).value = None

    found = back(world, change)
    assert told(found)["offline-without-code"]["typed"] == "200"
    assert told(found)["offline-rows-missing"]["rows"] == "A1/staff"


def test_a_hidden_sheet_supplies_no_value(world: World) -> None:
    def change(book: Any) -> None:
        page = book.copy_worksheet(book.worksheets[1])
        cell_of(page, "A1/staff").value = 999
        page.sheet_state = "hidden"

    found = back(world, change)
    assert found.differences == () and "offline-sheet-hidden" in told(found)


def test_a_checklist_in_another_order_is_no_change(world: World) -> None:
    given(world, "B5", {"parts": "fees|map"})
    assert back(world, lambda book: None).differences == ()


@pytest.mark.parametrize("tick", ["x", "X", "✓", "Có", "có", True])
def test_a_tick_is_yes(world: World, tick: Any) -> None:
    assert filled(world, "B4/hotline", tick).differences[0].given.values == {"hotline": "yes"}


def test_letters_that_nobody_sees_change_no_choice(world: World) -> None:
    found = filled(world, "B1/website", "Trang\u200b riêng")
    assert found.differences[0].given.values == {"website": "own"} and "offline-letters-unseen" in told(found)


def test_not_measured_is_said_in_the_workbook_with_its_reason(world: World) -> None:
    assert faults(filled(world, "B6/online", "Chưa đo được")) == ["no-reason"]
    assert faults(filled(world, "B7/budget", "chưa đo được")) == ["not-measured-not-here"]

    def change(book: Any) -> None:
        page = book.worksheets[2]
        cell_of(page, "B6/online").value = "chưa đo được"
        cell_of(page, "B6/online", "Lý do không áp dụng").value = "Máy đo đang hỏng"

    found = back(world, change)
    (one,) = found.differences
    assert one.faults == () and one.given.values == {"online": "not-measured"}
    assert not one.given.not_applicable and one.given.na_reason == "Máy đo đang hỏng"
    given(world, "B6", dict(one.given.values), na_reason=one.given.na_reason)
    assert back(world, lambda book: None).differences == ()


def test_a_dash_is_no_reason(world: World) -> None:
    for reason in ("-", "x", "n/a", "không áp dụng", "....."):
        assert faults(filled(world, "B4/hotline", reason, header="Lý do không áp dụng")) == ["no-reason"]
    found = filled(world, "B4/hotline", "Không có tổng đài", header="Lý do không áp dụng")
    assert faults(found) == [] and found.differences[0].given.not_applicable


def test_who_may_not_answer_has_no_file_opened(world: World) -> None:
    with pytest.raises(Refused, match="takes-no-part"):
        offline.preview(world.actor("reporter2"), SLUG, world.ref("commune"), b"never opened", "so.xlsx")


def test_the_words_of_the_edition_are_read_in_the_workbook() -> None:
    world = province(EVERY_TYPE + MISSING_WORDS)
    assert faults(filled(world, "B7/budget", "NA")) == ["no-reason"]
    given(world, "B4", {"hotline": "yes"})

    def change(book: Any) -> None:
        page = book.worksheets[2]
        for code, word in (("B7/budget", "NA"), ("B6/online", "KAD"), ("B4/hotline", "..")):
            cell_of(page, code).value = word
            if word != "..":
                cell_of(page, code, "Lý do không áp dụng").value = "Máy đo đang hỏng"

    found = back(world, change)
    assert faults(found) == []
    assert {one.node: one.given.values for one in found.differences} == {
        "B4": {},
        "B6": {"online": "not-applicable"},
        "B7": {"budget": "not-measured"},
    }
