"""Who acts: a person with the offices held on a day; what these entitle to, as a condition of queries."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from zoneinfo import ZoneInfo

from django.conf import settings
from django.db.models import Q

from thangdo.records.ledger.events import By
from thangdo.records.ledger.refused import Refused as Refused
from thangdo.records.people.models import Office, Person, Role
from thangdo.records.units.models import Unit

LOCAL = ZoneInfo("Asia/Ho_Chi_Minh")


class NotAllowed(Exception):
    """The actor holds no office that entitles to this (403). `needs`: the roles that would."""

    def __init__(self, needs: Iterable[str], unit: str = "") -> None:
        self.needs, self.unit = tuple(needs), unit
        super().__init__(f"needs {' or '.join(self.needs)}{f' in {unit}' if unit else ''}")


@dataclass(frozen=True, slots=True)
class OfficeHeld:
    """One office of the actor. path: of the unit, as `Unit.path` ("/1/5/")."""

    id: int
    role: str
    unit: int
    path: str
    subtree: bool
    title: str
    ref: str  # how events name it: reporter@vn-gso:622

    def covers(self, unit: int, path: str) -> bool:
        """Whether the office extends to a unit."""
        return unit == self.unit or (self.subtree and path.startswith(self.path))


@dataclass(frozen=True, slots=True)
class Actor:
    """A person (or the system) at a moment, with the offices held on that day.

    key: the idempotency key of the request, where it has one.
    """

    ref: str
    at: datetime
    offices: tuple[OfficeHeld, ...] = ()
    person: int | None = None
    language: str = "vi"
    key: str = ""
    roles_only: frozenset[str] | None = None  # an API token may be narrower than its holder

    @property
    def day(self) -> date:
        """The local day."""
        return self.at.astimezone(LOCAL).date()

    @property
    def is_system(self) -> bool:
        """Whether the system acts: published orders loaded, conditions over data, the sample."""
        return self.person is None and self.ref.startswith("system:")

    def holding(self, *roles: str) -> list[OfficeHeld]:
        """The offices with one of these roles."""
        return [held for held in self.offices if held.role in roles]

    def office_for(self, unit: Unit, *roles: str) -> OfficeHeld | None:
        """The office by which the actor may do this in a unit, the nearest first; None without one."""
        fit = [held for held in self.holding(*roles) if held.covers(unit.pk, unit.path)]
        return max(fit, key=lambda held: len(held.path), default=None)

    def need(self, unit: Unit, *roles: str) -> OfficeHeld:
        """The same; raises NotAllowed without one."""
        held = self.office_for(unit, *roles)
        if held is None:
            raise NotAllowed(roles, str(unit))
        return held

    def by(self, held: OfficeHeld | None = None) -> By:
        """What the ledger writes down of it."""
        return By(self.ref, self.at, held.ref if held else "", self.key)

    def scope(self, *roles: str, unit: str = "unit") -> Q:
        """The condition on a queryset with a relation `unit` to Unit: only what these roles cover."""
        found = Q(pk__in=[])
        for held in self.holding(*roles):
            found |= (
                Q(**{f"{unit}__path__startswith": held.path})
                if held.subtree
                else Q(**{f"{unit}_id": held.unit})
            )
        return found


def may_act(person: Person) -> bool:
    """Whether an account opens anything here: it is open, and no demonstration's outside a demonstration.

    Every door asks this: session and password (the backend of sign-in), passkey and OpenID Connect, the link
    to choose a password, a program's token, a page, a task that acts for a person. An account of a
    demonstration is open to all who know its name; the same data served in earnest must not be.
    """
    return person.is_active and (not person.is_demo or bool(settings.DEMO))


def actor_of(person: Person, now: datetime, key: str = "", roles: Iterable[str] | None = None) -> Actor:
    """The person as actor at `now`; an account that may not act holds nothing. One query."""
    day = now.astimezone(LOCAL).date()
    narrow = None if roles is None else frozenset(roles)
    held = (
        Office.objects.select_related("unit")
        .filter(Q(until=None) | Q(until__gte=day), person=person, since__lte=day)
        .order_by("unit__path", "role")
    )
    offices = tuple(office_held(office) for office in held if narrow is None or office.role in narrow)
    return Actor(person.ref, now, offices if may_act(person) else (), person.pk, person.language, key, narrow)


def system(part: str, now: datetime, key: str = "") -> Actor:
    """The system itself: the worker, the seed."""
    return Actor(f"system:{part}", now, key=key)


def office_held(office: Office) -> OfficeHeld:
    """A stored office as the actor carries it."""
    unit = office.unit
    return OfficeHeld(
        office.pk,
        office.role,
        unit.pk,
        unit.path,
        office.subtree,
        office.title,
        f"{office.role}@{unit.scheme}:{unit.code}",
    )


ROLES = tuple(role.value for role in Role)
