"""Who is told what: once, in "my tasks" of those who hold the office, and of nobody else."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.conf import LazySettings

from records.notices.people import NOW, notices_for, person, unit
from thangdo.records.notices.models import Notice, Outbox
from thangdo.records.notices.telling import (
    ToOffice,
    ToPerson,
    finish,
    finish_under,
    notify,
)
from thangdo.records.people.acting import actor_of, system

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("register")]


@pytest.fixture(autouse=True)
def mail(settings: LazySettings) -> None:
    settings.SMTP_URL = "smtp://localhost:1"


def test_a_reminder_that_is_made_again_tells_twice() -> None:
    reporter = person("a")
    for day in (0, 1):
        first = notify(
            ToOffice(unit().pk, "reporter"), "due", {"day": day}, key="due/1", now=NOW + timedelta(days=day)
        )
    assert first.facts == {"day": 0}
    assert [notice.key for notice in notices_for(actor_of(reporter, NOW))] == ["due/1"]
    assert Outbox.objects.count() == 1


def test_a_notice_for_an_office_misses_its_holder_or_reaches_another() -> None:
    reporter, head, former = person("a"), person("b", "head"), person("c", until=date(2026, 6, 30))
    notify(ToOffice(unit().pk, "reporter"), "due", {}, key="1", now=NOW)
    assert notices_for(actor_of(reporter, NOW)).count() == 1
    assert notices_for(actor_of(head, NOW)).count() == 0
    assert notices_for(actor_of(former, NOW)).count() == 0
    assert notices_for(system("worker", NOW)).count() == 0
    assert list(Outbox.objects.values_list("person", flat=True)) == [reporter.pk]
    successor = person("d")
    assert notices_for(actor_of(successor, NOW)).count() == 1, "who takes the office over sees what waits"


def test_what_is_done_is_still_told() -> None:
    mine = actor_of(person("a"), NOW)
    for key in ("x/1", "x/2", "y"):
        notify(ToPerson(mine.person or 0), "due", {}, key=key, now=NOW)
    assert finish(["y"], NOW) == 1 and finish_under("x/", NOW) == 2
    assert not notices_for(mine).exists() and Notice.objects.count() == 3


def test_a_notice_leads_to_another_site() -> None:
    for link in ("https://example.test/", "//example.test/", "javascript:alert(1)"):
        with pytest.raises(ValueError, match="path"):
            notify(ToPerson(1), "due", {}, key="1", now=NOW, link=link)


def test_mails_pile_up_where_no_mail_is_set_up(settings: LazySettings) -> None:
    settings.SMTP_URL = ""
    reporter = person("a")
    notify(ToPerson(reporter.pk), "due", {}, key="1", now=NOW)
    assert notices_for(actor_of(reporter, NOW)).count() == 1 and not Outbox.objects.exists()
