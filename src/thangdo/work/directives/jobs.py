"""What runs by itself: passing on from ended units, conditions over data, escalation, reminders, notices.

Every job is safe to run twice: an event is appended once for its cause, a notice is known by its occasion.
"""

from __future__ import annotations

import logging
from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import date, datetime, time, timedelta

from django.db import transaction
from django.db.models import Q

from thangdo.records import calendars
from thangdo.records.acts.declared import Outcome
from thangdo.records.acts.frame import settle
from thangdo.records.ledger.event_type import Happening
from thangdo.records.ledger.events import By
from thangdo.records.notices.models import Notice
from thangdo.records.notices.telling import ToOffice, finish, notify
from thangdo.records.notices.timetable import daily as each_day
from thangdo.records.notices.timetable import every
from thangdo.records.people.acting import LOCAL, Refused
from thangdo.records.people.models import Role
from thangdo.records.units.models import Unit, UnitLink
from thangdo.records.units.queries import heirs
from thangdo.work.directives import conditions, events, hours
from thangdo.work.directives.models import Assignment, Directive
from thangdo.work.directives.notifications import link_of, tell
from thangdo.work.directives.projection import DirectiveInMemory
from thangdo.work.directives.states import DONE, OPEN, OWED, UNIT
from thangdo.work.directives.states import Assignment as State
from thangdo.work.directives.states import Directive as DirectiveState
from thangdo.work.directives.subject import Task, directive_of

ONE = timedelta(days=1)
log = logging.getLogger(__name__)


def enter() -> None:
    """Enter the jobs in the timetable."""
    each_day("directives.daily", time(7, 30), daily)
    every("directives.conditions", timedelta(hours=1), look)
    every("directives.remind", timedelta(minutes=30), remind)
    every("directives.tell", timedelta(minutes=1), tell)


def daily(now: datetime) -> dict[str, int]:
    """All that a day brings; how many assignments passed on, changed by data, rose, and how many notices."""
    return {
        "passed": pass_on(now),
        "checked": look(now),
        "escalated": escalate(now),
        "reminded": remind(now),
    }


def pass_on(now: datetime) -> int:
    """Open assignments of units that have ended go to the one successor that the register names.

    Where it names none or several, the secretary is told and a person decides.
    """
    day, done = _day(now), 0
    rows = Assignment.objects.filter(
        state__in=OPEN, directive__state=DirectiveState.ISSUED, carrier__valid_to__lt=day
    )
    ended: dict[int, list[Assignment]] = defaultdict(list)
    for row in rows.select_related("directive", "directive__authority", "unit", "carrier"):
        ended[row.directive_id].append(row)
    successors: dict[int, tuple[Unit, str] | None] = {}
    for parts in ended.values():
        happened: dict[int, Happening] = {}
        for row in parts:
            carrier = row.carrier
            if carrier.pk not in successors:
                successors[carrier.pk] = _successor(carrier, day)
            found = successors[carrier.pk]
            if found is None:
                _ask_for_successor(row, now)
                continue
            unit, decision = found
            assert carrier.valid_to is not None
            happened[row.pk] = events.AssignmentPassed(
                f"{carrier.scheme}:{carrier.code}",
                f"{unit.scheme}:{unit.code}",
                carrier.valid_to + ONE,
                decision,
            )
        done += _happen(parts[0].directive.slug, happened, OPEN, now)
    return done


def look(now: datetime) -> int:
    """Hold each condition against the data: what holds is closed, what no longer holds is open again."""
    day, done = _day(now), 0
    wanted = Q(state=DirectiveState.ISSUED) | Q(state=DirectiveState.CLOSED, by_data=True)
    for directive in Directive.objects.filter(wanted).exclude(condition=None).order_by("pk"):
        rows = Assignment.objects.select_related("carrier").filter(
            Q(state__in=OPEN) | Q(state=State.CLOSED, by_data=True), directive=directive
        )
        happened: dict[int, Happening] = {}
        try:
            conditions.sound(directive.condition or {})
        except Refused:
            log.warning("the condition of %s cannot be looked at", directive.slug)
            continue
        for row in rows:
            held = conditions.check(directive.condition or {}, row.carrier, day)
            if held.holds is not row.by_data:
                happened[row.pk] = events.AssignmentChecked(day, held.holds, held.figures)
        done += _happen(directive.slug, happened, (*OPEN, State.CLOSED), now)
    return done


def escalate(now: datetime) -> int:
    """What is overdue rises by one step a day: to its head, the head above, the head of the issuing unit."""
    day, calendar, done = _day(now), calendars.current(), 0
    if not hours.is_working(calendar, day):
        return 0
    rows = Assignment.objects.filter(
        state__in=OWED, known=True, due__lt=day, level__lt=3, directive__state=DirectiveState.ISSUED
    ).select_related("directive", "directive__authority", "directive__head", "carrier", "carrier__parent")
    over: dict[date, int] = {}
    rising: dict[str, dict[int, Happening]] = defaultdict(dict)
    for row in rows:
        assert row.due is not None
        if row.due not in over:
            over[row.due] = hours.days_over(calendar, row.due, day)
        chain, days = chain_of(row), over[row.due]
        if row.level >= len(chain) or days < hours.STEPS[row.directive.urgency][row.level]:
            continue
        if row.changed_at is not None and row.level and _day(row.changed_at) == day:
            continue  # it rose today
        to = chain[row.level]
        rising[row.directive.slug][row.pk] = events.AssignmentEscalated(
            row.level + 1, f"{Role.HEAD}@{to.scheme}:{to.code}", day, days
        )
    for slug, happened in rising.items():
        done += _happen(slug, happened, OWED, now)
    return done


