"""The row follows the events: applied when they are written, and again when they are replayed."""

from __future__ import annotations

from thangdo.records.acts.rows import unit_of
from thangdo.records.identity.models import Identity
from thangdo.records.ledger.events import EventView

_SAID = (
    *("name_vi", "name_en", "body_vi", "body_en", "place", "address", "phone", "email", "hotline"),
    *("languages", "accent", "links", "first", "examples"),
)


def apply(row: Identity, event: EventView) -> None:
    """One event into the row, as the events before left it, or a new one."""
    row.sequence, row.changed_at = event.sequence, event.at
    said = event.payload
    if event.type == "identity.described":
        row.unit = unit_of(said["unit"])
        row.appraising = unit_of(said["appraising"]) if said["appraising"] else None
        for name in _SAID:
            setattr(row, name, said[name])
    elif event.type == "identity.arms-put":
        row.arms, row.arms_kind, row.arms_sha256 = said["picture"], said["kind"], said["sha256"]
    else:
        row.arms = row.arms_kind = row.arms_sha256 = ""
    row.save()
