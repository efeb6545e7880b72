"""What is said of units through time: acts, what an operation will do, and why one cannot be entered."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any

from thangdo.faces.look.numbers import day as written_day
from thangdo.faces.look.reasons import pick

Pair = tuple[str, str]
Names = Mapping[str, str]

ACTS: dict[str, Pair] = {
    "found": ("Thành lập", "Found"),
    "merge": ("Hợp nhất, nhập", "Merge"),
    "split": ("Chia, tách", "Split"),
    "rename": ("Đổi tên", "Rename"),
    "move": ("Chuyển cấp trên", "Move under another"),
    "dissolve": ("Giải thể", "Dissolve"),
    "import": ("Nhập danh sách", "Bring a list"),
}
FIELDS: dict[str, Pair] = {
    "name_vi": ("tên", "name"),
    "name_en": ("tên tiếng Anh", "English name"),
    "kind": ("loại", "kind"),
    "tier": ("cấp", "tier"),
    "region": ("vùng", "region"),
    "parent": ("cấp trên", "belongs to"),
    "valid_from": ("có từ ngày", "valid from"),
    "valid_to": ("ngày cuối", "last day"),
    "org_code": ("mã định danh", "organisation code"),
    "gso_code": ("mã thống kê", "statistics-office code"),
    "source": ("nguồn", "source"),
}
EVENTS: dict[str, Pair] = {
    "unit.founded": ("{unit} được thành lập từ {day}{came}.", "{unit} exists from {day} on{came}."),
    "unit.ended": ("{unit} kết thúc sau ngày {last}{into}.", "{unit} ends after {last}{into}."),
    "unit.parted": (
        "Từ {day} một phần của {unit} chuyển đi{into}; {unit} vẫn còn.",
        "From {day} on a part of {unit} goes elsewhere{into}; {unit} remains.",
    ),
    "unit.joined": (
        "Từ {day} {unit} nhận thêm{came}; mã và kết quả của {unit} giữ nguyên.",
        "From {day} on {unit} takes in more{came}; it keeps its code and results.",
    ),
    "unit.changed": ("Từ {day} {unit} đổi: {fields}.", "From {day} on {unit} changes: {fields}."),
    "unit.corrected": ("{unit} được đính chính: {fields}.", "{unit} is corrected: {fields}."),
    "unit.undone": (
        "Việc nhập trước đó về {unit} được hủy vì nhầm.",
        "What was last entered of {unit} was taken back as a mistake.",
    ),
}
_CAME: Pair = (", từ {units}", ", out of {units}")
_INTO: Pair = (", chuyển vào {units}", ", and passes into {units}")

PROBLEMS: dict[str, Pair] = {
    "decision-needed": ("Hãy ghi số, ký hiệu văn bản quyết định.", "Write the number of the decision."),
    "decision-too-long": (
        "Số, ký hiệu văn bản dài quá 200 ký tự.",
        "The decision's number is longer than 200 characters.",
    ),
    "day-absurd": (
        "Ngày {day} không hợp lý: trước 02/09/1945 hoặc quá năm năm nữa.",
        "{day} cannot be meant: before 2 September 1945, or more than five years ahead.",
    ),
    "date-ahead": (
        "Đổi tên và chuyển cấp trên chỉ nhập được từ ngày có hiệu lực ({day}).",
        "A new name or parent can be entered from its day on only ({day}).",
    ),
    "units-needed": ("Hãy chọn đơn vị.", "Name the unit."),
    "one-new-unit": ("Hãy ghi đúng một đơn vị mới.", "Name exactly one new unit."),
    "one-successor": (
        "Khi hợp nhất, hãy ghi đúng một đơn vị kế thừa: mới, hoặc đang có.",
        "A merger has exactly one successor: a new unit or an existing one.",
    ),
    "successors-needed": (
        "Khi chia phải có ít nhất hai đơn vị kế thừa; khi tách, ít nhất một.",
        "A split has at least two successors; when the unit remains, at least one.",
    ),
    "default-no-successor": (
        "{unit} không nằm trong số đơn vị kế thừa.",
        "{unit} is not among the successors.",
    ),
    "children-to-no-successor": (
        "{unit} không nằm trong số đơn vị kế thừa, nên không nhận đơn vị cấp dưới.",
        "{unit} is not among the successors, so the units below cannot go to it.",
    ),
    "named-twice": ("{unit} được ghi hai lần.", "{unit} is named twice."),
    "unit-unknown": (
        "Danh mục không có {unit}. Hãy tra lại mã.",
        "The register has no {unit}. Look up its code.",
    ),
    "before-it-existed": (
        "{unit} có từ {from}; không thể nhập việc vào hoặc trước ngày đó.",
        "{unit} exists since {from}: nothing can happen to it on that day or before.",
    ),
    "ended-already": ("{unit} đã kết thúc sau ngày {last}.", "{unit} has ended after {last} already."),
    "changed-later": (
        "{unit} đã có thay đổi từ {day}; chỉ nhập được việc sau ngày đó.",
        "{unit} has changed on {day}: only what came after that day can be entered.",
    ),
    "has-sub-units": (
        "{unit} còn đơn vị cấp dưới ({some}). Hãy cho biết các đơn vị đó về đâu, hoặc xử lý trước.",
        "{unit} still has units below it ({some}). Say where they go, or deal with them first.",
    ),
    "code-taken": (
        "Mã {unit} đã có ({by}). Nếu đơn vị đó nhận thêm, hãy chọn nó làm đơn vị kế thừa đang có.",
        "The code {unit} is taken ({by}). If that unit takes over, choose it as existing successor.",
    ),
    "code-taken-meanwhile": (
        "Trong lúc đó mã đã có người dùng. Hãy xem lại.",
        "Somebody has taken a code meanwhile. Look again.",
    ),
    "bad-code": (
        "Mã {unit} không dùng được: chỉ chữ không dấu, số, dấu chấm, gạch nối, viết liền.",
        "The code {unit} cannot be used: plain letters, digits, dots and hyphens, no spaces.",
    ),
    "bad-kind": ("{unit}: loại «{value}» không có.", "{unit}: there is no kind “{value}”."),
    "bad-tier": ("{unit}: cấp «{value}» không có.", "{unit}: there is no tier “{value}”."),
    "bad-name": ("{unit}: tên có ký tự điều khiển.", "{unit}: the name holds control characters."),
    "name-needed": ("{unit}: hãy ghi tên.", "{unit}: write its name."),
    "name-too-long": (
        "{unit}: tên dài quá {most} ký tự.",
        "{unit}: the name has more than {most} characters.",
    ),
    "bad-org-code": (
        "{unit}: mã định danh «{value}» không đúng dạng của Quyết định 20/2020/QĐ-TTg (ví dụ H21.65, mã "
        "cấp tỉnh đứng đầu, tối đa 35 ký tự).",
        "{unit}: “{value}” does not have the form of Decision 20/2020/QĐ-TTg (such as H21.65: the "
        "province's code first, at most 35 characters).",
    ),
    "bad-gso-code": (
        "{unit}: mã thống kê «{value}» phải có 2, 3 hoặc 5 chữ số.",
        "{unit}: the statistics-office code “{value}” must have 2, 3 or 5 digits.",
    ),
    "org-code-taken": (
        "{unit}: mã định danh này đang thuộc {by}.",
        "{unit}: this organisation code belongs to {by}.",
    ),
    "parent-needed": ("{unit}: hãy ghi cấp trên trực tiếp.", "{unit}: say to which unit it belongs."),
    "parent-not-valid": (
        "{unit}: cấp trên {parent} không còn (hoặc chưa có) vào ngày đó.",
        "{unit}: {parent}, to which it is to belong, does not exist then.",
    ),
    "successor-not-valid": (
        "{unit} không tồn tại vào ngày đó nên không thể kế thừa.",
        "{unit} does not exist on that day and cannot take over.",
    ),
    "above-itself": (
        "{unit} không thể thuộc {parent}: như vậy nó đứng trên chính mình.",
        "{unit} cannot belong to {parent}: it would stand above itself.",
    ),
    "nothing-changes": ("Không có gì thay đổi.", "Nothing would change."),
    "operation-unknown": ("Không có việc này trong danh mục.", "There is no such operation."),
    "undone-already": ("Việc này đã được hủy.", "This was taken back already."),
    "reason-needed": ("Hãy ghi lý do.", "Write the reason."),
    "stands-later": (
        "Sau đó {unit} đã có việc khác. Hãy hủy việc sau trước.",
        "Something was entered of {unit} since. Take that back first.",
    ),
    "in-use": (
        "{unit} đã được dùng ({by}); không thể hủy việc đã lập ra nó.",
        "{unit} is in use already ({by}): its founding cannot be taken back.",
    ),
    "columns-missing": ("Thiếu cột: {columns}.", "Columns are missing: {columns}."),
    "code-needed": (
        "«{name}» không có mã. Có thể là: {perhaps}. Hãy ghi mã.",
        "“{name}” has no code. Perhaps: {perhaps}. Write the code.",
    ),
    "scheme-needed": ("Mã {unit} không có sổ mã (cột scheme).", "The code {unit} has no scheme."),
    "bad-day": (
        "{unit}: «{value}» ở cột {column} không phải là ngày (viết 2025-07-01).",
        "{unit}: “{value}” in column {column} is no day (write 2025-07-01).",
    ),
    "ends-before-it-begins": (
        "{unit}: ngày cuối trước ngày đầu.",
        "{unit}: its last day is before its first.",
    ),
    "file-needed": ("Hãy chọn tệp danh sách.", "Choose the file with the list."),
    "file-unreadable": (
        "Không đọc được tệp như một danh sách đơn vị: {why}",
        "The file cannot be read as a list of units: {why}",
    ),
    "columns-unknown": (
        "Cột không dùng: {columns}. Hãy bỏ đi hoặc sửa tên cột. Các cột: {allowed}.",
        "Unknown columns: {columns}. Take them out or mend their names. Columns: {allowed}.",
    ),
    "too-many-rows": ("Danh sách có quá {most} dòng.", "The list has more than {most} rows."),
    "list-empty": ("Danh sách không có dòng nào.", "The list has no rows."),
    "decide-first": (
        "«{name}» ({unit}) có thể là đơn vị đã có. Hãy quyết định trước.",
        "“{name}” ({unit}) may be a unit that is there already. Decide first.",
    ),
}


class _Gaps(dict[str, str]):
    def __missing__(self, key: str) -> str:
        return "–"


def act_name(act: str, language: str) -> str:
    """What a decision does, in a word."""
    return pick(ACTS.get(act, (act, act)), language)


def field_name(name: str, language: str) -> str:
    """A field of a unit in words."""
    return pick(FIELDS.get(name, (name, name)), language)


def problem(code: str, unit: str, facts: Mapping[str, str], names: Names, language: str) -> str:
    """Why something cannot be entered, and what to do."""
    shown = {key: _fact(key, value, names, language) for key, value in facts.items()}
    said = pick(PROBLEMS.get(code, (code, code)), language).format_map(
        _Gaps({"unit": named(unit, names), **shown})
    )
    sentence = said.removeprefix("–: ").removeprefix(": ")
    return sentence[:1].upper() + sentence[1:]


def event(
    kind: str, unit: str, payload: Mapping[str, Any], names: Names, language: str, row_day: str = ""
) -> str:
    """One event of a unit as a sentence. names: scheme:code → name, for the units it mentions."""
    day = str(payload.get("day") or payload.get("row", {}).get("valid_from") or row_day)
    came = [named(one, names) for one in payload.get("came_from", ())]
    into = [named(one["to"], names) for one in payload.get("links", ())]
    fields = [
        f"{field_name(name, language)} → {named(value, names) if name == 'parent' else value or '–'}"
        for name, value in payload.get("fields", {}).items()
    ]
    return pick(EVENTS.get(kind, (kind, kind)), language).format_map(
        _Gaps(
            unit=named(unit, names),
            day=written_day(day, language) if day else "–",
            last=written_day(_eve(day), language) if day else "–",
            came=pick(_CAME, language).format(units=", ".join(came)) if came else "",
            into=pick(_INTO, language).format(units=", ".join(into)) if into else "",
            fields="; ".join(fields),
        )
    )


def named(unit: str, names: Names) -> str:
    """ "Xã Gào (vn-gso:23611)"; the code alone where the name is not known."""
    return f"{names[unit]} ({unit})" if unit in names else unit


def _fact(key: str, value: str, names: Names, language: str) -> str:
    if key in ("from", "last", "day") and len(value) == 10 and value[4] == "-":
        return written_day(value, language)
    return named(value, names) if value in names else value


def _eve(day: str) -> str:
    return (date.fromisoformat(day) - timedelta(days=1)).isoformat()
