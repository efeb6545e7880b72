"""What runs by itself: the part of a unit that has ended passes to its successor. Safe to run twice."""

from __future__ import annotations

from datetime import datetime, time

from django.db import transaction

from thangdo.records.ledger.events import append
from thangdo.records.notices.timetable import daily
from thangdo.records.people.acting import system
from thangdo.records.units import queries as units
from thangdo.records.units.models import Unit
from thangdo.work.programmes.actions.programmes import passed
from thangdo.work.programmes.models import Part
from thangdo.work.programmes.projection import Whole


def enter() -> None:
    """Enter the jobs in the timetable."""
    daily("programmes.pass-on", time(5, 30), pass_on)


def pass_on(now: datetime) -> int:
    """Pass the parts of units that have ended to their one successor; how many passed.

    Where several units took over, nothing is guessed: the part waits for a person (`orphans`). A part of
    which nothing is known stays with the unit of its day.
    """
    actor = system("programmes", now)
    done = 0
    for key in list(_ended(actor.day)):
        with transaction.atomic():
            rows = Part.objects.select_related("unit", "carrier", "programme").select_for_update(of=("self",))
            part = rows.get(pk=key)
            carrier = part.carrier
            heirs = units.heirs(carrier.scheme, carrier.code, actor.day)
            if len(heirs) != 1 or (heirs[0].scheme, heirs[0].code) == (carrier.scheme, carrier.code):
                continue
            to = Unit.objects.get(scheme=heirs[0].scheme, code=heirs[0].code)
            whole = Whole.load(part)
            (event,) = append(part.stream, [passed(part, to, actor.day).new()], actor.by(), part.sequence)
            whole.apply(event)
            whole.save()
            done += 1
    return done


def _ended(day: object) -> list[int]:
    rows = Part.objects.filter(programme__state="running", state="active", carrier__valid_to__lt=day)
    rows = rows.exclude(programme__known=False, reached=0)
    return list(rows.order_by("pk").values_list("pk", flat=True))
