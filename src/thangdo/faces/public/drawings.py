"""The charts of the pages: which rows they draw, the sentence above them, the table behind them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from thangdo.faces.look.numbers import day, exact, number, percent, share, short
from thangdo.faces.look.templatetags.look import language
from thangdo.faces.public import labels
from thangdo.faces.public.assessments import rows
from thangdo.faces.public.pages import Chart
from thangdo.records.results.views import AssessmentView, Comparison, Overview, RowView, TierView, UnitPage

MOST_BARS = 64
NARROW = 0.09  # a part of a bar that holds its numeral only when wider than this


def drawn(value: str | None) -> float:
    """A number to draw; what is read stands beside it as text."""
    return float(exact(value or "0"))


def source(about: AssessmentView) -> str:
    """Source and date under a chart."""
    where = (about.source or about.publisher(language()) or about.title(language())).rstrip(".")
    if about.date is None:
        return _("Source: %(source)s.") % {"source": where}
    return _("Source: %(source)s. Date: %(day)s.") % {"source": where, "day": day(about.date, language())}


def of_overview(found: Overview, about: AssessmentView) -> list[Chart]:
    """The distribution over the ladder; the scores in order where they fit on a page."""
    charts = []
    if found.levels:
        charts.append(distribution(found, about))
    listed = [row for row in found.rows if row.score is not None]
    if listed and len(listed) <= MOST_BARS and not found.levels:
        charts.append(scores(listed, about))
    return charts


def distribution(found: Overview, about: AssessmentView) -> Chart:
    """How the units of each tier stand on the ladder."""
    drawn_rows: list[dict[str, Any]] = []
    cells = []
    for tier in found.tiers:
        start = 0.0
        for level in rows.lowest_first(tier):
            end = start + level.count / tier.units
            said = f"{labels.level(level.level)}: {level.count} ({percent(level.percent, language())})"
            if level.count:
                drawn_rows.append(
                    {
                        "tier": labels.tier(tier.tier),
                        "level": level.level,
                        "from": start,
                        "to": end,
                        "middle": (start + end) / 2,
                        "label": _on_bar(level.level, level.count, end - start),
                        "said": said,
                    }
                )
            cells.append(
                [
                    labels.tier(tier.tier),
                    labels.level(level.level),
                    str(level.count),
                    percent(level.percent, language()),
                ]
            )
            start = end
    return Chart(
        "distribution",
        distribution_title(found.tiers),
        _("Bars: the units of each tier divided by level. The table follows."),
        source(about),
        "distribution",
        drawn_rows,
        {"x": _("Share of the units of the tier"), "tier": _("Tier"), "level": _("Level")},
        [_("Tier"), _("Level"), _("Units"), _("Share")],
        cells,
    )


def _on_bar(level: str, count: int, width: float) -> str:
    """What fits on a part of a bar: the numeral and the count."""
    if level == "unranked":
        return (
            _("unranked · %(count)s") % {"count": count}
            if width > 0.24
            else str(count)
            if width > 0.03
            else ""
        )
    return f"{level} · {count}" if width > NARROW else level if width > 0.04 else ""


def distribution_title(tiers: Sequence[TierView]) -> str:
    """A sentence that says what the chart shows: how many of all units are on the ladder."""
    everyone = sum(tier.units for tier in tiers)
    ranked = sum(level.count for tier in tiers for level in tier.levels if level.level != "unranked")
    return ngettext(
        "%(ranked)s of %(all)s unit reaches a level; %(rest)s are unranked",
        "%(ranked)s of %(all)s units reach a level; %(rest)s are unranked",
        everyone,
    ) % {"ranked": ranked, "all": everyone, "rest": everyone - ranked}


def scores(listed: Sequence[RowView], about: AssessmentView) -> Chart:
    """Scores in order, our own unit in the accent."""
    decimals = rows.places(row.score for row in listed)
    ordered = sorted(listed, key=lambda row: -exact(row.score or "0"))
    best = ordered[0]
    own = next((row for row in ordered if rows.is_own(row)), None)
    title = _("%(unit)s has the highest score, %(score)s") % {
        "unit": best.name(language()),
        "score": number(best.score, language(), decimals),
    }
    if own is not None and own.rank:
        title = _("%(unit)s stands at rank %(rank)s of %(of)s with %(score)s") % {
            "unit": own.name(language()),
            "rank": own.rank,
            "of": own.of,
            "score": number(own.score, language(), decimals),
        }
    return ranking(
        "scores",
        title,
        source(about),
        [
            (row.name(language()), row.score, number(row.score, language(), decimals), rows.is_own(row))
            for row in ordered
        ],
        _("Score"),
        _("Unit"),
    )


def ranking(
    name: str,
    title: str,
    said_source: str,
    bars: Sequence[tuple[str, str | None, str, bool]],
    measure: str,
    head: str,
) -> Chart:
    """Bars in the given order: (name, exact value, value as read, own)."""
    drawn_rows = [
        {"name": what, "value": drawn(value), "label": label, "own": int(own), "order": place}
        for place, (what, value, label, own) in enumerate(bars)
    ]
    return Chart(
        name,
        title,
        _("Bars in order of value. The table follows."),
        said_source,
        "ranking",
        drawn_rows,
        {"x": measure, "name": head},
        [head, measure],
        [[what, label] for what, _value, label, _own in bars],
    )


def peers(page: UnitPage, parts: Sequence[Mapping[str, Any]]) -> Chart | None:
    """A unit's parts among its peers, as shares of the maximum; None where nothing can be compared."""
    drawn_rows, cells = [], []
    for place, part in enumerate(parts):
        stats, most = page.peers.get(part["node"]), part["maximum"]
        if stats is None or part["score"] is None or not most or exact(most) <= 0:
            continue
        of = exact(most)
        marks = {
            name: float(exact(getattr(stats, name)) / of)
            for name in ("least", "lower", "median", "upper", "most")
        }
        own = f"{short(part['score'], language())}/{short(most, language())}"
        drawn_rows.append(
            {
                "part": part["title"],
                "order": place,
                "own": float(exact(part["score"]) / of),
                "label": own,
                **marks,
            }
        )
        cells.append(
            [
                part["title"],
                own,
                share(exact(part["score"]) / of, language()),
                share(exact(stats.median) / of, language()),
                f"{share(exact(stats.least) / of, language())} – {share(exact(stats.most) / of, language())}",
            ]
        )
    if not drawn_rows or page.peer_count < 2:
        return None
    above = sum(1 for row in drawn_rows if row["own"] > row["median"])
    title = ngettext(
        "%(name)s is above the median of its tier in %(above)s of %(parts)s part",
        "%(name)s is above the median of its tier in %(above)s of %(parts)s parts",
        len(drawn_rows),
    ) % {"name": page.row.name(language()), "above": above, "parts": len(drawn_rows)}
    return Chart(
        "peers",
        title,
        _(
            "Each part of the unit as a share of its maximum, beside the lowest, the middle half and the "
            "highest of its tier. The table follows."
        ),
        source(page.assessment),
        "peers",
        drawn_rows,
        {"x": _("Share of the points"), "part": _("Part")},
        [_("Part"), _("Points"), _("Share"), _("Median of the tier"), _("Lowest – highest")],
        cells,
        _(
            "Diamond: this unit. Bar: the middle half of its tier. Stroke: the median. "
            "Line: lowest to highest."
        ),
    )


