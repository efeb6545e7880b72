"""The tables follow the events: applied when they are written, and again when they are replayed."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from thangdo.records.acts.rows import unit_of
from thangdo.records.ledger.events import EventView
from thangdo.work.announcements.models import Announcement, Document, Reply


def apply(row: Announcement, event: EventView) -> None:
    """One event into the tables; row: of the notice, as the events before left it, or a new one."""
    row.sequence, row.changed_at = event.sequence, event.at
    _APPLY[event.type](row, event)


def _written(row: Announcement, event: EventView) -> None:
    facts = event.payload
    row.unit = unit_of(facts["unit"])
    for name in ("title", "body", "source_url", "replies_open", "official", "views_before"):
        setattr(row, name, facts[name])
    row.dated = date.fromisoformat(facts["dated"]) if facts["dated"] else None
    row.save()


def _attached(row: Announcement, event: EventView) -> None:
    row.save()
    facts = event.payload
    Document.objects.update_or_create(
        announcement=row,
        number=facts["number"],
        defaults={"sha256": facts["sha256"], "title": facts["title"]},
    )


def _moved(row: Announcement, event: EventView) -> None:
    row.state = event.payload["to"]
    if event.payload["act"] == "publish" and row.published_on is None:
        row.published_on = date.fromisoformat(event.payload["on"])
    row.save()


def _received(row: Announcement, event: EventView) -> None:
    row.save()
    facts = event.payload
    values = {"text": facts["text"], "name": facts["name"], "received_at": event.at}
    Reply.objects.update_or_create(announcement=row, number=facts["number"], defaults=values)


def _moderated(row: Announcement, event: EventView) -> None:
    _change(row, event, state=event.payload["to"], reason=event.payload["reason"])


def _referred(row: Announcement, event: EventView) -> None:
    facts = event.payload
    _change(row, event, unit=unit_of(facts["unit"]), due=date.fromisoformat(facts["due"]))


def _answered(row: Announcement, event: EventView) -> None:
    facts = event.payload
    _change(
        row,
        event,
        state="shown",
        answer=facts["answer"],
        answered_on=date.fromisoformat(facts["on"]),
        answered_by=unit_of(facts["unit"]),
    )


def _change(row: Announcement, event: EventView, **values: object) -> None:
    row.save()
    row.replies.filter(number=event.payload["number"]).update(**values)


_APPLY: dict[str, Callable[[Announcement, EventView], None]] = {
    "announcement.written": _written,
    "announcement.attached": _attached,
    "announcement.moved": _moved,
    "reply.received": _received,
    "reply.moderated": _moderated,
    "reply.referred": _referred,
    "reply.answered": _answered,
}
