"""A programme over communes: who may do what, what counts as proof, what happens when a unit merges."""

from __future__ import annotations

import io
import json
from collections.abc import Callable
from datetime import date

import pytest
from hypothesis import HealthCheck, given
from hypothesis import strategies as st

import programme_world as sample
from engines import machine
from programme_world import DECISION, DESK, SLUG, WORDS, X1, X2, begun, later, part
from thangdo.records.acts.frame import do
from thangdo.records.files.store import put
from thangdo.records.ledger import private
from thangdo.records.ledger.models import Event
from thangdo.records.ledger.verify import verify
from thangdo.records.people.acting import NotAllowed, Refused
from thangdo.records.people.models import Person, Role
from thangdo.records.units.models import Unit, UnitLink
from thangdo.work.directives.conditions import check as holds
from thangdo.work.programmes import jobs, templates
from thangdo.work.programmes.actions import parts, programmes
from thangdo.work.programmes.actions.common import Why
from thangdo.work.programmes.acts import PROGRAMMES
from thangdo.work.programmes.models import Part, Programme
from thangdo.work.programmes.queries import access, exporting, pace, tables
from thangdo.work.programmes.replaying import differences
from world import World
from world import office as give_office
from world import unit as new_unit

pytestmark = pytest.mark.django_db
MARCH = date(2026, 3, 1)


@pytest.fixture
def world() -> World:
    world = sample.build()
    begun(world)
    return world


def code_of(error: pytest.ExceptionInfo[Refused]) -> str:
    return error.value.code


@pytest.mark.parametrize("kind", templates.kinds())
def test_a_template_that_an_authority_edits_wrongly_is_noticed_before_a_programme_begins(kind: str) -> None:
    form = templates.template(kind)
    assert form.milestones and form.status([]) == next(iter(form.statuses))
    assert form.status(form.milestones) == form.last
    assert all(one.title.vi and one.title.en and one.counts_as.vi for one in form.milestones.values())
    frozen = json.loads(json.dumps(form.frozen(), sort_keys=True))  # as a database gives it back
    again = templates.thawed(templates.digest_of(frozen), frozen)
    assert again == form and list(again.statuses) == list(form.statuses)
    assert list(again.milestones) == list(form.milestones) and again.last == form.last


def test_a_desk_counts_as_working_before_its_room_is_there(world: World) -> None:
    head = world.actor("head")
    assert part(world).status == "none"
    do(PROGRAMMES, parts.reach, head, DESK, parts.Reach("first-dossier", MARCH, **WORDS))
    assert part(world).status == "none"  # out of order: kept, and it does not count for more
    do(PROGRAMMES, parts.reach, head, DESK, parts.Reach("decision", MARCH, **DECISION))
    for step in ("room", "equipment"):
        do(PROGRAMMES, parts.reach, head, DESK, parts.Reach(step, MARCH, **WORDS))
    assert (part(world).status, part(world).done_on) == ("decided", None)
    do(PROGRAMMES, parts.reach, head, DESK, parts.Reach("staff", date(2026, 3, 2), **DECISION))
    done = part(world)
    assert (done.status, done.reached, done.done_on) == ("working", 5, date(2026, 3, 2))
    do(PROGRAMMES, parts.undo, head, DESK, parts.Undo("room", "Phòng đã chuyển đi nơi khác"))
    assert (part(world).status, part(world).done_on) == ("decided", None)
    assert differences(Programme.objects.get(slug=SLUG)) == []


def test_a_milestone_is_reached_without_what_counts_as_proof(world: World) -> None:
    head = world.actor("head")
    for proof in ({}, WORDS, {"link": "https://a.example", "text": "x"}, {"link": "javascript:alert(1)"}):
        with pytest.raises(Refused) as error:
            do(PROGRAMMES, parts.reach, head, DESK, parts.Reach("decision", MARCH, **proof))
        assert code_of(error) in ("proof-needed", "link-form")
    with pytest.raises(Refused) as error:
        do(PROGRAMMES, parts.reach, head, DESK, parts.Reach("decision", date(2026, 3, 3), **DECISION))
    assert code_of(error) == "day-to-come"
    assert part(world).reached == 0


