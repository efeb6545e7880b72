"""Tokens for programs: made by the person, shown once, narrower than he is, ended by a day or at will."""

from __future__ import annotations

import hashlib
import secrets
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import ClassVar

from django.db import transaction
from django.db.models import Q

from thangdo.records.ledger.event_type import Happening
from thangdo.records.ledger.events import By, append
from thangdo.records.optional import if_possible
from thangdo.records.people.acting import ROLES, Actor, NotAllowed, Refused, may_act
from thangdo.records.people.models import Office, Person, Role
from thangdo.records.people.token_models import Token
from thangdo.rules.letters import tidy

PREFIX = "thangdo_"  # so that a leaked token is recognised where it lies
LONGEST = 366  # days
MOST = 20  # valid tokens of one person
_MINUTE = timedelta(minutes=1)


@dataclass(frozen=True, slots=True)
class TokenCreated(Happening):
    """A token was made. roles: None for all that the person has."""

    TYPE: ClassVar[str] = "token.created"
    token: int
    roles: list[str] | None
    writes: bool
    expires_at: datetime


@dataclass(frozen=True, slots=True)
class TokenRevoked(Happening):
    """A token was ended before its day."""

    TYPE: ClassVar[str] = "token.revoked"
    token: int


@dataclass(frozen=True, slots=True)
class TokenView:
    """A token as it is listed; never its text."""

    number: int
    label: str
    roles: tuple[str, ...] | None
    writes: bool
    created_at: datetime
    expires_at: datetime
    revoked_at: datetime | None
    used_at: datetime | None

    def is_valid(self, now: datetime) -> bool:
        """Whether it opens anything at `now`."""
        return self.revoked_at is None and now < self.expires_at


@dataclass(frozen=True, slots=True)
class Made:
    """A token that was just made, with its text: the only time that it is known."""

    token: TokenView
    text: str


@dataclass(frozen=True, slots=True)
class Holder:
    """Whose token it is, and what it is good for."""

    person: Person
    token: TokenView


def create(
    actor: Actor,
    person: Person,
    label: str,
    days: int,
    roles: Iterable[str] | None = None,
    writes: bool = False,
) -> Made:
    """Make a token for `days` days. roles: of the person's roles only these; None: all, also future ones.

    A person makes it for himself, the system for anybody. Raises NotAllowed; Refused: label-needed,
    days-out-of-range, unknown-roles, account-ended, too-many-tokens.
    """
    if actor.person != person.pk and not _is_system(actor):
        raise NotAllowed((), person.ref)
    clean = tidy(label)
    if not clean or len(clean) > 100:
        raise Refused("label-needed", most=100)
    if not 1 <= days <= LONGEST:
        raise Refused("days-out-of-range", most=LONGEST)
    wanted = None if roles is None else sorted(set(roles))
    if wanted is not None and (not wanted or any(role not in ROLES for role in wanted)):
        raise Refused("unknown-roles", allowed=list(ROLES))
    if not may_act(person):
        raise Refused("account-ended")
    text = PREFIX + secrets.token_urlsafe(32)
    with transaction.atomic():
        Person.objects.select_for_update().get(pk=person.pk)
        if Token.objects.filter(person=person, revoked_at=None, expires_at__gt=actor.at).count() >= MOST:
            raise Refused("too-many-tokens", most=MOST)
        row = Token.objects.create(
            person=person,
            label=clean,
            sha256=_hash(text),
            roles=wanted,
            writes=writes,
            created_at=actor.at,
            expires_at=actor.at + timedelta(days=days),
        )
        append(person.ref, [TokenCreated(row.pk, wanted, writes, row.expires_at).new()], actor.by())
    return Made(view(row), text)


def revoke(actor: Actor, number: int) -> TokenView:
    """End a token now: one's own, or as administrator that of a person with an office in one's units.

    Ending it again changes nothing. Raises Refused("no-such-token") alike for none and for not allowed.
    """
    with transaction.atomic():
        row = Token.objects.select_for_update(of=("self",)).filter(pk=number).first()
        if row is None or not _may_end(actor, row):
            raise Refused("no-such-token", number=number)
        if row.revoked_at is None:
            row.revoked_at = actor.at
            row.save(update_fields=["revoked_at"])
            append(f"person:{row.person_id}", [TokenRevoked(row.pk).new()], actor.by())
    return view(row)


def end_all(person: int, by: By) -> int:
    """End every token of a person that still opens something; how many. In the caller's transaction.

    Whatever takes the way in away takes these too: a new password, factors reset, the account closed.
    """
    rows = Token.objects.select_for_update().filter(person=person, revoked_at=None, expires_at__gt=by.at)
    ended = list(rows.order_by("pk"))
    for row in ended:
        row.revoked_at = by.at
        row.save(update_fields=["revoked_at"])
    if ended:
        append(f"person:{person}", [TokenRevoked(row.pk).new() for row in ended], by)
    return len(ended)


def tokens_of(person: int) -> list[TokenView]:
    """A person's tokens, the latest first; one query."""
    return [view(row) for row in Token.objects.filter(person=person)]


def holder(text: str, now: datetime) -> Holder | None:
    """Whose token this is; None for an unknown, ended or revoked one, and when the account may not act.

    Notes the minute in which it was used. One query, two when the minute is new.
    """
    row = Token.objects.select_related("person").filter(sha256=_hash(text)).first()
    if row is None or not view(row).is_valid(now):
        return None
    person = row.person
    if not may_act(person):
        return None
    if row.used_at is None or now - row.used_at >= _MINUTE:
        stale = Q(used_at=None) | Q(used_at__lt=now)
        if_possible(lambda: Token.objects.filter(stale, pk=row.pk).update(used_at=now))
    return Holder(person, view(row))


def view(row: Token) -> TokenView:
    """A row as plain data."""
    return TokenView(
        row.pk,
        row.label,
        None if row.roles is None else tuple(row.roles),
        row.writes,
        row.created_at,
        row.expires_at,
        row.revoked_at,
        row.used_at,
    )


def _may_end(actor: Actor, row: Token) -> bool:
    if actor.person == row.person_id or _is_system(actor):
        return True
    return Office.objects.filter(actor.scope(Role.ADMINISTRATOR), person=row.person_id).exists()


def _is_system(actor: Actor) -> bool:
    return actor.person is None and actor.ref.startswith("system:")


def _hash(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()
