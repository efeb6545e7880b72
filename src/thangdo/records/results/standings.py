"""Where a unit stands in one assessment, for pages that tell of the unit and not of the assessment."""

from __future__ import annotations

from dataclasses import dataclass

from thangdo.records.results.models import Assessment, UnitResult
from thangdo.records.results.peers import among_peers
from thangdo.records.results.store import NOT_RETURNED
from thangdo.records.results.tree import groups_of
from thangdo.records.results.views import Json
from thangdo.rules.index.standing import Standing


@dataclass(frozen=True, slots=True)
class Stood:
    """A unit's standing among its tier, and the edition's text, which names the groups."""

    standing: Standing
    tier: str
    edition: Json


def standing(slug: str, code: str) -> Stood | None:
    """Where a unit stands; None without a result by criteria. Three queries."""
    found = Assessment.objects.filter(superseded_by=None, slug=slug).select_related("edition").first()
    results = UnitResult.objects.filter(assessment=found, facet="")
    own = results.filter(code=code).values_list("nodes", "tier").first() if found else None
    if found is None or own is None or not own[0]:
        return None
    nodes, tier = own
    peers = results.filter(tier=tier).exclude(status=NOT_RETURNED).values_list("nodes", flat=True)
    return Stood(among_peers(nodes, list(peers), groups_of(found.edition.data)), tier, found.edition.data)
