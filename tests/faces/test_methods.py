"""Every address asked in every way: the site answers, or the interface in JSON, never the framework."""

from __future__ import annotations

import json

import pytest
from django.test import Client

import world as sample
from faces.rights import routes

pytestmark = pytest.mark.django_db
METHODS = ("POST", "PUT", "PATCH", "DELETE", "OPTIONS", "TRACE", "PROPFIND")


def test_the_framework_answers_who_asks_an_address_in_another_way(collected_static_files: None) -> None:
    """Some 800 addresses, seven ways, without a token of a form: seconds, for all are asked once."""
    world = sample.build()
    client = Client(enforce_csrf_checks=True, raise_request_exception=False)
    client.force_login(world.people["administrator"])
    wrong = []
    for route in {one.path: one for one in routes("1", "1", "1")}.values():
        for method in METHODS:
            answer = client.generic(method, route.path, b"", content_type="application/x-www-form-urlencoded")
            if answer.status_code < 400 or answer.streaming:
                continue
            kind = answer.headers.get("Content-Type", "").partition(";")[0]
            of_programs = route.path.startswith("/api/")
            if of_programs:
                good = kind == "application/problem+json" and json.loads(answer.content)["title"]
            else:
                good = kind == "text/html" and b"Thang \xc4\x90o" in answer.content
            if not good or answer.status_code >= 500:
                wrong.append((method, route.path, answer.status_code, kind, answer.content[:60]))
    assert wrong == []


@pytest.mark.parametrize("language", ["", "/en"])
def test_a_form_without_a_token_is_answered_in_no_language_of_the_site(language: str) -> None:
    client = Client(enforce_csrf_checks=True)
    answer = client.post(f"{language}/office/signin/")
    said = "This form can no longer be sent" if language else "Biểu mẫu này không còn gửi được"
    assert answer.status_code == 403 and said in answer.content.decode()
    docs = client.post(f"{language}/api/v1/")
    assert docs.status_code == 405 and docs.headers["Content-Type"] == "application/problem+json"
    wrong_host = client.get("/", headers={"host": "elsewhere.test"})
    assert wrong_host.status_code == 400 and "Thang Đo" in wrong_host.content.decode()
