"""An installation that was set up with five wrong commune codes takes a newer version."""

from __future__ import annotations

from datetime import date

import pytest

from records.units import province
from thangdo.records.ledger.events import By, New, append, read
from thangdo.records.library import read_text
from thangdo.records.people.models import Office, Person, Role
from thangdo.records.units import corrections, queries
from thangdo.records.units.models import Unit, UnitLink
from thangdo.records.units.register import load_units

pytestmark = pytest.mark.django_db
SCHEME = "vn-gso-2025"
RIGHT = {"21889": "21901", "21898": "21880", "21862": "21859", "22003": "22006", "23737": "23938"}


@pytest.fixture(autouse=True)
def before(monkeypatch: pytest.MonkeyPatch) -> None:
    """The register as earlier versions shipped it."""

    def wrong(*parts: str) -> str:
        text = read_text(*parts)
        for was, now in RIGHT.items():
            text = text.replace(f"{SCHEME},{now},", f"{SCHEME},{was},")
        return text

    with monkeypatch.context() as patched:
        patched.setattr(corrections, "shipped", lambda: ())
        load_units(wrong)
    assert set(RIGHT) <= codes() and not set(RIGHT.values()) & codes()


def codes() -> set[str]:
    return set(Unit.objects.filter(scheme=SCHEME).values_list("code", flat=True))


def test_a_wrong_code_stays_or_the_right_one_comes_as_a_second_unit() -> None:
    keys = {code: Unit.objects.get(scheme=SCHEME, code=code).pk for code in RIGHT}
    load_units()
    assert {code: Unit.objects.get(scheme=SCHEME, code=right).pk for code, right in RIGHT.items()} == keys
    assert len(codes()) == 135 and not set(RIGHT) & codes()
    assert UnitLink.objects.filter(successor__scheme=SCHEME).count() == 376
    for was, now in RIGHT.items():  # an address that somebody has kept
        found = queries.get(SCHEME, was)
        assert found is not None and (found.code, found.gso_code) == (now, now)


def an_office() -> None:
    person = Person.objects.create_user("mau", None, name="Người Mẫu", created_at=province.BY.at)
    unit = Unit.objects.get(scheme=SCHEME, code="21889")
    Office.objects.create(person=person, unit=unit, role=Role.REPORTER, since=date(2026, 1, 1))


def an_event() -> None:
    append("directive:mau", [New("charged", {"units": [f"{SCHEME}:21889"]})], By("person:1", province.BY.at))


def an_actor() -> None:
    by = By("person:1", province.BY.at, office=f"reporter@{SCHEME}:21889")
    append("directive:mau", [New("reported", {})], by)


@pytest.mark.parametrize("naming", [an_office, an_event, an_actor])
def test_what_was_done_under_a_wrong_code_loses_its_unit(naming: object) -> None:
    assert callable(naming)
    naming()
    before = Unit.objects.get(scheme=SCHEME, code="21889").pk
    load_units()
    load_units()
    unit = Unit.objects.get(scheme=SCHEME, code="21889")
    assert (unit.pk, unit.gso_code) == (before, "21901")
    assert len(codes()) == 135 and "21901" not in codes()
    told = read(f"unit:{SCHEME}:21889")
    assert [event.type for event in told] == ["unit.known", "unit.corrected"]
    assert (
        told[1].payload["fields"] == {"gso_code": "21901"} and "1027/CTK-CSCL" in told[1].payload["decision"]
    )
    found = queries.get(SCHEME, "21901")
    assert found is not None and found.code == "21889"
    before_it = {one.unit.code for one in queries.predecessors(SCHEME, "21889")}
    assert before_it == {"21889", "21901", "21904"}
    assert "21889" in {one.unit.code for one in queries.search("21901", schemes=[SCHEME])}
    province.replays()


def test_a_commune_that_an_administrator_has_mended_is_mended_again() -> None:
    Unit.objects.filter(scheme=SCHEME, code="21889").update(name_vi="Xã Khác")
    load_units()
    assert Unit.objects.get(scheme=SCHEME, code="21889").gso_code == "21889"
