"""What several papers share: units by level, what is still weak, sheets of the workbook, slides."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from functools import lru_cache
from typing import Any

from thangdo.records.documents.official import decisions as d
from thangdo.records.documents.official import reports as r
from thangdo.records.documents.official import sheets, slides
from thangdo.records.documents.workbooks import Sheet
from thangdo.records.results import queries as results
from thangdo.records.results.numbers import number
from thangdo.records.units import bodies
from thangdo.rules.index.summary import summarise
from thangdo.work.assessments.models import Campaign
from thangdo.work.assessments.paper_data import Gathered, decimal
from thangdo.work.assessments.paper_heading import TIERS, subject, year
from thangdo.work.assessments.queries import weak

FIELDS = {
    "staff": ("Nhân lực công nghệ thông tin", "Bồi dưỡng, bố trí nhân lực công nghệ thông tin"),
    "infrastructure": ("Hạ tầng kỹ thuật", "Trang bị, nâng cấp hạ tầng kỹ thuật"),
    "one-stop": ("Một cửa, một cửa liên thông", "Hoàn thiện Bộ phận Một cửa và việc giải quyết hồ sơ"),
    "procedures": ("Công khai thủ tục hành chính", "Rà soát, công khai thủ tục hành chính"),
    "other": ("Nội dung khác", "Khắc phục theo từng tiêu chí"),
}


def levels(gathered: Gathered) -> tuple[r.TierLevels, ...]:
    """How many units of each tier stand on each level; nothing where the edition has no levels."""
    if not gathered.edition.levels:
        return ()
    found = []
    for tier in gathered.campaign.tiers:
        parts = [(code, part) for code, part in gathered.parts.items() if part.tier == tier]
        had = [gathered.level(code) for code, part in parts if part.is_signed]
        one, two, three, four, none = (had.count(step) for step in ("I", "II", "III", "IV", ""))
        silent = len(parts) - len(had)
        found.append(r.TierLevels(TIERS.get(tier, tier), one, two, three, four, none, silent))
    return tuple(found)


def remarks(gathered: Gathered) -> tuple[str, ...]:
    """Where most units are still weak, field by field."""
    said = []
    for name, criteria in gathered.weak.fields.items():
        worst = max(criteria, key=lambda one: (len(one.below), one.node))
        said.append(
            f"{FIELDS[name][0]}: {len(worst.below)}/{worst.units} đơn vị chưa đạt ở tiêu chí "
            f"{worst.node} “{worst.title.vi}”."
        )
    return tuple(said)


def weak_groups(found: weak.Weak) -> tuple[d.WeakGroup, ...]:
    """Weak places as documents and workbooks show them."""
    return tuple(
        d.WeakGroup(FIELDS[name][0], tuple(map(_weak, criteria)), FIELDS[name][1])
        for name, criteria in found.fields.items()
    )


def _weak(one: weak.Criterion) -> d.WeakCriterion:
    units = tuple(
        d.WeakUnit(
            bodies.body(below.name_vi, below.tier).replace(bodies.COMMITTEE, bodies.SHORT),
            TIERS.get(below.tier, below.tier),
            _points(below.score),
            _points(below.maximum),
            _share(below.share),
        )
        for below in one.below
    )
    return d.WeakCriterion(
        one.node, one.title.vi, f"{_percent(one.gate.share)} điểm tối đa", units, one.units
    )


@lru_cache(maxsize=8192)  # thousands of units share some hundred numbers, and then also their decimals
def _points(text: str | None) -> Decimal | None:
    return None if text is None else decimal(number(text), 2, bare=True)


@lru_cache(maxsize=8192)
def _share(text: str | None) -> Decimal | None:
    return None if text is None else decimal(number(text) * 100, 1)


@lru_cache(maxsize=8192)
def _percent(share: str) -> str:
    return f"{decimal(number(share) * 100, 1, bare=True)}%".replace(".", ",")


def more_sheets(gathered: Gathered, language: str) -> list[Sheet]:
    """What stands behind the ranks and scores in the results workbook: amended answers, weak places."""
    amended = [
        sheets.Amended(one.code, one.unit, TIERS.get(one.tier, one.tier), one.answer)
        for one in gathered.amended
    ]
    return [sheets.amended_sheet(amended, language), sheets.weak_sheet(weak_groups(gathered.weak), language)]


def not_returned(gathered: Gathered, language: str) -> dict[str, list[tuple[str, str]]]:
    """Tier -> code and name of the units that did not return, which no result knows."""
    found: dict[str, list[tuple[str, str]]] = {}
    for code, part in gathered.parts.items():
        if not part.is_signed:
            found.setdefault(part.tier, []).append((code, part.unit.name(language)))
    return found


def summary(gathered: Gathered) -> dict[str, Any]:
    """Counts and percentages per tier and level, from which the conference's sentences are made."""
    edition = gathered.edition
    units = [
        (part.unit.name_vi, part.tier, gathered.final.result.levels[code].level)
        for code, part in gathered.parts.items()
        if code in gathered.final.result.levels
    ]
    return summarise(units, list(edition.levels or {}))


def slide_data(gathered: Gathered, day: date) -> slides.SlideData:
    """What the slides of the conference show."""
    campaign = gathered.campaign
    before = _scores_before(campaign)
    tiers = []
    for tier in campaign.tiers:
        of_tier = [code for code, part in gathered.parts.items() if part.tier == tier]
        codes = [code for code in of_tier if gathered.parts[code].is_signed]
        ranked = {code for code in codes if gathered.rank(code)[0]}
        codes.sort(key=lambda code: (code not in ranked, -(gathered.score(code) or 0)))
        units = tuple(
            slides.SlideUnit(
                gathered.parts[code].unit.name_vi,
                gathered.score(code),
                gathered.level(code),
                before.get(code),
                code in ranked,
            )
            for code in codes
        )
        tiers.append(slides.SlideTier(TIERS.get(tier, tier), units, len(of_tier) - len(codes)))
    cells = tuple(
        slides.WeakCell(node, TIERS.get(tier, tier), below, units)
        for (node, tier), (below, units) in gathered.weak.counted.items()
        if below
    )
    return slides.SlideData(
        subject(campaign),
        f"{campaign.title_vi}, {campaign.authority.name_vi}",
        day,
        tuple(tiers),
        cells,
        year(campaign),
        str(campaign.period_from.year - 1) if before else "",
    )


def _scores_before(campaign: Campaign) -> dict[str, Decimal]:
    if not campaign.follows:
        return {}
    try:
        rows = results.overview(campaign.follows).rows
    except results.NotFound:
        return {}
    return {row.code: decimal(number(row.score)) for row in rows if row.score}
