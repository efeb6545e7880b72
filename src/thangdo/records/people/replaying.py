"""Accounts and offices beside the ledger: who may act is what the events say."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from thangdo.records.ledger.models import Event
from thangdo.records.people import events
from thangdo.records.people.models import Office, Person


@dataclass(frozen=True, slots=True)
class Held:
    """An office as the ledger says it."""

    person: str
    role: str
    unit: str
    subtree: bool
    since: str
    until: str | None


def differences() -> list[str]:
    """Offices and accounts that are not as they were written; none when all is well."""
    offices, closed = _said()
    found = []
    kept = {office.pk: _held(office) for office in Office.objects.select_related("person", "unit")}
    for key in sorted(kept.keys() | offices.keys()):
        if kept.get(key) != offices.get(key):
            found.append(f"office {key}: {_told(kept.get(key))}, the ledger says {_told(offices.get(key))}")
    for person in Person.objects.order_by("pk"):
        said = closed.get(person.ref)
        if said is not None and person.is_active == said:
            now, then = ("open", "closed") if person.is_active else ("closed", "open")
            found.append(f"{person.ref}: the account is {now}, the ledger says {then}")
    return found


def _said() -> tuple[dict[int, Held], dict[str, bool]]:
    """The offices by their numbers, and of each account whether it is closed."""
    offices: dict[int, Held] = {}
    closed: dict[str, bool] = {}
    rows = Event.objects.filter(stream__startswith="person:").order_by("id")
    for stream, kind, said in rows.values_list("stream", "type", "payload").iterator(chunk_size=2000):
        if kind == events.AccountAdded.TYPE:
            closed[stream] = False
        elif kind in (events.AccountEnded.TYPE, events.AccountReopened.TYPE):
            closed[stream] = kind == events.AccountEnded.TYPE
        elif kind == events.Appointed.TYPE:
            offices[said["office"]] = Held(
                stream, said["role"], said["unit"], said["subtree"], said["since"], said["until"]
            )
        elif kind == events.OfficeEnded.TYPE and said["office"] in offices:
            held = offices[said["office"]]
            offices[said["office"]] = Held(
                held.person, held.role, held.unit, held.subtree, held.since, said["until"]
            )
    return offices, closed


def _held(office: Office) -> Held:
    unit = f"{office.unit.scheme}:{office.unit.code}"
    return Held(
        office.person.ref, office.role, unit, office.subtree, office.since.isoformat(), _text(office.until)
    )


def _text(day: date | None) -> str | None:
    return day.isoformat() if day else None


def _told(held: Held | None) -> str:
    if held is None:
        return "nothing"
    where = f"{held.unit} and below" if held.subtree else held.unit
    return f"{held.person} {held.role} of {where}, {held.since} to {held.until or 'further notice'}"
