"""Those with whom a unit is compared: the numbers of a quantity among a tier, among all, over all facets."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial

from thangdo.rules.exact import Fraction, Rational
from thangdo.rules.index.answers import Unit, Value
from thangdo.rules.index.formula import EmptyDenominator, Uncomputable, parse
from thangdo.rules.index.scoring.base import Among, Case, Missing, Peers

#: facet -> unit -> input -> value, after treatment
Values = Mapping[str, Mapping[str, Mapping[str, Value]]]


class Population:
    """The values of quantities among units; each asked once. values: facet -> unit -> input -> value."""

    def __init__(self, units: Mapping[str, Unit], values: Values) -> None:
        self.units = units
        self.values = values
        self.known: dict[tuple[str, str | None, str], Peers] = {}

    def among(
        self, facet: str, tier: str | None, quantity: str, scope: Among, year: str | None = None
    ) -> Peers:
        """The numbers of a quantity among the units of the tier (or all) in the facet, or in another `year`.

        facets: all units in all facets.
        """
        place = "*" if scope == "facets" and year is None else year or facet
        key = quantity, tier if scope == "tier" else None, place
        found = self.known.get(key)
        if found is None:
            found = self.known[key] = self._gather(*key)
        return found

    def _gather(self, quantity: str, tier: str | None, place: str) -> Peers:
        formula = parse(quantity)
        name = formula.tree[1] if formula.tree[0] == "name" else None
        by_unit: dict[str, Fraction] = {}
        found: list[Fraction] = []
        for facet in self.values if place == "*" else (place,):
            rows = self.values.get(facet, {})
            for code, unit in self.units.items():
                if tier is not None and unit.tier != tier:
                    continue
                if name is not None:
                    value = rows.get(code, {}).get(name)
                    if value.__class__ is Rational:
                        by_unit[code] = value
                        found.append(value)
                    continue
                case = Case(rows.get(code, {}), {}, None, partial(self.among, facet, unit.tier))
                try:
                    number = by_unit[code] = case.quantity(formula)
                except (Missing, EmptyDenominator, Uncomputable):
                    continue
                found.append(number)
        return Peers(sorted(found), by_unit)
