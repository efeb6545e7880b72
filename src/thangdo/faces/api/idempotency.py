"""The same request twice is one act, also for acts that keep no receipt of their own."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

from thangdo.faces.api.authentication import Request
from thangdo.records.ledger.once import once as kept
from thangdo.records.people.acting import Actor


def once(request: Request, act: Callable[[Actor], dict[str, Any]]) -> dict[str, Any]:
    """What `act` answers, or what it answered when this very request was sent before. Raises KeyReused."""
    asked = {
        "method": request.method,
        "path": request.path,
        "body": request.body.decode(),
        "match": request.headers.get("If-Match", ""),
    }
    actor = request.actor
    # The receipt is this one's: a second one of the same key within the act would collide with it.
    answer: dict[str, Any] = kept(actor.by(), asked, lambda: act(replace(actor, key="")))
    return answer
