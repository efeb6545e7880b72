"""The pages for what is not there and for what went wrong, in the asked language, with a way on."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.template.loader import render_to_string
from django.utils.translation import gettext as _

from thangdo.faces.public.pages import Page, show
from thangdo.records.identity.queries import NOBODY


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    """404: what was asked for, a search, a way home."""
    said = exception.args[0] if isinstance(exception, Http404) and exception.args else ""
    said = said if isinstance(said, str) else ""
    page = Page("public/not_found.html", _("This page does not exist"), "", {"said": said})
    return show(request, page, status=404)


def server_error(request: HttpRequest) -> HttpResponse:
    """500: says so without asking the database for anything."""
    return HttpResponse(
        render_to_string("public/server_error.html", {"menu": [], "request": request, "house": NOBODY}),
        status=500,
    )


def expired(request: HttpRequest) -> HttpResponse:
    """403: a form that was not sent from a page of ours as it stands."""
    told = _("Nothing was saved. Open the page again, look at what you entered and send it once more.")
    return _said(request, 403, _("This form can no longer be sent"), told)


def other_method(request: HttpRequest) -> HttpResponse:
    """405: an address that is only looked at, or only sent to."""
    told = _("Nothing was changed. Follow a link or a button of the site to get here.")
    return _said(request, 405, _("This address does not take what was sent"), told)


def unreadable(request: HttpRequest, exception: Exception) -> HttpResponse:
    """400: what was sent cannot be read."""
    told = _("Nothing was changed. Check the address, or start from the first page.")
    return _said(request, 400, _("The server cannot read what was sent"), told)


def forbidden(request: HttpRequest, exception: Exception) -> HttpResponse:
    """403: not for who asks."""
    told = _("Nothing was changed. Sign in with an account that may do this.")
    return _said(request, 403, _("This is not open to you"), told)


def _said(request: HttpRequest, status: int, title: str, told: str) -> HttpResponse:
    """A page that needs neither database nor host name, for they may be what is wrong."""
    context = {"menu": [], "request": request, "status": status, "title": title, "told": told}
    return HttpResponse(render_to_string("public/refused.html", {**context, "house": NOBODY}), status=status)
