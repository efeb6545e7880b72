"""A programme and its parts built again from the ledger alone, and where the tables differ from it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.db.models import Model

from thangdo.records.ledger import events as ledger
from thangdo.work.programmes.models import Part, Programme
from thangdo.work.programmes.projection import Whole, apply_programme

_NOT_COMPARED = {"id", "part", "programme", "unit"}


def differences(programme: Programme) -> list[str]:
    """Where the tables say something else than the ledger; empty when all is well."""
    again = Programme(slug=programme.slug)
    for event in ledger.read(programme.stream):
        apply_programme(again, event)
    found = list(_differ("programme", again, programme))
    for part in Part.objects.filter(programme=programme).select_related("unit", "carrier", "programme"):
        whole = Whole(Part(programme=programme, unit=part.unit))
        for event in ledger.read(part.stream):
            whole.apply(event)
        kept = Whole.load(part)
        found += _differ(f"part {part}", whole.part, part)
        for name in ("reached", "counts", "members"):
            found += _pairs(f"{part} {name}", getattr(whole, name), getattr(kept, name))
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
