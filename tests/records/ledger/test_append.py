"""What would go wrong if the ledger could be written twice, out of order, or changed afterwards."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from django.db import DatabaseError, connection, transaction

from thangdo.records.ledger import guards, private
from thangdo.records.ledger.events import By, New, Stale, append, append_many, head, read
from thangdo.records.ledger.models import Event
from thangdo.records.ledger.once import KeyReused, once
from thangdo.records.sealed import Sealed

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 11, 24, 8, tzinfo=UTC)
BY = By("person:1", NOW, "head@vn-gso:622")


def answered(value: str = "5") -> New:
    return New("answer.given", {"node": "A1", "values": {"staff": value}})


def test_a_stream_keeps_its_events_in_order_and_linked() -> None:
    append("campaign:1/unit:622", [answered("1"), answered("2")], BY)
    append("campaign:1/unit:622", [answered("3")], BY, expected=2)
    events = read("campaign:1/unit:622")
    assert [event.sequence for event in events] == [1, 2, 3]
    assert [event.previous for event in events] == ["", events[0].hash, events[1].hash]
    assert events[2].office == "head@vn-gso:622"


def test_two_officers_write_on_what_both_saw() -> None:
    append("s", [answered("1")], BY)
    append("s", [answered("2")], BY, expected=1)
    with pytest.raises(Stale) as stale:
        append("s", [answered("3")], BY, expected=1)
    assert (stale.value.seen, stale.value.now) == (1, 2)
    assert head("s") == 2


def test_half_of_a_dispatch_to_many_units_is_written() -> None:
    append("unit:2", [answered()], BY)
    with pytest.raises(Stale):
        append_many([("unit:1", [answered()]), ("unit:2", [answered()])], BY, {"unit:1": 0, "unit:2": 0})
    assert head("unit:1") == 0
    append_many([(f"unit:{n}", [answered()]) for n in range(3, 900)], BY)
    assert Event.objects.filter(stream__startswith="unit:").count() == 898


def test_a_clock_that_goes_back_loses_an_event() -> None:
    append("s", [answered("1")], BY)
    append("s", [answered("2")], By("person:1", NOW - timedelta(hours=5)))
    assert [event.payload["values"]["staff"] for event in read("s")] == ["1", "2"]


def test_numbers_that_a_database_rewrites_get_into_a_payload() -> None:
    with pytest.raises(ValueError, match="float"):
        append("s", [New("x", {"share": 0.1})], BY)
    with pytest.raises(ValueError, match="NUL"):
        append("s", [New("x", {"text": "a\0b"})], BY)
    with pytest.raises(ValueError, match="aware"):
        append("s", [answered()], By("person:1", datetime(2026, 1, 1)))
    assert head("s") == 0


def test_a_person_sends_the_same_form_twice() -> None:
    by = By("person:1", NOW, key="abc")

    def act() -> int:
        return append("s", [answered()], by)[0].sequence

    assert once(by, {"value": "5"}, act) == 1
    assert once(by, {"value": "5"}, act) == 1
    assert head("s") == 1
    with pytest.raises(KeyReused):
        once(by, {"value": "6"}, act)
    assert once(By("person:2", NOW, key="abc"), {"value": "6"}, act) == 2


def test_an_act_that_fails_leaves_a_receipt() -> None:
    by = By("person:1", NOW, key="abc")

    def fails() -> int:
        append("s", [answered()], by)
        raise ValueError("half-way")

    with pytest.raises(ValueError, match="half-way"):
        once(by, {}, fails)
    assert head("s") == 0
    assert once(by, {}, lambda: 7) == 7


CHANGES = [
    "UPDATE ledger_event SET type = 'other'",
    "DELETE FROM ledger_event",
    "DELETE FROM ledger_event WHERE id = (SELECT MIN(id) FROM ledger_event)",
    "UPDATE ledger_receipt SET answer = '1'",
    "DELETE FROM ledger_receipt",
]
ONLY_POSTGRESQL = [
    "TRUNCATE ledger_event",
    "TRUNCATE ledger_receipt",
    "INSERT INTO ledger_event SELECT * FROM ledger_event ON CONFLICT (id) DO UPDATE SET type = 'other'",
]
ONLY_SQLITE = [
    "INSERT OR REPLACE INTO ledger_event SELECT * FROM ledger_event",
    "REPLACE INTO ledger_receipt SELECT * FROM ledger_receipt",
    "INSERT INTO ledger_event SELECT * FROM ledger_event WHERE true ON CONFLICT DO UPDATE SET type = 'other'",
]


def test_an_administrator_with_the_database_in_hand_changes_an_event() -> None:
    by = By("person:1", NOW, key="k")
    once(by, {}, lambda: append("s", [answered()], by)[0].sequence)
    before = list(Event.objects.values_list())
    statements = CHANGES + (ONLY_POSTGRESQL if connection.vendor == "postgresql" else ONLY_SQLITE)
    for statement in statements:
        refused = pytest.raises(DatabaseError, match=r"append-only|violates")
        with refused, transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(statement)
    assert list(Event.objects.values_list()) == before


def test_code_changes_an_event() -> None:
    append("s", [answered()], BY)
    event = Event.objects.get()
    event.type = "other"
    with pytest.raises(Sealed):
        event.save()
    with pytest.raises(Sealed):
        Event.objects.update(type="other")


def test_a_guard_that_is_gone_is_told_and_put_back() -> None:
    assert guards.missing() == []
    with guards.lifted():
        assert "ledger_event_no_" in " ".join(guards.missing())
        assert [error.id for error in guards.guards_are_there(None, ["default"])][:1] == ["ledger.E001"]
    assert guards.missing() == []


def test_a_typed_text_stands_in_the_ledger_or_outlives_its_rule() -> None:
    held = private.keep("Bà Mẫu A nói …\0")
    assert held is not None and private.text(held) == "Bà Mẫu A nói …"
    append("s", [New("answer.commented", {"comment": held})], BY)
    assert "Mẫu" not in str(read("s")[0].payload)
    assert private.holds(held)
    assert private.destroy([held["ref"]], NOW, "retention") == 1
    assert private.text(held) == "" and not private.holds(held)
    assert private.keep("  ") is None
