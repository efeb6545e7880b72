"""Reading the register: a unit by code, search without marks, units of a day, successors."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from difflib import SequenceMatcher

from django.db.models import Q, QuerySet

from thangdo.records.units import corrections
from thangdo.records.units.codes import Key
from thangdo.records.units.fold import bare, squeeze
from thangdo.records.units.kinds import kind_name
from thangdo.records.units.models import Unit, UnitLink, UnitName, UnitPast
from thangdo.records.units.shipped import NUMBERED as NUMBERED

MOST_WORDS = 6
INSIDE = 3


@dataclass(frozen=True, slots=True)
class UnitView:
    """A unit for the faces."""

    scheme: str
    code: str
    name_vi: str
    name_en: str
    kind: str
    tier: str
    region: str
    parent: tuple[str, str] | None  # (scheme, code)
    parent_name_vi: str
    parent_name_en: str
    valid_from: date | None
    valid_to: date | None
    note_vi: str
    note_en: str
    source: str
    org_code: str = ""
    gso_code: str = ""

    def name(self, language: str) -> str:
        """Its name in `language`."""
        return self.name_en if language == "en" and self.name_en else self.name_vi

    def parent_name(self, language: str) -> str:
        """The name of the unit it belongs to, or nothing."""
        return self.parent_name_en if language == "en" and self.parent_name_en else self.parent_name_vi

    def kind_name(self, language: str) -> str:
        """What kind of unit it is."""
        return kind_name(self.kind, language)

    def note(self, language: str) -> str:
        """What one should know about it."""
        return self.note_en if language == "en" and self.note_en else self.note_vi

    def is_valid_on(self, day: date) -> bool:
        """Whether the unit existed on `day`, as far as the register knows."""
        return (self.valid_from is None or self.valid_from <= day) and (
            self.valid_to is None or day <= self.valid_to
        )


@dataclass(frozen=True, slots=True)
class LinkView:
    """A passage from one unit to another; `unit` is the other end."""

    unit: UnitView
    date: date
    kind: str
    decision: str
    note: str
    source: str


@dataclass(frozen=True, slots=True)
class PastView:
    """What a unit was called, and where it belonged, until a day; `decision` made it another."""

    until: date
    name_vi: str
    name_en: str
    kind: str
    parent_name_vi: str
    parent_name_en: str
    decision: str

    def name(self, language: str) -> str:
        """Its name in `language`."""
        return self.name_en if language == "en" and self.name_en else self.name_vi

    def parent_name(self, language: str) -> str:
        """The name of the unit it belonged to."""
        return self.parent_name_en if language == "en" and self.parent_name_en else self.parent_name_vi


@dataclass(frozen=True, slots=True)
class Found:
    """A unit that was searched for, with what it passed into (empty: still there or not known)."""

    unit: UnitView
    successors: tuple[LinkView, ...]


@dataclass(frozen=True, slots=True)
class Proposal:
    """A unit that a name may mean; only a person decides."""

    unit: UnitView
    likeness: int  # 0 to 100
    same_letters: bool  # equal but for marks, signs and the words before the name


def view(unit: Unit, past: UnitPast | None = None) -> UnitView:
    """A stored unit as plain data, called as in a past of it; `parent` must have been fetched with both."""
    called: Unit | UnitPast = past or unit
    parent = called.parent
    return UnitView(
        unit.scheme,
        unit.code,
        called.name_vi,
        called.name_en,
        called.kind,
        unit.tier,
        unit.region,
        (parent.scheme, parent.code) if parent else None,
        parent.name_vi if parent else "",
        parent.name_en if parent else "",
        unit.valid_from,
        unit.valid_to,
        unit.note_vi,
        unit.note_en,
        unit.source,
        unit.org_code,
        unit.gso_code,
    )


def get(scheme: str, code: str, day: date | None = None) -> UnitView | None:
    """The unit with that code, called as it is now or as on `day`; one query, two when its name changed.

    Where no unit has the code: the one whose statistics-office code it is, or was by an earlier register.
    """
    unit = _units().filter(scheme=scheme, code=code).first() or _by_other_code(scheme, code)
    return _on([unit], day)[0] if unit else None


def _by_other_code(scheme: str, code: str) -> Unit | None:
    right = {one.wrong: one.right.code for one in corrections.shipped()}.get(Key(scheme, code), code)
    return _units().filter(scheme=scheme, gso_code=right).order_by("-valid_from").first()


def names_on(day: date, units: Iterable[tuple[str, str]]) -> dict[tuple[str, str], UnitView]:
    """Units (scheme, code) as they were called, and where they belonged, on a day; two queries at most."""
    wanted = set(units)
    found = [
        unit
        for unit in _units().filter(code__in={code for _, code in wanted})
        if (unit.scheme, unit.code) in wanted
    ]
    return {(unit.scheme, unit.code): unit for unit in _on(found, day)}


def by_name(name: str, scheme: str) -> UnitView | None:
    """The unit that a printed name was decided to mean in `scheme` (exact, from the table of names)."""
    found = UnitName.objects.select_related("unit__parent").filter(scheme=scheme, name=name.strip()).first()
    return view(found.unit) if found else None


def on(
    day: date,
    scheme: str | None = None,
    tier: str | None = None,
    parent: tuple[str, str] | None = None,
    under: str | None = None,
) -> list[UnitView]:
    """The units valid on `day`, called and placed as on that day, in Vietnamese order.

    under: the path of a unit; what lies anywhere below it, and itself. One query, two when a unit has
    changed. Numbered units only by their scheme.
    """
    wanted = _units().filter(
        Q(valid_from=None) | Q(valid_from__lte=day), Q(valid_to=None) | Q(valid_to__gte=day)
    )
    wanted = wanted.filter(scheme=scheme) if scheme else wanted.exclude(scheme__in=NUMBERED)
    if tier:
        wanted = wanted.filter(tier=tier)
    if under:
        wanted = wanted.filter(path__startswith=under)
    if parent:
        here = Q(parent__scheme=parent[0], parent__code=parent[1])
        wanted = wanted.filter(here | Q(changes__gt=0))
    views = _on(list(wanted.order_by("sort_key", "place")), day)
    return [unit for unit in views if parent is None or unit.parent == tuple(parent)]


def heirs(scheme: str, code: str, day: date) -> list[UnitView]:
    """The units valid on `day` into which this one has come, over as many steps as it takes.

    Itself when it is valid then; none when no decision says where its tasks went.
    """
    found: dict[tuple[str, str], UnitView] = {}
    seen: set[tuple[str, str]] = set()
    start = get(scheme, code, day)
    waiting = [start] if start else []
    while waiting:
        ended: list[tuple[str, str]] = []
        for unit in waiting:
            key = (unit.scheme, unit.code)
            if key in seen:
                continue
            seen.add(key)
            if unit.is_valid_on(day):
                found[key] = unit
            else:
                ended.append(key)
        links = successors_of(ended)
        waiting = [link.unit for key in ended for link in links.get(key, ()) if link.date <= day]
    return list(found.values())


def pasts_of(scheme: str, code: str) -> list[PastView]:
    """What a unit was called before, and where it belonged, the oldest first; one query."""
    rows = UnitPast.objects.select_related("parent").filter(unit__scheme=scheme, unit__code=code)
    return [
        PastView(
            past.until,
            past.name_vi,
            past.name_en,
            past.kind,
            past.parent.name_vi if past.parent else "",
            past.parent.name_en if past.parent else "",
            past.decision,
        )
        for past in rows.order_by("until")
    ]


def children(scheme: str, code: str) -> list[UnitView]:
    """The units directly under one, in Vietnamese order; one query."""
    under = _units().filter(parent__scheme=scheme, parent__code=code)
    return [view(unit) for unit in under.order_by("sort_key", "place")]


def search(text: str, limit: int = 20, schemes: Iterable[str] | None = None) -> list[Found]:
    """Units whose name or code holds every word of `text`; marks, case and words like *xã* do not count.

    Names that are equal come first, then names that begin with it. A word found only inside another
    ("bang" in "KBang") counts when nothing better is there. Two queries.
    """
    wanted = bare(text)
    if not wanted:
        return []
    units = _units().exclude(scheme__in=NUMBERED)
    if schemes is not None:
        units = _units().filter(scheme__in=list(schemes))
    for word in wanted.split()[:MOST_WORDS]:
        units = units.filter(search__contains=word)
    asked = squeeze(text)
    near = [(_nearness(unit, wanted, asked), unit) for unit in units.order_by("sort_key", "place")]
    if " " in wanted or any(nearness[0] < INSIDE for nearness, _ in near):
        near = [(nearness, unit) for nearness, unit in near if nearness[0] < INSIDE]
    near.sort(key=lambda item: item[0])
    views = [view(unit) for _, unit in near[:limit]]
    forward = successors_of([(unit.scheme, unit.code) for unit in views])
    return [Found(unit, tuple(forward.get((unit.scheme, unit.code), ()))) for unit in views]


def successors(scheme: str, code: str) -> list[LinkView]:
    """What the unit passed into; one query."""
    return successors_of([(scheme, code)]).get((scheme, code), [])


def predecessors(scheme: str, code: str) -> list[LinkView]:
    """The units that passed into this one, in Vietnamese order; one query."""
    links = UnitLink.objects.select_related("predecessor__parent").filter(
        successor__scheme=scheme, successor__code=code
    )
    return [_link(link, link.predecessor) for link in links.order_by("predecessor__sort_key")]


def successors_of(units: Sequence[tuple[str, str]]) -> dict[tuple[str, str], list[LinkView]]:
    """For many units at once, what each passed into; one query."""
    if not units:
        return {}
    codes = {code for _, code in units}
    links = UnitLink.objects.select_related("predecessor", "successor__parent").filter(
        predecessor__code__in=codes, predecessor__scheme__in={scheme for scheme, _ in units}
    )
    wanted = set(units)
    found: dict[tuple[str, str], list[LinkView]] = {}
    for link in links.order_by("date", "kind", "successor__sort_key"):
        key = (link.predecessor.scheme, link.predecessor.code)
        if key in wanted:
            found.setdefault(key, []).append(_link(link, link.successor))
    return found


def propose(name: str, scheme: str | None = None, limit: int = 5) -> list[Proposal]:
    """Units that a name spelt otherwise may mean, best first. Nothing is matched by this; one query."""
    wanted = bare(name)
    if not wanted:
        return []
    units = _units()
    if scheme:
        units = units.filter(scheme=scheme)
    scored: list[tuple[int, Unit]] = []
    for unit in units:
        other = bare(unit.name_vi)
        matcher = SequenceMatcher(a=wanted.replace(" ", ""), b=other.replace(" ", ""), autojunk=False)
        if matcher.real_quick_ratio() >= 0.8 and matcher.quick_ratio() >= 0.8:
            likeness = round(100 * matcher.ratio())
            if likeness >= 80:
                scored.append((likeness, unit))
    scored.sort(key=lambda item: (-item[0], item[1].sort_key, item[1].place))
    return [Proposal(view(unit), likeness, likeness == 100) for likeness, unit in scored[:limit]]


def _on(units: Sequence[Unit], day: date | None) -> list[UnitView]:
    """The units as they were called on a day; a query only when one of them has changed."""
    changed = [unit.pk for unit in units if unit.changes] if day is not None else []
    pasts: dict[int, UnitPast] = {}
    if changed:
        rows = UnitPast.objects.select_related("parent").filter(unit__in=changed, until__gte=day)
        for past in rows.order_by("-until"):
            pasts[past.unit_id] = past
    return [view(unit, pasts.get(unit.pk)) for unit in units]


def _units() -> QuerySet[Unit]:
    return Unit.objects.select_related("parent")


def _link(link: UnitLink, other: Unit) -> LinkView:
    return LinkView(view(other), link.date, link.kind, link.decision, link.note, link.source)


def _nearness(unit: Unit, wanted: str, asked: str) -> tuple[int, int]:
    """0 for the very name, 1 when it begins so, 2 when words do; then whether the kind is the asked one."""
    names = {bare(unit.name_vi), bare(unit.name_en), squeeze(unit.name_en), squeeze(unit.code)}
    if wanted in names or asked in names:
        near = 0
    elif any(name.startswith(wanted) for name in names):
        near = 1
    else:
        starts = " " + unit.search
        near = 2 if all(f" {word}" in starts for word in wanted.split()) else INSIDE
    return near, 0 if squeeze(unit.name_vi) == asked or asked == wanted else 1
