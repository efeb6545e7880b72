"""The conference of 3 July 2019 as its notice tells it: sites, guests, results, remarks, conclusions.

What the notice does not say is not known here either; the ledger names `system:load`.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping
from datetime import date, datetime
from typing import Any

from thangdo.records import library
from thangdo.records.acts.frame import settle
from thangdo.records.ledger.event_type import Happening
from thangdo.records.ledger.private import keep
from thangdo.records.results.examples import examples
from thangdo.records.units.models import Unit
from thangdo.rules.index.edition.source import read
from thangdo.work.conferences import events
from thangdo.work.conferences.actions.planning import Plan, paper, told
from thangdo.work.conferences.actions.subject import Meeting
from thangdo.work.conferences.models import Conference
from thangdo.work.conferences.projection import fresh
from thangdo.work.conferences.states import Conference as State
from thangdo.work.conferences.states import Line, Roll
from thangdo.work.reproductions.acting import recorder

FILE = f"{examples().conferences[0]}.yaml"


def source() -> dict[str, Any]:
    """The file as data."""
    found = read(library.read_text("conferences", FILE), FILE)
    if found.problems:
        raise ValueError(found.problems)
    return dict(found.data)


def load() -> int:
    """Record the conference once; how many were recorded (0: it is there, or its units are not loaded)."""
    data = source()
    slug = str(data["conference"])
    authority = _unit(data["authority"])
    if authority is None or Conference.objects.filter(slug=slug).exists():
        return 0
    at = datetime.fromisoformat(str(data["at"]))
    sites = _sites(data["sites"], authority)
    actor = recorder(authority, at)
    conference = fresh(slug, at)
    conference.authority = authority
    settle(Meeting(conference), list(_events(data, sites)), actor.by(actor.offices[0]))
    return 1


def _events(data: Mapping[str, Any], sites: list[Unit]) -> Iterator[Happening]:
    imported = hashlib.sha256(library.read_text("conferences", FILE).encode()).hexdigest()
    source = {str(key): str(value) for key, value in data["source"].items()}
    yield events.ConferencePlanned(told(_plan(data), source, imported))
    yield events.ConferenceChaired("", keep(data["chair"]["office"]), keep(data["chair"]["name"]))
    present = keep(data["sites"]["present"])
    for unit in sites:
        yield events.SiteInvited(f"{unit.scheme}:{unit.code}")
    for number, one in enumerate(data["present"], start=1):
        yield events.PresentListed(number, "", keep(one["office"]), keep(one["name"]))
    for number, unit in enumerate(sites, start=len(data["present"]) + 1):
        yield events.SiteCalled(f"{unit.scheme}:{unit.code}", Roll.PRESENT, None)
        yield events.PresentListed(number, f"{unit.scheme}:{unit.code}", present, None)
    for number, office in enumerate(data["guests"]["offices"], start=1):
        yield events.GuestInvited(number, keep(office))
        yield events.GuestMarked(number, True)
    for number, item in enumerate(data["agenda"], start=1):
        papers = [paper(one) for one in item.get("papers", ())]
        yield events.AgendaPut(number, number, keep(item["title"]), None, 0, papers)
    for number, remark in enumerate(data["remarks"].values(), start=1):
        yield events.RemarkTaken(number, remark["kind"], "", remark["field"], keep(remark["quote"]))
    lines = [(Line.RESULT, code, text) for code, text in data["results"].items()]
    lines += [(Line.CONCLUSION, code, text) for code, text in data["conclusions"].items()]
    for number, (kind, code, text) in enumerate(lines, start=1):
        yield events.MinuteWritten(number, kind, keep(text), kind == Line.CONCLUSION, code)
    yield events.ConferenceMoved("import-conference", State.CONCLUDED)


def _plan(data: Mapping[str, Any]) -> Plan:
    return Plan(
        title_vi=data["title"]["vi"],
        title_en=data["title"]["en"],
        authority=_ref(data["authority"]),
        day=date.fromisoformat(str(data["day"])),
        assessment=str(data["assessment"]),
    )


def _sites(said: Mapping[str, Any], authority: Unit) -> list[Unit]:
    """The districts of the province in the register; as many as the notice counts, or it is an error."""
    rows = Unit.objects.filter(tier=said["tier"], path__startswith=authority.path)
    found = list(rows.order_by("place"))
    if len(found) != int(said["count"]):
        raise ValueError(f"{len(found)} districts in the register, {said['count']} in the notice")
    return found


def _ref(text: str) -> tuple[str, str]:
    scheme, _, code = text.partition(":")
    return scheme, code


def _unit(text: str) -> Unit | None:
    scheme, code = _ref(text)
    return Unit.objects.filter(scheme=scheme, code=code).first()
