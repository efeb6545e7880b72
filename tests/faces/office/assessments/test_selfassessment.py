"""The self-assessment as a reporter meets it: nothing typed is lost, nothing is guessed, nothing leaks."""

from __future__ import annotations

import html
import re
from datetime import date
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from desk import signed_in
from forms import SLUG, edited, given, province, put
from reporting import JSON, PART, answer_of, send, text_of
from thangdo.records.files.models import StoredFile
from thangdo.records.ledger.models import Event
from thangdo.work.assessments import offline
from thangdo.work.assessments.models import Evidence, Submission
from thangdo.work.assessments.queries import forms as form_queries
from world import World

pytestmark = pytest.mark.django_db


@pytest.fixture
def world() -> World:
    world = province()
    for person in world.people.values():  # the clock of the pages is today's
        person.save()
    return world


@pytest.fixture
def reporter(world: World) -> Client:
    return signed_in(world, "reporter")


def test_every_page_of_the_form_opens_in_both_languages(world: World, reporter: Client) -> None:
    for prefix in ("", "/en"):
        for path in ("", "page/A", "page/B", "objection", "workbook"):
            response = reporter.get(f"{prefix}{PART}{path}")
            assert response.status_code == 200, path
    page = text_of(reporter.get(f"{PART}page/B"))
    assert "Đánh dấu nội dung có trên trang" in page and "NĐ 61/2018/NĐ-CP" in page
    assert "Trang riêng" in page and "triệu đồng" in page


def test_an_unknown_pillar_opens_the_first_page_and_an_unknown_criterion_is_refused(
    world: World, reporter: Client
) -> None:
    assert "Điều kiện sẵn sàng" in text_of(reporter.get(f"{PART}page/Z"))
    assert reporter.post(f"{PART}save/Z9", {"seen": "1"}).status_code == 404


def test_a_number_in_vietnamese_form_is_kept_exactly_and_shown_back(world: World, reporter: Client) -> None:
    said = send(reporter, world, "A1", v__staff="1.434", v__staff_with_computer="1.000").json()
    assert said["state"] == "saved"
    assert answer_of(world, "A1").declared == {"staff": "1434", "staff_with_computer": "1000"}
    assert said["values"]["staff"] == {"text": "1.434", "exact": "1434|1.434", "kept": "1434"}
    assert said["sequence"] == answer_of(world, "A1").sequence
    assert 'value="1.434"' in text_of(reporter.get(f"{PART}page/A"))
    assert 'value="1,434"' in text_of(reporter.get(f"/en{PART}page/A"))
    assert "13,95" in said["points"]  # 1000 of 1434, times 20 points


def test_a_number_with_two_readings_is_asked_about_and_the_choice_is_kept(
    world: World, reporter: Client
) -> None:
    response = send(reporter, world, "B7", v__budget="1.434")
    assert response.status_code == 422 and answer_of(world, "B7").declared == {}
    fault = response.json()["faults"]["budget"]
    assert "1434" in fault and "1,434" in fault
    readings = re.findall(r'value="([^"]+)"', html.unescape(fault))
    assert readings == ["1434|1.434", "1.434|1.434"]
    said = send(reporter, world, "B7", v__budget="1.434", x__budget="1.434|1.434").json()
    assert said["state"] == "saved" and answer_of(world, "B7").declared == {"budget": "1.434"}
    again = send(
        reporter,
        world,
        "B7",
        v__budget=said["values"]["budget"]["text"],
        x__budget=said["values"]["budget"]["exact"],
        comment="x",
    ).json()
    assert again["state"] == "saved" and answer_of(world, "B7").declared == {"budget": "1.434"}


