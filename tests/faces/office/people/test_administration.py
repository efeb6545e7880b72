"""The pages of people: an account, its offices, a lost password; and what an outsider learns of it."""

from __future__ import annotations

import re
from html import unescape
from typing import Any

import pytest
from django.test import Client

import world as sample
from thangdo.faces.office import notices
from thangdo.faces.office.people import resetting
from thangdo.records.notices.models import Notice, Outbox
from thangdo.records.people.models import Office, Person, Role
from world import World

pytestmark = pytest.mark.django_db
PEOPLE = "/en/office/people/"
PASSWORD = "Mật khẩu mẫu 2026!"


@pytest.fixture
def world(db: None) -> World:
    made = sample.build()
    local = Person.objects.create_user("xa", name="Quản trị xã", created_at=sample.MORNING)
    sample.office(local, made.units["commune"], Role.ADMINISTRATOR)
    made.people["local"] = local
    return made


def signed_in(world: World, who: str) -> Client:
    client = Client()
    client.force_login(world.people[who])
    session = client.session
    session["second-factor"] = True
    session.save()
    return client


def text_of(answer: Any) -> str:
    return unescape(" ".join(answer.content.decode().split()))


def address(world: World, who: str, rest: str = "") -> str:
    return f"{PEOPLE}{world.people[who].pk}/{rest}"


def test_a_person_that_was_added_is_not_found_or_holds_nothing(world: World) -> None:
    client = signed_in(world, "administrator")
    form = {
        "login": "dao",
        "name": "Nguyễn Thị Đào",
        "email": "dao@example.test",
        "role": "reporter",
        "unit": "Xã Mẫu 2",
        "since": "2026-01-05",
        "key": "k1",
    }
    faulty = client.post(f"{PEOPLE}new/", {**form, "unit": "Xã không có"})
    assert faulty.status_code == 400 and 'value="Nguyễn Thị Đào"' in faulty.content.decode()
    answer = client.post(f"{PEOPLE}new/", form)
    person = Person.objects.get(login="dao")
    assert answer.headers["Location"] == f"{PEOPLE}{person.pk}/"
    page = text_of(client.get(answer.headers["Location"]))
    assert "Nguyễn Thị Đào" in page and "Xã Mẫu 2" in page and "made the account" in page
    assert client.post(f"{PEOPLE}new/", form).headers["Location"] == answer.headers["Location"]
    assert Person.objects.filter(login="dao").count() == 1
    assert "Nguyễn Thị Đào" in text_of(client.get(f"{PEOPLE}?q=nguyen dao"))


def test_an_office_is_given_and_ended_and_stays_in_the_history(world: World) -> None:
    client = signed_in(world, "administrator")
    form = {"role": "observer", "unit": "sample:H1", "since": "2026-01-05", "decision": "5/QĐ"}
    client.post(address(world, "reporter", "appoint/"), form)
    office = Office.objects.get(person=world.people["reporter"], role="observer")
    assert "Huyện Mẫu 1" in text_of(client.get(address(world, "reporter")))
    ending = address(world, "reporter", f"offices/{office.pk}/end/")
    client.post(ending, {"until": "2026-02-01", "reason": "luân chuyển"})
    office.refresh_from_db()
    assert str(office.until) == "2026-02-01"
    again = client.post(
        ending, {"until": "2026-02-01", "reason": "x"}, headers={"referer": "http://testserver" + PEOPLE}
    )
    page = text_of(client.get(again.headers["Location"]))
    assert "The office ended on 01/02/2026" in page or "ended" in page
    history = text_of(client.get(address(world, "reporter")))
    assert "appointed as" in history and "ended an office" in history


def test_the_list_of_one_unit_holds_the_people_of_another(world: World) -> None:
    client = signed_in(world, "administrator")
    for asked in ("sample:X1", "xa mau 1"):
        page = text_of(client.get(PEOPLE, {"unit": asked}))
        assert "(reporter)" in page and "(reporter2)" not in page and "(publisher)" not in page
    assert "(reporter2)" in text_of(client.get(PEOPLE, {"unit": "sample:H1"})), "and all below"
    assert "More than one unit fits “Mẫu”" in text_of(client.get(PEOPLE, {"unit": "Mẫu"}))
    faulty = client.get(PEOPLE, {"unit": "Xã không có"})
    assert faulty.status_code == 200
    assert "Xã không có" in text_of(faulty) and "(reporter)" not in text_of(faulty)


