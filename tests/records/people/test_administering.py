"""Accounts and offices held: who may give them, what is refused, what the ledger says of it."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from django.contrib.auth import SESSION_KEY
from django.contrib.sessions.backends.db import SessionStore

from thangdo.records.ledger import events as ledger
from thangdo.records.ledger import private
from thangdo.records.people import actions, queries
from thangdo.records.people.acting import Actor, NotAllowed, Refused, actor_of, system
from thangdo.records.people.models import Office, Person, Role
from thangdo.records.units import paths
from thangdo.records.units.models import Unit

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 3, 2, 1, tzinfo=UTC)
TODAY = date(2026, 3, 2)
SCHEME = "sample"


@pytest.fixture
def province() -> dict[str, Unit]:
    """A province with a department and two communes; one of them ended in 2025."""
    made: dict[str, Unit] = {}
    for code, name, parent in (
        ("M", "Tỉnh Mẫu", ""),
        ("S", "Sở Mẫu", "M"),
        ("X1", "Xã Mẫu 1", "M"),
        ("X2", "Xã Mẫu 2", "M"),
    ):
        made[code] = Unit.objects.create(
            scheme=SCHEME,
            code=code,
            name_vi=name,
            name_fold=name.lower(),
            search=code,
            sort_key=code,
            kind="x",
            tier="commune",
            parent=made.get(parent),
            source="sample",
        )
    Unit.objects.filter(code="X2").update(valid_from=date(2019, 1, 1), valid_to=date(2025, 6, 30))
    paths.refresh()
    return {code: Unit.objects.get(pk=unit.pk) for code, unit in made.items()}


def new(login: str, role: str = Role.REPORTER, unit: str = "X1", **more: Any) -> actions.NewAccount:
    """An account as the form gives it."""
    return actions.NewAccount(
        login, more.pop("name", "Nguyễn Thị Đào"), more.pop("email", ""), role, (SCHEME, unit), **more
    )


def made(login: str, role: str, unit: str, **more: Any) -> Person:
    """An account that the machine itself made."""
    return actions.add(system("test", NOW), new(login, role, unit, since=date(2020, 1, 1), **more))


def acting(person: Person, later: timedelta = timedelta(), key: str = "") -> Actor:
    """The person at work."""
    return actor_of(person, NOW + later, key)


@pytest.fixture
def chief(province: dict[str, Unit]) -> Person:
    """The administrator of the whole province."""
    return made("quan-tri", Role.ADMINISTRATOR, "M", subtree=True)


@pytest.fixture
def local(province: dict[str, Unit], chief: Person) -> Person:
    """The administrator of one commune."""
    return made("quan-tri-xa", Role.ADMINISTRATOR, "X1")


def refusal(error: pytest.ExceptionInfo[Refused]) -> str:
    """Why it was refused."""
    return error.value.code


def test_a_new_officer_holds_an_office_from_the_day_of_the_decision(chief: Person) -> None:
    person = actions.add(acting(chief), new("dao", since=date(2026, 4, 1), decision="12/QĐ-SNV"))
    assert actor_of(person, datetime(2026, 3, 31, 16, tzinfo=UTC)).offices == ()
    assert [held.role for held in actor_of(person, datetime(2026, 3, 31, 17, tzinfo=UTC)).offices] == [
        "reporter"
    ]
    assert not person.has_usable_password()


def test_no_name_or_address_of_an_officer_stands_in_the_ledger(chief: Person) -> None:
    person = actions.add(acting(chief), new("dao", email="dao@mau.example"))
    actions.change(acting(chief), person.pk, "Trần Thị Đào", "dao2@mau.example", "vi")
    actions.end(acting(chief), person.pk, "bà Đào nghỉ hưu")
    events = ledger.read(person.ref)
    assert [event.type for event in events] == [
        "account.added",
        "office.appointed",
        "account.changed",
        "account.ended",
    ]
    written = " ".join(str(event.payload) for event in events)
    assert "Đào" not in written and "dao" not in written and "mau.example" not in written
    assert private.text(events[-1].payload["reason"]) == "bà Đào nghỉ hưu"
    assert events[0].actor == chief.ref and events[0].office == "administrator@sample:M"


def test_the_administrator_of_a_commune_reaches_nobody_else(local: Person, chief: Person) -> None:
    other = made("so", Role.REPORTER, "S")
    assert [one.login for one in queries.people(acting(local))] == ["quan-tri-xa"]
    with pytest.raises(Refused) as error:
        queries.person(acting(local), other.pk)
    assert refusal(error) == "no-such-account"
    for act in (
        lambda: actions.add(acting(local), new("x", unit="S")),
        lambda: actions.appoint(acting(local), other.pk, Role.HEAD, (SCHEME, "S"), TODAY),
        lambda: actions.end(acting(local), other.pk, "x"),
        lambda: actions.reset_password(acting(local), other.pk),
        lambda: actions.reset_second_factor(acting(local), other.pk, "x"),
        lambda: actions.change(acting(local), other.pk, "x", "", "vi"),
        lambda: actions.end_office(acting(local), other.offices.get().pk, TODAY),
    ):
        with pytest.raises(NotAllowed):
            act()


def test_a_commune_cannot_draw_an_officer_of_the_province_under_its_hand(
    local: Person, chief: Person
) -> None:
    """Else its administrator gives the head of the province a small office and a new password."""
    with pytest.raises(Refused) as error:
        actions.appoint(acting(local), chief.pk, Role.REPORTER, (SCHEME, "X1"), TODAY)
    assert refusal(error) == "no-such-account"
    actions.appoint(acting(chief), chief.pk, Role.REPORTER, (SCHEME, "X1"), TODAY)
    assert queries.person(acting(local), chief.pk).login == "quan-tri"
    for act in (
        lambda: actions.reset_password(acting(local), chief.pk),
        lambda: actions.reset_second_factor(acting(local), chief.pk, "mất điện thoại"),
        lambda: actions.end(acting(local), chief.pk, "x"),
        lambda: actions.change(acting(local), chief.pk, "x", "ke-gian@mau.example", "vi"),
    ):
        with pytest.raises(NotAllowed):
            act()


def test_an_office_over_one_unit_gives_none_over_all_below(local: Person, chief: Person) -> None:
    over_province = made("mot-minh", Role.ADMINISTRATOR, "M")
    with pytest.raises(NotAllowed):
        actions.add(acting(over_province), new("x", Role.APPRAISER, "M", subtree=True))
    with pytest.raises(NotAllowed):
        actions.end_office(acting(over_province), chief.offices.get().pk, TODAY)
    assert actions.add(acting(over_province), new("x", Role.APPRAISER, "M")).offices.get().subtree is False


def test_a_wider_office_counts_where_a_nearer_one_is_too_small(chief: Person) -> None:
    actions.appoint(acting(chief), chief.pk, Role.ADMINISTRATOR, (SCHEME, "X1"), TODAY)
    person = actions.add(acting(chief), new("y", Role.REPORTER, "X1", subtree=True))
    assert person.offices.get().subtree


@pytest.mark.parametrize(
    ("since", "until", "unit", "code"),
    [
        (date(2026, 3, 2), date(2026, 3, 1), "X1", "until-before-since"),
        (date(2025, 7, 1), None, "X2", "unit-not-valid-then"),
        (date(2018, 12, 31), None, "X2", "unit-not-valid-then"),
        (date(2025, 6, 1), date(2025, 7, 1), "X2", "unit-not-valid-then"),
        (date(2026, 3, 1), None, "X1", "holds-it-already"),
        (date(2019, 1, 1), date(2020, 1, 1), "X1", "holds-it-already"),
    ],
)
def test_an_appointment_that_cannot_be_says_why(
    chief: Person, since: date, until: date | None, unit: str, code: str
) -> None:
    person = made("dao", Role.REPORTER, "X1")
    with pytest.raises(Refused) as error:
        actions.appoint(acting(chief), person.pk, Role.REPORTER, (SCHEME, unit), since, until)
    assert refusal(error) == code
    assert Office.objects.filter(person=person).count() == 1


def test_an_office_can_be_held_again_after_it_ended(chief: Person) -> None:
    person = made("dao", Role.REPORTER, "X1")
    actions.end_office(acting(chief), person.offices.get().pk, date(2026, 3, 10), "chuyển công tác")
    actions.appoint(acting(chief), person.pk, Role.REPORTER, (SCHEME, "X1"), date(2026, 3, 11))
    days = [(office.since, office.until) for office in queries.person(acting(chief), person.pk).offices]
    assert days == [(date(2020, 1, 1), date(2026, 3, 10)), (date(2026, 3, 11), None)]


def test_the_form_sent_twice_makes_one_account(chief: Person) -> None:
    first = actions.add(acting(chief, key="k1"), new("dao"))
    assert actions.add(acting(chief, key="k1"), new("dao")) == first
    again = [acting(chief, key="k2"), first.pk, Role.HEAD, (SCHEME, "X1"), TODAY]
    assert actions.appoint(*again) == actions.appoint(*again)  # type: ignore[arg-type]
    assert [event.type for event in ledger.read(first.ref)].count("office.appointed") == 2


@pytest.mark.parametrize(
    ("login", "name", "email", "code"),
    [
        ("Đào", "Đào", "", "bad-login"),
        ("a b", "Đào", "", "bad-login"),
        ("quan-tri", "Đào", "", "login-is-taken"),
        ("QUAN-TRI", "Đào", "", "login-is-taken"),
        ("dao", "  ", "", "name-needed"),
        ("dao", "Đào", "dao(at)mau", "bad-email"),
        ("dao", "Đào", "Chief@Mau.example", "email-is-taken"),
    ],
)
def test_an_account_that_cannot_be_says_why(
    chief: Person, login: str, name: str, email: str, code: str
) -> None:
    Person.objects.filter(pk=chief.pk).update(email="chief@mau.example")
    with pytest.raises(Refused) as error:
        actions.add(acting(chief), new(login, name=name, email=email))
    assert refusal(error) == code
    assert Person.objects.count() == 1


def test_the_last_administrator_stays(chief: Person) -> None:
    office = chief.offices.get()
    with pytest.raises(Refused) as error:
        actions.end_office(acting(chief), office.pk, TODAY)
    assert refusal(error) == "last-administrator"
    with pytest.raises(Refused) as error:
        actions.end(acting(chief), chief.pk, "x")
    assert refusal(error) == "own-account"
    with pytest.raises(Refused) as error:
        actions.end(system("command-line", NOW), chief.pk, "x")
    assert refusal(error) == "last-administrator"
    made("thay", Role.ADMINISTRATOR, "M", subtree=True)
    actions.end_office(acting(chief), office.pk, TODAY)
    assert actor_of(chief, NOW + timedelta(days=1)).offices == ()


def test_an_administrator_of_one_unit_does_not_replace_one_of_the_whole(chief: Person) -> None:
    made("mot-minh", Role.ADMINISTRATOR, "M")
    with pytest.raises(Refused) as error:
        actions.end_office(acting(chief), chief.offices.get().pk, TODAY)
    assert refusal(error) == "last-administrator"


def test_whoever_is_sent_home_is_signed_out_at_once(chief: Person) -> None:
    person = made("dao", Role.REPORTER, "X1")
    stays, goes = SessionStore(), SessionStore()
    stays[SESSION_KEY], goes[SESSION_KEY] = str(chief.pk), str(person.pk)
    stays.save()
    goes.save()
    actions.end(acting(chief), person.pk, "nghỉ hưu")
    assert stays.exists(stays.session_key) and not goes.exists(goes.session_key)
    person.refresh_from_db()
    assert not person.is_active and actor_of(person, NOW).offices == ()
    actions.reopen(acting(chief), person.pk, "nhận lại")
    assert ledger.read(person.ref)[-1].type == "account.reopened"


def test_a_reason_is_asked_for(chief: Person) -> None:
    person = made("dao", Role.REPORTER, "X1")
    for act in (actions.end, actions.reset_second_factor):
        with pytest.raises(Refused) as error:
            act(acting(chief), person.pk, "  ")
        assert refusal(error) == "reason-needed"
    person.refresh_from_db()
    assert person.is_active


def test_a_person_is_found_without_marks(chief: Person) -> None:
    made("dao", Role.REPORTER, "X1", name="Đỗ Thị Đào")
    made("an", Role.REPORTER, "S", name="Nguyễn Văn An")
    assert [one.name for one in queries.people(acting(chief), "do thi dao")] == ["Đỗ Thị Đào"]
    assert [one.name for one in queries.people(acting(chief), "AN nguyen")] == ["Nguyễn Văn An"]
    assert [one.login for one in queries.people(acting(chief), unit=(SCHEME, "X1"))] == ["dao"]
    assert "dao" in [one.login for one in queries.people(acting(chief), unit=(SCHEME, "M"))]
    assert queries.people(acting(chief), unit=(SCHEME, "none")) == []


def test_who_headed_a_unit_on_a_day_in_the_past_is_known(chief: Person, province: dict[str, Unit]) -> None:
    before = made("truoc", Role.HEAD, "X1")
    actions.end_office(acting(chief), before.offices.get().pk, date(2025, 12, 31))
    actions.add(acting(chief), new("sau", Role.HEAD, since=date(2026, 1, 1)))
    found = {
        day.year: [person.login for _, person in queries.holders(province["X1"], day, [Role.HEAD])]
        for day in (date(2025, 12, 31), date(2026, 1, 1))
    }
    assert found == {2025: ["truoc"], 2026: ["sau"]}
