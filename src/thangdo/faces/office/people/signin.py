"""Signing in: by password, passkey or another service; in a demonstration by one click on a role."""

from __future__ import annotations

from typing import Any

from allauth.account.utils import get_next_redirect_url
from allauth.account.views import LoginView
from allauth.usersessions.models import UserSession
from django.conf import settings
from django.contrib.auth import login, logout
from django.http import Http404, HttpRequest, HttpResponseBase, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.urls import path, reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from thangdo.faces.look import clock, numbers
from thangdo.faces.office.page_frame import UNSENT, office_view
from thangdo.faces.office.people import passkeys
from thangdo.records.people import queries
from thangdo.records.people.acting import Refused
from thangdo.records.people.models import Person
from thangdo.work.samples.province import FILLER

DAYS_AT_ONCE = (1, 7, 15, 30)


class SignIn(LoginView):
    """The sign-in page."""

    template_name = "account/login.html"

    def get_context_data(self, **parts: Any) -> dict[str, Any]:
        found: dict[str, Any] = super().get_context_data(**parts)
        return {
            **found,
            "title": _("Sign in"),
            "next": get_next_redirect_url(self.request) or reverse("office-tasks"),
            "accounts": [
                (person, office) for person, office in queries.demo_accounts() if person.login != FILLER
            ]
            if settings.DEMO
            else [],
            "passkeys_why_not": passkeys.why_not(self.request.get_host(), self.request.is_secure()),
            "unsent": self.request.session.get(UNSENT, False),
            "oidc": settings.OIDC_NAME if settings.OIDC_ISSUER else "",
        }


@never_cache
@require_POST
def demo(request: HttpRequest) -> HttpResponseBase:
    """One click in a demonstration; elsewhere there is no such page."""
    if not settings.DEMO:
        raise Http404
    known = Person.objects.filter(is_demo=True, is_active=True).exclude(login=FILLER)
    person = get_object_or_404(known, login=request.POST.get("login", ""))
    login(request, person)
    UserSession.objects.create_from_request(request)
    return HttpResponseRedirect(reverse("office-tasks"))


@require_POST
@office_view
def move_on(request: HttpRequest) -> HttpResponseBase:
    """Move the calendar of a demonstration on, so that windows end and limits run out."""
    if not settings.DEMO:
        raise Http404
    days = numbers.whole(str(request.POST.get("days", "")))
    if days not in DAYS_AT_ONCE:
        raise Refused("bad-days")
    clock.move_on(days)
    return HttpResponseRedirect(reverse("office-tasks"))


@never_cache
def leave(request: HttpRequest) -> HttpResponseBase:
    """Sign out, by a form."""
    if request.method == "POST":
        logout(request)
    return HttpResponseRedirect(reverse("office-signin"))


urlpatterns = [
    path("signin/", SignIn.as_view(), name="office-signin"),
    path("signin/", SignIn.as_view(), name="account_login"),  # as allauth calls it
    path("signin/demo/", demo, name="office-demo"),
    path("signout/", leave, name="office-signout"),
    path("demo/days/", move_on, name="office-move-on"),
]
