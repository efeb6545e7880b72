"""The pages of the register: an administrator enters decisions and lists, and sees them before they count."""

from __future__ import annotations

import re
from html import unescape
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

import world as sample
from thangdo.records.documents.tables import Sheet, xlsx_bytes
from thangdo.records.units import queries
from thangdo.records.units.models import Unit, UnitOperation
from world import World

pytestmark = pytest.mark.django_db
BASE = {"decision": "NQ 12/NQ-HĐND", "day": "2026-02-01"}
LIST = "/office/units/list/"
OCTETS = "application/octet-stream"


@pytest.fixture
def world(db: None) -> World:
    return sample.build()


def signed_in(world: World, who: str) -> Client:
    client = Client()
    client.force_login(world.people[who])
    session = client.session
    session["second-factor"] = True
    session.save()
    return client


@pytest.fixture
def administrator(world: World) -> Client:
    return signed_in(world, "administrator")


def text_of(answer: Any) -> str:
    return unescape(" ".join(answer.content.decode().split()))


def hidden(answer: Any, name: str) -> str:
    found = re.search(rf'name="{name}" value="([^"]*)"', answer.content.decode())
    assert found, name
    return unescape(found[1])


def test_an_administrator_does_not_find_a_unit_without_its_marks(administrator: Client) -> None:
    assert "Xã Mẫu 1" in text_of(administrator.get("/office/units/?q=xa mau 1&all=1"))
    assert "Không có đơn vị nào phù hợp" in text_of(administrator.get("/office/units/?q=zzz"))
    page = text_of(administrator.get("/en/office/units/?tier=commune"))
    assert "Xã Mẫu 2" in page and "Huyện Mẫu 1</a>" not in page


def test_a_merger_is_done_before_it_was_seen_and_confirmed(administrator: Client) -> None:
    form = {
        **BASE,
        "unit": ["sample:X1", "Xã Mẫu 2", ""],
        "new_code": "X9",
        "new_name": "Xã Hợp Nhất",
        "key": "k1",
    }
    shown = administrator.post("/office/units/enter/merge/", form)
    assert shown.status_code == 200
    page = text_of(shown)
    assert "Xã Mẫu 1 (sample:X1) kết thúc sau ngày 31/01/2026" in page
    assert "Xã Hợp Nhất (sample:X9) được thành lập từ 01/02/2026" in page
    assert not Unit.objects.filter(code="X9").exists()
    assert 'value="sample:X2"' in page, "what is confirmed is the code"
    codes = {"unit": ["sample:X1", "sample:X2"]}
    confirmed = {**form, **codes, "seen": hidden(shown, "seen"), "do": "1", "key": "k2"}
    done = administrator.post("/office/units/enter/merge/", confirmed)
    assert done.headers["Location"] == "/office/units/sample/X9/"
    again = administrator.post("/office/units/enter/merge/", confirmed)
    assert again.headers["Location"] == "/office/units/sample/X9/"
    assert UnitOperation.objects.count() == 1
    unit = text_of(administrator.get("/office/units/sample/X1/"))
    assert "đã chuyển vào" in unit and "Xã Hợp Nhất" in unit and "Người Mẫu (administrator)" in unit
    assert "Enter a decision" not in text_of(administrator.get("/en/office/units/sample/X1/"))


def test_what_stands_against_a_decision_is_not_said_on_the_form(administrator: Client) -> None:
    form = {**BASE, "unit": "sample:H1"}
    answer = administrator.post("/office/units/enter/dissolve/", form)
    assert answer.status_code == 400
    assert "còn đơn vị cấp dưới" in text_of(answer)
    assert 'value="sample:H1"' in text_of(answer), "what was typed stays"
    english = administrator.post("/en/office/units/enter/dissolve/", form)
    assert "still has units below it" in text_of(english)


