"""Every address with every role: what each gets, asked of the running application."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver

#: what stands in the blanks of addresses, unless `SPECIAL` says otherwise
BLANKS: dict[str, str] = {
    "slug": "sample-2025",
    "scheme": "sample",
    "code": "X1",
    "node": "A1",
    "pillar": "A",
    "table": "visits",
    "form": "csv",
    "ending": "csv",
    "revision": "1",
    "number": "1",
    "chart": "scores",
    "name": "none",
    "kind": "decision",
    "uidb36": "1",
    "job": "00000000-0000-0000-0000-000000000000",
}
REFUSES = {401, 403, 404}


@dataclass(frozen=True)
class Route:
    """An address, with its blanks filled."""

    pattern: str
    name: str
    path: str


def routes(blanks: dict[str, str]) -> Iterator[Route]:
    """Every address of the application, its blanks filled."""
    for pattern, name in _patterns(get_resolver(), ""):
        yield Route(pattern, name, _filled(pattern, {**BLANKS, **blanks}))


def _patterns(resolver: URLResolver, before: str) -> Iterator[tuple[str, str]]:
    for one in resolver.url_patterns:
        here = before + str(one.pattern)
        if isinstance(one, URLResolver):
            yield from _patterns(one, here)
        elif isinstance(one, URLPattern):
            yield here, one.name or ""


def _filled(pattern: str, blanks: dict[str, str]) -> str:
    plain = (
        re.sub(r"\(\?P<(\w+)>[^)]*\)", r"<\1>", pattern).replace("^", "").replace("$", "").replace("\\", "")
    )
    return "/" + re.sub(r"<(?:\w+:)?(\w+)>", lambda found: blanks.get(found.group(1), "1"), plain)


def answer(client: Client, path: str, method: str) -> str:
    """What one gets: `yes`, `no`, `sign in`, or `-` where the address does not take the method."""
    sid = transaction.savepoint()
    try:
        reply: Any = client.get(path) if method == "GET" else client.post(path, {})
    finally:
        transaction.savepoint_rollback(sid)
    if reply.status_code == 405:
        return "-"
    if reply.status_code >= 500:
        return f"fault {reply.status_code}"
    location = reply.headers.get("Location", "")
    if reply.status_code in (301, 302) and ("/signin/" in location or "/account/login" in location):
        return "sign in"
    return "no" if reply.status_code in REFUSES else "yes"
