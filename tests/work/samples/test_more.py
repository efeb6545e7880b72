"""What the demonstration shows beside its campaign: every state of a directive, a notice with an answer."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any

import pytest

from thangdo.work import samples
from thangdo.work.announcements import queries
from thangdo.work.announcements.models import Announcement
from thangdo.work.conferences.models import Conference
from thangdo.work.directives.models import Assignment, Directive
from thangdo.work.papers.models import Book
from thangdo.work.samples import conferences, papers
from thangdo.work.samples.province import people, units

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 3, 10, 2, tzinfo=UTC)


@pytest.fixture(autouse=True)
def in_a_demonstration(settings: Any) -> None:
    """Outside one its accounts may not act."""
    settings.DEMO = True


def test_a_newcomer_finds_less_than_every_state_or_something_twice() -> None:
    """Takes seconds: seven hundred acts, and then all that is to be found after them."""
    assert samples.more(NOW) > 0
    an_order_in_every_state()
    a_notice_that_says_on_its_face_that_it_is_a_sample()
    a_conference_that_is_over_and_one_that_is_prepared()
    a_register_of_papers_that_says_that_it_is_a_sample()
    assert samples.more(NOW) == 0


def a_register_of_papers_that_says_that_it_is_a_sample() -> None:
    """On 10 March the day of the first paper, 58 days before, is still of this year."""
    book = Book.objects.get()
    assert (book.year, book.last, book.state) == (2026, 5, "open") and "mẫu" in book.title
    rows = list(book.papers.order_by("number"))
    assert [row.state for row in rows] == ["issued", "issued", "issued", "void", "issued"]
    assert all("mẫu" in row.abstract for row in rows)
    assert (rows[0].symbol, rows[2].symbol) == ("01/UBND-KGVX", "03/KH-UBND")


def test_in_january_the_sample_register_has_papers_of_last_year() -> None:
    new_year = datetime(2026, 1, 1, 3, tzinfo=UTC)
    assert papers.seed(people(units(), new_year), new_year) == 1
    assert {row.day for row in Book.objects.get().papers.all()} == {date(2026, 1, 1)}


def an_order_in_every_state() -> None:
    states = set(Assignment.objects.values_list("state", flat=True))
    assert states >= {"issued", "acknowledged", "reported", "accepted", "returned"}
    assert Assignment.objects.filter(asked=True).exists(), "somebody asks for more time"
    assert Assignment.objects.filter(due__lt=NOW.date()).exclude(state="accepted").exists(), "some are late"
    assert Directive.objects.filter(state="draft").exists(), "one waits to be issued"
    assert not Directive.objects.filter(sample=False).exists()


def a_notice_that_says_on_its_face_that_it_is_a_sample() -> None:
    row = Announcement.objects.get()
    assert not row.official and "mẫu" in row.title
    shown = queries.public_replies(row)
    assert [bool(one.answer) for one in shown] == [True, False]
    assert row.replies.filter(state="waiting").count() == 1


def a_conference_that_is_over_and_one_that_is_prepared() -> None:
    held, coming = (Conference.objects.get(slug=slug) for slug in (conferences.HELD, conferences.NEXT))
    assert (held.state, coming.state) == ("concluded", "planned")
    assert coming.day > NOW.date() > held.day
    here = [site.here for site in held.sites.all()]
    assert (here.count(True), len(here)) == (17, 18)
    assert [remark.published for remark in held.remarks.all()] == [True, False, False]
    assert (
        coming.sites.filter(answered=False).count() == 1 and coming.sites.filter(answered=None).count() == 3
    )
    assert held.minutes.filter(directive=True).count() == 2
