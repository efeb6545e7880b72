"""The interface described by OpenAPI 3.1: what the routes say, and what all of them share."""

from __future__ import annotations

import copy
from functools import cache
from typing import Any

from ninja import NinjaAPI

from thangdo import __version__
from thangdo.faces.api.problems import KINDS, TYPES

METHODS = ("get", "put", "post", "delete")
#: tag -> its title in Vietnamese and English, in the order of the pages
TAGS: dict[str, tuple[str, str]] = {
    "my": ("Của tôi", "Mine"),
    "campaigns": ("Kỳ đánh giá", "Campaigns"),
    "parts": ("Phần của đơn vị", "Units' parts"),
    "answers": ("Câu trả lời", "Answers"),
    "evidence": ("Tài liệu kiểm chứng", "Evidence"),
    "files": ("Tệp", "Files"),
    "appraisal": ("Thẩm định", "Appraisal"),
    "objections": ("Đề nghị xem xét lại", "Objections"),
    "council": ("Hội đồng", "Council"),
    "publications": ("Bộ kết quả công bố", "Publications"),
    "results": ("Kết quả", "Results"),
    "editions": ("Bộ tiêu chí", "Editions"),
    "units": ("Đơn vị", "Units"),
    "people": ("Tài khoản và vai trò", "People and offices"),
    "calendar": ("Ngày làm việc", "Working days"),
    "ledger": ("Sổ sự kiện", "Ledger"),
}
ABOUT = (
    "Giao diện cho phần mềm khác làm mọi việc của đợt đánh giá. Gửi mã truy cập trong header "
    "Authorization: Bearer. Số chính thức là chữ thập phân chính xác; ngày theo giờ Việt Nam. "
    "Đọc một tài nguyên cho ETag; ghi kèm If-Match để không đè lên thay đổi của người khác; "
    "Idempotency-Key để gửi lại mà không thành hai lần. Danh sách đi theo trang bằng after và next. "
    "Mọi lỗi là application/problem+json.",
    "For programs that do the work of an assessment campaign. Send a token in the header "
    "Authorization: Bearer. Official numbers are exact decimal text; days are those of Việt Nam. "
    "Reading a resource gives an ETag; writing sends it in If-Match, so that nobody's change is lost; with "
    "an Idempotency-Key a request that is sent again is not done twice. "
    "Lists go page by page with `after` and `next`. "
    "Every error is application/problem+json.",
)
_TEXT = {"type": "string"}
_HEADERS: dict[str, Any] = {
    "RateLimit": {"description": "Requests left, and seconds to the next window.", "schema": _TEXT},
    "RateLimit-Policy": {"description": "Requests that a token may send.", "schema": _TEXT},
    "Content-Language": {"schema": {"type": "string", "enum": ["vi", "en"]}},
}


def describe(api: NinjaAPI, language: str) -> dict[str, Any]:
    """The whole document, in a language. A copy: the caller may change it."""
    return copy.deepcopy(_described(api, language))


@cache
def _described(api: NinjaAPI, language: str) -> dict[str, Any]:
    vi = language == "vi"
    found: dict[str, Any] = copy.deepcopy(dict(api.get_openapi_schema(path_prefix="api/v1/")))
    found["info"] = {"title": "Thang Đo", "version": __version__, "description": ABOUT[0 if vi else 1]}
    found["servers"] = [{"url": "/"}]
    found["tags"] = [{"name": name, "description": title[0 if vi else 1]} for name, title in TAGS.items()]
    components = found["components"]
    components["schemas"]["Problem"] = _problem_schema()
    components["responses"] = {
        str(status): _problem_response(status, vi)
        for status in sorted({kind.status for kind in KINDS.values()})
    }
    components["parameters"] = _parameters(vi)
    for path in found["paths"].values():
        for method, operation in path.items():
            if method in METHODS:
                _complete(method, operation, vi)
    return found


