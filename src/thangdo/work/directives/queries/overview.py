"""The chairman's page: what is overdue, which head answers for it, which units are weak, what has moved."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import NamedTuple

from django.db.models import Count, F, Min, Q, QuerySet
from django.db.models.functions import Coalesce

from thangdo.records.people.acting import LOCAL, Actor, NotAllowed
from thangdo.records.units.models import Unit
from thangdo.rules.exact import Fraction
from thangdo.work.directives.models import Assignment, Directive
from thangdo.work.directives.permissions import OVERSEE, overseen
from thangdo.work.directives.queries.assignments_of_unit import Line, line
from thangdo.work.directives.queries.heads import NOBODY, Holder, holders_of
from thangdo.work.directives.states import DONE, OPEN, OWED, Again
from thangdo.work.directives.states import Assignment as State
from thangdo.work.directives.states import Directive as DirectiveState

MOST = 12
DAY, WEEK = timedelta(days=1), timedelta(days=7)


@dataclass(frozen=True, slots=True)
class Totals:
    """All assignments of the directives in force. unknown ones are in `open` and never overdue."""

    directives: int
    open: int  # not done
    overdue: int
    due_soon: int  # owed, due today or within seven days
    waiting: int  # reported, wait for acceptance
    asked: int  # ask for more time
    unknown: int
    risen: int  # overdue and escalated to the head of the issuing unit


@dataclass(frozen=True, slots=True)
class Answering:
    """A post of head with what is overdue under it, and who holds it on the day."""

    unit: Unit
    overdue: int
    since: date  # the earliest day that was due
    holder: Holder


class Late(NamedTuple):
    """An overdue assignment, the post of head that answers for it, and who holds it on the day."""

    line: Line
    post: Unit
    holder: Holder


@dataclass(frozen=True, slots=True)
class WeakUnit:
    """A unit with overdue assignments, of all that it was charged with in directives in force."""

    unit: Unit
    overdue: int
    units: int
    done: int

    @property
    def share(self) -> Fraction:
        """Overdue of all."""
        return Fraction(self.overdue, self.units)


@dataclass(frozen=True, slots=True)
class Moved:
    """What the last seven days brought, as it stands now."""

    since: date
    done: int  # accepted or closed as done, reported in these days
    reported: int  # reported in these days and waiting
    newly_overdue: int  # their day was in these days and they are not done
    again: int  # given back or reopened in these days, to be worked on again


@dataclass(frozen=True, slots=True)
class Chairman:
    """The page as plain data."""

    day: date
    totals: Totals
    moved: Moved
    overdue: tuple[Late, ...]  # the longest overdue
    heads: tuple[Answering, ...]
    weakest: tuple[WeakUnit, ...]


def chairman(actor: Actor, day: date, most: int = MOST) -> Chairman:
    """What the head of the issuing unit must know on a day. Raises NotAllowed."""
    if not actor.is_system and not actor.holding(*OVERSEE):
        raise NotAllowed(OVERSEE)
    mine = Directive.objects.filter(overseen(actor))
    force = list(mine.filter(state=DirectiveState.ISSUED).values_list("pk", flat=True))
    rows = Assignment.objects.filter(directive__in=force)
    late = rows.filter(_late(day))
    heads = _heads(late, day, most)
    worst = list(
        late.select_related("directive", "directive__head", "unit", "carrier").order_by("due", "pk")[:most]
    )
    posts = [row.directive.head or row.carrier for row in worst]
    holders = holders_of([*(unit for unit, _n, _since in heads), *(post.pk for post in posts)], day)
    units = Unit.objects.in_bulk([unit for unit, _n, _since in heads])
    return Chairman(
        day,
        *_counted(rows, mine, len(force), day),
        tuple(
            Late(line(row, day), post, holders.get(post.pk, NOBODY))
            for row, post in zip(worst, posts, strict=True)
        ),
        tuple(Answering(units[unit], n, since, holders.get(unit, NOBODY)) for unit, n, since in heads),
        _weakest(rows, day, most),
    )


def overdue(actor: Actor, day: date) -> list[Late]:
    """Every overdue assignment with the post that answers, for a file. Raises NotAllowed."""
    if not actor.is_system and not actor.holding(*OVERSEE):
        raise NotAllowed(OVERSEE)
    rows = Assignment.objects.filter(overseen(actor, "directive__"), _late(day))
    rows = rows.filter(directive__state=DirectiveState.ISSUED)
    found = list(rows.select_related("directive", "directive__head", "unit", "carrier").order_by("due", "pk"))
    posts = [row.directive.head or row.carrier for row in found]
    holders = holders_of((post.pk for post in posts), day)
    pairs = zip(found, posts, strict=True)
    return [Late(line(row, day), post, holders.get(post.pk, NOBODY)) for row, post in pairs]


def _late(day: date) -> Q:
    return Q(state__in=OWED, known=True, due__lt=day)


def _counted(
    rows: QuerySet[Assignment], mine: QuerySet[Directive], directives: int, day: date
) -> tuple[Totals, Moved]:
    """All counts in one pass, and one more over what is done, for it may be in a closed directive."""
    late, since = _late(day), day - WEEK
    moved = {
        "reported": Q(state=State.REPORTED, reported_on__gt=since),
        "newly_overdue": late & Q(due__gte=since),
        "again": Q(state=State.RETURNED, changed_at__gt=_begin(since + DAY)) & ~Q(again=Again.NONE),
    }
    totals = {
        "open": Q(state__in=OPEN),
        "overdue": late,
        "due_soon": Q(state__in=OWED, known=True, due__gte=day, due__lte=day + WEEK),
        "waiting": Q(state=State.REPORTED),
        "asked": Q(asked=True),
        "unknown": Q(known=False, state__in=OWED),
        "risen": late & Q(level__gte=3),
    }
    wanted = {**totals, **moved}
    found = rows.aggregate(**{name: Count("pk", filter=one) for name, one in wanted.items()})
    done = Assignment.objects.filter(
        directive__in=mine, state__in=DONE, settled=True, done_on__gt=since, done_on__lte=day
    ).count()
    return (
        Totals(directives, **{name: found[name] for name in totals}),
        Moved(since, done, **{name: found[name] for name in moved}),
    )


def _begin(day: date) -> datetime:
    return datetime.combine(day, time(), LOCAL)


def _heads(late: QuerySet[Assignment], day: date, most: int) -> list[tuple[int, int, date]]:
    """Posts by how much is overdue under them: unit key, how many, since when."""
    grouped = (
        late.order_by()
        .annotate(post=Coalesce(F("directive__head"), F("carrier")))
        .values("post")
        .annotate(n=Count("pk"), since=Min("due"))
        .order_by("-n", "since", "post")
    )
    return [(row["post"], row["n"], row["since"]) for row in grouped[:most]]


def _weakest(rows: QuerySet[Assignment], day: date, most: int) -> tuple[WeakUnit, ...]:
    grouped = (
        rows.order_by()
        .exclude(state=State.WITHDRAWN)
        .values("carrier")
        .annotate(
            units=Count("pk"),
            overdue=Count("pk", filter=_late(day)),
            done=Count("pk", filter=Q(state__in=DONE)),
        )
        .filter(overdue__gt=0)
        .annotate(rate=F("overdue") * 1_000_000 / F("units"))
        .order_by("-rate", "-overdue", "carrier")
    )
    worst = list(grouped[:most])
    units = Unit.objects.in_bulk([row["carrier"] for row in worst])
    return tuple(WeakUnit(units[row["carrier"]], row["overdue"], row["units"], row["done"]) for row in worst)
