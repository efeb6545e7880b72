"""The campaign's own acts: plan, dispatch, cancel, notify, close the window, conclude, approve, correct."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import date
from typing import Annotated

from django.db.models import Q, QuerySet

from thangdo.records import calendars
from thangdo.records.acts.declared import On, Outcome
from thangdo.records.acts.fields import Day, Many, Text, UnitNamed, Whole
from thangdo.records.ledger import private
from thangdo.records.ledger.event_type import plain
from thangdo.records.ledger.events import read
from thangdo.records.people.acting import Refused
from thangdo.records.units.codes import UnitRef
from thangdo.records.units.models import Unit
from thangdo.rules.deadlines.calendar import BadDeadline
from thangdo.rules.deadlines.counting import DueDate, add_calendar_days, add_working_days
from thangdo.work.assessments import events
from thangdo.work.assessments.actions.subjects import OneCampaign, OnePart
from thangdo.work.assessments.models import Answer, Campaign, Submission
from thangdo.work.assessments.opening import openings
from thangdo.work.assessments.sampled import not_given
from thangdo.work.assessments.scoring import results_hash
from thangdo.work.assessments.states import Campaign as State
from thangdo.work.assessments.states import Decision, Objection
from thangdo.work.assessments.states import Submission as PartState
from thangdo.work.editions.models import EditionVersion
from thangdo.work.editions.states import State as EditionState
from thangdo.work.editions.stored import edition_of

OUT = "number-out-of-range"
TITLE = "title-needed"
LONGEST_TEXT = 10_000
REASON = Text(LONGEST_TEXT, least=1, lines=True, code="reason-needed")


@dataclass(frozen=True, slots=True)
class Plan:
    """What a campaign is planned to be. edition: the key of a published version."""

    title_vi: Annotated[str, Text(400, least=1, code=TITLE, long=TITLE)]
    edition: Annotated[int, Whole(0, 1_000_000_000, code="edition-not-published")]
    authority: Annotated[UnitRef, UnitNamed()]
    appraising: Annotated[UnitRef, UnitNamed()]
    tiers: Annotated[tuple[str, ...], Many(Text(20), 10)]
    period_from: Annotated[date, Day()]
    period_to: Annotated[date, Day()]
    title_en: Annotated[str, Text(400, long=TITLE)] = ""
    follows: Annotated[str, Text(80)] = ""
    return_days: Annotated[int, Whole(1, 250, code=OUT)] = 15
    verify_days: Annotated[int, Whole(1, 730, code=OUT)] = 120
    objection_days: Annotated[int, Whole(1, 250, code=OUT)] = 10
    sample_percent: Annotated[int, Whole(0, 100, code=OUT)] = 5


@dataclass(frozen=True, slots=True)
class Dispatch:
    """on: the day on which the dispatch was received; today when none is given."""

    on: Annotated[date | None, Day()] = None


@dataclass(frozen=True, slots=True)
class Why:
    """Why."""

    reason: Annotated[str, REASON]


@dataclass(frozen=True, slots=True)
class Conclusion:
    """reason: why second opinions that were drawn are not waited for; needed where some are not given."""

    reason: Annotated[str, Text(LONGEST_TEXT, lines=True, code="reason-needed")] = ""


@dataclass(frozen=True, slots=True)
class Until:
    """A new day, and why."""

    due: Annotated[date, Day()]
    reason: Annotated[str, REASON]


@dataclass(frozen=True, slots=True)
class Approval:
    """decision: the number of the decision."""

    decision: Annotated[str, Text(100, least=1, code="decision-needed", long="decision-needed")]


def plan(on: On[OneCampaign], wanted: Plan) -> Outcome:
    """Plan a campaign, or change the plan of one that is not dispatched."""
    edition = EditionVersion.objects.filter(pk=wanted.edition).first()
    if edition is None or edition.state != EditionState.PUBLISHED:
        raise Refused("edition-not-published")
    known = [tier.value for tier in edition_of(edition).tiers]
    if not wanted.tiers or any(tier not in known for tier in wanted.tiers):
        raise Refused("bad-tiers", field="tiers", tiers=list(wanted.tiers), allowed=known)
    if wanted.period_from > wanted.period_to:
        raise Refused("period-backwards", field="period_to")
    slug = on.subject.row.slug
    planned = events.CampaignPlanned({"slug": slug, **plain(asdict(wanted))})
    return Outcome([planned], {"slug": slug})


def dispatch(on: On[OneCampaign], given: Dispatch) -> Outcome:
    """Ask the units: one part for each unit of the tiers that is valid on the day, under the authority."""
    campaign, day = on.subject.row, given.on or on.day
    calendar = calendars.current()
    try:
        back = add_working_days(calendar, day, campaign.return_days)
        verify = add_calendar_days(back.day, campaign.verify_days)
    except BadDeadline as error:
        raise Refused(f"days-{error.code}", **error.facts) from error
    units = units_of(campaign, day)
    if not units:
        raise Refused("no-units", tiers=campaign.tiers, day=day.isoformat())
    if len({unit.code for unit in units}) < len(units):
        raise Refused("codes-collide")  # a publication names units by their code
    opened = openings(campaign, units, back.day)
    on.subject.parts = [part for part, _ in opened]
    dispatched = events.CampaignDispatched(
        len(units),
        day,
        back.day,
        verify.day,
        f"{calendar.id} {calendar.version}",
        str(campaign.edition),
        campaign.edition.sha256,
        _warnings(back),
    )
    return Outcome([dispatched, *((part.stream, event) for part, event in opened)], {"units": len(units)})


def units_of(campaign: Campaign, day: date) -> list[Unit]:
    """The units that take part: of the tiers, valid on the day, under the authority; in their order."""
    valid = (Q(valid_from=None) | Q(valid_from__lte=day)) & (Q(valid_to=None) | Q(valid_to__gte=day))
    under = Unit.objects.filter(valid, path__startswith=campaign.authority.path, tier__in=campaign.tiers)
    found = list(under.exclude(pk=campaign.authority_id).order_by("sort_key", "place"))
    return sorted(found, key=lambda unit: campaign.tiers.index(unit.tier))


def cancel(on: On[OneCampaign], why: Why) -> events.CampaignMoved:
    """Call the campaign off. What was answered stays in the ledger."""
    return events.CampaignMoved("cancel", State.CANCELLED, on.day, private.keep(why.reason))


def extend(on: On[OnePart], given: Until) -> events.SubmissionExtended:
    """Give one unit more time, with a reason."""
    before = on.subject.row.due
    if before is not None and given.due <= before:
        raise Refused("not-later", field="due", due=given.due.isoformat(), before=before.isoformat())
    return events.SubmissionExtended(given.due, private.keep(given.reason))


# What notify, close_window and conclude count and move cannot change meanwhile: the campaign is locked for
# update, and every act on a part shares that lock.


def notify(on: On[OneCampaign]) -> Outcome:
    """Notify the results to the units and open the window for objections."""
    campaign = on.subject.row
    parts = Submission.objects.filter(campaign=campaign)
    waiting = parts.exclude(state__in=(PartState.APPRAISED, PartState.MISSING)).count()
    if waiting:
        raise Refused("not-all-appraised", units=waiting)
    until = add_working_days(calendars.current(), on.day, campaign.objection_days).day
    notified = events.CampaignNotified(on.day, until, results_hash(campaign))
    moved = events.SubmissionMoved("notify", PartState.NOTIFIED, on.day)
    return _with_parts(
        on, notified, moved, parts.filter(state=PartState.APPRAISED), {"until": until.isoformat()}
    )


def close_window(on: On[OneCampaign]) -> Outcome:
    """Close the window for objections: after its last day, or when every unit has agreed or been heard."""
    parts, until = Submission.objects.filter(campaign=on.subject.row), on.subject.row.objection_until
    silent = parts.filter(state=PartState.NOTIFIED).count()
    if silent and until is not None and on.day <= until:
        raise Refused("window-is-open", until=until.isoformat(), units=silent)
    closed = events.CampaignMoved("close_window", State.DECIDING, on.day)
    settled = events.SubmissionMoved("settle", PartState.SETTLED, on.day)
    done = Q(state=PartState.NOTIFIED) | Q(state=PartState.OBJECTED, objections=0)
    return _with_parts(on, closed, settled, parts.filter(done))


def conclude(on: On[OneCampaign], given: Conclusion) -> Outcome:
    """The council's result: every objection heard, every marked answer decided, every second opinion of the
    sample given, or a reason why not."""
    answers = Answer.objects.filter(submission__campaign=on.subject.row)
    marked = answers.filter(decision=Decision.COUNCIL).count()
    open_ = answers.filter(objection=Objection.OPEN).count()
    if marked or open_:
        raise Refused("council-has-work", marked=marked, objections=open_)
    waiting = not_given(on.subject.row).count()
    if waiting and not given.reason:
        raise Refused("second-opinions-open", field="reason", answers=waiting)
    results = results_hash(on.subject.row)
    why = private.keep(given.reason)
    concluded = events.CampaignConcluded("conclude", State.CONCLUDED, on.day, why, results)
    left = Submission.objects.filter(campaign=on.subject.row, state=PartState.OBJECTED)
    return _with_parts(on, concluded, events.SubmissionMoved("settle", PartState.SETTLED, on.day), left)


def reopen(on: On[OneCampaign], why: Why) -> events.CampaignMoved:
    """The council takes its result back before approval."""
    return events.CampaignMoved("reopen", State.DECIDING, on.day, private.keep(why.reason))


def approve(on: On[OneCampaign], given: Approval) -> events.CampaignApproved:
    """The head approves the council's result; `decision`: its number."""
    as_concluded(on.subject.row, results_hash(on.subject.row))
    return events.CampaignApproved(on.day, " ".join(given.decision.split()))


