"""Sessions and a clock that is wrong: nobody is signed out by it, and nobody stays signed in longer."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

import pytest
from django.contrib.sessions.models import Session
from django.utils import timezone

import world as sample
from desk import signed_in
from thangdo.records.ledger import clock

pytestmark = pytest.mark.django_db
YEAR = timedelta(days=365)


@pytest.mark.parametrize("off", [YEAR, -YEAR])
def test_a_browser_that_asks_while_the_clock_is_wrong_loses_its_session(
    off: timedelta, monkeypatch: pytest.MonkeyPatch, collected_static_files: None
) -> None:
    world = sample.build()
    client = signed_in(world, "administrator")
    really: Any = timezone.now
    begun: datetime = really()
    clock.forget()
    assert clock.mark(begun, accepted=True) is None
    with monkeypatch.context() as wrong:
        wrong.setattr(timezone, "now", lambda: really() + off)
        shown = client.get("/office/people/")
        assert shown.status_code == 200 and "thangdo" not in shown.cookies
        session = client.session
        session["something"] = 1
        session.save()
    assert client.get("/office/people/").status_code == 200
    ends = Session.objects.get().expire_date
    assert begun + timedelta(hours=11) < ends < begun + timedelta(hours=13)
    clock.mark(begun + timedelta(hours=14), accepted=True)  # believed, and after the end
    monkeypatch.setattr(timezone, "now", lambda: really() + timedelta(hours=14))
    assert client.get("/office/people/").status_code == 302
    clock.forget()
