"""What every answer of the interface shares: language, time, headers, problems for whatever goes wrong."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import wraps
from typing import Any

from django.core.exceptions import RequestDataTooBig
from django.db import OperationalError
from django.http import Http404, HttpRequest, HttpResponse
from django.utils.cache import patch_cache_control, patch_vary_headers
from django.utils.translation import get_language_from_request, override
from ninja import NinjaAPI
from ninja.errors import HttpError, ValidationError

from thangdo.faces.api import preconditions
from thangdo.faces.api.authentication import MOST_BYTES, is_text
from thangdo.faces.api.problems import Problem, in_both, log, respond
from thangdo.faces.look import clock, phrasing, wording
from thangdo.faces.look.templatetags.look import language
from thangdo.records.files.kept import AGAIN, BeingMade
from thangdo.records.ledger.events import Stale
from thangdo.records.ledger.once import KeyReused
from thangdo.records.people.acting import NotAllowed, Refused
from thangdo.records.results.queries import NotFound
from thangdo.records.units.problems import Overtaken, Unfit
from thangdo.work.assessments.actions.answering import BadValues
from thangdo.work.editions.stored import BadInput

View = Callable[..., HttpResponse]
#: refusals that say that the thing asked about is not there
NOT_THERE = {
    *("no-such-campaign", "takes-no-part", "no-such-criterion", "no-such-evidence", "no-such-edition"),
    *("no-such-account", "no-such-token", "no-such-table", "no-such-publication", "no-such-file"),
    *("no-such-text", "no-such-unit-here", "no-such-simulation", "no-such-task"),
    *("no-such-conference", "no-such-site", "no-such-entry", "no-such-directive", "no-such-assignment"),
    *("no-such-programme", "no-such-part", "no-such-milestone", "no-such-template"),
    *("no-such-post", "no-such-record", "no-such-course", "no-such-line", "no-such-card"),
    *("no-such-inspection", "no-such-notice", "no-such-reply"),
}


def framed(view: View) -> View:
    """A view of the interface: nothing but JSON, files and problems leave it."""

    @wraps(view)
    def run(request: Any, *parts: Any, **named: Any) -> HttpResponse:
        request.now = clock.now()
        method, request.method = request.method, "GET" if request.method == "HEAD" else request.method
        with override(_language(request)):
            response = _answered(view, request, parts, named)
            request.method = method
            response["Content-Language"] = language()
        rate = getattr(request, "rate", None)
        if rate is not None:
            response["RateLimit-Policy"] = f'"token";q={rate.most};w=60'
            response["RateLimit"] = f'"token";r={max(rate.left, 0)};t={rate.reset}'
        patch_vary_headers(response, ["Authorization", "Accept-Language"])
        if not response.has_header("Cache-Control"):
            patch_cache_control(response, private=True, no_cache=True)
        return response

    return run


def _language(request: HttpRequest) -> str:
    wanted = get_language_from_request(request) if request.headers.get("Accept-Language") else "vi"
    return "en" if wanted.startswith("en") else "vi"


def _answered(view: View, request: Any, parts: Any, named: Any) -> HttpResponse:
    if not all(
        map(
            is_text,
            [request.path, *request.GET, *(text for _, texts in request.GET.lists() for text in texts)],
        )
    ):
        where = {"in": "address", "at": "", "why": "NUL and single surrogates are no text"}
        return respond(request, Problem("invalid", more={"errors": [where]}))
    try:
        response = view(request, *parts, **named)
    except Exception as error:
        return respond(request, as_problem(request, error))
    if response.status_code == 405:
        allowed = response.headers.get("Allow", "")
        if "GET" in allowed:
            allowed = f"{allowed}, HEAD"
        return respond(request, Problem("method-not-allowed", headers={"Allow": allowed}))
    preconditions.stamp(request, response)
    return response


def nothing_here(request: HttpRequest, path: str = "") -> HttpResponse:
    """The answer for an address that is none."""
    raise Http404


def handle(api: NinjaAPI) -> None:
    """Let every error within the interface become a problem."""

    def told(request: HttpRequest, error: Any) -> HttpResponse:
        return respond(request, as_problem(request, error))

    for kind in (Exception, Http404, HttpError, ValidationError):
        api.add_exception_handler(kind, told)


def as_problem(request: Any, error: Exception) -> Problem:
    """What an error is to the reader. What nobody foresaw is logged, and told without details."""
    if isinstance(error, Problem):
        return error
    for kinds, tell in _TOLD:
        if isinstance(error, kinds):
            return tell(request, error)
    log.error("an answer failed: %s %s", request.method, _route(request), exc_info=error)
    return Problem("server-error")


def _route(request: Any) -> str:
    """The route, without what stands in its blanks."""
    return str(getattr(getattr(request, "resolver_match", None), "route", "") or "")


def _english(facts: Mapping[str, Any]) -> dict[str, Any]:
    """Facts as data; a problem of a text among them as its English sentence."""
    return {key: phrasing.fact(value, "en") for key, value in facts.items()}


def _refused(request: Any, error: Any) -> Problem:
    code, facts = error.code, dict(error.facts)
    pair = in_both(lambda: wording.refused(code, facts))
    more = {"code": code, "facts": _english(facts)}
    kind = {"file-too-large": "too-large"}.get(code, "not-found" if code in NOT_THERE else "refused")
    return Problem(kind, pair, more)


def _not_allowed(request: Any, error: Any) -> Problem:
    needs = [str(role) for role in error.needs]
    pair = in_both(lambda: ", ".join(wording.role_name(role) for role in needs))
    vi = f"Cần giữ một trong các vai trò: {pair[0]}. Hãy hỏi quản trị viên của đơn vị."
    en = f"It needs one of these offices: {pair[1]}. Ask the administrator of your unit."
    return Problem("not-allowed", (vi, en) if needs else None, {"needs": needs})


def _bad_values(request: Any, error: Any) -> Problem:
    faults = [
        {
            "input": fault.input,
            "code": fault.code,
            "facts": dict(fault.facts),
            "said": dict(zip(("vi", "en"), in_both(lambda fault=fault: wording.fault(fault)), strict=True)),
        }
        for fault in error.faults
    ]
    return Problem("bad-values", more={"errors": faults})


def _bad_input(request: Any, error: Any) -> Problem:
    return Problem(
        "bad-edition", more={"errors": [{"said": phrasing.line(one, "en")} for one in error.problems[:200]]}
    )


def _unfit(request: Any, error: Any) -> Problem:
    errors = [
        {"code": one.code, "unit": one.unit, "facts": _english(one.facts), "line": one.line}
        for one in error.problems
    ]
    return Problem("refused", more={"code": "unfit", "facts": {}, "errors": errors})


def _invalid(request: Any, error: Any) -> Problem:
    errors = [
        {
            "in": str(one["loc"][0]),
            "at": ".".join(str(step) for step in one["loc"][1:]),
            "why": str(one["msg"])[:300],
        }
        for one in error.errors[:100]
    ]
    return Problem("invalid", more={"errors": errors})


def _http(request: Any, error: Any) -> Problem:
    kinds = {400: "malformed", 401: "unauthorized", 403: "not-allowed", 404: "not-found"}
    return Problem(kinds.get(error.status_code, "server-error"))


_TOLD: tuple[tuple[Any, Callable[[Any, Any], Problem]], ...] = (
    (Refused, _refused),
    (NotAllowed, _not_allowed),
    (Stale, lambda request, error: preconditions.problem(request, error)),
    (Overtaken, lambda request, error: Problem("stale", more={"seen": None, "now": None, "kept": None})),
    (KeyReused, lambda request, error: Problem("key-reused")),
    (BadValues, _bad_values),
    (BadInput, _bad_input),
    (Unfit, _unfit),
    (ValidationError, _invalid),
    (HttpError, _http),
    (NotFound, lambda request, error: Problem("not-found")),
    (Http404, lambda request, error: Problem("not-found")),
    (RequestDataTooBig, lambda request, error: Problem("too-large", more={"most": MOST_BYTES})),
    (BeingMade, lambda request, error: Problem("being-made", headers={"Retry-After": str(AGAIN)})),
    (OperationalError, lambda request, error: Problem("busy", headers={"Retry-After": "2"})),
)
