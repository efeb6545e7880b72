"""The programmes of 2019 as recorded: begun, linked to their orders, and nothing invented."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from prepared import load_register
from restaging import restaged
from thangdo.records.ledger.models import Event
from thangdo.work.directives.models import Directive
from thangdo.work.programmes import jobs
from thangdo.work.programmes.models import Count, Member, Part, Programme, Reached
from thangdo.work.programmes.queries import published
from thangdo.work.programmes.replaying import differences
from thangdo.work.programmes.templates import UNKNOWN
from thangdo.work.reproductions import directives_2019, programmes_2019

pytestmark = pytest.mark.django_db
TODAY = date(2026, 3, 2)
UNITS = {
    "one-stop": 0,
    "post-office": 17,
    "backlog": 37,
    "procedures": 37,
    "hotline": 1,
    "ict-staff": 1,
    "ict-infrastructure": 259,
}


@pytest.fixture
def loaded(db: None) -> int:
    return recorded()


@restaged
def recorded() -> int:
    """The orders and programmes of 2019 in a database with the register."""
    load_register()
    directives_2019.load()
    return programmes_2019.load()


def test_loading_twice_begins_every_programme_once(loaded: int) -> None:
    assert loaded == 7
    before = Event.objects.count()
    assert programmes_2019.load() == 0
    assert (Programme.objects.count(), Event.objects.count()) == (7, before)
    for one in Programme.objects.all():
        assert differences(one) == []


def test_a_programme_stands_without_the_order_that_it_carries_out(loaded: int) -> None:
    for one in Programme.objects.all():
        order = Directive.objects.get(slug=one.directive)
        assert (one.leading, one.due, one.stated_units) == (order.leading, order.due, order.stated_count)
        assert (one.known, one.official, one.sample, one.public) == (False, True, False, True)
        assert one.starts is None
        assert set(programmes_2019.readings()[one.slug].model_dump()) == {"vi", "en"}


def test_units_take_part_that_the_article_does_not_mean(loaded: int) -> None:
    found = {one.slug.removeprefix("gia-lai-2019-"): one.parts.count() for one in Programme.objects.all()}
    assert found == UNITS
    tiers = list(Part.objects.filter(programme__kind="ict-infrastructure").values_list("tier", flat=True))
    assert [tiers.count(one) for one in ("department", "district", "commune")] == [20, 17, 222]


def test_a_commune_is_charged_although_41_and_36_are_not_decided(loaded: int) -> None:
    desks = Programme.objects.get(slug="gia-lai-2019-one-stop")
    assert (desks.stated_units, desks.parts.count()) == (41, 0)
    assert (
        "41" in programmes_2019.readings()[desks.slug].vi
        and "36" in programmes_2019.readings()[desks.slug].vi
    )


def test_a_figure_day_or_name_that_nobody_published_is_entered(loaded: int) -> None:
    assert not Reached.objects.exists() and not Count.objects.exists() and not Member.objects.exists()
    assert not Part.objects.exclude(values={}, planned=None, spent=None, done_on=None).exists()
    dues = set(Part.objects.values_list("programme__kind", "due").distinct())
    assert {kind for kind, due in dues if due} == {"backlog"}
    assert ("backlog", date(2019, 7, 31)) in dues


def test_a_unit_of_which_nothing_is_known_reads_as_late_or_as_having_none(loaded: int) -> None:
    for shown in published.every(TODAY):
        assert (shown.tally.done, shown.tally.late, shown.tally.share) == (0, 0, None)
        assert shown.tally.silent
    found = published.one("gia-lai-2019-backlog", TODAY)
    assert found is not None
    cells = [
        cell for group in found[1].groups for row in group.rows for one in row.cells.values() for cell in one
    ]
    assert len(cells) == 37
    assert {(cell.status, cell.late) for cell in cells} == {(UNKNOWN, False)}


def test_what_nobody_knows_passes_to_the_communes_of_2025(loaded: int) -> None:
    before = Event.objects.count()
    assert jobs.pass_on(datetime(2026, 3, 2, tzinfo=UTC)) == 0
    assert Event.objects.count() == before
