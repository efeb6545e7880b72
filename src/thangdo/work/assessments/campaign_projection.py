"""What each event makes of the campaign's own row: the same code keeps the table and replays."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from typing import Any

from thangdo.records.acts.rows import unit_named
from thangdo.records.ledger.events import EventView
from thangdo.work.assessments.models import Campaign
from thangdo.work.assessments.states import Campaign as State

_PLAIN = ("title_vi", "title_en", "tiers", "follows", "return_days", "verify_days", "objection_days")
Payload = Mapping[str, Any]


def apply(row: Campaign, event: EventView) -> None:
    """Let an event happen. KeyError for a type that is not known."""
    if event.sequence == 1:
        row.created_at = event.at
    row.sequence, row.changed_at = event.sequence, event.at
    _HOW[event.type](row, event.payload)


def _planned(row: Campaign, said: Payload) -> None:
    plan = said["plan"]
    for name in (*_PLAIN, "sample_percent"):
        setattr(row, name, plan[name])
    row.edition_id = plan["edition"]
    row.authority, row.appraising = (
        unit_named(tuple(plan["authority"])),
        unit_named(tuple(plan["appraising"])),
    )
    row.period_from, row.period_to = _day(plan["period_from"]), _day(plan["period_to"])


def _dispatched(row: Campaign, said: Payload) -> None:
    row.state, row.dispatched_on, row.calendar = State.RUNNING, _day(said["on"]), said["calendar"]
    row.return_by, row.verify_by = _day(said["return_by"]), _day(said["verify_by"])


def _moved(row: Campaign, said: Payload) -> None:
    row.state = said["to"]
    if said["act"] == "conclude":
        row.concluded_on = _day(said["on"])
    if said["act"] in ("reopen", "correct"):
        row.concluded_on = row.approved_on = None
    if said["act"] == "correct":
        row.correction = said["reason"]


def _notified(row: Campaign, said: Payload) -> None:
    row.state, row.notified_on, row.objection_until = State.OBJECTIONS, _day(said["on"]), _day(said["until"])


def _approved(row: Campaign, said: Payload) -> None:
    row.state, row.approved_on, row.approval = State.APPROVED, _day(said["on"]), said["decision"]


def _published(row: Campaign, said: Payload) -> None:
    row.state, row.published_on, row.revision = State.PUBLISHED, _day(said["on"]), said["revision"]
    row.correction = None


def _day(text: str) -> date:
    return date.fromisoformat(text)


_HOW: dict[str, Callable[[Campaign, Payload], None]] = {
    "campaign.planned": _planned,
    "campaign.dispatched": _dispatched,
    "campaign.moved": _moved,
    "campaign.notified": _notified,
    "campaign.approved": _approved,
    "campaign.published": _published,
}
