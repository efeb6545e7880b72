"""A directive and its assignments built again from the ledger alone, and where the tables differ from it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.db.models import Model

from thangdo.records.ledger import events as ledger
from thangdo.work.directives.models import Assignment, Directive, Extension, Passing
from thangdo.work.directives.projection import Order, Part

_NOT_COMPARED = {"id", "assignment", "directive", "slug"}


def rebuilt(directive: Directive) -> Order:
    """The directive as its events say, in memory."""
    order = Order(Directive(slug=directive.slug))
    for event in ledger.read(directive.stream):
        order.apply(event)
    return order


def rebuilt_part(assignment: Assignment) -> Part:
    """The assignment as its events say, in memory."""
    part = Part(Assignment(directive=assignment.directive, unit=assignment.unit))
    for event in ledger.read(assignment.stream):
        part.apply(event)
    return part


def differences(directive: Directive) -> list[str]:
    """Where the tables say something else than the ledger, of the directive and all its parts."""
    order = rebuilt(directive)
    found = list(_differ("directive", order.directive, directive))
    together = {unit.pk for unit in order.cooperating}
    if together != set(directive.cooperating.values_list("pk", flat=True)):
        found.append("directive: cooperating units")
    for row in directive.assignments.select_related("directive", "unit", "carrier"):
        part = rebuilt_part(row)
        what = f"{row.unit.code}: "
        found += _differ(f"{what}assignment", part.assignment, row)
        found += _pairs(f"{what}proof", part.proofs, {one.number: one for one in row.proofs.all()})
        asked = {one.number: one for one in Extension.objects.filter(assignment=row)}
        found += _pairs(f"{what}extension", part.extensions, asked)
        passed = Passing.objects.filter(assignment=row).order_by("id")
        found += _pairs(f"{what}passing", dict(enumerate(part.passings)), dict(enumerate(passed)))
    return found


def _pairs(what: str, said: dict[Any, Any], kept: dict[Any, Any]) -> Iterator[str]:
    for key in sorted(said.keys() | kept.keys(), key=str):
        if key not in said or key not in kept:
            yield f"{what} {key}: only {'in the ledger' if key in said else 'in the tables'}"
        else:
            yield from _differ(f"{what} {key}", said[key], kept[key])


def _differ(what: str, said: Model, kept: Model) -> Iterator[str]:
    for field in said._meta.concrete_fields:
        if field.name in _NOT_COMPARED:
            continue
        one, other = getattr(said, field.attname), getattr(kept, field.attname)
        if one != other and str(one) != str(other):
            yield f"{what}: {field.name} is {other!r}, the ledger says {one!r}"
