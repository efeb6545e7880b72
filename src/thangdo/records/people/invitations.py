"""Codes by which those come in who have an account and have never been here: printed or sent, used once."""

from __future__ import annotations

import hashlib
import secrets
from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import transaction

from thangdo.records.ledger.events import By, append
from thangdo.records.people import actions, events
from thangdo.records.people.acting import Actor, Refused, may_act
from thangdo.records.people.bulk_models import Invitation
from thangdo.records.people.models import Person

DAYS = 14  # how long a code works
LETTERS = "ABCDEFGHJKMNPQRSTVWXYZ23456789"  # none that is read as another on paper (O 0, I 1 L, U V)
SIZE, GROUP = 12, 4  # 30^12: 58 bits


@dataclass(frozen=True, slots=True)
class Slip:
    """A person with the code that was just made: the only time that it is known."""

    person: Person
    code: str
    expires: datetime


def invite(actor: Actor, keys: Collection[int]) -> list[Slip]:
    """Make a code for each of these accounts that has not come yet; an earlier one stops working.

    Whoever has come is left out: he has a password, and a link to choose another is given to him alone.
    Raises NotAllowed for an account that the actor does not administer.
    """
    slips = []
    with transaction.atomic():
        for person in Person.objects.select_for_update().filter(pk__in=keys).order_by("name", "pk"):
            held = actions.administers_person(actor, person)
            if not may_come(person):
                continue
            code = _code()
            expires = actor.at + timedelta(days=DAYS)
            Invitation.objects.filter(person=person, ended_at=None).update(ended_at=actor.at)
            Invitation.objects.create(person=person, sha256=_hash(code), made_at=actor.at, expires_at=expires)
            append(person.ref, [events.Invited(expires).new()], actor.by(held))
            slips.append(Slip(person, shown(code), expires))
    return slips


def may_come(person: Person) -> bool:
    """Whether a code would open the account: open, never entered, without a password of its own."""
    return may_act(person) and person.last_login is None and not person.has_usable_password()


def of_code(code: str, now: datetime) -> Person:
    """Whom a code invites. Raises Refused("invitation-unknown"): wrong, used, too old, all alike."""
    return _valid(code, now).person


def accept(code: str, password: str, now: datetime, name: str = "", email: str = "") -> Person:
    """Come in by a code with a password that was checked before; name and address as the person writes them.

    Raises Refused: invitation-unknown, name-needed, bad-email, email-is-taken.
    """
    with transaction.atomic():
        row = _valid(code, now, lock=True)
        person = Person.objects.select_for_update().get(pk=row.person_id)
        if not may_come(person):
            raise Refused("invitation-unknown")
        by = By(person.ref, now)
        changed = actions.put_own(person, name, email)
        person.set_password(password)
        person.save(update_fields=["password"])
        row.ended_at = now
        row.save(update_fields=["ended_at"])
        append(person.ref, [*changed, events.Came().new()], by)
    return person


def waiting(keys: Collection[int], now: datetime) -> dict[int, datetime]:
    """Accounts with a code that still works -> when it stops."""
    rows = Invitation.objects.filter(person__in=list(keys), ended_at=None, expires_at__gt=now)
    return dict(rows.values_list("person_id", "expires_at"))


def shown(code: str) -> str:
    """A code in groups, as it is printed.

    >>> shown("ABCDEFGHJKMN")
    'ABCD-EFGH-JKMN'
    """
    return "-".join(code[at : at + GROUP] for at in range(0, len(code), GROUP))


def plain(code: str) -> str:
    """A code as somebody types it from paper.

    >>> plain(" abcd efgh-jkmn ")
    'ABCDEFGHJKMN'
    """
    return "".join(char for char in code.upper()[:60] if char.isalnum())


def _valid(code: str, now: datetime, lock: bool = False) -> Invitation:
    rows = Invitation.objects.select_related("person")
    if lock:
        rows = Invitation.objects.select_for_update(of=("self",)).select_related("person")
    row = rows.filter(sha256=_hash(plain(code)), ended_at=None, expires_at__gt=now).first()
    if row is None or not may_come(row.person):
        raise Refused("invitation-unknown")
    return row


def _code() -> str:
    return "".join(secrets.choice(LETTERS) for _ in range(SIZE))


def _hash(code: str) -> str:
    return hashlib.sha256(plain(code).encode()).hexdigest()
