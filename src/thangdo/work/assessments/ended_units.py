"""What the register asks before a unit ends that takes part in a campaign which is not over."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from datetime import date

from django.db.models import Q

from thangdo.records.units import asking
from thangdo.records.units.codes import Key
from thangdo.records.units.problems import UnitProblem
from thangdo.work.assessments.models import Submission
from thangdo.work.assessments.states import Campaign as State

OPEN = (State.RUNNING, State.OBJECTIONS, State.DECIDING, State.CONCLUDED, State.APPROVED)


def in_open_campaigns(keys: Collection[Key], day: date) -> Iterator[UnitProblem]:
    """Each unit with the campaign of which it is a part."""
    wanted = Q(pk__in=[])
    for key in keys:
        wanted |= Q(unit__scheme=key.scheme, unit__code=key.code)
    rows = Submission.objects.filter(wanted, campaign__state__in=OPEN).select_related("unit", "campaign")
    for row in rows.order_by("unit__sort_key", "campaign"):
        facts = {
            "campaign": row.campaign.slug,
            "title_vi": row.campaign.title_vi,
            "title_en": row.campaign.title("en"),
        }
        yield UnitProblem("in-open-campaign", f"{row.unit.scheme}:{row.unit.code}", facts)


def enter() -> None:
    """Let the register ask."""
    asking.register("campaigns", in_open_campaigns)
