"""The campaign and the unit's part that an actor asks about: the same answer for none and for not seen."""

from __future__ import annotations

from thangdo.records.people.acting import Actor, NotAllowed, Refused
from thangdo.records.units.codes import UnitRef
from thangdo.work.assessments import permissions
from thangdo.work.assessments.models import Campaign, Submission


def campaign(actor: Actor, slug: str) -> Campaign:
    """A campaign of which the actor sees something. Raises Refused("no-such-campaign") alike for none."""
    found = permissions.campaigns_seen(actor).filter(slug=slug).first()
    if found is None:
        raise Refused("no-such-campaign", slug=slug)
    return found


def whole(actor: Actor, slug: str) -> Campaign:
    """A campaign that the actor sees with every unit's part. Raises NotAllowed, Refused."""
    found = campaign(actor, slug)
    if not permissions.sees_whole(actor, found):
        raise NotAllowed((*permissions.OVERSEE, "appraiser"), str(found.authority))
    return found


def part(actor: Actor, slug: str, unit: UnitRef) -> Submission:
    """A unit's part that the actor sees. Raises Refused("takes-no-part") alike for none."""
    found = (
        permissions.parts_seen(actor)
        .select_related("campaign__appraising", "campaign__authority")
        .filter(campaign__slug=slug, unit__scheme=unit[0], unit__code=unit[1])
        .first()
    )
    if found is None:
        raise Refused("takes-no-part", unit=":".join(unit), campaign=slug)
    return found
