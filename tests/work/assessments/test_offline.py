"""The workbook for offline work, with what people and Excel do to it on the way."""

from __future__ import annotations

import datetime
import io
import zipfile
from typing import Any

import pytest

import played
from books import raw
from forms import SLUG, Rows, edited, given, province, put, rows_of, spot
from thangdo.records.acts.frame import do
from thangdo.records.documents.reader.workbook import read_workbook
from thangdo.records.ledger.models import Event
from thangdo.records.people.acting import Refused
from thangdo.work.assessments import offline
from thangdo.work.assessments.actions import answering
from thangdo.work.assessments.acts import PARTS
from thangdo.work.assessments.models import Answer
from thangdo.work.assessments.offline import Preview
from world import World

pytestmark = pytest.mark.django_db


@pytest.fixture
def world() -> World:
    world = province()
    given(world, "A1", {"staff": "1434", "staff_with_computer": "1000"})
    return world


def downloaded(world: World, language: str = "vi") -> bytes:
    return offline.workbook(world.actor("reporter"), SLUG, world.ref("commune"), language, "23/03/2026")


def previewed(world: World, content: bytes, name: str = "so.xlsx") -> Preview:
    return offline.preview(world.actor("reporter"), SLUG, world.ref("commune"), content, name)


def changed(world: World, *cells: tuple[str, Any]) -> Preview:
    def change(rows: Rows) -> None:
        for code, value in cells:
            put(rows, code, value)

    return previewed(world, edited(downloaded(world), change))


def applied(world: World, found: Preview) -> None:
    chosen = [one for one in found.differences if not one.faults]
    given = answering.Answers(tuple(one.given for one in chosen), offline=True)
    seen = {one.node: one.seen for one in chosen}
    do(PARTS, answering.answer, world.actor("reporter"), (SLUG, world.ref("commune")), given, seen=seen)


def kept(world: World, node: str) -> Answer:
    return Answer.objects.get(submission=world.part(SLUG, "commune"), node=node)


def test_a_workbook_that_nobody_touched_changes_nothing(world: World) -> None:
    for language in ("vi", "en"):
        found = previewed(world, downloaded(world, language))
        assert found.differences == () and found.notices == ()
        assert found.same == len(
            [one for one in kept(world, "A1").submission.answers.all() if not one.measured]
        )


def test_every_kind_of_answer_comes_back_as_it_was_written(world: World) -> None:
    def change(rows: Rows) -> None:
        put(rows, "A1/staff", 1500.0)
        put(rows, "A2/staff_trained", 0)
        put(rows, "B1/website", "Trang riêng")
        put(rows, "B4/hotline", "Có")
        put(rows, "B5/parts:map", "Có")
        put(rows, "B6/online", 0.68)
        put(rows, "B7/budget", 1234.5)
        put(rows, "B7/budget", "Theo nghị quyết", "Ghi chú của đơn vị")

    found = previewed(world, edited(downloaded(world), change))
    assert all(not one.faults and not one.moved for one in found.differences)
    before = Event.objects.count()
    applied(world, found)
    assert Event.objects.count() == before + 7
    assert kept(world, "A1").declared == {"staff": "1500", "staff_with_computer": "1000"}
    assert kept(world, "A2").declared == {"staff_trained": "0"}
    assert kept(world, "B1").declared == {"website": "own"}
    assert kept(world, "B4").declared == {"hotline": "yes"}
    assert kept(world, "B5").declared == {"parts": "map"}
    assert kept(world, "B6").declared == {"online": "0.68"}
    assert kept(world, "B7").declared == {"budget": "1234.5"}
    assert Event.objects.filter(type="answer.given").last().payload["offline"] is True


def test_not_applicable_needs_its_reason_and_no_answer_beside_it(world: World) -> None:
    def change(rows: Rows) -> None:
        put(rows, "B4/hotline", "Không có chức năng này", "Lý do không áp dụng")
        put(rows, "B6/online", 0.5)
        put(rows, "B6/online", "Không có thủ tục", "Lý do không áp dụng")

    found = previewed(world, edited(downloaded(world), change))
    good, bad = found.differences
    assert good.given.not_applicable and good.given.na_reason == "Không có chức năng này"
    assert [fault.code for _cell, fault in bad.faults] == ["not-applicable-and-values"]
    applied(world, found)
    assert kept(world, "B4").status == "not-applicable"


def test_moved_columns_are_found_by_their_names(world: World) -> None:
    def change(rows: Rows) -> None:
        put(rows, "A2/staff_trained", 7)
        for lines in rows.values():
            if any("Mã" in line for line in lines):
                for line in lines:
                    line.reverse()

    found = previewed(world, edited(downloaded(world), change))
    assert [(one.node, one.given.values) for one in found.differences] == [("A2", {"staff_trained": "7"})]


