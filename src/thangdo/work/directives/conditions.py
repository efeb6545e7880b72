"""Proof by data: a condition over data, looked at unit by unit; other rooms register kinds of their own."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.db.models import Q

from thangdo.records.people.acting import Refused
from thangdo.records.units.models import Unit
from thangdo.rules.exact import Fraction
from thangdo.work.assessments.models import Answer
from thangdo.work.assessments.states import Decision, Declared
from thangdo.work.directives.models import Figure

Condition = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Held:
    """Whether a condition holds for a unit, and the figures that say so (texts, for the event)."""

    holds: bool
    figures: dict[str, str] = field(default_factory=dict)


Check = Callable[[Condition, Unit, date], Held]
Sound = Callable[[Condition], bool]
_kinds: dict[str, tuple[Check, Sound]] = {}


def register(kind: str, check: Check, sound: Sound = lambda condition: True) -> None:
    """Enter a kind of condition: {"kind": kind, …}. sound: whether a condition of it is well formed.

    Raises ValueError for a kind that is taken.
    """
    if _kinds.setdefault(kind, (check, sound)) != (check, sound):
        raise ValueError(f"there is another condition named {kind}")


def kinds() -> list[str]:
    """The kinds that are known."""
    return sorted(_kinds)


def sound(condition: Condition) -> Condition:
    """A condition that can be looked at, as it is. Raises Refused("bad-condition") for another."""
    kind = condition.get("kind")
    if kind not in _kinds or not _kinds[str(kind)][1](condition):
        raise Refused("bad-condition", kind=str(kind), known=kinds())
    return condition


def check(condition: Condition, unit: Unit, day: date) -> Held:
    """Whether it holds for a unit on a day. Raises Refused("bad-condition")."""
    sound(condition)
    return _kinds[str(condition["kind"])][0](condition, unit, day)


def _criterion(condition: Condition, unit: Unit, day: date) -> Held:
    """{"kind": "criterion", "campaign", "node", "input"?, "at_least"?}: signed off, or a value reached."""
    row = (
        Answer.objects.filter(
            submission__campaign__slug=condition["campaign"],
            submission__unit=unit,
            node=condition["node"],
        )
        .select_related("submission")
        .first()
    )
    if row is None:
        return Held(False, {"status": "not-asked"})
    if not (row.measured or row.submission.is_signed):
        return Held(False, {"status": Declared.BLANK.value})  # a draft says nothing to others
    answered = row.status in (Declared.ANSWERED, Declared.NOT_APPLICABLE) or row.decision in (
        Decision.ACCEPTED,
        Decision.AMENDED,
    )
    if "at_least" not in condition:
        return Held(answered, {"status": row.status})
    values = row.final
    name = condition.get("input") or (next(iter(values)) if len(values) == 1 else "")
    value = number(values.get(name, ""))
    return Held(
        value is not None and value >= Fraction(str(condition["at_least"])),
        {"status": row.status, "value": values.get(name, ""), "at_least": str(condition["at_least"])},
    )


def _figure(condition: Condition, unit: Unit, day: date) -> Held:
    """{"kind": "figure", "name", "at_least"? | "at_most"?}: the latest imported figure not after the day."""
    row = Figure.objects.filter(Q(day__lte=day), name=condition["name"], unit=unit).order_by("-day").first()
    if row is None:
        return Held(False, {"name": condition["name"], "value": ""})
    value = Fraction(row.value)
    holds = "at_least" not in condition or value >= Fraction(str(condition["at_least"]))
    holds &= "at_most" not in condition or value <= Fraction(str(condition["at_most"]))
    figures = {"name": condition["name"], "value": row.value, "day": row.day.isoformat()}
    figures |= {key: str(condition[key]) for key in ("at_least", "at_most") if key in condition}
    return Held(holds, figures)


def number(text: str) -> Fraction | None:
    """A number in plain digits with a point; None for anything else."""
    return Fraction(text) if re.fullmatch(r"-?[0-9]{1,30}(\.[0-9]{1,20})?", text) else None


def _limits(condition: Condition) -> bool:
    given = [condition[key] for key in ("at_least", "at_most") if key in condition]
    return all(isinstance(one, str | int) and number(str(one)) is not None for one in given)


def _texts(condition: Condition, *names: str) -> bool:
    return all(isinstance(condition.get(name), str) and condition[name] for name in names)


register("criterion", _criterion, lambda one: _texts(one, "campaign", "node") and _limits(one))
register(
    "figure",
    _figure,
    lambda one: _texts(one, "name") and _limits(one) and ("at_least" in one or "at_most" in one),
)
