"""What runs by itself in campaigns: notices of a dispatch, reminders, late parts, ends of windows, expiry.

Every job is safe to run twice: a notice is known by its occasion. Reminders go out on working days only.
"""

from __future__ import annotations

from datetime import date, datetime, time, timedelta

from django.db.models import F, Q

from thangdo.records import calendars
from thangdo.records.notices.telling import ToOffice, finish_under, notify
from thangdo.records.notices.timetable import daily, every
from thangdo.records.people.acting import LOCAL
from thangdo.records.people.models import Role
from thangdo.rules.deadlines.calendar import BadDeadline, Calendar
from thangdo.rules.deadlines.counting import count_working_days
from thangdo.work.assessments.models import Campaign, Evidence, Submission
from thangdo.work.assessments.notifications import tell
from thangdo.work.assessments.states import Campaign as State
from thangdo.work.assessments.states import Submission as Part

REMIND_BEFORE = (5, 2, 0)  # working days before the day that is due
LATE_EVERY = 5  # working days between two reminders of a part that is late
EXPIRES_WITHIN = timedelta(days=30)


def enter() -> None:
    """Enter the jobs in the timetable."""
    daily("assessments.remind", time(7, 30), remind)
    daily("assessments.expire", time(6, 0), expire)
    every("assessments.tell", timedelta(minutes=1), tell)


def remind(now: datetime) -> int:
    """Remind units of what they owe, appraisers and publishers of their days; how many notices there are."""
    day = now.astimezone(LOCAL).date()
    calendar = calendars.current()
    if not _works(calendar, day):
        return 0
    told = 0
    for campaign in Campaign.objects.filter(state__in=(State.RUNNING, State.OBJECTIONS)):
        told += _remind_units(campaign, calendar, day, now)
        told += _remind_office(campaign, calendar, day, now)
    return told


def _remind_units(campaign: Campaign, calendar: Calendar, day: date, now: datetime) -> int:
    told = 0
    states = (Part.OPEN, Part.ASKED) if campaign.state == State.RUNNING else (Part.NOTIFIED,)
    parts = Submission.objects.select_related("unit").filter(campaign=campaign)
    for part in parts.exclude(state__in=states):
        finish_under(f"{_occasion(campaign, part)}/", now)
    for part in parts.filter(state__in=states):
        due = campaign.objection_until if campaign.state == State.OBJECTIONS else part.due
        if due is None:
            continue
        step = _step(calendar, day, due)
        if step is None:
            continue
        code = "assessments.objection-ends" if campaign.state == State.OBJECTIONS else _code(day, due)
        facts = {
            "campaign": campaign.slug,
            "title_vi": campaign.title_vi,
            "title_en": campaign.title_en,
            "due": due.isoformat(),
            "missing": part.asked - part.answered,
        }
        for role in (Role.REPORTER, Role.HEAD):
            key = f"{_occasion(campaign, part)}/{part.state}/{due.isoformat()}/{step}/{role}"
            notify(ToOffice(part.unit_id, role), code, facts, key=key, now=now, link=_link(campaign, part))
            told += 1
    return told


def _code(day: date, due: date) -> str:
    return "assessments.late" if due < day else "assessments.due"


def _step(calendar: Calendar, day: date, due: date) -> str | None:
    """Which reminder is due today: 5, 2 or 0 working days before, or every fifth working day after."""
    try:
        if day <= due:
            left = count_working_days(calendar, day, due).n
            return f"before-{left}" if left in REMIND_BEFORE else None
        over = count_working_days(calendar, due, day).n
    except BadDeadline:
        return None
    return f"after-{over}" if over == 1 or over % LATE_EVERY == 0 else None


def _remind_office(campaign: Campaign, calendar: Calendar, day: date, now: datetime) -> int:
    """The appraising office some days before its own day, and the publisher when the window is over."""
    facts: dict[str, object] = {
        "campaign": campaign.slug,
        "title_vi": campaign.title_vi,
        "title_en": campaign.title_en,
    }
    told = 0
    if campaign.state == State.RUNNING and campaign.verify_by is not None:
        step = _step(calendar, day, campaign.verify_by)
        if step is not None:
            waiting = Submission.objects.filter(
                campaign=campaign, state__in=(Part.RETURNED, Part.ASKED)
            ).count()
            key = f"{campaign.stream}/verify/{campaign.verify_by.isoformat()}/{step}"
            facts |= {"due": campaign.verify_by.isoformat(), "waiting": waiting}
            to = ToOffice(campaign.appraising_id, Role.APPRAISER)
            notify(
                to,
                "assessments.verify-by",
                facts,
                key=key,
                now=now,
                link=f"/office/campaigns/{campaign.slug}/",
            )
            told += 1
    until = campaign.objection_until
    if campaign.state == State.OBJECTIONS and until is not None and day > until:
        to = ToOffice(campaign.authority_id, Role.PUBLISHER)
        key = f"{campaign.stream}/window-is-over/{until.isoformat()}"
        facts |= {"due": until.isoformat()}
        notify(
            to,
            "assessments.window-is-over",
            facts,
            key=key,
            now=now,
            link=f"/office/campaigns/{campaign.slug}/",
        )
        told += 1
    return told


def expire(now: datetime) -> int:
    """Tell units of evidence that expires soon while its campaign is running; how many notices there are."""
    day = now.astimezone(LOCAL).date()
    ending = Evidence.objects.select_related("submission__campaign", "submission__unit").filter(
        Q(withdrawn_at=None),
        expires__lte=day + EXPIRES_WITHIN,
        expires__gte=F("effective"),
        submission__campaign__state=State.RUNNING,
    )
    told = 0
    for one in ending.order_by("pk"):
        part, campaign = one.submission, one.submission.campaign
        facts = {
            "campaign": campaign.slug,
            "title_vi": campaign.title_vi,
            "title_en": campaign.title_en,
            "number": one.number,
            "expires": str(one.expires),
        }
        key = f"{_occasion(campaign, part)}/expires/{one.number}/{one.expires}"
        to = ToOffice(part.unit_id, Role.REPORTER)
        notify(to, "assessments.evidence-expires", facts, key=key, now=now, link=_link(campaign, part))
        told += 1
    return told


def _works(calendar: Calendar, day: date) -> bool:
    """Whether reminders go out on a day: on working days, and on every day beyond what the calendar knows."""
    try:
        return calendar.is_working(day)
    except BadDeadline:
        return True


def _occasion(campaign: Campaign, part: Submission) -> str:
    return f"{campaign.stream}/{part.unit.scheme}:{part.unit.code}"


def _link(campaign: Campaign, part: Submission) -> str:
    return f"/office/campaigns/{campaign.slug}/part/{part.unit.scheme}/{part.unit.code}/"