def test_without_scripts_a_faulty_value_stays_on_the_page_with_its_fault(
    world: World, reporter: Client
) -> None:
    data = {"seen": str(answer_of(world, "A1").sequence), "v:staff": "20", "v:staff_with_computer": "25"}
    response = reporter.post(f"{PART}save/A1", data)
    assert response.status_code == 422
    page = text_of(response)
    assert 'value="25"' in page and "nhiều hơn “Số cán bộ” là 20" in page
    data["v:staff_with_computer"] = "15"
    response = reporter.post(f"{PART}save/A1", data)
    assert response.status_code == 302 and response["Location"] == f"{PART}page/A#c-A1"
    assert answer_of(world, "A1").declared["staff_with_computer"] == "15"


def test_every_kind_of_input_is_saved_from_the_form(world: World, reporter: Client) -> None:
    for node, values, kept in (
        ("B1", {"v__website": "own"}, {"website": "own"}),
        ("B4", {"v__hotline": "no"}, {"hotline": "no"}),
        ("B5", {"v__parts": ["map", "fees"]}, {"parts": "map|fees"}),
        ("B6", {"v__online": "0,68"}, {"online": "0.68"}),
    ):
        assert send(reporter, world, node, **values).status_code == 200
        assert answer_of(world, node).declared == kept
    send(reporter, world, "B5", v__parts=["none"])
    assert answer_of(world, "B5").declared == {"parts": "none"}
    send(reporter, world, "B5")
    assert answer_of(world, "B5").status == "blank"


def test_not_applicable_without_a_reason_is_not_saved_and_says_so(world: World, reporter: Client) -> None:
    response = send(reporter, world, "B4", na="1")
    assert response.status_code == 400 and "lý do" in response.json()["problem"]
    assert send(reporter, world, "B4", na="1", na_reason="Không có tổng đài").status_code == 200
    assert answer_of(world, "B4").status == "not-applicable"
    assert "Không có tổng đài" in text_of(reporter.get(f"{PART}page/B"))


def test_two_people_at_once_choose_value_by_value_and_lose_nothing(world: World, reporter: Client) -> None:
    given(world, "A1", {"staff": "20", "staff_with_computer": "18"})
    seen = answer_of(world, "A1").sequence
    given(world, "A1", {"staff": "21", "staff_with_computer": "18"}, "head")
    mine = {
        "v__staff": "20",
        "v__staff_with_computer": "19",
        "b__staff": "20",
        "b__staff_with_computer": "18",
    }
    response = send(reporter, world, "A1", seen=seen, **mine)
    assert response.status_code == 409 and response.json()["state"] == "conflict"
    merge = html.unescape(response.json()["merge"])
    assert "Người Mẫu (head)" in merge
    proposed = re.findall(r'name="p:(\w+)" value="(\w+)"\s+checked', merge)
    assert proposed == [("staff", "theirs"), ("staff_with_computer", "mine")]
    assert answer_of(world, "A1").declared == {"staff": "21", "staff_with_computer": "18"}
    data = dict(re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]*)"', merge))
    response = reporter.post(
        f"{PART}save/A1", {**data, "merge": "chosen", **{f"p:{k}": v for k, v in proposed}}
    )
    assert response.status_code == 302
    assert answer_of(world, "A1").declared == {"staff": "21", "staff_with_computer": "19"}


@pytest.mark.parametrize(("side", "staff"), [("mine", "22"), ("theirs", "21")])
def test_one_click_keeps_one_side_of_a_merge(world: World, reporter: Client, side: str, staff: str) -> None:
    seen = answer_of(world, "A1").sequence
    given(world, "A1", {"staff": "21", "staff_with_computer": "18"}, "head", comment="của lãnh đạo")
    data = {"seen": str(seen), "v:staff": "22", "v:staff_with_computer": "3", "comment": "của tôi"}
    response = reporter.post(f"{PART}save/A1", data)
    assert response.status_code == 409
    page = text_of(response)
    assert "của tôi" in page and "của lãnh đạo" in page
    form = page[page.index('data-merging="A1"') :]
    hidden = dict(
        re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]*)"', form[: form.index("</form>")])
    )
    assert reporter.post(f"{PART}save/A1", {**hidden, "merge": side}).status_code == 302
    assert answer_of(world, "A1").declared["staff"] == staff


