"""One sentence for every reason that the engine gives, in Vietnamese and English.

Reasons come as data ({"code", "facts"}, numbers as text); nothing is computed here but the form of a number.
Codes of nodes, inputs and options are replaced by their titles where these are given.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any

from thangdo.faces.look.numbers import share, short

STATUSES = {
    "ok": ("có điểm", "scored"),
    "not-applicable": ("không áp dụng", "not applicable"),
    "not-answered": ("chưa trả lời", "not answered"),
    "not-measured": ("chưa đo được", "not measured"),
    "below-coverage": ("thiếu số liệu để tính điểm", "too little data for a score"),
}

NOTHING = "–"
_SHARES = {  # facts that are shares 0..1, and the sentences in which they are
    "full_at": ("ratio-full-at", "ratio-full-at-down"),
    "sum": ("complement",),
    "mean": ("survey",),
    "coverage": ("below-coverage",),
    "needed": ("below-coverage",),
}
_AMONG = {"tier": ("cùng cấp", "of the same tier"), "all": ("tất cả đơn vị", "of all units")}
_TITLED = {"input", "node", "nodes", "absent", "found", "table"}
_FORMULAS = {"failed", "formula"}
_PLAIN = {"level", "vi", "en", "how"}
_SIGNS = {">=": "≥", "<=": "≤", "!=": "≠", "==": "=", "*": "×"}
_TOKEN = re.compile(r"[A-Za-z_][A-Za-z0-9_.]*|\d+(?:\.\d+)?|>=|<=|!=|==|\*")


def pick(pair: tuple[str, str], language: str) -> str:
    """The text of a pair (Vietnamese, English) in a language."""
    return pair[1] if language == "en" else pair[0]


def sentence(why: Mapping[str, Any] | None, language: str, titles: Mapping[str, str] | None = None) -> str:
    """One sentence that says how a number came about, or why there is none; "" for no reason.

    titles: node, input -> title, and "input:option" -> title of an option.
    """
    if not why:
        return ""
    facts: Mapping[str, Any] = why.get("facts") or {}
    code = str(why.get("code"))
    said = _SENTENCES.get(code)
    if said is None:
        return code
    names = titles or {}
    inputs = facts.get("inputs") or {}
    fill = {
        key: _fact(key, value, language, names, inputs) for key, value in facts.items() if key != "inputs"
    }
    fill["pct"] = share(facts["ratio"], language, 2) if facts.get("ratio") is not None else ""
    for key, codes in _SHARES.items():
        if key in facts and code in codes:
            fill[key] = share(facts[key], language, 2)
    if code.startswith("checklist") and not facts.get("absent"):
        said = _COMPLETE
    if facts.get("conditions"):
        fill["nodes"] = "; ".join(_condition(item, language, names) for item in facts["conditions"])
    parts = [said, *(also for key, also in _PARTS.items() if facts.get(key))]
    return " ".join(pick(part, language).format_map(_Gaps(fill)) for part in parts)


def _condition(need: Mapping[str, Any], language: str, titles: Mapping[str, str]) -> str:
    """One condition of a gate that fails: what was had and what was needed."""
    title = titles.get(need["node"]) or need.get(language) or need["node"]

    def amount(value: str) -> str:
        if need["unit"] == "share":
            return share(value, language, 2)
        return pick((f"{short(value, language, 4)} điểm", f"{short(value, language, 4)} points"), language)

    nothing = pick(("chưa có điểm", "has no score"), language)
    had = nothing if need["had"] is None else pick(("đạt ", "has "), language) + amount(need["had"])
    if not need["needed"] or need["needed"] == "0":
        return pick((f"«{title}» {had}, cần có điểm", f"“{title}” {had} and needs some points"), language)
    needed = amount(need["needed"])
    return pick(
        (f"«{title}» {had}, cần ít nhất {needed}", f"“{title}” {had} and needs at least {needed}"), language
    )


class _Gaps(dict[str, str]):
    """A fact that is not there is written as a dash."""

    def __missing__(self, key: str) -> str:
        return NOTHING


def _fact(key: str, value: Any, language: str, titles: Mapping[str, str], inputs: Mapping[str, Any]) -> str:
    if value is None:
        return NOTHING
    if key == "among":
        return pick(_AMONG.get(str(value), (str(value), str(value))), language)
    if key == "status":
        return pick(STATUSES.get(str(value), (str(value), str(value))), language)
    if key in _FORMULAS:
        return formula(str(value), language, titles)
    if key == "chosen":
        asked = next(iter(inputs), "")
        option = titles.get(f"{asked}:{value}")
        return quoted(option, language) if option else _yes_no(str(value), language)
    if key == "cause":
        return pick(_CAUSES.get(str(value), (str(value), str(value))), language)
    if key == "reason":
        return pick(_UNDEFINED.get(str(value), (str(value), str(value))), language)
    if key in _PLAIN:
        return str(value).rstrip(".")
    if isinstance(value, list):
        asked = next(iter(inputs), "")
        said = [_item(str(item), titles.get(f"{asked}:{item}"), titles, language) for item in value]
        return "; ".join(said) if said else NOTHING
    if key in _TITLED:
        return titles.get(str(value), str(value))
    return _number(value, language)


def quoted(title: str, language: str) -> str:
    """A title inside a sentence."""
    return pick((f"«{title}»", f"“{title}”"), language)


def _item(code: str, option: str | None, titles: Mapping[str, str], language: str) -> str:
    """One of a list: an option, a node or an input by its title; otherwise a number or word as it is."""
    title = option or titles.get(code)
    return quoted(title, language) if title else _number(code, language)


def _number(value: Any, language: str) -> str:
    """A number in the reader's form; any other word as it is."""
    text = str(value)
    try:
        return short(text, language, 4)
    except ValueError:
        return text