def comparison(found: Comparison, parts: Sequence[Any]) -> Chart | None:
    """Two to six units side by side by part, as shares of the maximum."""
    drawn_rows, cells = [], []
    for place, part in enumerate(parts):
        line = [part.title(language())]
        for order, (row, cell) in enumerate(zip(found.rows, part.cells, strict=True)):
            if cell is None or cell.score is None or not cell.maximum or exact(cell.maximum) <= 0:
                line.append(labels.status(cell.status if cell else "not-applicable"))
                continue
            said = f"{short(cell.score, language())}/{short(cell.maximum, language())}"
            line.append(said)
            drawn_rows.append(
                {
                    "part": part.title(language()),
                    "order": place,
                    "unit": row.name(language()),
                    "unit_order": order,
                    "share": float(exact(cell.score) / exact(cell.maximum)),
                    "label": f"{row.name(language())} · {said}",
                    "own": int(order == 0),
                }
            )
        cells.append(line)
    if not drawn_rows:
        return None
    return Chart(
        "compare",
        _("%(units)s, part by part") % {"units": ", ".join(row.name(language()) for row in found.rows)},
        _("Bars: for each part the share of its maximum, unit by unit. The table follows."),
        source(found.assessment),
        "compare",
        drawn_rows,
        {"x": _("Share of the points"), "unit": _("Unit"), "part": _("Part")},
        [_("Part"), *(row.name(language()) for row in found.rows)],
        cells,
    )
