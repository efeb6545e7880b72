"""The charts of a conference as slides: 16:9, SVG and PNG of 1920 x 1080, in one zip.

Each has a sentence as its title, its source and its day. Scores come as `Decimal`; floats only draw.
"""

from __future__ import annotations

import copy
import io
import re
import textwrap
import unicodedata
import zipfile
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from thangdo.records.documents import charts
from thangdo.records.documents.official.word import packed
from thangdo.records.documents.official.words import in_figures, number, share

WIDTH, HEIGHT = 960, 540  # drawn at twice the size
LARGER = 1.3  # letters, for a projector
A_PAGE = 20  # bars of one slide
ENDS = 12  # of a tier too large to show whole: so many from the top, so many from the bottom
WHOLE = 2 * A_PAGE  # units of a tier that is shown whole
STEPS = ("unranked", "I", "II", "III", "IV")
STEP_NAMES = {"unranked": "Không xếp hạng", **{step: f"Mức {step}" for step in STEPS[1:]}}


@dataclass(frozen=True)
class SlideUnit:
    """A unit and its result. level: "I" to "IV", "" for none; before: last year's score, None where none.

    ranked: whether it has a rank; None: who has a level has one.
    """

    name: str
    score: Decimal | None
    level: str
    before: Decimal | None = None
    ranked: bool | None = None

    @property
    def stands_apart(self) -> bool:
        """Whether it is shown without a rank."""
        return not (bool(self.level) if self.ranked is None else self.ranked)


@dataclass(frozen=True)
class SlideTier:
    """The units of a tier that have a result, best first; not_returned: how many others sent nothing."""

    tier: str
    units: tuple[SlideUnit, ...]
    not_returned: int = 0


@dataclass(frozen=True)
class WeakCell:
    """How many units of a tier are below the gate of a criterion."""

    criterion: str
    tier: str
    below: int
    units: int


@dataclass(frozen=True)
class SlideData:
    """What the slides show. subject: `mức độ chính quyền điện tử năm 2018`; source without its day."""

    subject: str
    source: str
    day: date
    tiers: tuple[SlideTier, ...]
    weak: tuple[WeakCell, ...] = ()
    year: str = ""
    year_before: str = ""


@dataclass(frozen=True)
class Slide:
    """One slide before it is drawn: its file name without ending, its title, its chart."""

    name: str
    title: str
    spec: charts.Spec


def slide_zip(data: SlideData) -> bytes:
    """All slides as SVG and PNG. The same data gives the same bytes; raises charts.ChartError."""
    slides = slides_of(data)
    source = f"Nguồn: {data.source}; ngày {in_figures(data.day)}."
    ready = [(slide.name, _for_slide(slide.spec, slide.title, source)) for slide in slides]
    charts.draw_many([(spec, ending, "vi") for _, spec in ready for ending in ("svg", "png")])
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for place, (name, spec) in enumerate(ready, start=1):
            for ending in ("svg", "png"):
                content = charts.drawing(spec, ending, "vi").read_bytes()
                archive.writestr(
                    f"{place:02d}-{name}.{ending}", _full(content) if ending == "svg" else content
                )
    return packed(out.getvalue())


def slides_of(data: SlideData) -> list[Slide]:
    """The slides in the order in which they are shown; a part without anything to show has none."""
    tiers = [tier for tier in data.tiers if tier.units]
    slides = [_all_tiers(data, tiers)] if len(tiers) > 1 else []
    for tier in tiers:
        slides += [_ladder(data, tier), *_ranked(data, tier), *_movement(data, tier)]
    return [*slides, *_weak(data)]


def _counts(tier: SlideTier) -> dict[str, int]:
    levels = [unit.level or "unranked" for unit in tier.units]
    return {step: levels.count(step) for step in STEPS}


def _all_tiers(data: SlideData, tiers: Sequence[SlideTier]) -> Slide:
    rows: list[dict[str, object]] = []
    for tier in tiers:
        sofar, whole = 0, len(tier.units)
        for step, count in _counts(tier).items():
            if not count:
                continue
            start, sofar = sofar / whole, sofar + count
            end = sofar / whole
            name = "Không xếp hạng" if step == "unranked" else step
            label = (
                f"{name}: {count}"
                if end - start > (0.2 if step == "unranked" else 0.08)
                else name
                if step != "unranked" and end - start > 0.03
                else ""
            )
            rows.append({"tier": tier.tier, "level": step, "from": start, "to": end, "label": label})
            rows[-1] |= {"middle": (start + end) / 2, "said": STEP_NAMES[step]}
    ranked = sum(1 for tier in tiers for unit in tier.units if unit.level)
    total = sum(len(tier.units) for tier in tiers)
    title = f"{number(ranked)}/{number(total)} đơn vị được xếp mức ({share(ranked, total)}): {data.subject}"
    title += _silent(sum(tier.not_returned for tier in tiers))
    return Slide("bac-thang-cac-cap", title, charts.bind("distribution", rows, {"x": "Tỷ lệ đơn vị"}))


