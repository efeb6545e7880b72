"""What somebody typed when the session had ended: kept until the same browser has signed in again."""

from __future__ import annotations

from functools import wraps
from typing import Any
from urllib.parse import urlsplit

from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponseBase, QueryDict
from django.urls import reverse

from thangdo.faces.office.page_frame import View, back

_NAME = "typed"
_MOST = 200_000  # characters of a form
_NEVER = ("csrfmiddlewaretoken", "key")


def keeping(view: View) -> View:
    """A form that is sent after the session has ended is kept, and shown again after signing in.

    Files are not kept. The script of the page keeps what was typed by itself and is not meant here.
    """

    @wraps(view)
    def run(request: HttpRequest, **parts: Any) -> HttpResponseBase:
        by_script = request.headers.get("Accept", "").startswith("application/json")
        if request.method != "POST" or request.user.is_authenticated or by_script:
            return view(request, **parts)
        form = request.POST.copy()
        for name in _NEVER:
            form.pop(name, None)
        text = form.urlencode()
        if len(text) <= _MOST:
            request.session[_NAME] = {"path": request.path, "form": text}
        page = urlsplit(back(request)).path if request.headers.get("Referer") else request.path
        return redirect_to_login(page, reverse("office-signin"))

    return run


def taken(request: HttpRequest, under: str) -> tuple[str, QueryDict] | None:
    """What was kept for an address that begins with `under`: the rest of it and the form; only once."""
    found = request.session.get(_NAME)
    if not isinstance(found, dict) or not str(found.get("path", "")).startswith(under):
        return None
    del request.session[_NAME]
    return str(found["path"]).removeprefix(under), QueryDict(str(found["form"]))