def test_a_file_that_another_person_sent_becomes_somebodys_proof(world: World) -> None:
    other, head = world.actor("head2"), world.actor("head")
    stored = put(
        io.BytesIO(b"%PDF-1.4\n1 0 obj\n<<>>\nendobj\n%%EOF"), "qd.pdf", "application/pdf", other.by()
    )
    with pytest.raises(Refused) as error:
        do(PROGRAMMES, parts.reach, head, DESK, parts.Reach("decision", MARCH, sha256=stored.sha256))
    assert code_of(error) == "no-such-file"
    put(io.BytesIO(b"%PDF-1.4\n1 0 obj\n<<>>\nendobj\n%%EOF"), "qd.pdf", "application/pdf", head.by())
    do(
        PROGRAMMES,
        parts.reach,
        head,
        DESK,
        parts.Reach("decision", MARCH, sha256=stored.sha256, title="qd.pdf"),
    )
    assert access.part(head, SLUG, X1).steps[0].text == "qd.pdf"


def test_a_link_counts_although_nobody_has_opened_it_or_the_same_person_says_so(world: World) -> None:
    begun(world, "published", "published-procedures")
    leading = world.actor("leading")
    do(PROGRAMMES, parts.reach, leading, ("published", X1), parts.Reach("published", MARCH, **DECISION))
    mine = part(world, slug="published")
    assert (mine.reached, mine.status) == (0, "none")
    condition = {"kind": "milestone", "programme": "published", "milestone": "published"}
    assert not holds(condition, world.units["commune"], world.actor("head").day).holds
    with pytest.raises(Refused) as error:
        do(PROGRAMMES, parts.check, leading, ("published", X1), parts.Check("published", True))
    assert code_of(error) == "own-milestone"
    with pytest.raises(NotAllowed):
        do(PROGRAMMES, parts.check, world.actor("head"), ("published", X1), parts.Check("published", True))
    do(PROGRAMMES, parts.check, world.actor("leading2"), ("published", X1), parts.Check("published", True))
    assert part(world, slug="published").status == "published"
    held = holds(condition, world.units["commune"], world.actor("head").day)
    assert held.holds and held.figures["checked"] == "2026-03-02"
    with pytest.raises(NotAllowed):  # checked: the unit alone cannot take it back
        do(PROGRAMMES, parts.undo, world.actor("head"), ("published", X1), parts.Undo("published", "nhầm"))
    do(
        PROGRAMMES,
        parts.check,
        world.actor("leading2"),
        ("published", X1),
        parts.Check("published", False, "Trang không còn mở được"),
    )
    assert part(world, slug="published").status == "none"
    assert access.part(world.actor("head"), "published", X1).reason == "Trang không còn mở được"
    assert differences(Programme.objects.get(slug="published")) == []


def test_a_commune_fills_in_for_another_or_an_observer_for_any(world: World) -> None:
    for who in ("reporter2", "observer", "author", "appraiser"):
        with pytest.raises(NotAllowed):
            do(PROGRAMMES, parts.reach, world.actor(who), DESK, parts.Reach("decision", MARCH, **DECISION))
    with pytest.raises(NotAllowed):
        do(PROGRAMMES, programmes.close, world.actor("head"), (SLUG,), programmes.Close("xong"))
    with pytest.raises(Refused) as error:
        access.part(world.actor("reporter2"), SLUG, X1)
    assert code_of(error) == "no-such-part"
    assert [len(group.rows) for group in tables.one(world.actor("reporter2"), SLUG).groups] == [1]
    with pytest.raises(Refused) as error:
        access.programme(world.actor("department-head"), SLUG)
    assert code_of(error) == "no-such-programme"


def test_a_value_that_is_no_value_is_kept(world: World) -> None:
    head = world.actor("head")
    wrong = {"counters": "-1", "area": "1e9", "officers": "two", "color": "red"}
    for name, text in wrong.items():
        with pytest.raises(Refused):
            do(PROGRAMMES, parts.set_values, head, DESK, sample.said({name: text}))
    for money in (-1, 10**15 + 1):
        with pytest.raises(Refused):
            do(PROGRAMMES, parts.cost, head, DESK, parts.Cost(money, None))
    do(PROGRAMMES, parts.set_values, head, DESK, sample.said({"area": "24.5", "address": "Nhà văn hóa xã"}))
    do(PROGRAMMES, parts.cost, head, DESK, parts.Cost(120_000_000, 0))
    view = access.part(head, SLUG, X1)
    assert view.values == {"area": "24.5", "address": "Nhà văn hóa xã"}
    assert view.part.planned == 120_000_000
    do(PROGRAMMES, parts.set_values, head, DESK, sample.said({"area": " "}))
    assert "area" not in part(world).values


