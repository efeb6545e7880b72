"""The chart specifications, drawn up once with Altair: no data in them, and blanks like {x} for the words.

Only the helper process (`draw.py`) imports Altair. A page fills a specification with rows (`charts.bind`).
Every row holds what is drawn as numbers and what is read as ready-made text.
"""

from __future__ import annotations

from typing import Any

import altair as alt

INK, SOFT, LINE, ACCENT = "#14212b", "#4b5a66", "#d9e0e5", "#0f4c8a"
# The ladder scale of the pages (faces/look/static/look/base.css); a test holds the two together.
LEVELS = {
    "I": ("#cfe8e4", "#4f8f92", INK),
    "II": ("#7cc4ce", "#2f7f90", INK),
    "III": ("#2475a3", "#2475a3", "#ffffff"),
    "IV": ("#133c73", "#133c73", "#ffffff"),
    "unranked": ("#ffffff", SOFT, INK),
}
FONT = "Be Vietnam Pro"
BAR = LEVELS["II"][0]


def _finish(chart: Any, height: Any) -> dict[str, Any]:
    """The frame that all charts share: the font, quiet axes, no border; the width of the page."""
    text = {"labelFont": FONT, "titleFont": FONT, "labelFontSize": 13, "titleFontSize": 13}
    return (  # type: ignore[no-any-return]
        chart.properties(
            width="container",
            height=height,
            background="white",
            autosize={"type": "fit-x", "contains": "padding"},
        )
        .configure_view(stroke=None)
        .configure(font=FONT, padding={"left": 4, "right": 12, "top": 8, "bottom": 4})
        .configure_axis(
            **text,
            labelColor=INK,
            titleColor=SOFT,
            titleFontWeight=400,
            gridColor=LINE,
            domain=False,
            ticks=False,
            labelPadding=8,
            titlePadding=10,
            labelLimit=320,
        )
        .configure_title(
            font=FONT,
            fontSize=17,
            fontWeight=600,
            color=INK,
            anchor="start",
            frame="bounds",
            offset=16,
            subtitleFont=FONT,
            subtitleFontSize=12,
            subtitleColor=SOFT,
            subtitlePadding=6,
        )
        .to_dict()
    )


def _rows() -> Any:
    return alt.Data(name="rows")


def distribution() -> dict[str, Any]:
    """Units over the ladder, one bar per tier. Rows: tier, level, from, to, middle (0..1), label."""
    scale = list(LEVELS)
    base = alt.Chart(_rows()).encode(y=alt.Y("tier:N", sort=None, title=None, axis=alt.Axis(labelLimit=320)))
    bars = base.mark_bar(height=38, strokeWidth=1.5).encode(
        x=alt.X(
            "from:Q", title="{x}", axis=alt.Axis(format="%", tickCount=5), scale=alt.Scale(domain=[0, 1])
        ),
        x2="to:Q",
        fill=alt.Fill(
            "level:N", scale=alt.Scale(domain=scale, range=[LEVELS[k][0] for k in scale]), legend=None
        ),
        stroke=alt.Stroke(
            "level:N", scale=alt.Scale(domain=scale, range=[LEVELS[k][1] for k in scale]), legend=None
        ),
        tooltip=[alt.Tooltip("tier:N", title="{tier}"), alt.Tooltip("said:N", title="{level}")],
    )
    words = base.mark_text(font=FONT, fontSize=13, fontWeight=600).encode(
        x="middle:Q",
        text="label:N",
        color=alt.Color(
            "level:N", scale=alt.Scale(domain=scale, range=[LEVELS[k][2] for k in scale]), legend=None
        ),
    )
    chart = (bars + words).resolve_scale(color="independent")
    return _finish(chart, alt.Step(58))


def ranking() -> dict[str, Any]:
    """Bars in the order of the rows. Rows: name, value, label, own (0 or 1), order; apart (1):
    drawn as an outline, for what is shown and not ranked."""
    base = alt.Chart(_rows()).encode(
        y=alt.Y("name:N", sort=None, title=None, axis=alt.Axis(labelLimit=300)),
        x=alt.X("value:Q", title="{x}", axis=alt.Axis(tickCount=5), scale=alt.Scale(zero=True, nice=True)),
    )
    bars = base.mark_bar(height={"band": 0.72}).encode(
        color=alt.condition("datum.own == 1", alt.value(ACCENT), alt.value(BAR)),
        tooltip=[alt.Tooltip("name:N", title="{name}"), alt.Tooltip("label:N", title="{x}")],
    )
    apart = base.transform_filter("datum.apart == 1").mark_bar(
        height={"band": 0.72}, fill="white", stroke=SOFT, strokeWidth=1.5, strokeDash=[4, 3]
    )
    words = base.mark_text(font=FONT, fontSize=12, align="left", dx=5, color=INK).encode(text="label:N")
    return _finish(bars + apart + words, alt.Step(24))


