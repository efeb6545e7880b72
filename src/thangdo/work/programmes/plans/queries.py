"""A unit's improvement plan as read, the plans of all units of a campaign, and what is not assigned."""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

from django.db.models import Count, Q

from thangdo.records.ledger import private
from thangdo.records.people.acting import Actor
from thangdo.records.units.codes import UnitRef
from thangdo.records.units.models import Unit
from thangdo.rules.index.numbers import exact
from thangdo.work.assessments.models import Campaign, Submission
from thangdo.work.assessments.queries import access, blind
from thangdo.work.assessments.questionnaire import Question, asked
from thangdo.work.programmes.plans.expected_score import Outcome, Stands, outcome, standing
from thangdo.work.programmes.plans.models import PlanLine


@dataclass(frozen=True, slots=True)
class Line:
    """A criterion below full marks; line is None while nobody is responsible for it."""

    question: Question
    stands: Stands
    line: PlanLine | None
    officer: str


class PlanCount(NamedTuple):
    """A unit of a campaign: criteria assigned, and of these done."""

    unit: Unit
    assigned: int
    done: int


@dataclass(frozen=True, slots=True)
class Plan:
    """A unit's plan: what is assigned, what is not, where it stands and would stand if the plan were met."""

    part: Submission
    lines: tuple[Line, ...]
    now: Outcome
    then: Outcome

    @property
    def campaign(self) -> Campaign:
        return self.part.campaign

    @property
    def unassigned(self) -> list[Line]:
        """Criteria for which nobody is responsible."""
        return [one for one in self.lines if one.line is None]


def plan(actor: Actor, campaign: str, unit: UnitRef) -> Plan:
    """A unit's plan after a campaign. Raises Refused."""
    part = access.part(actor, campaign, unit)
    rows = {one.node: one for one in PlanLine.objects.filter(campaign=campaign, unit=part.unit)}
    words = dict(zip(rows, private.texts([one.officer for one in rows.values()]), strict=True))
    kept_back = blind.owed(actor, part.campaign)
    stands = standing(part, kept_back)
    lines = tuple(
        Line(one, stands[one.node], rows.get(one.node), words.get(one.node, ""))
        for one in asked(part.campaign.edition, part.tier).questions
        if one.node in stands and (not stands[one.node].full or one.node in rows)
    )
    planned = {
        node: row.points
        for node, row in rows.items()
        if node in stands and exact(row.points) > (stands[node].score or 0)
    }
    now = outcome(part, None, kept_back)
    return Plan(part, lines, now, outcome(part, planned, kept_back) if planned else now)


def by_unit(actor: Actor, campaign: str) -> list[PlanCount]:
    """Every unit of a campaign: criteria assigned, and of these done. Raises NotAllowed, Refused."""
    found = access.whole(actor, campaign)
    counted = {
        row["unit"]: (row["n"], row["done"])
        for row in PlanLine.objects.filter(campaign=campaign)
        .order_by()
        .values("unit")
        .annotate(n=Count("pk"), done=Count("pk", filter=Q(done_on__isnull=False)))
    }
    parts = Submission.objects.filter(campaign=found).select_related("unit").order_by("unit__sort_key")
    return [PlanCount(one.unit, *counted.get(one.unit_id, (0, 0))) for one in parts]
