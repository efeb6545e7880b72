"""The OpenID Connect provider: what OpenID Connect Core 1.0 asks a client to compare, and allauth leaves.

The issuer that its description names (Discovery 1.0, 4.3), the nonce that was sent (Core 3.1.3.7), and the
subject of the token with that of the answer about the person (Core 5.3.2).
"""

from __future__ import annotations

import secrets
from typing import Any, cast

from allauth.socialaccount.models import SocialLogin, SocialToken
from allauth.socialaccount.providers.oauth2.client import OAuth2Error
from allauth.socialaccount.providers.openid_connect.provider import OpenIDConnectProvider
from allauth.socialaccount.providers.openid_connect.views import OpenIDConnectOAuth2Adapter
from django.conf import settings
from django.http import HttpRequest

NONCES = "oidc-nonces"  # in the session of somebody who went to the provider
MOST = 5  # windows in which one may have gone there


class Compared(OpenIDConnectOAuth2Adapter):
    """What the provider says, compared."""

    @property
    def openid_config(self) -> dict[str, Any]:
        """Its description. Raises OAuth2Error for that of another issuer."""
        found = cast(dict[str, Any], super().openid_config)
        asked = settings.OIDC_ISSUER.partition("/.well-known/")[0]
        if str(found.get("issuer", "")).rstrip("/") != asked.rstrip("/"):
            raise OAuth2Error("the description names another issuer")
        return found

    def complete_login(self, request: HttpRequest, app: Any, token: SocialToken, **parts: Any) -> SocialLogin:
        """The person. Raises OAuth2Error for a token of another sign-in or an answer about another person."""
        if not parts["response"].get("id_token"):
            raise OAuth2Error("no id_token")
        login = super().complete_login(request, app, token, **parts)
        said = login.account.extra_data
        sent = request.session.get(NONCES, [])
        nonce = said["id_token"].get("nonce")
        if not nonce or nonce not in sent:
            raise OAuth2Error("the nonce is not the one that was sent")
        request.session[NONCES] = [one for one in sent if one != nonce]
        if said.get("userinfo", said["id_token"]).get("sub") != said["id_token"].get("sub"):
            raise OAuth2Error("token and answer are about two persons")
        return cast(SocialLogin, login)


class Provider(OpenIDConnectProvider):
    """Sends a nonce, and nothing that the address asks it to send."""

    oauth2_adapter_class = Compared

    def get_auth_params_from_request(self, request: HttpRequest, action: str) -> dict[str, str]:
        """The nonce, kept in the session."""
        nonce = secrets.token_urlsafe(24)
        request.session[NONCES] = [*request.session.get(NONCES, []), nonce][-MOST:]
        return {**self.get_auth_params(), "nonce": nonce}

    def get_scope_from_request(self, request: HttpRequest) -> list[str]:
        """That of the settings."""
        return list(self.get_scope())
