"""What runs by itself: the part of a unit that has ended passes to its successor. Safe to run twice."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime, time

from django.db import transaction

from thangdo.records.acts.frame import in_state, settle
from thangdo.records.acts.rows import unit_named
from thangdo.records.notices.timetable import daily
from thangdo.records.people.acting import Refused, system
from thangdo.records.units import queries as units
from thangdo.work.programmes.actions.common import find
from thangdo.work.programmes.actions.parts import passed
from thangdo.work.programmes.acts import ACTS, PROGRAMMES
from thangdo.work.programmes.models import Part


def enter() -> None:
    """Enter the jobs in the timetable."""
    daily("programmes.pass-on", time(5, 30), pass_on)


def pass_on(now: datetime) -> int:
    """Pass the parts of units that have ended to their one successor; how many passed.

    Where several units took over, nothing is guessed: the part waits for a person (`orphans`). A part of
    which nothing is known stays with the unit of its day.
    """
    actor, act = system("programmes", now), ACTS["pass_to"]
    done = 0
    for slug, *unit in list(_ended(actor.day)):
        with transaction.atomic():
            task = find((slug, tuple(unit)), act, None, lock=True)
            carrier = task.part.carrier
            heirs = units.heirs(carrier.scheme, carrier.code, actor.day)
            if len(heirs) != 1 or (heirs[0].scheme, heirs[0].code) == (carrier.scheme, carrier.code):
                continue
            try:
                in_state(PROGRAMMES, act, task)
            except Refused:  # closed meanwhile
                continue
            to = unit_named((heirs[0].scheme, heirs[0].code))
            settle(task, passed(task.part, to, actor.day), actor.by())
            done += 1
    return done


def _ended(day: date) -> Iterable[tuple[str, str, str]]:
    rows = Part.objects.filter(programme__state="running", state="active", carrier__valid_to__lt=day)
    rows = rows.exclude(programme__known=False, reached=0).order_by("pk")
    return rows.values_list("programme__slug", "unit__scheme", "unit__code")
