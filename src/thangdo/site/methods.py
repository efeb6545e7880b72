"""An address asked in a way that it does not take: a page of the site says so, or JSON of the interface."""

from __future__ import annotations

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse, HttpResponseBase

from thangdo.faces.api.problems import Problem, respond
from thangdo.faces.public import errors

INTERFACE = "/api/"


def not_from_here(request: HttpRequest, reason: str = "") -> HttpResponse:
    """A form without the sign that it came from one of our pages (CSRF)."""
    if _of_programs(request):  # what has no token there are the pages that describe it
        return respond(request, Problem("method-not-allowed", headers={"Allow": "GET, HEAD"}))
    return errors.expired(request)


def other_methods(get_response: Callable[[HttpRequest], HttpResponseBase]) -> Callable[..., HttpResponseBase]:
    """Middleware: a bare 405 gets a page of the site."""

    def run(request: HttpRequest) -> HttpResponseBase:
        response = get_response(request)
        if response.status_code != 405 or not isinstance(response, HttpResponse) or response.content:
            return response
        allowed = response.headers.get("Allow", "")
        if _of_programs(request):
            return respond(request, Problem("method-not-allowed", headers={"Allow": allowed}))
        page = errors.other_method(request)
        page["Allow"] = allowed
        return page

    return run


def _of_programs(request: HttpRequest) -> bool:
    return request.path.removeprefix("/en").startswith(INTERFACE)
