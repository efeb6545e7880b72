"""Where a request comes from: one answer for every limit that counts by address."""

from __future__ import annotations

from allauth.account.adapter import get_adapter
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest


def client_address(request: HttpRequest) -> str:
    """The client's address behind as many proxies as THANGDO_PROXIES says, as at sign-in.

    "" where the proxies did not tell it: such clients are counted together.
    """
    try:
        return str(get_adapter(request).get_client_ip(request))
    except PermissionDenied:
        return ""
