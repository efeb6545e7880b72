"""What administrators do with accounts and offices held. Right, state, event, tables; all or none."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from datetime import date, timedelta

from django.contrib.sessions.models import Session
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import transaction
from django.db.models import Q

from thangdo.records.ledger import private
from thangdo.records.ledger.events import append
from thangdo.records.ledger.happening import Happening
from thangdo.records.people import events
from thangdo.records.people.acting import Actor, NotAllowed, OfficeHeld, Refused
from thangdo.records.people.models import Office, Person, Role
from thangdo.records.units.models import Unit

LOGIN = re.compile(r"[a-z0-9]+(?:[._-][a-z0-9]+)*")


@dataclass(frozen=True, slots=True)
class NewAccount:
    """An account to be made, with its first office: nobody signs in without one."""

    login: str
    name: str
    email: str
    role: str
    unit: tuple[str, str]
    subtree: bool = False
    title: str = ""
    decision: str = ""
    since: date | None = None
    until: date | None = None


def add(actor: Actor, new: NewAccount) -> Person:
    """Make an account with its first office. It has no password yet. Raises NotAllowed, Refused."""
    unit = _unit(new.unit)
    held = administers(actor, unit)
    login, name, email = new.login.strip().lower(), _name(new.name), _email(new.email)
    if not LOGIN.fullmatch(login) or len(login) > 60:
        raise Refused("bad-login", login=new.login)
    with transaction.atomic():
        if Person.objects.filter(login=login).exists():
            raise Refused("login-is-taken", login=login)
        if email and Person.objects.filter(email__iexact=email).exists():
            raise Refused("email-is-taken")
        person = Person.objects.create_user(login, None, name=name, email=email, created_at=actor.at)
        _append(person, events.AccountAdded(person.ref), actor, held)
        appoint(
            actor, person.pk, new.role, new.unit, new.since or actor.day, new.until, subtree=new.subtree,
            title=new.title, decision=new.decision,
        )  # fmt: skip
    return person


def change(actor: Actor, key: int, name: str, email: str, language: str) -> Person:
    """Change name, address and language: an administrator, or the person for the language alone."""
    with transaction.atomic():
        person = _person(key)
        held = None
        wanted = {"name": _name(name), "email": _email(email), "language": "en" if language == "en" else "vi"}
        changed = tuple(field for field, value in wanted.items() if getattr(person, field) != value)
        if not changed:
            return person
        if not (actor.person == key and changed == ("language",)):
            held = administers_person(actor, person)
        others = Person.objects.filter(email__iexact=wanted["email"]).exclude(pk=key)
        if "email" in changed and wanted["email"] and others.exists():
            raise Refused("email-is-taken")
        for field in changed:
            setattr(person, field, wanted[field])
        person.save(update_fields=changed)
        _append(person, events.AccountChanged(changed), actor, held)
    return person


def appoint(
    actor: Actor,
    key: int,
    role: str,
    unit: tuple[str, str],
    since: date,
    until: date | None = None,
    *,
    subtree: bool = False,
    title: str = "",
    decision: str = "",
) -> Office:
    """Give a person an office from a day on. Raises NotAllowed, Refused."""
    where = _unit(unit)
    held = administers(actor, where)
    if role not in Role.values:
        raise Refused("no-such-role", role=role)
    if until is not None and until < since:
        raise Refused("until-before-since")
    if (where.valid_from and until and until < where.valid_from) or (
        where.valid_to and since > where.valid_to
    ):
        raise Refused("unit-not-valid-then", unit=where.name_vi)
    if len(title) > 200 or len(decision) > 200:
        raise Refused("text-too-long", most=200)
    with transaction.atomic():
        person = _person(key)
        if not person.is_active:
            raise Refused("account-has-ended")
        same = Office.objects.filter(person=person, unit=where, role=role)
        overlapping = same.filter(Q(until=None) | Q(until__gte=since))
        if until is not None:
            overlapping = overlapping.filter(since__lte=until)
        if overlapping.exists():
            raise Refused("holds-it-already", role=role, unit=where.name_vi)
        office = Office.objects.create(
            person=person, unit=where, role=role, subtree=subtree, since=since, until=until,
            title=title.strip(), decision=decision.strip(),
        )  # fmt: skip
        happened = events.Appointed(
            office.pk, role, f"{where.scheme}:{where.code}", subtree, since, until, decision.strip()
        )
        _append(person, happened, actor, held)
    return office


def end_office(actor: Actor, key: int, until: date, reason: str = "") -> Office:
    """End an office after a day. The last administrator of a place stays. Raises NotAllowed, Refused."""
    with transaction.atomic():
        office = Office.objects.select_for_update(of=("self",)).select_related("unit", "person").get(pk=key)
        held = administers(actor, office.unit)
        if until < office.since - timedelta(days=1):
            raise Refused("until-before-since")
        if office.until is not None and office.until <= until:
            raise Refused("ended-already", until=office.until.isoformat())
        if office.role == Role.ADMINISTRATOR and not _other_administrators(office, until):
            raise Refused("last-administrator", unit=office.unit.name_vi)
        office.until = until
        office.save(update_fields=["until"])
        _append(office.person, events.OfficeEnded(office.pk, until, private.keep(reason)), actor, held)
    return office


def end(actor: Actor, key: int, reason: str) -> Person:
    """Close an account: its sessions end now. Its offices stay in the history. Raises NotAllowed, Refused."""
    with transaction.atomic():
        person = _person(key)
        held = administers_person(actor, person)
        if actor.person == key:
            raise Refused("own-account")
        if not person.is_active:
            raise Refused("account-has-ended")
        person.is_active, person.ended_at = False, actor.at
        person.save(update_fields=["is_active", "ended_at"])
        end_sessions(key)
        _append(person, events.AccountEnded(_needed(reason)), actor, held)
    return person


def reopen(actor: Actor, key: int, reason: str) -> Person:
    """Open an account that was closed. Raises NotAllowed, Refused."""
    with transaction.atomic():
        person = _person(key)
        held = administers_person(actor, person)
        if person.is_active:
            raise Refused("account-is-open")
        person.is_active, person.ended_at = True, None
        person.save(update_fields=["is_active", "ended_at"])
        _append(person, events.AccountReopened(_needed(reason)), actor, held)
    return person


def reset_password(actor: Actor, key: int) -> Person:
    """Note that a link to choose a new password is given out; the face makes it."""
    with transaction.atomic():
        person = _person(key)
        held = administers_person(actor, person)
        if not person.is_active:
            raise Refused("account-has-ended")
        _append(person, events.PasswordReset(), actor, held)
    return person


def reset_second_factor(actor: Actor, key: int, reason: str) -> Person:
    """Take the second factors of an account away, as after a lost phone. Raises NotAllowed, Refused."""
    from allauth.mfa.models import Authenticator

    with transaction.atomic():
        person = _person(key)
        held = administers_person(actor, person)
        Authenticator.objects.filter(user_id=key).delete()
        end_sessions(key)
        _append(person, events.SecondFactorReset(_needed(reason)), actor, held)
    return person


def end_sessions(key: int) -> None:
    """Sign a person out everywhere."""
    for session in Session.objects.all():
        if session.get_decoded().get("_auth_user_id") == str(key):
            session.delete()


def administers(actor: Actor, unit: Unit) -> OfficeHeld | None:
    """The office by which the actor administers a unit; the system itself may. Raises NotAllowed."""
    if actor.ref.startswith("system:"):
        return None
    return actor.need(unit, Role.ADMINISTRATOR)


def administers_person(actor: Actor, person: Person) -> OfficeHeld | None:
    """The office by which the actor administers one of the person's units. Raises NotAllowed."""
    if actor.ref.startswith("system:"):
        return None
    for office in Office.objects.select_related("unit").filter(person=person):
        held = actor.office_for(office.unit, Role.ADMINISTRATOR)
        if held is not None:
            return held
    raise NotAllowed((Role.ADMINISTRATOR,))