def peers() -> dict[str, Any]:
    """One unit among its peers. Rows: part, order, least, lower, median, upper, most, own (0..1), label."""
    base = alt.Chart(_rows()).encode(y=alt.Y("part:N", sort=None, title=None, axis=alt.Axis(labelLimit=320)))
    axis: dict[str, Any] = {
        "title": "{x}",
        "axis": alt.Axis(format="%", tickCount=5),
        "scale": alt.Scale(domain=[0, 1]),
    }
    whole = base.mark_rule(strokeWidth=2, color=LEVELS["II"][1]).encode(
        x=alt.X("least:Q", **axis), x2="most:Q"
    )
    half = base.mark_bar(height=16, color=LEVELS["I"][0], stroke=LEVELS["I"][1], strokeWidth=1).encode(
        x=alt.X("lower:Q", **axis), x2="upper:Q"
    )
    median = base.mark_tick(thickness=3, size=26, color=INK).encode(x=alt.X("median:Q", **axis))
    own = base.mark_point(
        shape="diamond", size=190, filled=True, color=ACCENT, stroke="white", strokeWidth=1.5, opacity=1
    ).encode(
        x=alt.X("own:Q", **axis),
        tooltip=[alt.Tooltip("part:N", title="{part}"), alt.Tooltip("label:N", title="{x}")],
    )
    words = base.mark_text(font=FONT, fontSize=13, fontWeight=600, dy=-21, color=ACCENT).encode(
        x=alt.X("own:Q", **axis), text="label:N"
    )
    return _finish(whole + half + median + own + words, alt.Step(64))


def compare() -> dict[str, Any]:
    """Units side by side, by part. Rows: part, order, unit, unit_order, share (0..1), label, own."""
    base = alt.Chart(_rows()).encode(
        y=alt.Y(
            "part:N",
            sort=None,
            title=None,
            axis=alt.Axis(labelLimit=200),
            scale=alt.Scale(paddingInner=0.28),
        ),
        yOffset=alt.YOffset("unit:N", sort=None),
        x=alt.X(
            "share:Q", title="{x}", axis=alt.Axis(format="%", tickCount=5), scale=alt.Scale(domain=[0, 1])
        ),
    )
    bars = base.mark_bar(height={"band": 0.82}).encode(
        color=alt.condition("datum.own == 1", alt.value(ACCENT), alt.value(BAR)),
        tooltip=[
            alt.Tooltip("unit:N", title="{unit}"),
            alt.Tooltip("part:N", title="{part}"),
            alt.Tooltip("label:N", title="{x}"),
        ],
    )
    inside = base.mark_text(font=FONT, fontSize=12, align="left", dx=6, color=INK).encode(text="label:N")
    return _finish(bars + inside, alt.Step(22, **{"for": "offset"}))


def series() -> dict[str, Any]:
    """One index through time. Rows: at (ISO day), value, label, run (a line per unbroken run), kind."""
    base = alt.Chart(_rows()).encode(
        x=alt.X(
            "at:T",
            title=None,
            axis=alt.Axis(
                format="{format}", values=["{values}"], grid=False, labelFlush=False, labelOverlap=True
            ),
            scale=alt.Scale(padding=56),
        ),
        y=alt.Y(
            "value:Q",
            title="{y}",
            axis=alt.Axis(tickCount=5),
            scale=alt.Scale(zero=False, nice=True, padding=30),
        ),
    )
    line = (
        base.transform_filter("datum.kind == 'value'")
        .mark_line(strokeWidth=2.5, color=ACCENT)
        .encode(detail="run:N")
    )
    points = (
        base.transform_filter("datum.kind == 'value'")
        .mark_point(size=80, filled=True, color=ACCENT, opacity=1)
        .encode(tooltip=[alt.Tooltip("when:N", title="{when}"), alt.Tooltip("label:N", title="{y}")])
    )
    breaks = (
        alt.Chart(_rows())
        .transform_filter("datum.kind == 'break'")
        .mark_rule(strokeDash=[5, 4], color=SOFT, strokeWidth=1.5)
        .encode(x="at:T")
    )
    words = (
        base.transform_filter("datum.kind == 'value'")
        .mark_text(font=FONT, fontSize=12, dy=-16, color=INK)
        .encode(text="label:N")
    )
    return _finish(breaks + line + points + words, 280)


