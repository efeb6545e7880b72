"""The accounts of a demonstration, and how they end before the same data are served in earnest."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

from django.db import transaction
from django.db.models import Q

from thangdo.records.ledger import private
from thangdo.records.ledger.events import append
from thangdo.records.people import actions, events, tokens
from thangdo.records.people.acting import Actor
from thangdo.records.people.models import Office, Person
from thangdo.records.people.token_models import Token

WHY = "Tài khoản của bản trình diễn"


@dataclass(frozen=True, slots=True)
class Ended:
    """What was ended of one account."""

    login: str
    closed: bool
    offices: int
    tokens: int


def open_accounts() -> list[str]:
    """The accounts of a demonstration that are open, by name."""
    rows = Person.objects.filter(is_demo=True, is_active=True)
    return list(rows.order_by("login").values_list("login", flat=True))


def end_all(actor: Actor) -> list[Ended]:
    """Close every account of a demonstration: offices, tokens and sessions end with it; the history stays.

    What was ended, by account; nothing the second time. For the system alone: the last administrator of the
    sample goes too.
    """
    found = []
    with transaction.atomic():
        actions.lock_administrators()
        for person in Person.objects.select_for_update().filter(is_demo=True).order_by("pk"):
            done = _end(actor, person)
            if done.closed or done.offices or done.tokens:
                found.append(done)
    return found


def _end(actor: Actor, person: Person) -> Ended:
    held = Office.objects.select_for_update().filter(
        Q(until=None) | Q(until__gte=actor.day), person=person, since__lte=actor.day
    )
    offices = list(held.order_by("pk"))
    for office in offices:
        office.until = actor.day - timedelta(days=1)
        office.save(update_fields=["until"])
        happened = events.OfficeEnded(office.pk, office.until, private.keep(WHY))
        append(person.ref, [happened.new()], actor.by())
    valid = Token.objects.filter(person=person, revoked_at=None, expires_at__gt=actor.at)
    numbers = list(valid.order_by("pk").values_list("pk", flat=True))
    for number in numbers:
        tokens.revoke(actor, number)
    actions.end_sessions(person.pk)
    closed = person.is_active
    if closed:
        person.is_active, person.ended_at = False, actor.at
        person.set_unusable_password()
        person.save(update_fields=["is_active", "ended_at", "password"])
        append(person.ref, [events.AccountEnded(private.keep(WHY)).new()], actor.by())
    return Ended(person.login, closed, len(offices), len(numbers))
