"""What administrators do with accounts and offices held. Right, state, event, tables; all or none."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from django.conf import settings
from django.contrib.sessions.models import Session
from django.db import IntegrityError, transaction
from django.db.models import Q

from thangdo.records.ledger import private
from thangdo.records.ledger.event_type import Happening
from thangdo.records.ledger.events import New, append
from thangdo.records.ledger.once import once
from thangdo.records.people import events, tokens
from thangdo.records.people.acting import Actor, NotAllowed, OfficeHeld, Refused, may_act, office_held
from thangdo.records.people.models import Office, Person, Role
from thangdo.records.people.names import check_login, clean_email, clean_name
from thangdo.records.people.queries import administered
from thangdo.records.units.models import Unit
from thangdo.rules.letters import tidy


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


@dataclass(frozen=True, slots=True)
class Term:
    """What an appointment says beyond who and where."""

    role: str
    since: date
    until: date | None
    subtree: bool
    title: str
    decision: str

    def __post_init__(self) -> None:
        for name in ("title", "decision"):
            object.__setattr__(self, name, tidy(getattr(self, name)))


def add(actor: Actor, new: NewAccount) -> Person:
    """Make an account with its first office. It has no password yet. Raises NotAllowed, Refused."""
    unit = _unit(new.unit)
    held = administers(actor, unit, new.subtree)
    login, name, email = new.login.strip().lower(), clean_name(new.name), clean_email(new.email)
    check_login(login, new.login)
    asked = {"login": login, "role": new.role, "unit": ":".join(new.unit)}

    def act() -> int:
        if Person.objects.filter(login=login).exists():
            raise Refused("login-is-taken", login=login)
        person = new_person(actor, held, login, name, email)
        term = Term(new.role, new.since or actor.day, new.until, new.subtree, new.title, new.decision)
        give_office(actor, held, person, unit, term)
        return person.pk

    return Person.objects.get(pk=once(actor.by(held), {"add": asked}, act))


def new_person(actor: Actor, held: OfficeHeld | None, login: str, name: str, email: str) -> Person:
    """An account without a password, within the caller's transaction. Raises Refused for what is taken."""
    person = Person(login=login, name=name, email=email, created_at=actor.at)
    person.set_unusable_password()
    _keep(person)
    _append(person, events.AccountAdded(person.ref), actor, held)
    return person


def change(actor: Actor, key: int, name: str, email: str, language: str) -> Person:
    """Change name, address and language: an administrator, or the person for the language alone."""
    with transaction.atomic():
        person = _person(key)
        held = None
        wanted = {
            "name": clean_name(name),
            "email": clean_email(email),
            "language": "en" if language == "en" else "vi",
        }
        changed = tuple(field for field, value in wanted.items() if getattr(person, field) != value)
        if not changed:
            return person
        if not (actor.person == key and changed == ("language",)):
            held = administers_person(actor, person)
        for field in changed:
            setattr(person, field, wanted[field])
        _keep(person, changed)
        _append(person, events.AccountChanged(changed), actor, held)
    return person


def put_own(person: Person, name: str, email: str) -> list[New]:
    """Put what the person writes of himself, within the caller's transaction; blank leaves it as it is.

    Answers the event, if anything changed. Raises Refused: name-needed, bad-email, email-is-taken.
    """
    wanted = {"name": clean_name(name) if name.strip() else "", "email": clean_email(email)}
    changed = tuple(field for field, value in wanted.items() if value and getattr(person, field) != value)
    for field in changed:
        setattr(person, field, wanted[field])
    if not changed:
        return []
    _keep(person, changed)
    return [events.AccountChanged(changed).new()]


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
    """Give an office from a day on to a person whom the actor administers. Raises NotAllowed, Refused."""
    where = _unit(unit)
    held = administers(actor, where, subtree)
    term = Term(role, since, until, subtree, title, decision)
    asked = {"appoint": key, "unit": ":".join(unit), "role": role, "since": since.isoformat()}

    def act() -> int:
        person = _person(key)
        if held is not None and not administered(actor).filter(pk=key).exists():
            raise Refused("no-such-account")
        return give_office(actor, held, person, where, term).pk

    return Office.objects.get(pk=once(actor.by(held), asked, act))


