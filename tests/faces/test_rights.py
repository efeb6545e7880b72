"""Every address with every role, against a table written down: nobody gets more, nobody gets less.

The table is `rights.csv`: a row for an address and a method, a column for a role. A new address must be
entered there; `WRITE_RIGHTS=FILE` writes what the application does now, to be read and judged.
"""

from __future__ import annotations

import csv
import os
from pathlib import Path
from typing import Any

import pytest
from django.test import Client

import world as sample
from faces.rights import answer, routes
from thangdo.records.acts.frame import do
from thangdo.work.announcements import actions as announcements
from thangdo.work.conferences.actions import planning
from thangdo.work.directives import actions as directives
from world import World

TABLE = Path(__file__).with_name("rights.csv")
BACKEND = "allauth.account.auth_backends.AuthenticationBackend"
#: signing out ends the walk
LEFT_OUT = ("/office/signout/",)


def meant(world: World) -> None:
    """A notice, an order to two communes and a conference with the slug that the walk fills in."""
    slug, scheme = world.campaign().slug, sample.SCHEME
    secretary, chairman = world.actor("secretary"), world.actor("chairman")
    notice = announcements.Draft(world.ref("province"), "Thông báo mẫu")
    do(announcements.NOTICES, announcements.write, secretary, (slug,), notice, seen=0)
    do(announcements.NOTICES, announcements.publish, secretary, (slug,), seen=1)
    rule = {"scheme": scheme, "tiers": ["commune"]}
    order = directives.Draft("Nhiệm vụ mẫu", world.ref("province"), slug=slug, scope=rule)
    directives.draft(secretary, order)
    directives.issue(chairman, slug)
    planning.plan(secretary, planning.Plan(slug, "Hội nghị mẫu", world.ref("province"), secretary.day))
    planning.invite_sites(secretary, slug, [world.ref("commune")])


@pytest.mark.django_db
def test_somebody_gets_more_or_less_than_the_table_of_rights_says(settings: Any) -> None:
    settings.DEMO = True  # no second factor on the way
    world = sample.build()
    sample.dispatched(world)
    meant(world)
    key = str(world.people["reporter"].pk)
    edition = str(world.campaign().edition_id)
    office = str(world.people["reporter"].offices.get().pk)
    who = ["nobody", *world.people]
    clients = {}
    for one in who:
        clients[one] = Client(raise_request_exception=False)
        if one != "nobody":
            clients[one].force_login(world.people[one], backend=BACKEND)
    found: dict[tuple[str, str, str], list[str]] = {}
    for route in routes(key, edition, office):
        path = route.path
        if path.startswith(("/en/", *LEFT_OUT)):
            continue
        for method in ("GET", "POST"):
            first = {answer(clients[one], path, method) for one in ("nobody", "administrator")}
            if first == {"-"}:
                continue  # the method is refused before anybody is asked who he is
            gets = [answer(clients[one], path, method) for one in who]
            if set(gets) != {"-"}:
                found[method, route.pattern, route.act] = gets
    if os.environ.get("WRITE_RIGHTS"):
        with Path(os.environ["WRITE_RIGHTS"]).open("w", encoding="utf-8", newline="") as file:
            writer = csv.writer(file, lineterminator="\n")
            writer.writerow(["method", "address", "act", *who])
            writer.writerows([[*row, *gets] for row, gets in found.items()])
    with TABLE.open(encoding="utf-8", newline="") as file:
        rows = list(csv.reader(file))
    assert rows[0] == ["method", "address", "act", *who]
    written = {(row[0], row[1], row[2]): row[3:] for row in rows[1:]}
    assert sorted(found.keys() - written.keys()) == [], "not in the table"
    assert sorted(written.keys() - found.keys()) == [], "in the table, and there is no such address"
    wrong = [
        f"{' '.join(row)}: {one} gets {got}, the table says {said}"
        for row, gets in found.items()
        for one, got, said in zip(who, gets, written[row], strict=True)
        if got != said
    ]
    assert wrong == []