def revoke(on: On[OneCampaign], why: Why) -> events.CampaignMoved:
    """The head takes the approval back before publication."""
    return events.CampaignMoved("revoke", State.CONCLUDED, on.day, private.keep(why.reason))


def correct(on: On[OneCampaign], why: Why) -> events.CampaignMoved:
    """Reopen a published campaign for a correction; the publication stays."""
    return events.CampaignMoved("correct", State.DECIDING, on.day, private.keep(why.reason))


def as_concluded(campaign: Campaign, results: str) -> None:
    """Raises Refused when the results are not those that the council concluded."""
    said = [event.payload for event in read(campaign.stream) if event.payload.get("act") == "conclude"]
    concluded = said[-1].get("results") if said else None  # an older conclusion says none
    if concluded and results != concluded:
        raise Refused("results-moved")


def _with_parts(
    on: On[OneCampaign],
    happened: events.CampaignMoved | events.CampaignNotified,
    moved: events.SubmissionMoved,
    parts: QuerySet[Submission],
    answer: Mapping[str, str] | None = None,
) -> Outcome:
    """What happens to the campaign, and the same move for many of its parts."""
    rows = list(parts.select_related("unit").order_by("pk"))
    for row in rows:
        row.campaign = on.subject.row
    on.subject.parts = rows
    return Outcome([happened, *((row.stream, moved) for row in rows)], answer or {})


def _warnings(due: DueDate) -> list[str]:
    return [str(warning.code) for warning in due.warnings]