def test_a_form_sent_twice_counts_once_and_sent_again_with_other_values_is_no_error(
    world: World, reporter: Client
) -> None:
    seen = answer_of(world, "B1").sequence
    first = send(reporter, world, "B1", seen=seen, key="k1", v__website="own")
    count = Event.objects.count()
    again = send(reporter, world, "B1", seen=seen, key="k1", v__website="own")
    assert first.json()["sequence"] == again.json()["sequence"] and Event.objects.count() == count
    other = send(reporter, world, "B1", seen=seen, key="k1", v__website="none")
    assert other.status_code == 409
    other = send(reporter, world, "B1", seen=first.json()["sequence"], key="k1", v__website="none")
    assert other.status_code == 200 and answer_of(world, "B1").declared == {"website": "none"}


def test_evidence_is_given_used_again_saved_to_disk_and_taken_out(world: World, reporter: Client) -> None:
    pdf = SimpleUploadedFile("Quyết định.pdf", b"%PDF-1.4\n%%EOF\n", "application/pdf")
    data = {"file": pdf, "effective": "2026-01-15", "expires": "2025-06-01"}
    page = text_of(reporter.post(f"{PART}evidence/B4", data, follow=True))
    assert "Ngày hết hiệu lực đứng trước" in page and Evidence.objects.count() == 0
    pdf.seek(0)
    page = text_of(reporter.post(f"{PART}evidence/B4", {"file": pdf, "effective": "2026-01-15"}, follow=True))
    assert "Quyết định.pdf" in page
    assert reporter.post(f"{PART}evidence/B5", {"number": "1"}).status_code == 302
    assert answer_of(world, "B5").evidence == 1
    served = reporter.get(f"{PART}file/1")
    assert served["Content-Disposition"].startswith("attachment") and b"".join(served) == b"%PDF-1.4\n%%EOF\n"
    assert signed_in(world, "reporter2").get(f"{PART}file/1").status_code == 404
    assert signed_in(world, "appraiser").get(f"{PART}file/1").status_code == 404  # the draft of a unit
    Submission.objects.filter(unit=world.units["commune"]).update(returned_on=date(2026, 3, 2))
    assert signed_in(world, "appraiser").get(f"{PART}file/1").status_code == 200
    reporter.post(f"{PART}evidence/B4/use", {"number": "1"})
    assert answer_of(world, "B4").evidence == 0
    reporter.post(f"{PART}evidence/B4", {"link": "https://example.test/qd", "title": "Quyết định trên mạng"})
    assert answer_of(world, "B4").evidence == 1


@pytest.mark.parametrize(
    ("name", "content", "says"),
    [
        ("a.pdf", b"", "không có nội dung"),
        ("a.exe", b"MZ", "Không nhận loại tệp .exe"),
        ("a.pdf", b"<html>", "không đúng với đuôi .pdf"),
        ("../../etc/a.doc", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "Office kiểu cũ"),
    ],
)
def test_a_bad_file_is_refused_with_advice(
    world: World, reporter: Client, name: str, content: bytes, says: str
) -> None:
    page = text_of(
        reporter.post(f"{PART}evidence/B4", {"file": SimpleUploadedFile(name, content)}, follow=True)
    )
    assert says in page and answer_of(world, "B4").evidence == 0


def test_a_file_that_is_too_large_is_refused_without_saying_how_large_it_may_be(
    world: World, reporter: Client, settings: Any
) -> None:
    settings.MAX_FILE_MB = 1
    big = SimpleUploadedFile("big.pdf", b"%PDF-1.4\n" + b"0" * 1_000_001)
    page = text_of(reporter.post(f"{PART}evidence/B4", {"file": big}, follow=True))
    assert "tối đa 1 MB" in page and answer_of(world, "B4").evidence == 0


