"""Sentences written from the engine's results, in Vietnamese and English: reasons, levels, the conference.

Reasons come as data ({"code", "facts"}, numbers as text); nothing is computed here but the form of a number.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from thangdo.faces.look.numbers import percent, share, short

Facts = Mapping[str, Any]

LEVELS = {"unranked": ("không xếp hạng", "unranked")}
STATUSES = {
    "ok": ("có điểm", "scored"),
    "not-applicable": ("không áp dụng", "not applicable"),
    "not-answered": ("chưa trả lời", "not answered"),
    "not-measured": ("chưa đo được", "not measured"),
    "below-coverage": ("thiếu số liệu để tính điểm", "too little data for a score"),
}
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


def _pick(pair: tuple[str, str], language: str) -> str:
    return pair[1] if language == "en" else pair[0]


def level_name(level: str, language: str) -> str:
    """ "IV" -> «mức IV» / "level IV"; "unranked" -> «không xếp hạng»."""
    if level in LEVELS:
        return _pick(LEVELS[level], language)
    return _pick((f"mức {level}", f"level {level}"), language)


def status_name(status: str, language: str) -> str:
    """The word for a kind of missing (or for a score)."""
    return _pick(STATUSES.get(status, (status, status)), language)


def tier_name(tier: str, language: str) -> str:
    """The tier in the plural, as in the head of a table."""
    return _pick(TIERS.get(tier, (tier, tier)), language)


def office_name(name: str, tier: str, language: str) -> str:
    """The office of a unit as an official writes it: «UBND TP. Pleiku»; the name itself for other tiers."""
    if tier not in ("district", "commune"):
        return name
    for long, brief in (("Thành phố ", "TP. "), ("Thị xã ", "TX. ")):
        if name.startswith(long):
            name = brief + name[len(long) :]
    return f"UBND {name}" if language != "en" else f"{name} People's Committee"


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
    at = _pick(_AT_TIER.get(tier["tier"], (who, who)), language)
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
    listed = _listed(parts, language)
    return f"Among {at}: {listed}." if english else f"Đối với {at}: có {listed}."


def _listed(parts: Sequence[str], language: str) -> str:
    if len(parts) < 2:
        return "".join(parts)
    last = " and " if language == "en" else ", "
    return ", ".join(parts[:-1]) + last + parts[-1]


# --- reasons -----------------------------------------------------------------------------------------------


def _share_of(facts: Facts, key: str, language: str) -> str:
    return share(facts.get(key), language, 2)


def sentence(why: Mapping[str, Any] | None, language: str) -> str:
    """One sentence that says how a number came about, or why there is none; "" for no reason."""
    if not why:
        return ""
    facts: Facts = why.get("facts") or {}
    code = str(why.get("code"))
    said = _SENTENCES.get(code)
    if said is None:
        return code
    fill = {key: _fact(key, value, language) for key, value in facts.items()}
    fill["pct"] = _share_of(facts, "ratio", language) if "ratio" in facts else ""
    for key in ("full_at", "sum", "mean", "coverage", "needed"):
        if key in facts and code in _SHARES.get(key, ()):
            fill[key] = _share_of(facts, key, language)
    return _pick(said, language).format_map(_Gaps(fill))


class _Gaps(dict[str, str]):
    """A fact that is not there is written as a dash."""

    def __missing__(self, key: str) -> str:
        return "–"


_SHARES = {
    "full_at": ("ratio-full-at", "ratio-full-at-down"),
    "sum": ("complement",),
    "mean": ("survey",),
    "coverage": ("below-coverage",),
    "needed": ("below-coverage",),
}
_WORDS = {"tier": ("cùng cấp", "of the same tier"), "all": ("tất cả đơn vị", "of all units")}


def _fact(key: str, value: Any, language: str) -> str:
    if value is None:
        return "–"
    if key == "among":
        return _pick(_WORDS.get(str(value), (str(value), str(value))), language)
    if key == "status":
        return status_name(str(value), language)
    if key in ("input", "node", "failed", "formula", "chosen", "level", "table", "reason", "vi", "en", "how"):
        return str(value)
    if isinstance(value, list):
        return _listed([str(item) for item in value], language) if value else "–"
    if isinstance(value, dict):
        return ", ".join(f"{name} = {item}" for name, item in value.items())
    try:
        return short(value, language, 4)
    except ValueError:
        return str(value)


_SENTENCES: dict[str, tuple[str, str]] = {
    "value": ("Điểm lấy nguyên từ số liệu được cung cấp.", "The points are taken as supplied."),
    "ratio": (
        "{part} trên {whole} là {pct}, nhân với {maximum} điểm.",
        "{part} of {whole} is {pct}, times {maximum} points.",
    ),
    "ratio-down": (
        "{part} trên {whole} là {pct}; phần còn lại được nhân với {maximum} điểm.",
        "{part} of {whole} is {pct}; what is left is multiplied by {maximum} points.",
    ),
    "ratio-full-at": (
        "{part} trên {whole} là {pct}; từ {full_at} được đủ {maximum} điểm, dưới mức đó tính theo tỷ lệ.",
        "{part} of {whole} is {pct}; from {full_at} on it is the full {maximum} points, below in proportion.",
    ),
    "ratio-full-at-down": (
        "{part} trên {whole} là {pct}; phần còn lại từ {full_at} trở lên được đủ {maximum} điểm.",
        "{part} of {whole} is {pct}; with {full_at} left it is the full {maximum} points.",
    ),
    "complement": (
        "Tổng tỷ lệ bị trừ là {sum}; phần còn lại đến 100% nhân với {maximum} điểm.",
        "{sum} is deducted; what is left of 100% is multiplied by {maximum} points.",
    ),
    "zero-tolerance-met": ("Không có trường hợp nào trong kỳ: đủ điểm.", "None in the period: full points."),
    "zero-tolerance-broken": (
        "Có {count} trường hợp trong kỳ, chỉ một trường hợp cũng không được điểm.",
        "{count} in the period; a single one is enough to get nothing.",
    ),
    "steps": ("Đạt {value}, từ mốc {bound} trở lên.", "{value} reached, in the step from {bound} on."),
    "steps-down": ("Đạt {value}, không quá mốc {bound}.", "{value}, not over the step of {bound}."),
    "steps-none": (
        "Đạt {value}, chưa đến mốc thấp nhất là {bound}.",
        "{value}, short of the lowest step, {bound}.",
    ),
    "choice": ("Phương án đã chọn: {chosen}.", "The option chosen: {chosen}."),
    "checklist": (
        "Có {count} trong {of} nội dung; còn thiếu: {absent}.",
        "{count} of {of} are there; missing: {absent}.",
    ),
    "checklist-best": (
        "Có {count} trong {of} nội dung; tính theo nội dung cao nhất.",
        "{count} of {of} are there; the best one counts.",
    ),
    "scale": ("Đạt thang {step} điểm.", "The step of {step} points is reached."),
    "scale-none": (
        "Chưa đạt thang điểm nào; điều kiện chưa đạt: {failed} (hiện là {had}).",
        "No step is reached; the condition {failed} fails (it is {had}).",
    ),
    "gate-passed": ("Đạt tất cả các điều kiện.", "All conditions hold."),
    "gate-failed": (
        "Không đạt điều kiện {failed} (hiện là {had}).",
        "The condition {failed} fails (it is {had}).",
    ),
    "weighted-sum": (
        "Cộng các phần {parts} điểm, tối đa {cap}.",
        "The parts {parts} are added up, at most {cap}.",
    ),
    "survey": (
        "Mức trung bình của {n} phiếu trả lời là {mean}.",
        "The mean of {n} replies is {mean}.",
    ),
    "best": (
        "Đạt {value}; mức tốt nhất ({among}) là {best}.",
        "{value}; the best ({among}) is {best}.",
    ),
    "min-max": (
        "Đạt {value} trong khoảng từ {low} đến {high}.",
        "{value} between {low} and {high}.",
    ),
    "min-max-down": (
        "Đạt {value} trong khoảng từ {low} đến {high}; càng thấp càng tốt.",
        "{value} between {low} and {high}; less is better.",
    ),
    "z-score": (
        "Đạt {value}; trung bình {average}, độ lệch chuẩn {deviation}.",
        "{value}; the average is {average}, the standard deviation {deviation}.",
    ),
    "rank": ("Đạt {value}, đứng thứ {rank} trong {of}.", "{value}, {rank} of {of}."),
    "percentile": ("Đạt {value}, đứng thứ {rank} trong {of}.", "{value}, {rank} of {of}."),
    "distance": (
        "Đạt {value} trên đường từ {start} đến mục tiêu {target}.",
        "{value} on the way from {start} to the target {target}.",
    ),
    "formula": ("Công thức {formula} cho kết quả {value}.", "The formula {formula} gives {value}."),
    "observed": ("Tính trên {n} quan sát.", "From {n} observations."),
    "blend": (
        "Tính trên {n} quan sát, có {parts} trong {of} thành phần.",
        "From {n} observations; {parts} of {of} parts are present.",
    ),
    "empty-full": (
        "Không phát sinh nên được đủ điểm theo quy định của bộ tiêu chí.",
        "Nothing occurred, which this edition gives full points.",
    ),
    "empty-zero": (
        "Không phát sinh nên không có điểm theo quy định của bộ tiêu chí.",
        "Nothing occurred, which this edition gives no points.",
    ),
    "empty-last-year": (
        "Không phát sinh, lấy điểm năm trước.",
        "Nothing occurred; last year's points are taken.",
    ),
    "empty-no-last-year": (
        "Không phát sinh và không có điểm năm trước nên không áp dụng.",
        "Nothing occurred and there are no points of last year: not applicable.",
    ),
    "empty-not-applicable": (
        "Không phát sinh nên không áp dụng.",
        "Nothing occurred: not applicable.",
    ),
    "missing-input": (
        "Thiếu số liệu «{input}».",
        "The input “{input}” is missing.",
    ),
    "uncomputable": ("Không tính được: {reason}.", "It cannot be computed: {reason}."),
    "sum": (
        "Cộng điểm của {parts} trong {of} thành phần.",
        "The points of {parts} of {of} parts are added up.",
    ),
    "mean": (
        "Trung bình có trọng số của {parts} trong {of} thành phần.",
        "The weighted mean of {parts} of {of} parts.",
    ),
    "geometric": (
        "Trung bình nhân có trọng số của {parts} trong {of} thành phần.",
        "The weighted geometric mean of {parts} of {of} parts.",
    ),
    "harmonic": (
        "Trung bình điều hòa có trọng số của {parts} trong {of} thành phần.",
        "The weighted harmonic mean of {parts} of {of} parts.",
    ),
    "generalised": (
        "Trung bình lũy thừa có trọng số của {parts} trong {of} thành phần.",
        "The weighted power mean of {parts} of {of} parts.",
    ),
    "minimum": ("Lấy điểm thấp nhất của {of} thành phần.", "The lowest of {of} parts."),
    "roll-up": ("Tổng hợp từ {facets} trong {of} phần.", "Rolled up from {facets} of {of} facets."),
    "propagated": (
        "Không có điểm vì «{node}» không có điểm.",
        "No score, because “{node}” has none.",
    ),
    "no-parts": ("Không có thành phần nào có điểm.", "No part has a score."),
    "no-weight": ("Các thành phần có điểm đều không có trọng số.", "The parts with a score carry no weight."),
    "below-coverage": (
        "Chỉ có {coverage} số liệu, cần ít nhất {needed}.",
        "Only {coverage} of the data is there; at least {needed} is needed.",
    ),
    "left-out": ("{vi}", "{en}"),
    "no-score": ("Không có điểm: {status}.", "No score: {status}."),
    "no-gate": (
        "Chưa đạt điều kiện của mức {level}: {nodes}.",
        "The conditions of level {level} are not met: {nodes}.",
    ),
    "level-published-only": (
        "Chỉ mức xếp loại được công bố; điểm và lý do không được công bố.",
        "Only the level was published; points and reasons were not.",
    ),
}

CODES = frozenset(_SENTENCES)
