"""Every error as application/problem+json (RFC 9457), in the reader's language and in both."""

from __future__ import annotations

import json
import logging
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils.translation import override

from thangdo.faces.look import sentences
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


_STATUS = {
    **{"malformed": 400, "refused": 400, "unauthorized": 401, "not-allowed": 403, "read-only-token": 403},
    **{"not-found": 404, "method-not-allowed": 405, "stale": 409, "condition-failed": 412, "too-large": 413},
    **{"media-type": 415, "invalid": 422, "bad-values": 422, "bad-edition": 422, "key-reused": 422},
    **{
        "condition-needed": 428,
        "too-many-requests": 429,
        "server-error": 500,
        "busy": 503,
        "being-made": 503,
    },
}
#: their words stand in library/words/programs.yaml
KINDS: dict[str, Kind] = {
    kind: Kind(
        status, *(tuple(sentences.everything()["problem_kinds"][kind][part]) for part in ("title", "advice"))
    )
    for kind, status in _STATUS.items()
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
    return sentences.pick(pair, language())


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
