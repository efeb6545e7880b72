"""What the chairman, a unit and a criterion read: nobody else's, no number without its definition."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

import ordering
import world as sample
from ordering import act, part
from thangdo.records.people.acting import NotAllowed, Refused
from thangdo.records.people.models import Office
from thangdo.records.units import paths
from thangdo.records.units.models import UnitLink
from thangdo.work.directives import actions, jobs, queries
from thangdo.work.directives.actions import Closing, MoreTime, NewEvidence, Report, Why
from thangdo.work.directives.queries import Counts, Filters
from world import World

pytestmark = pytest.mark.django_db
LATER = timedelta(days=20)  # Sunday 22 March; due on Monday 16 March
THEN = date(2026, 3, 22)


@pytest.fixture
def world() -> World:
    return ordering.build()


@pytest.fixture
def slug(world: World) -> str:
    return ordering.issued(world)


def look(world: World) -> queries.Chairman:
    return queries.chairman(world.actor("chairman", LATER), THEN)


def done(world: World, slug: str, unit: str, who: str, later: timedelta = timedelta()) -> None:
    act(actions.report, world.actor(who, later), (slug, world.ref(unit)), Report("Đã xong", 100))
    act(actions.accept, world.actor("secretary", later), (slug, world.ref(unit)))


def test_the_chairman_does_not_see_who_answers_for_what_is_late(world: World, slug: str) -> None:
    done(world, slug, "other", "reporter2")
    ordering.issued(world, known=False, title="Chưa rõ")
    found = look(world)
    totals = found.totals
    assert (totals.directives, totals.open, totals.overdue, totals.unknown) == (2, 3, 1, 2)
    ((line, post, holder),) = found.overdue
    assert (line.part.unit.code, line.days, post.code, holder.name) == ("X1", -6, "X1", "Người Mẫu (head)")
    (answering,) = found.heads
    assert (answering.unit.code, answering.overdue, answering.since) == ("X1", 1, date(2026, 3, 16))
    (weak,) = found.weakest
    assert (weak.unit.code, weak.overdue, weak.units) == ("X1", 1, 2)
    assert (found.moved.done, found.moved.newly_overdue) == (0, 1), "the other was done three weeks ago"


def test_what_moved_this_week_is_counted_as_old(world: World, slug: str) -> None:
    done(world, slug, "other", "reporter2", timedelta(days=17))
    act(
        actions.report,
        world.actor("reporter", timedelta(days=18)),
        (slug, world.ref("commune")),
        Report("Đã xong", 100),
    )
    found = look(world)
    assert (found.moved.done, found.moved.reported, found.moved.newly_overdue) == (1, 1, 0)
    assert (found.totals.waiting, found.totals.overdue) == (1, 0), "reported: the issuing unit's turn"
    act(
        actions.give_back,
        world.actor("secretary", timedelta(days=19)),
        (slug, world.ref("commune")),
        Why("Thiếu ảnh"),
    )
    found = look(world)
    assert (found.moved.again, found.totals.overdue) == (1, 1)


def test_the_head_of_the_day_of_issue_is_blamed_after_he_left(world: World, slug: str) -> None:
    Office.objects.filter(person=world.people["head"]).update(until=date(2026, 3, 10))
    holders = [holder.name for _line, post, holder in look(world).overdue]
    assert sorted(holders) == ["", "Người Mẫu (head2)"], "nobody has an account for the post"
    sample.office(world.people["reporter"], world.units["commune"], "head", since=date(2026, 3, 12))
    holders = [holder.name for _line, post, holder in look(world).overdue]
    assert sorted(holders) == ["Người Mẫu (head2)", "Người Mẫu (reporter)"]


def test_one_head_named_for_all_answers_for_nothing(world: World) -> None:
    ordering.issued(world, head=world.ref("district"))
    (answering,) = look(world).heads
    assert (answering.unit.code, answering.overdue, answering.holder.name) == (
        "H1",
        2,
        "Người Mẫu (district-head)",
    )


def test_a_commune_reads_the_chairmans_page(world: World, slug: str) -> None:
    assert queries.chairman(world.actor("head", LATER), THEN).totals.open == 0
    with pytest.raises(NotAllowed):
        queries.chairman(world.actor("reporter", LATER), THEN)
    assert len(queries.overdue(world.actor("observer", LATER), THEN)) == 2


def test_a_unit_sees_what_another_owes(world: World, slug: str) -> None:
    owed = queries.owed_by(world.actor("reporter"), world.ref("commune"), ordering.DAY)
    assert [(line.part.unit.code, line.days, line.owed) for line in owed.lines] == [("X1", 14, True)]
    assert queries.owed_by(world.actor("reporter"), world.ref("other"), ordering.DAY).lines == ()
    assert len(queries.owed_by(world.actor("chairman"), world.ref("other"), ordering.DAY).lines) == 1
    detail = queries.one(world.actor("reporter"), slug)
    assert (detail.whole, detail.found, detail.tally.units) == (False, 1, 1)
    with pytest.raises(Refused) as error:
        queries.part(world.actor("reporter"), slug, world.ref("other"))
    assert error.value.code == "no-such-assignment"


def test_a_draft_is_read_by_those_whom_it_will_charge(world: World) -> None:
    slug = ordering.drafted(world, leading=world.ref("department"))
    for who in ("reporter", "head", "department-head", "appraiser", "author"):
        with pytest.raises(Refused) as error:
            queries.one(world.actor(who), slug)
        assert error.value.code == "no-such-directive"
    assert queries.one(world.actor("secretary"), slug).can == {"edit", "discard"}
    assert queries.one(world.actor("chairman"), slug).can == {"edit", "discard", "issue"}


def test_the_head_above_is_told_and_finds_nothing(world: World, slug: str) -> None:
    with pytest.raises(Refused):
        queries.part(world.actor("district-head"), slug, world.ref("commune"))
    for day in (17, 24):
        jobs.escalate(ordering.MORNING + timedelta(days=day - 2))
    assert part(world, slug).level == 2
    assert queries.part(world.actor("district-head", LATER), slug, world.ref("commune")).can == set()


def test_the_list_loses_what_is_asked_for(world: World, slug: str) -> None:
    other = ordering.issued(
        world, title="Công khai thủ tục", due_kind="none", due_days=None, urgency="urgent"
    )
    draft = ordering.drafted(world, title="Nháp")
    chairman = world.actor("chairman", LATER)

    def found(**asked: object) -> set[str]:
        return {one.directive.slug for one in queries.listing(chairman, Filters(**asked)).lines}  # type: ignore[arg-type]

    assert found() == {slug, other, draft}
    assert found(text="thu tuc cong") == {other}
    assert found(state="draft") == {draft} and found(urgency="urgent") == {other}
    assert found(only="overdue") == {slug}
    assert found(unit="sample:X1") == {slug, other} and found(unit="sample:S1") == set()
    done(world, slug, "commune", "reporter")
    (line,) = queries.listing(chairman, Filters(text="mot cua")).lines
    assert (line.tally.units, line.tally.done, line.tally.overdue, line.tally.open) == (2, 1, 1, 0)
    assert {one.directive.slug for one in queries.listing(world.actor("reporter")).lines} == {slug, other}


def test_texts_of_a_unit_are_read_by_others(world: World, slug: str) -> None:
    act(
        actions.report,
        world.actor("reporter"),
        (slug, world.ref("commune")),
        Report("Đã mở", 100, (NewEvidence("Ảnh", link="https://a.test"),)),
    )
    act(actions.give_back, world.actor("secretary"), (slug, world.ref("commune")), Why("Thiếu biển"))
    act(
        actions.ask_extension,
        world.actor("head"),
        (slug, world.ref("commune")),
        MoreTime(date(2026, 4, 3), "Thiếu phòng"),
    )
    detail = queries.part(world.actor("head"), slug, world.ref("commune"))
    assert (detail.report, detail.reason) == ("Đã mở", "Thiếu biển")
    assert [(one.title, one.link) for one in detail.evidence] == [("Ảnh", "https://a.test")]
    assert [one.reason for one in detail.extensions] == ["Thiếu phòng"]
    assert [one.type for one in detail.history] == [
        "assignment.extension-asked",
        "assignment.moved",
        "assignment.reported",
        "assignment.issued",
    ]
    assert detail.history[1].who == "" and detail.history[1].why == {"reason": "Thiếu biển"}
    assert (
        queries.part(world.actor("chairman"), slug, world.ref("commune")).history[1].who
        == "Người Mẫu (secretary)"
    )


MARCH = (date(2026, 3, 1), date(2026, 3, 31))


def test_a_criterion_counts_late_work_as_on_time(world: World, slug: str) -> None:
    commune = world.units["commune"]
    assert queries.counts(commune, *MARCH) == Counts(1, 0, 0, 1, 0)
    act(
        actions.report,
        world.actor("reporter", timedelta(days=14)),
        (slug, world.ref("commune")),
        Report("Đã xong", 100),
    )
    assert queries.counts(commune, *MARCH) == Counts(1, 1, 0, 0, 0), "on the very day"
    act(
        actions.give_back,
        world.actor("secretary", timedelta(days=14)),
        (slug, world.ref("commune")),
        Why("Thiếu ảnh"),
    )
    done(world, slug, "commune", "reporter", timedelta(days=15))
    assert queries.counts(commune, *MARCH) == Counts(1, 0, 1, 0, 0)
    assert queries.counts(commune, date(2026, 4, 1), date(2026, 4, 30)).share is None, "nothing was due"
    act(actions.withdraw_one, world.actor("chairman"), (slug, world.ref("other")), Why("Thôi"))
    assert queries.counts(world.units["other"], *MARCH) == Counts(0, 0, 0, 0, 0)


def test_closed_without_the_work_counts_as_done(world: World, slug: str) -> None:
    act(actions.close, world.actor("chairman"), (slug,), Closing("Thôi"))
    assert queries.counts(world.units["commune"], *MARCH) == Counts(1, 0, 0, 1, 0)
    ordering.issued(world, known=False)
    assert queries.counts(world.units["commune"], *MARCH).unknown == 1


def test_what_was_due_before_a_merge_counts_against_the_new_unit(world: World, slug: str) -> None:
    second = ordering.issued(world, due_days=25)
    new = sample.unit("X3", "Xã Mẫu Mới", "commune", "xã", world.units["district"])
    paths.refresh()
    commune = world.units["commune"]
    commune.valid_to = date(2026, 3, 19)
    commune.save()
    UnitLink.objects.create(
        predecessor=commune, successor=new, date=date(2026, 3, 20), kind="whole", source="s"
    )
    jobs.pass_on(ordering.MORNING + LATER)
    assert part(world, slug).carrier == part(world, second).carrier == new
    spring = (date(2026, 3, 1), date(2026, 4, 30))
    assert queries.counts(commune, *spring).due == 1, "the first was due while the commune stood"
    assert queries.counts(new, *spring).due == 1


def test_a_draft_is_issued_without_a_look(world: World) -> None:
    slug = ordering.drafted(world, stated_count=3, due_kind="date", due=date(2026, 9, 2), due_days=None)
    seen = queries.preview(world.actor("secretary"), slug)
    assert (seen.expanded.found, seen.expanded.stated, seen.expanded.differs) == (2, 3, True)
    assert seen.due is not None and seen.due.off is not None and seen.due.falls == date(2026, 9, 3)
    late = queries.preview(world.actor("secretary"), slug, date(2026, 9, 10))
    assert late.due is None and late.problem is not None and late.problem.code == "due-has-passed"


def test_an_appraiser_cannot_take_the_count_of_directives(world: World, slug: str) -> None:
    from decimal import Decimal

    from thangdo.work.assessments import sources

    done(world, slug, "commune", "reporter")
    ordering.issued(world, known=False, scope={}, leading=world.ref("office"))
    units = [world.units[name] for name in ("commune", "other", "office", "department")]
    found = sources.source("directives").compute(units, *MARCH)
    said = [found.get(unit.pk) for unit in units]
    one, none = Decimal(1), Decimal(0)
    assert said == [
        {"directives-due": one, "directives-on-time": one},
        {"directives-due": one, "directives-on-time": none},
        None,
        {"directives-due": none, "directives-on-time": none},
    ]
