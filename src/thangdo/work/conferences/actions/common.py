"""The frame of every act: who may, in which state, on what was seen; events and tables in one transaction."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from thangdo.records.ledger import private
from thangdo.records.ledger.event_type import Happening
from thangdo.records.ledger.events import By, EventView, Stale, append
from thangdo.records.ledger.once import once
from thangdo.records.people.acting import Actor, NotAllowed, OfficeHeld, Refused
from thangdo.records.people.models import Role
from thangdo.records.units.models import Unit
from thangdo.work.conferences.models import Conference, Numbered, Site
from thangdo.work.conferences.projection import apply
from thangdo.work.conferences.states import ACTS, DESK

Json = dict[str, Any]
UnitRef = tuple[str, str]  # scheme, code
Does = Callable[[Conference], Sequence[Happening]]
LONGEST = 20_000  # characters of one typed text


@dataclass(frozen=True, slots=True)
class Place:
    """What an act is about, where that decides who may: a site's unit or the unit that was asked."""

    unit: Unit | None = None


def conference_of(slug: str, lock: bool = False) -> Conference:
    """The conference; Refused("no-such-conference") when there is none."""
    rows = Conference.objects.select_related("authority")
    found = (rows.select_for_update(of=("self",)) if lock else rows).filter(slug=slug).first()
    if found is None:
        raise Refused("no-such-conference", slug=slug)
    return found


def may(actor: Actor, name: str, conference: Conference, unit: Unit | None = None) -> OfficeHeld | None:
    """The office by which the actor may do this; None for the system itself. Raises NotAllowed."""
    if actor.person is None and actor.ref.startswith("system:"):
        return None
    act = ACTS[name]
    if act.where in ("site", "asked") and unit is not None:
        held = actor.office_for(unit, *act.roles)
        if held is not None:
            return held
        if act.where == "asked":
            raise NotAllowed(act.roles, str(unit))
        return actor.need(conference.authority, *DESK)
    held = actor.need(conference.authority, *act.roles)
    if act.where == "chair" and conference.chair and conference.chair != actor.ref:
        raise NotAllowed((Role.HEAD,), str(conference.authority))
    return held


def in_state(name: str, conference: Conference) -> None:
    """Raises Refused("wrong-state") when the conference does not stand where the act is allowed."""
    allowed = ACTS[name].conference
    if conference.state not in allowed:
        facts = {"what": "conference", "state": str(conference.state)}
        raise Refused("wrong-state", act=name, allowed=[str(one) for one in allowed], **facts)


def act(
    actor: Actor,
    name: str,
    slug: str,
    does: Does,
    *,
    unit: UnitRef | None = None,
    request: Json | None = None,
    answer: Callable[[Conference], Json] | None = None,
) -> Json:
    """Run an act: idempotent, locked, right and state checked. Gives {"slug", "sequence", …}.

    unit: where the right lies, for the acts of a site. Raises NotAllowed, Refused, Stale, KeyReused.
    """

    def run() -> Json:
        conference = conference_of(slug, lock=True)
        held = may(actor, name, conference, unit_of(unit) if unit else None)
        in_state(name, conference)
        write(conference, does(conference), actor.by(held))
        more = answer(conference) if answer else {}
        return {"slug": slug, "sequence": conference.sequence, **more}

    asked = {"act": name, "conference": slug, "unit": list(unit or ()), **(request or {})}
    found: Json = once(actor.by(), asked, run)
    return found


def write(conference: Conference, happened: Sequence[Happening], by: By) -> list[EventView]:
    """Append the events and let the tables follow."""
    if not happened:
        return []
    events = append(conference.stream, [one.new() for one in happened], by, conference.sequence)
    apply(conference, events)
    return events


def unit_of(ref: UnitRef) -> Unit:
    """A unit of the register; Refused("no-such-unit")."""
    found = Unit.objects.filter(scheme=ref[0], code=ref[1]).first()
    if found is None:
        raise Refused("no-such-unit", unit=":".join(ref))
    return found


def site_of(conference: Conference, ref: UnitRef) -> Site:
    """A site; Refused("no-such-site") for a unit that is none."""
    rows = Site.objects.select_related("unit")
    found = rows.filter(conference=conference, unit__scheme=ref[0], unit__code=ref[1]).first()
    if found is None:
        raise Refused("no-such-site", unit=":".join(ref))
    return found


def number_of(conference: Conference, table: type[Numbered], number: int | None) -> int:
    """A number that is known, or (None) the next. Refused("no-such-entry") for one that is not there."""
    last = int(conference.numbers.get(table.__name__.lower(), 0))
    if number is None:
        return last + 1
    if not _rows(table, conference, number).exists():
        raise Refused("no-such-entry", number=number)
    return number


def unchanged(conference: Conference, table: type[Numbered], number: int | None, seen: int | None) -> None:
    """Raises Stale when the entry is no longer as it was seen (also when it was struck since)."""
    if number is None or seen is None:
        return
    row = _rows(table, conference, number).first()
    now = int(row.sequence) if row is not None else 0
    if now != seen:
        raise Stale(f"{conference.stream}#{table.__name__.lower()}:{number}", seen, now)


def _rows(table: Any, conference: Conference, number: int) -> Any:
    return table.objects.filter(conference=conference, number=number)


def typed(text: str, needed: bool = False, most: int = LONGEST) -> dict[str, str] | None:
    """A typed text kept beside the ledger. Refused("text-missing", "text-long")."""
    if len(text) > most:
        raise Refused("text-long", most=most)
    held = private.keep(text)
    if held is None and needed:
        raise Refused("text-missing")
    return held