def give_office(actor: Actor, held: OfficeHeld | None, person: Person, where: Unit, term: Term) -> Office:
    """Give an office, within the caller's transaction and by the right that it has found. Raises Refused."""
    if term.role not in Role.values:
        raise Refused("no-such-role", role=term.role)
    if term.until is not None and term.until < term.since:
        raise Refused("until-before-since")
    if not where.is_valid_on(term.since) or not where.is_valid_on(term.until or term.since):
        raise Refused("unit-not-valid-then", unit=where.name_vi)
    if len(term.title) > 200 or len(term.decision) > 200:
        raise Refused("too-long", most=200)
    if not person.is_active:
        raise Refused("account-has-ended")
    same = Office.objects.filter(person=person, unit=where, role=term.role)
    overlapping = same.filter(Q(until=None) | Q(until__gte=term.since))
    if term.until is not None:
        overlapping = overlapping.filter(since__lte=term.until)
    if overlapping.exists():
        raise Refused("holds-it-already", role=term.role, unit=where.name_vi)
    office = Office.objects.create(
        person=person,
        unit=where,
        role=term.role,
        subtree=term.subtree,
        since=term.since,
        until=term.until,
        title=term.title,
        decision=term.decision,
    )
    happened = events.Appointed(
        office.pk,
        term.role,
        f"{where.scheme}:{where.code}",
        term.subtree,
        term.since,
        term.until,
        term.decision,
    )
    _append(person, happened, actor, held)
    return office


def end_office(actor: Actor, key: int, until: date, reason: str = "") -> Office:
    """End an office after a day. The last administrator of a place stays. Raises NotAllowed, Refused."""
    with transaction.atomic():
        if Office.objects.filter(pk=key, role=Role.ADMINISTRATOR).exists():
            lock_administrators()
        rows = Office.objects.select_for_update(of=("self",)).select_related("unit", "person")
        office = rows.filter(pk=key).first()
        if office is None:
            raise Refused("no-such-account")
        held = administers(actor, office.unit, office.subtree)
        if until < office.since - timedelta(days=1):
            raise Refused("until-before-since")
        if office.until is not None and office.until <= until:
            raise Refused("ended-already", until=office.until.isoformat())
        if office.role == Role.ADMINISTRATOR and not _other_administrators(office, until, Q(pk=key)):
            raise Refused("last-administrator", unit=office.unit.name_vi)
        office.until = until
        office.save(update_fields=["until"])
        _append(office.person, events.OfficeEnded(office.pk, until, private.keep(reason)), actor, held)
    return office


def end(actor: Actor, key: int, reason: str) -> Person:
    """Close an account: its sessions and tokens end now, its offices stay in the history.

    Raises NotAllowed, Refused.
    """
    with transaction.atomic():
        lock_administrators()
        person = _person(key)
        held = administers_person(actor, person)
        if actor.person == key:
            raise Refused("own-account")
        if not person.is_active:
            raise Refused("account-has-ended")
        for office in Office.objects.select_related("unit").filter(person=person, role=Role.ADMINISTRATOR):
            ended = office.until is not None and office.until < actor.day
            if not ended and not _other_administrators(office, actor.day, Q(person=key)):
                raise Refused("last-administrator", unit=office.unit.name_vi)
        person.is_active, person.ended_at = False, actor.at
        person.save(update_fields=["is_active", "ended_at"])
        end_sessions(key)
        tokens.end_all(key, actor.by(held))
        _append(person, events.AccountEnded(_needed(reason)), actor, held)
    return person


def reopen(actor: Actor, key: int, reason: str) -> Person:
    """Open an account that was closed. Raises NotAllowed, Refused."""
    with transaction.atomic():
        person = _person(key)
        held = administers_person(actor, person)
        if person.is_active:
            raise Refused("account-is-open")
        if person.is_demo and not settings.DEMO:
            raise Refused("account-of-a-demonstration")
        person.is_active, person.ended_at = True, None
        person.save(update_fields=["is_active", "ended_at"])
        _append(person, events.AccountReopened(_needed(reason)), actor, held)
    return person


def reset_password(actor: Actor, key: int) -> Person:
    """Note that a link to choose a new password is given out; the face makes it. Tokens end with it."""
    with transaction.atomic():
        person = _person(key)
        held = administers_person(actor, person)
        if not may_act(person):
            raise Refused("account-has-ended" if not person.is_active else "account-of-a-demonstration")
        tokens.end_all(key, actor.by(held))
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
        tokens.end_all(key, actor.by(held))
        _append(person, events.SecondFactorReset(_needed(reason)), actor, held)
    return person


