"""ICT staff: who sees a record, what a course did, and nothing of a person in the ledger."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from django_tasks_db.models import DBTaskResult

import programme_world as sample
import world as base
from answers import Given, answer
from programme_world import TOP, X1, later
from thangdo.records.acts.frame import do
from thangdo.records.files.kept import BeingMade
from thangdo.records.ledger import private
from thangdo.records.ledger.models import Event
from thangdo.records.ledger.verify import verify
from thangdo.records.people.acting import NotAllowed, Refused
from thangdo.records.people.models import Office, Role
from thangdo.work.assessments.queries import large, shares
from thangdo.work.programmes import registers
from thangdo.work.programmes.staff import actions as staff
from thangdo.work.programmes.staff import frameworks
from thangdo.work.programmes.staff import models as staff_models
from thangdo.work.programmes.staff import queries as people
from thangdo.work.programmes.staff.permissions import holdings_seen
from world import World

pytestmark = pytest.mark.django_db
SLUG = "sample-2025"


@pytest.fixture
def world() -> World:
    return sample.build()


def code_of(error: pytest.ExceptionInfo[Refused]) -> str:
    return error.value.code


def staffed(world: World) -> int:
    """A post of the commune held by its reporter, in a province with a framework."""
    do(staff.FRAMEWORKS, staff.adopt, world.actor("trainer"), (TOP, "ict-officer"))
    do(
        staff.POSTS,
        staff.open_post,
        world.actor("head"),
        (X1,),
        staff.NewPost("Công chức phụ trách CNTT", True),
    )
    done = do(staff.POSTS, staff.take, world.actor("head"), (X1, 1), staff.Take("Lê Thị Mẫu", "reporter"))
    return int(done["record"])


def levels(of: int) -> staff.Levels:
    every = frameworks.load("ict-officer").competences
    return staff.Levels(tuple(staff.Level(one, of) for one in every))


def web(world: World) -> staff.NewCourse:
    dates = date(2026, 4, 1), date(2026, 4, 2)
    return staff.NewCourse(TOP, "Quản trị trang", *dates, ("website",))


def test_a_persons_record_is_seen_by_somebody_who_is_not_concerned(world: World) -> None:
    key = staffed(world)
    do(staff.RECORDS, staff.rate_self, world.actor("reporter"), (key,), levels(3))
    for who in world.people:
        actor = world.actor(who)
        if who in ("reporter", "head", "trainer"):
            assert people.record(actor, key).name == "Lê Thị Mẫu"
            continue
        assert not holdings_seen(actor).exists(), who
        with pytest.raises(Refused) as error:
            people.record(actor, key)
        assert code_of(error) == "no-such-record"
        assert all(one.name == "" and one.holding is None for one in people.posts(actor)), who
    (post,) = people.posts(world.actor("observer"))
    assert post.filled and post.title == "Công chức phụ trách CNTT"


def test_a_head_of_the_province_reads_the_records_of_every_commune(world: World) -> None:
    key = staffed(world)
    office = Office.objects.get(person=world.people["chairman"], role=Role.HEAD)
    office.subtree = True
    office.save()
    with pytest.raises(Refused):
        people.record(world.actor("chairman"), key)


def test_somebody_assesses_himself_as_his_superior_or_another_as_himself(world: World) -> None:
    key = staffed(world)
    with pytest.raises(Refused) as error:
        do(staff.RECORDS, staff.rate_self, world.actor("head"), (key,), levels(4))
    assert code_of(error) == "not-oneself"
    with pytest.raises(NotAllowed):
        do(staff.RECORDS, staff.rate_superior, world.actor("reporter"), (key,), levels(4))
    with pytest.raises(NotAllowed):
        do(staff.RECORDS, staff.rate_test, world.actor("head"), (key,), levels(4))
    with pytest.raises(Refused) as error:
        do(
            staff.RECORDS,
            staff.rate_self,
            world.actor("reporter"),
            (key,),
            staff.Levels((staff.Level("network", 3),)),
        )
    assert code_of(error) == "levels-incomplete"
    do(staff.RECORDS, staff.rate_self, world.actor("reporter"), (key,), levels(4))
    do(staff.RECORDS, staff.rate_superior, world.actor("head"), (key,), levels(2))
    record = people.record(world.actor("reporter"), key)
    assert {one.counts for one in record.competences} == {2}  # the superior's before one's own
    do(staff.RECORDS, staff.rate_test, world.actor("trainer"), (key,), levels(1))
    gaps = {one.code: one.gap for one in people.record(world.actor("trainer"), key).competences}
    assert gaps["one-stop-software"] == 2 and gaps["network"] == 1


def test_names_or_marks_of_a_person_stand_in_the_ledger_or_outlive_their_destruction(world: World) -> None:
    key = staffed(world)
    do(staff.RECORDS, staff.rate_self, world.actor("reporter"), (key,), levels(4))
    payloads = json.dumps(
        list(Event.objects.filter(type__in=staff_models.EVENTS).values_list("payload", flat=True))
    )
    assert "Lê Thị" not in payloads and '"network": 4' not in payloads and "\\u00ea Th" not in payloads
    holding = staff_models.Holding.objects.get(pk=key)
    rating = holding.ratings.get()
    private.destroy([holding.name["ref"], rating.levels["ref"]], world.now, "rule")
    record = people.record(world.actor("head"), key)
    assert record.name == "" and all(one.counts is None for one in record.competences)
    assert verify().ok and registers.differences(staff_models.EVENTS, staff_models.TABLES) == []


def test_a_course_is_given_and_nobody_knows_who_came_or_what_came_of_it(world: World) -> None:
    key = staffed(world)
    province, slug = TOP, "one-stop-2026"
    course = staff.NewCourse(
        province, "Phần mềm Một cửa", date(2026, 3, 9), date(2026, 3, 13), ("one-stop-software",), 4
    )
    with pytest.raises(NotAllowed):
        do(staff.COURSES, staff.plan, world.actor("head"), (slug,), course)
    do(staff.COURSES, staff.plan, world.actor("trainer"), (slug,), course)
    do(staff.COURSES, staff.enrol, world.actor("head"), ("one-stop-2026",), staff.Enrol(key))
    with pytest.raises(Refused) as error:
        do(staff.COURSES, staff.enrol, world.actor("trainer"), ("one-stop-2026",), staff.Enrol(key))
    assert code_of(error) == "enrolled-before"
    with pytest.raises(NotAllowed):
        do(staff.COURSES, staff.attend, world.actor("head"), ("one-stop-2026",), staff.Attend(key, 4, True))
    with pytest.raises(Refused):
        do(staff.COURSES, staff.attend, world.actor("trainer"), ("one-stop-2026",), staff.Attend(key, 5))
    do(
        staff.COURSES,
        staff.attend,
        world.actor("trainer", later(12)),
        ("one-stop-2026",),
        staff.Attend(key, 4, True),
    )
    _course, lines = people.course(world.actor("trainer"), "one-stop-2026")
    assert [(row.attended, name, result) for row, name, result in lines] == [(4, "Lê Thị Mẫu", "passed")]
    assert people.course(world.actor("reporter2"), "one-stop-2026")[1] == []
    (line,) = people.record(world.actor("reporter"), key).courses
    assert line.result == "passed"
    assert registers.differences(staff_models.EVENTS, staff_models.TABLES) == []


def test_a_successor_inherits_the_marks_of_who_was_before(world: World) -> None:
    key = staffed(world)
    do(staff.RECORDS, staff.rate_self, world.actor("reporter"), (key,), levels(4))
    done = do(staff.POSTS, staff.take, world.actor("head", later(5)), (X1, 1), staff.Take("Phạm Văn Mẫu"))
    assert people.record(world.actor("head", later(5)), done["record"]).rated == {}
    assert people.record(world.actor("reporter"), key).holding.until == date(2026, 3, 7)
    with pytest.raises(Refused) as error:
        do(staff.POSTS, staff.take, world.actor("head"), (X1, 1), staff.Take("", "nobody"))
    assert code_of(error) == "no-such-login"
    do(staff.POSTS, staff.end, world.actor("head", later(6)), (X1, 1))
    assert people.posts(world.actor("head")) == []
    assert registers.differences(staff_models.EVENTS, staff_models.TABLES) == []


def test_a_weak_criterion_leads_to_no_competence_and_no_course(world: World) -> None:
    staffed(world)
    sample.answered(world)
    course = web(world)
    do(staff.COURSES, staff.plan, world.actor("trainer"), ("web",), course)
    needs = {one.code: one for one in people.needs(world.actor("head"), SLUG, X1)}
    assert needs["website"].criteria == ("B1",) and needs["website"].courses[0].slug == "web"
    assert "A2" in needs["support"].criteria and "network" not in needs


def test_nobody_can_say_whether_the_criterion_rose_after_the_course(
    world: World, monkeypatch: pytest.MonkeyPatch, tmp_path: Path, settings: Any
) -> None:
    """Of large campaigns the worker computes it, both at once."""
    key = staffed(world)
    sample.answered(world)
    course = web(world)
    do(staff.COURSES, staff.plan, world.actor("trainer"), ("web",), course)
    do(staff.COURSES, staff.enrol, world.actor("trainer"), ("web",), staff.Enrol(key))
    base.dispatched(world, "sample-2026", follows=SLUG)
    seen = world.sequence("sample-2026", "commune", "B1")
    given = Given("B1", {"website": "own"}, seen)
    answer(world.actor("reporter"), "sample-2026", X1, given)
    with pytest.raises(
        Refused, match="no-such-campaign"
    ):  # who trains and does not see the campaigns is told nothing of them
        people.rose(world.actor("trainer"), "web", "B1", SLUG, "sample-2026")
    assert people.campaigns_for(world.actor("trainer"), world.units["province"]) == []
    with pytest.raises(NotAllowed):  # nor is who sees them and does not train
        people.rose(world.actor("secretary"), "web", "B1", SLUG, "sample-2026")
    Office.objects.create(
        person=world.people["trainer"],
        unit=world.units["province"],
        role=Role.OBSERVER,
        since=date(2026, 1, 1),
    )
    (one,) = people.rose(world.actor("trainer"), "web", "B1", SLUG, "sample-2026")
    assert one.code == "unknown"  # as long as it is a draft
    sample.signed_off(world, "sample-2026")
    (one,) = people.rose(world.actor("trainer"), "web", "B1", SLUG, "sample-2026")
    assert (one.unit.code, one.before, one.after, one.code) == ("X1", 0, 1, "rose")
    (other,) = people.rose(world.actor("trainer"), "web", "B2", SLUG, "sample-2026")
    assert other.code == "unknown"
    with pytest.raises(NotAllowed):
        people.rose(world.actor("head"), "web", "B1", SLUG, "sample-2026")
    settings.DATA = tmp_path
    monkeypatch.setattr(large, "LARGE", 0)
    with pytest.raises(BeingMade):
        people.rose(world.actor("trainer"), "web", "B1", SLUG, "sample-2026")
    waiting = DBTaskResult.objects.filter(task_path__endswith="shares.compute")
    assert [task.args_kwargs["args"] for task in waiting.order_by("enqueued_at")] == [
        [SLUG, "B1"],
        ["sample-2026", "B1"],
    ]
    for task in waiting:
        shares.compute.func(*task.args_kwargs["args"])
    assert people.rose(world.actor("trainer"), "web", "B1", SLUG, "sample-2026") == [one]
    (unknown,) = people.rose(world.actor("trainer"), "web", "nothing", SLUG, "sample-2026")
    assert unknown.code == "unknown" and waiting.count() == 2
