"""What is said of directives: states, acts, refusals, what an event says, notices."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

Pair = tuple[str, str]

WHAT: dict[str, Pair] = {
    "directive": ("nhiệm vụ này", "this directive"),
    "assignment": ("phần việc của đơn vị", "the unit's part"),
}
STATES: dict[str, dict[str, Pair]] = {
    "directive": {
        "draft": ("dự thảo", "draft"),
        "issued": ("đã giao", "issued"),
        "closed": ("đã kết thúc", "closed"),
        "withdrawn": ("đã thu hồi", "withdrawn"),
    },
    "assignment": {
        "issued": ("đã giao, chưa xác nhận", "issued, not acknowledged"),
        "acknowledged": ("đang thực hiện", "under way"),
        "reported": ("đã báo cáo, chờ duyệt", "reported, waits for acceptance"),
        "accepted": ("đã hoàn thành", "done"),
        "returned": ("phải làm lại", "to be done again"),
        "closed": ("đã kết thúc", "closed"),
        "withdrawn": ("đã thu hồi", "withdrawn"),
    },
    "extension": {
        "asked": ("chờ quyết định", "waits for a decision"),
        "granted": ("được gia hạn", "granted"),
        "refused": ("không được gia hạn", "refused"),
    },
    "again": {
        "": ("", ""),
        "given-back": ("bị trả lại", "given back"),
        "evidence": ("mở lại vì tài liệu kiểm chứng đã rút", "reopened: an evidence was withdrawn"),
        "data": ("mở lại theo số liệu", "reopened by data"),
    },
    "urgency": {
        "normal": ("thường", "normal"),
        "urgent": ("khẩn", "urgent"),
        "very-urgent": ("thượng khẩn", "very urgent"),
        "express": ("hỏa tốc", "express"),
    },
}
ACTS: dict[str, Pair] = {
    "directive-draft": ("soạn nhiệm vụ", "draft it"),
    "directive-edit": ("sửa dự thảo", "change the draft"),
    "directive-discard": ("bỏ dự thảo", "throw the draft away"),
    "directive-issue": ("giao nhiệm vụ", "issue it"),
    "directive-close": ("kết thúc nhiệm vụ", "close it"),
    "directive-withdraw": ("thu hồi nhiệm vụ", "withdraw it"),
    "directive-acknowledge": ("xác nhận đã nhận", "acknowledge it"),
    "directive-report": ("báo cáo", "report"),
    "directive-withdraw_evidence": ("rút tài liệu kiểm chứng", "withdraw an evidence"),
    "directive-ask_extension": ("xin gia hạn", "ask for more time"),
    "directive-accept": ("chấp nhận báo cáo", "accept the report"),
    "directive-give_back": ("trả lại báo cáo", "give the report back"),
    "directive-decide_extension": ("quyết định gia hạn", "decide on more time"),
    "directive-close_one": ("kết thúc phần việc", "close the part"),
    "directive-withdraw_one": ("thu hồi phần việc", "withdraw the part"),
    "directive-pass_on": ("chuyển đơn vị thực hiện", "pass it on"),
}
REFUSED: dict[str, Pair] = {
    "no-such-directive": (
        "Không có nhiệm vụ «{slug}», hoặc bạn không được xem nhiệm vụ này.",
        "There is no directive “{slug}”, or it is not yours to see.",
    ),
    "no-such-assignment": (
        "Nhiệm vụ «{directive}» không giao cho đơn vị {unit}, hoặc bạn không được xem phần việc này.",
        "Directive “{directive}” gives nothing to {unit}, or it is not yours to see.",
    ),
    "directive-slug-taken": (
        "Đã có nhiệm vụ mang tên «{slug}» trong địa chỉ. Hãy chọn tên khác.",
        "The name “{slug}” in the address is taken by another directive. Choose another.",
    ),
    "bad-directive-slug": (
        "Tên «{slug}» không dùng được: chỉ gồm chữ thường không dấu, chữ số và gạch nối.",
        "The name “{slug}” cannot be used: small letters without marks, digits and hyphens.",
    ),
    "bad-stated-count": (
        "Số đơn vị nêu trong câu phải từ 1 đến {most}.",
        "The number of units that the sentence names is 1 to {most}.",
    ),
    "bad-progress": (
        "Tiến độ là một số nguyên từ 0 đến 100; 100 nghĩa là đã xong.",
        "Progress is a whole number from 0 to 100; 100 means done.",
    ),
    "bad-choice": (
        "Giá trị ở mục «{field}» không có trong danh sách. Hãy chọn lại.",
        "The value at “{field}” is none of those offered. Choose again.",
    ),
    "bad-scope": (
        "Không đọc được phạm vi giao việc. Hãy chọn lại cấp, địa bàn và đơn vị.",
        "The scope cannot be read. Choose tiers, places and units again.",
    ),
    "bad-condition": (
        "Không đọc được điều kiện về số liệu. Loại điều kiện dùng được: {known}.",
        "The condition over data cannot be read. Kinds that are known: {known}.",
    ),
    "nobody-is-charged": (
        "Chưa giao cho ai. Hãy chọn đơn vị chủ trì hoặc phạm vi.",
        "Nobody is charged. Choose a leading unit or a scope.",
    ),
    "no-such-conclusion": (
        "Biên bản không có câu số {number} được đánh dấu để thành nhiệm vụ.",
        "The minutes have no line {number} that is marked to become a directive.",
    ),
    "outside-authority": (
        "{unit} không thuộc cơ quan giao việc. Hãy chọn đơn vị khác.",
        "{unit} does not belong to the issuing unit. Choose another.",
    ),
    "authority-stays": (
        "Cơ quan giao việc của một dự thảo không đổi được. Hãy soạn dự thảo khác.",
        "The issuing unit of a draft cannot be changed. Draft another one.",
    ),
    "due-needed": (
        "Hãy ghi ngày đến hạn, hoặc số ngày làm việc (từ 1 đến 1000), hoặc chọn «không nêu thời hạn».",
        "Give the day it is due, or a number of working days (1 to 1000), or choose “not stated”.",
    ),
    "due-has-passed": (
        "Ngày đến hạn {due} đã qua khi giao việc ({on}). Hãy chọn ngày khác.",
        "The day that is due, {due}, lies before the day of issue ({on}). Choose another.",
    ),
    "scope-is-empty": (
        "Ngày {day} không có đơn vị nào trong phạm vi này. Hãy xem lại cấp và địa bàn; chưa giao cho ai.",
        "On {day} no unit lies in this scope. Look at tiers and places again; nothing was issued.",
    ),
    "scope-names-unknown": (
        "Ngày {day} danh mục không có đơn vị: {units}. Hãy sửa phạm vi; chưa giao cho ai.",
        "On {day} the register has no unit {units}. Change the scope; nothing was issued.",
    ),
    "scope-differs": (
        "Câu chỉ đạo nêu {stated} đơn vị, danh mục có {found}. Hãy sửa phạm vi, hoặc ghi lý do vẫn giao.",
        "The sentence names {stated} units, the register gives {found}. Change the scope, or write why it is "
        "issued all the same.",
    ),
    "directive-text-too-long": (
        "Nội dung quá dài: tối đa {most} ký tự.",
        "The text is too long: at most {most} characters.",
    ),
    "figure-line": (
        "Không đọc được dòng «{line}». Mỗi dòng gồm tên hoặc mã đơn vị, dấu chấm phẩy, rồi một số.",
        "The line “{line}” cannot be read. A line has a unit's name or code, a semicolon, then a number.",
    ),
    "report-needed": (
        "Hãy ghi đã làm được gì.",
        "Write what was done.",
    ),
    "too-many-proofs": (
        "Mỗi phần việc có tối đa {most} tài liệu kiểm chứng.",
        "A part has at most {most} evidences.",
    ),
    "no-due-date": (
        "Nhiệm vụ này không nêu thời hạn, nên không cần gia hạn.",
        "This directive states no day, so that there is nothing to extend.",
    ),
    "extension-waits": (
        "Đã có đề nghị gia hạn đang chờ quyết định.",
        "A request for more time waits for a decision already.",
    ),
    "no-extension-asked": (
        "Không có đề nghị gia hạn nào đang chờ. Hãy mở lại trang.",
        "No request for more time waits. Open the page again.",
    ),
    "close-needs-reason": (
        "Còn {units} đơn vị chưa hoàn thành. Hãy ghi lý do kết thúc.",
        "{units} units are not done. Write why it is closed.",
    ),
    "cannot-carry": (
        "Đơn vị {unit} không nhận phần việc này được: đang giữ việc này, đã kết thúc hoặc ngoài phạm vi.",
        "{unit} cannot carry this: it does so already, has ended, or lies outside the issuing unit.",
    ),
    "accepts-own-report": (
        "Không ai duyệt báo cáo của chính đơn vị mình ({unit}). Hãy để người khác làm.",
        "Nobody accepts the report of his own unit ({unit}). Leave it to somebody else.",
    ),
}
EVENTS: dict[str, Pair] = {
    "directive.drafted": ("soạn hoặc sửa dự thảo", "drafted it or changed the draft"),
    "directive.issued": ("giao nhiệm vụ cho {units} đơn vị", "issued it to {units} units"),
    "directive.issued:differs": (
        "giao nhiệm vụ cho {units} đơn vị, câu chỉ đạo nêu {stated}",
        "issued it to {units} units, where the sentence names {stated}",
    ),
    "directive.moved": ("đổi trạng thái nhiệm vụ", "moved it"),
    "directive.moved:discard": ("bỏ dự thảo", "threw the draft away"),
    "directive.moved:close": ("kết thúc nhiệm vụ", "closed it"),
    "directive.moved:withdraw": ("thu hồi nhiệm vụ", "withdrew it"),
    "directive.moved:reopen": ("mở lại nhiệm vụ", "opened it again"),
    "directive.moved:close-by-data": (
        "kết thúc nhiệm vụ: số liệu của mọi đơn vị đã đạt",
        "closed it: the data of every unit hold",
    ),
    "directive.moved:reopen-by-data": (
        "mở lại nhiệm vụ: số liệu không còn đạt",
        "opened it again: the data no longer hold",
    ),
    "assignment.issued": ("giao việc, đến hạn {due}", "gave the work, due {due}"),
    "assignment.issued:no-due": ("giao việc, không nêu thời hạn", "gave the work, no day stated"),
    "assignment.moved": ("đổi trạng thái phần việc", "moved the part"),
    "assignment.moved:acknowledge": ("xác nhận đã nhận", "acknowledged it"),
    "assignment.moved:accept": ("chấp nhận báo cáo", "accepted the report"),
    "assignment.moved:give_back": ("trả lại báo cáo", "gave the report back"),
    "assignment.moved:close": ("kết thúc cùng nhiệm vụ", "closed it with the directive"),
    "assignment.moved:close_one": ("kết thúc phần việc", "closed the part"),
    "assignment.moved:withdraw": ("thu hồi cùng nhiệm vụ", "withdrew it with the directive"),
    "assignment.moved:withdraw_one": ("thu hồi phần việc", "withdrew the part"),
    "assignment.reported": ("báo cáo tiến độ {progress} %", "reported {progress} % progress"),
    "assignment.reported:done": (
        "báo cáo đã hoàn thành, kèm {given} tài liệu",
        "reported it done, with {given} evidences",
    ),
    "assignment.proof-withdrawn": ("rút tài liệu số {number}", "withdrew evidence number {number}"),
    "assignment.proof-withdrawn:reopens": (
        "rút tài liệu số {number} sau khi đã được chấp nhận: phải làm lại",
        "withdrew evidence number {number} after acceptance: it is to be done again",
    ),
    "assignment.extension-asked": ("xin gia hạn đến {due}", "asked for time until {due}"),
    "assignment.extension-decided": ("không cho gia hạn", "gave no more time"),
    "assignment.extension-decided:granted": ("gia hạn đến {due}", "gave time until {due}"),
    "assignment.escalated": (
        "quá hạn {days} ngày làm việc: báo người đứng đầu {to_name}",
        "{days} working days overdue: told to the head of {to_name}",
    ),
    "assignment.passed": (
        "chuyển từ {before_name} sang {to_name} thực hiện từ ngày {on}",
        "passed from {before_name} to {to_name} from {on} on",
    ),
    "assignment.checked": (
        "mở lại: số liệu không còn đạt ({figures})",
        "opened it again: the data no longer hold ({figures})",
    ),
    "assignment.checked:holds": (
        "kết thúc: số liệu đã đạt ({figures})",
        "closed it: the data hold ({figures})",
    ),
    "figures.imported": ("nhập số liệu ngày {day}", "took in figures of {day}"),
}
NOTICES: dict[str, Pair] = {
    "directives.issued": (
        "Đơn vị của bạn được giao nhiệm vụ «%(title)s». Hãy xác nhận đã nhận.",
        "Your unit is charged with “%(title)s”. Acknowledge it.",
    ),
    "directives.due": ("Nhiệm vụ «%(title)s» đến hạn ngày %(due)s.", "“%(title)s” is due on %(due)s."),
    "directives.late": (
        "Nhiệm vụ «%(title)s» đã quá hạn (%(due)s). Hãy báo cáo hoặc xin gia hạn.",
        "“%(title)s” was due on %(due)s. Report, or ask for more time.",
    ),
    "directives.returned": (
        "Báo cáo về «%(title)s» bị trả lại. Hãy xem lý do và báo cáo lại.",
        "The report on “%(title)s” was given back. See why, and report again.",
    ),
    "directives.reported": (
        "%(unit)s báo cáo đã hoàn thành «%(title)s»: chờ duyệt.",
        "%(unit)s reports “%(title)s” done: it waits for acceptance.",
    ),
    "directives.extension-asked": (
        "%(unit)s xin gia hạn «%(title)s»: chờ quyết định.",
        "%(unit)s asks for more time for “%(title)s”.",
    ),
    "directives.extension-decided": (
        "Đã quyết định đề nghị gia hạn «%(title)s»; thời hạn là %(due)s.",
        "The request for more time for “%(title)s” is decided; it is due on %(due)s.",
    ),
    "directives.passed": (
        "Đơn vị của bạn tiếp nhận thực hiện «%(title)s».",
        "Your unit now carries “%(title)s”.",
    ),
    "directives.reopened": (
        "«%(title)s» của %(unit)s được mở lại: phải làm tiếp.",
        "“%(title)s” of %(unit)s is open again.",
    ),
    "directives.escalated": (
        "%(unit)s quá hạn «%(title)s» (đến hạn %(due)s): người đứng đầu cần chỉ đạo.",
        "%(unit)s is overdue with “%(title)s” (due %(due)s): the head has to act.",
    ),
    "directives.no-successor": (
        "%(unit)s đã kết thúc hoạt động; cần chọn đơn vị tiếp nhận «%(title)s».",
        "%(unit)s has ended; a unit must be chosen to carry “%(title)s”.",
    ),
}


def variants(kind: str, facts: Mapping[str, Any]) -> Iterator[str]:
    """The entries of EVENTS that could fit an event, the nearest first."""
    if kind == "directive.moved" and facts.get("by_data"):
        yield f"{kind}:{facts.get('act')}-by-data"
    if kind == "directive.issued" and facts.get("stated") not in (None, "", facts.get("units")):
        yield f"{kind}:differs"
    if kind == "assignment.issued" and not facts.get("due"):
        yield f"{kind}:no-due"
    if kind == "assignment.reported" and facts.get("progress") == 100:
        yield f"{kind}:done"
    for name, ending in (("reopens", "reopens"), ("granted", "granted"), ("holds", "holds")):
        if facts.get(name) is True:
            yield f"{kind}:{ending}"