def test_names_and_typed_texts_stand_in_the_ledger_for_ever(world: World) -> None:
    begun(world, "backlog", "backlog")
    head = world.actor("head")
    do(PROGRAMMES, parts.set_values, head, DESK, sample.said({"address": "Thôn Mẫu"}))
    do(
        PROGRAMMES,
        parts.member,
        head,
        ("backlog", X1),
        parts.Member("Phó Chủ tịch UBND xã", "Nguyễn Văn Mẫu", leads=True),
    )
    do(PROGRAMMES, parts.member, head, ("backlog", X1), parts.Member("Công chức địa chính", "Trần Thị Mẫu"))
    payloads = str(list(Event.objects.values_list("payload", flat=True)))
    assert "Mẫu" not in payloads.replace("Người Mẫu", "") and "Thôn" not in payloads
    view = access.part(head, "backlog", X1)
    first = view.members[0]
    assert (first.post, first.name, first.leads) == ("Phó Chủ tịch UBND xã", "Nguyễn Văn Mẫu", True)
    private.destroy([part(world, slug="backlog").members.first().name["ref"]], head.at, "rule")
    assert [one.name for one in access.part(head, "backlog", X1).members] == ["", "Trần Thị Mẫu"]
    do(PROGRAMMES, parts.left, head, ("backlog", X1), parts.Left(1))
    assert verify().ok and differences(Programme.objects.get(slug="backlog")) == []


def passes(unit: Unit, heir: Unit, kind: str) -> None:
    """A unit passes into another on 6 March 2026."""
    link = {"date": date(2026, 3, 6), "kind": kind, "source": "sample"}
    UnitLink.objects.create(predecessor=unit, successor=heir, **link)


def test_a_unit_merges_and_its_part_is_lost_or_changes_hands_unseen(world: World) -> None:
    do(PROGRAMMES, parts.reach, world.actor("head"), DESK, parts.Reach("decision", MARCH, **DECISION))
    heir = new_unit("X9", "Xã Mẫu 9", "commune", "xã", world.units["district"])
    from thangdo.records.units import paths

    paths.refresh()
    world.units["heir"] = Unit.objects.get(pk=heir.pk)
    Unit.objects.filter(code__in=("X1", "X2")).update(valid_to=date(2026, 3, 5))
    for code in ("commune", "other"):
        passes(world.units[code], heir, "whole")
    assert jobs.pass_on(world.now) == 0
    assert jobs.pass_on(world.now + later(10)) == 2
    assert jobs.pass_on(world.now + later(11)) == 0
    mine = part(world)
    assert (mine.carrier_id, mine.passed_on, mine.status) == (heir.pk, date(2026, 3, 12), "decided")
    (group,) = tables.one(world.actor("secretary", later(10)), SLUG).groups
    (row,) = group.rows
    cells = row.cells[mine.programme_id]
    assert [(cell.unit, cell.passed) for cell in cells] == [("sample:X1", True), ("sample:X2", True)]
    person = Person.objects.create_user("head9", None, name="Người Mẫu", created_at=world.now)
    world.people["head9"] = person
    give_office(person, world.units["heir"], Role.HEAD)
    do(PROGRAMMES, parts.reach, world.actor("head9", later(10)), DESK, parts.Reach("room", MARCH, **WORDS))
    assert holds({"kind": "milestone", "programme": SLUG, "milestone": "room"}, heir, date(2026, 3, 12)).holds
    assert differences(Programme.objects.get(slug=SLUG)) == []


def test_a_unit_split_in_two_passes_to_one_of_them_by_chance(world: World) -> None:
    Unit.objects.filter(code="X1").update(valid_to=date(2026, 3, 5))
    for target in ("other", "district"):
        passes(world.units["commune"], world.units[target], "split")
    assert jobs.pass_on(world.now + later(10)) == 0
    secretary = world.actor("secretary", later(10))
    assert [one.unit.code for one in tables.orphans(secretary, SLUG)] == ["X1"]
    with pytest.raises(Refused) as error:
        do(PROGRAMMES, parts.pass_to, secretary, DESK, parts.PassTo(X1))
    assert code_of(error) == "unit-has-ended"
    do(PROGRAMMES, parts.pass_to, secretary, DESK, parts.PassTo(X2))
    assert part(world).carrier == world.units["other"]


