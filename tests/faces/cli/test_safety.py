"""What must not start: a server open to others without its safety, a demonstration that others reach."""

from __future__ import annotations

from typing import Any

import pytest

from thangdo.faces.cli.safety import is_loopback, unsafe
from thangdo.site.demo import only_from_here

SAFE = {
    "THANGDO_SECRET_KEY": "k" * 50,
    "THANGDO_ALLOWED_HOSTS": "scores.example.test",
    "THANGDO_HTTPS": "1",
}
OPEN = [({"THANGDO_PRODUCTION": "1"}, None), ({"THANGDO_PRODUCTION": "1"}, "127.0.0.1"), ({}, "0.0.0.0")]


@pytest.mark.parametrize(("environ", "host"), OPEN)
def test_a_server_starts_open_to_all_without_saying_what_is_missing(
    environ: dict[str, str], host: str | None
) -> None:
    said = [english for _, english in unsafe(environ, host)]
    assert [line.split()[0].rstrip(":") for line in said] == [
        "THANGDO_SECRET_KEY",
        "THANGDO_ALLOWED_HOSTS",
        "THANGDO_HTTPS=1",
    ]
    assert unsafe({**environ, **SAFE}, host) == []


@pytest.mark.parametrize(
    "change",
    [
        {"THANGDO_SECRET_KEY": "short"},
        {"THANGDO_ALLOWED_HOSTS": "*"},
        {"THANGDO_ALLOWED_HOSTS": " , "},
        {"THANGDO_HTTPS": "0"},
        {"THANGDO_DEBUG": "1"},
    ],
)
def test_half_a_safety_is_taken_for_a_whole_one(change: dict[str, str]) -> None:
    assert len(unsafe({**SAFE, **change}, "0.0.0.0")) == 1


def test_a_demonstration_is_open_to_others() -> None:
    demo = {**SAFE, "THANGDO_DEMO": "1"}
    assert unsafe(demo, "127.0.0.1") == [] and unsafe(demo, "::1") == [] and unsafe(demo, "localhost") == []
    for host in ("0.0.0.0", "::", "10.0.0.1", "scores.example.test", ""):
        assert len(unsafe(demo, host)) == 1, host
    assert len(unsafe({**demo, "THANGDO_PRODUCTION": "1"}, "127.0.0.1")) == 1
    assert not is_loopback("127.0.0.1.example.test")


def test_a_demonstration_behind_a_proxy_answers_the_world() -> None:
    def application(environ: dict[str, Any], start: Any) -> list[bytes]:
        return [b"in"]

    def asked(**environ: str) -> bytes:
        return b"".join(only_from_here(application)(environ, lambda status, headers: None))

    assert asked(REMOTE_ADDR="127.0.0.1") == b"in"
    assert asked(REMOTE_ADDR="10.0.0.7") != b"in"
    assert asked(REMOTE_ADDR="127.0.0.1", HTTP_X_FORWARDED_FOR="10.0.0.7") != b"in"
