"""Reading accounts and offices: only what the asker administers, or what everybody may know of an office."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Q, QuerySet

from thangdo.records.people.acting import Actor, Refused
from thangdo.records.people.models import Office, Person, Role
from thangdo.records.units.fold import fold
from thangdo.records.units.models import Unit


@dataclass(frozen=True, slots=True)
class OfficeView:
    """One office of a person."""

    id: int
    role: str
    unit: Unit
    subtree: bool
    since: date
    until: date | None
    title: str
    decision: str

    def is_held_on(self, day: date) -> bool:
        """Whether it is held on a day."""
        return self.since <= day and (self.until is None or day <= self.until)


@dataclass(frozen=True, slots=True)
class PersonView:
    """An account as its administrator sees it."""

    id: int
    login: str
    name: str
    email: str
    language: str
    is_active: bool
    is_demo: bool
    last_login: datetime | None
    offices: tuple[OfficeView, ...]


def administered(actor: Actor) -> QuerySet[Person]:
    """The accounts that hold, or held, an office in a unit which the actor administers."""
    offices = Office.objects.filter(actor.scope(Role.ADMINISTRATOR)).values("person")
    return Person.objects.filter(pk__in=offices)


def people(
    actor: Actor, text: str = "", unit: tuple[str, str] | None = None, ended: bool = False
) -> list[PersonView]:
    """The accounts that the actor administers, by name; words of `text` match without marks.

    unit: (scheme, code); only who holds, or held, an office there or below. Two queries, with a unit three.
    """
    rows = administered(actor).filter(is_active=not ended)
    if unit is not None:
        path = Unit.objects.filter(scheme=unit[0], code=unit[1]).values_list("path", flat=True).first()
        rows = rows.filter(offices__unit__path__startswith=path).distinct() if path else rows.none()
    found = [row for row in rows.order_by("name", "pk")]
    words = fold(text).split()
    if words:
        found = [row for row in found if _fits(words, fold(f"{row.name} {row.login} {row.email}"))]
    offices = _offices([row.pk for row in found])
    return [_view(row, offices.get(row.pk, ())) for row in found]


def person(actor: Actor, key: int) -> PersonView:
    """One account. Refused when the actor does not administer it."""
    row = administered(actor).filter(pk=key).first()
    if row is None:
        raise Refused("no-such-account")
    return _view(row, _offices([key]).get(key, ()))


def holders(unit: Unit, day: date, roles: Iterable[str] = ()) -> list[tuple[OfficeView, Person]]:
    """Who holds an office in a unit on a day. For the office's own pages; names go to no public page."""
    rows = Office.objects.select_related("unit", "person").filter(
        Q(until=None) | Q(until__gte=day), unit=unit, since__lte=day, person__is_active=True
    )
    if wanted := list(roles):
        rows = rows.filter(role__in=wanted)
    return [(_office(row), row.person) for row in rows.order_by("role", "since")]


def names(refs: Iterable[str]) -> dict[str, str]:
    """`person:12` -> the name; for those whose pages may show it. One query."""
    keys = {int(ref.partition(":")[2]) for ref in refs if ref.startswith("person:")}
    return {
        f"person:{key}": name for key, name in Person.objects.filter(pk__in=keys).values_list("pk", "name")
    }


def demo_accounts() -> list[tuple[Person, OfficeView]]:
    """The accounts of a demonstration with their first office, in the order in which they were made."""
    rows = Person.objects.filter(is_demo=True, is_active=True).order_by("pk")
    offices = _offices([row.pk for row in rows])
    return [(row, offices[row.pk][0]) for row in rows if offices.get(row.pk)]


def _fits(words: list[str], text: str) -> bool:
    """Whether each word begins a word of the text."""
    parts = text.split() + re.split(r"\W+", text)
    return all(any(part.startswith(word) for part in parts) for word in words)


def _offices(keys: list[int]) -> dict[int, tuple[OfficeView, ...]]:
    found: dict[int, list[OfficeView]] = {}
    rows = Office.objects.select_related("unit").filter(person__in=keys).order_by("since", "pk")
    for row in rows:
        found.setdefault(row.person_id, []).append(_office(row))
    return {key: tuple(offices) for key, offices in found.items()}


def _office(row: Office) -> OfficeView:
    return OfficeView(row.pk, row.role, row.unit, row.subtree, row.since, row.until, row.title, row.decision)


def _view(row: Person, offices: tuple[OfficeView, ...]) -> PersonView:
    return PersonView(
        row.pk,
        row.login,
        row.name,
        row.email,
        row.language,
        row.is_active,
        row.is_demo,
        row.last_login,
        offices,
    )