def chain_of(row: Assignment) -> list[Unit]:
    """Whose HEAD is told, step by step, when an assignment is overdue."""
    first = row.directive.head or row.carrier
    units = [first, row.carrier.parent or row.directive.authority, row.directive.authority]
    return list(dict.fromkeys(units))


def remind(now: datetime) -> int:
    """Remind units of what they owe, in working hours only; how many notices there are."""
    if not hours.in_working_hours(now):
        return 0
    day, calendar = _day(now), calendars.current()
    rows = Assignment.objects.filter(
        state__in=OWED, known=True, directive__state=DirectiveState.ISSUED
    ).exclude(due=None)
    due_days = set(rows.values_list("due", flat=True).distinct())
    steps = {due: step for due in due_days if due and (step := hours.reminder(calendar, due, day))}
    wanted: dict[str, tuple[Assignment, Role]] = {}
    chosen = rows.filter(due__in=steps).select_related("directive", "unit", "carrier")
    for row in chosen:
        assert row.due is not None
        for role in UNIT:
            wanted[f"{row.stream}/{row.due}/{steps[row.due]}/{role}"] = row, role
    known = _known(wanted)
    for key, (row, role) in wanted.items():
        if key not in known:
            code = "directives.late" if row.due is not None and row.due < day else "directives.due"
            facts = {"title_vi": row.directive.title, "title_en": row.directive.title_en, "due": str(row.due)}
            to = ToOffice(row.carrier_id, role)
            notify(to, code, facts, key=key, now=now, link=link_of(row))
    _finish(now)
    return len(wanted) - len(known)


def _finish(now: datetime) -> None:
    """Reminders of what is no longer owed leave "my tasks"."""
    codes = ("directives.due", "directives.late", "directives.issued", "directives.returned")
    open_ones = Notice.objects.filter(done_at=None, code__in=codes, key__startswith="assignment:")
    keys = {key: key.partition("/")[0].partition("#")[0] for key in open_ones.values_list("key", flat=True)}
    if not keys:
        return
    slugs = {stream.split(":")[1] for stream in keys.values()}
    rows = Assignment.objects.filter(directive__slug__in=slugs, state__in=OWED).select_related(
        "directive", "unit"
    )
    owed = {row.stream for row in rows if row.directive.state == DirectiveState.ISSUED}
    finish([key for key, stream in keys.items() if stream not in owed], now)


def _known(keys: Iterable[str]) -> set[str]:
    wanted, found = list(keys), set[str]()
    for start in range(0, len(wanted), 500):
        part = wanted[start : start + 500]
        found |= set(Notice.objects.filter(key__in=part).values_list("key", flat=True))
    return found


def _happen(slug: str, happened: dict[int, Happening], states: Sequence[State], now: datetime) -> int:
    """One event for each of many parts of a directive, where their state still allows it."""
    if not happened:
        return 0
    with transaction.atomic():
        task = Task(DirectiveInMemory(directive_of(slug, lock=True)))
        parts = task.take(Q(pk__in=happened, state__in=states))
        by = By("system:directives", now)
        if parts:
            said = [(part.stream, happened[part.assignment.pk]) for part in parts]
            settle(task, Outcome(said), by)
            settle(task, Outcome(_followed(task, _day(now))), by)
        return len(parts)


def _followed(task: Task, day: date) -> list[tuple[str, Happening]]:
    """A directive under a condition closes with its last part, and opens again with the first."""
    directive = task.directive
    if directive.condition is None:
        return []
    parts = directive.assignments.exclude(state=State.WITHDRAWN)
    if parts.exclude(state__in=DONE).exists():
        return task.reopened(day, by_data=True)
    if directive.state == DirectiveState.ISSUED and parts.filter(by_data=True).exists():
        closed = events.DirectiveMoved("close", DirectiveState.CLOSED, day, None, True)
        return [(directive.stream, closed)]
    return []


def _successor(unit: Unit, day: date) -> tuple[Unit, str] | None:
    """The one unit that carries on what a unit was charged with, and the decision that says so."""
    found = {(one.scheme, one.code) for one in heirs(unit.scheme, unit.code, day)}
    links = UnitLink.objects.select_related("successor").filter(predecessor=unit)
    if len(found) > 1:
        links = links.filter(kind=UnitLink.Kind.SPLIT_DEFAULT)
        found &= {(link.successor.scheme, link.successor.code) for link in links}
    if len(found) != 1:
        return None
    ((scheme, code),) = found
    first = links.first()
    return Unit.objects.get(scheme=scheme, code=code), first.decision if first else ""


def _ask_for_successor(row: Assignment, now: datetime) -> None:
    facts = {
        "title_vi": row.directive.title,
        "title_en": row.directive.title_en,
        **row.carrier.as_facts(),
    }
    to = ToOffice(row.directive.authority_id, Role.SECRETARY)
    key = f"{row.stream}/no-successor/{row.carrier_id}"
    notify(to, "directives.no-successor", facts, key=key, now=now, link=link_of(row))


def _day(now: datetime) -> date:
    return now.astimezone(LOCAL).date()
