"""How sign-in behaves here: no sign-up by strangers, other services only for accounts there are already."""

from __future__ import annotations

import time
from typing import Any, ClassVar, cast

from allauth.account import app_settings as account_settings
from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.internal.flows.login import get_authentication_records
from allauth.core import context
from allauth.core.exceptions import ImmediateHttpResponse
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.models import Authenticator
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter
from allauth.socialaccount.models import SocialLogin
from allauth.socialaccount.providers.base import AuthError
from allauth.socialaccount.providers.openid_connect.provider import OpenIDConnectProvider
from django.conf import settings
from django.contrib import messages
from django.contrib.auth.models import AbstractBaseUser
from django.core.exceptions import ValidationError
from django.db import transaction
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from thangdo.faces.look import clock
from thangdo.faces.office.people import lockout
from thangdo.faces.office.people.provider import Provider
from thangdo.records.ledger.events import By
from thangdo.records.people import tokens
from thangdo.records.people.acting import may_act
from thangdo.records.people.models import Person

LANGUAGE = "oidc-language"  # in the session of somebody who went to the provider
MISMATCH = _("The account and the password do not go together.")
TOO_MANY = _("Too many wrong codes. Wait five minutes, then try again.")


class Accounts(DefaultAccountAdapter):
    """Accounts are made by administrators."""

    error_messages: ClassVar[dict[str, Any]] = {
        **DefaultAccountAdapter.error_messages,
        "too_many_login_attempts": TOO_MANY,
        "rate_limited": TOO_MANY,
        "username_password_mismatch": MISMATCH,
        "email_password_mismatch": MISMATCH,
        "invalid_login": MISMATCH,
        "incorrect_password": _("This is not your password."),
        "enter_current_password": _("This is not your password."),
        "incorrect_code": _("This code does not fit. Take the newest one from the app."),
    }

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """Never."""
        return False

    def pre_authenticate(self, request: HttpRequest, **credentials: Any) -> None:
        """Take a place for the try, or say how long to wait. Raises ValidationError."""
        login = str(credentials.get("username") or credentials.get("email") or "")
        person = Person.objects.filter(login__iexact=login).values_list("pk", flat=True).first()
        try:
            self._places = lockout.take(
                login, person, self.get_client_ip(request), lockout.known(request, person)
            )
        except lockout.Locked as locked:
            raise ValidationError(wait(locked.minutes), code="too_many_login_attempts") from locked

    def _rollback_login_failed_rl_usage(self) -> None:
        lockout.give_back(getattr(self, "_places", []))

    def set_password(self, user: AbstractBaseUser, password: str) -> None:
        """A new password ends the tokens that the old one had made: whoever knew it may hold one."""
        with transaction.atomic():
            super().set_password(user, password)
            tokens.end_all(user.pk, By(f"person:{user.pk}", clock.now()))

    def pre_login(self, request: HttpRequest, user: AbstractBaseUser, **parts: Any) -> Any:
        """By whatever way: password, passkey, another service; who may not act does not get in."""
        if isinstance(user, Person) and not may_act(user):
            return self.respond_user_inactive(request, user)
        return super().pre_login(request, user, **parts)

    def post_login(self, request: HttpRequest, user: AbstractBaseUser, **parts: Any) -> HttpResponse:
        """From now on the browser is known for this account."""
        response = cast(HttpResponse, super().post_login(request, user, **parts))
        lockout.remember(request, response, user.pk)
        return response

    def is_reauthentication_required(self, *, app: str, **parts: Any) -> bool:
        """Whoever has just signed in is not asked for the same password again; nor who has none."""
        request = context.request
        records = get_authentication_records(request, request.user)
        if any(time.time() - one["at"] < account_settings.REAUTHENTICATION_TIMEOUT for one in records):
            return False
        if not self.get_reauthentication_methods(request.user):
            return False  # by another service alone: allauth would answer 403
        return bool(super().is_reauthentication_required(app=app, **parts))

    def add_message(
        self, request: HttpRequest, level: int, message_template: str | None = None, *args: Any, **parts: Any
    ) -> None:
        """Faults are said; what one sees anyway is not."""
        if level >= messages.WARNING and parts.get("message"):
            messages.add_message(request, level, parts["message"])


