"""A server with a small province and officers with passwords, for the tests that sign in by a browser."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any

import forking
from serving import environment, ready

PASSWORD = "bốn từ dễ nhớ 2026"
_READY = """
import json, sys, django
django.setup()
from thangdo.records.people.models import Person
"""
_MAKE = """
from datetime import date
from django.utils import timezone
from thangdo.records.people import actions
from thangdo.records.people.acting import system
from thangdo.records.units import paths
from thangdo.records.units.models import Unit
top = None
MAIL = {"an": "unverified-an"}
for code, name in (("M", "Tỉnh Mẫu"), ("X1", "Xã Mẫu 1")):
    made = Unit.objects.create(scheme="sample", code=code, name_vi=name, name_fold=name.lower(), search=code,
        sort_key=code, kind="x", tier="commune", parent=top, source="sample")
    top = top or made
paths.refresh()
for login, role, unit in (("quan-tri", "administrator", "M"), ("dao", "reporter", "X1"),
                          ("an", "head", "X1"), ("nghi", "observer", "X1")):
    person = actions.add(system("test", timezone.now()), actions.NewAccount(
        login, f"Người Mẫu {login}", f"{MAIL.get(login, login)}@example.test", role, ("sample", unit),
        subtree=unit == "M", since=date(2020, 1, 1)))
    person.set_password(sys.argv[1])
    person.save()
actions.end(system("test", timezone.now()), Person.objects.get(login="nghi").pk, "nghỉ hưu")
print("null")
"""


def ask(data: Path, code: str, *arguments: str) -> Any:
    """Run code in a process of the server's own environment; gives what it prints as JSON."""
    done = forking.run(
        [sys.executable, "-c", _READY + code, *arguments],
        env=environment(data),
        check=True,
        capture_output=True,
        text=True,
        timeout=600,
    )
    return json.loads(done.stdout.strip().splitlines()[-1])


def settle(data: Path) -> Path:
    """Make the database with the province: quan-tri, dao, an with PASSWORD; nghi, whose account is closed."""
    ask(ready(data), _MAKE, PASSWORD)
    return data
