"""Every address with every role, against a table written down: nobody gets more, nobody gets less.

The table is `rights.csv`: a row for an address and a method, a column for a role. A new address must be
entered there; `WRITE_RIGHTS=FILE` with `-n 0` writes what the application does now, to be read and judged.
"""

from __future__ import annotations

import csv
import os
import time
from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from django.utils.translation import override

import engines
import postgres
import world as sample
from conference_desk import planning
from faces.rights import answer, routes
from thangdo.records.acts.frame import do
from thangdo.work.announcements import actions as announcements
from thangdo.work.assessments.models import Submission
from thangdo.work.conferences.actions.planning import Plan
from thangdo.work.directives import actions as directives
from thangdo.work.directives.acts import DIRECTIVES
from thangdo.work.papers import actions as outgoing
from world import World

LOTS = 8
TABLE = Path(__file__).with_name("rights.csv")
#: signing out ends the walk
LEFT_OUT = ("/office/signout/",)


def meant(world: World) -> None:
    """A notice, a register, an order to two communes and a conference with the slug that the walk knows."""
    slug, scheme = world.campaign().slug, sample.SCHEME
    secretary, chairman = world.actor("secretary"), world.actor("chairman")
    notice = announcements.Draft(world.ref("province"), "Thông báo mẫu")
    do(announcements.NOTICES, announcements.write, secretary, (slug,), notice, seen=0)
    do(announcements.NOTICES, announcements.publish, secretary, (slug,), seen=1)
    opening = outgoing.Opening(world.ref("province"), "Sổ văn bản đi", 2026)
    do(outgoing.PAPERS, outgoing.begin, secretary, (slug,), opening, seen=0)
    do(outgoing.PAPERS, outgoing.issue, secretary, (slug,), outgoing.Entry("notice", "Mẫu", secretary.day))
    rule = {"scheme": scheme, "tiers": ["commune"]}
    order = directives.Draft("Nhiệm vụ mẫu", world.ref("province"), slug=slug, scope=rule)
    do(DIRECTIVES, directives.draft, secretary, (), order)
    do(DIRECTIVES, directives.issue, chairman, (slug,), directives.Issue(), seen=1)
    planning.plan(secretary, slug, Plan("Hội nghị mẫu", world.ref("province"), secretary.day))
    planning.invite_sites(secretary, slug, [world.ref("commune")])


def asked_of(who: Sequence[str], said: Sequence[str] | None) -> list[str]:
    """Who asks an address: everybody; where two engines share the work, on PostgreSQL one for each answer.

    The right is the same on both; what the engine answers to the queries behind each answer is not.
    """
    if said is None or not (engines.shared() and postgres.running()):
        return list(who)
    return list({answer: one for one, answer in zip(who, said, strict=True)}.values())


@pytest.mark.django_db
@pytest.mark.parametrize("lot", range(LOTS))
def test_somebody_gets_more_or_less_than_the_table_of_rights_says(settings: Any, lot: int) -> None:
    """Ten thousand requests of ten milliseconds: in lots, for the workers."""
    settings.DEMO = True  # no second factor on the way
    settings.ACCOUNT_REAUTHENTICATION_TIMEOUT = 86_400  # however busy the machine is
    world = sample.build()
    sample.dispatched(world)
    # one unit that signed off: without any there is nothing weak to write an order or a plan from
    Submission.objects.filter(unit=world.units["department"]).update(
        returned_on=date(2026, 3, 2), state="returned"
    )
    meant(world)
    key = str(world.people["reporter"].pk)
    edition = str(world.campaign().edition_id)
    office = str(world.people["reporter"].offices.get().pk)
    who = ["nobody", *world.people]
    with TABLE.open(encoding="utf-8", newline="") as file:
        rows = list(csv.reader(file))
    assert rows[0] == ["method", "address", "act", *who]
    written = {(row[0], row[1], row[2]): row[3:] for row in rows[1:]}
    clients = {}
    for one in who:
        clients[one] = Client(raise_request_exception=False)
        if one != "nobody":
            clients[one].force_login(world.people[one])
            session = clients[one].session  # with a password, just now: in whichever lot an address is asked
            session["account_authentication_methods_user"] = str(world.people[one].pk)
            session["account_authentication_methods"] = [{"method": "password", "at": time.time()}]
            session.save()
    found: dict[tuple[str, str, str], dict[str, str]] = {}
    with override("vi"):  # the addresses without a prefix, whatever language another test has left
        every = list(routes(key, edition, office))
    lots = {(one.pattern, one.act): place * LOTS // len(every) for place, one in enumerate(every)}
    for route in every:
        path = route.path
        if lots[route.pattern, route.act] != lot:
            continue
        if path.startswith(("/en/", *LEFT_OUT)):
            continue
        for method in ("GET", "POST"):
            first = {one: answer(clients[one], path, method) for one in ("nobody", "administrator")}
            if set(first.values()) == {"-"}:
                continue  # the method is refused before anybody is asked who he is
            asking = asked_of(who, written.get((method, route.pattern, route.act)))
            gets = {one: first.get(one) or answer(clients[one], path, method) for one in asking}
            if set(gets.values()) != {"-"}:
                found[method, route.pattern, route.act] = gets
    if os.environ.get("WRITE_RIGHTS"):  # with -n 0: one lot after another
        with Path(os.environ["WRITE_RIGHTS"]).open("a" if lot else "w", encoding="utf-8", newline="") as file:
            writer = csv.writer(file, lineterminator="\n")
            if not lot:
                writer.writerow(["method", "address", "act", *who])
            writer.writerows([[*row, *gets.values()] for row, gets in found.items()])
    assert sorted(found.keys() - written.keys()) == [], "not in the table"
    mine = {row for row in written if lots.get((row[1], row[2]), 0) == lot}
    assert sorted(mine - found.keys()) == [], "in the table, and there is no such address"
    wrong = [
        f"{' '.join(row)}: {one} gets {got}, the table says {said}"
        for row, gets in found.items()
        for one, said in zip(who, written[row], strict=True)
        if (got := gets.get(one, said)) != said
    ]
    assert wrong == [], "\n".join(wrong)