def test_a_scope_of_no_units_or_of_the_wrong_tier_begins_something(world: World) -> None:
    secretary = world.actor("secretary")
    for rule, wanted in (
        ({"units": ["sample:nowhere"]}, "no-units-in-scope"),
        ({"tiers": ["district"]}, "programme-tier"),
        ({"units": ["sample:X1", "sample:nowhere"]}, "no-such-unit"),
    ):
        with pytest.raises(Refused) as error:
            do(PROGRAMMES, programmes.add, secretary, (SLUG,), sample.scope(rule))
        assert code_of(error) == wanted
    assert (
        do(PROGRAMMES, programmes.add, secretary, (SLUG,), sample.scope({"tiers": ["commune"]}))["units"] == 0
    )
    assert Part.objects.filter(programme__slug=SLUG).count() == 2


def test_a_programme_is_closed_over_open_units_without_a_word(world: World) -> None:
    secretary = world.actor("secretary")
    with pytest.raises(Refused) as error:
        do(PROGRAMMES, programmes.close, secretary, (SLUG,), programmes.Close())
    assert code_of(error) == "programme-units-open"
    do(PROGRAMMES, parts.drop, secretary, (SLUG, X2), Why("Xã đã có bộ phận một cửa từ trước"))
    do(PROGRAMMES, programmes.close, secretary, (SLUG,), programmes.Close("Chuyển sang kế hoạch năm sau"))
    with pytest.raises(Refused) as error:
        do(PROGRAMMES, parts.reach, world.actor("head"), DESK, parts.Reach("decision", MARCH, **DECISION))
    assert code_of(error) == "wrong-state"
    do(PROGRAMMES, programmes.reopen, secretary, (SLUG,), Why("Còn xã chưa xong"))
    do(PROGRAMMES, parts.restore, secretary, (SLUG, X2))
    do(PROGRAMMES, programmes.cancel, world.actor("chairman"), (SLUG,), Why("Thay bằng chương trình khác"))
    assert differences(Programme.objects.get(slug=SLUG)) == []


def test_progress_by_district_and_tier_forgets_a_unit(world: World) -> None:
    head, secretary = world.actor("head"), world.actor("secretary")
    for step, proof in (("decision", DECISION), ("room", WORDS), ("equipment", WORDS), ("staff", DECISION)):
        do(PROGRAMMES, parts.reach, head, DESK, parts.Reach(step, MARCH, **proof))
    do(PROGRAMMES, parts.reach, head, DESK, parts.Reach("first-dossier", MARCH, **WORDS))
    table = tables.matrix(secretary)
    (group,) = table.groups
    tally = group.tallies[table.programmes[0].pk]
    assert group.place is not None and group.place.code == "H1"
    assert (tally.units, tally.done, tally.statuses) == (2, 1, {"working": 1, "none": 1})
    assert tables.by_tier(secretary, SLUG)["commune"].share == tally.share
    (card,) = tables.listing(secretary)
    assert (card.tally.units, card.tally.done) == (2, 1)
    assert [one.programme.slug for one in tables.owed(world.actor("head2"), world.units["other"])] == [SLUG]


def test_a_text_that_begins_like_a_formula_is_lost_or_runs_in_the_export(world: World) -> None:
    do(PROGRAMMES, parts.set_values, world.actor("head"), DESK, sample.said({"address": "=1+1"}))
    rows = list(exporting.rows(world.actor("secretary"), SLUG))
    assert [row["values"] for row in rows] == [{"address": "=1+1"}, {}]


def test_a_forecast_is_made_of_nothing() -> None:
    day = date(2026, 3, 1)
    say = pace.forecast
    assert say([], 0, day, day + later(30), None).code == "nothing"
    assert say([], 10, None, day, None).code == "too-early"
    assert say([], 10, day, day + later(30), None).code == "too-few"
    assert say([day] * 5, 10, day, day + later(30), None).code == "too-few"  # all on one day
    found = say([day, day, day + later(5), day + later(9)], 10, day, day + later(10), day + later(20))
    assert (found.code, found.day, found.pace and str(found.pace)) == ("late", day + later(25), "2/5")
    assert say([day] * 10, 10, day, day, None).code == "done"
    assert say([day, day + later(1), day], 10**6, day, day + later(30), None).code == "standing-still"


