"""Two people of one unit, for the tests of notices."""

from __future__ import annotations

from datetime import UTC, date, datetime

from django.db.models import Q, QuerySet

from thangdo.records.notices.models import Notice
from thangdo.records.people.acting import Actor
from thangdo.records.people.models import Office, Person
from thangdo.records.units.models import Unit

NOW = datetime(2026, 11, 24, 8, tzinfo=UTC)


def unit() -> Unit:
    """Any unit of the register."""
    return Unit.objects.order_by("pk")[0]


def person(login: str, role: str = "reporter", language: str = "vi", until: date | None = None) -> Person:
    """An account with an office in the unit."""
    made = Person.objects.create_user(
        login, name=f"Người mẫu {login}", email=f"{login}@example.test", language=language, created_at=NOW
    )
    Office.objects.create(person=made, unit=unit(), role=role, since=date(2026, 1, 1), until=until)
    return made


def notices_for(actor: Actor) -> QuerySet[Notice]:
    """The open notices that concern the actor: as this person, or by an office held."""
    mine = Q(pk__in=[]) if actor.person is None else Q(person_id=actor.person)
    for role in {held.role for held in actor.offices}:
        mine |= Q(role=role) & actor.scope(role)
    return Notice.objects.filter(mine, done_at=None)
