"""What an address names: the campaign and the unit's part, for who sees them; for others there is none."""

from __future__ import annotations

from typing import Annotated

from ninja import Path

from thangdo.faces.api.authentication import Request
from thangdo.records.people.acting import Refused
from thangdo.work.assessments.queries import access

Slug = Annotated[str, Path(max_length=80, description="The campaign.")]
Unit = Annotated[str, Path(max_length=120, description="scheme:code, as vn-gso:622", examples=["sample:X1"])]
Node = Annotated[str, Path(max_length=60, description="The criterion.")]
Small = Annotated[int, Path(ge=0, le=1_000_000_000)]


def unit_ref(text: str) -> tuple[str, str]:
    """scheme:code as actions name a unit. Raises Refused for anything else."""
    scheme, colon, code = text.partition(":")
    if not colon or not scheme or not code:
        raise Refused("no-such-unit-here", unit=text)
    return scheme, code


def campaign(request: Request, slug: str) -> str:
    """The campaign, seen. Raises Refused alike for none."""
    return access.campaign(request.actor, slug).slug


def part(request: Request, slug: str, unit: str) -> tuple[str, tuple[str, str]]:
    """The campaign and unit of a part, seen. Raises Refused alike for none."""
    ref = unit_ref(unit)
    access.part(request.actor, slug, ref)
    return slug, ref