def test_the_value_of_a_formula_is_taken_and_marked(world: World) -> None:
    def also(book: Any, pages: dict[str, Any]) -> None:
        rows = rows_of(downloaded(world))
        name, number, column = spot(rows, "A2/staff_trained")
        pages[name].write_formula(number, column, "=3+4", None, 7)

    found = previewed(world, edited(downloaded(world), lambda rows: None, also))
    (one,) = found.differences
    assert one.given.values == {"staff_trained": "7"} and one.changes[0].formula


def test_an_error_of_a_formula_is_no_answer(world: World) -> None:
    def also(book: Any, pages: dict[str, Any]) -> None:
        rows = rows_of(downloaded(world))
        name, number, column = spot(rows, "A2/staff_trained")
        pages[name].write_formula(number, column, "=1/0", None, "#DIV/0!")

    (one,) = previewed(world, edited(downloaded(world), lambda rows: None, also)).differences
    ((cell, fault),) = one.faults
    assert fault.code == "cell-error" and cell is not None and cell.column == "F"


def test_merged_answers_are_not_guessed(world: World) -> None:
    def also(book: Any, pages: dict[str, Any]) -> None:
        rows = rows_of(downloaded(world))
        name, number, column = spot(rows, "A1/staff")
        pages[name].merge_range(number, column, number + 1, column, 1434)

    (one,) = previewed(world, edited(downloaded(world), lambda rows: None, also)).differences
    ((cell, fault),) = one.faults
    assert fault.code == "cell-merged" and cell is not None and cell.row == spot_row(world, "A1/staff") + 1


def spot_row(world: World, code: str) -> int:
    rows = rows_of(downloaded(world))
    return spot(rows, code)[1] + 1


def test_a_number_that_excel_took_for_a_date_is_a_fault_with_its_place(world: World) -> None:
    (one,) = _dated(world)
    ((cell, fault),) = one.faults
    assert fault.code == "cell-date"
    assert cell is not None and (cell.sheet, cell.row) == ("B Kết quả", spot_row(world, "B7/budget"))


def _dated(world: World) -> Any:
    def also(book: Any, pages: dict[str, Any]) -> None:
        rows = rows_of(downloaded(world))
        name, number, column = spot(rows, "B7/budget")
        style = book.add_format({"num_format": "dd/mm/yyyy"})
        pages[name].write_datetime(number, column, datetime.datetime(2026, 5, 1), style)

    return previewed(world, edited(downloaded(world), lambda rows: None, also)).differences


def test_numbers_written_as_text_are_read_exactly_or_asked_about(world: World) -> None:
    found = changed(
        world,
        ("A1/staff", "1.500"),
        ("B6/online", "0,68"),
        ("B7/budget", "1.434"),
        ("A2/staff_trained", "mười"),
    )
    by_node = {one.node: one for one in found.differences}
    assert by_node["A1"].given.values["staff"] == "1500"
    assert by_node["B6"].given.values == {"online": "0.68"}
    assert [fault.code for _cell, fault in by_node["B7"].faults] == ["ambiguous"]
    assert [fault.code for _cell, fault in by_node["A2"].faults] == ["not-a-number"]


def test_values_that_cannot_be_are_faults_and_the_rest_can_be_kept(world: World) -> None:
    found = changed(world, ("A1/staff_with_computer", 2000), ("B6/online", 1.5), ("B1/website", "Không có"))
    by_node = {one.node: one for one in found.differences}
    assert by_node["A1"].faults[0][1].code == "more-than"
    assert by_node["B6"].faults[0][1].code == "unreadable"
    assert by_node["B6"].faults[0][0] is not None
    applied(world, found)
    assert kept(world, "B1").declared == {"website": "none"}
    assert kept(world, "A1").declared["staff_with_computer"] == "1000"


def test_what_others_saved_since_the_download_is_neither_lost_nor_hidden(world: World) -> None:
    content = downloaded(world)
    given(world, "A1", {"staff": "1434", "staff_with_computer": "1100"}, "head")
    given(world, "B4", {"hotline": "no"}, "head")

    def change(rows: Rows) -> None:
        put(rows, "A1/staff", 1440)
        put(rows, "B4/hotline", "Có")

    found = previewed(world, edited(content, change))
    by_node = {one.node: one for one in found.differences}
    assert by_node["A1"].moved and not by_node["A1"].conflict
    assert by_node["A1"].given.values == {"staff": "1440", "staff_with_computer": "1100"}
    assert by_node["B4"].moved and by_node["B4"].conflict
    assert previewed(world, content).differences == ()


