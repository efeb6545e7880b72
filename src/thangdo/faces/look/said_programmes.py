"""What is said of programmes and their rooms: states, acts, refusals, what an event says."""

from __future__ import annotations

Pair = tuple[str, str]

WHAT: dict[str, Pair] = {
    "programme": ("chương trình này", "this programme"),
    "programme-part": ("phần việc của đơn vị", "the unit's part"),
    "inspection": ("cuộc kiểm tra này", "this inspection"),
}
STATES: dict[str, dict[str, Pair]] = {
    "programme": {
        "running": ("đang thực hiện", "under way"),
        "closed": ("đã kết thúc", "closed"),
        "cancelled": ("đã hủy", "cancelled"),
    },
    "programme-part": {
        "active": ("đang thực hiện", "under way"),
        "dropped": ("đã đưa ra khỏi chương trình", "taken out"),
    },
    "inspection": {
        "planned": ("theo kế hoạch", "planned"),
        "held": ("đã kiểm tra", "held"),
        "closed": ("đã kết thúc", "closed"),
        "cancelled": ("đã hủy", "cancelled"),
    },
}
ACTS: dict[str, Pair] = {
    "programme-begin": ("lập chương trình", "begin it"),
    "programme-change": ("sửa chương trình", "change it"),
    "programme-add": ("thêm đơn vị", "add units"),
    "programme-close": ("kết thúc chương trình", "close it"),
    "programme-cancel": ("hủy chương trình", "cancel it"),
    "programme-reopen": ("mở lại chương trình", "open it again"),
    "programme-drop": ("đưa đơn vị ra", "take the unit out"),
    "programme-restore": ("đưa đơn vị trở lại", "take the unit in again"),
    "programme-pass": ("chuyển phần việc", "pass the part on"),
    "programme-set": ("ghi số liệu", "set values"),
    "programme-reach": ("ghi mốc hoàn thành", "enter a milestone"),
    "programme-undo": ("rút lại mốc", "take a milestone back"),
    "programme-cost": ("ghi kinh phí", "enter the cost"),
    "programme-count": ("ghi số đếm", "enter a count"),
    "programme-member": ("sửa thành viên", "change the members"),
    "programme-check": ("kiểm tra mốc", "check a milestone"),
    "inspection-held": ("ghi kết quả kiểm tra", "write down what was found"),
    "inspection-closed": ("kết thúc kiểm tra", "close it"),
    "inspection-cancelled": ("hủy kiểm tra", "call it off"),
}
REFUSED: dict[str, Pair] = {
    "no-such-programme": (
        "Không có chương trình này, hoặc chức vụ của bạn không được xem. Hãy chọn trong danh sách.",
        "There is no such programme, or your offices do not let you see it. Choose one from the list.",
    ),
    "directive-charges-nobody": (
        "Ý kiến chỉ đạo của chương trình chưa giao cho đơn vị nào. Hãy ban hành ý kiến chỉ đạo trước.",
        "The programme's directive charges no unit yet. Issue the directive first.",
    ),
    "no-such-part": (
        "Đơn vị này không tham gia chương trình, hoặc chức vụ của bạn không được xem.",
        "This unit takes no part in the programme, or your offices do not let you see it.",
    ),
    "no-such-template": (
        "Không có mẫu chương trình «{kind}». Hãy chọn một mẫu trong danh sách.",
        "There is no template “{kind}”. Choose one from the list.",
    ),
    "no-such-milestone": (
        "Chương trình không có mốc «{milestone}». Hãy mở lại trang.",
        "The programme has no milestone “{milestone}”. Open the page again.",
    ),
    "no-such-field": (
        "Chương trình không có mục «{field}». Hãy mở lại trang.",
        "The programme has no field “{field}”. Open the page again.",
    ),
    "no-such-member": (
        "Không có thành viên số {number} trong tổ công tác.",
        "The task force has no member number {number}.",
    ),
    "no-such-framework": (
        "Không có khung năng lực «{framework}».",
        "There is no competence framework “{framework}”.",
    ),
    "no-such-login": (
        "Không có tài khoản «{login}». Hãy để trống nếu người đó chưa có tài khoản.",
        "There is no account “{login}”. Leave it blank where the person has none.",
    ),
    "no-such-post": (
        "Đơn vị không có vị trí số {number}.",
        "The unit has no post number {number}.",
    ),
    "no-such-record": (
        "Không có hồ sơ này, hoặc bạn không được xem: chỉ bản thân, người đứng đầu, cơ quan bồi dưỡng.",
        "There is no such record, or it is not yours: only the person, the head and the trainers see it.",
    ),
    "no-such-course": (
        "Không có lớp «{slug}», hoặc lớp không dành cho đơn vị của bạn.",
        "There is no course “{slug}”, or it is not for your unit.",
    ),
    "no-such-card": (
        "Không có thẻ giải thích «{card}». Hãy chọn trong danh sách.",
        "There is no card “{card}”. Choose one from the list.",
    ),
    "no-such-import": (
        "Không có lần nhập số {number} của bạn.",
        "You have no import number {number}.",
    ),
    "no-such-inspection": (
        "Không có cuộc kiểm tra số {number}, hoặc bạn không phụ trách.",
        "There is no inspection number {number}, or it is not yours.",
    ),
    "no-such-line": (
        "Không có dòng «{number}» trong kế hoạch.",
        "The plan has no line “{number}”.",
    ),
    "programme-slug": (
        "Mã «{slug}» không dùng được: chỉ gồm chữ thường không dấu, chữ số và gạch nối.",
        "The code “{slug}” cannot be used: small letters without marks, digits and hyphens only.",
    ),
    "programme-slug-taken": (
        "Mã «{slug}» đã dùng cho chương trình khác. Hãy chọn mã khác.",
        "The code “{slug}” belongs to another programme. Choose another.",
    ),
    "programme-title-long": (
        "Hãy ghi tên, tối đa {most} ký tự.",
        "Write a title of at most {most} characters.",
    ),
    "programme-text-long": (
        "Phần chữ quá dài: tối đa {most} ký tự. Hãy rút gọn hoặc đính kèm thành tài liệu.",
        "The text is too long: at most {most} characters. Shorten it, or attach a file.",
    ),
    "programme-backwards": (
        "Ngày sau đứng trước ngày trước. Hãy kiểm tra lại hai ngày.",
        "It ends before it begins. Check the two days.",
    ),
    "programme-kind-stays": (
        "Loại và cơ quan của chương trình không đổi được. Hãy lập chương trình khác.",
        "Kind and authority of a programme stay. Begin another one.",
    ),
    "programme-tier": (
        "{unit} không thuộc cấp của chương trình này. Các cấp: {tiers}.",
        "{unit} is not of a tier of this programme. The tiers: {tiers}.",
    ),
    "programme-units-open": (
        "Còn {units} đơn vị chưa xong. Muốn kết thúc thì ghi lý do.",
        "{units} units are not done yet. To close it all the same, say why.",
    ),
    "no-units-in-scope": (
        "Phạm vi này không có đơn vị nào còn hiệu lực ngày {day}. Chưa thêm đơn vị nào.",
        "This scope has no unit that is valid on {day}. Nothing was added.",
    ),
    "unit-has-ended": (
        "{unit} đã chấm dứt ngày {day}. Hãy chọn đơn vị còn hiệu lực.",
        "{unit} ended on {day}. Choose a unit that is valid.",
    ),
    "not-under": (
        "{unit} không trực thuộc cơ quan kiểm tra. Hãy chọn một đơn vị trực thuộc.",
        "{unit} is not under the inspecting authority. Choose a unit that is.",
    ),
    "proof-needed": (
        "Cần đúng một tài liệu chứng minh thuộc loại mà mốc này yêu cầu: tệp, đường dẫn hoặc ghi chú.",
        "Exactly one proof of a kind that this milestone takes is needed: a file, a link or a text.",
    ),
    "day-to-come": (
        "Ngày {day} chưa đến. Hãy ghi ngày đã diễn ra.",
        "{day} has not come yet. Write the day on which it happened.",
    ),
    "day-is-past": (
        "Ngày {day} đã qua. Hãy chọn một ngày từ hôm nay.",
        "{day} is past. Choose a day from today on.",
    ),
    "before-the-list": (
        "Danh sách chốt ngày {day}; số đếm phải từ ngày đó.",
        "The list was frozen on {day}; counts begin on that day.",
    ),
    "before-the-last": (
        "Ngày phải sau lần trước ({day}).",
        "The day must be after the last one ({day}).",
    ),
    "milestone-not-reached": (
        "Mốc «{milestone}» chưa được ghi nên không kiểm tra hay rút lại được.",
        "The milestone “{milestone}” is not entered, so it can be neither checked nor taken back.",
    ),
    "own-milestone": (
        "Không ai kiểm tra mốc do chính mình ghi. Hãy để người khác kiểm tra.",
        "Nobody checks a milestone that he has entered himself. Leave it to somebody else.",
    ),
    "not-a-choice": (
        "«{typed}» không có trong danh sách chọn.",
        "“{typed}” is none of the choices.",
    ),
    "value-out-of-range": (
        "Số ở mục «{field}» phải từ {low} đến {high}.",
        "The number at “{field}” must be from {low} to {high}.",
    ),
    "bad-money": (
        "Số tiền phải là số nguyên đồng, từ 0 đến {most}.",
        "Money is in whole đồng, from 0 to {most}.",
    ),
    "no-members-here": (
        "Chương trình này không có tổ công tác.",
        "This programme has no task force.",
    ),
    "post-needed": (
        "Hãy ghi chức vụ, tối đa 200 ký tự.",
        "Write the post, in at most 200 characters.",
    ),
    "post-has-ended": (
        "Vị trí này đã bỏ. Hãy mở vị trí khác.",
        "This post is no more. Open another one.",
    ),
    "has-left": (
        "Người này đã thôi phụ trách.",
        "This person is no longer in charge.",
    ),
    "no-framework": (
        "Chưa áp dụng khung năng lực nào. Cơ quan bồi dưỡng cần chọn một khung trước.",
        "No competence framework was adopted. The training office must adopt one first.",
    ),
    "not-oneself": (
        "Chỉ chính người đó tự đánh giá được, bằng tài khoản của mình.",
        "Only the person assesses himself, by his own account.",
    ),
    "oneself": (
        "Không ai đánh giá chính mình thay cấp trên hoặc thay bài kiểm tra.",
        "Nobody assesses himself in place of a superior or a test.",
    ),
    "bad-side": (
        "Cách đánh giá «{kind}» không có. Hãy chọn tự đánh giá, cấp trên hoặc kiểm tra.",
        "There is no assessment “{kind}”. Choose self, superior or test.",
    ),
    "levels-incomplete": (
        "Hãy chọn mức từ 0 đến {most} cho mọi năng lực của khung.",
        "Choose a level from 0 to {most} for every competence of the framework.",
    ),
    "enrolled-before": (
        "Người này đã có trong lớp.",
        "This person is in the course already.",
    ),
    "not-enrolled": (
        "Người này chưa được ghi danh vào lớp.",
        "This person is not enrolled in the course.",
    ),
    "inventory-empty": (
        "Tệp không có dòng nào. Hãy điền ít nhất một tài sản rồi nhập lại.",
        "The file has no row. Fill in at least one thing and import it again.",
    ),
    "year-to-plan": (
        "Năm phải từ {first} đến {last}.",
        "The year must be from {first} to {last}.",
    ),
    "full-marks-already": (
        "Tiêu chí {node} đã đạt điểm tối đa.",
        "Criterion {node} has full marks already.",
    ),
    "points-out-of-range": (
        "Điểm dự kiến của tiêu chí {node} phải lớn hơn điểm đang có và không quá điểm tối đa.",
        "The points expected of {node} must be more than it has and at most its maximum.",
    ),
    "officer-needed": (
        "Hãy ghi người chịu trách nhiệm (chức vụ), tối đa 200 ký tự.",
        "Write who is responsible (the post), in at most 200 characters.",
    ),
    "done-before": (
        "Dòng này đã được ghi là hoàn thành.",
        "This line was marked as done before.",
    ),
    "card-has-changed": (
        "Thẻ này vừa được sửa. Hãy đọc lại rồi xác nhận.",
        "The card has changed. Read it again, then confirm.",
    ),
    "conduct-needed": (
        "Hãy ghi nội dung quy tắc ứng xử.",
        "Write the text of the code of conduct.",
    ),
    "code-has-changed": (
        "Quy tắc ứng xử đang có hiệu lực là bản khác. Hãy đọc bản mới rồi xác nhận.",
        "Another version of the code is in force. Read it, then confirm.",
    ),
}
EVENTS: dict[str, Pair] = {
    "programme.begun": ("lập chương trình", "began the programme"),
    "programme.changed": ("sửa chương trình", "changed the programme"),
    "programme.units-added": ("thêm đơn vị", "added units"),
    "programme.moved": ("đổi trạng thái chương trình", "moved the programme"),
    "programme.moved:programme-close": ("kết thúc chương trình", "closed the programme"),
    "programme.moved:programme-cancel": ("hủy chương trình", "cancelled the programme"),
    "programme.moved:programme-reopen": ("mở lại chương trình", "opened the programme again"),
    "part.added": ("giao đơn vị tham gia", "asked the unit to take part"),
    "part.moved": ("đổi trạng thái phần việc", "moved the part"),
    "part.moved:programme-drop": ("đưa đơn vị ra khỏi chương trình", "took the unit out"),
    "part.moved:programme-restore": ("đưa đơn vị trở lại chương trình", "took the unit in again"),
    "part.passed": ("chuyển từ {before} sang {carrier}", "passed it from {before} to {carrier}"),
    "part.set": ("ghi số liệu", "set values"),
    "milestone.reached": ("ghi mốc «{milestone}», ngày {on}", "entered the milestone “{milestone}”, {on}"),
    "milestone.checked": ("không công nhận mốc «{milestone}»", "did not accept the milestone “{milestone}”"),
    "milestone.checked:holds": ("công nhận mốc «{milestone}»", "accepted the milestone “{milestone}”"),
    "milestone.undone": ("rút lại mốc «{milestone}»", "took the milestone “{milestone}” back"),
    "part.costed": ("ghi kinh phí", "entered the cost"),
    "figure.counted": ("ghi số đếm ngày {on}: {count}", "entered the count of {on}: {count}"),
    "figure.counted:frozen": ("chốt danh sách ngày {on}: {count}", "froze the list of {on}: {count}"),
    "member.named": ("thêm thành viên tổ công tác", "named a member of the task force"),
    "member.left": ("một thành viên thôi tham gia", "a member left the task force"),
    "competence.adopted": ("áp dụng khung năng lực", "adopted a competence framework"),
    "post.opened": ("mở vị trí công nghệ thông tin", "opened a post"),
    "post.ended": ("bỏ vị trí", "ended a post"),
    "post.taken": ("có người phụ trách vị trí", "somebody took the post"),
    "post.left": ("người phụ trách thôi vị trí", "somebody left the post"),
    "staff.rated": ("đánh giá năng lực", "assessed competences"),
    "course.planned": ("lập kế hoạch lớp bồi dưỡng", "planned a course"),
    "course.enrolled": ("ghi danh vào lớp", "enrolled a person"),
    "course.attended": ("ghi số buổi tham dự", "entered the sessions attended"),
    "course.result": ("ghi kết quả lớp học", "entered a result"),
    "inventory.imported": ("nhập kiểm kê: {taken} dòng, còn {left}", "imported {taken} rows, {left} left"),
    "roadmap.planned": ("thêm dòng lộ trình năm {year}", "planned a line of the roadmap"),
    "roadmap.removed": ("bỏ dòng lộ trình", "removed a line of the roadmap"),
    "improvement.assigned": ("giao tiêu chí {node}", "assigned criterion {node}"),
    "improvement.done": ("ghi tiêu chí {node} đã làm xong", "marked criterion {node} as done"),
    "improvement.removed": ("bỏ tiêu chí {node} khỏi kế hoạch", "took criterion {node} out of the plan"),
    "card.confirmed": ("đã đọc và hiểu thẻ chỉ số", "confirmed a card"),
    "conduct.issued": ("ban hành quy tắc ứng xử, bản {version}", "issued version {version} of the code"),
    "conduct.acknowledged": ("đã đọc quy tắc ứng xử", "acknowledged the code"),
    "inspection.planned": ("lập kế hoạch kiểm tra", "planned an inspection"),
    "inspection.moved": ("đổi trạng thái kiểm tra", "moved an inspection"),
}  # fmt: skip
