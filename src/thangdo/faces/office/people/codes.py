"""The forms that ask for a code of the second factor: wrong codes of somebody else lock no holder out."""

from __future__ import annotations

from typing import Any, cast

from allauth.account.adapter import get_adapter
from allauth.core import context
from allauth.mfa.base.forms import AuthenticateForm, ReauthenticateForm

from thangdo.faces.look.addresses import client_address
from thangdo.faces.office.people import lockout


class _Counted:
    """Takes a place for the try, by person and browser or address; allauth counts by person alone."""

    user: Any

    def clean_code(self) -> str:
        """The code. Raises ValidationError."""
        request = context.request
        device = lockout.known(request, self.user.pk)
        try:
            places = lockout.take_code(self.user.pk, client_address(request), device)
        except lockout.Locked as locked:
            raise get_adapter().validation_error("too_many_login_attempts") from locked
        code = cast(str, super().clean_code())  # type: ignore[misc]
        lockout.give_back(places)
        return code


class Code(_Counted, AuthenticateForm):
    """At sign-in."""


class CodeAgain(_Counted, ReauthenticateForm):
    """Before something that asks for it once more."""
