"""Words for levels, tiers and kinds of missing, and the paragraph that is read out at the conference."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from thangdo.faces.look.numbers import exact, percent, share, short
from thangdo.faces.look.reasons import CODES, listed, sentence
from thangdo.faces.look.sentences import has, name

if TYPE_CHECKING:
    from thangdo.records.units.models import Unit

_AMOUNTS = {"needed": "needed", "had": "had", "missing": "short_by"}


def level_name(level: str, language: str) -> str:
    """ "IV" -> “mức IV” / "level IV"; "unranked" -> “không xếp hạng”."""
    return name(language, "levels", level if has("levels", level) else "level").format(level=level)


def status_name(status: str, language: str) -> str:
    """The word for a kind of missing (or for a score)."""
    return name(language, "statuses", status)


def tier_name(tier: str, language: str) -> str:
    """The tier in the plural, as in the head of a table."""
    return name(language, "tiers", tier)


def office_name(unit: str, tier: str, language: str) -> str:
    """The office of a unit as an official writes it: “UBND TP. Pleiku”; the name itself for other tiers."""
    if tier not in ("district", "commune"):
        return unit
    for long, brief in (("Thành phố ", "TP. "), ("Thị xã ", "TX. ")):
        if unit.startswith(long):
            unit = brief + unit[len(long) :]
    return f"UBND {unit}" if language != "en" else f"{unit} People's Committee"


def who(unit: Unit | None, language: str = "") -> str:
    """A unit as who acts: a province or commune is its People's Committee; "" for none."""
    from thangdo.faces.look.templatetags import look  # `thangdo score` speaks without Django
    from thangdo.records.units import bodies

    language = language or look.language()
    if unit is None:
        return ""
    if language != "en":
        return bodies.short_of(unit)
    return f"{unit.name('en')} People's Committee" if unit.tier in bodies.GOVERNED else unit.name("en")


def failed_need(need: Mapping[str, Any], language: str, titles: Mapping[str, str]) -> str:
    """A condition of a gate that was not met, what it needs, what was had, and how much is missing.

    need: one of `explanation["level"]["needs"]` whose `holds` is false.
    """
    show = share if need["unit"] == "share" else short
    gate = level_name(str(need["level"]), language)
    node = titles.get(need["node"], need["node"])
    which = "gate-short"
    if need["needed"] is None or not exact(need["needed"]):
        which = "gate-some"
    elif need["had"] is None:
        which = "gate-nothing"
    return name(language, "needs", which).format(
        gate=gate,
        node=node,
        **{key: show(need[fact], language) for key, fact in _AMOUNTS.items() if need[fact] is not None},
    )


def paragraph(summary: Mapping[str, Any], language: str) -> list[str]:
    """What is read out at the conference: one sentence a tier, from `rules.index.summary.summarise`."""
    return [_tier_sentence(tier, language) for tier in summary["tiers"]]


def _tier_sentence(tier: Mapping[str, Any], language: str) -> str:
    everyone = tier["units"]
    rows = [row for row in tier["levels"] if row["count"]]
    ranked = [row for row in rows if row["level"] != "unranked"]
    who = tier_name(tier["tier"], language)
    facts = {
        "who": who,
        "at": name(language, "among_tiers", tier["tier"]) if has("among_tiers", tier["tier"]) else who,
        "units": everyone,
        "unranked": everyone - sum(row["count"] for row in ranked),
    }

    def say(code: str, **more: object) -> str:
        return name(language, "read_out", code).format(**facts, **more)

    if len(rows) == 1:
        level = rows[0]["level"]
        return say(
            "all-unranked" if level == "unranked" else "all-at-level", level=level_name(level, language)
        )
    if len(ranked) == 1 and ranked[0]["count"] == 1 and ranked[0]["units"]:
        unit = office_name(ranked[0]["units"][0], tier["tier"], language)
        return say("only-one", name=unit, level=level_name(ranked[0]["level"], language))
    parts = [
        say(
            ("" if index else "first-") + ("unranked" if row["level"] == "unranked" else "at-level"),
            count=row["count"],
            level=level_name(row["level"], language),
            percent=percent(row["percent"], language),
        )
        for index, row in enumerate(rows)
    ]
    return say("levels", counts=listed(parts, language))


__all__ = [
    "CODES",
    "failed_need",
    "level_name",
    "office_name",
    "paragraph",
    "sentence",
    "status_name",
    "tier_name",
]
