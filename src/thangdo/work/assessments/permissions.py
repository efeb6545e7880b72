"""Who sees what of campaigns, as conditions of queries, and which acts are open to somebody now."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from django.db.models import Q, QuerySet

from thangdo.records.acts.declared import Act, S, Work
from thangdo.records.acts.frame import entitled, in_state
from thangdo.records.people.acting import Actor, NotAllowed, Refused
from thangdo.records.people.models import Role
from thangdo.work.assessments.actions.subjects import OneCampaign, OnePart
from thangdo.work.assessments.acts import CAMPAIGNS, OBJECTING, OF_PART, PARTS, RUNNING
from thangdo.work.assessments.models import Answer, Campaign, Submission
from thangdo.work.assessments.projection import Part
from thangdo.work.assessments.states import UNIT, UNTOLD
from thangdo.work.assessments.states import Decision as D
from thangdo.work.assessments.states import Submission as State

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


def told(actor: Actor, campaign: Campaign) -> bool:
    """Whether the actor may know what the appraisal found: the office measured, observed, decided. A unit may
    once the results are notified; who oversees or appraises the campaign, at any time."""
    return campaign.state not in UNTOLD or sees_whole(actor, campaign)


def _whole(actor: Actor, to: str) -> Q:
    return actor.scope(*OVERSEE, unit=f"{to}authority") | actor.scope(Role.APPRAISER, unit=f"{to}appraising")


#: names under which an open act is told, which are not those of the acts: as the unit's part stands
_ANSWER, _EVIDENCE = OF_PART["answer"], OF_PART["add_evidence"]
SHOWN: Mapping[str, Act] = {
    "answer": replace(_ANSWER, when={**RUNNING, "submission": (State.OPEN,), "answer": (D.PENDING,)}),
    "answer_again": replace(_ANSWER, when={**RUNNING, "submission": (State.ASKED,), "answer": (D.ASKED,)}),
    "object_evidence": replace(_EVIDENCE, when=OBJECTING),
    "object": OF_PART["object_to"],
}


def can(
    actor: Actor,
    name: str,
    campaign: Campaign,
    submission: Submission | None = None,
    answer: Answer | None = None,
) -> bool:
    """Whether an act is open to the actor now, as far as right and the states of what is given say."""
    if name in CAMPAIGNS.acts:
        return _open(CAMPAIGNS, CAMPAIGNS.acts[name], actor, OneCampaign(campaign))
    part = None if submission is None else Part(submission, {answer.node: answer} if answer else {})
    act = SHOWN.get(name) or OF_PART[name]
    return _open(PARTS, act, actor, OnePart(campaign, part, (answer.node,) if answer else ()))


def _open(work: Work[S], act: Act, actor: Actor, subject: S) -> bool:
    try:
        entitled(work, act, actor, subject)
        in_state(work, act, subject)
    except (NotAllowed, Refused):
        return False
    return True
