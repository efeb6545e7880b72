"""Whatever officers enter, in whatever order: the register stays sound, and the ledger tells it again."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.db import transaction
from hypothesis import given
from hypothesis import strategies as st

from engines import machine
from records.units import province
from records.units.province import BY, begin, dissolve, found, key, merge, move, new, rename
from thangdo.records.units import queries
from thangdo.records.units.codes import Key
from thangdo.records.units.models import Unit, UnitLink
from thangdo.records.units.operations import carry_out, undo
from thangdo.records.units.planning import Act, Operation
from thangdo.records.units.problems import Unfit

pytestmark = pytest.mark.django_db
CODES = ("h1", "h2", "x1", "x2", "x3", "x4", "n1", "n2", "n3")
codes = st.sampled_from(CODES)
days = st.dates(date(2019, 12, 1), date(2026, 11, 20)).map(lambda day: day.replace(day=1))
heirs = st.one_of(codes, codes.map(lambda code: new(code, f"Xã {code}")))
many = st.lists(codes, min_size=1, max_size=3)


@st.composite
def operation(draw: st.DrawFn) -> Operation:
    kind = draw(st.sampled_from(("merge", "split", "rename", "move", "dissolve", "found")))
    code, day = draw(codes), draw(days)
    if kind == "merge":
        return merge(*draw(many), into=draw(heirs), day=day, children_to=draw(st.sampled_from(("", *CODES))))
    if kind == "split":
        parts = draw(st.lists(codes, min_size=1, max_size=2, unique=True))
        existing = draw(st.lists(codes, max_size=1))
        return Operation(
            Act.SPLIT,
            day,
            "QĐ 1",
            (key(code),),
            into=tuple(map(key, existing)),
            new=tuple(new(part, f"Xã {part}") for part in parts),
            remains=draw(st.booleans()),
        )
    if kind == "rename":
        return rename(code, draw(st.sampled_from(("Xã Một", "Xã Hai"))), day)
    if kind == "move":
        return move(code, draw(st.sampled_from(("h1", "h2", "tinh", "n1"))), day)
    if kind == "found":
        parent = key(draw(st.sampled_from(("tinh", "h1", "n1"))))
        return found(new(code, f"Xã {code}", kind="xã", tier="commune", parent=parent), day)
    return dissolve(code, *draw(st.lists(codes, max_size=2, unique=True)), day=day)


@given(st.lists(st.one_of(operation(), st.integers(0, 5)), min_size=1, max_size=14))
@machine(40)
def test_a_sequence_of_operations_and_their_undoing_spoils_the_register(acts: list[Operation | int]) -> None:
    with transaction.atomic():
        begin()
        for act in acts:
            try:
                if isinstance(act, Operation):
                    with transaction.atomic():
                        carry_out(act, BY)
                elif done := province.operations():
                    with transaction.atomic():
                        undo(done[-1 - act % len(done)].key, BY, "nhầm")
            except Unfit:
                pass
            sound()
        transaction.set_rollback(True)
    province.Scheme.renew()


def sound() -> None:
    """No code is valid twice on one day; ended units lead on; nothing stands under what has ended."""
    units = list(Unit.objects.select_related("parent"))
    assert len({(unit.scheme, unit.code) for unit in units}) == len(units)
    for unit in units:
        assert unit.valid_from is None or unit.valid_to is None or unit.valid_from <= unit.valid_to
        pasts = [past.until for past in unit.pasts.all()]
        assert len(pasts) == unit.changes and pasts == sorted(set(pasts))
        assert not pasts or unit.valid_to is None or pasts[-1] < unit.valid_to
        above = unit.parent.path if unit.parent else "/"
        assert unit.path == f"{above}{unit.pk}/"
        if unit.parent and unit.valid_to is None:
            assert unit.parent.valid_to is None
        leads_on(unit)
    province.replays()


def leads_on(unit: Unit) -> None:
    """A unit that ended with successors reaches a standing one, or one that ended without any."""
    if unit.valid_to is None:
        return
    links = UnitLink.objects.filter(predecessor=unit, date=unit.valid_to + timedelta(days=1))
    if not links:
        return
    seen: set[Key] = set()
    waiting = [Key(unit.scheme, unit.code)]
    ends = 0
    while waiting:
        at = waiting.pop()
        if at in seen:
            continue
        seen.add(at)
        here = queries.get(*at)
        assert here is not None
        forward = [link.unit for link in queries.successors(*at)]
        if here.valid_to is None or not forward:
            ends += 1
            continue
        waiting += [Key(heir.scheme, heir.code) for heir in forward]
    assert ends
