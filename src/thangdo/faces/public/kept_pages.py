"""Public pages kept as they were sent: made once, given to everybody until something is published.

A page says the same to all: no cookie, no name, no token stands in it, its language comes from its address.
It is kept by address, host and scheme in the memory of each process, compressed and with all its headers, and
given again as long as nothing was appended to the ledger, no result was stored and the day is the same, but
for no longer than a browser may keep it anyway. See docs/decisions/public-pages-kept.md.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass
from threading import Lock

from django.db import DatabaseError
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.utils.cache import get_conditional_response, patch_cache_control

from thangdo.faces.look import clock
from thangdo.records.people.acting import LOCAL
from thangdo.records.results import standing

FRESH = 60  # seconds that a page may be shown again without asking
MOST_BYTES = 32_000_000  # of all pages that a process keeps
LARGEST = 1_000_000  # bytes of one
Key = tuple[str, str, str, bool]  # scheme, host, path, whether compressed
_MARK = "stands_by"  # on a response: the mark under which it was made


@dataclass(frozen=True, slots=True)
class Kept:
    """A page as it was sent."""

    content: bytes
    headers: dict[str, str]
    mark: str
    until: float


_PAGES: dict[Key, Kept] = {}
_LOCK = Lock()


def for_everybody(
    request: HttpRequest, make: Callable[[], HttpResponseBase], *, keep: bool = True
) -> HttpResponseBase:
    """A page that anyone may keep for a short time; after that its ETag says whether it has changed.

    keep: whether this server may, too: not where each reader is counted.
    """
    mark = _mark() if keep and _is_plain(request) else ""
    if mark and not _is_settled():
        mark = ""
    response = make()
    patch_cache_control(response, public=True, max_age=FRESH)
    setattr(response, _MARK, mark)
    return response


def kept_pages(
    get_response: Callable[[HttpRequest], HttpResponseBase],
) -> Callable[[HttpRequest], HttpResponseBase]:
    """Middleware, the outermost: a page that is kept, else the page that is made now."""

    def run(request: HttpRequest) -> HttpResponseBase:
        if not _is_plain(request):
            return get_response(request)
        packed = "gzip" in request.META.get("HTTP_ACCEPT_ENCODING", "")
        key = (str(request.scheme), request.get_host(), request.path, packed)
        known = _PAGES.get(key)
        if known is not None and time.monotonic() < known.until and known.mark == _mark():
            return _again(request, known)
        response = get_response(request)
        if mark := getattr(response, _MARK, ""):
            _keep(key, response, mark)
        return response

    return run


def forget() -> None:
    """Keep nothing of what was sent before."""
    with _LOCK:
        _PAGES.clear()


def _is_plain(request: HttpRequest) -> bool:
    """A question to which everybody gets one answer: what is searched or sorted is made for who asks."""
    return request.method == "GET" and not request.META.get("QUERY_STRING")


def _again(request: HttpRequest, known: Kept) -> HttpResponseBase:
    response = HttpResponse(known.content, headers=known.headers)
    if "HTTP_IF_NONE_MATCH" not in request.META:
        return response
    found: HttpResponseBase | None = get_conditional_response(
        request, etag=known.headers.get("ETag"), response=response
    )
    return found or response


def _keep(key: Key, response: HttpResponseBase, mark: str) -> None:
    """Keep it as it is sent; the oldest go where there is no room."""
    if response.status_code != 200 or response.cookies or not isinstance(response, HttpResponse):
        return
    if len(response.content) > LARGEST:
        return
    with _LOCK:
        _PAGES.pop(key, None)
        _PAGES[key] = Kept(response.content, dict(response.headers), mark, time.monotonic() + FRESH)
        size = sum(len(one.content) for one in _PAGES.values())
        while size > MOST_BYTES:
            size -= len(_PAGES.pop(next(iter(_PAGES))).content)


def _mark() -> str:
    """What the pages hang on; "" where the database does not say."""
    try:
        return f"{standing.mark()}|{clock.now().astimezone(LOCAL).date()}"
    except DatabaseError:
        return ""


def _is_settled() -> bool:
    try:
        return standing.is_settled()
    except DatabaseError:
        return False