@pytest.mark.parametrize(("state", "says"), [("pending", "chờ quét"), ("infected", "có mã độc")])
def test_a_file_that_nobody_may_open_yet_is_offered_to_the_unit_or_the_appraiser(
    world: World, reporter: Client, state: str, says: str
) -> None:
    pdf = SimpleUploadedFile("Quyết định.pdf", b"%PDF-1.4\n%%EOF\n", "application/pdf")
    reporter.post(f"{PART}evidence/B4", {"file": pdf})
    assert f'{PART}file/1"' in text_of(reporter.get(f"{PART}page/B"))
    StoredFile.objects.update(state=state)
    shown = text_of(reporter.get(f"{PART}page/B"))
    assert "Quyết định.pdf" in shown and f'{PART}file/1"' not in shown
    Submission.objects.filter(unit=world.units["commune"]).update(returned_on=date(2026, 3, 2))
    facing = text_of(
        signed_in(world, "appraiser").get(f"/office/campaigns/{SLUG}/appraisal/sample/X1/?page=B")
    )
    assert "Quyết định.pdf" in facing and says in facing and "/evidence/1" not in facing


def test_a_double_submit_of_a_file_gives_one_evidence(world: World, reporter: Client) -> None:
    for _ in range(2):
        pdf = SimpleUploadedFile("a.pdf", b"%PDF-1.4\n%%EOF\n", "application/pdf")
        reporter.post(f"{PART}evidence/B4", {"file": pdf, "key": "k"})
    assert Evidence.objects.count() == 1


def test_a_session_that_ended_answers_the_script_with_the_sign_in_page(world: World) -> None:
    response = Client().post(f"{PART}save/A1", {"seen": "1", "v:staff": "20"}, **JSON)
    assert response.status_code == 302 and "signin" in response["Location"].replace("-", "").replace("/", "")
    client = signed_in(world, "reporter")
    assert client.get(f"{PART}save/A1")["Location"] == f"{PART}page/A#c-A1"


def test_only_the_unit_itself_can_write_and_only_those_who_may_can_see(world: World) -> None:
    seen = answer_of(world, "B1").sequence
    for who in ("reporter2", "appraiser", "observer", "publisher"):
        response = signed_in(world, who).post(f"{PART}save/B1", {"seen": str(seen), "v:website": "own"})
        assert response.status_code in (403, 404), who
    assert answer_of(world, "B1").status == "blank"
    assert signed_in(world, "reporter2").get(PART).status_code == 404
    page = text_of(signed_in(world, "appraiser").get(f"{PART}page/B"))
    assert "data-autosave" not in page


def test_the_head_signs_off_what_was_on_the_screen_and_takes_it_back(world: World, reporter: Client) -> None:
    given(world, "A1", {"staff": "20"})
    head = signed_in(world, "head")
    page = text_of(head.get(PART))
    assert '<button class="button" disabled>' in page
    seen = world.part(SLUG, "commune").sequence
    assert "trả lời một phần" in text_of(
        head.post(
            f"{PART}sign-off", {"seen": str(seen)}, HTTP_REFERER=f"http://testserver{PART}", follow=True
        )
    )
    given(world, "A1", {"staff": "20", "staff_with_computer": "18"})
    assert head.post(f"{PART}sign-off", {"seen": str(seen)}).status_code == 409
    seen = world.part(SLUG, "commune").sequence
    assert head.post(f"{PART}sign-off", {"seen": str(seen)}).status_code == 302
    assert world.part(SLUG, "commune").state == "returned"
    page = text_of(reporter.get(f"{PART}page/A"))
    assert "data-autosave" not in page and re.search(r'<dd class="num">\s*20\s*</dd>', page)
    response = send(reporter, world, "B1", v__website="own")
    assert response.status_code == 400 and "đã gửi" in response.json()["problem"]
    head.post(f"{PART}take-back", {})
    assert world.part(SLUG, "commune").state == "open"


