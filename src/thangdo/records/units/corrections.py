"""Codes that an earlier version of the register's files had wrong, put right where an installation has them.

Nothing that was done under the wrong code is lost. A unit that nobody has named yet simply takes the right
code. A unit that offices, parts or events name keeps the code by which they name it, as its key; what changes
is its statistics-office code, by an event in its stream that names the source.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from functools import cache

from django.db.models import Q, TextField
from django.db.models.functions import Cast

from thangdo.records.ledger.events import By
from thangdo.records.ledger.models import Event
from thangdo.records.library import read_text
from thangdo.records.units import events
from thangdo.records.units.codes import Key
from thangdo.records.units.models import Unit
from thangdo.records.units.operations import LOCAL, sequences_of, write
from thangdo.records.units.planning import Making
from thangdo.records.units.projecting import states_of

FILE = "corrections.csv"
ACT = "correct"
#: what is derived from the register's own files: made anew at each loading
_DERIVED = {"units.UnitLink", "units.UnitPast", "units.UnitName", "results.UnitResult", "results.SeriesPoint"}


@dataclass(frozen=True, slots=True)
class Correction:
    """One wrong code: the key as it was shipped, the right one, and who says so."""

    wrong: Key
    right: Key
    name_vi: str
    source: str


@cache
def shipped() -> tuple[Correction, ...]:
    """The corrections that come with the package."""
    rows = csv.DictReader(io.StringIO(read_text("units", FILE)))
    return tuple(
        Correction(
            Key(row["scheme"], row["code"]),
            Key(row["scheme"], row["right_code"]),
            row["name_vi"],
            row["source"],
        )
        for row in rows
    )


def correct(corrections: Iterable[Correction], now: datetime) -> dict[Key, Key]:
    """Put the codes right, in the caller's transaction; right key -> key of each unit that keeps a wrong one.

    A unit of another name, or one beside which the right code stands already, is left alone: somebody has
    decided otherwise.
    """
    kept: dict[Key, Key] = {}
    for one in corrections:
        unit = Unit.objects.filter(scheme=one.wrong.scheme, code=one.wrong.code).first()
        if unit is None or unit.name_vi != one.name_vi:
            continue
        if Unit.objects.filter(scheme=one.right.scheme, code=one.right.code).exists():
            continue
        if not _is_named(unit, one.wrong):
            unit.code = unit.gso_code = one.right.code
            unit.save(update_fields=["code", "gso_code"])
            continue
        kept[one.right] = one.wrong
        if unit.gso_code != one.right.code:
            _write(one, now)
    return kept


def _is_named(unit: Unit, key: Key) -> bool:
    """Whether anything that people did names the unit by this key."""
    if unit.sequence:
        return True
    for relation in Unit._meta.related_objects:
        model = relation.related_model
        assert not isinstance(model, str)
        if model._meta.label in _DERIVED:
            continue
        if model._default_manager.filter(**{relation.field.name: unit.pk}).exists():
            return True
    said = Event.objects.annotate(text=Cast("payload", TextField()))
    return said.filter(Q(text__contains=f'"{key}"') | Q(office__endswith=f"@{key}")).exists()


def _write(one: Correction, now: datetime) -> None:
    making = Making(states_of([one.wrong]), sequences_of([one.wrong]))
    blank = {"operation": "", "act": ACT, "decision": one.source}
    making.step(one.wrong, events.Corrected(**blank, fields={"gso_code": one.right.code}))
    write(making.plan(ACT, now.astimezone(LOCAL).date(), one.source), By("system:units", now))
