"""Units beside the ledger: those on which decisions were carried out are what their events say."""

from __future__ import annotations

from thangdo.records.ledger.models import Event
from thangdo.records.units.codes import Key
from thangdo.records.units.models import Unit
from thangdo.records.units.projecting import states_of
from thangdo.records.units.states import Folded


def folded() -> dict[Key, Folded]:
    """What the stream of each unit has come to."""
    found: dict[Key, Folded] = {}
    rows = Event.objects.filter(stream__startswith="unit:").order_by("stream", "sequence")
    for stream, kind, payload in rows.values_list("stream", "type", "payload").iterator(chunk_size=2000):
        key = Key.read(stream.removeprefix("unit:"))
        found.setdefault(key, Folded()).take(kind, payload)
    return found


def differences() -> list[str]:
    """Units that are not as their events say; none when all is well."""
    said = {key: one.state for key, one in folded().items() if one.state is not None}
    kept = states_of(said)
    found = [f"{key}: not as its events say" for key, state in said.items() if kept.get(key) != state]
    acted = {Key(*key) for key in Unit.objects.filter(sequence__gt=0).values_list("scheme", "code")}
    found += [f"{key}: the ledger knows nothing of it" for key in sorted(acted - said.keys())]
    return found
