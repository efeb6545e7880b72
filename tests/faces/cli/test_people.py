"""`thangdo user`: accounts from the machine itself, and every refusal as a sentence."""

from __future__ import annotations

import re

import pytest

import world as sample
from faces.cli.running import Ran, run
from thangdo.records.ledger import events as ledger
from thangdo.records.people.models import Office, Person
from world import World

pytestmark = pytest.mark.django_db
UNIT = f"{sample.SCHEME}:X1"


@pytest.fixture
def world(db: None) -> World:
    return sample.build()


def user(*arguments: str, language: str = "en") -> Ran:
    return run("user", *arguments, language=language)


def added(login: str = "moi", *more: str) -> Ran:
    return user("add", login, "--name", "Nguyễn Thị Đào", "--role", "reporter", "--unit", UNIT, *more)


def password_in(done: Ran) -> str:
    found = re.search(r": (\S{16})$", done.out.strip())
    assert found, done
    return found[1]


def test_the_first_person_cannot_sign_in_with_what_was_printed(world: World) -> None:
    done = added("moi", "--email", "moi@example.test", "--since", "2026-01-05")
    assert done.code == 0, done
    person = Person.objects.get(login="moi")
    assert person.check_password(password_in(done))
    office = Office.objects.get(person=person)
    assert (office.role, office.unit.code, office.since.isoformat()) == ("reporter", "X1", "2026-01-05")
    assert ledger.read(person.ref)[0].actor == "system:command-line"
    assert "moi" in user("list").out


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["add", "Sai Tên", "--name", "A", "--role", "reporter", "--unit", UNIT], "cannot be used"),
        (["add", "head", "--name", "A", "--role", "reporter", "--unit", UNIT], "is taken"),
        (["add", "moi", "--name", " ", "--role", "reporter", "--unit", UNIT], "full name"),
        (["add", "moi", "--name", "A", "--role", "king", "--unit", UNIT], "no role"),
        (["add", "moi", "--name", "A", "--role", "reporter", "--unit", "sample:none"], "sample:none"),
        (["add", "moi", "--name", "A", "--role", "reporter", "--unit", "X1"], "register:code"),
        (["add", "moi", "--name", "A", "--role", "reporter", "--unit", UNIT, "--since", "5/1"], "2026-03-02"),
        (["add", "moi", "--name", "A", "--role", "reporter", "--unit", UNIT, "--email", "@"], "e-mail"),
        (["appoint", "nobody", "--role", "head", "--unit", UNIT], "no account nobody"),
        (["appoint", "reporter", "--role", "reporter", "--unit", UNIT], "holds that office"),
        (
            [
                "appoint",
                "head2",
                "--role",
                "head",
                "--unit",
                UNIT,
                "--since",
                "2026-02-01",
                "--until",
                "2026-01-01",
            ],
            "last day is before",
        ),
        (["end", "nobody", "--reason", "x"], "no account nobody"),
        (["end", "head", "--reason", " "], "reason"),
        (["end", "administrator", "--reason", "x"], "last administrator"),
        (["reset", "nobody"], "no account nobody"),
    ],
)
def test_a_refusal_is_a_traceback_or_says_nothing(world: World, arguments: list[str], said: str) -> None:
    before = Person.objects.count(), Office.objects.count()
    done = user(*arguments)
    assert done.code == 2 and said in done.err, done
    assert done.out == ""
    assert (Person.objects.count(), Office.objects.count()) == before


def test_a_refusal_is_said_in_the_wrong_language(world: World) -> None:
    done = user("end", "administrator", "--reason", "x", language="vi")
    assert done.code == 2 and "quản trị viên cuối cùng" in done.err


def test_a_closed_account_gets_a_new_password(world: World) -> None:
    assert user("end", "head", "--reason", "nghỉ hưu").code == 0
    old = Person.objects.get(login="head").password
    for language, said in (("en", "account is closed"), ("vi", "Tài khoản đã đóng")):
        for more in ([], ["--second-factor"]):
            done = user("reset", "head", *more, language=language)
            assert done.code == 2 and said in done.err and done.out == ""
    assert Person.objects.get(login="head").password == old
    assert "closed" in user("list").out
    again = user("end", "head", "--reason", "x")
    assert again.code == 2 and "closed" in again.err


def test_a_new_password_leaves_the_old_one_or_the_old_sessions(world: World) -> None:
    from django.test import Client

    client = Client()
    client.force_login(world.people["reporter"])
    done = user("reset", "reporter", "--second-factor")
    assert done.code == 0, done
    assert Person.objects.get(login="reporter").check_password(password_in(done))
    assert client.get("/office/account/").status_code == 302


def test_an_office_that_was_given_is_not_held(world: World) -> None:
    done = user(
        "appoint",
        "reporter",
        "--role",
        "head",
        "--unit",
        f"{sample.SCHEME}:H1",
        "--subtree",
        "--since",
        "2026-02-01",
        "--until",
        "2026-12-31",
        "--decision",
        "1/QĐ",
    )
    assert done.code == 0, done
    office = Office.objects.get(person__login="reporter", role="head")
    assert office.subtree and office.decision == "1/QĐ" and str(office.until) == "2026-12-31"
