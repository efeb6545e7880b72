"""Scope by rule: which units a sentence like "all communes of Mang Yang, Chư Pưh and Chư Păh" means on a day.

A rule is data: {"tiers": [...], "kinds": [...], "scheme": "...", "within": [units], "units": [units],
"plus": [units], "except": [units]}; a unit is named scheme:code. Where the sentence states a number and the
register gives another, the alternatives that differ in one unit are searched; a person decides.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from difflib import SequenceMatcher
from typing import Any

from django.db.models import Q, QuerySet

from thangdo.records.people.acting import Refused
from thangdo.records.units.fold import bare
from thangdo.records.units.kinds import TIERS
from thangdo.records.units.models import Unit

Rule = Mapping[str, Any]
LISTS = ("tiers", "kinds", "within", "units", "plus", "except")
MOST_SUGGESTED = 8


@dataclass(frozen=True, slots=True)
class Share:
    """How many units one of the places named in `within` gives."""

    unit: Unit
    found: int


@dataclass(frozen=True, slots=True)
class Suggestion:
    """Another scope that gives the stated number. likeness: of the names, 0 to 100; rule: to take over."""

    act: str  # swap | add | drop
    out: Unit | None
    into: Unit | None
    found: int
    likeness: int
    rule: dict[str, Any]


@dataclass(frozen=True, slots=True)
class Expanded:
    """What a rule gives on a day. unknown: names that are no unit of the day under the authority."""

    units: tuple[Unit, ...]
    day: date
    shares: tuple[Share, ...] = ()
    plus: tuple[Unit, ...] = ()
    without: tuple[Unit, ...] = ()
    unknown: tuple[str, ...] = ()
    stated: int | None = None
    suggestions: tuple[Suggestion, ...] = ()

    @property
    def found(self) -> int:
        """How many units the register gives."""
        return len(self.units)

    @property
    def differs(self) -> bool:
        """Whether the sentence states another number."""
        return self.stated is not None and self.stated != self.found


def clean(rule: Rule) -> dict[str, Any]:
    """A rule in its one form; programs say `without` for `except`. Raises Refused("bad-scope")."""
    rule = {"except" if name == "without" else name: value for name, value in rule.items()}
    known = {*LISTS, "scheme"}
    if not set(rule) <= known:
        raise Refused("bad-scope", fields=sorted(set(rule) - known))
    found: dict[str, Any] = {}
    scheme = str(rule.get("scheme") or "").strip()
    if scheme:
        found["scheme"] = scheme
    for name in LISTS:
        values = rule.get(name) or []
        if isinstance(values, str) or not all(isinstance(one, str) for one in values):
            raise Refused("bad-scope", fields=[name])
        texts = [one.strip() for one in values if one.strip()]
        if name not in ("tiers", "kinds"):
            texts = [one if ":" in one or not scheme else f"{scheme}:{one}" for one in texts]
        if texts:
            found[name] = list(dict.fromkeys(texts))
    if wrong := [tier for tier in found.get("tiers", ()) if tier not in TIERS]:
        raise Refused("bad-scope", fields=["tiers"], values=wrong)
    return found


def expand(rule: Rule, day: date, *, stated: int | None = None, authority: Unit | None = None) -> Expanded:
    """The units that a rule means on a day, in the register's order; two queries, more for suggestions.

    authority: only units under it. Raises Refused("bad-scope").
    """
    wanted = clean(rule)
    valid = _valid(day, authority)
    named = [ref for name in ("within", "units", "plus", "except") for ref in wanted.get(name, ())]
    places = _named(valid, named)
    unknown = tuple(dict.fromkeys(ref for ref in named if ref not in places))
    within = [places[ref] for ref in wanted.get("within", ()) if ref in places]
    by_rule: list[Unit] = []
    if _selects(wanted):
        rows = _by_rule(valid, wanted)
        if wanted.get("within"):
            under = Q(pk__in=[])
            for place in within:
                under |= Q(path__startswith=place.path) & ~Q(pk=place.pk)
            rows = rows.filter(under)
        if authority is not None:
            rows = rows.exclude(pk=authority.pk)
        by_rule = list(rows.order_by("sort_key", "place"))
    shares = tuple(Share(place, sum(one.path.startswith(place.path) for one in by_rule)) for place in within)
    out = {places[ref].pk for ref in wanted.get("except", ()) if ref in places}
    plus = tuple(places[ref] for ref in wanted.get("plus", ()) if ref in places)
    chosen = [*by_rule, *(places[ref] for ref in wanted.get("units", ()) if ref in places), *plus]
    units = {unit.pk: unit for unit in chosen if unit.pk not in out}
    without = tuple(unit for unit in chosen if unit.pk in out)
    ordered = sorted(units.values(), key=lambda unit: (_tier(unit), _under(unit, within)))
    found = Expanded(tuple(ordered), day, shares, plus, without, unknown, stated)
    if not found.differs or not within:
        return found
    suggestions = suggest(wanted, found, within, _neighbours(valid, within), _by_rule(valid, wanted))
    return Expanded(tuple(ordered), day, shares, plus, without, unknown, stated, tuple(suggestions))


def suggest(
    rule: Mapping[str, Any],
    found: Expanded,
    within: Sequence[Unit],
    neighbours: Sequence[Unit],
    rows: QuerySet[Unit],
) -> list[Suggestion]:
    """Scopes that differ in one place and give the stated number, the likest names first."""
    assert found.stated is not None
    gives = _counts(rows, [*within, *neighbours])
    short = found.stated - found.found
    suggestions = []
    for place in within:
        if short == -gives[place.pk] and len(within) > 1:
            suggestions.append(Suggestion("drop", place, None, found.stated, 0, _changed(rule, place, None)))
        for other in neighbours:
            if gives[other.pk] - gives[place.pk] == short:
                alike = round(100 * SequenceMatcher(a=_letters(place), b=_letters(other)).ratio())
                changed = _changed(rule, place, other)
                suggestions.append(Suggestion("swap", place, other, found.stated, alike, changed))
    for other in neighbours:
        if gives[other.pk] == short:
            suggestions.append(Suggestion("add", None, other, found.stated, 0, _changed(rule, None, other)))
    suggestions.sort(key=lambda one: -one.likeness)
    return suggestions[:MOST_SUGGESTED]


def _selects(rule: Mapping[str, Any]) -> bool:
    return bool(rule.get("tiers") or rule.get("kinds") or rule.get("scheme") or rule.get("within"))


def _valid(day: date, authority: Unit | None) -> QuerySet[Unit]:
    rows = Unit.objects.filter(
        Q(valid_from=None) | Q(valid_from__lte=day), Q(valid_to=None) | Q(valid_to__gte=day)
    )
    return rows if authority is None else rows.filter(path__startswith=authority.path)


def _named(valid: QuerySet[Unit], refs: Iterable[str]) -> dict[str, Unit]:
    wanted = set(refs)
    if not wanted:
        return {}
    rows = valid.filter(code__in={ref.partition(":")[2] for ref in wanted})
    return {ref: row for row in rows if (ref := f"{row.scheme}:{row.code}") in wanted}


def _by_rule(valid: QuerySet[Unit], rule: Mapping[str, Any]) -> QuerySet[Unit]:
    if rule.get("tiers"):
        valid = valid.filter(tier__in=rule["tiers"])
    if rule.get("kinds"):
        valid = valid.filter(kind__in=rule["kinds"])
    if rule.get("scheme"):
        valid = valid.filter(scheme=rule["scheme"])
    return valid


def _neighbours(valid: QuerySet[Unit], within: Sequence[Unit]) -> list[Unit]:
    """The units that stand beside those named: of the same tier, under the same unit."""
    beside = Q(pk__in=[])
    for place in within:
        beside |= Q(parent=place.parent_id, tier=place.tier, scheme=place.scheme)
    return list(valid.filter(beside).exclude(pk__in=[place.pk for place in within]).order_by("sort_key"))


def _counts(rows: QuerySet[Unit], places: Sequence[Unit]) -> dict[int, int]:
    under = Q(pk__in=[])
    for place in places:
        under |= Q(path__startswith=place.path)
    paths = [(pk, path) for pk, path in rows.filter(under).values_list("pk", "path")]
    return {
        place.pk: sum(path.startswith(place.path) and pk != place.pk for pk, path in paths)
        for place in places
    }


def _changed(rule: Mapping[str, Any], out: Unit | None, into: Unit | None) -> dict[str, Any]:
    refs = [ref for ref in rule["within"] if out is None or ref != f"{out.scheme}:{out.code}"]
    if into is not None:
        refs.append(f"{into.scheme}:{into.code}")
    return {**rule, "within": refs}


def _tier(unit: Unit) -> int:
    return TIERS.index(unit.tier) if unit.tier in TIERS else len(TIERS)


def _letters(unit: Unit) -> str:
    return bare(unit.name_vi).replace(" ", "")


def _under(unit: Unit, within: Sequence[Unit]) -> tuple[int, str, int]:
    """Where a unit stands in the list: place by place as named, then by name."""
    place = next((n for n, one in enumerate(within) if unit.path.startswith(one.path)), len(within))
    return place, unit.sort_key, unit.place
