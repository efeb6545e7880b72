"""How sign-in behaves here: no sign-up by strangers, other services only for accounts there are already."""

from __future__ import annotations

from typing import Any, ClassVar

from allauth.account.adapter import DefaultAccountAdapter
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter
from allauth.socialaccount.models import SocialLogin
from django.conf import settings
from django.contrib.auth.models import AbstractBaseUser
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from thangdo.records.people.models import Person


class Accounts(DefaultAccountAdapter):
    """Accounts are made by administrators."""

    error_messages: ClassVar[dict[str, Any]] = {
        **DefaultAccountAdapter.error_messages,
        "too_many_login_attempts": _(
            "This account was tried five times with a wrong password. Wait five minutes, then try again; "
            "the administrator of your unit can give you a new password."
        ),
        "username_password_mismatch": _("The account and the password do not go together."),
        "invalid_login": _("The account and the password do not go together."),
    }

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """Never."""
        return False

    def pre_login(self, request: HttpRequest, user: AbstractBaseUser, **parts: Any) -> Any:
        """A demonstration's account opens nothing outside a demonstration."""
        if isinstance(user, Person) and user.is_demo and not settings.DEMO:
            return self.respond_user_inactive(request, user)
        return super().pre_login(request, user, **parts)

    def add_message(self, *args: Any, **parts: Any) -> None:
        """Nothing is said of what one sees anyway."""


class Strangers(DefaultSocialAccountAdapter):
    """Sign-in by an OpenID Connect provider: for accounts with the same verified address."""

    def is_open_for_signup(self, request: HttpRequest, sociallogin: SocialLogin) -> bool:
        """Never: a stranger is told that an administrator makes accounts."""
        return False


class Factors(DefaultMFAAdapter):
    """Second factors."""

    def get_public_key_credential_rp_entity(self) -> dict[str, str]:
        """Passkeys are called by the name of the software."""
        return {**super().get_public_key_credential_rp_entity(), "name": "Thang Đo"}
