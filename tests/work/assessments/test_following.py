"""A criterion that asks nothing of its own is answered where its values are asked, and counts as answered."""

from __future__ import annotations

import pytest

from forms import EVERY_TYPE, SLUG, edited, given, province, put
from thangdo.records.acts.frame import do
from thangdo.records.people.acting import Refused
from thangdo.work.assessments import offline
from thangdo.work.assessments.actions import answering
from thangdo.work.assessments.acts import PARTS
from thangdo.work.assessments.models import Answer
from thangdo.work.assessments.queries import appraisal, own
from thangdo.work.assessments.replaying import differences
from world import World

pytestmark = pytest.mark.django_db
TEXT = EVERY_TYPE.replace(
    "        B7:",
    """\
        B8: {title: {vi: Máy tính lần nữa}, max: 5, rule: {ratio: [staff_with_computer, staff]}}
        B9: {title: {vi: Hai nơi}, max: 5, rule: {formula: staff_trained / staff * 5}}
        B7:""",
    1,
)


@pytest.fixture
def world() -> World:
    return province(TEXT)


def row(world: World, node: str) -> Answer:
    return Answer.objects.get(submission=world.part(SLUG, "commune"), node=node)


def statuses(world: World, *nodes: str) -> list[str]:
    return [row(world, node).status for node in nodes]


def test_what_is_answered_elsewhere_counts_as_answered_and_opens_again_with_it(world: World) -> None:
    given(world, "A1", {"staff": "20", "staff_with_computer": "18"})
    assert statuses(world, "B8", "B9") == ["answered", "blank"]
    assert world.part(SLUG, "commune").answered == 2
    given(world, "A2", {"staff_trained": "10"})
    assert statuses(world, "B8", "B9") == ["answered", "answered"]
    assert world.part(SLUG, "commune").answered == 4
    given(world, "A1", {"staff": "20"})
    assert statuses(world, "A1", "B8", "B9") == ["partial", "blank", "answered"]
    assert differences(world.part(SLUG, "commune")) == []


def test_a_unit_that_has_answered_everything_asked_has_nothing_missing(world: World) -> None:
    values = {
        "A1": {"staff": "20", "staff_with_computer": "18"},
        "A2": {"staff_trained": "10"},
        "B1": {"website": "own"},
        "B4": {"hotline": "no"},
        "B5": {"parts": "map"},
        "B6": {"online": "0.5"},
        "B7": {"budget": "120"},
    }
    for node, texts in values.items():
        given(world, node, texts)
    part = world.part(SLUG, "commune")
    assert (part.answered, part.asked) == (9, 9)
    found = own.overview(world.actor("head"), SLUG, world.ref("commune"))
    assert {one.kind for one in found.missing} == {"no-evidence"}


def test_nobody_who_looks_at_it_is_refused_because_the_values_changed_elsewhere(world: World) -> None:
    seen = row(world, "B8").sequence
    given(world, "A1", {"staff": "20", "staff_with_computer": "18"})
    assert row(world, "B8").sequence == seen
    given(world, "B8", {}, comment="Số liệu như ở A1")
    assert statuses(world, "B8") == ["answered"]
    assert differences(world.part(SLUG, "commune")) == []


def test_what_does_not_apply_is_said_where_it_is_asked(world: World) -> None:
    with pytest.raises(Refused, match="asked-elsewhere"):
        given(world, "B8", {}, not_applicable=True, na_reason="Không có")
    given(world, "A1", {}, not_applicable=True, na_reason="Không có")
    assert statuses(world, "A1", "B8", "B9") == ["not-applicable", "not-applicable", "blank"]


def test_the_head_signs_and_the_office_accepts_it_with_the_rest(world: World) -> None:
    given(world, "A1", {"staff": "20", "staff_with_computer": "18"})
    do(
        PARTS,
        answering.sign_off,
        world.actor("head"),
        (SLUG, world.ref("commune")),
        seen=world.part(SLUG, "commune").sequence,
    )
    assert {"A1", "B8"} == set(appraisal.left_to_accept(world.part(SLUG, "commune")))


def test_a_comment_typed_beside_it_in_the_workbook_is_read_back(world: World) -> None:
    reporter, unit = world.actor("reporter"), world.ref("commune")
    content = offline.workbook(reporter, SLUG, unit, "vi", "")
    sent = edited(content, lambda rows: put(rows, "B8/", "Số liệu như ở A1", "Ghi chú của đơn vị"))
    found = offline.preview(reporter, SLUG, unit, sent, "so.xlsx")
    assert [(one.node, one.given.comment) for one in found.differences] == [("B8", "Số liệu như ở A1")]
