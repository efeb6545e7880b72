"""The settings that keep an installation safe and its numbers on the right day."""

import os
from pathlib import Path

import pytest
from django.conf import settings
from django.db import connection


def test_no_test_touches_the_data_of_the_checkout() -> None:
    assert Path(os.environ["THANGDO_DATA"]) == settings.DATA
    assert Path("var").resolve() != settings.DATA


def test_debugging_is_off_and_only_this_machine_may_ask() -> None:
    assert settings.DEBUG is False
    assert not set(settings.ALLOWED_HOSTS) - {"localhost", "127.0.0.1", "[::1]", "testserver"}


def test_days_are_those_of_viet_nam() -> None:
    assert settings.TIME_ZONE == "Asia/Ho_Chi_Minh"
    assert settings.USE_TZ


@pytest.mark.django_db
def test_the_database_refuses_dangling_references() -> None:
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA foreign_keys")
        assert cursor.fetchone() == (1,)


def test_a_writer_takes_its_lock_at_once() -> None:
    options = settings.DATABASES["default"]["OPTIONS"]
    assert options["transaction_mode"] == "IMMEDIATE"
    assert options["timeout"] >= 10
    assert not settings.DATABASES["default"].get("ATOMIC_REQUESTS")