def _other_administrators(office: Office, until: date) -> bool:
    after = until + timedelta(days=1)
    others = Office.objects.filter(role=Role.ADMINISTRATOR, person__is_active=True, since__lte=after)
    others = others.filter(Q(until=None) | Q(until__gte=after)).exclude(pk=office.pk)
    return any(
        other.unit_id == office.unit_id or (other.subtree and office.unit.path.startswith(other.unit.path))
        for other in others.select_related("unit")
    )


def _append(person: Person, happened: Happening, actor: Actor, held: OfficeHeld | None) -> None:
    append(person.ref, [happened.new()], actor.by(held))


def _person(key: int) -> Person:
    found = Person.objects.select_for_update().filter(pk=key).first()
    if found is None:
        raise Refused("no-such-account")
    return found


def _unit(ref: tuple[str, str]) -> Unit:
    found = Unit.objects.filter(scheme=ref[0], code=ref[1]).first()
    if found is None:
        raise Refused("no-such-unit", unit=":".join(ref))
    return found


def _name(text: str) -> str:
    name = " ".join(unicodedata.normalize("NFC", text).split())
    if not name or len(name) > 200 or any(unicodedata.category(char) == "Cc" for char in name):
        raise Refused("name-needed")
    return name


def _email(text: str) -> str:
    email = text.strip()
    if email:
        try:
            validate_email(email)
        except ValidationError as error:
            raise Refused("bad-email") from error
    return email


def _needed(reason: str) -> dict[str, str]:
    held = private.keep(reason)
    if held is None:
        raise Refused("reason-needed")
    return held
