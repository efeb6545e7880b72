"""My tasks: what an actor can do now, by role, derived from the state of things; nothing is assigned."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.db.models import Count, F, Min, Q, QuerySet

from thangdo.records.people.acting import Actor
from thangdo.records.people.models import Role
from thangdo.records.units.codes import UnitRef
from thangdo.work.assessments.acts import OF_PART
from thangdo.work.assessments.models import Answer, Campaign, Submission
from thangdo.work.assessments.queries import blind
from thangdo.work.assessments.states import UNIT, Decision, Objection
from thangdo.work.assessments.states import Campaign as State
from thangdo.work.assessments.states import Submission as PartState
from thangdo.work.editions.acts import EDITIONS
from thangdo.work.editions.models import EditionVersion
from thangdo.work.editions.states import State as EditionState

MOST_UNITS = 50  # of one kind of task at units; more are counted, not listed


@dataclass(frozen=True, slots=True)
class Task:
    """One thing to do. kind says what (and which page helps); `count` how many cases it stands for."""

    kind: str
    role: str
    campaign: str = ""  # slug
    title_vi: str = ""
    title_en: str = ""
    unit: UnitRef | None = None
    unit_name: str = ""
    unit_name_en: str = ""
    count: int = 0
    of: int = 0
    due: date | None = None
    days: int | None = None  # until the day that is due; negative: late
    edition: int | None = None
    facts: dict[str, Any] = field(default_factory=dict)

    @property
    def late(self) -> bool:
        """Whether its day has passed."""
        return self.days is not None and self.days < 0

    def title(self, language: str) -> str:
        """The campaign's (or edition's) title."""
        return self.title_en if language == "en" and self.title_en else self.title_vi


def tasks(actor: Actor) -> list[Task]:
    """Everything that the actor can do now, the most pressing first: late, then by day, then without one."""
    found = [
        *_unit(actor),
        *_appraiser(actor),
        *_council(actor),
        *_chairman(actor),
        *_publisher(actor),
        *_editions(actor),
    ]
    return sorted(found, key=lambda one: (one.due is None, one.due or date.max))


def _of(campaign: Campaign, kind: str, role: str, today: date, **more: Any) -> Task:
    due: date | None = more.pop("due", None)
    days = (due - today).days if due else None
    return Task(kind, role, campaign.slug, campaign.title_vi, campaign.title_en, due=due, days=days, **more)


def _unit(actor: Actor) -> Iterator[Task]:
    """For those who report and sign for a unit."""
    today = actor.day
    mine = (
        Submission.objects.filter(actor.scope(*UNIT))
        .filter(
            Q(campaign__state=State.RUNNING, state__in=(PartState.OPEN, PartState.ASKED))
            | Q(campaign__state=State.OBJECTIONS, state__in=(PartState.NOTIFIED, PartState.OBJECTED))
        )
        .select_related("campaign", "unit")
        .annotate(
            questions=Count("answers", filter=Q(answers__decision=Decision.ASKED)),
            replied=Count(
                "answers",
                filter=Q(answers__decision=Decision.ASKED) & ~Q(answers__changed_by=F("answers__decided_by")),
            ),
        )
        .order_by("due", "unit__sort_key")[:MOST_UNITS]
    )
    for part in mine:
        campaign = part.campaign
        signs = actor.office_for(part.unit, Role.HEAD) is not None
        role = Role.HEAD if signs else Role.REPORTER
        at: dict[str, Any] = {"unit": (part.unit.scheme, part.unit.code), "unit_name": part.unit.name_vi}
        at["unit_name_en"] = part.unit.name_en
        if part.state == PartState.OPEN:
            ready = signs and part.answered == part.asked and part.asked > 0
            yield _of(
                campaign,
                "sign-off" if ready else "fill-in",
                role,
                today,
                due=part.due,
                count=part.answered,
                of=part.asked,
                **at,
            )
        elif part.state == PartState.ASKED:
            ready = signs and part.questions == part.replied
            yield _of(
                campaign,
                "return-reply" if ready else "reply",
                role,
                today,
                due=part.due,
                count=part.questions,
                **at,
            )
        else:
            yield _of(
                campaign,
                "look-at-result",
                role,
                today,
                due=campaign.objection_until,
                count=part.amended,
                **at,
            )


def _appraiser(actor: Actor) -> Iterator[Task]:
    today = actor.day
    where = actor.scope(Role.APPRAISER, unit="campaign__appraising")
    parts = Submission.objects.filter(where, campaign__state=State.RUNNING)
    counted = (
        parts.values("campaign")
        .annotate(
            returned=Count("pk", filter=Q(state=PartState.RETURNED)),
            oldest=Min("returned_on", filter=Q(state=PartState.RETURNED)),
            unreturned=Count("pk", filter=Q(state=PartState.OPEN, due__lt=today)),
            waiting=Count("pk", filter=Q(state=PartState.ASKED)),
        )
        .order_by("campaign")
    )
    campaigns = Campaign.objects.in_bulk([row["campaign"] for row in counted])
    to_give: dict[int, int] = dict(
        blind.to_give(actor).order_by().values_list("submission__campaign").annotate(Count("pk"))
    )
    for row in counted:
        campaign = campaigns[row["campaign"]]
        if row["returned"]:
            facts = {"oldest": row["oldest"]}
            yield _of(
                campaign,
                "appraise",
                Role.APPRAISER,
                today,
                count=row["returned"],
                due=campaign.verify_by,
                facts=facts,
            )
        if row["unreturned"]:
            yield _of(
                campaign, "chase", Role.APPRAISER, today, count=row["unreturned"], due=campaign.return_by
            )
        if row["waiting"]:
            yield _of(campaign, "waiting-for-reply", Role.APPRAISER, today, count=row["waiting"])
        if to_give.get(campaign.pk):
            yield _of(campaign, "second-opinion", Role.APPRAISER, today, count=to_give[campaign.pk])


def _council(actor: Actor) -> Iterator[Task]:
    today = actor.day
    rows = Campaign.objects.filter(
        actor.scope(Role.COUNCIL, unit="authority"),
        state__in=(State.RUNNING, State.OBJECTIONS, State.DECIDING),
    ).order_by("pk")
    left = dict(
        Answer.objects.filter(submission__campaign__in=rows, decision=Decision.COUNCIL)
        .order_by()
        .values_list("submission__campaign")
        .annotate(Count("pk"))
    )
    heard = dict(
        Answer.objects.filter(submission__campaign__in=rows, objection=Objection.OPEN)
        .order_by()
        .values_list("submission__campaign")
        .annotate(Count("pk"))
    )
    for campaign in rows:
        marked, objections = left.get(campaign.pk, 0), heard.get(campaign.pk, 0)
        until = campaign.objection_until if campaign.state == State.OBJECTIONS else None
        if marked:
            yield _of(campaign, "decide", Role.COUNCIL, today, count=marked)
        if objections and campaign.state in OF_PART["hear"].when["campaign"]:
            yield _of(campaign, "hear", Role.COUNCIL, today, count=objections, due=until)
        if campaign.state == State.DECIDING and not marked and not objections:
            yield _of(campaign, "conclude", Role.COUNCIL, today)


def _chairman(actor: Actor) -> Iterator[Task]:
    for campaign in _at_authority(actor, Role.HEAD).filter(state=State.CONCLUDED):
        yield _of(campaign, "approve", Role.HEAD, actor.day)


def _publisher(actor: Actor) -> Iterator[Task]:
    today = actor.day
    rows = list(
        _at_authority(actor, Role.PUBLISHER)
        .exclude(state__in=(State.PUBLISHED, State.CANCELLED))
        .annotate(
            left=Count(
                "submissions",
                filter=~Q(submissions__state__in=(PartState.APPRAISED, PartState.MISSING)),
            ),
            silent=Count("submissions", filter=Q(submissions__state=PartState.NOTIFIED)),
        )
    )
    for campaign in rows:
        if campaign.state == State.DRAFT:
            yield _of(campaign, "dispatch", Role.PUBLISHER, today)
        elif campaign.state == State.RUNNING and not campaign.left:
            yield _of(campaign, "notify", Role.PUBLISHER, today)
        elif campaign.state == State.OBJECTIONS:
            until = campaign.objection_until
            if not campaign.silent or (until is not None and today > until):
                yield _of(campaign, "close-window", Role.PUBLISHER, today)
        elif campaign.state == State.APPROVED:
            yield _of(campaign, "publish", Role.PUBLISHER, today)


def _at_authority(actor: Actor, role: str) -> QuerySet[Campaign]:
    return Campaign.objects.filter(actor.scope(role, unit="authority")).order_by("pk")


def _editions(actor: Actor) -> Iterator[Task]:
    """Drafts of authors, and drafts handed in that somebody must look at."""
    write, publish = EDITIONS.acts["submit"].roles, EDITIONS.acts["publish"].roles
    rows = EditionVersion.objects.select_related("unit").defer("text", "frozen")
    for version in rows.filter(actor.scope(*write), state=EditionState.DRAFT):
        yield _edition("write-edition", Role.AUTHOR, version)
    for version in rows.filter(actor.scope(*publish), state=EditionState.REVIEW):
        yield _edition("publish-edition", Role.PUBLISHER, version)


def _edition(kind: str, role: str, version: EditionVersion) -> Task:
    vi = version.title_vi or version.edition
    return Task(
        kind,
        role,
        title_vi=vi,
        title_en=version.title_en,
        edition=version.pk,
        count=version.problems,
        facts={"version": version.version},
    )
