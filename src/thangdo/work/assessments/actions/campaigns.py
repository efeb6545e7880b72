"""The campaign's own acts: plan, dispatch, cancel, extend, notify, close the window, conclude, approve."""

from __future__ import annotations

import re
from dataclasses import asdict, dataclass
from datetime import date

from django.db import IntegrityError, transaction
from django.db.models import Q, QuerySet

from thangdo.records import calendars
from thangdo.records.ledger import private
from thangdo.records.ledger.event_type import plain
from thangdo.records.ledger.events import By, Stale, append_many
from thangdo.records.ledger.once import once
from thangdo.records.people.acting import Actor, OfficeHeld, Refused
from thangdo.records.people.models import Role
from thangdo.records.units.models import Unit
from thangdo.rules.deadlines.calendar import BadDeadline
from thangdo.rules.deadlines.counting import DueDate, add_calendar_days, add_working_days
from thangdo.work.assessments import events
from thangdo.work.assessments.actions.common import Json, UnitRef, Work, on_campaign, on_part, write
from thangdo.work.assessments.models import Answer, Campaign, Submission
from thangdo.work.assessments.opening import open_parts
from thangdo.work.assessments.projection import Part
from thangdo.work.assessments.scoring import results_hash
from thangdo.work.assessments.states import Campaign as State
from thangdo.work.assessments.states import Decision, Objection
from thangdo.work.assessments.states import Submission as PartState
from thangdo.work.editions.models import EditionVersion
from thangdo.work.editions.states import State as EditionState
from thangdo.work.editions.stored import edition_of

SLUG = r"[a-z0-9]+(-[a-z0-9]+)*"


@dataclass(frozen=True, slots=True)
class Plan:
    """What a campaign is planned to be. units: scheme and code of the authority and the appraising office."""

    slug: str
    title_vi: str
    title_en: str
    edition: int  # the published edition's key
    authority: UnitRef
    appraising: UnitRef
    tiers: tuple[str, ...]
    period_from: date
    period_to: date
    follows: str = ""
    return_days: int = 15
    verify_days: int = 120
    objection_days: int = 10
    sample_percent: int = 5


def plan(actor: Actor, wanted: Plan, seen: int | None = None) -> Json:
    """Plan a campaign, or change the plan of one that is not dispatched.

    seen: the sequence of the plan on the screen (0: there was none); None: whatever it is now.
    Raises NotAllowed, Refused, Stale.
    """

    def run() -> Json:
        authority, appraising = _unit(wanted.authority), _unit(wanted.appraising)
        held = actor.need(authority, Role.PUBLISHER)
        edition = EditionVersion.objects.filter(pk=wanted.edition).first()
        _sound(wanted, edition)
        assert edition is not None
        campaign = Campaign.objects.select_for_update(of=("self",)).filter(slug=wanted.slug).first()
        if campaign is None:
            campaign = Campaign(slug=wanted.slug, created_at=actor.at)
        elif campaign.state != State.DRAFT or campaign.authority_id != authority.pk:
            raise Refused("slug-is-taken", slug=wanted.slug)
        if seen is not None and seen != campaign.sequence:
            raise Stale(campaign.stream, seen, campaign.sequence)
        campaign.title_vi, campaign.title_en = wanted.title_vi.strip(), wanted.title_en.strip()
        campaign.edition, campaign.authority, campaign.appraising = edition, authority, appraising
        campaign.tiers = list(wanted.tiers)
        for name in ("period_from", "period_to", "follows", "return_days", "verify_days", "objection_days",
                     "sample_percent"):  # fmt: skip
            setattr(campaign, name, getattr(wanted, name))
        campaign.changed_at = actor.at
        try:
            with transaction.atomic():
                campaign.save()
        except IntegrityError as error:
            raise Refused("slug-is-taken", slug=wanted.slug) from error
        return {"slug": campaign.slug, "sequence": write(campaign, _planned(wanted), actor.by(held))}

    request = {"act": "plan", "plan": plain(asdict(wanted)), **({} if seen is None else {"seen": seen})}
    return once(actor.by(), request, run)


def dispatch(actor: Actor, slug: str, on: date | None = None) -> Json:
    """Ask the units: one part for each unit of the tiers that is valid on the day, under the authority.

    on: the day on which the dispatch was received; today when none is given. Raises NotAllowed, Refused.
    """
    day = on or actor.day

    def does(campaign: Campaign, held: OfficeHeld) -> Json:
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
        campaign.state, campaign.dispatched_on = State.RUNNING, day
        campaign.return_by, campaign.verify_by = back.day, verify.day
        campaign.calendar = f"{calendar.id} {calendar.version}"
        happened = events.CampaignDispatched(
            len(units), day, back.day, verify.day, campaign.calendar, str(campaign.edition),
            campaign.edition.sha256, _warnings(back),
        )  # fmt: skip
        by = actor.by(held)
        write(campaign, happened, by)
        open_parts(campaign, units, back.day, by)
        return {"units": len(units), "sequence": campaign.sequence}

    request = {"on": on.isoformat() if on else None}
    return on_campaign(actor, "dispatch", slug, request, does)