def end_link(actor: Actor, key: int, number: int, reason: str) -> Person:
    """End the link of an account to another service's: nobody signs in by it. Raises NotAllowed, Refused."""
    from allauth.socialaccount.models import SocialAccount

    with transaction.atomic():
        person = _person(key)
        held = administers_person(actor, person)
        link = SocialAccount.objects.select_for_update().filter(user_id=key, pk=number).first()
        if link is None:
            raise Refused("no-such-link", number=str(number))
        link.delete()
        end_sessions(key)
        _append(person, events.LinkEnded(_needed(reason)), actor, held)
    return person


def lock_administrators() -> None:
    """Lock every office of an administrator, in the order of keys, before anything else of these acts.

    Whoever ends an office or closes an account counts who is left: two who counted at once would each have
    counted the other, and nobody would be left.
    """
    rows = Office.objects.select_for_update().filter(role=Role.ADMINISTRATOR)
    list(rows.order_by("pk").values_list("pk", flat=True))


def end_sessions(key: int) -> None:
    """Sign a person out everywhere."""
    for session in Session.objects.all():
        if session.get_decoded().get("_auth_user_id") == str(key):
            session.delete()


def administers(actor: Actor, unit: Unit, subtree: bool = False) -> OfficeHeld | None:
    """The office by which the actor administers a unit (and all below it); the system itself may.

    Raises NotAllowed.
    """
    if actor.ref.startswith("system:"):
        return None
    held = _covering(actor, unit, subtree)
    if held is None:
        raise NotAllowed((Role.ADMINISTRATOR,), str(unit))
    return held


def administers_person(actor: Actor, person: Person) -> OfficeHeld | None:
    """The office by which the actor administers the account: every office that the person holds is covered.

    Whoever may give somebody a new password could act as that person; so the administrator of a commune has
    no hold over somebody who is also an officer of the province. Raises NotAllowed.
    """
    if actor.ref.startswith("system:"):
        return None
    offices = list(Office.objects.select_related("unit").filter(person=person))
    standing = [one for one in offices if one.until is None or one.until >= actor.day]
    found = [_covering(actor, one.unit, one.subtree) for one in standing or offices]
    held = next((one for one in found if one is not None), None)
    if held is None or (standing and None in found):
        raise NotAllowed((Role.ADMINISTRATOR,))
    return held


def _covering(actor: Actor, unit: Unit, subtree: bool) -> OfficeHeld | None:
    """The nearest of the actor's offices as administrator that extends so far."""
    fit = [
        held
        for held in actor.holding(Role.ADMINISTRATOR)
        if held.covers(unit.pk, unit.path) and (held.subtree or not subtree)
    ]
    return max(fit, key=lambda held: len(held.path), default=None)


def _other_administrators(office: Office, until: date, leaving: Q) -> bool:
    """Whether somebody administers the place after a day, without the offices that end. All are locked."""
    after = until + timedelta(days=1)
    others = Office.objects.filter(role=Role.ADMINISTRATOR, person__is_active=True, since__lte=after)
    others = others.filter(Q(until=None) | Q(until__gte=after)).exclude(leaving)
    return any(
        office_held(other).covers(office.unit_id, office.unit.path) and (other.subtree or not office.subtree)
        for other in others.select_related("unit")
    )


def _append(person: Person, happened: Happening, actor: Actor, held: OfficeHeld | None) -> None:
    append(person.ref, [happened.new()], actor.by(held))


def _person(key: int) -> Person:
    found = Person.objects.select_for_update().filter(pk=key).first()
    if found is None:
        raise Refused("no-such-account")
    return found


def _keep(person: Person, fields: Iterable[str] | None = None) -> None:
    """Save an account; the table itself takes a name and an address once. Raises Refused."""
    try:
        with transaction.atomic():
            person.save(update_fields=fields)
    except IntegrityError as error:
        if Person.objects.filter(login=person.login).exclude(pk=person.pk).exists():
            raise Refused("login-is-taken", login=person.login) from error
        raise Refused("email-is-taken") from error


def _unit(ref: tuple[str, str]) -> Unit:
    found = Unit.objects.filter(scheme=ref[0], code=ref[1]).first()
    if found is None:
        raise Refused("no-such-unit", unit=":".join(ref))
    return found


def _needed(reason: str) -> dict[str, str]:
    held = private.keep(reason)
    if held is None:
        raise Refused("reason-needed")
    return held
