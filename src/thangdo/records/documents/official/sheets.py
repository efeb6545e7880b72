"""Sheets of a campaign for its results workbook: what the appraisal changed, and what is still weak.

They stand behind the sheets of ranks, scores and criteria (`faces/look/resultbook.workbook(more=…)`).
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from functools import cache

from thangdo.records.documents.cells import Share
from thangdo.records.documents.official.decisions import WeakGroup
from thangdo.records.documents.official.requests import AmendedAnswer
from thangdo.records.documents.workbooks import LONGEST, Sheet

WORDS = {
    "vi": {
        "amended": "Nội dung điều chỉnh",
        "weak": "Nội dung còn yếu",
        "code": "Mã đơn vị",
        "unit": "Đơn vị",
        "tier": "Cấp",
        "criterion": "Mã tiêu chí",
        "title": "Nội dung tiêu chí",
        "declared": "Số liệu tự đánh giá",
        "appraised": "Số liệu thẩm định",
        "before": "Điểm tự chấm",
        "after": "Điểm thẩm định",
        "change": "Thay đổi điểm",
        "reason": "Lý do điều chỉnh",
        "group": "Nhóm nội dung",
        "has": "Hiện có (% điểm tối đa)",
        "needs": "Cần đạt",
        "points": "Điểm",
        "maximum": "Điểm tối đa",
        "none": "chưa có số liệu",
        "measure": "Biện pháp khắc phục",
    },
    "en": {
        "amended": "Amended answers",
        "weak": "Weak places",
        "code": "Unit code",
        "unit": "Unit",
        "tier": "Tier",
        "criterion": "Criterion",
        "title": "Title",
        "declared": "Declared",
        "appraised": "Appraised",
        "before": "Own score",
        "after": "Appraised score",
        "change": "Change",
        "reason": "Reason",
        "group": "Group",
        "has": "Has (% of the points)",
        "needs": "Needs",
        "points": "Points",
        "maximum": "Maximum",
        "none": "no number",
        "measure": "Measure",
    },
}


@dataclass(frozen=True)
class Amended:
    """An amended answer with the unit that gave it."""

    code: str
    unit: str
    tier: str
    answer: AmendedAnswer


def _cut(text: str) -> str:
    return text if len(text) <= LONGEST else text[: LONGEST - 1] + "…"


def amended_sheet(rows: Iterable[Amended], language: str, heading: tuple[str, ...] = ()) -> Sheet:
    """A row per amended answer; a score that is not there leaves its cell blank."""
    word = WORDS[language]
    names = (
        "code",
        "unit",
        "tier",
        "criterion",
        "title",
        "declared",
        "appraised",
        "before",
        "after",
        "change",
    )
    columns = [word[name] for name in (*names, "reason")]

    def row(one: Amended) -> list[object]:
        answer = one.answer
        both = answer.before is not None and answer.after is not None
        change = answer.after - answer.before if both else None  # type: ignore[operator]
        said = [one.code, one.unit, one.tier, answer.code, answer.title]
        values = [_figure(answer.declared), _figure(answer.appraised)]
        return [*map(_cut, said), *values, answer.before, answer.after, change, _cut(answer.reason)]

    points = {word[name]: 2 for name in ("before", "after", "change")}
    widths = {word["title"]: 46, word["reason"]: 46}
    return Sheet(word["amended"], columns, [row(one) for one in rows], widths, True, points, heading, 2)


def weak_sheet(groups: Iterable[WeakGroup], language: str, heading: tuple[str, ...] = ()) -> Sheet:
    """A row per criterion and unit below its gate, by group: points and share as numbers."""
    word, share = WORDS[language], cache(lambda percent: Share(percent / 100))
    names = ("group", "criterion", "title", "unit", "tier", "needs", "has", "points", "maximum", "measure")
    rows = [
        [
            *map(_cut, (group.title, c.code, c.title, u.unit, u.tier, c.needs)),
            word["none"] if u.share is None else share(u.share),
            u.score,
            u.maximum,
            _cut(group.measure),
        ]
        for group in groups
        for c in group.criteria
        for u in c.units
    ]
    widths = {word["title"]: 46, word["measure"]: 40}
    return Sheet(word["weak"], [word[name] for name in names], rows, widths, True, heading=heading, frozen=0)


_FIGURE = re.compile(r"-?\d{1,3}(\.\d{3})*(,\d+)?%?|-?\d+(,\d+)?%?")


def _figure(text: str) -> object:
    """A value as papers write it, as a number where it is one: `1.434` is 1434, `5,7%` a share."""
    if not _FIGURE.fullmatch(text):
        return _cut(text)
    found = Decimal(text.removesuffix("%").replace(".", "").replace(",", "."))
    return Share(found / 100) if text.endswith("%") else found
