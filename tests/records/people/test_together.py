"""People are brought by the hundred, agreed to, invited, and taken back."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest

from records.units.province import begin
from thangdo.records.ledger.events import read
from thangdo.records.people import actions, bulk, bulk_plan, invitations
from thangdo.records.people.acting import Actor, NotAllowed, Refused, actor_of, system
from thangdo.records.people.models import Invitation, Office, Person
from thangdo.records.people.replaying import differences
from thangdo.records.units.models import Unit

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 11, 24, 8, tzinfo=UTC)
SYSTEM = system("test", NOW)
Row = dict[str, str]


@pytest.fixture
def administrator() -> Actor:
    begin()
    new = actions.NewAccount("quantri", "Trần Văn Quản", "", "administrator", ("mau", "tinh"), True)
    return actor_of(actions.add(SYSTEM, new), NOW)


def row(unit: str, name: str, role: str = "reporter", **more: str) -> Row:
    return {"unit": unit, "role": role, "name": name, **more}


def brought(actor: Actor, rows: list[Row]) -> bulk.Brought:
    return bulk.bring(actor, rows, bulk_plan.plan(actor, rows).hash)


def test_two_hundred_accounts_are_typed_one_by_one(administrator: Actor) -> None:
    Unit.objects.filter(scheme="mau", code__in=["x1", "x2"]).update(name_vi="Xã Phú Lý")  # in two districts
    rows = bulk_plan.missing(administrator)
    assert {one["role"] for one in rows} == {"reporter", "head"} and len(
        {one["login"] for one in rows}
    ) == len(rows)
    named = [{**one, "name": f"Người {n}"} for n, one in enumerate(rows)]
    done = brought(administrator, named)
    assert len(done.people) == len(done.offices) == len(rows) > 8
    assert bulk_plan.missing(administrator) == []
    assert differences() == []
    assert not bulk_plan.plan(administrator, named).new, "the same list again makes nothing"
    with pytest.raises(Refused, match="people-nothing-to-do"):
        brought(administrator, named)


def test_a_person_who_is_there_gets_a_second_account(administrator: Actor) -> None:
    brought(administrator, [row("Xã Mẫu 1", "Lê Thị Ân", email="an@example.test")])
    found = bulk_plan.plan(administrator, [row("mau:x2", "Lê Thị Ân", "head", email="AN@example.test")])
    assert [(one.does, one.login) for one in found.lines] == [("office", "")] and not found.new
    done = brought(administrator, [row("mau:x2", "Lê Thị Ân", "head", email="an@example.test")])
    assert (len(done.people), len(done.offices)) == (0, 1)
    assert Person.objects.filter(name="Lê Thị Ân").count() == 1


@pytest.mark.parametrize(
    ("rows", "code"),
    [
        ([row("Xã Không Có", "A")], "no-such-unit"),
        ([row("mau:x1", "A", "chairman")], "no-such-role"),
        ([row("mau:x1", " ")], "name-needed"),
        ([row("mau:x1", "A", email="a@")], "bad-email"),
        ([row("mau:x1", "A", login="Tên lạ")], "bad-login"),
        ([row("mau:x1", "A", login="quantri")], "login-is-taken"),
        ([row("mau:x1", "A", login="a"), row("mau:x2", "B", login="a")], "people-row-twice"),
        ([row("mau:x1", "A", email="a@b.vn"), row("mau:x2", "B", email="A@b.vn")], "people-row-twice"),
        ([row("mau:x1", "A", title="x" * 201)], "too-long"),
    ],
)
def test_a_faulty_row_makes_half_a_list(administrator: Actor, rows: list[Row], code: str) -> None:
    good = row("mau:x3", "Người Tốt")
    found = bulk_plan.plan(administrator, [good, *rows])
    assert [one.code for one in found.problems] == [code] and found.problems[0].line == len(rows) + 2
    before = Person.objects.count()
    with pytest.raises(Refused, match="people-list-faulty"):
        bulk.bring(administrator, [good, *rows], found.hash)
    assert Person.objects.count() == before


def test_what_was_agreed_to_is_not_what_is_made(administrator: Actor) -> None:
    rows = [row("mau:x1", "Lê Thị Ân")]
    seen = bulk_plan.plan(administrator, rows).hash
    actions.add(SYSTEM, actions.NewAccount("anlt", "Người Khác", "", "head", ("mau", "x2")))
    with pytest.raises(Refused, match="people-changed-meanwhile"):
        bulk.bring(administrator, rows, seen)


def test_the_administrator_of_a_district_makes_accounts_elsewhere(administrator: Actor) -> None:
    new = actions.NewAccount("huyen", "Quản Trị Huyện", "", "administrator", ("mau", "h1"), True)
    district = actor_of(actions.add(SYSTEM, new), NOW)
    outside = [one for one in bulk_plan.missing(administrator) if one not in bulk_plan.missing(district)]
    assert outside and bulk_plan.missing(district)
    found = bulk_plan.plan(district, [{**outside[0], "name": "A"}])
    assert [one.code for one in found.problems] == ["no-such-unit"]
    done = brought(administrator, [{**outside[0], "name": "A"}])
    assert bulk.batches(district) == [] and not bulk.may_see(district, done)
    reporter = actor_of(Person.objects.get(pk=done.people[0]), NOW)
    with pytest.raises(NotAllowed):
        bulk_plan.plan(reporter, [row("mau:x1", "A")])


def test_a_list_cannot_be_taken_back(administrator: Actor) -> None:
    rows = [row("mau:x1", "Lê Thị Ân", email="an@example.test"), row("mau:x2", "Phan Văn Bá")]
    done = brought(administrator, rows)
    came = Person.objects.get(name="Phan Văn Bá")
    Person.objects.filter(pk=came.pk).update(last_login=NOW)
    _batch, stayed = bulk.undo(administrator, done.key, "nhầm tệp")
    assert stayed == 1 and Person.objects.get(pk=came.pk).is_active
    assert Office.objects.get(person=came).until is None
    gone = Person.objects.get(name="Lê Thị Ân")
    assert (gone.is_active, gone.email) == (False, "") and Office.objects.get(person=gone).until == date(
        2026, 11, 23
    )
    assert differences() == []
    with pytest.raises(Refused, match="list-undone"):
        bulk.undo(administrator, done.key, "nữa")
    again = brought(administrator, rows[:1])
    assert Person.objects.get(pk=again.people[0]).login == "anlt", "the name is free again"


def test_offices_end_one_by_one_when_an_election_comes(administrator: Actor) -> None:
    done = brought(administrator, [row("mau:x1", "A"), row("mau:x2", "B")])
    assert bulk.end_offices(administrator, done.offices, date(2026, 12, 31), "bầu cử") == 2
    assert set(Office.objects.filter(pk__in=done.offices).values_list("until", flat=True)) == {
        date(2026, 12, 31)
    }
    own = Office.objects.get(role="administrator").pk
    third = brought(administrator, [row("mau:x3", "C")])
    with pytest.raises(Refused, match="last-administrator"):
        bulk.end_offices(administrator, [*third.offices, own], date(2026, 12, 31), "")
    assert Office.objects.get(pk=third.offices[0]).until is None, "all or none"
    assert differences() == []


def test_a_slip_opens_the_account_twice_or_another(administrator: Actor) -> None:
    done = brought(administrator, [row("mau:x1", "Đầu mối Xã Mẫu 1"), row("mau:x2", "B")])
    first = invitations.invite(administrator, done.people[:1])[0]
    (second,) = invitations.invite(administrator, done.people[:1])
    with pytest.raises(Refused, match="invitation-unknown"):
        invitations.of_code(first.code, NOW)  # a newer slip replaced it
    typed = second.code.lower().replace("-", " ")
    assert invitations.of_code(typed, NOW).pk == done.people[0]
    with pytest.raises(Refused, match="invitation-unknown"):
        invitations.of_code(typed, NOW + timedelta(days=invitations.DAYS))
    person = invitations.accept(typed, "bốn từ của câu", NOW, "Lê Thị Ân", "an@example.test")
    assert person.check_password("bốn từ của câu") and (person.name, person.email) == (
        "Lê Thị Ân",
        "an@example.test",
    )
    for act in (lambda: invitations.of_code(typed, NOW), lambda: invitations.accept(typed, "x", NOW)):
        with pytest.raises(Refused, match="invitation-unknown"):
            act()
    assert invitations.invite(administrator, done.people[:1]) == [], "who has come needs none"
    told = read(person.ref)
    assert [one.type for one in told][-2:] == ["account.changed", "account.came"]
    assert "Ân" not in str([one.payload for one in told]) and second.code not in str(
        [one.payload for one in told]
    )
    assert not Invitation.objects.filter(sha256__contains=second.code[:4]).exists()
    actions.end(administrator, done.people[1], "đi nơi khác")
    assert invitations.invite(administrator, done.people[1:]) == []
