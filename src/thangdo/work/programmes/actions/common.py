"""The frame of every act: who may, in which state, on what was seen; events and tables in one transaction."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from thangdo.records.files.models import StoredFile
from thangdo.records.ledger import private
from thangdo.records.ledger.event_type import Happening
from thangdo.records.ledger.events import Stale, append
from thangdo.records.ledger.once import once
from thangdo.records.people.acting import Actor, NotAllowed, OfficeHeld, Refused
from thangdo.records.units.models import Unit
from thangdo.work.programmes.models import Part, Programme
from thangdo.work.programmes.projection import Whole, apply_programme
from thangdo.work.programmes.states import ACTS, LEADS, UNIT

Json = dict[str, Any]
UnitRef = tuple[str, str]  # scheme, code
LONGEST = 10_000  # characters of a text


@dataclass
class Work:
    """One act under way on a unit's part: locked and checked."""

    actor: Actor
    held: OfficeHeld
    whole: Whole

    @property
    def part(self) -> Part:
        return self.whole.part

    @property
    def programme(self) -> Programme:
        return self.part.programme


Does = Callable[[Work], Sequence[Happening]]


def programme_of(slug: str, lock: bool = False) -> Programme:
    """The programme. Raises Refused("no-such-programme")."""
    rows = Programme.objects.select_related("authority", "leading")
    found = (rows.select_for_update(of=("self",)) if lock else rows).filter(slug=slug).first()
    if found is None:
        raise Refused("no-such-programme", slug=slug)
    return found


def part_of(programme: Programme, unit: UnitRef, lock: bool = False) -> Part:
    """A unit's part. Raises Refused("no-such-part")."""
    rows = Part.objects.select_related("unit", "carrier", "programme__authority", "programme__leading")
    if lock:
        rows = rows.select_for_update(of=("self",))
    found = rows.filter(programme=programme, unit__scheme=unit[0], unit__code=unit[1]).first()
    if found is None:
        raise Refused("no-such-part", unit=":".join(unit), slug=programme.slug)
    return found


def may(actor: Actor, name: str, programme: Programme, carrier: Unit | None = None) -> OfficeHeld:
    """The office by which the actor may do this. Raises NotAllowed without one."""
    act = ACTS[name]
    if act.where == "authority":
        return actor.need(programme.authority, *act.roles)
    leading = actor.office_for(programme.leading, *UNIT) if programme.leading else None
    if act.where == "unit or leading":
        assert carrier is not None
        held = (
            actor.office_for(carrier, *act.roles) or leading or actor.office_for(programme.authority, *LEADS)
        )
        if held is None:
            raise NotAllowed(act.roles, str(carrier))
        return held
    held = leading or actor.office_for(programme.authority, *LEADS)
    if held is None:
        raise NotAllowed((*UNIT, *LEADS), str(programme.leading or programme.authority))
    return held


def in_state(name: str, programme: Programme, part: Part | None = None) -> None:
    """Raises Refused("wrong-state") when the act is not allowed in these states."""
    act = ACTS[name]
    if programme.state not in act.programme:
        raise Refused("wrong-state", act=name, what="programme", state=str(programme.state))
    if part is not None and part.state not in act.part:
        raise Refused("wrong-state", act=name, what="programme-part", state=str(part.state))


def on_programme(
    actor: Actor,
    name: str,
    slug: str,
    request: Json,
    does: Callable[[Programme, OfficeHeld], Happening],
    seen: int | None = None,
) -> Json:
    """Run an act on a programme: idempotent, locked, right and state and what was seen checked.

    Gives {"slug", "sequence"}. Raises NotAllowed, Refused, Stale, KeyReused.
    """

    def run() -> Json:
        programme = programme_of(slug, lock=True)
        held = may(actor, name, programme)
        if seen is not None and seen != programme.sequence:
            raise Stale(programme.stream, seen, programme.sequence)
        in_state(name, programme)
        return write(programme, does(programme, held), actor, held)

    answer: Json = once(actor.by(), {"act": name, "programme": slug, **request}, run)
    return answer


def write(programme: Programme, happened: Happening, actor: Actor, held: OfficeHeld) -> Json:
    """Append one event to the programme's stream and let the table follow."""
    by = actor.by(held)
    (event,) = append(programme.stream, [happened.new()], by, programme.sequence)
    apply_programme(programme, event)
    programme.save()
    return {"slug": programme.slug, "sequence": programme.sequence}


def on_part(
    actor: Actor,
    name: str,
    slug: str,
    unit: UnitRef,
    request: Json,
    does: Does,
    seen: int | None = None,
) -> Json:
    """Run an act on a unit's part; as `on_programme`. Gives {"sequence", "status"}."""

    def run() -> Json:
        programme = programme_of(slug)
        part = part_of(programme, unit, lock=True)
        held = may(actor, name, programme, part.carrier)
        in_state(name, programme, part)
        if seen is not None and seen != part.sequence:
            raise Stale(part.stream, seen, part.sequence)
        work = Work(actor, held, Whole.load(part))
        happened = does(work)
        if happened:
            for event in append(part.stream, [one.new() for one in happened], actor.by(held), part.sequence):
                work.whole.apply(event)
            work.whole.save()
        return {"sequence": part.sequence, "status": part.status}

    asked = {"act": name, "programme": slug, "unit": list(unit), "seen": seen, **request}
    answer: Json = once(actor.by(), asked, run)
    return answer


def needed(reason: str) -> dict[str, str]:
    """A reason as events hold it. Raises Refused("reason-needed")."""
    held = kept(reason)
    if held is None:
        raise Refused("reason-needed")
    return held


def kept(text: str, most: int = LONGEST) -> dict[str, str] | None:
    """A typed text as events hold it; None for an empty one. Raises Refused("programme-text-long")."""
    if len(text) > most:
        raise Refused("programme-text-long", most=most)
    return private.keep(text)


def sent(actor: Actor, sha256: str) -> StoredFile:
    """A file that the actor has sent. Raises Refused("no-such-file") alike for none and for another's."""
    rows = StoredFile.objects.filter(sha256=sha256, destroyed_at=None, given_names__actor=actor.ref)
    found = rows.distinct().first()
    if found is None:
        raise Refused("no-such-file", sha256=sha256)
    return found
