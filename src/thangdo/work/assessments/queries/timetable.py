"""The dates of a campaign with every day on the way and why it counted; and what a plan would give."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from thangdo.records import calendars
from thangdo.records.people.acting import Actor
from thangdo.rules.deadlines.calendar import BadDeadline
from thangdo.rules.deadlines.counting import DueDate, add_calendar_days, add_working_days
from thangdo.work.assessments.models import Campaign
from thangdo.work.assessments.queries import access


@dataclass(frozen=True, slots=True)
class Limit:
    """One limit: what it is for, from which day, how long, until when; `counted` with each day."""

    name: str  # return | verify | objection
    start: date | None
    n: int
    working: bool
    due: date | None
    counted: DueDate | None
    expected: bool  # counted from today because its start has not come yet


@dataclass(frozen=True, slots=True)
class Timetable:
    """The limits of a campaign in their order; years beyond the last decided calendar."""

    campaign: Campaign
    calendar: str
    limits: tuple[Limit, ...]
    undecided: tuple[int, ...]


def of(actor: Actor, slug: str) -> Timetable:
    """The timetable of a campaign that the actor sees. Raises Refused."""
    campaign = access.campaign(actor, slug)
    calendar = calendars.current()
    start = campaign.dispatched_on or actor.day
    back = add_working_days(calendar, start, campaign.return_days)
    verify = add_calendar_days(campaign.return_by or back.day, campaign.verify_days)
    limits = [
        Limit(
            "return",
            start,
            campaign.return_days,
            True,
            campaign.return_by or back.day,
            back,
            campaign.dispatched_on is None,
        ),
        Limit(
            "verify",
            campaign.return_by or back.day,
            campaign.verify_days,
            False,
            campaign.verify_by or verify.day,
            verify,
            campaign.dispatched_on is None,
        ),
    ]
    if campaign.notified_on is not None:
        counted = add_working_days(calendar, campaign.notified_on, campaign.objection_days)
        limits.append(
            Limit(
                "objection",
                campaign.notified_on,
                campaign.objection_days,
                True,
                campaign.objection_until,
                counted,
                False,
            )
        )
    else:
        limits.append(Limit("objection", None, campaign.objection_days, True, None, None, True))
    years = {
        int(str(warning.facts["year"]))
        for limit in limits
        if limit.counted is not None
        for warning in limit.counted.warnings
    }
    name = campaign.calendar or f"{calendar.id} {calendar.version}"
    return Timetable(campaign, name, tuple(limits), tuple(sorted(years)))


def preview(day: date, return_days: int, verify_days: int) -> tuple[date, date] | None:
    """Until when units would return and the office appraise, if the campaign were dispatched on a day; None
    for days that cannot be counted."""
    try:
        back = add_working_days(calendars.current(), day, return_days).day
        return back, add_calendar_days(back, verify_days).day
    except BadDeadline:
        return None
