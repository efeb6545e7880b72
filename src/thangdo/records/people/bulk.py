"""People brought together: a list with a preview, all or none, and one undo for those who have not come yet.

A list names unit, role and person by row. What fits no unit or role, or asks for what is there already, is
told by its line before anything is made (`bulk_plan`); the preview's hash says what was agreed to.
"""

from __future__ import annotations

import secrets
from collections.abc import Collection, Mapping, Sequence
from datetime import date, timedelta

from django.db import transaction

from thangdo.records.ledger import private
from thangdo.records.ledger.events import append
from thangdo.records.ledger.once import once
from thangdo.records.people import actions, events
from thangdo.records.people.acting import Actor, Refused
from thangdo.records.people.bulk_models import Brought, Invitation
from thangdo.records.people.bulk_plan import Plan, plan
from thangdo.records.people.models import Office, Person, Role


def bring(actor: Actor, rows: Sequence[Mapping[str, str]], seen: str, lines: Sequence[int] = ()) -> Brought:
    """Do what the plan with the hash `seen` has shown: all rows or none.

    Raises NotAllowed; Refused: people-changed-meanwhile, people-list-faulty, people-nothing-to-do.
    """

    def act() -> str:
        found = plan(actor, rows, lines)
        if found.problems:
            raise Refused("people-list-faulty", count=len(found.problems))
        if found.hash != seen:
            raise Refused("people-changed-meanwhile")
        if not found.new and not found.offices:
            raise Refused("people-nothing-to-do")
        return _carry_out(actor, found).key

    asked = {"people-list": seen}
    return Brought.objects.get(key=once(actor.by(), asked, act))


def undo(actor: Actor, key: str, reason: str) -> tuple[Brought, int]:
    """Take back what was brought: accounts of people who have not come yet are closed and their names free
    again, the other offices end. Answers how many accounts stayed because their people had come.

    Raises NotAllowed; Refused: no-such-list, list-undone, reason-needed, last-administrator.
    """
    with transaction.atomic():
        actions.lock_administrators()
        batch = Brought.objects.select_for_update().filter(key=key).first()
        if batch is None or not may_see(actor, batch):
            raise Refused("no-such-list")
        if batch.undone_at is not None:
            raise Refused("list-undone")
        told = private.keep(reason)
        if told is None:
            raise Refused("reason-needed")
        people = {one.pk: one for one in Person.objects.select_for_update().filter(pk__in=batch.people)}
        came = {key for key, one in people.items() if one.last_login is not None}
        ended = _end_offices(actor, batch, came, told)
        closed = [one for key, one in people.items() if key not in came and one.is_active]
        for person in closed:
            actions.administers_person(actor, person)
            person.is_active, person.ended_at = False, actor.at
            person.login, person.email = f"undone-{person.pk}", ""
            person.save(update_fields=["is_active", "ended_at", "login", "email"])
            append(person.ref, [events.AccountEnded(told).new()], actor.by())
        Invitation.objects.filter(person__in=closed, ended_at=None).update(ended_at=actor.at)
        batch.undone_at = actor.at
        batch.save(update_fields=["undone_at"])
        happened = events.BringingUndone(tuple(one.ref for one in closed), tuple(ended))
        append(_stream(key), [happened.new()], actor.by())
    return batch, len(came)


def may_see(actor: Actor, batch: Brought) -> bool:
    """Whether the actor administers everybody whom a list has brought."""
    if actor.is_system:
        return True
    offices = Office.objects.filter(pk__in=batch.offices)
    return offices.exists() and offices.filter(actor.scope(Role.ADMINISTRATOR)).count() == offices.count()


def batches(actor: Actor) -> list[Brought]:
    """The lists that the actor may see, newest first."""
    return [batch for batch in Brought.objects.all()[:100] if may_see(actor, batch)]


def end_offices(actor: Actor, keys: Collection[int], until: date, reason: str) -> int:
    """End several offices after a day, all or none, as when an election or a merger comes.

    Raises NotAllowed; Refused as `actions.end_office`, and people-nothing-chosen.
    """
    if not keys:
        raise Refused("people-nothing-chosen")

    def act() -> int:
        actions.lock_administrators()
        for key in sorted(keys):
            actions.end_office(actor, key, until, reason)
        return len(keys)

    return int(once(actor.by(), {"end-offices": sorted(keys), "until": until.isoformat()}, act))


def _carry_out(actor: Actor, found: Plan) -> Brought:
    people: list[int] = []
    offices: list[int] = []
    for line in found.lines:
        if line.does == "nothing":
            continue
        held = actions.administers(actor, line.unit)
        if line.person is None:
            person = actions.new_person(actor, held, line.login, line.name, line.email)
            people.append(person.pk)
        else:
            person = Person.objects.select_for_update().get(pk=line.person)
        term = actions.Term(line.role, actor.day, None, False, line.title, "")
        offices.append(actions.give_office(actor, held, person, line.unit, term).pk)
    key = secrets.token_hex(16)
    happened = events.PeopleBrought(tuple(f"person:{one}" for one in people), tuple(offices))
    append(_stream(key), [happened.new()], actor.by())
    return Brought.objects.create(key=key, people=people, offices=offices, actor=actor.ref, at=actor.at)


def _end_offices(actor: Actor, batch: Brought, came: Collection[int], told: dict[str, str]) -> list[int]:
    """End the offices of a list, but of those who came by it, on the day before they began."""
    rows = Office.objects.select_for_update(of=("self",)).select_related("unit", "person")
    ended = []
    for office in rows.filter(pk__in=batch.offices, until=None).exclude(person__in=came):
        held = actions.administers(actor, office.unit)
        office.until = office.since - timedelta(days=1)
        office.save(update_fields=["until"])
        append(office.person.ref, [events.OfficeEnded(office.pk, office.until, told).new()], actor.by(held))
        ended.append(office.pk)
    return ended


def _stream(key: str) -> str:
    return f"people-list:{key}"
