"""What the demonstration says of itself (`library/identity/demonstration.yaml`), while nobody has said it."""

from __future__ import annotations

from datetime import datetime

from thangdo.records import library
from thangdo.records.acts.frame import do
from thangdo.records.identity import queries
from thangdo.records.identity.actions import HOUSE, Description, describe
from thangdo.records.people import actions as people
from thangdo.records.people.acting import system
from thangdo.records.people.models import Office, Person, Role
from thangdo.records.units.models import Unit
from thangdo.rules.index.edition.source import read

FILE = ("identity", "demonstration.yaml")
ADMINISTRATOR = "quan-tri"


def say(now: datetime) -> bool:
    """Say it, where nobody has and the library of units is loaded; whether it was said now."""
    found = read(library.read_text(*FILE), FILE[-1])
    if found.problems:
        raise ValueError(found.problems)
    said = {name: str(value) for name, value in found.data.items()}
    scheme, _colon, code = said.pop("unit").partition(":")
    if queries.current().is_said or not Unit.objects.filter(scheme=scheme, code=code).exists():
        return False
    do(HOUSE, describe, system("sample", now), (), Description((scheme, code), **said), seen=0)  # type: ignore[arg-type]
    return True


def administer(now: datetime) -> bool:
    """Let the sample's administrator change it as well; whether the office was given now."""
    house = queries.current()
    person = Person.objects.filter(login=ADMINISTRATOR, is_demo=True).first()
    if person is None or house.key is None:
        return False
    if Office.objects.filter(person=person, unit=house.key, role=Role.ADMINISTRATOR).exists():
        return False
    day = now.date()
    ref = (house.unit.partition(":")[0], house.unit.partition(":")[2])
    people.appoint(system("sample", now), person.pk, Role.ADMINISTRATOR, ref, day, title="Quản trị hệ thống")
    return True
