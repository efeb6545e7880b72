"""Proof by data for directives: a milestone that a unit has reached, and somebody checked where asked."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.db.models import Q

from thangdo.records.units.models import Unit
from thangdo.work.directives.conditions import Held, register
from thangdo.work.programmes.models import Programme, Reached


def enter() -> None:
    """Enter the kind `milestone`."""
    register("milestone", holds, _sound)


def holds(condition: Mapping[str, Any], unit: Unit, day: date) -> Held:
    """{"kind": "milestone", "programme", "milestone"}: reached not after the day, and counted."""
    row = (
        Reached.objects.select_related("part__programme")
        .filter(
            Q(part__unit=unit) | Q(part__carrier=unit),
            part__programme__slug=condition["programme"],
            part__state="active",
            milestone=condition["milestone"],
            day__lte=day,
        )
        .order_by("part__unit__code")
        .first()
    )
    if row is None:
        return Held(False, {"milestone": condition["milestone"], "day": ""})
    asked = row.part.programme.form.milestones[row.milestone]
    figures = {"milestone": row.milestone, "day": row.day.isoformat()}
    if row.checked_on:
        figures["checked"] = row.checked_on.isoformat()
    return Held(not asked.check or row.checked_on is not None, figures)


def titles(condition: Mapping[str, Any], language: str) -> tuple[str, str]:
    """What the programme and the milestone of a condition are called; as typed where they are not there."""
    programme = Programme.objects.filter(slug=condition["programme"]).first()
    if programme is None:
        return condition["programme"], condition["milestone"]
    step = programme.form.milestones.get(condition["milestone"])
    return programme.title(language), step.title.in_language(language) if step else condition["milestone"]


def _sound(condition: Mapping[str, Any]) -> bool:
    return all(
        isinstance(condition.get(name), str) and condition[name] for name in ("programme", "milestone")
    )
