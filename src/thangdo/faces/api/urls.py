"""The addresses under /api/v1/: the interface, its description; whatever else is a problem."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.urls import URLPattern, path, re_path
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_safe

from thangdo.faces.api import middleware
from thangdo.faces.api.api import api
from thangdo.faces.api.openapi import describe
from thangdo.faces.look.templatetags.look import language


def openapi(request: HttpRequest) -> HttpResponse:
    """The description of the interface, for everybody."""
    response = JsonResponse(describe(api, language()), json_dumps_params={"ensure_ascii": False})
    response["Cache-Control"] = "public, max-age=300"
    return response


def _framed(pattern: URLPattern) -> URLPattern:
    pattern.callback = middleware.framed(pattern.callback)
    return pattern


urlpatterns = [
    path("openapi.json", csrf_exempt(middleware.framed(require_safe(openapi))), name="api-openapi"),
    *[
        _framed(pattern)
        for pattern in api.urls[0]
        if isinstance(pattern, URLPattern) and pattern.name != "api-root"
    ],
    re_path(r"^(?P<path>.*)$", csrf_exempt(middleware.framed(middleware.nothing_here))),
]
