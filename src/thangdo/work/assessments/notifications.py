"""Notices that follow the ledger: what happened to a unit's part is told to those whom it concerns, once."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any

from django.core.cache import cache

from thangdo.records.ledger.models import Event
from thangdo.records.notices.telling import ToOffice, notify
from thangdo.records.people.models import Role
from thangdo.work.assessments import evidence_room
from thangdo.work.assessments.events import EvidenceAdded
from thangdo.work.assessments.models import Campaign, Submission
from thangdo.work.assessments.states import UNIT

CURSOR = "assessments-told-through"
LOOK_BACK = timedelta(days=2)  # when the cursor is lost: what is older has been told, or is no longer news
BATCH = 2000
#: type of event -> act of a move (empty: any) -> notice
_UNIT_NOTICES = {
    ("submission.opened", ""): "assessments.asked-to-assess",
    ("submission.extended", ""): "assessments.extended",
    ("answer.asked", ""): "assessments.question",
    ("submission.moved", "notify"): "assessments.result",
    ("submission.moved", "resume"): "assessments.resumed",
    ("objection.heard", ""): "assessments.heard",
}


def tell(now: datetime) -> int:
    """Make the notices of what was appended since the last time; how many there are."""
    through = cache.get(CURSOR)
    rows = Event.objects.filter(stream__startswith="campaign:").order_by("id")
    rows = rows.filter(at__gte=now - LOOK_BACK) if through is None else rows.filter(id__gt=through)
    told, last = 0, through or 0
    parts = _Parts()
    for row in rows[:BATCH]:
        for to, code, facts, key, link in _notices(row, parts):
            notify(to, code, facts, key=key, now=now, link=link)
            told += 1
        last = row.pk
    if last:
        cache.set(CURSOR, last, timeout=None)
    return told


class _Parts:
    """Campaigns and parts by their streams, each asked for once."""

    def __init__(self) -> None:
        self.campaigns: dict[str, Campaign | None] = {}
        self.parts: dict[str, Submission | None] = {}

    def campaign(self, stream: str) -> Campaign | None:
        slug = stream.removeprefix("campaign:").partition("/")[0]
        if slug not in self.campaigns:
            self.campaigns[slug] = Campaign.objects.filter(slug=slug).first()
        return self.campaigns[slug]

    def part(self, stream: str) -> Submission | None:
        if stream not in self.parts:
            campaign = self.campaign(stream)
            scheme, _, code = stream.partition("/unit:")[2].partition(":")
            rows = Submission.objects.select_related("unit").filter(campaign=campaign)
            self.parts[stream] = rows.filter(unit__scheme=scheme, unit__code=code).first()
        return self.parts[stream]


def _notices(event: Event, parts: _Parts) -> Iterator[tuple[ToOffice, str, dict[str, Any], str, str]]:
    campaign = parts.campaign(event.stream)
    if campaign is None:
        return
    facts: dict[str, Any] = {
        "campaign": campaign.slug,
        "title_vi": campaign.title_vi,
        "title_en": campaign.title_en,
    }
    if "/unit:" not in event.stream:
        return
    part = parts.part(event.stream)
    if part is None:
        return
    here = f"/office/campaigns/{campaign.slug}/part/{part.unit.scheme}/{part.unit.code}/"
    act = event.payload.get("act", "") if event.type == "submission.moved" else ""
    code = _UNIT_NOTICES.get((event.type, act))
    if code is not None:
        due = event.payload.get("due") or (campaign.objection_until and campaign.objection_until.isoformat())
        facts |= {"due": due or "", "node": event.payload.get("node", "")}
        for role in UNIT:
            yield ToOffice(part.unit_id, role), code, facts, f"{event.stream}#{event.sequence}/{role}", here
    if event.type == EvidenceAdded.TYPE and event.payload.get("kind") == "file":
        room = evidence_room.room(part)
        if room.is_scarce:
            told = facts | part.unit.as_facts() | {"percent": room.percent}
            to = ToOffice(campaign.authority_id, Role.ADMINISTRATOR)
            yield to, "assessments.evidence-room", told, f"{event.stream}/evidence-room", ""
    if event.type == "answer.objected":
        facts |= part.unit.as_facts()
        key = f"{event.stream}/objected/{event.sequence}"
        to = ToOffice(campaign.authority_id, Role.COUNCIL)
        yield to, "assessments.objection", facts, key, f"/office/campaigns/{campaign.slug}/council/"
