"""Who brings what was published long ago into the records: the system, in the place of the published body."""

from __future__ import annotations

from datetime import datetime

from thangdo.records.people.acting import Actor, OfficeHeld
from thangdo.records.people.models import Role
from thangdo.records.units.models import Unit


def recorder(unit: Unit, at: datetime, key: str = "") -> Actor:
    """An actor that records what a body did, without a person: the ledger names `system:load`."""
    ref = f"load@{unit.scheme}:{unit.code}"
    roles = (Role.HEAD, Role.SECRETARY, Role.PUBLISHER)
    offices = tuple(OfficeHeld(0, role, unit.pk, unit.path, True, "", ref) for role in roles)
    return Actor("system:load", at, offices, key=key)
