"""Tokens at the door: who gets in, how far, how fast; what else does not open it."""

from __future__ import annotations

import logging

import pytest
from django.test import Client

import world as sample
from programs import BASE, Program
from thangdo.records.people import tokens

SLUG = "sample-2025"


def test_without_a_valid_token_nothing_is_read(program: Program) -> None:
    for headers in ({}, {"Authorization": "Bearer thangdo_wrong"}, {"Authorization": "Basic eDp5"}):
        found = program.send(None, "GET", "/me", **headers)
        assert (found.status, found.kind) == (401, "unauthorized")
        assert found.headers["WWW-Authenticate"].startswith("Bearer")
        assert found.headers["Content-Type"] == "application/problem+json"


def test_a_session_of_the_browser_does_not_open_the_interface(program: Program) -> None:
    browser = Client(enforce_csrf_checks=True)
    browser.force_login(program.world.people["reporter"])
    assert browser.get(f"{BASE}/me").status_code == 401


def test_a_token_ends_for_programs_too(program: Program) -> None:
    text = program.token("reporter")
    assert program.get(None, "/me", Authorization=f"Bearer {text}").status == 200
    program.later(400)
    assert program.get(None, "/me", Authorization=f"Bearer {text}").status == 401


def test_a_token_that_only_reads_writes_nothing(program: Program) -> None:
    sample.dispatched(program.world)
    program.texts["head"] = program.token("head", writes=False)
    path = f"/campaigns/{SLUG}/units/sample:X1"
    assert program.get("head", path).status == 200
    found = program.send("head", "POST", f"{path}/sign-off", **program.seen("head", path))
    assert (found.status, found.kind) == (403, "read-only-token")
    assert program.send("head", "POST", "/editions/check", {"text": "x"}).status == 200


def test_a_token_for_one_role_does_not_lend_the_others(program: Program) -> None:
    world = program.world
    sample.office(world.people["head"], world.units["commune"], "reporter")
    sample.dispatched(world)
    program.texts["head"] = program.token("head", roles=["reporter"])
    assert [held["role"] for held in program.get("head", "/me").body["offices"]] == ["reporter"]
    path = f"/campaigns/{SLUG}/units/sample:X1"
    found = program.send("head", "POST", f"{path}/sign-off", **program.seen("head", path))
    assert (found.status, found.kind, found.body["needs"]) == (403, "not-allowed", ["head"])
    assert "người đứng đầu" in found.body["said"]["vi"] and "head" in found.body["said"]["en"]


def test_too_many_requests_of_one_token_wait_and_those_of_another_do_not(
    program: Program, settings: pytest.FixtureRequest
) -> None:
    settings.API_PER_MINUTE = 3  # type: ignore[attr-defined]
    for left in (2, 1, 0):
        found = program.get("reporter", "/me")
        assert found.status == 200 and f";r={left};" in found.headers["RateLimit"]
    found = program.get("reporter", "/me")
    assert (found.status, found.kind) == (429, "too-many-requests")
    assert 1 <= int(found.headers["Retry-After"]) <= 60
    assert program.get("head", "/me").status == 200
    program.later(1)
    assert program.get("reporter", "/me").status == 200


def test_one_sees_and_revokes_one_s_own_tokens_only(program: Program) -> None:
    world = program.world
    mine = tokens.create(world.actor("reporter"), world.people["reporter"], "cũ", 10).token.number
    theirs = tokens.create(world.actor("head"), world.people["head"], "x", 10).token.number
    assert {one["number"] for one in program.get("reporter", "/my/tokens").body} >= {mine}
    assert program.do("reporter", "DELETE", f"/my/tokens/{mine}")["revoked_at"] is not None
    assert program.send("reporter", "DELETE", f"/my/tokens/{theirs}").status == 404


def test_a_site_elsewhere_cannot_read_through_a_browser(program: Program) -> None:
    found = program.get("reporter", "/me", Origin="https://elsewhere.example")
    assert not [name for name in found.headers if name.lower().startswith("access-control")]


def test_no_token_and_no_name_stands_in_the_log(program: Program, caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.DEBUG):
        program.get("reporter", "/people/1")
        program.get("administrator", "/people?text=Người")
    assert program.texts["reporter"] not in caplog.text