@pytest.mark.parametrize("who", ["local", "observer", "reporter2"])
def test_an_outsider_learns_that_an_account_is_there(world: World, who: str) -> None:
    client = signed_in(world, who)
    there, none = world.people["publisher"].pk, 999_999
    for rest in ("", "change/", "appoint/", "offices/1/end/", "end/", "password/", "second-factor/"):
        answers = []
        for key in (there, none):
            path = f"{PEOPLE}{key}/{rest}"
            answer = client.post(path, {"reason": "x"}) if rest else client.get(path)
            answers.append((answer.status_code, text_of(answer).replace(f"/people/{key}/", "/KEY/")))
        assert {status for status, _ in answers} == {404}, rest
        pages = {re.sub(r'(value|nonce)="[^"]*"', "", page) for _, page in answers}
        assert len(pages) == 1 and "Người Mẫu (publisher)" not in pages.pop()
    assert Person.objects.get(pk=there).is_active


def test_a_link_for_a_new_password_is_shown_twice_or_does_not_work(world: World, settings: Any) -> None:
    client = signed_in(world, "administrator")
    answer = client.post(address(world, "reporter", "password/"))
    page = text_of(client.get(answer.headers["Location"]))
    (link,) = re.findall(r"<code>http://testserver(/\S+?)</code>", page)
    assert "also sent" not in page, "no mail server is set"
    assert "<code>" not in text_of(client.get(answer.headers["Location"]))
    choose(link)
    assert Person.objects.get(login="reporter").check_password(PASSWORD)
    assert Outbox.objects.count() == 0


def choose(link: str) -> None:
    """The person opens the link in a browser of his own and chooses a password."""
    browser = Client()
    form = browser.get(link, follow=True)
    assert form.status_code == 200
    path = form.redirect_chain[-1][0]
    done = browser.post(path, {"password1": PASSWORD, "password2": PASSWORD})
    assert done.status_code == 302, text_of(done)


def test_the_link_goes_by_e_mail_and_is_kept_nowhere(world: World, settings: Any) -> None:
    settings.SMTP_URL, settings.SITE_URL = "smtp://localhost:1", "https://scores.example.test"
    person = world.people["reporter"]
    client = signed_in(world, "administrator")
    for _ in range(2):
        answer = client.post(address(world, "reporter", "password/"))
    page = text_of(client.get(answer.headers["Location"]))
    assert "also sent to the person's e-mail address" in page and "<code>" in page
    last = Notice.objects.get(done_at=None)
    assert Outbox.objects.filter(notice=last, person=person, state="pending").count() == 1
    assert last.facts == {"person": person.pk} and last.link == ""
    for language, said in (("vi", "đặt mật khẩu mới"), ("en", "choose a new password")):
        words = notices.words(last.code, last.facts, "", language)
        assert said in words.subject and ("không yêu cầu" in words.body or "did not ask" in words.body)
        (link,) = re.findall(r"https://scores\.example\.test(/\S+)", words.body)
        assert link.startswith("/en/office/") == (language == "en")
    choose(link)
    assert Person.objects.get(login="reporter").check_password(PASSWORD)


def test_a_person_without_an_address_is_said_to_get_an_e_mail(world: World, settings: Any) -> None:
    settings.SMTP_URL = "smtp://localhost:1"
    assert resetting.tell(world.actor("administrator"), world.people["local"]) is False
    assert Outbox.objects.count() == 0


def test_a_lost_phone_or_a_leaver_keeps_an_open_session(world: World) -> None:
    own, client = signed_in(world, "head"), signed_in(world, "administrator")
    client.post(address(world, "head", "end/"), {"reason": "nghỉ hưu"})
    assert own.get("/office/").status_code == 302
    assert "closed" in text_of(client.get(address(world, "head")))
    client.post(address(world, "head", "reopen/"), {"reason": "làm lại"})
    assert Person.objects.get(login="head").is_active
