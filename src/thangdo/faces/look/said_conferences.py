"""What is said of conferences: states, acts, fields, refusals, lines of the record, notices."""

from __future__ import annotations

Pair = tuple[str, str]

WHAT: dict[str, Pair] = {"conference": ("hội nghị này", "this conference")}
STATES: dict[str, dict[str, Pair]] = {
    "conference": {
        "planned": ("đang chuẩn bị", "being prepared"),
        "open": ("đang họp", "in session"),
        "closed": ("đã bế mạc, chờ ký kết luận", "closed, conclusions not signed"),
        "concluded": ("đã có kết luận", "concluded"),
        "cancelled": ("đã hủy", "called off"),
    },
    "roll": {
        "": ("chưa điểm danh", "not called"),
        "present": ("có mặt", "present"),
        "absent": ("vắng", "absent"),
        "excused": ("vắng có lý do", "excused"),
    },
    "speaking": {
        "waiting": ("đang chờ", "waiting"),
        "speaking": ("đang phát biểu", "speaking"),
        "spoken": ("đã phát biểu", "has spoken"),
        "withdrawn": ("đã rút", "withdrawn"),
        "declined": ("không mời", "declined"),
    },
    "remark": {
        "obstacle": ("khó khăn, vướng mắc", "difficulty"),
        "practice": ("kinh nghiệm, cách làm hay", "good practice"),
        "proposal": ("đề xuất, kiến nghị", "proposal"),
    },
    "minute": {
        "note": ("diễn biến", "what was said"),
        "result": ("kết quả được trình bày", "result as presented"),
        "conclusion": ("kết luận", "conclusion"),
    },
    "field": {
        "land": ("đất đai", "land"),
        "staff": ("cán bộ, công chức", "staff"),
        "infrastructure": ("hạ tầng công nghệ thông tin", "ICT infrastructure"),
        "one-stop": ("bộ phận một cửa", "one-stop desks"),
        "procedures": ("thủ tục hành chính", "administrative procedures"),
        "justice": ("tư pháp, hộ tịch", "justice, civil status"),
        "construction": ("xây dựng", "construction"),
        "other": ("lĩnh vực khác", "other"),
    },
    "connection": {
        "": ("chưa có thông tin", "not known"),
        "fixed": ("mạng truyền số liệu chuyên dùng", "government network"),
        "internet": ("Internet", "internet"),
        "mobile": ("mạng di động", "mobile network"),
        "in-room": ("tại phòng họp chính", "in the main hall"),
    },
}
ACTS: dict[str, Pair] = {
    "plan-conference": ("sửa kế hoạch hội nghị", "change the plan of the conference"),
    "cancel-conference": ("hủy hội nghị", "call the conference off"),
    "invite-site": ("thêm điểm cầu", "add a site"),
    "strike-site": ("bỏ điểm cầu", "take a site off the list"),
    "invite-guest": ("mời đại biểu", "invite an office"),
    "put-agenda": ("sửa chương trình", "change the agenda"),
    "describe-site": ("khai báo điểm cầu", "describe the site"),
    "check-site": ("ghi kết quả kiểm tra đường truyền", "note the trial of a site"),
    "open-conference": ("khai mạc", "open the conference"),
    "call-roll": ("điểm danh", "call the roll"),
    "list-present": ("ghi người dự họp", "list who is present"),
    "mark-guest": ("ghi đại biểu có mặt", "mark a guest"),
    "attend": ("ghi điểm cầu vào, ra", "note a site that comes or goes"),
    "run-agenda": ("chuyển nội dung", "run the agenda"),
    "ask-to-speak": ("đăng ký phát biểu", "ask to speak"),
    "give-floor": ("mời phát biểu", "give the floor"),
    "order-speakers": ("sắp thứ tự phát biểu", "order the speakers"),
    "withdraw-request": ("rút đăng ký phát biểu", "withdraw the request"),
    "take-chair": ("nhận chủ trì", "take the chair"),
    "take-remark": ("ghi ý kiến", "take down a remark"),
    "write-minute": ("ghi biên bản", "write the minutes"),
    "close-conference": ("bế mạc", "close the conference"),
    "attach-remark": ("gắn ý kiến", "attach a remark"),
    "ask-answer": ("giao đơn vị trả lời", "ask a unit to answer"),
    "answer-remark": ("trả lời ý kiến", "answer the remark"),
    "publish-answer": ("công khai trả lời", "publish the answer"),
    "sign-minutes": ("ký biên bản", "sign the minutes"),
    "sign-conclusions": ("ký thông báo kết luận", "sign the conclusions"),
}
REFUSED: dict[str, Pair] = {
    "no-such-conference": (
        "Không có hội nghị này, hoặc chức vụ của bạn không được xem. Hãy chọn một hội nghị trong danh sách.",
        "There is no such conference, or your offices do not let you see it. Choose one from the list.",
    ),
    "no-such-site": (
        "Đơn vị {unit} không phải là điểm cầu của hội nghị này, hoặc không phải điểm cầu của bạn.",
        "Unit {unit} is no site of this conference, or not yours.",
    ),
    "no-such-entry": (
        "Không có mục số {number}; có thể người khác vừa xóa. Hãy mở lại trang.",
        "There is no entry number {number}; somebody may have struck it. Open the page again.",
    ),
    "conference-taken": (
        "Tên «{slug}» trong địa chỉ đã được một cơ quan khác dùng. Hãy chọn tên khác.",
        "The name “{slug}” in the address is used by another authority. Choose another.",
    ),
    "conference-address": (
        "Tên «{slug}» trong địa chỉ không dùng được: chỉ gồm chữ thường không dấu, chữ số và gạch nối.",
        "The name “{slug}” in the address cannot be used: small letters, digits and hyphens only.",
    ),
    "conference-title": (
        "Hãy ghi tên hội nghị (tối đa 400 ký tự).",
        "Give the conference a title (at most 400 characters).",
    ),
    "conference-quorum": (
        "Tỷ lệ điểm cầu cần có mặt là từ 0 đến 100%, không phải {quorum}.",
        "The share of sites that must be present is 0 to 100 %, not {quorum}.",
    ),
    "conference-times": (
        "Giờ bắt đầu phải thuộc ngày họp và trước giờ kết thúc. Hãy sửa lại giờ.",
        "The conference must begin on its day and before it ends. Put the hours right.",
    ),
    "no-quorum": (
        "Mới có {present}/{sites} điểm cầu, cần {needed}. Hãy chờ, hoặc ghi lý do để vẫn khai mạc.",
        "{present} of {sites} sites are here, {needed} are needed. Wait, or give a reason to open anyway.",
    ),
    "waits-already": (
        "Điểm cầu này đã đăng ký phát biểu (số {number}) và đang chờ mời.",
        "This site has asked to speak (number {number}) and waits to be called.",
    ),
    "speaker-moved": (
        "Đăng ký phát biểu này đã thay đổi. Hãy mở lại trang rồi mời theo danh sách mới.",
        "This request to speak has changed. Open the page again and go by the new list.",
    ),
    "signed-already": (
        "Đã ký ngày {day}, không sửa và không ký lại được.",
        "It was signed on {day}; it cannot be changed or signed again.",
    ),
    "nothing-to-sign": (
        "Chưa có nội dung để ký. Hãy ghi biên bản, đánh dấu các câu kết luận rồi ký.",
        "There is nothing to sign yet. Write the minutes and mark the conclusions first.",
    ),
    "remark-asked": (
        "Ý kiến số {number} đã giao đơn vị trả lời nên không xóa được.",
        "A unit has been asked to answer remark number {number}; it cannot be struck.",
    ),
    "answered-already": (
        "Ý kiến số {number} đã có trả lời. Không giao lại được.",
        "Remark number {number} has been answered. It cannot be asked again.",
    ),
    "answer-published": (
        "Trả lời ý kiến số {number} đã công khai. Hãy đề nghị thư ký rút công khai trước khi sửa.",
        "The answer to remark number {number} is published. Ask the secretary to take it back first.",
    ),
    "not-answered": (
        "Ý kiến số {number} chưa có trả lời nên chưa công khai được.",
        "Remark number {number} has no answer yet, so there is none to publish.",
    ),
    "unknown-choice": (
        "Lựa chọn «{typed}» không có trong danh sách. Hãy mở lại trang và chọn lại.",
        "The choice “{typed}” is not in the list. Open the page again and choose.",
    ),
    "number-out": (
        "Số {typed} không dùng được ở đây. Hãy nhập một số nguyên hợp lý.",
        "The number {typed} cannot be used here. Enter a sensible whole number.",
    ),
    "bad-paper": (
        "Tài liệu này không đính kèm được: chọn kết quả một kỳ đánh giá, một tệp hoặc một liên kết https.",
        "This paper cannot be attached: choose the results of a campaign, a file or an https link.",
    ),
    "text-missing": ("Hãy ghi nội dung.", "Write the text."),
    "text-long": (
        "Nội dung quá dài: tối đa {most} ký tự.",
        "The text is too long: at most {most} characters.",
    ),
    "video-settings": (
        "Địa chỉ phòng họp «{typed}» phải bắt đầu bằng https:// hoặc http://.",
        "The address of the meeting “{typed}” must begin with https:// or http://.",
    ),
    "video-unknown": (
        "Máy chủ này không có hình thức họp «{kind}». Hãy chọn hình thức khác.",
        "This installation has no way of meeting called “{kind}”. Choose another.",
    ),
}
EVENTS: dict[str, Pair] = {
    "conference.planned": ("lập, sửa kế hoạch hội nghị", "planned the conference or changed the plan"),
    "conference.moved:open-conference": (
        "khai mạc, có mặt {present}/{sites} điểm cầu",
        "opened the conference, {present} of {sites} sites present",
    ),
    "conference.moved:close-conference": ("bế mạc hội nghị", "closed the conference"),
    "conference.moved:cancel-conference": ("hủy hội nghị", "called the conference off"),
    "conference.moved:import-conference": (
        "ghi nhận hội nghị theo nguồn đã công bố",
        "took the conference over from what was published",
    ),
    "conference.moved": ("chuyển trạng thái hội nghị", "moved the conference on"),
    "conference.chaired": ("nhận chủ trì hội nghị", "took the chair"),
    "conference.signed": ("ký văn bản của hội nghị", "signed a paper of the conference"),
    "site.invited": ("thêm hoặc bỏ điểm cầu {unit}", "added or struck site {unit}"),
    "site.described": ("khai báo điểm cầu {unit}", "described site {unit}"),
    "site.checked": ("kiểm tra đường truyền của {unit}", "tried the connection of {unit}"),
    "site.attended": ("ghi điểm cầu {unit} vào, ra phòng họp", "noted that {unit} came or went"),
    "site.called": ("điểm danh {unit}", "called the roll of {unit}"),
    "present.listed": ("ghi người dự họp số {number}", "listed number {number} of those present"),
    "guest.invited": ("mời đại biểu số {number}", "invited guest number {number}"),
    "guest.marked": ("ghi nhận đại biểu số {number}", "marked guest number {number}"),
    "agenda.put": ("sửa mục {number} của chương trình", "changed item {number} of the agenda"),
    "agenda.ran": ("chuyển mục {number} của chương trình", "ran item {number} of the agenda"),
    "speaking.asked": ("{unit} đăng ký phát biểu", "{unit} asked to speak"),
    "speaking.moved": ("chuyển đăng ký phát biểu số {number}", "moved request {number} to speak"),
    "speakers.ordered": ("sắp lại thứ tự phát biểu", "put the speakers in order"),
    "remark.taken": ("ghi ý kiến số {number}", "took down remark number {number}"),
    "remark.attached": ("gắn ý kiến số {number} với {value}", "attached remark number {number} to {value}"),
    "remark.asked": (
        "giao {unit} trả lời ý kiến số {number} trước hết ngày {due}",
        "asked {unit} to answer remark number {number} by {due}",
    ),
    "remark.answered": ("trả lời ý kiến số {number}", "answered remark number {number}"),
    "remark.published": ("công khai trả lời ý kiến số {number}", "published the answer to remark {number}"),
    "minute.written": ("ghi dòng biên bản số {number}", "wrote line {number} of the minutes"),
}
NOTICES: dict[str, Pair] = {
    "conferences.asked": (
        "Đơn vị của bạn được giao trả lời một ý kiến tại «%(title)s» trước hết ngày %(due)s.",
        "Your unit is asked to answer a remark made at “%(title)s” by %(due)s.",
    ),
}
