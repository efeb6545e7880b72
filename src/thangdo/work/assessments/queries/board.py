"""The campaign board: who has returned, who is late, by tier; reads the parts of units and never an answer.

Definitions: *returned* is every unit whose self-assessment has been signed off and not taken back; *on time*
returned by the day that was due (extensions count); *late* after it; *overdue* has not returned and the day
has passed; *missing* was closed by the appraising office. Percentages are of all units of the tier.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from django.db.models import Case, Count, F, IntegerField, Q, QuerySet, Sum, Value, When

from thangdo.records.people.acting import Actor
from thangdo.records.units.fold import bare
from thangdo.rules.exact import Fraction
from thangdo.work.assessments import permissions
from thangdo.work.assessments.models import Campaign, Submission
from thangdo.work.assessments.queries import access, blind
from thangdo.work.assessments.states import Submission as State

PAGE = 100
DECIDED = ("decided", "amended", "council")
Less = Mapping[int, Mapping[str, int]]  # of a part what is kept from the reader
WITH_UNIT = (State.OPEN, State.ASKED)
APPRAISED = (State.APPRAISED, State.NOTIFIED, State.OBJECTED, State.SETTLED)
SORTS: dict[str, tuple[str, ...]] = {
    "unit": ("tier_place", "unit__sort_key", "pk"),
    "due": ("due", "unit__sort_key", "pk"),
    "returned": ("returned_on", "unit__sort_key", "pk"),
    "progress": ("done", "unit__sort_key", "pk"),
    "state": ("state", "unit__sort_key", "pk"),
}
#: what a filter of the board means
FILTERS: dict[str, str] = {
    "returned": "returned",
    "late": "returned after the day that was due",
    "overdue": "not returned and overdue",
    "waiting": "with the unit",
    "to-appraise": "with the appraising office",
    "appraised": "appraised",
    "council": "has answers marked for the council",
    "objections": "has open objections",
    "missing": "closed without a return",
    "ended": "the unit itself has ended",
}


@dataclass(frozen=True, slots=True)
class Line:
    """One unit on the board."""

    scheme: str
    code: str
    name_vi: str
    name_en: str
    tier: str
    state: str
    due: date | None
    extended: bool
    returned_on: date | None
    late: bool
    overdue: bool
    days: int | None  # until the day that is due; negative: days since
    asked: int
    answered: int
    measured: int
    with_evidence: int
    decided: int
    amended: int
    council: int
    objections: int
    ended: date | None = None  # the last day of the unit itself, where it has ended

    @property
    def answers(self) -> int:
        """All criteria of the unit."""
        return self.asked + self.measured

    @property
    def progress(self) -> Fraction:
        """Criteria answered, of those asked of the unit."""
        return Fraction(self.answered, self.asked) if self.asked else Fraction(0)

    @property
    def appraised(self) -> Fraction:
        """Answers decided, of all."""
        return Fraction(self.decided, self.answers) if self.answers else Fraction(0)

    def name(self, language: str) -> str:
        """The unit's name."""
        return self.name_en if language == "en" and self.name_en else self.name_vi


@dataclass(frozen=True, slots=True)
class Tally:
    """How the units of a tier (or all: tier "") stand."""

    tier: str
    units: int
    returned: int
    on_time: int
    late: int
    overdue: int
    waiting: int  # with the unit and not overdue
    asked: int  # of the returned: sent back with a question
    appraised: int
    missing: int
    extended: int
    ended: int  # units that themselves have ended since
    answers: int
    decided: int
    amended: int
    council: int
    objections: int

    def share(self, name: str) -> Fraction:
        """One of the counts as a share of the units; of no units it is nothing."""
        return Fraction(getattr(self, name), self.units) if self.units else Fraction(0)

    @property
    def decided_share(self) -> Fraction:
        """Answers decided, of all answers of the tier."""
        return Fraction(self.decided, self.answers) if self.answers else Fraction(0)


@dataclass(frozen=True, slots=True)
class Board:
    """The board as asked for. `tiers` and `total` count every unit, whatever is filtered."""

    campaign: Campaign
    tiers: tuple[Tally, ...]
    total: Tally
    lines: tuple[Line, ...]
    found: int  # units that the filters leave
    page: int
    pages: int


