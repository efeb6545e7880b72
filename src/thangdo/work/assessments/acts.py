"""Every act of an assessment: who may do it, in which states, with which input. Nothing else decides."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.db.models import QuerySet

from thangdo.records.acts.declared import Act, At, Where, Work, table
from thangdo.records.acts.fields import Text
from thangdo.records.acts.rows import locked, unit_named
from thangdo.records.ledger.events import Stale
from thangdo.records.people.acting import Actor, Refused
from thangdo.records.people.models import Role
from thangdo.work.assessments.actions import answering, appraising, campaigns, objecting, publishing
from thangdo.work.assessments.actions.campaigns import Plan, Until, Why
from thangdo.work.assessments.actions.subjects import OneCampaign, OnePart
from thangdo.work.assessments.models import Campaign, Submission
from thangdo.work.assessments.projection import Part
from thangdo.work.assessments.sampled import DECIDED
from thangdo.work.assessments.states import NEW, UNIT, Objection
from thangdo.work.assessments.states import Campaign as C
from thangdo.work.assessments.states import Decision as D
from thangdo.work.assessments.states import Submission as S

SLUG = Text(80, least=1, pattern=r"[a-z0-9]+(-[a-z0-9]+)*", code="bad-slug", long="bad-slug", form="bad-slug")
PUBLISHER = (At("authority", (Role.PUBLISHER,)),)
COUNCIL = (At("authority", (Role.COUNCIL,)),)
CHAIRMAN = (At("authority", (Role.HEAD,)),)
APPRAISER = (At("appraising", (Role.APPRAISER,)),)
EITHER = (*PUBLISHER, At("appraising", (Role.APPRAISER, Role.PUBLISHER)))
OWN = (At("unit", UNIT),)
HEAD = (At("unit", (Role.HEAD,)),)
RUNNING = {"campaign": (C.RUNNING,)}
HEARING = {"campaign": (C.OBJECTIONS,)}
OBJECTING = {**HEARING, "submission": (S.NOTIFIED, S.OBJECTED), "answer": (D.AMENDED,)}
APPRAISED = {**RUNNING, "submission": (S.RETURNED, S.ASKED), "answer": (D.PENDING,)}
#: a second opinion can be given until the council concludes
SECOND = {
    "campaign": (C.RUNNING, C.OBJECTIONS, C.DECIDING),
    "submission": (S.RETURNED, S.ASKED, S.APPRAISED, S.NOTIFIED, S.OBJECTED, S.SETTLED),
    "answer": DECIDED,
}
#: an answer that is the unit's to touch: which of these go together says `answering.TURN`
TURNS = {"submission": (S.OPEN, S.ASKED), "answer": (D.PENDING, D.ASKED)}
GIVING = {
    "campaign": (C.RUNNING, C.OBJECTIONS),
    "submission": (S.OPEN, S.ASKED, S.NOTIFIED, S.OBJECTED),
    "answer": (D.PENDING, D.ASKED, D.AMENDED),
}
OF_CAMPAIGN = table(
    Act(campaigns.plan, PUBLISHER, {"campaign": (NEW, C.DRAFT)}, Plan, makes="slug-is-taken"),
    Act(campaigns.dispatch, PUBLISHER, {"campaign": (C.DRAFT,)}, campaigns.Dispatch),
    Act(campaigns.cancel, PUBLISHER, {"campaign": (C.DRAFT, C.RUNNING)}, Why),
    Act(campaigns.notify, PUBLISHER, RUNNING),
    Act(campaigns.close_window, PUBLISHER, HEARING),
    Act(campaigns.conclude, COUNCIL, {"campaign": (C.DECIDING,)}, campaigns.Conclusion),
    Act(campaigns.reopen, COUNCIL, {"campaign": (C.CONCLUDED,)}, Why),
    Act(campaigns.approve, CHAIRMAN, {"campaign": (C.CONCLUDED,)}, campaigns.Approval),
    Act(campaigns.revoke, CHAIRMAN, {"campaign": (C.APPROVED,)}, Why),
    Act(publishing.publish, PUBLISHER, {"campaign": (C.APPROVED,)}),
    Act(campaigns.correct, COUNCIL, {"campaign": (C.PUBLISHED,)}, Why),
)
OF_PART = table(
    # the unit
    Act(answering.answer, OWN, {**RUNNING, **TURNS}, answering.Answers, "must"),
    Act(answering.add_evidence, OWN, GIVING, answering.NewEvidence),
    Act(answering.use_evidence, OWN, GIVING, answering.Use),
    Act(answering.sign_off, HEAD, {**RUNNING, "submission": (S.OPEN, S.ASKED)}, seen="must"),
    Act(answering.take_back, HEAD, {**RUNNING, "submission": (S.RETURNED,)}),
    Act(
        objecting.object_to,
        OWN,
        {
            **HEARING,
            "submission": (S.NOTIFIED, S.OBJECTED),
            "answer": (D.AMENDED,),
            "objection": (Objection.NONE,),
        },
        objecting.Objection,
        "must",
    ),
    Act(
        objecting.withdraw_objection,
        OWN,
        {**HEARING, "submission": (S.OBJECTED,), "objection": (Objection.OPEN,)},
        seen="must",
    ),
    Act(objecting.agree, HEAD, {**HEARING, "submission": (S.NOTIFIED,)}),
    # the appraisal
    Act(appraising.accept, APPRAISER, APPRAISED, appraising.Accepted, "must"),
    Act(appraising.amend, APPRAISER, APPRAISED, appraising.Amended, "must"),
    Act(appraising.measure, APPRAISER, APPRAISED, appraising.Measured, "must"),
    Act(appraising.ask, APPRAISER, APPRAISED, appraising.Asked, "must"),
    Act(appraising.mark, APPRAISER, APPRAISED, Why, "must"),
    Act(appraising.undo, APPRAISER, {**APPRAISED, "answer": DECIDED}, seen="must"),
    Act(
        appraising.second,
        APPRAISER,
        SECOND,
        appraising.Second,
    ),
    Act(appraising.stop_waiting, APPRAISER, {**RUNNING, "submission": (S.ASKED,)}, Why),
    Act(appraising.finish, APPRAISER, {**RUNNING, "submission": (S.RETURNED,)}),
    Act(appraising.resume, APPRAISER, {**RUNNING, "submission": (S.APPRAISED,)}, Why),
    Act(appraising.review, APPRAISER, RUNNING, appraising.Looked),
    Act(appraising.observe, APPRAISER, RUNNING, appraising.Observed),
    Act(answering.write_off, APPRAISER, {**RUNNING, "submission": (S.OPEN,)}, Why),
    Act(answering.let_in, APPRAISER, {**RUNNING, "submission": (S.MISSING,)}, Until),
    Act(campaigns.extend, EITHER, {**RUNNING, "submission": (S.OPEN, S.ASKED)}, Until),
    # the council
    Act(
        objecting.decide,
        COUNCIL,
        {"campaign": (C.RUNNING, C.OBJECTIONS, C.DECIDING), "answer": (D.COUNCIL,)},
        objecting.Ruling,
        "must",
    ),
    Act(
        objecting.hear,
        COUNCIL,
        {"campaign": (C.OBJECTIONS, C.DECIDING), "objection": (Objection.OPEN,)},
        objecting.Hearing,
        "must",
    ),
    Act(
        objecting.put_right,
        COUNCIL,
        {"campaign": (C.DECIDING,), "submission": (S.SETTLED, S.MISSING, S.NOTIFIED)},
        appraising.Amended,
        "must",
    ),
)
#: acts that look at every answer of the part
WHOLE = (answering.sign_off, answering.take_back, appraising.finish, appraising.stop_waiting)


def campaign(where: Where, act: Act, given: Any, lock: bool) -> OneCampaign:
    """The campaign of an address, locked for update; a new one for who plans one."""
    slug = str(where[0])
    row = locked(_campaigns(slug), lock)
    if act.makes and isinstance(given, Plan):
        authority = unit_named(given.authority)
        if row is None:
            return OneCampaign(Campaign(slug=SLUG.check(slug), authority=authority))
        if row.state != C.DRAFT or row.authority_id != authority.pk:
            raise Refused("slug-is-taken", slug=slug)
    if row is None:
        raise Refused("no-such-campaign", slug=slug)
    return OneCampaign(row)


def part(where: Where, act: Act, given: Any, lock: bool) -> OnePart:
    """A unit's part with the answers meant, locked for update; its campaign shared."""
    slug, unit, *named = where
    found = locked(_campaigns(slug), None if lock else False)
    if found is None:
        raise Refused("no-such-campaign", slug=slug)
    rows = Submission.objects.select_related("unit")
    submission = locked(rows.filter(campaign=found, unit__scheme=unit[0], unit__code=unit[1]), lock)
    if submission is None:
        raise Refused("takes-no-part", unit=":".join(unit), campaign=slug)
    submission.campaign = found
    nodes = tuple(dict.fromkeys((*named, *getattr(given, "nodes", ()))))
    return OnePart(found, Part.load(submission, None if act.does in WHOLE else nodes), nodes)