def _silent(units: int) -> str:
    """How many units are not on a slide because they sent nothing; nothing where all did."""
    return f"; {number(units)} đơn vị không gửi kết quả tự đánh giá" if units else ""


def _ladder(data: SlideData, tier: SlideTier) -> Slide:
    counts, whole = _counts(tier), len(tier.units)
    rows = [
        {
            "level": step,
            "name": STEP_NAMES[step],
            "count": count,
            "label": f"{number(count)} ({share(count, whole)})",
        }
        for step, count in counts.items()
    ]
    top = next((step for step in reversed(STEPS[1:]) if counts[step]), "")
    said = f"{counts[top]}/{whole} đơn vị đạt mức {top}, " if top else ""
    title = f"{tier.tier}: {said}{counts['unranked']}/{whole} đơn vị không xếp hạng"
    title += _silent(tier.not_returned)
    spec = charts.bind("ladder", rows, {"y": "Số đơn vị"})
    _scale(spec, "y", 0, max(counts.values()) * 1.15)
    return Slide(f"bac-thang-{_ascii(tier.tier)}", title, spec)


def _ranked(data: SlideData, tier: SlideTier) -> list[Slide]:
    units = [unit for unit in tier.units if unit.score is not None]
    name, words = f"xep-hang-{_ascii(tier.tier)}", {"x": "Điểm", "name": "Đơn vị"}
    if not units:
        return []
    if len(units) > WHOLE:
        parts = [
            (f"{ENDS} đơn vị đầu bảng trong {len(units)} đơn vị", units[:ENDS]),
            (f"{ENDS} đơn vị cuối bảng trong {len(units)} đơn vị", units[-ENDS:]),
        ]
    else:
        page_size = -(-len(units) // -(-len(units) // A_PAGE))
        pages = [units[at : at + page_size] for at in range(0, len(units), page_size)]
        ends = [sum(map(len, pages[: place + 1])) for place in range(len(pages))]
        parts = [
            (
                f"đơn vị thứ {end - len(page) + 1} đến {end}"
                if len(pages) > 1
                else f"{end} đơn vị theo điểm",
                page,
            )
            for end, page in zip(ends, pages, strict=True)
        ]
    top = max(float(unit.score or 0) for unit in units)
    slides = []
    for place, (said, page) in enumerate(parts, start=1):
        rows: list[dict[str, object]] = []
        for shown, unit in zip(_apart([unit.name for unit in page]), page, strict=True):
            assert unit.score is not None
            stands = f"mức {unit.level}" if unit.level else "không xếp hạng" if unit.stands_apart else ""
            label = f"{number(unit.score)} – {stands}" if stands else number(unit.score)
            rows.append({"name": shown, "value": float(unit.score), "label": label, "own": 0})
            rows[-1]["apart"] = int(unit.stands_apart)
        spec = charts.bind("ranking", rows, words)
        _scale(spec, "x", 0, top * 1.35)
        slides.append(Slide(f"{name}-{place}", f"{tier.tier}: {said}, điểm {data.subject}", spec))
    return slides


def _movement(data: SlideData, tier: SlideTier) -> list[Slide]:
    both = [(u, u.score - u.before) for u in tier.units if u.score is not None and u.before is not None]
    if not both:
        return []
    up, down = sum(1 for _, by in both if by > 0), sum(1 for _, by in both if by < 0)
    title = f"{tier.tier}: {up} đơn vị tăng điểm, {down} giảm, {len(both) - up - down} giữ nguyên"
    if data.year_before and data.year:
        title += f" (năm {data.year} so với năm {data.year_before})"
    if len(both) > A_PAGE:
        both = sorted(both, key=lambda one: (-abs(one[1]), one[0].name))[:A_PAGE]
        title += f"; {A_PAGE} đơn vị thay đổi nhiều nhất"
    both.sort(key=lambda one: (-one[1], one[0].name))
    rows: list[dict[str, object]] = []
    for shown, (unit, by) in zip(_apart([unit.name for unit, _ in both]), both, strict=True):
        assert unit.score is not None and unit.before is not None
        word = "tăng" if by > 0 else "giảm" if by < 0 else "không đổi"
        label = f"{word} {number(abs(by))}" if by else word
        rows.append({"name": shown, "before": float(unit.before), "after": float(unit.score), "label": label})
        rows[-1]["up"] = (by > 0) - (by < 0)
    old, new = (f"năm {data.year_before}", f"năm {data.year}") if data.year_before else ("kỳ trước", "kỳ này")
    told = f"Điểm (vòng trắng: {old}; chấm xanh: {new})"
    spec = charts.bind("movement", rows, {"x": told})
    ends = [float(score) for unit, _ in both for score in (unit.score, unit.before) if score is not None]
    room = (max(ends) - min(ends)) * 0.2 or 1
    _scale(spec, "x", min(ends) - room, max(ends) + room)
    return [Slide(f"thay-doi-{_ascii(tier.tier)}", title, spec)]


def _weak(data: SlideData) -> list[Slide]:
    names = list(dict.fromkeys(cell.criterion for cell in data.weak))
    if not names:
        return []
    worst = sorted(names, key=lambda name: (-sum(c.below for c in data.weak if c.criterion == name), name))
    shown = worst[: A_PAGE - 4]
    rows: list[dict[str, object]] = []
    cells = sorted(
        (cell for cell in data.weak if cell.criterion in shown), key=lambda c: shown.index(c.criterion)
    )
    for cell in cells:
        part = cell.below / cell.units if cell.units else 0.0
        label = f"{number(cell.below)}/{number(cell.units)}" if cell.units else "–"
        said = "\n".join(_lines(cell.criterion, 44))
        rows.append({"criterion": said, "tier": cell.tier, "share": part, "label": label})
        rows[-1]["dark"] = int(part > 0.62)
    few = (
        f"{len(shown)} tiêu chí có nhiều đơn vị chưa đạt nhất"
        if len(names) > len(shown)
        else "Số đơn vị chưa đạt"
    )
    title = f"{few} điều kiện theo tiêu chí và cấp: {data.subject}"
    return [Slide("noi-dung-con-yeu", title, charts.bind("heat", rows))]


def _apart(names: Sequence[str]) -> list[str]:
    """Names of which none is drawn on another: the second of the same name says so."""
    seen: dict[str, int] = {}
    found = []
    for name in names:
        seen[name] = seen.get(name, 0) + 1
        found.append(name if seen[name] == 1 else f"{name} ({seen[name]})")
    return found


def _scale(spec: charts.Spec, axis: str, low: float, high: float) -> None:
    """The same scale on every page of a tier, with room for the words beside what is drawn."""
    for layer in spec["layer"]:
        if axis in layer["encoding"]:
            layer["encoding"][axis]["scale"] = {"domain": [low, high if high > low else low + 1]}


def _for_slide(spec: charts.Spec, title: str, source: str) -> charts.Spec:
    """The chart at the size of a slide, with its title, source and day."""
    alone: charts.Spec = _larger(copy.deepcopy(spec))
    alone |= {"width": WIDTH, "height": HEIGHT, "padding": 28}
    alone["autosize"] = {"type": "fit", "contains": "padding"}
    alone["config"]["title"] |= {"fontSize": 23, "subtitleFontSize": 14, "offset": 20}
    alone["title"] = {"text": _lines(title, 70), "subtitle": _lines(source, 120)}
    alone["config"].pop("padding", None)
    return alone


def _larger(part: Any) -> Any:
    """The same with letters for a projector."""
    if isinstance(part, dict):
        return {
            key: round(value * LARGER)
            if key in ("fontSize", "labelFontSize", "titleFontSize")
            else _larger(value)
            for key, value in part.items()
        }
    return [_larger(value) for value in part] if isinstance(part, list) else part


def _lines(text: str, width: int) -> list[str]:
    """A text in as few lines as it needs, all about as long: no last line of one word."""
    lines = textwrap.wrap(text, width) or [""]
    while width > 20 and len(narrower := textwrap.wrap(text, width - 1)) == len(lines):
        lines, width = narrower, width - 1
    return lines


def _full(svg: bytes) -> bytes:
    """The SVG at 1920 x 1080; what is drawn stays within its own measure."""
    text = svg.decode("utf-8")
    for side, size in (("width", 2 * WIDTH), ("height", 2 * HEIGHT)):
        text = re.sub(rf'(<svg[^>]*?\s){side}="[^"]*"', rf'\g<1>{side}="{size}"', text, count=1)
    return text.encode("utf-8")


def _ascii(text: str) -> str:
    """A part of a file name: `Sở, ban, ngành` -> `so-ban-nganh`."""
    bare = unicodedata.normalize("NFD", text.replace("đ", "d").replace("Đ", "D"))
    return re.sub(r"[^a-z0-9]+", "-", bare.encode("ascii", "ignore").decode().lower()).strip("-")