def board(
    actor: Actor,
    slug: str,
    *,
    tier: str = "",
    state: str = "",
    text: str = "",
    sort: str = "unit",
    page: int = 1,
    size: int = PAGE,
) -> Board:
    """The board of a campaign that the actor oversees. Four queries, whatever the number of units.

    state: a key of FILTERS. text: a part of a name or code, marks do not count. sort: a key of SORTS, with
    "-" before it for the other way round. Raises NotAllowed, Refused.
    """
    campaign = access.whole(actor, slug)
    today = actor.day
    less = blind.counts(actor, Q(submission__campaign=campaign))
    tallies = _tallies(campaign, today, less)
    rows = _wanted(campaign, today, tier, state, text, less)
    found = rows.count()
    pages = max(1, -(-found // size))
    page = min(max(page, 1), pages)
    wanted = _sorted(rows, sort, campaign)[(page - 1) * size : page * size]
    order = {name: place for place, name in enumerate(campaign.tiers)}
    tallies.sort(key=lambda one: order.get(one.tier, len(order)))
    return Board(
        campaign,
        tuple(tallies),
        added(tallies),
        tuple(_lines(wanted, today, less)),
        found,
        page,
        pages,
    )


def every(actor: Actor, slug: str, **filters: str) -> list[Line]:
    """All lines, for an export. Three queries. Raises NotAllowed, Refused."""
    campaign = access.whole(actor, slug)
    less = blind.counts(actor, Q(submission__campaign=campaign))
    tier, state, text = (filters.get(name, "") for name in ("tier", "state", "text"))
    rows = _wanted(campaign, actor.day, tier, state, text, less)
    return list(_lines(_sorted(rows, filters.get("sort") or "unit", campaign), actor.day, less))


def tally(campaign: Campaign, today: date) -> Tally:
    """How all units of a campaign stand. One query."""
    return added(_tallies(campaign, today, {}))


def campaigns(actor: Actor) -> list[tuple[Campaign, Tally | None]]:
    """The campaigns that the actor sees, the latest first; with counts where he sees every unit."""
    rows = list(permissions.campaigns_seen(actor))
    whole = {row.pk for row in rows if permissions.sees_whole(actor, row)}
    counted = Submission.objects.filter(campaign__in=whole)
    by_campaign: dict[int, list[Tally]] = {}
    for row in _counted(counted.values("campaign", "tier"), actor.day):
        by_campaign.setdefault(row.pop("campaign"), []).append(Tally(**row))
    less: dict[int, Counter[str]] = {}
    kept_back = blind.counts(actor, Q(submission__campaign__in=whole))
    for part, campaign in Submission.objects.filter(pk__in=kept_back).values_list("pk", "campaign"):
        less.setdefault(campaign, Counter()).update(kept_back[part])

    def tally_of(campaign: int) -> Tally:
        return blind.without(added(by_campaign.get(campaign, [])), less.get(campaign))

    return [(row, tally_of(row.pk) if row.pk in whole else None) for row in rows]


def added(tallies: Iterable[Tally]) -> Tally:
    """Tiers together."""
    rows = list(tallies)
    names = [name for name in Tally.__slots__ if name != "tier"]
    return Tally("", *(sum(getattr(row, name) for row in rows) for name in names))


def _tallies(campaign: Campaign, today: date, less: Less) -> list[Tally]:
    rows = Submission.objects.filter(campaign=campaign).values("tier")
    by_tier: dict[str, Counter[str]] = {}
    for part, tier in Submission.objects.filter(pk__in=less).values_list("pk", "tier") if less else ():
        by_tier.setdefault(tier, Counter()).update(less[part])
    return [blind.without(one := Tally(**row), by_tier.get(one.tier)) for row in _counted(rows, today)]


def _counted(rows: Any, today: date) -> list[dict[str, Any]]:
    """One row of counts for each group of `rows` (a queryset of values)."""
    overdue = Q(state__in=WITH_UNIT, returned_on=None, due__lt=today)
    counts = {
        "units": Q(),
        "returned": Q(returned_on__isnull=False),
        "on_time": Q(returned_on__isnull=False, late=False),
        "late": Q(late=True),
        "overdue": overdue,
        "waiting": Q(state=State.OPEN) & ~Q(due__lt=today),
        "asked": Q(state=State.ASKED),
        "appraised": Q(state__in=APPRAISED),
        "missing": Q(state=State.MISSING),
        "extended": Q(extended=True),
        "ended": Q(unit__valid_to__lt=today),
    }
    wanted: dict[str, Any] = {
        f"n_{name}": Count("pk", filter=which or None) for name, which in counts.items()
    }
    wanted["n_answers"] = Sum(F("asked") + F("measured"))
    wanted |= {f"n_{name}": Sum(name) for name in ("decided", "amended", "council", "objections")}
    found = rows.annotate(**wanted).order_by()
    return [{name.removeprefix("n_"): value or 0 for name, value in row.items()} for row in found]


def _wanted(
    campaign: Campaign, today: date, tier: str, state: str, text: str, less: Less
) -> QuerySet[Submission]:
    rows = Submission.objects.filter(campaign=campaign).select_related("unit")
    if tier:
        rows = rows.filter(tier=tier)
    if state:
        rows = rows.filter(_filters(today)[state]) if state in FILTERS else rows.none()
    if state in ("council", "objections") and less:  # not those of which he sees no such answer
        had = Submission.objects.filter(pk__in=less).values_list("pk", state)
        rows = rows.exclude(pk__in=[part for part, count in had if count <= less[part][state]])
    for word in bare(text).split():
        rows = rows.filter(unit__search__contains=word)
    return rows


def _filters(today: date) -> dict[str, Q]:
    return {
        "returned": Q(returned_on__isnull=False),
        "late": Q(late=True),
        "overdue": Q(state__in=WITH_UNIT, returned_on=None, due__lt=today),
        "waiting": Q(state__in=WITH_UNIT),
        "to-appraise": Q(state=State.RETURNED),
        "appraised": Q(state__in=APPRAISED),
        "council": Q(council__gt=0),
        "objections": Q(objections__gt=0),
        "missing": Q(state=State.MISSING),
        "ended": Q(unit__valid_to__lt=today),
    }


def _sorted(rows: QuerySet[Submission], sort: str, campaign: Campaign) -> QuerySet[Submission]:
    back, name = sort.startswith("-"), sort.removeprefix("-")
    names = SORTS.get(name, SORTS["unit"])
    if "done" in names:
        whole = Case(When(asked=0, then=Value(1)), default=F("asked"), output_field=IntegerField())
        rows = rows.annotate(done=F("answered") * 1000 / whole)
    if "tier_place" in names:
        places = [When(tier=tier, then=Value(place)) for place, tier in enumerate(campaign.tiers)]
        rows = rows.annotate(tier_place=Case(*places, default=Value(99), output_field=IntegerField()))
    first = F(names[0])
    leading = first.desc(nulls_last=True) if back else first.asc(nulls_last=True)
    return rows.order_by(leading, *names[1:])


def _lines(rows: Iterable[Submission], today: date, less: Less) -> Iterator[Line]:
    for row in rows:
        yield blind.without(line(row, today), less.get(row.pk))


def line_for(actor: Actor, part: Submission) -> Line:
    """A unit's part as a line of the board, without what is kept from the actor."""
    hides = not permissions.told(actor, part.campaign)
    return told(line(part, actor.day), hides, blind.counts(actor, Q(submission=part)).get(part.pk))


def told(one: Line, hides: bool, less: Mapping[str, int] | None) -> Line:
    """A line as it is told: without any decision, or without those that are kept back."""
    if hides:
        return replace(one, **dict.fromkeys(DECIDED, 0))  # type: ignore[arg-type]
    return blind.without(one, less)


def line(row: Submission, today: date) -> Line:
    """A unit's part as a line of the board."""
    with_unit = row.state in WITH_UNIT
    return Line(
        row.unit.scheme,
        row.unit.code,
        row.unit.name_vi,
        row.unit.name_en,
        row.tier,
        row.state,
        row.due,
        row.extended,
        row.returned_on,
        row.late,
        bool(with_unit and row.returned_on is None and row.due and row.due < today),
        (row.due - today).days if with_unit and row.due else None,
        row.asked,
        row.answered,
        row.measured,
        row.with_evidence,
        row.decided,
        row.amended,
        row.council,
        row.objections,
        row.unit.valid_to if row.unit.valid_to and row.unit.valid_to < today else None,
    )
