"""Who may enter: a token in `Authorization: Bearer`, its scope, its rate; and what the body may be.

Only tokens: a browser's session does not open the interface, so that no other site can act through it, and no
CSRF token is needed. Cross-origin reading (CORS) is off.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.conf import settings
from django.core.cache import cache
from django.http import HttpRequest
from django.utils.translation import activate
from ninja.security import HttpBearer

from thangdo.faces.api.problems import Problem
from thangdo.records.people import tokens
from thangdo.records.people.acting import Actor, actor_of
from thangdo.records.people.tokens import Holder
from thangdo.rules.canonical import Twice, read

PER_MINUTE = 600  # requests of one token
WINDOW = 60  # seconds
MOST_BYTES = 8_000_000  # of a JSON body
SAFE = ("GET", "HEAD")
LOOKS_ONLY = ("/check", "/preview")  # sent by POST, yet nothing is written
RAW = ("/evidence/file", "/files")  # the body is a file


class Request(HttpRequest):
    """A request that has been let in."""

    now: datetime
    actor: Actor
    holder: Holder
    rate: Rate
    tag: int  # the sequence of what is answered


@dataclass(frozen=True, slots=True)
class Rate:
    """How many requests a token may send in the window, how many are left, seconds until the next window."""

    most: int
    left: int
    reset: int


class Bearer(HttpBearer):
    """Lets a request in, or raises the problem that says why not."""

    openapi_description = "A token made by a person for a program."

    def authenticate(self, request: Any, token: str) -> Holder | None:
        """The holder of the token; None for one that opens nothing."""
        holder = tokens.holder(token.strip(), request.now) if 0 < len(token) < 200 else None
        if holder is None:
            return None
        request.holder = holder
        request.rate = _counted(holder.token.number, request.now)
        if not request.headers.get("Accept-Language"):
            activate(holder.person.language)
        if request.rate.left < 0:
            raise Problem(
                "too-many-requests",
                more={"most": request.rate.most},
                headers={"Retry-After": str(request.rate.reset)},
            )
        looks = request.method in SAFE or request.path.endswith(LOOKS_ONLY)
        if not looks and not holder.token.writes:
            raise Problem("read-only-token")
        request.actor = actor_of(holder.person, request.now, _key(request), holder.token.roles)
        if not looks or request.method == "POST":
            take_body(request)
        return holder


def _counted(token: int, now: datetime) -> Rate:
    """Count a request in the cache that all server processes share."""
    most = int(getattr(settings, "API_PER_MINUTE", PER_MINUTE))
    second = int(now.timestamp())
    name = f"api-rate:{token}:{second // WINDOW}"
    used = 1
    if not cache.add(name, 1, WINDOW * 2):
        try:
            used = cache.incr(name)
        except ValueError:  # the window ended in between
            cache.set(name, 1, WINDOW * 2)
    return Rate(most, most - used, WINDOW - second % WINDOW)


def _key(request: HttpRequest) -> str:
    """The idempotency key, where one is sent. Raises Problem for one that is none."""
    key = request.headers.get("Idempotency-Key", "")
    if len(key) > 100 or any(not "!" <= char <= "~" for char in key):
        where = {"in": "header", "at": "Idempotency-Key", "why": "1 to 100 printable ASCII characters"}
        raise Problem("invalid", more={"errors": [where]})
    return key


def take_body(request: HttpRequest) -> None:
    """Read a JSON body and look at it: its size, its kind, its letters. A file's bytes are left unread."""
    if request.path.endswith(RAW):
        return
    length = int(request.META.get("CONTENT_LENGTH") or 0)
    if length > MOST_BYTES:
        raise Problem("too-large", more={"most": MOST_BYTES})
    body = request.read(length) if length else b""
    request._body = body  # what Django would do, but with a limit of our own
    if not body:
        return
    if request.content_type != "application/json":
        raise Problem("media-type", more={"allowed": ["application/json"]})
    try:
        found = read(body)
    except Twice as error:
        where = {"in": "body", "at": str(error)[:100], "why": "the key stands twice"}
        raise Problem("invalid", more={"errors": [where]}) from error
    except (ValueError, RecursionError) as error:
        raise Problem("malformed") from error
    for text in _texts(found):
        if not is_text(text):
            where = {"in": "body", "at": "", "why": "NUL and single surrogates are no text"}
            raise Problem("invalid", more={"errors": [where]})


def is_text(text: str) -> bool:
    """Whether a text can be kept: no NUL, no half of a letter."""
    return "\0" not in text and not any("\ud800" <= char <= "\udfff" for char in text)


def _texts(found: Any) -> Iterator[str]:
    waiting = [found]
    while waiting:
        one = waiting.pop()
        if isinstance(one, str):
            yield one
        elif isinstance(one, dict):
            waiting += [*one.keys(), *one.values()]
        elif isinstance(one, list):
            waiting += one
