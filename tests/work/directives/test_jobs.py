"""What must happen by itself: merged units, what rises when it is late, reminders by day, proof by data."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest

import ordering
from ordering import act, part
from thangdo.records.ledger import events as ledger
from thangdo.records.notices.models import Notice
from thangdo.records.people.acting import NotAllowed, Refused
from thangdo.records.units import paths
from thangdo.records.units.models import UnitLink
from thangdo.work.directives import actions, conditions, jobs, notifications
from thangdo.work.directives.actions import Closing, Decision, MoreTime, PassOn, Report, Why
from thangdo.work.directives.conditions import Held
from thangdo.work.directives.models import Directive
from thangdo.work.directives.projection import differences
from world import World, unit

pytestmark = pytest.mark.django_db
TEN = datetime(2026, 3, 2, 3, tzinfo=UTC)  # Monday, 10 o'clock; due on Monday 16 March


@pytest.fixture
def world() -> World:
    return ordering.build()


@pytest.fixture
def slug(world: World) -> str:
    return ordering.issued(world)


def on(day: int, hour: int = 10) -> datetime:
    """A moment in March 2026, local hour."""
    return datetime(2026, 3, 1, hour - 7, tzinfo=UTC) + timedelta(days=day - 1)


def merge(world: World, day: date) -> None:
    """Both communes become one."""
    world.units["merged"] = unit("X3", "Xã Mẫu Mới", "commune", "xã", world.units["district"])
    paths.refresh()
    for name in ("commune", "other"):
        one = world.units[name]
        one.valid_to = day - timedelta(days=1)
        one.save()
        UnitLink.objects.create(
            predecessor=one,
            successor=world.units["merged"],
            date=day,
            kind="whole",
            decision="Nghị quyết 1/NQ",
            source="sample",
        )


def test_what_merged_units_owe_is_owed_by_nobody(world: World, slug: str) -> None:
    act(actions.report, world.actor("reporter2"), (slug, world.ref("other")), Report("Đã xong", 100))
    act(actions.accept, world.actor("secretary"), (slug, world.ref("other")))
    merge(world, date(2026, 3, 10))
    assert jobs.pass_on(on(9)) == 0, "on its last day the commune still carries it"
    assert jobs.pass_on(on(10)) == 1 and jobs.pass_on(on(10)) == 0
    row = part(world, slug)
    assert (row.unit.code, row.carrier.code, row.passed_on) == ("X1", "X3", date(2026, 3, 10))
    event = ledger.read(row.stream)[-1]
    assert (event.type, event.payload["to"], event.payload["decision"]) == (
        "assignment.passed",
        "sample:X3",
        "Nghị quyết 1/NQ",
    )
    assert part(world, slug, "other").carrier.code == "X2", "what was done stays with the unit of the day"
    with pytest.raises(NotAllowed):
        act(
            actions.report,
            world.actor("reporter", timedelta(days=9)),
            (slug, world.ref("commune")),
            Report("Xong", 100),
        )
    assert differences(Directive.objects.get(slug=slug)) == []


def test_a_divided_units_work_goes_to_whom_nobody_chose(world: World, slug: str) -> None:
    merge(world, date(2026, 3, 10))
    second = unit("X4", "Xã Mẫu Khác", "commune", "xã", world.units["district"])
    paths.refresh()
    UnitLink.objects.filter(predecessor=world.units["commune"]).update(kind="split")
    UnitLink.objects.create(
        predecessor=world.units["commune"],
        successor=second,
        date=date(2026, 3, 10),
        kind="split",
        source="sample",
    )
    assert jobs.pass_on(on(11)) == 1, "only the other commune"
    assert Notice.objects.filter(code="directives.no-successor", role="secretary").count() == 1
    world.units["second"] = second
    with pytest.raises(Refused):
        act(
            actions.pass_on,
            world.actor("secretary"),
            (slug, world.ref("commune")),
            PassOn(world.ref("commune"), "thử"),
        )
    act(
        actions.pass_on,
        world.actor("secretary"),
        (slug, world.ref("commune")),
        PassOn(world.ref("second"), "Trụ sở ở đây"),
    )
    assert part(world, slug).carrier == second


def test_what_is_late_never_reaches_the_head_above(world: World, slug: str) -> None:
    act(actions.report, world.actor("reporter2"), (slug, world.ref("other")), Report("Đã xong", 100))
    tos = []
    for day in range(16, 32):
        jobs.escalate(on(day))
        jobs.escalate(on(day, 15))
    for event in ledger.read(part(world, slug).stream):
        if event.type == "assignment.escalated":
            tos.append((event.payload["level"], event.payload["to"], event.payload["days"]))
    assert tos == [(1, "head@sample:X1", 1), (2, "head@sample:H1", 5), (3, "head@sample:M", 10)]
    assert part(world, slug, "other").level == 0, "a report that waits is not late"
    assert differences(Directive.objects.get(slug=slug)) == []


def test_an_express_order_rises_as_slowly_as_any(world: World) -> None:
    slug = ordering.issued(world, urgency="express")
    for day in (17, 18, 19, 20):
        jobs.escalate(on(day))
    assert part(world, slug).level == 3


def test_an_extension_leaves_the_case_with_the_chairman(world: World, slug: str) -> None:
    jobs.escalate(on(17))
    act(
        actions.ask_extension,
        world.actor("head", timedelta(days=15)),
        (slug, world.ref("commune")),
        MoreTime(date(2026, 4, 3), "Thiếu"),
    )
    act(
        actions.decide_extension,
        world.actor("chairman", timedelta(days=15)),
        (slug, world.ref("commune")),
        Decision(True, "Đồng ý"),
    )
    assert (part(world, slug).level, part(world, slug, "other").level) == (0, 1)


@pytest.mark.parametrize(("day", "hour"), [(14, 10), (15, 10), (16, 6), (16, 12), (16, 17), (16, 22)])
def test_a_reminder_wakes_somebody_at_night_or_on_sunday(
    world: World, slug: str, day: int, hour: int
) -> None:
    assert jobs.remind(on(day, hour) if hour >= 7 else on(day, 7) - timedelta(hours=1)) == 0
    assert not Notice.objects.exists()


def test_a_unit_is_reminded_twice_or_after_it_reported(world: World, slug: str) -> None:
    assert jobs.remind(on(9)) == 4, "two roles in two communes, five working days before"
    assert jobs.remind(on(9, 14)) == 0
    assert jobs.remind(on(10)) == 0
    act(actions.report, world.actor("reporter"), (slug, world.ref("commune")), Report("Đã xong", 100))
    assert jobs.remind(on(16)) == 2, "only the other commune"
    assert Notice.objects.filter(unit=world.units["commune"], done_at=None).count() == 0
    assert jobs.remind(on(17)) == 2
    assert Notice.objects.filter(code="directives.late").count() == 2


def test_units_of_which_nothing_is_known_are_reminded(world: World) -> None:
    ordering.issued(world, known=False)
    assert [jobs.remind(on(day)) for day in (9, 16, 17)] == [0, 0, 0]
    assert jobs.escalate(on(17)) == 0


def test_nobody_is_told_what_happened_to_an_assignment(world: World, slug: str) -> None:
    ref = world.ref("commune")
    notifications.tell(TEN)
    assert Notice.objects.filter(code="directives.issued").count() == 4
    act(actions.report, world.actor("reporter"), (slug, ref), Report("Đã xong", 100))
    act(actions.give_back, world.actor("secretary"), (slug, ref), Why("Thiếu ảnh"))
    act(actions.ask_extension, world.actor("head"), (slug, ref), MoreTime(date(2026, 4, 3), "Thiếu phòng"))
    notifications.tell(TEN)
    codes = sorted(Notice.objects.exclude(code="directives.issued").values_list("code", "role"))
    assert codes == [
        ("directives.extension-asked", "head"),
        ("directives.reported", "secretary"),
        ("directives.returned", "head"),
        ("directives.returned", "reporter"),
    ]
    assert notifications.tell(TEN) == 0


def figures(world: World, day: date, commune: str, other: str) -> None:
    values = {world.ref("commune"): commune, world.ref("other"): other}
    ordering.figures(
        world.actor("secretary"), world.ref("province"), "ho-so-ton", day, values, "Báo cáo tuần"
    )


def test_proof_by_data_neither_closes_nor_reopens(world: World) -> None:
    condition = {"kind": "figure", "name": "ho-so-ton", "at_most": "0"}
    slug = ordering.issued(world, condition=condition)
    assert jobs.look(on(3)) == 0, "no figure is not a zero"
    figures(world, date(2026, 3, 4), "0", "12")
    assert jobs.look(on(4)) == 1 and jobs.look(on(4)) == 0
    row = part(world, slug)
    assert (row.state, row.by_data, row.settled, row.done_on) == ("closed", True, True, date(2026, 3, 4))
    assert row.figures == {"name": "ho-so-ton", "value": "0", "day": "2026-03-04", "at_most": "0"}
    figures(world, date(2026, 3, 6), "0", "0")
    jobs.look(on(6))
    directive = Directive.objects.get(slug=slug)
    assert (directive.state, directive.by_data) == ("closed", True), "with its last part"
    figures(world, date(2026, 3, 9), "3", "0")
    jobs.look(on(9))
    directive.refresh_from_db()
    row = part(world, slug)
    assert (directive.state, row.state, row.again, row.reopened) == ("issued", "returned", "data", 1)
    assert ledger.read(row.stream)[-1].payload == {
        "on": "2026-03-09",
        "holds": False,
        "figures": {"name": "ho-so-ton", "value": "3", "day": "2026-03-09", "at_most": "0"},
    }
    assert differences(directive) == []


def test_the_last_part_accepted_by_a_person_leaves_a_directive_that_data_would_close(world: World) -> None:
    slug = ordering.issued(world, condition={"kind": "figure", "name": "ho-so-ton", "at_most": "0"})
    act(actions.report, world.actor("reporter2"), (slug, world.ref("other")), Report("Đã xong", 100))
    act(actions.accept, world.actor("secretary"), (slug, world.ref("other")))
    figures(world, date(2026, 3, 4), "0", "12")
    jobs.look(on(4))
    assert Directive.objects.get(slug=slug).state == "closed"
    assert part(world, slug, "other").state == "accepted", "what a person accepted is not reopened by data"


def test_a_directive_closed_by_a_person_is_reopened_by_data(world: World) -> None:
    slug = ordering.issued(world, condition={"kind": "figure", "name": "ho-so-ton", "at_most": "0"})
    figures(world, date(2026, 3, 4), "0", "12")
    jobs.look(on(4))
    act(actions.close, world.actor("chairman", timedelta(days=3)), (slug,), Closing("Xong đợt một"))
    figures(world, date(2026, 3, 9), "3", "3")
    assert jobs.look(on(9)) == 0


@pytest.mark.parametrize(
    "condition",
    [
        {"kind": "horoscope"},
        {"kind": "figure", "name": "a"},
        {"kind": "figure", "name": "", "at_least": "1"},
        {"kind": "figure", "name": "a", "at_least": "many"},
        {"kind": "criterion", "campaign": "a"},
        {},
    ],
)
def test_a_condition_that_nobody_can_look_at_is_issued(world: World, condition: dict[str, str]) -> None:
    with pytest.raises(Refused) as error:
        ordering.drafted(world, condition=condition)
    assert error.value.code == "bad-condition"


def test_a_criterion_answered_does_not_count(world: World) -> None:
    import played
    import world as sample

    sample.dispatched(world)
    answered = {"kind": "criterion", "campaign": "sample-2025", "node": "A1"}
    reached = {**answered, "input": "staff_with_computer", "at_least": "19"}
    commune, day = world.units["commune"], ordering.DAY
    assert conditions.check(answered, commune, day) == Held(False, {"status": "blank"})
    played.fill(world, "commune", "reporter", {"A1": played.VALUES["A1"]})
    assert conditions.check(answered, commune, day) == Held(False, {"status": "blank"})  # still a draft
    played.sign(world, "commune", "head")
    assert conditions.check(answered, commune, day).holds
    assert conditions.check(reached, commune, day) == Held(
        False, {"status": "answered", "value": "18", "at_least": "19"}
    )
    assert conditions.check({**reached, "at_least": "18"}, commune, day).holds
    assert not conditions.check(answered, world.units["district"], day).holds


def test_two_rooms_name_one_kind_of_condition() -> None:
    with pytest.raises(ValueError, match="figure"):
        conditions.register("figure", lambda condition, unit, day: Held(True))


def test_a_figure_for_no_unit_or_no_number_is_taken(world: World) -> None:
    commune = world.ref("commune")
    wrong: tuple[tuple[dict[tuple[str, str], str], str], ...] = (
        ({("sample", "X9"): "1"}, "no-such-unit"),
        ({commune: "1,5"}, "bad-number"),
        ({commune: "1e999999"}, "bad-number"),
        ({}, "nothing-chosen"),
    )
    for values, code in wrong:
        with pytest.raises(Refused) as error:
            ordering.figures(
                world.actor("secretary"), world.ref("province"), "ton", ordering.DAY, values, "Báo cáo"
            )
        assert error.value.code == code


def test_one_condition_of_a_kind_that_is_gone_stops_all_others(world: World) -> None:
    broken = ordering.issued(world, condition={"kind": "figure", "name": "ton", "at_most": "0"})
    Directive.objects.filter(slug=broken).update(condition={"kind": "gone"})
    slug = ordering.issued(world, condition={"kind": "figure", "name": "ho-so-ton", "at_most": "0"})
    figures(world, date(2026, 3, 4), "0", "12")
    assert jobs.look(on(4)) == 1
    assert part(world, slug).state == "closed"