def wait(minutes: int) -> str:
    """What somebody who is locked out reads."""
    return ngettext(
        "Too many wrong passwords. Try again in %(minutes)s minute. In a browser that you have used here "
        "before, or with a passkey, you need not wait; the administrator of your unit can give you a new "
        "password.",
        "Too many wrong passwords. Try again in %(minutes)s minutes. In a browser that you have used here "
        "before, or with a passkey, you need not wait; the administrator of your unit can give you a new "
        "password.",
        minutes,
    ) % {"minutes": minutes}


class Strangers(DefaultSocialAccountAdapter):
    """Sign-in by an OpenID Connect provider: for accounts with the same verified address or linked before."""

    def get_provider(self, request: HttpRequest, provider: str, client_id: str | None = None) -> Any:
        """The provider, which compares what allauth does not."""
        found = super().get_provider(request, provider, client_id=client_id)
        return Provider(request, app=found.app) if isinstance(found, OpenIDConnectProvider) else found

    def is_open_for_signup(self, request: HttpRequest, sociallogin: SocialLogin) -> bool:
        """Never."""
        return False

    def pre_social_login(self, request: HttpRequest, sociallogin: SocialLogin) -> None:
        """Link the subject to the one open account with its verified address; else say who makes accounts."""
        if sociallogin.is_existing:
            return
        verified = [one.email for one in sociallogin.email_addresses if one.verified is True and one.email]
        people = Person.objects.filter(email__iexact=verified[0]) if verified else []
        found = [person for person in people if may_act(person)]
        if len(found) != 1:
            raise ImmediateHttpResponse(came_back(request, "unknown" if verified else "unverified"))
        sociallogin.connect(request, found[0])

    def on_authentication_error(
        self, request: HttpRequest, provider: Any, error: Any = None, *rest: Any, **parts: Any
    ) -> None:
        """Say on a page of ours that nothing happened."""
        raise ImmediateHttpResponse(
            came_back(request, "cancelled" if error == AuthError.CANCELLED else "failed")
        )


def came_back(request: HttpRequest, why: str) -> HttpResponse:
    """To the page that says why one was not signed in, in the language in which one left."""
    with translation.override(request.session.pop(LANGUAGE, "vi")):
        return HttpResponseRedirect(reverse("office-elsewhere", args=[why]))


class Factors(DefaultMFAAdapter):
    """Second factors."""

    error_messages: ClassVar[dict[str, Any]] = {
        **DefaultMFAAdapter.error_messages,
        "incorrect_code": Accounts.error_messages["incorrect_code"],
        "cannot_delete_authenticator": _(
            "This is your last second factor. Set up another one first; then this one can be removed."
        ),
        "cannot_generate_recovery_codes": _("Set up an authenticator app or a passkey first."),
    }

    def can_delete_authenticator(self, authenticator: Authenticator) -> bool:
        """The last factor stays, but in a demonstration."""
        others = Authenticator.objects.filter(user_id=authenticator.user_id).exclude(pk=authenticator.pk)
        return settings.DEMO or others.exclude(type=Authenticator.Type.RECOVERY_CODES).exists()

    def get_public_key_credential_rp_entity(self) -> dict[str, str]:
        """Passkeys are called by the name of the software."""
        return {**super().get_public_key_credential_rp_entity(), "name": "Thang Đo"}

    def generate_authenticator_name(self, user: AbstractBaseUser, type: str) -> str:
        """Passkey 1, passkey 2 …"""
        return f"Passkey {Authenticator.objects.filter(user_id=user.pk, type=type).count() + 1}"
