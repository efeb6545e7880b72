"""What the demonstration shows of programmes: desks at every stage, a backlog that burns down."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pytest

from thangdo.records.ledger.verify import verify
from thangdo.records.people.acting import actor_of
from thangdo.records.people.models import Person
from thangdo.work import samples
from thangdo.work.programmes.models import Holding, Inspection, Part, Programme
from thangdo.work.programmes.queries import pace, tables
from thangdo.work.programmes.replaying import differences
from thangdo.work.programmes.staff import queries as staff
from thangdo.work.samples import programmes as made

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 3, 10, 2, tzinfo=UTC)


@pytest.fixture(autouse=True)
def in_a_demonstration(settings: Any) -> None:
    """Outside one its accounts may not act."""
    settings.DEMO = True


def test_a_newcomer_finds_a_province_in_which_nothing_has_moved() -> None:
    samples.more(NOW)
    secretary = actor_of(Person.objects.get(login="thu-ky"), NOW)
    statuses = set(Part.objects.filter(programme__slug=made.ONE_STOP).values_list("status", flat=True))
    assert statuses == {"none", "decided", "prepared", "working"}
    assert len(tables.matrix(secretary).programmes) == 6
    burn = pace.burn(secretary, made.CLEARING, "open")
    assert burn.frozen is not None and burn.left is not None and burn.left < burn.frozen
    assert burn.forecast.code in ("late", "on-time")
    assert Inspection.objects.count() == 3
    assert not Programme.objects.filter(sample=False).exists()
    trainer = actor_of(Person.objects.get(login="dao-tao"), NOW)
    for holding in Holding.objects.all():
        assert "Mẫu" in staff.record(trainer, holding.pk).name
    for programme in Programme.objects.all():
        assert differences(programme) == []
    assert verify().ok
    assert samples.more(NOW) == 0
