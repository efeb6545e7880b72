"""Whatever goes wrong is a problem that a program can act on and a person can read."""

from __future__ import annotations

import json

import pytest
from django.db import OperationalError
from django.test import Client

import world as sample
from programs import BASE, Program
from thangdo.faces.api.problems import KINDS
from thangdo.work.assessments.queries import reading

SLUG = "sample-2025"
PART = f"/campaigns/{SLUG}/units/sample:X1"


def test_a_wrong_address_and_a_wrong_method_are_problems_too(program: Program) -> None:
    for path in ("/nothing", "/campaigns/none", "/units/nonsense", "/people/999", "/results/none", "/a/b/c"):
        found = program.get("administrator", path)
        assert (found.status, found.kind) == (404, "not-found"), path
    found = program.send("administrator", "POST", "/me", {})
    assert (found.status, found.kind) == (405, "method-not-allowed")
    assert "GET" in found.headers["Allow"]
    assert program.send("administrator", "OPTIONS", "/me").status == 405


@pytest.mark.django_db
@pytest.mark.parametrize("method", ["post", "put", "patch", "delete"])
@pytest.mark.parametrize(
    ("path", "status"), [("nothing", 404), ("campaigns/x/nothing", 404), ("openapi.json", 405)]
)
def test_a_program_that_writes_to_no_address_reads_a_page(method: str, path: str, status: int) -> None:
    """Without a token and with one that is none; never Django's page on CSRF."""
    client = Client(enforce_csrf_checks=True)
    for headers in ({}, {"Authorization": "Bearer none"}):
        answer = getattr(client, method)(
            f"/api/v1/{path}", b"{}", content_type="application/json", headers=headers
        )
        assert (answer.status_code, answer["Content-Type"]) == (status, "application/problem+json")


def test_a_refusal_gives_its_code_its_facts_and_a_sentence_in_both_languages(program: Program) -> None:
    sample.dispatched(program.world)
    vi = program.send("head", "POST", f"{PART}/sign-off", **program.seen("head", PART))
    assert (vi.status, vi.kind, vi.body["code"]) == (400, "refused", "nothing-answered")
    assert vi.body["detail"] == vi.body["said"]["vi"] and vi.headers["Content-Language"] == "vi"
    en = program.send(
        "head", "POST", f"{PART}/sign-off", Accept_Language="en-GB", **program.seen("head", PART)
    )
    assert (
        en.body["detail"]
        == vi.body["said"]["en"]
        == "Nothing has been answered, so there is nothing to sign off."
    )
    assert en.headers["Content-Language"] == "en" and "Accept-Language" in en.headers["Vary"]
    state = program.send("publisher", "POST", f"/campaigns/{SLUG}/dispatch", {})
    assert state.body["code"] == "wrong-state" and state.body["facts"]["state"] == "running"


def test_without_a_wish_the_language_is_that_of_the_holder(program: Program) -> None:
    person = program.world.people["reporter"]
    person.language = "en"
    person.save()
    assert program.get("reporter", "/campaigns/none").headers["Content-Language"] == "en"
    assert (
        program.get("reporter", "/campaigns/none", Accept_Language="vi").headers["Content-Language"] == "vi"
    )


def test_bad_values_name_each_fault_and_save_nothing(program: Program) -> None:
    sample.dispatched(program.world)
    path = f"{PART}/answers/A1"
    body = {"values": {"staff": "10", "staff_with_computer": "12"}}
    found = program.send("reporter", "PUT", path, body, **program.seen("reporter", path))
    assert (found.status, found.kind) == (422, "bad-values")
    (fault,) = found.body["errors"]
    assert fault["code"] == "more-than" and fault["said"]["vi"] and fault["said"]["en"]
    assert program.get("reporter", path).body["declared"] == {}


@pytest.mark.parametrize(
    ("raw", "kind", "status", "problem"),
    [
        (b"{", "application/json", 400, "malformed"),
        (b"\xff{}", "application/json", 400, "malformed"),
        (b"[" * 100_000, "application/json", 400, "malformed"),
        (b"a=1", "application/x-www-form-urlencoded", 415, "media-type"),
        (b"<a/>", "text/xml", 415, "media-type"),
        (b"", "application/json", 422, "invalid"),
        (b"[]", "application/json", 422, "invalid"),
        (b'{"values": {"staff": 1}}', "application/json", 422, "invalid"),
        (b'{"vaules": {}}', "application/json", 422, "invalid"),
        (b'{"comment": "a\\u0000b"}', "application/json", 422, "invalid"),
        (b'{"comment": "\\ud800"}', "application/json", 422, "invalid"),
    ],
)
def test_a_body_that_cannot_be_used_is_told_as_what_it_is(
    program: Program, raw: bytes, kind: str, status: int, problem: str
) -> None:
    sample.dispatched(program.world)
    path = f"{PART}/answers/A1"
    match = program.seen("reporter", path)
    found = program.send("reporter", "PUT", path, raw=raw, Content_Type=kind, **match)
    assert (found.status, found.kind) == (status, problem), found.content


def test_a_body_without_measure_is_not_read(program: Program) -> None:
    body = json.dumps({"text": "x" * 8_100_000}).encode()
    found = program.send("author", "POST", "/editions/check", raw=body)
    assert (found.status, found.kind, found.body["most"]) == (413, "too-large", 8_000_000)


def test_odd_letters_in_an_address_or_a_header_break_nothing(program: Program) -> None:
    for path in (
        "/campaigns/%00",
        "/units?text=%00",
        "/units?after=x",
        "/units?limit=0",
    ):
        assert program.get("administrator", path).status in (400, 404, 422), path
    found = program.send("administrator", "DELETE", "/my/tokens/1", Idempotency_Key="x" * 101)
    assert (found.status, found.kind) == (422, "invalid")


def test_a_fault_of_the_software_is_told_without_its_details(
    program: Program, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_: object) -> None:
        raise RuntimeError("secret: /etc/passwd")

    monkeypatch.setattr(reading, "campaigns", broken)
    found = program.get("reporter", "/campaigns")
    assert (found.status, found.kind) == (500, "server-error")
    assert b"secret" not in found.content and b"Traceback" not in found.content

    def locked(*_: object) -> None:
        raise OperationalError("database is locked")

    monkeypatch.setattr(reading, "campaigns", locked)
    found = program.get("reporter", "/campaigns")
    assert (found.status, found.kind, found.headers["Retry-After"]) == (503, "busy", "2")


def test_every_type_of_problem_leads_to_a_page_in_both_languages(program: Program) -> None:
    found = program.get("reporter", "/campaigns/none").body["type"]
    assert found == f"{BASE}/problems/not-found"
    for name, kind in KINDS.items():
        page = program.client.get(f"{BASE}/problems/{name}")
        assert page.status_code == 200 and kind.title[0] in page.content.decode()
        assert kind.title[1] in program.client.get(f"/en{BASE}/problems/{name}").content.decode()
    assert program.client.get(f"{BASE}/problems/none").status_code == 404
