"""Programmes by unit tree: many programmes side by side, one programme by district or tier, the list of them.

Counts are over active parts; a part stands under the unit that carries it now. A unit of which nothing is
known is neither late nor at the first status: it is counted as UNKNOWN.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import NamedTuple

from django.db.models import Count, Q, QuerySet, Sum

from thangdo.records.people.acting import Actor
from thangdo.records.units.fold import fold
from thangdo.records.units.models import Unit
from thangdo.rules.exact import Fraction
from thangdo.work.programmes import permissions
from thangdo.work.programmes.models import Part, Programme
from thangdo.work.programmes.queries import access
from thangdo.work.programmes.templates import UNKNOWN, Template

MOST_COLUMNS = 30


class Place(NamedTuple):
    """A unit as a row: key, code, names, tier, the unit above."""

    key: int
    scheme: str
    code: str
    vi: str
    en: str
    tier: str
    parent: int | None

    def name(self, language: str) -> str:
        """Its name."""
        return self.en if language == "en" and self.en else self.vi


@dataclass(slots=True)
class Tally:
    """Units of a programme under one place: how many, how many done, late, by status."""

    units: int = 0
    done: int = 0
    late: int = 0
    statuses: dict[str, int] = field(default_factory=dict)

    @property
    def unknown(self) -> int:
        """Units of which nothing is known."""
        return self.statuses.get(UNKNOWN, 0)

    @property
    def silent(self) -> bool:
        """Whether nothing is known of any unit."""
        return self.unknown == self.units

    @property
    def share(self) -> Fraction | None:
        """Done of all; None where there are none, or where nothing is known of some."""
        return Fraction(self.done, self.units) if self.units and not self.unknown else None

    def add(self, status: str, done: bool, late: bool) -> None:
        """One unit more."""
        self.units += 1
        self.done += done
        self.late += late
        self.statuses[status] = self.statuses.get(status, 0) + 1

    def take(self, other: Tally) -> None:
        """The units of another tally too."""
        self.units += other.units
        self.done += other.done
        self.late += other.late
        for status, n in other.statuses.items():
            self.statuses[status] = self.statuses.get(status, 0) + n


class Cell(NamedTuple):
    """A unit in a programme: its own address, status, milestones reached, whether it is done or late.

    passed: the unit that was asked has ended, and this one carries its part.
    """

    unit: str  # scheme:code of the unit that was asked
    status: str
    reached: int
    done: bool
    late: bool
    passed: bool
    name: str  # of the unit that was asked


@dataclass(slots=True)
class Row:
    """A unit with its cells by programme; a successor may carry several parts of one programme."""

    place: Place
    cells: dict[int, list[Cell]] = field(default_factory=dict)


@dataclass(slots=True)
class Group:
    """The units under one place (None: those without), with a tally for each programme."""

    place: Place | None
    rows: list[Row] = field(default_factory=list)
    tallies: dict[int, Tally] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Table:
    """The whole table: programmes as columns, groups of units as rows."""

    programmes: tuple[Programme, ...]
    forms: Mapping[int, Template]
    groups: tuple[Group, ...]
    total: Mapping[int, Tally]


@dataclass(frozen=True, slots=True)
class Card:
    """A programme in the list."""

    programme: Programme
    tally: Tally
    planned: int
    spent: int

    @property
    def told(self) -> bool:
        """Whether anything is known of any unit."""
        return self.programme.known or not self.tally.silent

    @property
    def done(self) -> int | None:
        """Units that are done; None where nothing is known of any."""
        return self.tally.done if self.told else None

    @property
    def late(self) -> int | None:
        """Units that are late; None where nothing is known of any."""
        return self.tally.late if self.told else None


def listing(actor: Actor, state: str = "") -> list[Card]:
    """The programmes of which the actor sees something, the running ones first. Three queries."""
    rows = permissions.programmes_seen(actor)
    if state:
        rows = rows.filter(state=state)
    programmes = sorted(rows, key=lambda one: (one.state != "running", one.created_at, one.slug))
    tallies = _tallies(permissions.parts_seen(actor).filter(programme__in=programmes), actor.day)
    money = {
        row["programme"]: (int(row["planned_"] or 0), int(row["spent_"] or 0))
        for row in _active(permissions.parts_seen(actor))
        .values("programme")
        .annotate(planned_=Sum("planned"), spent_=Sum("spent"))
    }
    return [
        Card(
            one,
            tallies.get(one.pk, Tally()),
            *money.get(one.pk, (0, 0)),
        )
        for one in programmes
    ]


def matrix(actor: Actor, slugs: Iterable[str] = (), under: str = "") -> Table:
    """Programmes side by side by unit tree. slugs: which (none: all running). under: path of a unit.

    Two queries and one for the columns whatever the number of units.
    """
    programmes = permissions.programmes_seen(actor).order_by("created_at", "slug")
    wanted = list(slugs)
    programmes = programmes.filter(slug__in=wanted) if wanted else programmes.filter(state="running")
    columns = tuple(programmes[:MOST_COLUMNS])
    parts = permissions.parts_seen(actor).filter(programme__in=columns)
    if under:
        parts = parts.filter(carrier__path__startswith=under)
    return _table(columns, _active(parts), actor.day)


def one(actor: Actor, slug: str, *, status: str = "", late: bool = False, q: str = "") -> Table:
    """One programme by unit tree, filtered. Raises Refused("no-such-programme")."""
    found = access.programme(actor, slug)
    parts = _active(permissions.parts_seen(actor).filter(programme=found))
    if status:
        parts = parts.filter(_NOTHING_KNOWN) if status == UNKNOWN else parts.filter(_TOLD, status=status)
    if late:
        parts = parts.filter(_TOLD, done_on=None, due__lt=actor.day)
    if q.strip():
        parts = parts.filter(Q(carrier__name_fold__contains=fold(q)) | Q(carrier__code=q.strip()))
    return _table((found,), parts, actor.day)


def by_tier(actor: Actor, slug: str) -> dict[str, Tally]:
    """Progress of a programme by tier. Raises Refused."""
    found = access.programme(actor, slug)
    parts = _active(permissions.parts_seen(actor).filter(programme=found))
    tallies: dict[str, Tally] = {}
    names = ("carrier__tier", "status", "reached", "done_on", "due")
    for tier, status, reached, done_on, due in parts.values_list(*names):
        said = found.says(status, reached)
        late = said != UNKNOWN and done_on is None and due is not None and due < actor.day
        tallies.setdefault(tier, Tally()).add(said, done_on is not None, late)
    return tallies


def dropped(actor: Actor, slug: str) -> list[Part]:
    """The units taken out of a programme, for those who see it whole."""
    return list(permissions.parts_seen(actor).filter(programme__slug=slug, state="dropped"))


def orphans(actor: Actor, slug: str) -> list[Part]:
    """Parts whose unit has ended and that did not pass by themselves: a person must say to whom."""
    rows = permissions.parts_seen(actor).filter(_TOLD, programme__slug=slug, state="active")
    return list(rows.filter(carrier__valid_to__lt=actor.day, done_on=None))


def owed(actor: Actor, unit: Unit) -> list[Part]:
    """What a unit still owes in running programmes, the nearest day first, as far as the actor sees it."""
    rows = permissions.parts_seen(actor).filter(
        carrier=unit, state="active", done_on=None, programme__state="running", programme__known=True
    )
    return sorted(rows, key=lambda part: (part.due or date.max, part.programme.slug))


def of_parts(programme: Programme, day: date) -> Table:
    """A programme with all its parts, for who may see no more than how far each is (queries/published.py)."""
    return _table((programme,), _active(Part.objects.filter(programme=programme)), day)


def tallies_of(programmes: Sequence[Programme], day: date) -> dict[int, Tally]:
    """The counts of programmes over all their parts. One query."""
    return _tallies(Part.objects.filter(programme__in=programmes), day)


_NOTHING_KNOWN = Q(programme__known=False, reached=0)
_TOLD = ~_NOTHING_KNOWN


def _active(parts: QuerySet[Part]) -> QuerySet[Part]:
    return parts.filter(state="active")


def _tallies(parts: QuerySet[Part], day: date) -> dict[int, Tally]:
    rows = (
        _active(parts)
        .order_by()
        .values("programme", "status")
        .annotate(
            n=Count("pk"),
            done=Count("pk", filter=Q(done_on__isnull=False)),
            late=Count("pk", filter=Q(done_on=None, due__lt=day) & _TOLD),
            unknown=Count("pk", filter=_NOTHING_KNOWN),
        )
    )
    found: dict[int, Tally] = {}
    for row in rows:
        tally = found.setdefault(row["programme"], Tally())
        tally.units += row["n"]
        tally.done += row["done"]
        tally.late += row["late"]
        for status, n in ((row["status"], row["n"] - row["unknown"]), (UNKNOWN, row["unknown"])):
            if n:
                tally.statuses[status] = tally.statuses.get(status, 0) + n
    return found


def _table(programmes: Sequence[Programme], parts: QuerySet[Part], day: date) -> Table:
    names = ("programme_id", "carrier_id", "unit_id", "status", "reached", "done", "late")
    marked = parts.select_related(None).annotate(
        done=Q(done_on__isnull=False), late=Q(done_on__isnull=True, due__isnull=False, due__lt=day)
    )
    listed = list(marked.order_by().values_list(*names))
    places = _places({row[1] for row in listed} | {row[2] for row in listed})
    silent = {one.pk for one in programmes if not one.known}
    refs = {key: f"{place.scheme}:{place.code}" for key, place in places.items()}
    groups: dict[int | None, Group] = {}
    rows: dict[int, tuple[Row, Group]] = {}
    for programme, carrier, unit, status, reached, done, late in listed:
        if programme in silent and not reached:
            status, late = UNKNOWN, False
        known = rows.get(carrier)
        if known is None:
            place = places[carrier]
            top = carrier if place.tier in ("province", "district") else place.parent
            group = groups.get(top)
            if group is None:
                group = groups[top] = Group(places.get(top) if top else None)
            known = rows[carrier] = (Row(place), group)
            group.rows.append(known[0])
        row, group = known
        cell = Cell(refs[unit], status, reached, done, late, unit != carrier, places[unit].vi)
        row.cells.setdefault(programme, []).append(cell)
        tally = group.tallies.get(programme)
        if tally is None:
            tally = group.tallies[programme] = Tally()
        tally.units += 1
        tally.done += done
        tally.late += late
        tally.statuses[status] = tally.statuses.get(status, 0) + 1
    _gather(groups, places)
    order = {key: number for number, key in enumerate(places)}
    for group in groups.values():
        group.rows.sort(key=lambda one: order[one.place.key])
    sorted_groups = sorted(groups.items(), key=lambda item: -1 if item[0] is None else order[item[0]])
    return Table(
        tuple(programmes),
        {one.pk: one.form for one in programmes},
        tuple(group for _key, group in sorted_groups),
        _total(programmes, groups.values()),
    )


def _gather(groups: dict[int | None, Group], places: Mapping[int, Place]) -> None:
    """Places under which nobody but they themselves stands go together under the place above."""
    for key, group in list(groups.items()):
        place = group.place
        parent = places.get(place.parent) if place is not None and place.parent is not None else None
        if parent is None or [row.place.key for row in group.rows] != [key]:
            continue
        above = groups.setdefault(parent.key, Group(parent))
        above.rows += group.rows
        for programme, tally in group.tallies.items():
            above.tallies.setdefault(programme, Tally()).take(tally)
        del groups[key]


def _total(programmes: Sequence[Programme], groups: Iterable[Group]) -> dict[int, Tally]:
    found = {one.pk: Tally() for one in programmes}
    for group in groups:
        for key, tally in group.tallies.items():
            found[key].take(tally)
    return found


def _places(keys: set[int]) -> dict[int, Place]:
    """The units of these keys and those above them, in the register's order."""
    names = ("pk", "scheme", "code", "name_vi", "name_en", "tier", "parent_id")
    found = {
        row[0]: Place(*row)
        for row in Unit.objects.filter(pk__in=keys).order_by("sort_key").values_list(*names)
    }
    above = {one.parent for one in found.values() if one.parent} - found.keys()
    more = Unit.objects.filter(pk__in=above).order_by("sort_key").values_list(*names)
    return {**{row[0]: Place(*row) for row in more}, **found}
