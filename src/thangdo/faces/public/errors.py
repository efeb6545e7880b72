"""The pages for what is not there and for what went wrong, in the asked language, with a way on."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.template.loader import render_to_string
from django.utils.translation import gettext as _

from thangdo.faces.public.pages import Page, show


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    """404: what was asked for, a search, a way home."""
    said = exception.args[0] if isinstance(exception, Http404) and exception.args else ""
    said = said if isinstance(said, str) else ""
    page = Page("public/not_found.html", _("This page does not exist"), "", {"said": said})
    return show(request, page, status=404)


def server_error(request: HttpRequest) -> HttpResponse:
    """500: says so without asking the database for anything."""
    return HttpResponse(
        render_to_string("public/server_error.html", {"menu": [], "request": request}), status=500
    )
