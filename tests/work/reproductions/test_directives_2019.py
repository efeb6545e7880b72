"""The orders of 3 July 2019 as they stand in the records: nothing invented, the mismatch shown."""

from __future__ import annotations

from datetime import date

import pytest

from prepared import load_register
from restaging import restaged
from thangdo.work.announcements import queries
from thangdo.work.directives.actions.issuing import charged
from thangdo.work.directives.models import Assignment, Directive
from thangdo.work.reproductions import announcement_2019, directives_2019

pytestmark = pytest.mark.django_db
DAY = date(2019, 7, 3)


@pytest.fixture
def loaded(db: None) -> int:
    return recorded()


@restaged
def recorded() -> int:
    """The orders of 2019 in a database with the register."""
    load_register()
    return directives_2019.load()


def test_loading_twice_records_every_order_once(loaded: int) -> None:
    assert loaded == 12
    assert directives_2019.load() == 0
    assert Directive.objects.count() == 12


def test_41_communes_of_the_article_are_36_in_the_register_and_nobody_has_decided(loaded: int) -> None:
    desks = Directive.objects.get(slug="gia-lai-2019-one-stop-desks")
    assert (desks.state, desks.stated_count) == ("draft", 41)
    found = charged(desks, DAY)
    assert found.differs and found.found == 36
    assert [share.found for share in found.shares] == [12, 9, 15]  # Mang Yang, Chư Pưh, Chư Păh
    first = found.suggestions[0]
    assert first.out is not None and first.into is not None
    assert (first.out.name_vi, first.into.name_vi, first.found) == ("Huyện Chư Păh", "Huyện Chư Prông", 41)


def test_only_the_backlog_has_a_deadline_because_only_it_has_one_in_the_article(loaded: int) -> None:
    due = {one.slug: one.due for one in Directive.objects.exclude(due=None)}
    assert due == {"gia-lai-2019-clear-the-backlog": date(2019, 7, 31)}


def test_what_came_of_an_order_is_unknown_where_it_is_not_public(loaded: int) -> None:
    assert not Assignment.objects.filter(known=True).exists()
    assert not Assignment.objects.exclude(state="issued").exists()


def test_20_departments_and_17_districts_are_charged_and_no_central_body(loaded: int) -> None:
    know = Assignment.objects.filter(directive__slug="gia-lai-2019-know-the-indices")
    tiers = list(know.values_list("unit__tier", flat=True))
    assert (tiers.count("department"), tiers.count("district"), len(tiers)) == (20, 17, 37)
    assert Assignment.objects.filter(directive__slug="gia-lai-2019-desks-to-post-offices").count() == 17


def test_the_notice_of_2019_keeps_its_day_and_the_views_of_its_source(loaded: int) -> None:
    assert (announcement_2019.load(), announcement_2019.load()) == (1, 0)
    row = queries.public_one(announcement_2019.SLUG)
    assert row is not None and row.dated == DAY and queries.views_of(row) == 17
