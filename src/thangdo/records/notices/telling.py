"""Telling people: a notice in "my tasks", and an e-mail where one is set up. The same occasion tells once."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import Q

from thangdo.records.notices import smtp
from thangdo.records.notices.models import Notice, Outbox
from thangdo.records.people.acting import LOCAL
from thangdo.records.people.models import Office, Person


@dataclass(frozen=True, slots=True)
class ToPerson:
    """One person, by id."""

    person: int


@dataclass(frozen=True, slots=True)
class ToOffice:
    """Whoever holds the role in the unit (or over it): "my tasks" asks on the day it is read."""

    unit: int
    role: str


Addressee = ToPerson | ToOffice


@dataclass(frozen=True, slots=True)
class NoticeView:
    """A notice as plain data; the faces make the words of code and facts."""

    id: int
    key: str
    code: str
    facts: dict[str, Any]
    link: str
    created_at: datetime
    done_at: datetime | None


def notify(
    to: Addressee,
    code: str,
    facts: Mapping[str, Any],
    *,
    key: str,
    now: datetime,
    link: str = "",
    mail: bool = True,
) -> NoticeView:
    """Tell somebody, in the caller's transaction or its own; the same key again changes nothing.

    facts: plain data without personal data. link: a path of this site. mail: also by e-mail, to those who
    have an address and, for an office, hold it today. Raises ValueError for a link to elsewhere.
    """
    if link and (not link.startswith("/") or link.startswith("//")):
        raise ValueError("the link of a notice is a path of this site")
    with transaction.atomic():
        notice, new = Notice.objects.get_or_create(
            key=key,
            defaults={
                "code": code,
                "facts": dict(facts),
                "link": link,
                "created_at": now,
                **(
                    {"person_id": to.person}
                    if isinstance(to, ToPerson)
                    else {"unit_id": to.unit, "role": to.role}
                ),
            },
        )
        if new and mail and smtp.is_set():
            Outbox.objects.bulk_create(
                Outbox(
                    key=f"{notice.pk}/{person}", notice=notice, person_id=person, next_try=now, created_at=now
                )
                for person in _mailed(to, now)
            )
    return view(notice)


def finish(keys: Iterable[str], now: datetime) -> int:
    """The occasion is over: these notices leave "my tasks", and no e-mail about them goes out any more."""
    with transaction.atomic():
        open_ones = Notice.objects.filter(key__in=list(keys), done_at=None)
        return open_ones.update(done_at=now)


def finish_under(prefix: str, now: datetime) -> int:
    """The same for every notice whose key begins with this."""
    return Notice.objects.filter(key__startswith=prefix, done_at=None).update(done_at=now)


def view(notice: Notice) -> NoticeView:
    """A row as plain data."""
    return NoticeView(
        notice.pk, notice.key, notice.code, notice.facts, notice.link, notice.created_at, notice.done_at
    )


def _mailed(to: Addressee, now: datetime) -> list[int]:
    """The persons who get an e-mail."""
    people = Person.objects.filter(is_active=True).exclude(email="")
    if isinstance(to, ToPerson):
        people = people.filter(pk=to.person)
    else:
        day = now.astimezone(LOCAL).date()
        held = Office.objects.filter(
            Q(until=None) | Q(until__gte=day), unit_id=to.unit, role=to.role, since__lte=day
        )
        people = people.filter(pk__in=held.values("person"))
    return sorted(people.values_list("pk", flat=True))
