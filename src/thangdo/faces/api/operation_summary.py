"""What each operation says of itself, in both languages, and what its headers are."""

from __future__ import annotations

from typing import Any


def says(vi: str, en: str, *, match: bool = False, raw: bool = False, gives: str = "") -> dict[str, Any]:
    """For a route: its summary; match: it needs If-Match; raw: its body is a file; gives: a type of file."""
    more: dict[str, Any] = {"x-summary-vi": vi}
    if match:
        more["x-if-match"] = True
    if raw:
        binary = {"schema": {"type": "string", "format": "binary"}}
        more["requestBody"] = {"required": True, "content": {"application/octet-stream": binary}}
    if gives:
        kind = {"type": "object"} if gives.endswith("json") else {"type": "string", "format": "binary"}
        content = {gives: {"schema": kind}}
        more["responses"] = {200: {"description": "The file.", "content": content}}
    return {"summary": en, "openapi_extra": more}
