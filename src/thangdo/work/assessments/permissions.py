"""Who sees what of campaigns, as conditions of queries, and which acts are open to somebody now."""

from __future__ import annotations

from django.db.models import Q, QuerySet

from thangdo.records.people.acting import Actor, NotAllowed, Refused
from thangdo.records.people.models import Role
from thangdo.work.assessments.actions.common import in_state, may
from thangdo.work.assessments.models import Answer, Campaign, Submission
from thangdo.work.assessments.states import ACTS, UNIT

#: in the authority (or above it) these see the whole campaign
OVERSEE = (
    Role.PUBLISHER,
    Role.COUNCIL,
    Role.HEAD,
    Role.SECRETARY,
    Role.ADMINISTRATOR,
    Role.OBSERVER,
)
#: in a unit these see its own part
OWN = (*UNIT, Role.OBSERVER)


def campaigns_seen(actor: Actor) -> QuerySet[Campaign]:
    """The campaigns of which the actor sees something."""
    parts = Submission.objects.filter(actor.scope(*OWN)).values("campaign")
    rows = Campaign.objects.select_related("edition", "authority", "appraising")
    rows = rows.defer("edition__text", "edition__frozen")
    return rows.filter(_whole(actor, "") | Q(pk__in=parts)).order_by("-created_at", "pk")


def parts_seen(actor: Actor) -> QuerySet[Submission]:
    """The units' parts that the actor sees: all of a campaign that he oversees or appraises, else his own."""
    rows = Submission.objects.select_related("unit", "campaign", "campaign__edition")
    rows = rows.defer("campaign__edition__text", "campaign__edition__frozen")
    return rows.filter(_whole(actor, "campaign__") | actor.scope(*OWN))


def sees_whole(actor: Actor, campaign: Campaign) -> bool:
    """Whether the actor sees every unit's part of a campaign."""
    return Campaign.objects.filter(_whole(actor, ""), pk=campaign.pk).exists()


def _whole(actor: Actor, to: str) -> Q:
    return actor.scope(*OVERSEE, unit=f"{to}authority") | actor.scope(Role.APPRAISER, unit=f"{to}appraising")


def can(
    actor: Actor,
    name: str,
    campaign: Campaign,
    submission: Submission | None = None,
    answer: Answer | None = None,
) -> bool:
    """Whether an act is open to the actor now, as far as right and state say."""
    try:
        may(actor, name, campaign, submission.unit if submission else None)
        in_state(name, campaign, submission, answer)
    except (NotAllowed, Refused):
        return False
    if submission is not None and ACTS[name].where == "appraising":
        own = actor.holding(*UNIT)
        return not any(held.covers(submission.unit_id, submission.unit.path) for held in own)
    return True
