"""Assigning a criterion of the improvement plan, saying that it is done, taking it out."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import ClassVar

from thangdo.records.ledger.event_type import Happening
from thangdo.records.ledger.events import EventView, Stale, head
from thangdo.records.ledger.once import once
from thangdo.records.people.acting import Actor, OfficeHeld, Refused
from thangdo.rules.index.numbers import exact
from thangdo.work.assessments.models import Submission
from thangdo.work.assessments.queries import access
from thangdo.work.programmes.actions.common import Json, UnitRef, kept
from thangdo.work.programmes.plans.expected_score import standing
from thangdo.work.programmes.plans.models import PlanLine
from thangdo.work.programmes.projection import unit_of
from thangdo.work.programmes.registers import applies, happen
from thangdo.work.programmes.states import UNIT

Held = Mapping[str, str] | None


@dataclass(frozen=True, slots=True)
class LineAssigned(Happening):
    """A criterion was given to an officer, or its line was changed. points: exact text."""

    TYPE: ClassVar[str] = "improvement.assigned"
    campaign: str
    unit: str
    node: str
    officer: Held
    deadline: date
    points: str


@dataclass(frozen=True, slots=True)
class LineDone(Happening):
    """What was planned is done; the next assessment says what came of it."""

    TYPE: ClassVar[str] = "improvement.done"
    campaign: str
    unit: str
    node: str
    on: date


@dataclass(frozen=True, slots=True)
class LineRemoved(Happening):
    """The line was taken out."""

    TYPE: ClassVar[str] = "improvement.removed"
    campaign: str
    unit: str
    node: str


def assign(
    actor: Actor,
    campaign: str,
    unit: UnitRef,
    node: str,
    officer: str,
    deadline: date,
    points: str,
    seen: int | None = None,
) -> Json:
    """Give a criterion below full marks to an officer, with a deadline and the points expected.

    points: more than the unit has, at most the maximum. Gives {"sequence"}.
    Raises NotAllowed, Refused, Stale.
    """
    part, held = _part(actor, campaign, unit)

    def run() -> Json:
        now = standing(part).get(node)
        if now is None:
            raise Refused("no-such-criterion", node=node)
        if now.full:
            raise Refused("full-marks-already", node=node)
        try:
            expected = Decimal(points.strip().replace(",", "."))
        except InvalidOperation as error:
            raise Refused("not-a-number", field=node, typed=points[:40]) from error
        if not expected.is_finite() or len(points) > 40:
            raise Refused("not-a-number", field=node, typed=points[:40])
        if exact(expected) <= (now.score or 0) or exact(expected) > (now.maximum or 0):
            raise Refused("points-out-of-range", node=node)
        if deadline < actor.day:
            raise Refused("day-is-past", day=deadline.isoformat())
        words = kept(officer, 200)
        if words is None:
            raise Refused("officer-needed")
        assigned = LineAssigned(campaign, ":".join(unit), node, words, deadline, format(expected, "f"))
        return _write(part, node, assigned, actor, held, seen)

    request = {
        "act": "plan-assign",
        "campaign": campaign,
        "unit": list(unit),
        "node": node,
        "officer": officer,
        "deadline": deadline.isoformat(),
        "points": points,
        "seen": seen,
    }
    answer: Json = once(actor.by(), request, run)
    return answer


def done(actor: Actor, campaign: str, unit: UnitRef, node: str, seen: int | None = None) -> Json:
    """Say that what was planned for a criterion is done. Raises as `assign`."""
    part, held = _part(actor, campaign, unit)

    def run() -> Json:
        line = _line(part, node)
        if line.done_on is not None:
            raise Refused("done-before")
        return _write(part, node, LineDone(campaign, ":".join(unit), node, actor.day), actor, held, seen)

    request = {"act": "plan-done", "campaign": campaign, "unit": list(unit), "node": node, "seen": seen}
    answer: Json = once(actor.by(), request, run)
    return answer


def remove(actor: Actor, campaign: str, unit: UnitRef, node: str, seen: int | None = None) -> Json:
    """Take a line out of the plan. Raises as `assign`."""
    part, held = _part(actor, campaign, unit)

    def run() -> Json:
        _line(part, node)
        return _write(part, node, LineRemoved(campaign, ":".join(unit), node), actor, held, seen)

    request = {"act": "plan-remove", "campaign": campaign, "unit": list(unit), "node": node, "seen": seen}
    answer: Json = once(actor.by(), request, run)
    return answer


def _part(actor: Actor, campaign: str, unit: UnitRef) -> tuple[Submission, OfficeHeld]:
    part = access.part(actor, campaign, unit)
    return part, actor.need(part.unit, *UNIT)


def _line(part: Submission, node: str) -> PlanLine:
    found = PlanLine.objects.filter(campaign=part.campaign.slug, unit=part.unit, node=node).first()
    if found is None:
        raise Refused("no-such-line", number=node)
    return found


def _write(
    part: Submission, node: str, happened: Happening, actor: Actor, held: OfficeHeld, seen: int | None
) -> Json:
    stream = f"improvement:{part.campaign.slug}:{part.unit.scheme}:{part.unit.code}"
    if seen is not None:
        line = PlanLine.objects.filter(campaign=part.campaign.slug, unit=part.unit, node=node).first()
        if seen != (line.sequence if line else 0):
            raise Stale(f"{stream}#{node}", seen, line.sequence if line else 0)
    return {"sequence": happen(stream, [happened], actor, held, head(stream))}


@applies("improvement.assigned")
def _assigned(event: EventView) -> None:
    said = event.payload
    PlanLine.objects.update_or_create(
        campaign=said["campaign"], unit=unit_of(said["unit"]), node=said["node"],
        defaults={
            "officer": said["officer"], "deadline": date.fromisoformat(said["deadline"]),
            "points": said["points"], "done_on": None, "sequence": event.sequence,
        },
    )  # fmt: skip


@applies("improvement.done")
def _done(event: EventView) -> None:
    said = event.payload
    PlanLine.objects.filter(campaign=said["campaign"], unit=unit_of(said["unit"]), node=said["node"]).update(
        done_on=date.fromisoformat(said["on"]), sequence=event.sequence
    )


@applies("improvement.removed")
def _removed(event: EventView) -> None:
    said = event.payload
    PlanLine.objects.filter(campaign=said["campaign"], unit=unit_of(said["unit"]), node=said["node"]).delete()