def units_of(campaign: Campaign, day: date) -> list[Unit]:
    """The units that take part: of the tiers, valid on the day, under the authority; in their order."""
    valid = (Q(valid_from=None) | Q(valid_from__lte=day)) & (Q(valid_to=None) | Q(valid_to__gte=day))
    under = Unit.objects.filter(valid, path__startswith=campaign.authority.path, tier__in=campaign.tiers)
    found = list(under.exclude(pk=campaign.authority_id).order_by("sort_key", "place"))
    return sorted(found, key=lambda unit: campaign.tiers.index(unit.tier))


def cancel(actor: Actor, slug: str, reason: str) -> Json:
    """Call the campaign off. What was answered stays in the ledger. Raises NotAllowed, Refused."""
    return _move(actor, "cancel", slug, State.CANCELLED, reason, needs_reason=True)


def extend(actor: Actor, slug: str, unit: UnitRef, due: date, reason: str) -> Json:
    """Give one unit more time, with a reason. Raises NotAllowed, Refused."""

    def does(work: Work) -> list[events.SubmissionExtended]:
        before = work.submission.due
        if before is not None and due <= before:
            raise Refused("not-later", due=due.isoformat(), before=before.isoformat())
        return [events.SubmissionExtended(due, needed(reason))]

    request = {"due": due.isoformat(), "reason": reason}
    return on_part(actor, "extend", slug, unit, does, nodes=(), request=request)


def notify(actor: Actor, slug: str) -> Json:
    """Notify the results to the units and open the window for objections. Raises NotAllowed, Refused."""

    def does(campaign: Campaign, held: OfficeHeld) -> Json:
        parts = Submission.objects.filter(campaign=campaign)
        waiting = parts.exclude(state__in=(PartState.APPRAISED, PartState.MISSING)).count()
        if waiting:
            raise Refused("not-all-appraised", units=waiting)
        until = add_working_days(calendars.current(), actor.day, campaign.objection_days)
        campaign.state, campaign.notified_on, campaign.objection_until = (
            State.OBJECTIONS,
            actor.day,
            until.day,
        )
        by = actor.by(held)
        write(campaign, events.CampaignNotified(actor.day, until.day, results_hash(campaign)), by)
        moved = events.SubmissionMoved("notify", PartState.NOTIFIED, actor.day)
        _move_all(parts.filter(state=PartState.APPRAISED), moved, by)
        return {"until": until.day.isoformat(), "sequence": campaign.sequence}

    return on_campaign(actor, "notify", slug, {}, does)


def close_window(actor: Actor, slug: str) -> Json:
    """Close the window for objections: after its last day, or when every unit has agreed or been heard."""

    def does(campaign: Campaign, held: OfficeHeld) -> Json:
        parts = Submission.objects.filter(campaign=campaign)
        silent = parts.filter(state=PartState.NOTIFIED).count()
        until = campaign.objection_until
        if silent and until is not None and actor.day <= until:
            raise Refused("window-is-open", until=until.isoformat(), units=silent)
        by = actor.by(held)
        campaign.state = State.DECIDING
        write(campaign, events.CampaignMoved("close_window", State.DECIDING, actor.day), by)
        moved = events.SubmissionMoved("settle", PartState.SETTLED, actor.day)
        _move_all(parts.filter(state__in=(PartState.NOTIFIED,)), moved, by)
        _move_all(parts.filter(state=PartState.OBJECTED, objections=0), moved, by)
        return {"sequence": campaign.sequence}

    return on_campaign(actor, "close_window", slug, {}, does)


def conclude(actor: Actor, slug: str) -> Json:
    """The council's result: every objection heard, every marked answer decided."""

    def does(campaign: Campaign, held: OfficeHeld) -> Json:
        answers = Answer.objects.filter(submission__campaign=campaign)
        marked = answers.filter(decision=Decision.COUNCIL).count()
        open_ = answers.filter(objection=Objection.OPEN).count()
        if marked or open_:
            raise Refused("council-has-work", marked=marked, objections=open_)
        campaign.state, campaign.concluded_on = State.CONCLUDED, actor.day
        by = actor.by(held)
        write(campaign, events.CampaignMoved("conclude", State.CONCLUDED, actor.day), by)
        left = Submission.objects.filter(campaign=campaign, state=PartState.OBJECTED)
        _move_all(left, events.SubmissionMoved("settle", PartState.SETTLED, actor.day), by)
        return {"sequence": campaign.sequence}

    return on_campaign(actor, "conclude", slug, {}, does)


