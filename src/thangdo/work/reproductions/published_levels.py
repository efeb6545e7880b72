"""The published number of units at each level of a province beside that of the reconstruction, by tier."""

from __future__ import annotations

from collections import Counter

from thangdo.rules.exact import Fraction
from thangdo.rules.index.numbers import as_text
from thangdo.work.assessments.bundled import get, records
from thangdo.work.reproductions.compare import Comparison, Outcome, Reason, Table
from thangdo.work.reproductions.listed import by
from thangdo.work.reproductions.published import computed

_LISTED = by("published_levels")
NAME, PUBLISHED = _LISTED.name, _LISTED.published
COLUMNS = (
    "tier",
    "level",
    "published",
    "recomputed",
    "published_percent",
    "recomputed_percent",
    "named_units",
)


def reproduce() -> Outcome:
    """15 counts and the percentages that the article prints, against the levels which the engine gives."""
    comparison = Comparison(Fraction(0))
    _, _, _, result = computed(_LISTED.assessments[0])
    found = Counter((unit.tier, result.levels[code].level) for code, unit in result.units.items())
    of_tier = Counter(unit.tier for unit in result.units.values())
    named = Counter((item.tier, item.level) for item in get(NAME).levels())
    listed = []
    for row in records(PUBLISHED):
        tier, level = row["tier"], row["level"]
        count = found[tier, level]
        percent = Fraction(100 * count, of_tier[tier]) if of_tier[tier] else None
        where = f"{tier} {level}"
        comparison.number(where, Fraction(row["units"]), Fraction(count))
        if row["percent"]:
            comparison.number(f"{where} percent", Fraction(row["percent"]), percent)
        listed.append(
            {
                "tier": tier,
                "level": level,
                "published": row["units"],
                "recomputed": str(count),
                "published_percent": row["percent"],
                "recomputed_percent": "" if percent is None else as_text(percent, 2),
                "named_units": str(named[tier, level]),
            }
        )
    title = Reason("Số đơn vị theo cấp và mức", "Units by tier and level")
    table = Table("levels", title, COLUMNS, [tuple(row[column] for column in COLUMNS) for row in listed])
    return comparison.outcome(NAME, COLUMNS, listed, [table])
