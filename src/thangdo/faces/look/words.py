"""Words for levels, tiers and kinds of missing, and the paragraph that is read out at the conference."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from thangdo.faces.look.numbers import exact, percent, share, short
from thangdo.faces.look.reasons import CODES, STATUSES, listed, pick, sentence

LEVELS = {"unranked": ("không xếp hạng", "unranked")}
TIERS = {
    "department": ("sở, ban, ngành", "departments"),
    "district": ("UBND cấp huyện", "district People's Committees"),
    "commune": ("UBND cấp xã", "commune People's Committees"),
    "province": ("tỉnh, thành phố", "provinces"),
    "ministry": ("bộ, ngành", "ministries"),
    "country": ("quốc gia", "countries"),
    "all": ("tất cả đơn vị", "all units"),
}
_AT_TIER = {
    "department": ("cấp Sở", "the departments"),
    "district": ("cấp huyện", "the districts"),
    "commune": ("cấp xã", "the communes"),
    "province": ("cấp tỉnh", "the provinces"),
    "ministry": ("các bộ, ngành", "the ministries"),
    "country": ("các quốc gia", "the countries"),
}


def level_name(level: str, language: str) -> str:
    """ "IV" -> «mức IV» / "level IV"; "unranked" -> «không xếp hạng»."""
    if level in LEVELS:
        return pick(LEVELS[level], language)
    return pick((f"mức {level}", f"level {level}"), language)


def status_name(status: str, language: str) -> str:
    """The word for a kind of missing (or for a score)."""
    return pick(STATUSES.get(status, (status, status)), language)


def tier_name(tier: str, language: str) -> str:
    """The tier in the plural, as in the head of a table."""
    return pick(TIERS.get(tier, (tier, tier)), language)


def office_name(name: str, tier: str, language: str) -> str:
    """The office of a unit as an official writes it: «UBND TP. Pleiku»; the name itself for other tiers."""
    if tier not in ("district", "commune"):
        return name
    for long, brief in (("Thành phố ", "TP. "), ("Thị xã ", "TX. ")):
        if name.startswith(long):
            name = brief + name[len(long) :]
    return f"UBND {name}" if language != "en" else f"{name} People's Committee"


def failed_need(need: Mapping[str, Any], language: str, titles: Mapping[str, str]) -> str:
    """A condition of a gate that was not met, what it needs, what was had, and how much is missing.

    need: one of `explanation["level"]["needs"]` whose `holds` is false.
    """
    show = share if need["unit"] == "share" else short
    gate = level_name(str(need["level"]), language)
    node = titles.get(need["node"], need["node"])
    had = None if need["had"] is None else show(need["had"], language)
    missing = None if need["short_by"] is None else show(need["short_by"], language)
    if need["needed"] is None or not exact(need["needed"]):
        said = (
            f"Chưa đạt {gate}: «{node}» phải có điểm, hiện chưa có.",
            f"Not met for {gate}: “{node}” must have points and has none.",
        )
    elif had is None:
        said = (
            f"Chưa đạt {gate}: «{node}» cần ít nhất {show(need['needed'], language)}, hiện không có điểm.",
            f"Not met for {gate}: “{node}” needs at least {show(need['needed'], language)} and has no score.",
        )
    else:
        needed = show(need["needed"], language)
        said = (
            f"Chưa đạt {gate}: «{node}» cần ít nhất {needed}, hiện {had}, còn thiếu {missing}.",
            f"Not met for {gate}: “{node}” needs at least {needed}, has {had}, is short by {missing}.",
        )
    return pick(said, language)


def paragraph(summary: Mapping[str, Any], language: str) -> list[str]:
    """What is read out at the conference: one sentence a tier, from `rules.index.summary.summarise`."""
    return [_tier_sentence(tier, language) for tier in summary["tiers"]]


def _tier_sentence(tier: Mapping[str, Any], language: str) -> str:
    english = language == "en"
    everyone = tier["units"]
    rows = [row for row in tier["levels"] if row["count"]]
    ranked = [row for row in rows if row["level"] != "unranked"]
    unranked = everyone - sum(row["count"] for row in ranked)
    who = tier_name(tier["tier"], language)
    at = pick(_AT_TIER.get(tier["tier"], (who, who)), language)
    if len(rows) == 1:
        level = rows[0]["level"]
        if english:
            reach = "are unranked" if level == "unranked" else f"reach {level_name(level, language)}"
            return f"100% of the {who} ({everyone} of {everyone}) {reach}."
        reach = "không xếp hạng mức độ chính quyền điện tử" if level == "unranked" else f"đạt mức {level}"
        return f"100% {who} ({everyone}/{everyone}) {reach}."
    if len(ranked) == 1 and ranked[0]["count"] == 1 and ranked[0]["units"]:
        name = office_name(ranked[0]["units"][0], tier["tier"], language)
        level = level_name(ranked[0]["level"], language)
        if english:
            return (
                f"Among {at}: only the {name} reaches {level}; "
                f"the other {unranked} of {everyone} are unranked."
            )
        return (
            f"Đối với {at}: chỉ có {name} đạt {level}, "
            f"{unranked}/{everyone} {who} còn lại không xếp hạng chính quyền điện tử."
        )
    parts = []
    for index, row in enumerate(rows):
        part = percent(row["percent"], language)
        count = row["count"]
        if english:
            reach = "unranked" if row["level"] == "unranked" else f"at {level_name(row['level'], language)}"
            parts.append(f"{count} {reach} ({part})")
        else:
            reach = (
                "không xếp hạng"
                if row["level"] == "unranked"
                else f"đạt {level_name(row['level'], language)}"
            )
            parts.append(f"{count} đơn vị {reach} ({'chiếm ' if index == 0 else ''}{part})")
    counts = listed(parts, language)
    return f"Among {at}: {counts}." if english else f"Đối với {at}: có {counts}."


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