@pytest.mark.parametrize(
    ("act", "form", "words"),
    [
        ("rename", {"unit": "sample:X1", "day": "32/01/2026", "name_vi": "A"}, "không phải là một ngày"),
        ("rename", {"unit": "", "name_vi": "A"}, "Hãy chọn đơn vị"),
        ("rename", {"unit": "Xã Nào Đó", "name_vi": "A"}, "không có “Xã Nào Đó”"),
        ("merge", {"unit": ["Mẫu", "X2"], "into": "sample:X1"}, "Hãy ghi mã"),
        ("rename", {"unit": "Mẫu 2", "name_vi": "A"}, "có thể là"),
        ("found", {"new_code": "X9", "new_name": "A"}, "Hãy ghi mã"),
        ("move", {"unit": "sample:X1", "parent": "sample:zz"}, "không có “sample:zz”"),
    ],
)
def test_a_field_typed_wrong_ends_in_an_error_page(
    administrator: Client, act: str, form: dict[str, Any], words: str
) -> None:
    answer = administrator.post(f"/office/units/enter/{act}/", {**BASE, **form})
    assert answer.status_code == 400
    assert words in text_of(answer)
    assert 'aria-invalid="true"' in text_of(answer)


@pytest.mark.parametrize(
    ("act", "form"),
    [
        (
            "found",
            {
                "new_code": "sample:S9",
                "new_name": "Sở Chín",
                "new_kind": "sở",
                "new_tier": "department",
                "new_parent": "sample:M",
                "new_org_code": "A99.09",
            },
        ),
        (
            "split",
            {"unit": "sample:X1", "part": ["X8", "X9"], "part_name": ["Xã Tám", "Xã Chín"], "default": "X9"},
        ),
        ("rename", {"unit": "sample:X1", "name_vi": "Phường Mẫu", "kind": "phường"}),
        ("move", {"unit": "sample:X1", "parent": "sample:M"}),
        ("dissolve", {"unit": "sample:X1", "into": "sample:X2"}),
        ("merge", {"unit": ["sample:X1"], "into": "sample:X2"}),
    ],
)
def test_an_act_has_a_form_that_leads_nowhere(administrator: Client, act: str, form: dict[str, Any]) -> None:
    assert administrator.get(f"/office/units/enter/{act}/?unit=sample:X1").status_code == 200
    shown = administrator.post(f"/office/units/enter/{act}/", {**BASE, **form})
    assert shown.status_code == 200, text_of(shown)
    confirmed = {**BASE, **form, "seen": hidden(shown, "seen"), "do": "1"}
    assert administrator.post(f"/office/units/enter/{act}/", confirmed).status_code == 302
    key = UnitOperation.objects.get().key
    assert "Nhập nhầm?" in text_of(administrator.get("/office/units/"))
    undone = administrator.post(f"/office/units/undo/{key}/", {"reason": "nhập nhầm", "key": "u"})
    assert undone.status_code == 302
    assert UnitOperation.objects.get().undone_at is not None
    assert administrator.post(f"/office/units/undo/{key}/", {"reason": "nhầm"}).status_code == 400


def test_a_decision_is_entered_on_a_register_that_changed_since(administrator: Client) -> None:
    form = {**BASE, "unit": "sample:X1", "name_vi": "Xã Mới", "seen": "0" * 64, "do": "1"}
    answer = administrator.post("/office/units/enter/rename/", form)
    assert answer.status_code == 409
    assert "đã thay đổi" in text_of(answer)
    assert Unit.objects.get(code="X1").name_vi == "Xã Mẫu 1"


@pytest.mark.parametrize("who", ["reporter", "appraiser", "publisher", "observer", "head"])
def test_somebody_else_enters_decisions(world: World, who: str) -> None:
    client = signed_in(world, who)
    form = {**BASE, "unit": "sample:X1", "name_vi": "Xã Mới"}
    assert client.get("/office/units/enter/rename/").status_code == 403
    assert client.post("/office/units/enter/rename/", form).status_code == 403
    assert client.get(LIST).status_code == 403
    assert client.post("/office/units/undo/abc/", {"reason": "x"}).status_code == 403
    assert client.get("/office/units/sample/X1/").status_code == 200
    assert Client().get("/office/units/").status_code == 302


def upload(rows: list[list[str]], name: str = "units.csv") -> SimpleUploadedFile:
    columns = ["scheme", "code", "name_vi", "kind", "tier", "parent_scheme", "parent_code"]
    if name.endswith("xlsx"):
        return SimpleUploadedFile(name, xlsx_bytes([Sheet("Đơn vị", columns, rows)]), OCTETS)
    text = "\n".join(",".join(row) for row in [columns, *rows])
    return SimpleUploadedFile(name, text.encode(), "text/csv")


NEW = ["sample", "X7", "Xã Thượng Sơn", "xã", "commune", "sample", "H1"]
FIXED = ["sample", "X1", "Xã Mẫu Một", "xã", "commune", "sample", "H1"]


