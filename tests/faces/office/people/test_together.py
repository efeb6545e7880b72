"""An administrator brings two hundred people in a few acts; who is invited comes in by a slip."""

from __future__ import annotations

import io
import re
from typing import Any

import openpyxl
import pytest
from django.core.cache import cache
from django.test import Client

import world as sample
from thangdo.records.notices.models import Notice
from thangdo.records.people.models import Invitation, Person
from thangdo.work.registry.people_lists import OTHERS
from world import World

pytestmark = pytest.mark.django_db
HERE = "/office/people/together/"
HEADS = [OTHERS[one][0] for one in ("unit", "role", "name", "email")]


@pytest.fixture
def office(settings: Any) -> tuple[World, Client]:
    settings.DEMO = True  # no second factor on the way
    world = sample.build()
    client = Client()
    client.force_login(world.people["administrator"])
    return world, client


def workbook(*rows: tuple[str, ...]) -> io.BytesIO:
    book = openpyxl.Workbook()
    assert book.active is not None
    for row in (HEADS, *rows):
        book.active.append(row)
    out = io.BytesIO()
    book.save(out)
    out.seek(0)
    out.name = "danh-sach.xlsx"
    return out


def hidden(page: str, name: str) -> str:
    found = re.search(rf'name="{name}" value="([^"]*)"', page)
    assert found, name
    return found[1]


def test_a_list_is_made_without_being_shown_or_half(office: tuple[World, Client]) -> None:
    world, client = office
    unit = world.units["commune"].name_vi
    rows = [
        (unit, "Cán bộ đầu mối", "Lê Thị Mẫu Một", "mot@example.test"),
        (unit, "người đứng đầu", "Phan Mẫu Hai", ""),
    ]
    faulty = client.post(HERE, {"file": workbook(*rows, (unit, "chủ tịch", "X", ""))})
    page = faulty.content.decode()
    assert faulty.status_code == 400 and "Dòng 4: " in page and "Không có vai trò “chủ tịch”" in page
    before = Person.objects.count()
    shown = client.post(HERE, {"file": workbook(*rows)})
    page = shown.content.decode()
    assert shown.status_code == 200 and "Lê Thị Mẫu Một" in page and Person.objects.count() == before
    made = client.post(
        HERE, {"do": "1", "held": hidden(page, "held"), "seen": hidden(page, "seen"), "key": "k1"}
    )
    assert made.status_code == 302 and Person.objects.count() == before + 2
    again = client.post(
        HERE, {"do": "1", "held": hidden(page, "held"), "seen": hidden(page, "seen"), "key": "k1"}
    )
    assert again["Location"] == made["Location"] and Person.objects.count() == before + 2, (
        "sent twice, made once"
    )
    listed = client.get(made["Location"]).content.decode()
    assert "chưa mời" in listed and "0 người đã vào, 2 người chưa vào" in listed
    undone = client.post(f"{made['Location']}undo/", {"reason": "nhầm"})
    assert (
        undone.status_code == 302 and not Person.objects.filter(name="Phan Mẫu Hai", is_active=True).exists()
    )


def test_nobody_can_be_appointed_before_his_name_is_known(office: tuple[World, Client]) -> None:
    _world, client = office
    page = client.post(HERE, {"everybody": "1"}).content.decode()
    made = client.post(HERE, {"do": "1", "held": hidden(page, "held"), "seen": hidden(page, "seen")})
    key = made["Location"].rstrip("/").rpartition("/")[2]
    shown = client.post(f"{HERE}slips/", {"batch": key})
    slips = shown.content.decode()
    codes = re.findall(r'<strong class="code">([^<]+)</strong>', slips)
    assert len(codes) == len(set(codes)) == Invitation.objects.count() > 2
    assert slips.count("<svg") >= len(codes) and "no-store" in shown["Cache-Control"]
    assert codes[0].replace("-", "") not in client.get(made["Location"]).content.decode()
    stranger = Client()
    cache.clear()
    wrong = stranger.post("/office/come/", {"code": "AAAA-BBBB-CCCC"})
    assert wrong.status_code == 400 and "Mã này không dùng được" in wrong.content.decode()
    first = stranger.post("/office/come/", {"code": codes[0].lower()})
    assert first.status_code == 200 and "Tên tài khoản là" in first.content.decode()
    given = {
        "code": codes[0],
        "name": "Ksor Mẫu",
        "email": "",
        "password1": "mot hai ba bon nam",
        "password2": "khac",
    }
    unlike = stranger.post("/office/come/", given)
    assert unlike.status_code == 400 and "không giống nhau" in unlike.content.decode()
    weak = stranger.post("/office/come/", {**given, "password1": "12345678", "password2": "12345678"})
    assert weak.status_code == 400 and Person.objects.filter(name="Ksor Mẫu").count() == 0
    came = stranger.post("/office/come/", {**given, "password2": "mot hai ba bon nam"})
    assert came.status_code == 302 and came["Location"] == "/office/signin/"
    person = Person.objects.get(name="Ksor Mẫu")
    assert person.check_password("mot hai ba bon nam")
    assert stranger.post("/office/come/", given).status_code == 400, "the code works once"


def test_codes_are_guessed_all_night(office: tuple[World, Client]) -> None:
    cache.clear()
    stranger = Client()
    answers = [stranger.post("/office/come/", {"code": f"{n:012}"}).status_code for n in range(45)]
    assert answers[-1] == 429 and answers.count(400) <= 40
    cache.clear()


def test_the_list_to_fill_in_cannot_be_read_back(office: tuple[World, Client]) -> None:
    _world, client = office
    given = client.get(f"{HERE}people.xlsx")
    book = openpyxl.load_workbook(io.BytesIO(given.content))
    sheet = book.active
    assert sheet is not None and [cell.value for cell in sheet[1]][:4] == [
        "Đơn vị",
        "Tên đơn vị",
        "Vai trò",
        "Họ và tên",
    ]
    sheet["D2"] = "Rơ Châm Mẫu"
    filled = io.BytesIO()
    book.save(filled)
    filled.seek(0)
    filled.name = "people.xlsx"
    page = client.post(HERE, {"file": filled}).content.decode()
    assert "1 tài khoản mới" in page and "dòng chưa ghi họ và tên được bỏ qua" in page


def test_an_invitation_by_mail_has_no_link(office: tuple[World, Client], settings: Any) -> None:
    world, client = office
    settings.SMTP_URL = "smtp://localhost:1"
    unit = world.units["commune"].name_vi
    page = client.post(
        HERE, {"file": workbook((unit, "observer", "Lê Thị Mẫu", "mau@example.test"))}
    ).content.decode()
    made = client.post(HERE, {"do": "1", "held": hidden(page, "held"), "seen": hidden(page, "seen")})
    sent = client.post(f"{made['Location']}mail/", {})
    assert sent.status_code == 302
    notice = Notice.objects.get(code="people.invitation")
    person = Person.objects.get(email="mau@example.test")
    assert notice.facts == {"person": person.pk}
    other = client.post(f"{made['Location']}mail/", {})
    assert other.status_code == 302 and Notice.objects.filter(code="people.invitation").count() == 2


def test_chosen_offices_end_one_by_one(office: tuple[World, Client]) -> None:
    world, client = office
    keys = [str(world.people[one].offices.get().pk) for one in ("reporter", "head")]
    done = client.post(f"{HERE}end/", {"office": keys, "until": "2030-12-31", "reason": "sáp nhập"})
    assert done.status_code == 302
    assert {str(world.people[one].offices.get().until) for one in ("reporter", "head")} == {"2030-12-31"}
