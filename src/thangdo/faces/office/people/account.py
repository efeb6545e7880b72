"""One's own account: offices held, how one signs in; and the pages of allauth that stand behind it."""

from __future__ import annotations

from typing import Any, cast

import requests
from allauth.account import views as account_views
from allauth.account.internal.decorators import login_not_required
from allauth.mfa.models import Authenticator
from allauth.mfa.webauthn.views import RemoveWebAuthnView
from allauth.socialaccount.models import SocialApp
from allauth.socialaccount.providers.oauth2.client import OAuth2Error
from allauth.socialaccount.providers.oauth2.views import OAuth2CallbackView, OAuth2LoginView
from allauth.usersessions.models import UserSession
from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase, HttpResponseRedirect
from django.shortcuts import render
from django.urls import URLPattern, URLResolver, include, path, re_path, reverse
from django.utils.translation import gettext as _

from thangdo.faces.office.page_frame import office_view, show
from thangdo.faces.office.people import passkeys
from thangdo.faces.office.people.adapters import LANGUAGE, Factors, came_back
from thangdo.faces.office.people.provider import Compared
from thangdo.records.people.models import Person

CAME_BACK = {"unknown": 403, "unverified": 403, "cancelled": 200, "failed": 502}


@office_view
def account(request: HttpRequest) -> HttpResponse:
    """Offices held, second factors, devices."""
    person = cast(Person, request.user)
    kinds = [factor.type for factor in Authenticator.objects.filter(user=person)]
    context = {
        "totp": Authenticator.Type.TOTP in kinds,
        "passkeys": kinds.count(Authenticator.Type.WEBAUTHN),
        "codes": Authenticator.Type.RECOVERY_CODES in kinds,
        "devices": UserSession.objects.filter(user=person).count(),
        "why_not": passkeys.why_not(request.get_host(), request.is_secure()),
        "has_password": person.has_usable_password(),
    }
    return show(request, "office/people/account.html", _("My account"), context, room="account")


def closed(request: HttpRequest) -> HttpResponse:
    """Nobody makes an account for himself."""
    return render(request, "account/signup_closed.html", status=403)


class RemovePasskey(RemoveWebAuthnView):
    """Remove a passkey, but not the last factor."""

    def form_valid(self, form: Any) -> HttpResponse:
        if not Factors().can_delete_authenticator(self.get_object()):
            messages.error(self.request, str(Factors.error_messages["cannot_delete_authenticator"]))
            return HttpResponseRedirect(reverse("mfa_index"))
        super().form_valid(form)
        return HttpResponseRedirect(reverse("mfa_index"))


@login_not_required
def oidc(request: HttpRequest, provider_id: str) -> HttpResponseBase:
    """Go to the provider and come back signed in; nothing else: an account is not linked by an address."""
    if not settings.OIDC_ISSUER or request.GET.get("process", "login") != "login":
        raise Http404
    request.session[LANGUAGE] = "en" if request.GET.get("next", "").startswith("/en/") else "vi"
    try:
        return cast(HttpResponseBase, OAuth2LoginView.adapter_view(Compared(request, provider_id))(request))
    except SocialApp.DoesNotExist as none:
        raise Http404 from none
    except (requests.RequestException, OAuth2Error, ValueError, KeyError):
        return came_back(request, "failed")


@login_not_required
def oidc_back(request: HttpRequest, provider_id: str) -> HttpResponseBase:
    """Back from the provider."""
    try:
        view = OAuth2CallbackView.adapter_view(Compared(request, provider_id))
        return cast(HttpResponseBase, view(request))
    except SocialApp.DoesNotExist as none:
        raise Http404 from none
    except (requests.RequestException, OAuth2Error, ValueError, KeyError):
        return came_back(request, "failed")


def elsewhere(request: HttpRequest, why: str) -> HttpResponse:
    """Why one was not signed in by the provider."""
    if why not in CAME_BACK:
        raise Http404
    return render(request, "socialaccount/came_back.html", {"why": why}, status=CAME_BACK[why])


def to_factors(request: HttpRequest) -> HttpResponseBase:
    """The list of passkeys stands on the page of all factors."""
    return HttpResponseRedirect(reverse("mfa_index"))


urlpatterns: list[URLPattern | URLResolver] = [
    path("signin/elsewhere/<str:why>/", elsewhere, name="office-elsewhere"),
    path("account/", account, name="office-account"),
    path("account/signup/", closed, name="account_signup"),
    path("account/inactive/", account_views.account_inactive, name="account_inactive"),
    path("account/reauthenticate/", account_views.reauthenticate, name="account_reauthenticate"),
    path("account/password/change/", account_views.password_change, name="account_change_password"),
    path("account/password/set/", account_views.password_set, name="account_set_password"),
    path(
        "account/password/reset/key/done/",
        account_views.password_reset_from_key_done,
        name="account_reset_password_from_key_done",
    ),
    re_path(
        r"^account/password/reset/key/(?P<uidb36>[0-9A-Za-z]+)-(?P<key>.+)/$",
        account_views.password_reset_from_key,
        name="account_reset_password_from_key",
    ),
    path("account/2fa/webauthn/", to_factors, name="mfa_list_webauthn"),
    path("account/2fa/webauthn/keys/<int:pk>/remove/", RemovePasskey.as_view()),
    path("account/2fa/", include("allauth.mfa.urls")),
]
# One address in both languages, as the provider knows it.
oidc_urlpatterns: list[URLPattern | URLResolver] = [
    path("oidc/<slug:provider_id>/login/", oidc, name="openid_connect_login"),
    path("oidc/<slug:provider_id>/login/callback/", oidc_back, name="openid_connect_callback"),
]