def test_a_workbook_goes_out_comes_back_and_only_what_was_chosen_counts(
    world: World, reporter: Client
) -> None:
    content = b"".join([reporter.get(f"{PART}workbook.xlsx").content])

    def change(rows: Any) -> None:
        put(rows, "B1/website", "Trang riêng")
        put(rows, "B6/online", 0.5)
        put(rows, "A1/staff", "nhiều")

    sent = SimpleUploadedFile("so.xlsx", edited(content, change))
    page = text_of(reporter.post(f"{PART}workbook", {"file": sent}))
    assert "“nhiều” không phải là một số" in page and "F5)" in page
    data = {name: value for name, value in re.findall(r'name="(change:\w+)" value="(.*?)">', page)}
    assert set(data) == {"change:B1", "change:B6"}
    assert reporter.post(f"{PART}workbook/apply", data).status_code == 400
    assert reporter.post(f"{PART}workbook/apply", {**data, "use": ["B6"]}).status_code == 302
    assert answer_of(world, "B6").declared == {"online": "0.5"} and answer_of(world, "B1").declared == {}
    assert reporter.post(f"{PART}workbook/apply", {**data, "use": ["B6", "B1"]}).status_code == 409
    assert answer_of(world, "B1").declared == {}


def test_a_workbook_of_200_mb_or_an_old_one_is_refused_in_words(world: World, reporter: Client) -> None:
    for name, content, says in (
        ("so.xls", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), "Office kiểu cũ"),
        ("so.xlsx", b"", "không có nội dung"),
        ("so.xlsx", bytes(offline.LARGEST * 1_000_000 + 1), "tối đa 20 MB"),
    ):
        response = reporter.post(f"{PART}workbook", {"file": SimpleUploadedFile(name, content)})
        assert response.status_code == 400 and says in text_of(response)
    assert reporter.post(f"{PART}workbook", {}).status_code == 400


def test_saving_one_answer_reads_the_whole_form_three_times(
    world: World, reporter: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The form is read once, after the act, by whoever shows it: not at all where the browser is led back."""
    reads: list[str] = []
    really = form_queries._form
    monkeypatch.setattr(form_queries, "_form", lambda *given: reads.append(given[2]) or really(*given))
    assert send(reporter, world, "A1", v__staff="20", v__staff_with_computer="18").json()["state"] == "saved"
    assert reads == ["A"]
    assert send(reporter, world, "A1", v__staff="x").status_code == 422
    stale = reporter.post(f"{PART}save/A1", {"seen": "1", "v:staff": "30"}, **JSON)
    assert stale.status_code == 409
    assert reads == ["A"] * 3
    data = {"seen": str(answer_of(world, "A1").sequence), "v:staff": "21", "v:staff_with_computer": "18"}
    assert reporter.post(f"{PART}save/A1", data).status_code == 302
    assert reporter.get(f"{PART}save/A1").status_code == 302
    assert reads == ["A"] * 3


def test_a_unit_sees_no_limit_before_it_is_met(world: World, reporter: Client, settings: Any) -> None:
    settings.MAX_UNIT_MB = 1
    assert "0/1 MB" in text_of(reporter.get(f"{PART}page/B"))
    rows = SimpleUploadedFile("a.csv", b"a,b,c,d,e\n" * 85_000, "text/csv")
    reporter.post(f"{PART}evidence/B4", {"file": rows})
    page = text_of(reporter.get(f"{PART}page/B"))
    assert "1/1 MB" in page and "quản trị hệ thống đã được báo" in page
    more = SimpleUploadedFile("b.csv", b"b,b,c,d,e\n" * 85_000, "text/csv")
    page = text_of(reporter.post(f"{PART}evidence/B4", {"file": more}, follow=True))
    assert "tối đa 1 MB" in page and answer_of(world, "B4").evidence == 1