def _complete(method: str, operation: dict[str, Any], vi: bool) -> None:
    in_vietnamese = operation.pop("x-summary-vi")
    if vi:
        operation["summary"] = in_vietnamese
    operation.pop("description", None)
    parameters = operation.setdefault("parameters", [])
    parameters.append({"$ref": "#/components/parameters/Accept-Language"})
    needs_match = operation.pop("x-if-match", False)
    if needs_match:
        parameters.append({"$ref": "#/components/parameters/If-Match"})
    if method != "get":
        parameters.append({"$ref": "#/components/parameters/Idempotency-Key"})
    responses = operation["responses"] = {str(key): value for key, value in operation["responses"].items()}
    for response in responses.values():
        headers = response.setdefault("headers", {})
        headers.update(_HEADERS)
        headers["ETag"] = {"description": "To be sent in If-Match or If-None-Match.", "schema": _TEXT}
    if method == "get":
        responses["304"] = {"description": "Not Modified"}
    for status in _statuses(method, operation, needs_match):
        responses.setdefault(str(status), {"$ref": f"#/components/responses/{status}"})


def _statuses(method: str, operation: dict[str, Any], needs_match: bool) -> list[int]:
    found = [400, 401, 403, 404, 422, 429, 500, 503]
    if method != "get":
        found += [409, 412, 413, 415]
    if needs_match:
        found.append(428)
    return found


def _parameters(vi: bool) -> dict[str, Any]:
    def header(name: str, said: tuple[str, str], schema: dict[str, Any], required: bool = False) -> Any:
        description = said[0 if vi else 1]
        return {
            "in": "header",
            "name": name,
            "required": required,
            "schema": schema,
            "description": description,
        }

    return {
        "Accept-Language": header(
            "Accept-Language",
            ("Ngôn ngữ của câu chữ: vi hoặc en.", "The language of sentences: vi or en."),
            {"type": "string", "enum": ["vi", "en"]},
        ),
        "If-Match": header(
            "If-Match",
            ("ETag của bản đã đọc.", "The ETag of the state that you have read."),
            {"type": "string", "pattern": r'^"[0-9]{1,9}(\.[0-9a-f]{12})?"$'},
            required=True,
        ),
        "Idempotency-Key": header(
            "Idempotency-Key",
            (
                "Tự đặt cho mỗi việc: gửi lại cùng khóa và nội dung nhận lại câu trả lời đầu.",
                "Your own for each act: the same key with the same content gets the first answer again.",
            ),
            {"type": "string", "pattern": "^[!-~]{1,100}$"},
        ),
    }


def _problem_schema() -> dict[str, Any]:
    said = {"type": "object", "properties": {"vi": _TEXT, "en": _TEXT}, "required": ["vi", "en"]}
    return {
        "type": "object",
        "description": "RFC 9457. Further members depend on the type.",
        "required": ["type", "title", "status", "detail", "said"],
        "properties": {
            "type": {"type": "string", "enum": [TYPES + name for name in KINDS]},
            "title": _TEXT,
            "status": {"type": "integer"},
            "detail": _TEXT,
            "said": said,
            "code": {"type": "string", "description": "Why it was refused."},
            "facts": {"type": "object", "description": "The details of a refusal."},
            "errors": {"type": "array", "items": {"type": "object"}},
            "needs": {"type": "array", "items": _TEXT, "description": "The roles that would be allowed."},
            "seen": {"type": ["integer", "null"]},
            "now": {"type": ["integer", "null"]},
            "kept": {"description": "What stands now."},
            "most": {"type": "integer"},
            "allowed": {"type": "array", "items": _TEXT},
        },
    }


def _problem_response(status: int, vi: bool) -> dict[str, Any]:
    titles = [kind.title[0 if vi else 1] for kind in KINDS.values() if kind.status == status]
    content = {"application/problem+json": {"schema": {"$ref": "#/components/schemas/Problem"}}}
    response: dict[str, Any] = {"description": "; ".join(titles), "content": content}
    if status in (429, 503):
        response["headers"] = {"Retry-After": {"description": "Seconds.", "schema": _TEXT, "required": True}}
    if status == 401:
        response["headers"] = {"WWW-Authenticate": {"schema": _TEXT, "required": True}}
    return response
