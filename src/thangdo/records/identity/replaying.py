"""The identity built again from the ledger alone, and where the table differs from it."""

from __future__ import annotations

from thangdo.records.acts import replay
from thangdo.records.identity.models import ONLY, STREAM, Identity
from thangdo.records.identity.projection import apply
from thangdo.records.ledger.events import read


def differences() -> list[str]:
    """The table of the identity, where the events would not give it again; none when all is well."""
    return replay.again(_tables, _rebuild)


def _tables() -> replay.Tables:
    return {"identity": replay.plain_rows(Identity.objects.all(), frozenset())}


def _rebuild() -> None:
    Identity.objects.all().delete()
    row = Identity(pk=ONLY)
    for event in read(STREAM):
        apply(row, event)