def test_a_row_too_many_is_left_alone_and_a_row_too_few_erases_nothing(world: World) -> None:
    def change(rows: Rows) -> None:
        name, number, _column = spot(rows, "A1/staff")
        extra = list(rows[name][number])
        extra[0] = "Z9/unknown"
        rows[name].append(extra)
        del rows[name][number]

    found = previewed(world, edited(downloaded(world), change))
    assert found.differences == ()
    assert {one.code: dict(one.facts) for one in found.notices} == {
        "offline-rows-missing": {"node": "A1", "rows": "A1/staff"},
        "offline-row-unknown": {"sheet": "A Điều kiện sẵn sàng", "row": "8", "code": "Z9/unknown"},
    }


def test_a_row_that_stands_twice_is_not_chosen_between(world: World) -> None:
    def change(rows: Rows) -> None:
        name, number, _column = spot(rows, "A2/staff_trained")
        rows[name].append(list(rows[name][number]))

    (one,) = previewed(world, edited(downloaded(world), change)).differences
    assert {fault.code for _cell, fault in one.faults} == {"code-twice"}


def test_what_was_signed_off_is_locked(world: World) -> None:
    content = downloaded(world)
    played.sign(world, "commune", "head")
    assert refusal(world, edited(content, lambda rows: put(rows, "A1/staff", 1500))) == "wrong-state"
    assert refusal(world, b"no workbook: nobody looked") == "wrong-state"


def test_the_workbook_of_another_unit_or_edition_is_refused(world: World) -> None:
    theirs = offline.workbook(world.actor("reporter2"), SLUG, world.ref("other"), "vi", "")
    assert refusal(world, theirs) == "workbook-of-another"

    def change(rows: Rows) -> None:
        for row in rows["thang-do"]:
            if row[0] == "sha256":
                row[1] = "0" * 64

    assert refusal(world, edited(downloaded(world), change)) == "workbook-of-another"
    assert refusal(world, edited(downloaded(world), lambda rows: rows.pop("thang-do"))) == "workbook-not-ours"

    def headless(rows: Rows) -> None:
        for lines in rows.values():
            for line in lines:
                line[:] = ["" if cell == "Trả lời" else cell for cell in line]

    assert refusal(world, edited(downloaded(world), headless)) == "workbook-no-answers"


def refusal(world: World, content: bytes, name: str = "so.xlsx") -> str:
    with pytest.raises(Refused) as caught:
        previewed(world, content, name)
    return caught.value.code


def test_files_that_are_no_good_workbooks_are_refused_with_advice(world: World) -> None:
    assert refusal(world, b"") == "file-empty"
    assert refusal(world, b"x" * 20_000_001) == "file-too-large"
    assert refusal(world, b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), "so.xls") == "old-office"
    assert refusal(world, b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600)) == "old-office"
    assert refusal(world, b"a,b", "so.csv") == "type-not-taken"
    assert refusal(world, b"PK\x03\x04" + bytes(300)) == "damaged"
    assert refusal(world, downloaded(world), "so.xlsm") == "macros"
    assert refusal(world, with_part(downloaded(world), "xl/vbaProject.bin", b"x")) == "macros"
    assert refusal(world, raw('<row r="1048576"><c r="XFD1048576"><v>1</v></c></row>')) == "workbook-not-read"
    assert (
        refusal(world, with_part(downloaded(world), "xl/media/a.bin", bytes(320_000_000))) == "archive-bomb"
    )


def with_part(content: bytes, name: str, data: bytes) -> bytes:
    out = io.BytesIO(content)
    with zipfile.ZipFile(out, "a", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(name, data)
    return out.getvalue()


def test_a_reporter_of_another_unit_gets_no_workbook(world: World) -> None:
    with pytest.raises(Refused) as caught:
        offline.workbook(world.actor("reporter2"), SLUG, world.ref("commune"), "vi", "")
    assert caught.value.code == "takes-no-part"


def test_nothing_in_the_workbook_runs(world: World) -> None:
    given(world, "B1", {"website": "own"}, comment="=HYPERLINK(1)")
    for page in read_workbook(downloaded(world), "x"):
        assert not any(cell.formula for row in page.rows.values() for cell in row.values())
    assert previewed(world, downloaded(world)).differences == ()


def test_a_unit_of_another_tier_finds_its_own_criteria(world: World) -> None:
    content = offline.workbook(world.actor("department-head"), SLUG, world.ref("department"), "vi", "")
    rows = rows_of(content)
    assert spot(rows, "A3/rooms")
