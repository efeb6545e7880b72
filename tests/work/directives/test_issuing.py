"""Drafting and issuing: the right units on the right day, once, with the mismatch decided by a person."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest

import ordering
from ordering import act
from prepared import load_register
from thangdo.records.acts.frame import do
from thangdo.records.ledger import events as ledger
from thangdo.records.ledger.events import Stale
from thangdo.records.ledger.models import Event
from thangdo.records.ledger.verify import verify
from thangdo.records.people.acting import NotAllowed, Refused
from thangdo.records.units.models import Unit
from thangdo.work.directives import actions, scope
from thangdo.work.directives.actions import Issue, Together
from thangdo.work.directives.acts import BATCHES
from thangdo.work.directives.models import Assignment, Directive
from world import World

pytestmark = pytest.mark.django_db
JULY = date(2019, 7, 3)
#: "tại 41 xã thuộc 3 huyện: Mang Yang, Chư Pưh và Chư Pah"
SENTENCE = {"tiers": ["commune"], "within": ["vn-gso:629", "vn-gso:639", "vn-gso:627"]}


@pytest.fixture
def world() -> World:
    return ordering.build()


@pytest.fixture
def register_2019() -> None:
    load_register()


def test_the_41_communes_of_the_article_are_sent_to_36_without_a_word(register_2019: None) -> None:
    found = scope.expand(SENTENCE, JULY, stated=41)
    assert [(share.unit.name_vi, share.found) for share in found.shares] == [
        ("Huyện Mang Yang", 12),
        ("Huyện Chư Pưh", 9),
        ("Huyện Chư Păh", 15),
    ]
    assert (found.found, found.stated, found.differs) == (36, 41, True)
    first = found.suggestions[0]
    assert first.out is not None and first.into is not None
    assert (first.act, first.out.name_vi, first.into.name_vi, first.found) == (
        "swap",
        "Huyện Chư Păh",
        "Huyện Chư Prông",
        41,
    )
    assert scope.expand(first.rule, JULY, stated=41).found == 41
    for other in found.suggestions:
        assert scope.expand(other.rule, JULY, stated=41).found == 41


def test_communes_that_no_longer_stand_are_charged(register_2019: None) -> None:
    assert scope.expand(SENTENCE, date(2025, 7, 1)).found == 0
    assert scope.expand(SENTENCE, date(2025, 7, 1)).unknown == tuple(SENTENCE["within"])


def test_a_scope_with_exceptions_and_additions_forgets_one(world: World) -> None:
    all_communes = {"tiers": ["commune"], "within": ["sample:M"]}
    assert [unit.code for unit in scope.expand(all_communes, ordering.DAY).units] == ["X1", "X2"]
    less = scope.expand({**all_communes, "except": ["sample:X2"], "plus": ["sample:S2"]}, ordering.DAY)
    assert [unit.code for unit in less.units] == ["S2", "X1"]
    assert [unit.code for unit in less.without] == ["X2"]


@pytest.mark.parametrize(
    "rule", [{"tier": ["commune"]}, {"tiers": "commune"}, {"tiers": ["village"]}, {"within": [1]}]
)
def test_a_misspelt_rule_charges_everybody(rule: dict[str, object]) -> None:
    with pytest.raises(Refused) as refused:
        scope.expand(rule, ordering.DAY)
    assert refused.value.code == "bad-scope"


def test_a_directive_reaches_only_half_of_its_units(world: World) -> None:
    slug = ordering.issued(world)
    directive = Directive.objects.get(slug=slug)
    assert (directive.state, directive.units, directive.issued_on) == ("issued", 2, ordering.DAY)
    assert sorted(Assignment.objects.values_list("unit__code", "state", "due")) == [
        ("X1", "issued", date(2026, 3, 16)),
        ("X2", "issued", date(2026, 3, 16)),
    ]
    for code in ("X1", "X2"):
        assert [event.type for event in ledger.read(f"assignment:{slug}:sample:{code}")] == [
            "assignment.issued"
        ]
    assert verify().ok


def test_a_scope_without_units_is_issued_to_nobody(world: World) -> None:
    slug = ordering.drafted(world, scope={"tiers": ["district"], "except": ["sample:H1"]})
    with pytest.raises(Refused) as refused:
        ordering.issue(world.actor("chairman"), slug)
    assert refused.value.code == "scope-is-empty"
    assert Directive.objects.get(slug=slug).state == "draft"


def test_a_mismatch_is_issued_without_a_persons_decision(world: World) -> None:
    slug = ordering.drafted(world, stated_count=3)
    with pytest.raises(Refused) as refused:
        ordering.issue(world.actor("chairman"), slug)
    assert refused.value.code == "scope-differs" and refused.value.facts == {"stated": 3, "found": 2}
    ordering.issue(world.actor("chairman"), slug, "Xã thứ ba đã nhập vào Xã Mẫu 2")
    issued = ledger.read(f"directive:{slug}")[-1]
    assert (issued.payload["stated"], issued.payload["units"]) == (3, 2)
    assert set(issued.payload["decision"]) == {"ref", "sha256"}


def test_a_directive_is_issued_twice(world: World) -> None:
    slug = ordering.drafted(world)
    first = ordering.issue(world.actor("chairman", key="one"), slug)
    assert ordering.issue(world.actor("chairman", key="one"), slug) == first
    with pytest.raises(Refused) as refused:
        ordering.issue(world.actor("chairman", key="two"), slug)
    assert refused.value.code == "wrong-state"
    assert Assignment.objects.count() == 2


def test_a_draft_changed_by_another_is_issued_unseen(world: World) -> None:
    slug = ordering.drafted(world)
    act(actions.edit, world.actor("secretary"), (slug,), ordering.draft(world, title="Tiêu đề khác"), seen=1)
    with pytest.raises(Stale):
        act(actions.issue, world.actor("chairman"), (slug,), Issue(), seen=1)
    with pytest.raises(Stale):
        act(actions.edit, world.actor("secretary"), (slug,), ordering.draft(world), seen=1)


def test_somebody_without_the_office_orders(world: World) -> None:
    for who in ("publisher", "head", "reporter", "observer", "administrator"):
        with pytest.raises(NotAllowed):
            act(actions.draft, world.actor(who), (), ordering.draft(world))["slug"]
    slug = ordering.drafted(world)
    with pytest.raises(NotAllowed):
        ordering.issue(world.actor("secretary"), slug)
    assert not Event.objects.filter(type="directive.issued").exists()


def test_of_many_directives_some_are_issued_when_one_cannot_be(world: World) -> None:
    good, bad = ordering.drafted(world), ordering.drafted(world, stated_count=9)
    chairman = world.actor("chairman")
    with pytest.raises(Refused):
        do(BATCHES, actions.issue_many, chairman, (), Together((good, bad)))
    assert Directive.objects.get(slug=good).state == "draft"
    mended = ordering.draft(world, stated_count=2)
    act(actions.edit, world.actor("secretary"), (bad,), mended, seen=1)
    done = do(BATCHES, actions.issue_many, chairman, (), Together((bad, good)))["issued"]
    assert [(one["slug"], one["units"]) for one in done] == [(good, 2), (bad, 2)]


def test_a_due_date_on_a_holiday_is_late_before_the_offices_open(world: World) -> None:
    slug = ordering.issued(world, due_kind="date", due=date(2026, 9, 2), due_days=None)
    assert Directive.objects.get(slug=slug).due == date(2026, 9, 2)
    assert set(Assignment.objects.values_list("due", flat=True)) == {date(2026, 9, 3)}
    assert ledger.read(f"directive:{slug}")[-1].payload["warnings"] == ["due-on-day-off"]


def test_a_due_date_that_has_passed_is_set(world: World) -> None:
    slug = ordering.drafted(world, due_kind="date", due=date(2026, 3, 1), due_days=None)
    with pytest.raises(Refused) as refused:
        ordering.issue(world.actor("chairman"), slug)
    assert refused.value.code == "due-has-passed"


def test_an_order_without_a_date_is_given_one(world: World) -> None:
    slug = ordering.issued(world, due_kind="none", due_days=None)
    assert Directive.objects.get(slug=slug).due is None
    assert set(Assignment.objects.values_list("due", flat=True)) == {None}


def test_published_orders_of_which_nothing_is_known_are_shown_as_late(world: World) -> None:
    from thangdo.records.people.acting import system

    then = system("load", datetime(2019, 7, 3, 3, tzinfo=UTC))
    slug = act(actions.draft, then, (), ordering.draft(world, known=False, official=True))["slug"]
    ordering.issue(then, slug)
    assert set(Assignment.objects.values_list("known", "issued_on")) == {(False, JULY)}


def test_two_directives_of_one_title_share_an_address(world: World) -> None:
    slugs = [ordering.drafted(world) for _ in range(3)]
    assert slugs == ["xay-dung-bo-phan-mot-cua", "xay-dung-bo-phan-mot-cua-2", "xay-dung-bo-phan-mot-cua-3"]


def test_what_people_typed_stands_in_the_ledger(world: World) -> None:
    slug = ordering.issued(world, quote="Khẩn trương xây dựng bộ phận một cửa", product="Bộ phận hoạt động")
    (drafted, _issued) = ledger.read(f"directive:{slug}")
    assert "Khẩn trương" not in str(drafted.payload) and "hoạt động" not in str(drafted.payload)
    assert Directive.objects.get(slug=slug).quote == "Khẩn trương xây dựng bộ phận một cửa"


def test_a_unit_that_ended_yesterday_is_charged(world: World) -> None:
    Unit.objects.filter(code="X2").update(valid_to=ordering.DAY - timedelta(days=1))
    slug = ordering.issued(world)
    assert list(Assignment.objects.filter(directive__slug=slug).values_list("unit__code", flat=True)) == [
        "X1"
    ]


def test_a_unit_of_another_province_is_charged(world: World) -> None:
    import world as sample
    from thangdo.records.units import paths

    sample.unit("Z", "Tỉnh Khác", "province", "tỉnh")
    paths.refresh()
    for more in ({"scope": {}, "leading": ("sample", "Z")}, {"head": ("sample", "Z")}):
        with pytest.raises(Refused) as refused:
            ordering.drafted(world, **more)
        assert refused.value.code == "outside-authority"
    slug = ordering.drafted(world, scope={"units": ["sample:Z", "sample:X1"]})
    with pytest.raises(Refused) as refused:
        ordering.issue(world.actor("chairman"), slug)
    assert refused.value.facts["units"] == ["sample:Z"]