@pytest.mark.parametrize("name", ["units.csv", "units.xlsx"])
def test_a_list_is_applied_before_its_differences_were_seen(administrator: Client, name: str) -> None:
    shown = administrator.post(LIST, {"file": upload([NEW, FIXED], name)})
    page = text_of(shown)
    assert "1 đơn vị mới" in page and "Xã Mẫu Một" in page
    assert not Unit.objects.filter(code="X7").exists()
    form = {"held": hidden(shown, "held"), "seen": hidden(shown, "seen"), "do": "1", "key": "k"}
    assert administrator.post(LIST, form).status_code == 302
    assert administrator.post(LIST, form).status_code == 302, "sent twice"
    assert Unit.objects.get(code="X1").name_vi == "Xã Mẫu Một"
    assert Unit.objects.filter(code="X7").count() == 1


def test_a_name_like_one_that_is_there_is_entered_without_a_decision(administrator: Client) -> None:
    row = [*NEW[:2], "Xa Mau 1", *NEW[3:]]
    shown = administrator.post(LIST, {"file": upload([row])})
    assert "Xã Mẫu 1 (sample:X1)" in text_of(shown)
    form = {"held": hidden(shown, "held"), "seen": hidden(shown, "seen"), "do": "1"}
    assert administrator.post(LIST, form).status_code == 400
    assert not Unit.objects.filter(code="X7").exists()
    assert administrator.post(LIST, {**form, "as_new": "sample:X7"}).status_code == 302
    assert Unit.objects.filter(code="X7").exists()


@pytest.mark.parametrize(
    ("file", "words"),
    [
        (None, "Hãy chọn tệp"),
        (SimpleUploadedFile("units.csv", b"a,b\n1,2\n"), "Thiếu cột"),
        (SimpleUploadedFile("units.xls", b"\xd0\xcf\x11\xe0" + bytes(99)), "Office kiểu cũ"),
        (SimpleUploadedFile("units.csv", b""), "0 byte"),
    ],
)
def test_a_file_that_is_no_list_ends_in_an_error_page(
    administrator: Client, file: SimpleUploadedFile | None, words: str
) -> None:
    answer = administrator.post(LIST, {"file": file} if file else {})
    assert answer.status_code == 400
    assert words in text_of(answer)


def test_the_preview_of_another_person_is_confirmed(world: World, administrator: Client) -> None:
    shown = administrator.post(LIST, {"file": upload([NEW])})
    other = world.people["observer"]
    sample.office(other, world.units["province"], "administrator", subtree=True)
    form = {"held": hidden(shown, "held"), "seen": hidden(shown, "seen"), "do": "1"}
    assert signed_in(world, "observer").post(LIST, form).status_code == 400
    assert administrator.post(LIST, {**form, "held": "forged"}).status_code == 400
    assert not Unit.objects.filter(code="X7").exists()


def test_the_exported_register_cannot_be_brought_in_again(administrator: Client) -> None:
    for ending in ("csv", "xlsx"):
        answer = administrator.get(f"/office/units/units.{ending}")
        assert answer.status_code == 200
        assert answer.headers["Content-Disposition"] == f'attachment; filename="units.{ending}"'
        file = SimpleUploadedFile(f"units.{ending}", answer.content, OCTETS)
        assert "Danh mục đã đúng như danh sách" in text_of(administrator.post(LIST, {"file": file}))
    assert administrator.get("/office/units/units.pdf").status_code == 404


def test_a_renamed_commune_loses_its_former_name_on_its_page(administrator: Client) -> None:
    form = {**BASE, "unit": "sample:X1", "name_vi": "Phường Mẫu Mới", "kind": "phường"}
    shown = administrator.post("/office/units/enter/rename/", form)
    administrator.post("/office/units/enter/rename/", {**form, "seen": hidden(shown, "seen"), "do": "1"})
    page = text_of(administrator.get("/office/units/sample/X1/"))
    assert "Xã Mẫu 1" in page and "Phường Mẫu Mới" in page and "31/01/2026" in page
    old = queries.get("sample", "X1", queries.pasts_of("sample", "X1")[0].until)
    assert old is not None and old.name_vi == "Xã Mẫu 1"
    assert administrator.get("/office/units/sample/zz/").status_code == 404
