"""Whom a password or a session opens: accounts that may act, at every page, those of allauth included."""

from __future__ import annotations

from typing import Any

from allauth.account.auth_backends import AuthenticationBackend
from allauth.account.forms import UserTokenForm

from thangdo.records.people.acting import may_act
from thangdo.records.people.models import Person


class OpenAccounts(AuthenticationBackend):
    """Sign-in by password, and what a session is worth: asked again at each request."""

    def user_can_authenticate(self, user: Any) -> bool:
        """Whether the account may act."""
        return isinstance(user, Person) and may_act(user)


class PasswordLink(UserTokenForm):
    """The link to choose a password: dead for an account that may not act, whenever it was given out."""

    def _get_user(self, uidb36: str) -> Person | None:
        found = super()._get_user(uidb36)
        return found if isinstance(found, Person) and may_act(found) else None
