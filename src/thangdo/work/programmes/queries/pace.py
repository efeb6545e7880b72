"""When a programme will be done if it goes on as it went, and how counts burn down. Straight lines only.

The rule of the forecast: the pace is what was done from the first day to today, over these days. It is said
only when at least `LEAST` things were done on at least two days and a week has passed; else there is not
enough to say.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from thangdo.records.people.acting import Actor, Refused
from thangdo.rules.exact import Fraction
from thangdo.work.programmes import permissions
from thangdo.work.programmes.models import Count
from thangdo.work.programmes.queries import access

LEAST = 3  # things done
LEAST_DAYS = 7
FARTHEST = 36_500  # days


@dataclass(frozen=True, slots=True)
class Forecast:
    """When all will be done. pace: things a day.

    code: `done`, `on-time`, `late`, `goes-on` (no day is due), or why none can be said: `too-early`,
    `too-few`, `standing-still`, `nothing`.
    """

    code: str
    done: int
    of: int
    since: date | None
    day: date | None
    due: date | None
    pace: Fraction | None

    @property
    def a_week(self) -> Fraction | None:
        """The pace in things a week."""
        return None if self.pace is None else self.pace * 7


@dataclass(frozen=True, slots=True)
class Burn:
    """A figure through time: what is left on each day on which somebody counted, in how many units."""

    figure: str
    days: tuple[tuple[date, int, int], ...]  # day, left, units that have counted
    frozen: int | None  # the sum of the frozen lists
    since: date | None
    due: date | None
    units: int
    forecast: Forecast

    @property
    def left(self) -> int | None:
        """What is left now; None before anybody counted."""
        return self.days[-1][1] if self.days else None

    def ideal(self, day: date, to: int = 0) -> Fraction | None:
        """Where the straight line from the frozen list to the day that is due stands on a day."""
        if self.frozen is None or self.since is None or self.due is None or self.due <= self.since:
            return None
        share = Fraction(
            min(max((day - self.since).days, 0), (self.due - self.since).days), (self.due - self.since).days
        )
        return self.frozen - (self.frozen - to) * share


def forecast(days: Sequence[date], of: int, since: date | None, today: date, due: date | None) -> Forecast:
    """From the days on which things were done. days: one for each thing; of: how many there are."""
    done = len(days)
    if of == 0:
        return Forecast("nothing", 0, 0, since, None, due, None)
    if done >= of:
        return Forecast("done", done, of, since, max(days), due, None)
    start = since or (min(days) if days else None)
    if start is None or (today - start).days < LEAST_DAYS:
        return Forecast("too-early", done, of, start, None, due, None)
    if done < LEAST or len(set(days)) < 2:
        return Forecast("too-few", done, of, start, None, due, None)
    return _ahead(done, of, start, today, due)


def _ahead(done: int, of: int, start: date, today: date, due: date | None) -> Forecast:
    pace = Fraction(done, (today - start).days)
    ahead = -(-(of - done) // pace)
    if ahead > FARTHEST:
        return Forecast("standing-still", done, of, start, None, due, pace)
    day = today + timedelta(days=int(ahead))
    code = "goes-on" if due is None else "on-time" if day <= due else "late"
    return Forecast(code, done, of, start, day, due, pace)


def of_programme(actor: Actor, slug: str) -> Forecast:
    """The forecast of a programme over the units that the actor sees. Raises Refused."""
    found = access.programme(actor, slug)
    rows = permissions.parts_seen(actor).filter(programme=found, state="active")
    listed = list(rows.values_list("done_on", "added_on"))
    begun = found.starts or min((added for _done, added in listed if added), default=None)
    return forecast([done for done, _added in listed if done], len(listed), begun, actor.day, found.due)


def burn(actor: Actor, slug: str, figure: str, unit: tuple[str, str] | None = None) -> Burn:
    """The burn-down of a figure, of the whole programme or one unit. Raises Refused."""
    found = access.programme(actor, slug)
    asked = found.form.figures.get(figure)
    if asked is None:
        raise Refused("no-such-field", field=figure)
    parts = permissions.parts_seen(actor).filter(programme=found, state="active")
    if unit is not None:
        parts = parts.filter(unit__scheme=unit[0], unit__code=unit[1])
    dues = list(parts.values_list("due", flat=True))
    due = max((one for one in dues if one), default=found.due)
    rows = Count.objects.filter(part__in=parts, figure=figure).order_by("day", "part")
    return burned(figure, rows, len(dues), due, actor.day, asked.to)


def burned(
    figure: str, rows: Iterable[Count], units: int, due: date | None, today: date, to: int = 0
) -> Burn:
    """The same from counts in the order of days. `units`: that should count."""
    latest: dict[int, int] = {}
    frozen: dict[int, tuple[date, int]] = {}
    through: dict[date, tuple[int, int]] = {}
    for row in rows:
        latest[row.part_id] = row.count
        if row.frozen:
            frozen[row.part_id] = (row.day, row.count)
        through[row.day] = (sum(latest.values()), len(latest))
    days = tuple((day, left, counted) for day, (left, counted) in through.items())
    base = sum(count for _day, count in frozen.values()) if frozen else None
    since = min((day for day, _count in frozen.values()), default=None)
    return Burn(figure, days, base, since, due, units, _of_counts(latest, frozen, since, due, today, to))


def _of_counts(
    latest: dict[int, int],
    frozen: dict[int, tuple[date, int]],
    since: date | None,
    due: date | None,
    today: date,
    to: int,
) -> Forecast:
    of = sum(count for _day, count in frozen.values())
    left = sum(latest[key] for key in frozen)
    goal = to * len(frozen)
    done = of - left
    if not frozen or of <= goal:
        return Forecast("nothing", 0, of, since, None, due, None)
    if left <= goal:
        return Forecast("done", done, of, since, None, due, None)
    assert since is not None
    if (today - since).days < LEAST_DAYS:
        return Forecast("too-early", done, of, since, None, due, None)
    if done < LEAST:
        return Forecast("standing-still" if done <= 0 else "too-few", done, of, since, None, due, None)
    found = _ahead(done, of - goal, since, today, due)
    return Forecast(found.code, done, of, since, found.day, due, found.pace)