def _campaigns(slug: str) -> QuerySet[Campaign]:
    rows = Campaign.objects.select_related("edition", "authority", "appraising").filter(slug=slug)
    return rows.defer("edition__text", "edition__frozen")  # long, and read once in the life of a process


def not_ones_own(subject: OnePart, actor: Actor, act: Act) -> None:
    """Nobody appraises what he reports or signs for."""
    if subject.part is None or act.by != APPRAISER:
        return
    unit = subject.row.unit
    if any(held.covers(unit.pk, unit.path) for held in actor.holding(*UNIT)):
        raise Refused("own-unit", unit=str(unit))


def unchanged(subject: OnePart, seen: int | Mapping[str, int]) -> None:
    """Compares what was seen: of each answer, or of the part where the act is about no answer."""
    if isinstance(seen, int):
        if not subject.nodes and seen != subject.row.sequence:
            raise Stale(subject.stream, seen, subject.row.sequence)
        seen = dict.fromkeys(subject.nodes, seen)
    for node, sequence in seen.items():
        now = subject.one(node).sequence
        if now != sequence:
            raise Stale(f"{subject.stream}#{node}", sequence, now)


def plan_unchanged(subject: OneCampaign, seen: int | Mapping[str, int]) -> None:
    """Who thought it new where there is a plan has not seen that plan."""
    if seen != subject.row.sequence:
        raise Stale(subject.stream, seen if isinstance(seen, int) else 0, subject.row.sequence)


CAMPAIGNS = Work("campaign", OF_CAMPAIGN, campaign, unchanged=plan_unchanged)
PARTS = Work("part", OF_PART, part, ("slug", "unit", "node"), bar=not_ones_own, unchanged=unchanged)
