"""What the system keeps is offered for a measured input, seen before it counts, and named where it counts."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from decimal import Decimal

import pytest

import played
import world as sample
from thangdo.records.ledger.models import Event
from thangdo.records.people.acting import NotAllowed, Refused
from thangdo.records.units.models import Unit
from thangdo.work.assessments import sources
from thangdo.work.assessments.actions import observing as putting
from thangdo.work.assessments.models import Answer
from thangdo.work.assessments.queries import values_from_records
from thangdo.work.assessments.queries.values_from_records import Recorded
from thangdo.work.assessments.replaying import differences
from world import World

pytestmark = pytest.mark.django_db
SLUG = played.SLUG
KEY = "surveys:satisfaction"
ASKED: list[tuple[date, date]] = []


def compute(units: Sequence[Unit], since: date, until: date) -> dict[int, dict[str, Decimal]]:
    ASKED.append((since, until))
    numbers = {"X1": Decimal("80.50"), "X2": Decimal("60")}
    return {one.pk: {"satisfaction": numbers[one.code]} for one in units if one.code in numbers}


@pytest.fixture
def world() -> World:
    world = sample.build()
    played.returned(world)
    return world


@pytest.fixture(autouse=True)
def surveys() -> Iterator[None]:
    figures = {"satisfaction": ("Mức độ hài lòng", "Satisfaction")}
    sources.register("surveys", "Khảo sát", "Surveys", compute, figures)
    yield
    sources.forget("surveys")


def look(world: World, key: str = KEY, name: str = "satisfaction") -> Recorded:
    actor = world.actor("appraiser")
    return values_from_records.look(actor, SLUG, name, key, values_from_records.figures_of(actor, SLUG, key))


def kept(world: World) -> Answer:
    return Answer.objects.get(submission=world.part(SLUG, "commune"), node="B2")


def test_the_figure_that_is_called_as_the_input_is_proposed_for_it(world: World) -> None:
    found = values_from_records.offer(world.actor("appraiser"), SLUG)
    assert [name for name, _ in found.inputs] == ["satisfaction"]
    assert found.fits == {"satisfaction": KEY}
    with pytest.raises(NotAllowed):
        values_from_records.offer(world.actor("publisher"), SLUG)


def test_figures_are_seen_over_the_period_of_the_campaign_before_they_are_kept(world: World) -> None:
    found = look(world)
    assert ASKED[-1] == (date(2025, 1, 1), date(2025, 12, 31))
    assert [(one.code, one.now, one.then) for one in found.lines] == [("X1", "", "80.5")]
    assert found.closed == ("Xã Mẫu 2",)  # has not returned
    assert found.without == ("Sở Mẫu 1", "Sở Mẫu 2")
    assert kept(world).decided is None


def test_what_is_kept_counts_like_any_measured_value_and_the_event_names_its_source(world: World) -> None:
    putting.put(world.actor("appraiser"), look(world).preview)
    assert (kept(world).decided, kept(world).decision) == ({"satisfaction": "80.5"}, "amended")
    event = Event.objects.filter(type="answer.decided").get()
    assert event.payload["source"] == KEY
    assert differences(world.part(SLUG, "commune")) == []
    again = look(world)
    assert again.lines[0].now == "80.5"
    putting.put(world.actor("appraiser"), again.preview)
    assert Event.objects.filter(type="answer.decided").count() == 1


def test_a_figure_that_the_edition_does_not_allow_is_not_kept(world: World) -> None:
    too_much = {"odd": Decimal(101)}
    sources.register("odd", "Lạ", "Odd", lambda units, since, until: {one.pk: too_much for one in units})
    try:
        found = look(world, "odd:odd")
        assert [(one.code, one.facts["column"]) for one in found.preview.troubles] == [
            ("unreadable", "satisfaction")
        ]
        with pytest.raises(Refused, match="file-has-faults"):
            putting.put(world.actor("appraiser"), found.preview)
    finally:
        sources.forget("odd")


def test_neither_a_figure_nor_an_input_that_there_is_not_is_taken(world: World) -> None:
    with pytest.raises(Refused, match="no-such-figure"):
        look(world, "surveys:other")
    with pytest.raises(Refused, match="no-such-input"):
        look(world, name="staff")


def test_a_figure_is_named_in_words_as_long_as_its_source_is_there() -> None:
    assert sources.title_of(KEY, "vi") == "Khảo sát: Mức độ hài lòng"
    assert sources.title_of("gone:figure", "en") == "gone:figure"
