"""How fast directives are: one order to 3,321 communes, the chairman's page over 20,000 assignments.

A process of its own, on the PostgreSQL server that `run.py` starts for it as the tests do.
"""

from __future__ import annotations

import random
import time
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from typing import Any

from measure import Time, timed

COMMUNES, DISTRICTS, ASSIGNMENTS = 3_321, 60, 20_000
NOW = datetime(2026, 3, 2, 1, tzinfo=UTC)
SCHEME = "bench-directives"


def build() -> Any:
    """A country of so many communes under districts, with one person in every office of the top."""
    from thangdo.records.people.acting import actor_of
    from thangdo.records.people.models import Office, Person, Role
    from thangdo.records.units import paths
    from thangdo.records.units.models import Unit

    def unit(code: str, tier: str, parent: Unit | None) -> Unit:
        return Unit(
            scheme=SCHEME,
            code=code,
            name_vi=f"Xã {code}",
            name_fold=f"xa {code}",
            search=code,
            sort_key=code,
            kind="xã",
            tier=tier,
            parent=parent,
            source="bench",
        )

    top = unit("P", "province", None)
    top.save()
    districts = [unit(f"D{n:02}", "district", top) for n in range(DISTRICTS)]
    Unit.objects.bulk_create(districts)
    communes = [unit(f"{n:05}", "commune", districts[n % DISTRICTS]) for n in range(COMMUNES)]
    Unit.objects.bulk_create(communes, batch_size=1000)
    paths.refresh()
    paths.weigh()
    person = Person.objects.create_user("bench-directives", None, name="Người Mẫu", created_at=NOW)
    heads = [Person(login=f"bench-head-{n}", name="Người Mẫu", created_at=NOW) for n in range(COMMUNES)]
    Person.objects.bulk_create(heads, batch_size=1000)
    offices = [
        Office(person=head, unit=commune, role=Role.HEAD, since=date(2020, 1, 1))
        for head, commune in zip(heads, communes, strict=True)
    ]
    offices += [Office(person=person, unit=top, role=role, since=date(2020, 1, 1)) for role in Role]
    Office.objects.bulk_create(offices, batch_size=1000)
    return actor_of(person, NOW)


def draft(actor: Any, n: int) -> str:
    """One order to every commune."""
    from thangdo.records.acts.frame import do
    from thangdo.work.directives import actions
    from thangdo.work.directives.acts import DIRECTIVES

    wanted = actions.Draft(
        title=f"Nhiệm vụ mẫu {n}",
        authority=(SCHEME, "P"),
        scope={"tiers": ["commune"]},
        due_kind="working-days",
        due_days=10,
    )
    return do(DIRECTIVES, actions.draft, actor, (), wanted)["slug"]


def issue(actor: Any, slug: str) -> None:
    """Issue it."""
    from thangdo.records.acts.frame import do
    from thangdo.work.directives import actions
    from thangdo.work.directives.acts import DIRECTIVES

    do(DIRECTIVES, actions.issue, actor, (slug,), actions.Issue(), seen=1)


def issuing() -> Iterator[Time]:
    """One order to all communes, with all events."""
    from thangdo.work.directives.models import Assignment

    actor = build()
    slug = draft(actor, 0)
    begun = time.perf_counter()
    issue(actor, slug)
    yield Time(f"one directive issued to {COMMUNES:,} communes", (time.perf_counter() - begun,), 5.0)
    n = 0
    while Assignment.objects.count() < ASSIGNMENTS:
        n += 1
        issue(actor, draft(actor, n))
    yield from chairman(actor)


def chairman(actor: Any) -> Iterator[Time]:
    """The chairman's page over assignments in all states, a third of them overdue; and the list."""
    from thangdo.work.directives import queries
    from thangdo.work.directives.models import Assignment

    dice, day = random.Random(1), actor.day
    rows = list(Assignment.objects.all())
    for row in rows:
        row.state = dice.choice(("issued", "acknowledged", "reported", "accepted", "returned", "closed"))
        row.due = day + timedelta(days=dice.randint(-30, 30))
        row.changed_at = NOW - timedelta(days=dice.randint(0, 40))
        row.done_on = row.due if row.state in ("accepted", "closed") else None
        row.settled = row.state in ("accepted", "closed")
        row.reported_on = row.done_on
    fields = ["state", "due", "changed_at", "done_on", "settled", "reported_on"]
    Assignment.objects.bulk_update(rows, fields, batch_size=1000)
    what = f"chairman's page over {len(rows):,} assignments"
    yield timed(what, lambda: queries.chairman(actor, day), 0.3, 20)
    yield timed("  list of directives", lambda: queries.listing(actor, queries.Filters()), 0.3, 20)


def main() -> None:
    """Measure and print."""
    import django

    django.setup()
    from django.core.management import call_command

    call_command("migrate", verbosity=0)
    for found in issuing():
        print(found.line(), flush=True)


if __name__ == "__main__":
    main()
