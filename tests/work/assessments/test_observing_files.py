"""What an appraiser brings in from a workbook is read as it shows, or named; not before right and state."""

from __future__ import annotations

import pytest

import played
import world as sample
from books import made
from forms import MISSING_WORDS
from thangdo.records.acts.frame import do
from thangdo.records.people.acting import NotAllowed, Refused
from thangdo.work.assessments.actions import appraising
from thangdo.work.assessments.acts import PARTS
from thangdo.work.assessments.models import Answer, Observation
from thangdo.work.assessments.queries import observing
from told import all_told
from world import World

pytestmark = pytest.mark.django_db
HEAD = ("Mã", "Tên", "satisfaction")


@pytest.fixture
def world() -> World:
    world = sample.build()
    played.returned(world)
    return world


def preview(
    world: World, *rows: tuple[object, ...], styles: dict[str, str] | None = None
) -> observing.Preview:
    content = made(*rows, styles=styles)
    return observing.preview(world.actor("appraiser"), played.SLUG, "values", content, "do.xlsx")


def test_a_title_and_a_vietnamese_header_are_read_and_said(world: World) -> None:
    found = preview(world, ("SỐ ĐO NĂM 2025",), (), HEAD, ("X1", "Xã", 80))
    assert found.troubles == () and found.rows["X1"] == [{"satisfaction": "80"}]
    said = " ".join(all_told(found.notices))
    assert "the header is in row 3" in said and "“Mã” is read as `unit`" in said


def test_a_percentage_counts_as_it_shows(world: World) -> None:
    found = preview(world, HEAD, ("X1", "Xã", 0.8), styles={"C2": "0%"})
    assert found.troubles == () and found.rows["X1"] == [{"satisfaction": "80"}]


def test_a_row_of_means_and_a_formula_without_result_are_named(world: World) -> None:
    found = preview(world, HEAD, ("X1", "Xã", 80), ("Trung bình", None, 80))
    assert [(one.line, one.code) for one in found.troubles] == [(3, "unknown-unit")]
    found = preview(world, HEAD, ("X1", "Xã", "=40+40"))
    assert [one.line for one in found.troubles] == [2] and "C" in str(found.troubles[0].facts["why"])


def test_nobody_opens_a_file_before_the_right_is_looked_at(world: World) -> None:
    with pytest.raises((NotAllowed, Refused)):
        observing.preview(world.actor("reporter"), played.SLUG, "values", b"never opened", "do.xlsx")


def test_nobody_opens_a_file_of_a_campaign_that_is_over() -> None:
    over = sample.build()
    played.concluded(over)
    with pytest.raises(Refused, match="wrong-state"):
        observing.preview(over.actor("appraiser"), played.SLUG, "values", b"never opened", "do.xlsx")


def test_the_words_of_the_edition_are_read_in_what_was_measured() -> None:
    world = sample.build()
    sample.publish_edition(world, sample.EDITION + MISSING_WORDS)
    played.returned(world)
    found = preview(world, HEAD, ("X1", "Xã", "NA"))
    assert found.troubles == ()
    actor, part = world.actor("appraiser"), (played.SLUG, world.ref("commune"))
    seen = world.sequence(played.SLUG, "commune", "B2")
    do(PARTS, appraising.measure, actor, part, appraising.Measured({"B2": {"satisfaction": "NA"}}), seen=seen)
    assert Answer.objects.get(submission=world.part(played.SLUG, "commune"), node="B2").final == {
        "satisfaction": "not-measured"
    }
    do(PARTS, appraising.observe, actor, part, appraising.Observed("visits", [{"polite": "KAD"}]))
    assert Observation.objects.get(submission=world.part(played.SLUG, "commune")).rows == [
        {"polite": "not-applicable"}
    ]
    last = world.sequence(played.SLUG, "commune", "A2")
    amend = appraising.Amended({"staff_trained": "NA"}, "Không đo được trong kỳ này")
    do(PARTS, appraising.amend, actor, (*part, "A2"), amend, seen=last)
    assert Answer.objects.get(submission=world.part(played.SLUG, "commune"), node="A2").final == {
        "staff_trained": "not-measured"
    }
