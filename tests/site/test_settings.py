"""The settings that keep an installation safe and its numbers on the right day."""

import os
from datetime import date
from pathlib import Path

import pytest
from django.conf import settings
from django.db import IntegrityError, connection, transaction

from thangdo.records.people.models import Office


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
    with pytest.raises(IntegrityError), transaction.atomic():
        Office.objects.create(person_id=999_999, unit_id=999_999, role="head", since=date(2026, 1, 1))
        connection.check_constraints()


def test_a_writer_takes_its_lock_at_once() -> None:
    options = settings.DATABASES["default"]["OPTIONS"]
    assert options["transaction_mode"] == "IMMEDIATE"
    assert options["timeout"] >= 10
    assert not settings.DATABASES["default"].get("ATOMIC_REQUESTS")
