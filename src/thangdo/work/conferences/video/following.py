"""The roll call fills itself: what the video of today's conferences tells is entered, every few seconds."""

from __future__ import annotations

import logging
from datetime import datetime, timedelta

from thangdo.records.acts.frame import do
from thangdo.records.notices.timetable import every
from thangdo.records.people.acting import LOCAL, Refused, system
from thangdo.work.conferences import queries, video
from thangdo.work.conferences.actions.meeting import Attended, attend
from thangdo.work.conferences.acts import CONFERENCES
from thangdo.work.conferences.models import Conference, Site
from thangdo.work.conferences.states import Conference as State

LOG = logging.getLogger(__name__)


def enter() -> None:
    """Enter the job in the timetable."""
    every("conferences.video", timedelta(seconds=10), follow)


def follow(now: datetime) -> int:
    """Make the rooms of today's conferences and enter comings and goings; how many there were.

    A server that does not answer changes nothing: nobody has left because we cannot see him.
    """
    today = now.astimezone(LOCAL).date()
    planned = Conference.objects.filter(state=State.PLANNED, day=today)
    told = 0
    for conference in (planned | Conference.objects.filter(state=State.OPEN)).exclude(video_kind="link"):
        try:
            told += enter_attendance(conference, now)
        except Refused as error:
            LOG.warning("video of %s: %s", conference.slug, error.code)
    return told


def enter_attendance(conference: Conference, now: datetime) -> int:
    """The same for one conference. Raises Refused as its way of meeting does."""
    plug, settings = video.of(conference.video_kind), queries.video_settings(conference)
    sites = [one.ref for one in Site.objects.filter(conference=conference).select_related("unit")]
    plug.create_room(conference.slug, settings, sites)
    found = plug.attendance(conference.slug, settings, None)
    for one in found:
        scheme, _, code = one.site.partition(":")
        where = (conference.slug, (scheme, code))
        do(CONFERENCES, attend, system("video", now), where, Attended(one.at, one.what))
    return len(found)
