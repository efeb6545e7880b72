"""A programme flat, one row for each unit: status, days, money, fields, milestones with their proof."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from typing import Any

from django.db.models import Q

from thangdo.records.ledger import private
from thangdo.records.people.acting import Actor
from thangdo.work.programmes import permissions
from thangdo.work.programmes.models import Reached
from thangdo.work.programmes.queries import access
from thangdo.work.programmes.queries.access import proof_text
from thangdo.work.programmes.templates import Template


def form_of(actor: Actor, slug: str) -> Template:
    """The template whose fields and milestones are the columns. Raises Refused."""
    return access.programme(actor, slug).form


def rows(actor: Actor, slug: str, only: Collection[int] | None = None) -> Iterator[dict[str, Any]]:
    """Plain data by unit, as far as the actor sees it; names of members stay out. A few queries.

    only: keys of the units that carry a part.
    """
    found = access.programme(actor, slug)
    parts = list(
        permissions.parts_seen(actor)
        .select_related("carrier__parent")
        .filter(programme=found, state="active")
        .filter(Q() if only is None else Q(carrier__in=only))
        .order_by("carrier__sort_key", "unit__sort_key")
    )
    steps: dict[int, dict[str, Reached]] = {}
    for row in Reached.objects.filter(part__in=[part.pk for part in parts]):
        steps.setdefault(row.part_id, {})[row.milestone] = row
    held: list[Any] = []
    for part in parts:
        held += [value if isinstance(value, dict) else None for value in part.values.values()]
        held += [proof_text(row.proof) for row in steps.get(part.pk, {}).values()]
    texts = iter(private.texts(held))
    for part in parts:
        values = {}
        for name, value in part.values.items():
            text = next(texts)
            values[name] = text if isinstance(value, dict) else str(value)
        proofs = {name: next(texts) for name in steps.get(part.pk, {})}
        yield {
            "carrier": part.carrier,
            "unit": part.unit,
            "status": part.says,
            "due": part.due,
            "done_on": part.done_on,
            "planned": part.planned,
            "spent": part.spent,
            "values": values,
            "milestones": steps.get(part.pk, {}),
            "proofs": proofs,
        }