def _yes_no(word: str, language: str) -> str:
    return pick({"yes": ("có", "yes"), "no": ("không", "no")}.get(word, (word, word)), language)


def formula(text: str, language: str, titles: Mapping[str, str]) -> str:
    """A formula or condition with titles for inputs, and numbers and signs as a reader writes them."""

    def said(match: re.Match[str]) -> str:
        token = match.group()
        if token in _SIGNS:
            return _SIGNS[token]
        if token[0].isdigit():
            return _number(token, language)
        return quoted(titles[token], language) if token in titles else token

    return _TOKEN.sub(said, text)


def listed(parts: Sequence[str], language: str) -> str:
    """Parts one after another; in English with "and" before the last."""
    if len(parts) < 2:
        return "".join(parts)
    return ", ".join(parts[:-1]) + (" and " if language == "en" else ", ") + parts[-1]


_CAUSES = {  # of an empty denominator
    "nothing": ("Không phát sinh trong kỳ", "Nothing occurred"),
    "no-spread": ("Các đơn vị không chênh lệch nhau để so sánh", "The units compared are all alike"),
}
_UNDEFINED = {
    "root-of-negative": ("số âm không có căn bậc hai", "a negative number has no square root"),
    "logarithm-of-zero-or-less": (
        "chỉ số dương mới có lô-ga-rít",
        "only a number above zero has a logarithm",
    ),
    "negative-power-of-zero": ("số 0 không có lũy thừa âm", "zero has no negative power"),
    "broken-power-of-negative": (
        "số âm không có lũy thừa với số mũ không nguyên",
        "a negative number has no power that is not whole",
    ),
    "too-large": ("kết quả quá lớn", "the result is too large"),
    "rounding-places": (
        "số chữ số làm tròn phải là số nguyên từ 0 đến 30",
        "the places to round to must be a whole number from 0 to 30",
    ),
}
_PARTS = {  # said after the sentence of a node, where it is so
    "zeros": ("Tính 0 điểm do thiếu số liệu: {zeros}.", "Counted as zero for want of data: {zeros}."),
    "left_out": (
        "Không tính, quy đổi theo các thành phần còn lại: {left_out}.",
        "Left out, with the others taken for the whole: {left_out}.",
    ),
}
_COMPLETE = ("Có đủ {of} nội dung.", "All {of} are there.")
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
        "Tổng các tỷ lệ bị trừ là {sum}; phần còn lại so với 100% được nhân với {maximum} điểm.",
        "{sum} is deducted; what is left of 100% is multiplied by {maximum} points.",
    ),
    "zero-tolerance-met": ("Không có trường hợp nào trong kỳ: đủ điểm.", "None in the period: full points."),
    "zero-tolerance-broken": (
        "Có {count} trường hợp trong kỳ; chỉ cần một trường hợp là không được điểm.",
        "{count} in the period; a single one is enough to lose the points.",
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
    "scale": ("Đạt mức {step} điểm của thang điểm.", "The step of {step} points is reached."),
    "scale-none": (
        "Chưa đạt mức nào của thang điểm; điều kiện chưa đạt: {failed} (thực tế là {had}).",
        "No step is reached; the condition {failed} fails (it is {had}).",
    ),
    "gate-passed": ("Đạt tất cả các điều kiện.", "All conditions hold."),
    "gate-failed": (
        "Không đạt điều kiện {failed} (thực tế là {had}).",
        "The condition {failed} fails (it is {had}).",
    ),
    "weighted-sum": (
        "Cộng điểm các phần ({parts}), tối đa {cap} điểm.",
        "The points of the parts ({parts}) are added up, at most {cap}.",
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
    "rank": ("Đạt {value}, đứng thứ {rank} trong {of} đơn vị.", "{value}, place {rank} of {of}."),
    "percentile": (
        "Đạt {value}, đứng thứ {rank} trong {of} đơn vị; tính theo vị trí phần trăm.",
        "{value}, place {rank} of {of}; the points go by the percentile.",
    ),
    "distance": (
        "Đạt {value}; tính từ mốc đầu {start} đến mục tiêu {target}.",
        "{value}, counted from {start} to the target {target}.",
    ),
    "formula": ("Công thức {formula} cho kết quả {value}.", "The formula {formula} gives {value}."),
    "observed": ("Tính trên {n} quan sát.", "From {n} observations."),
    "blend": (
        "Tính trên {n} quan sát, có {parts} trong {of} thành phần.",
        "From {n} observations; {parts} of {of} parts are present.",
    ),
    "empty-full": (
        "{cause} nên được đủ điểm theo quy định của bộ tiêu chí.",
        "{cause}, which this edition gives full points.",
    ),
    "empty-zero": (
        "{cause} nên không có điểm theo quy định của bộ tiêu chí.",
        "{cause}, which this edition gives no points.",
    ),
    "empty-last-year": (
        "{cause} nên lấy điểm của năm trước.",
        "{cause}; last year's points are taken.",
    ),
    "empty-no-last-year": (
        "{cause} và không có điểm năm trước nên không áp dụng.",
        "{cause} and there are no points of last year: not applicable.",
    ),
    "empty-not-applicable": (
        "{cause} nên không áp dụng.",
        "{cause}: not applicable.",
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
    "roll-up": ("Tổng hợp từ {facets} trong {of} mặt đánh giá.", "Rolled up from {facets} of {of} facets."),
    "propagated": (
        "Không có điểm vì «{node}» không có điểm.",
        "No score, because “{node}” has none.",
    ),
    "no-parts": ("Không có thành phần nào có điểm.", "No part has a score."),
    "no-weight": ("Các thành phần đều không có trọng số.", "No part carries any weight."),
    "below-coverage": (
        "Mới có {coverage} số liệu, cần ít nhất {needed} để tính điểm.",
        "Only {coverage} of the data is there; at least {needed} is needed.",
    ),
    "left-out": ("Không xếp hạng: {vi}.", "Not ranked: {en}."),
    "no-score": ("Không có điểm: {status}.", "No score: {status}."),
    "no-gate": (
        "Chưa đạt điều kiện của mức {level}: {nodes}.",
        "The conditions of level {level} are not met: {nodes}.",
    ),
    "no-gate-applies": (
        "Không có điều kiện nào của mức {level} áp dụng cho đơn vị này.",
        "No condition of level {level} applies to this unit.",
    ),
    "level-published-only": (
        "Chỉ công bố mức xếp loại; điểm và lý do không được công bố.",
        "Only the level was published; points and reasons were not.",
    ),
}

CODES = frozenset(_SENTENCES)
