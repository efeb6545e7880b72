"""A programme and its parts built again from the ledger alone, and where the tables differ from it."""

from __future__ import annotations

from thangdo.records.acts.replay import differ, pairs, rebuilt
from thangdo.records.ledger import events as ledger
from thangdo.work.programmes.models import Part, Programme
from thangdo.work.programmes.projection import Whole, apply_programme

_KEYS = frozenset({"id", "part", "programme", "unit"})


def differences(programme: Programme) -> list[str]:
    """Where the tables say something else than the ledger; empty when all is well."""
    again = Programme(slug=programme.slug)
    for event in ledger.read(programme.stream):
        apply_programme(again, event)
    found = list(differ("programme", again, programme, _KEYS))
    for part in Part.objects.filter(programme=programme).select_related("unit", "carrier", "programme"):
        whole, kept = rebuilt(Whole(Part(programme=programme, unit=part.unit)), part.stream), Whole.load(part)
        found += differ(f"part {part}", whole.part, part, _KEYS)
        for name in ("reached", "counts", "members"):
            found += pairs(f"{part} {name}", getattr(whole, name), getattr(kept, name), _KEYS)
    return found
