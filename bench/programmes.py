"""How fast programmes are: 4,000 units x 10 programmes side by side, one programme, and a milestone.

A process of its own, on the PostgreSQL server that `run.py` starts for it as the tests do.
"""

from __future__ import annotations

import random
from collections.abc import Iterator
from datetime import UTC, date, datetime
from typing import Any

from measure import Time, timed

UNITS, PROGRAMMES, DISTRICTS = 4_000, 10, 200
NOW = datetime(2026, 3, 2, 1, tzinfo=UTC)
SCHEME = "bench"


def build() -> Any:
    """Ten programmes over so many communes in districts, at all stages; the actor who oversees them."""
    from thangdo.records.acts.frame import do
    from thangdo.records.people.acting import actor_of
    from thangdo.records.people.models import Office, Person, Role
    from thangdo.records.units import paths
    from thangdo.records.units.models import Unit
    from thangdo.work.programmes.actions import programmes
    from thangdo.work.programmes.acts import PROGRAMMES
    from thangdo.work.programmes.models import Part

    def unit(code: str, tier: str, parent: Unit | None) -> Unit:
        return Unit(
            scheme=SCHEME,
            code=code,
            name_vi=f"Đơn vị {code}",
            name_fold=f"don vi {code.lower()}",
            search=code,
            sort_key=code,
            kind="xã",
            tier=tier,
            parent=parent,
            source="bench",
        )

    province = unit("P", "province", None)
    province.save()
    Unit.objects.bulk_create([unit(f"H{n:04}", "district", province) for n in range(DISTRICTS)])
    districts = list(Unit.objects.filter(scheme=SCHEME, tier="district").order_by("code"))
    Unit.objects.bulk_create(
        [unit(f"X{n:05}", "commune", districts[n % DISTRICTS]) for n in range(UNITS)], batch_size=1000
    )
    paths.refresh()
    province.refresh_from_db()
    person = Person.objects.create_user("bench", None, name="Người Mẫu", created_at=NOW)
    for role in (Role.HEAD, Role.SECRETARY):
        Office.objects.create(person=person, unit=province, role=role, since=date(2020, 1, 1))
    actor = actor_of(person, NOW)
    dice = random.Random(1)
    for n in range(PROGRAMMES):
        slug = f"bench-{n}"
        plan = programmes.Plan("one-stop", (SCHEME, "P"), due=date(2026, 6, 30))
        do(PROGRAMMES, programmes.begin, actor, (slug,), plan)
        do(PROGRAMMES, programmes.add, actor, (slug,), programmes.Scope(tiers=("commune",)))
        rows = list(Part.objects.filter(programme__slug=slug))
        for row in rows:
            row.status = dice.choice(("none", "decided", "prepared", "working"))
            row.reached = {"none": 0, "decided": 1, "prepared": 4, "working": 5}[row.status]
            row.done_on = date(2026, 2, dice.randint(1, 28)) if row.reached == 5 else None
        Part.objects.bulk_update(rows, ["status", "reached", "done_on"], batch_size=500)
    return actor


def measured() -> Iterator[Time]:
    """The table, one programme, the list, and one milestone."""
    from thangdo.records.acts.frame import do
    from thangdo.work.programmes.actions import parts
    from thangdo.work.programmes.acts import PROGRAMMES
    from thangdo.work.programmes.queries import pace, tables

    actor = build()
    what = f"programmes by unit tree: {UNITS:,} units x {PROGRAMMES} programmes"
    yield timed(what, lambda: tables.matrix(actor), 0.5)
    yield timed("  one programme by unit tree", lambda: tables.one(actor, "bench-0"))
    yield timed("  the list of programmes with their counts", lambda: tables.listing(actor))
    yield timed("  the forecast of one", lambda: pace.of_programme(actor, "bench-0"))
    count = iter(range(1, 100_000))

    def reach() -> object:
        given = parts.Reach("room", date(2026, 3, 1), text=f"Biên bản số {next(count)}")
        return do(PROGRAMMES, parts.reach, actor, ("bench-0", (SCHEME, "X00000")), given)

    yield timed("  reaching one milestone", reach, 0.05, 30)


def main() -> None:
    """Measure and print."""
    import django

    django.setup()
    from django.core.management import call_command

    call_command("migrate", verbosity=0)
    for found in measured():
        print(found.line(), flush=True)


if __name__ == "__main__":
    main()
