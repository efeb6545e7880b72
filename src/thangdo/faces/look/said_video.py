"""What is said when the video of a conference cannot be had, and what to do about it."""

from __future__ import annotations

Pair = tuple[str, str]

REFUSED: dict[str, Pair] = {
    "no-such-room": (
        "Hội nghị «{slug}» không họp trên máy chủ Janus nên không có phòng họp ở đây.",
        "The conference “{slug}” does not meet on the Janus server; it has no room here.",
    ),
    "video-off": (
        "Máy chủ họp Janus chưa được thiết lập. Quản trị viên cần đặt {name} (xem docs/video.md), "
        "hoặc hãy chọn hình thức họp khác.",
        "The Janus server is not set up. The administrator must set {name} (see docs/video.md); "
        "or choose another way of meeting.",
    ),
    "video-socket": (
        "Địa chỉ kết nối «{typed}» phải bắt đầu bằng wss:// (hoặc ws:// khi thử trong mạng nội bộ).",
        "The address to connect to, “{typed}”, must begin with wss:// "
        "(or ws:// for a trial within a network).",
    ),
    "video-unreachable": (
        "Không kết nối được máy chủ họp {server}. Hãy kiểm tra dịch vụ janus đang chạy "
        "và cổng của nó đang mở; trong lúc chờ, điểm danh bằng tay.",
        "The video server {server} cannot be reached. See that the service janus runs "
        "and that its port is open; meanwhile call the roll by hand.",
    ),
    "video-refused": (
        "Máy chủ họp từ chối yêu cầu (mã {number}: {told}). Hãy kiểm tra THANGDO_JANUS_SECRET trùng với "
        "api_secret, token_auth_secret và admin_key của janus.",
        "The video server refused (code {number}: {told}). See that THANGDO_JANUS_SECRET is the same as "
        "api_secret, token_auth_secret and admin_key of janus.",
    ),
}
