"""One sentence for every refusal and every fault of a value: what happened, to what, what to do next.

Each is (Vietnamese, English); the blanks are the facts of the refusal, written as `wording.py` writes them.
"""

from __future__ import annotations

Pair = tuple[str, str]

REFUSED: dict[str, Pair] = {
    # the unit's part
    "no-such-criterion": (
        "Bộ tiêu chí không hỏi đơn vị này tiêu chí {node}. Hãy mở lại trang và chọn một tiêu chí.",
        "This unit is not asked for criterion {node}. Open the page again and choose one.",
    ),
    "no-such-campaign": (
        "Không có kỳ đánh giá này, hoặc chức vụ của bạn không được xem. Hãy chọn một kỳ trong danh sách.",
        "There is no such campaign, or your offices do not let you see it. Choose one from the list.",
    ),
    "takes-no-part": (
        "Đơn vị này không tham gia kỳ đánh giá, hoặc chức vụ của bạn không được xem.",
        "This unit takes no part in the campaign, or your offices do not let you see it.",
    ),
    "own-unit": (
        "Không ai được thẩm định đơn vị mà chính mình báo cáo hoặc ký gửi ({unit}). Hãy để người khác làm.",
        "Nobody appraises the unit that he reports or signs for ({unit}). Leave it to somebody else.",
    ),
    "criterion-twice": (
        "Một tiêu chí xuất hiện hai lần trong cùng một lần gửi. Chưa lưu gì; hãy mở lại trang và gửi lại.",
        "A criterion stands twice in what was sent. Nothing was saved; open the page again and repeat it.",
    ),
    "text-too-long": (
        "Phần chữ ở tiêu chí {node} quá dài: tối đa {most} ký tự. Hãy rút gọn hoặc đính kèm thành tài liệu.",
        "The text at criterion {node} is too long: at most {most} characters. Shorten it, or attach a file.",
    ),
    "measured-by-the-office": (
        "Tiêu chí {node} do cơ quan thẩm định đo, đơn vị không nhập số liệu.",
        "Criterion {node} is measured by the appraising office; the unit enters nothing.",
    ),
    "asked-elsewhere": (
        "Tiêu chí {node} lấy số liệu đã nhập ở {nodes}. Nếu không áp dụng, hãy ghi tại đó kèm lý do.",
        "Criterion {node} takes its values from {nodes}. If they do not apply, say so there with a reason.",
    ),
    "asked-of-the-unit": (
        "Tiêu chí {node} do đơn vị trả lời, cơ quan thẩm định không đo. Hãy sửa số liệu kèm lý do.",
        "Criterion {node} is answered by the unit, not measured. Amend the answer with a reason instead.",
    ),
    "reason-needed": (
        "Cần ghi lý do. Hãy viết một câu rồi gửi lại.",
        "A reason is needed. Write a sentence and send it again.",
    ),
    "half-answered": (
        "Còn tiêu chí mới trả lời một phần: {nodes}. Hãy điền nốt, hoặc xóa trắng rồi ký gửi.",
        "Some criteria are only half answered: {nodes}. Complete them, or leave them blank, then sign off.",
    ),
    "questions-unanswered": (
        "Cơ quan thẩm định đang hỏi về {nodes} mà đơn vị chưa bổ sung. Hãy trả lời rồi gửi lại.",
        "The appraising office has asked about {nodes} and the unit has not replied. Reply, then return it.",
    ),
    "nothing-answered": (
        "Chưa có tiêu chí nào được trả lời nên chưa thể ký gửi.",
        "Nothing has been answered, so there is nothing to sign off.",
    ),
    "appraisal-has-begun": (
        "Đã có {answers} câu trả lời được thẩm định nên không thể rút lại. Hãy liên hệ cơ quan thẩm định.",
        "{answers} answers have been appraised, so it cannot be taken back. Speak to the appraising office.",
    ),
    # time
    "not-due-yet": (
        "Chưa hết hạn: hạn gửi của đơn vị là ngày {due}. Chỉ đóng phần của đơn vị sau ngày đó.",
        "Its time is not over: the unit has until {due}. Close its part after that day.",
    ),
    "not-later": (
        "Ngày {due} không sau ngày {before}. Hãy chọn một ngày muộn hơn.",
        "{due} is not after {before}. Choose a later day.",
    ),
    "window-is-over": (
        "Thời hạn giải trình đã hết ngày {until}. Hãy gửi văn bản cho cơ quan thẩm định nếu cần.",
        "The time for objections ended on {until}. Write to the appraising office if you must.",
    ),
    "window-is-open": (
        "Còn trong thời hạn giải trình (đến hết ngày {until}) và {units} đơn vị chưa trả lời.",
        "The window for objections is open until {until}, and {units} units have not answered yet.",
    ),
    # the appraisal
    "nothing-chosen": (
        "Chưa chọn mục nào. Hãy đánh dấu ít nhất một mục.",
        "Nothing was chosen. Tick at least one.",
    ),
    "measure-it": (
        "Tiêu chí {node} do cơ quan thẩm định đo: hãy nhập số liệu đo được thay vì chấp nhận.",
        "Criterion {node} is measured by the office: enter what was measured instead of accepting.",
    ),
    "amends-nothing": (
        "Số liệu mới giống hệt số liệu đang có ở tiêu chí {node}. Hãy chấp nhận, hoặc nhập số khác.",
        "The new values of {node} are those that stand already. Accept them, or enter others.",
    ),
    "decided-by-council": (
        "Tiêu chí {node} do Hội đồng quyết định nên người thẩm định không rút lại được.",
        "Criterion {node} was decided by the council; an appraiser cannot undo it.",
    ),
    "not-in-the-sample": (
        "Tiêu chí {node} không nằm trong mẫu chấm hai lần.",
        "Criterion {node} is not in the sample for a second opinion.",
    ),
    "first-appraiser": (
        "Bạn là người thẩm định lần đầu của tiêu chí {node}; lần hai phải do người khác chấm.",
        "You decided on {node} first; the second opinion must be somebody else's.",
    ),
    "given-before": (
        "Bạn đã cho ý kiến lần hai về tiêu chí {node}. Ý kiến đó được giữ nguyên.",
        "You have given a second opinion on {node} before. It stands.",
    ),
    "answers-left": (
        "Còn tiêu chí chưa thẩm định: {nodes}. Hãy quyết định từng tiêu chí rồi kết thúc.",
        "Some answers are not decided: {nodes}. Decide on each, then finish.",
    ),
    "no-such-table": (
        "Bộ tiêu chí không có bảng quan sát «{table}».",
        "The edition has no table of observations “{table}”.",
    ),
    "no-such-input": (
        "Cơ quan thẩm định không đo số liệu «{input}» trong kỳ này. Hãy chọn một số liệu trong danh sách.",
        "The appraising office measures no “{input}” in this campaign. Choose one of the list.",
    ),
    "no-such-figure": (
        "Hệ thống không còn số liệu «{figure}». Hãy mở lại trang và chọn số liệu khác.",
        "The system has no figure “{figure}” any more. Open the page again and choose another.",
    ),
    "too-many-rows": (
        "Bảng có quá nhiều dòng: tối đa {most}.",
        "The table has too many rows: at most {most}.",
    ),
    # the campaign
    "slug-is-taken": (
        "Mã «{slug}» đã dùng cho một kỳ đánh giá khác. Hãy chọn mã khác.",
        "The code “{slug}” belongs to another campaign. Choose another.",
    ),
    "bad-slug": (
        "Mã kỳ đánh giá chỉ gồm chữ thường không dấu, chữ số và dấu gạch nối, ví dụ cqdt-2026.",
        "The code of a campaign has small letters, digits and hyphens only, for example egov-2026.",
    ),
    "no-units": (
        "Không có đơn vị nào của các cấp đã chọn còn hiệu lực ngày {day}. Hãy kiểm tra danh mục đơn vị.",
        "No unit of the chosen tiers is valid on {day}. Look at the register of units.",
    ),
    "codes-collide": (
        "Hai đơn vị tham gia có cùng mã nên kết quả công bố sẽ lẫn nhau. Hãy sửa mã trong danh mục đơn vị.",
        "Two of the units have the same code, and a publication could not tell them apart. Mend it.",
    ),
    "not-all-appraised": (
        "Còn {units} đơn vị chưa thẩm định xong. Chưa thể thông báo kết quả.",
        "{units} units are not appraised yet. The results cannot be notified.",
    ),
    "council-has-work": (
        "Hội đồng còn {marked} câu trả lời và {objections} giải trình chưa quyết định.",
        "The council still has {marked} answers and {objections} objections to decide.",
    ),
    "decision-needed": (
        "Cần ghi số quyết định (tối đa 100 ký tự), ví dụ 99/QĐ-UBND.",
        "The number of the decision is needed (at most 100 characters), for example 99/QĐ-UBND.",
    ),
    "edition-not-published": (
        "Bộ tiêu chí chưa ban hành. Hãy chọn một phiên bản đã ban hành.",
        "The edition is not published. Choose one that is.",
    ),
    "bad-tiers": (
        "Bộ tiêu chí này chỉ dùng cho các cấp: {allowed}. Hãy chọn lại cấp tham gia.",
        "This edition is for these tiers only: {allowed}. Choose the tiers again.",
    ),
    "period-backwards": (
        "Ngày kết thúc đứng trước ngày bắt đầu. Hãy kiểm tra lại hai ngày.",
        "The period ends before it begins. Check the two days.",
    ),
    "number-out-of-range": (
        "Số ở mục «{field}» nằm ngoài giới hạn: tối đa {most}.",
        "The number at “{field}” is out of range: at most {most}.",
    ),
    "no-such-unit": (
        "Không có đơn vị {unit} trong danh mục.",
        "There is no unit {unit} in the register.",
    ),
    "dismissed-with-values": (
        "Bác đề nghị thì không nhập số liệu mới. Hãy chọn «chấp nhận», hoặc xóa số liệu.",
        "An objection that is dismissed sets no values. Uphold it, or take the values out.",
    ),
    "not-yet": (
        "Chưa lập được văn bản này ({paper}): kỳ đánh giá chưa đến bước đó.",
        "This document ({paper}) cannot be made yet: the campaign has not come so far.",
    ),
    "bad-days": (
        "Số ngày phải chọn trong danh sách.",
        "Choose the number of days from the list.",
    ),
    "moved-while-sealing": (
        "Số liệu đã thay đổi trong lúc đóng dấu nên chưa công bố. Hãy công bố lại.",
        "Something changed while it was being sealed, so nothing was published. Publish again.",
    ),
}
WRONG_STATE: Pair = (
    "Không thể {act}: {what} đang ở trạng thái «{state}».",
    "One cannot {act} now: {what} is “{state}”.",
)
UNKNOWN: Pair = (
    "Việc này không làm được lúc này ({code}). Hãy mở lại trang; nếu vẫn vậy, báo quản trị viên.",
    "This cannot be done now ({code}). Open the page again; if it goes on, tell the administrator.",
)
