"""What is said of public notices and of the replies to them."""

from __future__ import annotations

Pair = tuple[str, str]

WHAT: dict[str, Pair] = {
    "announcement": ("thông báo này", "this notice"),
    "reply": ("ý kiến này", "this reply"),
}
STATES: dict[str, dict[str, Pair]] = {
    "announcement": {
        "draft": ("đang soạn", "being written"),
        "published": ("đã đăng", "published"),
        "withdrawn": ("đã gỡ", "withdrawn"),
    },
    "reply": {
        "waiting": ("chờ duyệt", "waiting to be read"),
        "shown": ("đã hiện", "shown"),
        "hidden": ("không hiện", "not shown"),
    },
}
ACTS: dict[str, Pair] = {
    "announcement-write": ("sửa thông báo", "change the notice"),
    "announcement-attach": ("đính kèm tài liệu", "put a document to it"),
    "announcement-publish": ("đăng thông báo", "publish it"),
    "announcement-withdraw": ("gỡ thông báo", "withdraw it"),
    "announcement-show": ("cho hiện ý kiến", "show the reply"),
    "announcement-hide": ("không cho hiện ý kiến", "hide the reply"),
    "announcement-ask": ("giao đơn vị trả lời", "name a unit to answer"),
    "announcement-answer": ("trả lời ý kiến", "answer the reply"),
}
REFUSED: dict[str, Pair] = {
    "no-such-notice": (
        "Không có thông báo «{slug}», hoặc bạn không được xem thông báo này.",
        "There is no notice “{slug}”, or it is not yours to see.",
    ),
    "no-such-reply": (
        "Thông báo này không có ý kiến số {number}.",
        "This notice has no reply number {number}.",
    ),
    "address-form": (
        "Tên trong địa chỉ «{slug}» không dùng được: chỉ gồm chữ thường không dấu, chữ số và gạch nối.",
        "The name in the address “{slug}” cannot be used: small letters without marks, digits and hyphens.",
    ),
    "address-taken": (
        "Đã có mục mang tên «{slug}» trong địa chỉ. Hãy chọn tên khác.",
        "The name “{slug}” in the address is taken. Choose another.",
    ),
    "notice-of-another-unit": (
        "Thông báo «{slug}» thuộc đơn vị khác; không chuyển sang đơn vị này được.",
        "The notice “{slug}” is another unit's; it cannot pass to this one.",
    ),
    "notice-text": (
        "Hãy ghi tiêu đề (tối đa 400 ký tự) và nội dung (tối đa {most} ký tự).",
        "Write a title (at most 400 characters) and a text (at most {most} characters).",
    ),
    "link-form": (
        "Liên kết «{link}» phải bắt đầu bằng https:// hoặc http://.",
        "The link “{link}” must begin with https:// or http://.",
    ),
    "reason-missing": ("Hãy ghi lý do.", "Give the reason."),
    "replies-closed": (
        "Thông báo này không nhận ý kiến nữa. Nội dung bạn viết chưa được gửi.",
        "This notice takes no more replies. What you wrote was not sent.",
    ),
    "reply-empty": (
        "Hãy viết ý kiến của bạn (ít nhất 5 ký tự).",
        "Write your reply (at least 5 characters).",
    ),
    "reply-too-long": (
        "Ý kiến quá dài: tối đa {most} ký tự. Hãy rút gọn rồi gửi lại.",
        "The reply is too long: at most {most} characters. Shorten it and send it again.",
    ),
    "too-many-waiting": (
        "Thông báo này đang có quá nhiều ý kiến chờ duyệt. Hãy gửi lại sau.",
        "Too many replies to this notice wait to be read. Send it again later.",
    ),
    "too-often": (
        "Bạn đã gửi nhiều ý kiến trong một giờ. Hãy đợi rồi gửi lại.",
        "Many replies came from you within an hour. Wait, then send it again.",
    ),
    "limit-days": (
        "Thời hạn trả lời là từ 1 đến {most} ngày làm việc.",
        "The limit for an answer is 1 to {most} working days.",
    ),
    "answer-empty": ("Hãy viết nội dung trả lời.", "Write the answer."),
}
EVENTS: dict[str, Pair] = {
    "announcement.written": ("soạn, sửa thông báo", "wrote or changed the notice"),
    "announcement.attached": ("đính kèm tài liệu «{title}»", "put the document “{title}” to it"),
    "announcement.moved:publish": ("đăng thông báo", "published the notice"),
    "announcement.moved:withdraw": ("gỡ thông báo", "withdrew the notice"),
    "reply.received": (
        "nhận ý kiến số {number} của người dân",
        "received reply number {number} of a citizen",
    ),
    "reply.moderated:show": ("cho hiện ý kiến số {number}", "showed reply number {number}"),
    "reply.moderated:hide": (
        "không cho hiện ý kiến số {number}",
        "kept reply number {number} from the public",
    ),
    "reply.referred": (
        "giao {unit} trả lời ý kiến số {number} trước hết ngày {due}",
        "asked {unit} to answer reply number {number} by {due}",
    ),
    "reply.answered": ("trả lời ý kiến số {number}", "answered reply number {number}"),
}
NOTICES: dict[str, Pair] = {
    "announcements.reply": (
        "Có ý kiến của người dân chờ duyệt ở thông báo «%(title)s».",
        "A citizen's reply to “%(title)s” waits to be read.",
    ),
    "announcements.asked": (
        "Đơn vị của bạn được giao trả lời ý kiến của người dân ở «%(title)s» trước hết ngày %(due)s.",
        "Your unit is asked to answer a citizen's reply to “%(title)s” by %(due)s.",
    ),
}
