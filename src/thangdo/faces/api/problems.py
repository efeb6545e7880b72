"""Every error as application/problem+json (RFC 9457), in the reader's language and in both."""

from __future__ import annotations

import json
import logging
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils.translation import override

from thangdo.faces.look.templatetags.look import language

log = logging.getLogger("thangdo.api")
Pair = tuple[str, str]
TYPES = "/api/v1/problems/"


@dataclass(frozen=True, slots=True)
class Kind:
    """One kind of problem: its status, its title and what to do, each in Vietnamese and English."""

    status: int
    title: Pair
    advice: Pair


KINDS: dict[str, Kind] = {
    "malformed": Kind(
        400,
        ("Không đọc được nội dung gửi lên", "What was sent cannot be read"),
        (
            "Nội dung phải là một đối tượng JSON đúng chuẩn, mã hóa UTF-8.",
            "The body must be one sound JSON object in UTF-8.",
        ),
    ),
    "refused": Kind(
        400,
        ("Không thực hiện được lúc này", "This cannot be done now"),
        (
            "Trường code nói lý do, facts nói chi tiết, said là câu giải thích.",
            "`code` says why, `facts` gives the details, `said` is the sentence.",
        ),
    ),
    "unauthorized": Kind(
        401,
        ("Cần mã truy cập còn hiệu lực", "A valid token is needed"),
        (
            "Gửi header Authorization: Bearer kèm mã truy cập. Mã có thể đã hết hạn hoặc bị thu hồi.",
            "Send the header Authorization: Bearer with a token. It may have expired or been revoked.",
        ),
    ),
    "not-allowed": Kind(
        403,
        ("Chức vụ của bạn không cho phép", "Your offices do not allow this"),
        (
            "Trường needs liệt kê các vai trò được phép; mã truy cập có thể hẹp hơn quyền của bạn.",
            "`needs` lists the roles that would; the token may be narrower than its holder.",
        ),
    ),
    "read-only-token": Kind(
        403,
        ("Mã truy cập này chỉ được đọc", "This token only reads"),
        ("Hãy tạo mã có quyền ghi.", "Make a token that may write."),
    ),
    "not-found": Kind(
        404,
        ("Không có, hoặc bạn không được xem", "There is no such thing, or you do not see it"),
        (
            "Hãy kiểm tra địa chỉ. Điều bạn không được xem cũng trả lời như không có.",
            "Check the address. What you may not see is answered like what is not there.",
        ),
    ),
    "method-not-allowed": Kind(
        405,
        ("Địa chỉ này không nhận phương thức đó", "This address does not take that method"),
        ("Header Allow liệt kê các phương thức được nhận.", "The header Allow lists those that it takes."),
    ),
    "stale": Kind(
        409,
        ("Đã có người thay đổi sau lúc bạn đọc", "Somebody has changed this since you read it"),
        (
            "Chưa lưu gì. Trường kept là điều đang được lưu: hãy gộp rồi gửi lại.",
            "Nothing was saved. `kept` is what stands now: merge and send again.",
        ),
    ),
    "condition-failed": Kind(
        412,
        ("Đã có người thay đổi sau lúc bạn đọc", "Somebody has changed this since you read it"),
        (
            "If-Match không còn khớp, chưa lưu gì. Trường kept là điều đang được lưu: hãy gộp rồi gửi lại.",
            "If-Match no longer holds; nothing was saved. `kept` is what stands now: merge and send again.",
        ),
    ),
    "too-large": Kind(
        413,
        ("Nội dung gửi lên quá lớn", "What was sent is too large"),
        ("Trường most là số byte tối đa.", "`most` is the largest number of bytes."),
    ),
    "media-type": Kind(
        415,
        ("Không nhận kiểu nội dung này", "This kind of content is not taken"),
        ("Hãy gửi Content-Type: application/json.", "Send Content-Type: application/json."),
    ),
    "invalid": Kind(
        422,
        ("Nội dung gửi lên không đúng khuôn dạng", "What was sent does not have the right form"),
        (
            "Trường errors nói chỗ sai và vì sao; khuôn dạng nằm trong /api/v1/openapi.json.",
            "`errors` says where and why; the forms are in /api/v1/openapi.json.",
        ),
    ),
    "bad-values": Kind(
        422,
        ("Có số liệu không dùng được", "Some values cannot be used"),
        (
            "Chưa lưu gì. Trường errors nói từng số liệu và vì sao.",
            "Nothing was saved. `errors` names each value and why.",
        ),
    ),
    "bad-edition": Kind(
        422,
        ("Bộ tiêu chí còn lỗi", "The set of criteria has faults"),
        ("Trường errors liệt kê từng lỗi.", "`errors` lists every fault."),
    ),
    "key-reused": Kind(
        422,
        (
            "Khóa chống gửi trùng đã dùng cho nội dung khác",
            "The key was used for another request",
        ),
        (
            "Mỗi yêu cầu mới cần một Idempotency-Key mới.",
            "Every new request needs a key of its own.",
        ),
    ),
    "condition-needed": Kind(
        428,
        ("Cần nói bạn đã đọc bản nào", "Say which state you have seen"),
        (
            "Đọc trước, rồi gửi giá trị của header ETag trong header If-Match.",
            "Read it first, then send the value of its ETag in the header If-Match.",
        ),
    ),
    "too-many-requests": Kind(
        429,
        ("Quá nhiều yêu cầu", "Too many requests"),
        ("Hãy chờ số giây trong header Retry-After.", "Wait for the seconds in the header Retry-After."),
    ),
    "server-error": Kind(
        500,
        ("Lỗi của phần mềm, không phải của bạn", "A fault of the software, not of yours"),
        (
            "Chưa lưu gì. Hãy gửi lại với cùng Idempotency-Key; nếu vẫn vậy, báo quản trị viên.",
            "Nothing was saved. Send it again with the same key; if it recurs, tell the administrator.",
        ),
    ),
    "busy": Kind(
        503,
        ("Cơ sở dữ liệu đang bận", "The database is busy"),
        (
            "Hãy gửi lại sau vài giây với cùng Idempotency-Key.",
            "Send it again in a few seconds with the same Idempotency-Key.",
        ),
    ),
}


@dataclass
class Problem(Exception):
    """An error on its way to the reader. said: a sentence for this case; more: further members."""

    kind: str
    said: Pair | None = None
    more: Mapping[str, Any] = field(default_factory=dict)
    headers: Mapping[str, str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        super().__init__(self.kind)


def pick(pair: Pair) -> str:
    """The text in the language of the answer."""
    return pair[1] if language() == "en" else pair[0]


def respond(request: HttpRequest, problem: Problem) -> HttpResponse:
    """The answer that tells a problem."""
    kind = KINDS[problem.kind]
    said = problem.said or kind.advice
    body = {
        "type": TYPES + problem.kind,
        "title": pick(kind.title),
        "status": kind.status,
        "detail": pick(said),
        "said": {"vi": said[0], "en": said[1]},
        **problem.more,
    }
    response = HttpResponse(
        json.dumps(body, ensure_ascii=False, default=str),
        status=kind.status,
        content_type="application/problem+json",
    )
    for name, value in problem.headers.items():
        response[name] = value
    if kind.status == 401:
        response["WWW-Authenticate"] = 'Bearer realm="thangdo"'
    return response


def in_both(say: Any) -> Pair:
    """What `say()` says in Vietnamese and in English."""
    with override("vi"):
        vi = str(say())
    with override("en"):
        return vi, str(say())
