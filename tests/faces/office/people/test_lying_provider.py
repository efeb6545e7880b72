"""A provider of OpenID Connect that lies about who came, who it is itself, or which sign-in this is."""

from __future__ import annotations

import json
import threading
import time
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from typing import Any
from urllib.parse import parse_qs, urlsplit

import jwt
import pytest
from allauth.socialaccount.models import SocialAccount
from django.core.cache import cache
from django.test import Client

import world as sample
from thangdo.records.ledger import events as ledger
from world import World

pytestmark = pytest.mark.django_db


class Provider:
    """Says what it is told to say. lies: about its issuer, in its token, about the person."""

    def __init__(self) -> None:
        self.nonce, self.lies = "", dict[str, Any]()
        provider = self

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                self.answer(provider.said(self.path))

            def do_POST(self) -> None:
                self.rfile.read(int(self.headers["Content-Length"]))
                self.answer(provider.said(self.path))

            def answer(self, said: Any) -> None:
                content = json.dumps(said).encode()
                self.send_response(200)
                self.send_header("Content-Type", "application/json")
                self.send_header("Content-Length", str(len(content)))
                self.end_headers()
                self.wfile.write(content)

            def log_message(self, *parts: Any) -> None:
                return

        self.server = HTTPServer(("127.0.0.1", 0), Handler)
        self.issuer = f"http://localhost:{self.server.server_port}"
        threading.Thread(target=self.server.serve_forever, daemon=True).start()

    def said(self, path: str) -> Any:
        if path.startswith("/.well-known/"):
            places = {
                "authorization_endpoint": "/auth",
                "token_endpoint": "/token",
                "userinfo_endpoint": "/me",
                "jwks_uri": "/keys",
            }
            return {
                "issuer": self.issuer,
                **{name: self.issuer + place for name, place in places.items()},
                **self.lies.get("config", {}),
            }
        if path == "/me":
            claims = {"sub": "1", "email": "head@example.test", "email_verified": True}
            return {**claims, **self.lies.get("userinfo", {})}
        token = {"iss": self.issuer, "aud": "x", "sub": "1", "exp": time.time() + 60, "nonce": self.nonce}
        token |= self.lies.get("token", {})
        token = {key: value for key, value in token.items() if value is not None}
        found = {"access_token": "a", "token_type": "bearer", "id_token": jwt.encode(token, "k" * 32)}
        return {key: value for key, value in found.items() if key not in self.lies.get("without", ())}


@pytest.fixture
def provider(settings: Any) -> Iterator[Provider]:
    found = Provider()
    cache.clear()
    settings.OIDC_ISSUER = found.issuer
    app = {
        "provider_id": "oidc",
        "name": "x",
        "client_id": "x",
        "secret": "x",
        "settings": {"server_url": found.issuer},
    }
    settings.SOCIALACCOUNT_PROVIDERS = {"openid_connect": {"OAUTH_PKCE_ENABLED": True, "APPS": [app]}}
    yield found
    found.server.shutdown()
    found.server.server_close()


@pytest.fixture
def world(db: None) -> World:
    made = sample.build()
    made.people["head"].email = "head@example.test"
    made.people["head"].save()
    return made


def comes_back(client: Client, provider: Provider) -> Any:
    """To the provider, which takes anybody, and back."""
    there = client.get("/oidc/oidc/login/")
    asked = parse_qs(urlsplit(there.headers["Location"]).query)
    if "elsewhere" in there.headers["Location"]:
        return there
    provider.nonce = asked["nonce"][0]
    assert asked["code_challenge_method"] == ["S256"]
    return client.get("/oidc/oidc/login/callback/", {"state": asked["state"][0], "code": "c"})


def signed_in(client: Client) -> bool:
    return "_auth_user_id" in client.session


def test_an_honest_provider_is_not_believed(client: Client, world: World, provider: Provider) -> None:
    assert comes_back(client, provider).status_code == 302
    assert signed_in(client) and SocialAccount.objects.get().user_id == world.people["head"].pk


@pytest.mark.parametrize(
    "lies",
    [
        {"token": {"sub": "9"}},
        {"userinfo": {"sub": "9"}},
        {"userinfo": {"sub": None}},
        {"config": {"issuer": "https://evil.test"}},
        {"config": {"issuer": "https://evil.test"}, "token": {"iss": "https://evil.test"}},
        {"config": {"issuer": None}},
        {"token": {"iss": "https://evil.test"}},
        {"token": {"nonce": None}},
        {"token": {"nonce": "of another sign-in"}},
        {"without": ["id_token"]},
    ],
    ids=json.dumps,
)
def test_a_lie_signs_somebody_in(
    client: Client, world: World, provider: Provider, lies: dict[str, Any]
) -> None:
    provider.lies = lies
    answer = comes_back(client, provider)
    assert answer.status_code == 302 and answer.headers["Location"].endswith("/elsewhere/failed/")
    assert not signed_in(client) and not SocialAccount.objects.exists()


def test_a_nonce_is_taken_twice_or_in_another_browser(
    client: Client, world: World, provider: Provider
) -> None:
    assert comes_back(client, provider).status_code == 302
    used = provider.nonce
    for browser in (client, Client()):
        browser.post("/office/signout/")
        provider.lies = {"token": {"nonce": used}}
        assert comes_back(browser, provider).headers["Location"].endswith("/elsewhere/failed/")


def test_the_address_adds_what_is_asked_of_the_provider(client: Client, provider: Provider) -> None:
    there = client.get("/oidc/oidc/login/?scope=admin&auth_params=nonce%3Dmine%26prompt%3Dnone")
    asked = parse_qs(urlsplit(there.headers["Location"]).query)
    assert (
        set(asked["scope"][0].split()) == {"openid", "profile", "email"}
        and asked["nonce"] != ["mine"]
        and "prompt" not in asked
    )


def test_a_link_is_seen_and_ended_by_nobody(client: Client, world: World, provider: Provider) -> None:
    comes_back(client, provider)
    head = world.people["head"]
    office = Client()
    office.force_login(world.people["administrator"])
    session = office.session
    session["second-factor"] = True
    session.save()
    page = f"/en/office/people/{head.pk}/"
    assert "Known there as" in office.get(page).content.decode()
    link = SocialAccount.objects.get()
    for number in ("999", "²", ""):
        refused = office.post(f"{page}link/", {"number": number, "reason": "x"})
        assert refused.status_code == 404
    assert office.post(f"{page}link/", {"number": str(link.pk), "reason": ""}).status_code == 400
    assert SocialAccount.objects.exists()
    assert office.post(f"{page}link/", {"number": str(link.pk), "reason": "đổi người"}).status_code == 302
    assert not SocialAccount.objects.exists()
    assert ledger.read(head.ref)[-1].type == "account.link-ended"
    assert client.get("/office/account/").status_code == 302, "signed out"
    shown = office.get(page).content.decode()
    assert "Known there as" not in shown and "ended the link" in shown
