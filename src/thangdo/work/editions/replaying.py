"""The versions of editions beside their events: the ledger knows texts by their hashes."""

from __future__ import annotations

from thangdo.records.ledger.events import read
from thangdo.work.editions import acts, events
from thangdo.work.editions.models import DraftText, EditionVersion


def differences() -> list[str]:
    """Where a version says something else than its events; none when all is well."""
    found = []
    for row in EditionVersion.objects.all():
        state, text, frozen, sequence = "", "", "", 0
        for event in read(row.stream):
            facts, sequence = event.payload, event.sequence
            text = str(facts.get("text_sha256", text))
            if event.type == events.Published.TYPE:
                state, frozen = "published", str(facts["sha256"])
            else:
                state = str(facts.get("to", "draft"))
        kept = (row.state, acts.text_hash(row.text), row.sha256, row.sequence)
        if kept != (state, text, frozen, sequence):
            found.append(f"{row}: {kept}, the ledger says {(state, text, frozen, sequence)}")
        if not DraftText.objects.filter(version=row, text=row.text).exists():
            found.append(f"{row}: its text is not kept")
    return found