def reopen(actor: Actor, slug: str, reason: str) -> Json:
    """The council takes its result back before approval. Raises NotAllowed, Refused."""
    return _move(actor, "reopen", slug, State.DECIDING, reason, needs_reason=True)


def approve(actor: Actor, slug: str, decision: str) -> Json:
    """The head approves the council's result; `decision`: its number. Raises NotAllowed, Refused."""

    def does(campaign: Campaign, held: OfficeHeld) -> Json:
        number = " ".join(decision.split())
        if not number or len(number) > 100:
            raise Refused("decision-needed")
        campaign.state, campaign.approved_on, campaign.approval = State.APPROVED, actor.day, number
        return {"sequence": write(campaign, events.CampaignApproved(actor.day, number), actor.by(held))}

    return on_campaign(actor, "approve", slug, {"decision": decision}, does)


def revoke(actor: Actor, slug: str, reason: str) -> Json:
    """The head takes the approval back before publication. Raises NotAllowed, Refused."""
    return _move(actor, "revoke", slug, State.CONCLUDED, reason, needs_reason=True)


def correct(actor: Actor, slug: str, reason: str) -> Json:
    """Reopen a published campaign for a correction; the publication stays. Raises NotAllowed, Refused."""
    return _move(actor, "correct", slug, State.DECIDING, reason, needs_reason=True)


def needed(reason: str) -> dict[str, str]:
    """A reason as events hold it; Refused when it is empty."""
    held = private.keep(reason)
    if held is None:
        raise Refused("reason-needed")
    return held


def _move(actor: Actor, name: str, slug: str, to: State, reason: str, needs_reason: bool) -> Json:
    def does(campaign: Campaign, held: OfficeHeld) -> Json:
        why = needed(reason) if needs_reason else private.keep(reason)
        campaign.state = to
        if name == "correct":
            campaign.correction = why
        if name in ("reopen", "correct"):
            campaign.concluded_on = campaign.approved_on = None
        moved = events.CampaignMoved(name, to, actor.day, why)
        return {"sequence": write(campaign, moved, actor.by(held))}

    return on_campaign(actor, name, slug, {"reason": reason}, does)


def _move_all(parts: QuerySet[Submission], moved: events.SubmissionMoved, by: By) -> None:
    """The same move for many parts, in one write of the ledger."""
    rows = list(parts.select_related("unit", "campaign").order_by("pk"))
    written = append_many([(row.stream, [moved.new()]) for row in rows], by)
    for row, event in zip(rows, written, strict=True):
        Part(row).apply(event)
    Submission.objects.bulk_update(rows, ["state", "sequence", "changed_at"], batch_size=200)


def _planned(wanted: Plan) -> events.CampaignPlanned:
    return events.CampaignPlanned(plain(asdict(wanted)))


def _sound(wanted: Plan, edition: EditionVersion | None) -> None:
    """Raises Refused for the first thing that does not fit."""
    if not re.fullmatch(SLUG, wanted.slug) or len(wanted.slug) > 80:
        raise Refused("bad-slug", slug=wanted.slug)
    if not wanted.title_vi.strip() or len(wanted.title_vi) > 400 or len(wanted.title_en) > 400:
        raise Refused("title-needed")
    if edition is None or edition.state != EditionState.PUBLISHED:
        raise Refused("edition-not-published")
    known = [tier.value for tier in edition_of(edition).tiers]
    if not wanted.tiers or any(tier not in known for tier in wanted.tiers):
        raise Refused("bad-tiers", tiers=list(wanted.tiers), allowed=known)
    if wanted.period_from > wanted.period_to:
        raise Refused("period-backwards")
    limits = {"return_days": 250, "verify_days": 730, "objection_days": 250, "sample_percent": 100}
    for name, most in limits.items():
        if not (0 if name == "sample_percent" else 1) <= getattr(wanted, name) <= most:
            raise Refused("number-out-of-range", field=name, most=most)


def _unit(ref: UnitRef) -> Unit:
    found = Unit.objects.filter(scheme=ref[0], code=ref[1]).first()
    if found is None:
        raise Refused("no-such-unit", unit=":".join(ref))
    return found


def _warnings(due: DueDate) -> list[str]:
    return [str(warning.code) for warning in due.warnings]
