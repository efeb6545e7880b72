"""Which state a program has seen: ETag, If-Match, and what stands now when it has moved on."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from django.http import HttpRequest, HttpResponse

from thangdo.faces.api.problems import Problem
from thangdo.records.ledger.events import Stale

_TAG = re.compile(r'(?:W/)?"(\d{1,9})(?:\.[0-9a-f]{12})?"')


def stamp(request: HttpRequest, response: HttpResponse) -> None:
    """Put the ETag on an answer: the sequence, and a hash of what is shown of it.

    If-Match looks at the sequence alone: what is shown differs with rights, time and language.
    """
    sequence = getattr(request, "tag", None)
    if sequence is None or response.status_code >= 400:
        return
    shown = "" if request.method != "GET" else f".{hashlib.sha256(response.content).hexdigest()[:12]}"
    response["ETag"] = f'"{sequence}{shown}"'


def sequence(request: HttpRequest) -> int:
    """The sequence in If-Match. Raises Problem without one, and for `*`, which names none."""
    sent = request.headers.get("If-Match", "").strip()
    if not sent or sent == "*":
        raise Problem("condition-needed")
    found = _TAG.fullmatch(sent)
    if found is None:
        raise Problem("condition-failed", more={"seen": None, "now": None, "kept": None})
    return int(found[1])


def sequence_or_new(request: HttpRequest) -> int:
    """The sequence in If-Match; 0 without one: the program believes that there is none yet."""
    return sequence(request) if "If-Match" in request.headers else 0


@contextmanager
def kept(request: HttpRequest, shown: Callable[[], Any] | None = None) -> Iterator[None]:
    """Within it a stale write becomes 412 (or 409 without If-Match), with what stands now."""
    try:
        yield
    except Stale as stale:
        raise problem(request, stale, shown() if shown else None) from stale


def problem(request: HttpRequest, stale: Stale, shown: Any = None) -> Problem:
    """A stale write as a problem."""
    kind = "condition-failed" if "If-Match" in request.headers else "stale"
    return Problem(kind, more={"seen": stale.seen, "now": stale.now, "kept": shown})
