"""Assigning a criterion of the improvement plan, saying that it is done, taking it out."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import Annotated, Any, ClassVar

from thangdo.records.acts.declared import Act, At, On, Where, Work, table
from thangdo.records.acts.fields import Day, Text
from thangdo.records.acts.rows import held, unit_of
from thangdo.records.ledger.event_type import Happening
from thangdo.records.ledger.events import EventView, Stale
from thangdo.records.ledger.private import keep
from thangdo.records.people.acting import Refused
from thangdo.rules.index.numbers import exact
from thangdo.work.assessments.models import Submission
from thangdo.work.programmes.plans.expected_score import standing
from thangdo.work.programmes.plans.models import PlanLine
from thangdo.work.programmes.registers import Thing, applies
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


@dataclass
class Criterion(Thing):
    """A criterion of a unit's plan after a campaign: the unit's part, and the line, where there is one."""

    part: Submission
    node: str
    line: PlanLine | None

    @property
    def ref(self) -> str:
        """The unit, as events name it."""
        return f"{self.part.unit.scheme}:{self.part.unit.code}"


@dataclass(frozen=True, slots=True)
class Assign:
    """Who answers for a criterion, by when, and the points expected: more than the unit has."""

    officer: Annotated[str, Text(200, least=1, code="officer-needed", long="programme-text-long")]
    deadline: Annotated[date, Day()]
    points: Annotated[str, Text(40, least=1, code="not-a-number", long="not-a-number")]


def assign(on: On[Criterion], given: Assign) -> LineAssigned:
    """Give a criterion below full marks to an officer, with a deadline and the points expected."""
    part, node = on.subject.part, on.subject.node
    now = standing(part).get(node)
    if now is None:
        raise Refused("no-such-criterion", node=node)
    if now.full:
        raise Refused("full-marks-already", node=node)
    try:
        expected = Decimal(given.points.replace(",", "."))
    except InvalidOperation as error:
        raise Refused("not-a-number", field="points", typed=given.points) from error
    if not expected.is_finite():
        raise Refused("not-a-number", field="points", typed=given.points)
    if exact(expected) <= (now.score or 0) or exact(expected) > (now.maximum or 0):
        raise Refused("points-out-of-range", field="points", node=node)
    if given.deadline < on.day:
        raise Refused("day-is-past", field="deadline", day=given.deadline.isoformat())
    return LineAssigned(
        part.campaign.slug, on.subject.ref, node, keep(given.officer), given.deadline, format(expected, "f")
    )


def done(on: On[Criterion]) -> LineDone:
    """Say that what was planned for a criterion is done."""
    if _line(on).done_on is not None:
        raise Refused("done-before")
    return LineDone(on.subject.part.campaign.slug, on.subject.ref, on.subject.node, on.day)


def remove(on: On[Criterion]) -> LineRemoved:
    """Take a line out of the plan."""
    return LineRemoved(_line(on).campaign, on.subject.ref, on.subject.node)


def _line(on: On[Criterion]) -> PlanLine:
    if on.subject.line is None:
        raise Refused("no-such-line", number=on.subject.node)
    return on.subject.line


OWN = (At("unit", UNIT),)
ACTS = table(Act(assign, OWN, takes=Assign), Act(done, OWN), Act(remove, OWN))


def find(where: Where, act: Act, given: Any, lock: bool) -> Criterion:
    """A criterion of a unit's plan. The plan's stream is locked, and with it every line of the plan."""
    campaign, (scheme, code), node = where
    rows = Submission.objects.select_related("campaign__edition", "unit")
    part = rows.filter(campaign__slug=campaign, unit__scheme=scheme, unit__code=code).first()
    if part is None:
        raise Refused("takes-no-part", unit=f"{scheme}:{code}", campaign=campaign)
    stream = f"improvement:{campaign}:{scheme}:{code}"
    sequence = held(stream, lock)
    line = PlanLine.objects.filter(campaign=campaign, unit=part.unit, node=node).first()
    return Criterion(stream, sequence, {"unit": part.unit}, part, str(node), line)


def unchanged(criterion: Criterion, seen: int | Mapping[str, int]) -> None:
    """Compare the plan, or the line, with what stood on the screen (0: none). Raises Stale."""
    if isinstance(seen, int):
        if seen != (plan := criterion.streams()[criterion.stream]):
            raise Stale(criterion.stream, seen, plan)
        return
    now = criterion.line.sequence if criterion.line else 0
    for node, sequence in seen.items():
        if sequence != now:
            raise Stale(f"{criterion.stream}#{node}", sequence, now)


PLANS = Work("plan", ACTS, find, where=("campaign", "unit", "node"), unchanged=unchanged)


@applies("improvement.assigned")
def _assigned(event: EventView) -> None:
    said = event.payload
    PlanLine.objects.update_or_create(
        campaign=said["campaign"],
        unit=unit_of(said["unit"]),
        node=said["node"],
        defaults={
            "officer": said["officer"],
            "deadline": date.fromisoformat(said["deadline"]),
            "points": said["points"],
            "done_on": None,
            "sequence": event.sequence,
        },
    )


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