def test_a_backlog_burns_down_on_paper_only(world: World) -> None:
    begun(world, "backlog", "backlog")
    head = world.actor("head")
    secretary = world.actor("secretary", later(20))
    do(
        PROGRAMMES,
        parts.count,
        head,
        ("backlog", X1),
        parts.Count("open", date(2026, 3, 1), 100, frozen=True),
    )
    with pytest.raises(Refused) as error:
        do(PROGRAMMES, parts.count, head, ("backlog", X1), parts.Count("open", date(2026, 2, 20), 90))
    assert code_of(error) == "before-the-list"
    assert pace.burn(secretary, "backlog", "open").forecast.code == "standing-still"
    late = world.actor("head", later(10))
    do(PROGRAMMES, parts.count, late, ("backlog", X1), parts.Count("open", date(2026, 3, 11), 60))
    burn = pace.burn(world.actor("secretary", later(9)), "backlog", "open")
    assert (burn.frozen, burn.left, burn.units) == (100, 60, 2)
    assert burn.days == ((date(2026, 3, 1), 100, 1), (date(2026, 3, 11), 60, 1))
    assert (burn.forecast.pace, burn.forecast.day) == (4, date(2026, 3, 26))
    assert burn.ideal(date(2026, 6, 30)) == 0
    assert differences(Programme.objects.get(slug="backlog")) == []


ACTS = "reach undo check refuse set count member left drop restore close reopen cost"
STEPS = st.tuples(
    st.sampled_from(("head", "head2", "reporter", "leading", "leading2", "secretary", "chairman")),
    st.sampled_from(ACTS.split()),
    st.sampled_from(("commune", "other")),
    st.integers(0, 4),
)


def pressed(world: World, who: str, what: str, unit: str, step: str, n: int) -> Callable[[], object]:
    """One thing that somebody presses."""
    actor, ref = world.actor(who), world.ref(unit)
    proof = DECISION if step == "founded" else WORDS
    return {
        "reach": lambda: do(
            PROGRAMMES, parts.reach, actor, ("all", ref), parts.Reach(step, date(2026, 2, 1 + n), **proof)
        ),
        "undo": lambda: do(PROGRAMMES, parts.undo, actor, ("all", ref), parts.Undo(step, "x")),
        "check": lambda: do(PROGRAMMES, parts.check, actor, ("all", ref), parts.Check(step, True)),
        "refuse": lambda: do(PROGRAMMES, parts.check, actor, ("all", ref), parts.Check(step, False, "x")),
        "set": lambda: do(PROGRAMMES, parts.set_values, actor, ("all", ref), sample.said({"cause": "x" * n})),
        "count": lambda: do(
            PROGRAMMES,
            parts.count,
            actor,
            ("all", ref),
            parts.Count("open", date(2026, 2, 1 + n), 9 - n, n == 0),
        ),
        "member": lambda: do(
            PROGRAMMES, parts.member, actor, ("all", ref), parts.Member("Tổ trưởng", "", n == 0)
        ),
        "left": lambda: do(PROGRAMMES, parts.left, actor, ("all", ref), parts.Left(1 + n)),
        "drop": lambda: do(PROGRAMMES, parts.drop, actor, ("all", ref), Why("x")),
        "restore": lambda: do(PROGRAMMES, parts.restore, actor, ("all", ref)),
        "close": lambda: do(PROGRAMMES, programmes.close, actor, ("all",), programmes.Close("x")),
        "reopen": lambda: do(PROGRAMMES, programmes.reopen, actor, ("all",), Why("x")),
        "cost": lambda: do(PROGRAMMES, parts.cost, actor, ("all", ref), parts.Cost(n, None)),
    }[what]


@machine(25, deadline=None, suppress_health_check=list(HealthCheck))
@given(st.lists(STEPS, max_size=25))
def test_whatever_officers_press_the_ledger_gives_the_same_tables(
    steps: list[tuple[str, str, str, int]],
) -> None:
    from django.db import transaction

    with transaction.atomic():
        world = sample.build()
        begun(world, "all", "backlog")
        names = list(templates.template("backlog").milestones)
        for who, what, unit, n in steps:
            doing = pressed(world, who, what, unit, names[n % 3], n)
            try:
                doing()
            except (Refused, NotAllowed):
                continue
        assert differences(Programme.objects.get(slug="all")) == []
        transaction.set_rollback(True)