def ladder() -> dict[str, Any]:
    """The units of one tier on the ladder, a column per level. Rows: level, name, count, label."""
    scale = list(LEVELS)
    base = alt.Chart(_rows()).encode(
        x=alt.X("name:N", sort=None, title=None, axis=alt.Axis(labelAngle=0, grid=False)),
        y=alt.Y("count:Q", title="{y}", axis=alt.Axis(tickCount=4, tickMinStep=1, format="d")),
    )
    columns = base.mark_bar(width={"band": 0.7}, strokeWidth=1.5).encode(
        fill=alt.Fill(
            "level:N", scale=alt.Scale(domain=scale, range=[LEVELS[k][0] for k in scale]), legend=None
        ),
        stroke=alt.Stroke(
            "level:N", scale=alt.Scale(domain=scale, range=[LEVELS[k][1] for k in scale]), legend=None
        ),
    )
    words = base.mark_text(font=FONT, fontSize=14, fontWeight=600, dy=-12, color=INK).encode(text="label:N")
    return _finish(columns + words, 320)


def movement() -> dict[str, Any]:
    """Each unit's score of two years, joined. Rows: name, before, after, label, up (1, 0 or -1)."""
    base = alt.Chart(_rows()).encode(y=alt.Y("name:N", sort=None, title=None, axis=alt.Axis(labelLimit=300)))
    x: dict[str, Any] = {
        "title": "{x}",
        "axis": alt.Axis(tickCount=5),
        "scale": alt.Scale(zero=False, nice=True, padding=40),
    }
    line = base.mark_rule(strokeWidth=3, color=BAR).encode(x=alt.X("before:Q", **x), x2="after:Q")
    old = base.mark_point(
        size=90, filled=True, color="white", stroke=SOFT, strokeWidth=1.5, opacity=1
    ).encode(x=alt.X("before:Q", **x))
    new = base.mark_point(size=110, filled=True, color=ACCENT, opacity=1).encode(x=alt.X("after:Q", **x))
    style: dict[str, Any] = {"font": FONT, "fontSize": 12, "color": INK}
    right = (
        base.transform_filter("datum.up >= 0")
        .mark_text(align="left", dx=10, **style)
        .encode(x=alt.X("after:Q", **x), text="label:N")
    )
    left = (
        base.transform_filter("datum.up < 0")
        .mark_text(align="right", dx=-10, **style)
        .encode(x=alt.X("after:Q", **x), text="label:N")
    )
    return _finish(line + old + new + right + left, alt.Step(26))


def heat() -> dict[str, Any]:
    """Where units are below the gate, criterion by tier. Rows: criterion, tier, share (0..1), label, dark."""
    base = alt.Chart(_rows()).encode(
        y=alt.Y(
            "criterion:N",
            sort=None,
            title=None,
            axis=alt.Axis(labelLimit=420, labelExpr=r"split(datum.label, '\n')"),
        ),
        x=alt.X("tier:N", sort=None, title=None, axis=alt.Axis(orient="top", labelAngle=0, labelLimit=260)),
    )
    cells = base.mark_rect(stroke="white", strokeWidth=2).encode(
        color=alt.Color(
            "share:Q",
            scale=alt.Scale(domain=[0, 1], range=["#f3f6f8", *(LEVELS[k][0] for k in ("I", "III", "IV"))]),
            legend=None,
        )
    )
    words = base.mark_text(font=FONT, fontSize=13, fontWeight=600).encode(
        text="label:N", color=alt.condition("datum.dark == 1", alt.value("white"), alt.value(INK))
    )
    return _finish(cells + words, alt.Step(30))


def all_templates() -> dict[str, dict[str, Any]]:
    """Every specification by its name."""
    makers = (distribution, ranking, peers, compare, series, ladder, movement, heat)
    return {maker.__name__: maker() for maker in makers}
