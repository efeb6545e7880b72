"""Reading conferences: what each may see, with the typed texts; what is marked to become a directive."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any, TypeVar

from django.db.models import Model, Q, QuerySet

from thangdo.records.acts import frame
from thangdo.records.files.models import StoredFile
from thangdo.records.ledger.private import texts
from thangdo.records.people.acting import Actor, NotAllowed, Refused
from thangdo.records.people.models import Role
from thangdo.records.units.models import Unit
from thangdo.work.conferences.actions.subject import Meeting
from thangdo.work.conferences.acts import CONFERENCES
from thangdo.work.conferences.models import (
    AgendaItem,
    Conference,
    Guest,
    Minute,
    Present,
    Remark,
    Site,
    Speaking,
)
from thangdo.work.conferences.states import SITE, Line
from thangdo.work.conferences.states import Conference as State
from thangdo.work.conferences.states import Speaking as Floor

OVERSEE = (Role.SECRETARY, Role.HEAD, Role.PUBLISHER, Role.ADMINISTRATOR, Role.OBSERVER)
Row = TypeVar("Row", bound=Model)


def seen(actor: Actor) -> QuerySet[Conference]:
    """The conferences of which the actor sees something: of an authority overseen, or with an own site."""
    own = Site.objects.filter(actor.scope(*SITE, Role.OBSERVER)).values("conference")
    asked = Remark.objects.filter(actor.scope(*SITE, unit="asked")).values("conference")
    rows = Conference.objects.select_related("authority")
    mine = Q(pk__in=own) | Q(pk__in=asked)
    return rows.filter(actor.scope(*OVERSEE, unit="authority") | mine).order_by("-day", "-pk")


def one(actor: Actor, slug: str) -> Conference:
    """A conference that the actor sees; Refused("no-such-conference")."""
    found = seen(actor).filter(slug=slug).first()
    if found is None:
        raise Refused("no-such-conference", slug=slug)
    return found


def oversees(actor: Actor, conference: Conference) -> bool:
    """Whether the actor sees every site's contact, every request and every line."""
    return actor.office_for(conference.authority, *OVERSEE) is not None


def can(actor: Actor, conference: Conference, name: str, unit: Unit | None = None) -> bool:
    """Whether an act is open to the actor now."""
    return frame.can(CONFERENCES, name, actor, Meeting(conference, unit))


def acts_open(actor: Actor, conference: Conference, unit: Unit | None = None) -> frozenset[str]:
    """Every act that is open to the actor now (those of a site: for `unit`)."""
    return frame.open_acts(CONFERENCES, actor, Meeting(conference, unit))


@dataclass(frozen=True, slots=True)
class Told:
    """A row with its typed texts by field: `one.row`, `one.said.text`."""

    row: Any
    said: Mapping[str, str]


def told(rows: Iterable[Row], *names: str) -> list[Told]:
    """Rows with these typed texts; one query for all texts."""
    listed = list(rows)
    every = texts([getattr(row, name) for row in listed for name in names])
    step = len(names)
    return [
        Told(row, dict(zip(names, every[place * step : (place + 1) * step], strict=True)))
        for place, row in enumerate(listed)
    ]


@dataclass(frozen=True, slots=True)
class RollCall:
    """Who is here. needed: sites for a quorum (0: none is asked)."""

    sites: int
    here: int
    needed: int
    dropped: int
    never: int

    @property
    def has_quorum(self) -> bool:
        """Whether enough sites are here."""
        return self.here >= self.needed


def roll_call(conference: Conference, sites: Sequence[Site] | None = None) -> RollCall:
    """The roll call as it stands."""
    every = list(Site.objects.filter(conference=conference)) if sites is None else sites
    needed = -(-len(every) * conference.quorum // 100)
    return RollCall(
        len(every),
        sum(site.here for site in every),
        needed,
        sum(site.dropped for site in every),
        sum(site.never for site in every),
    )


def sites(conference: Conference, contacts: bool = False) -> list[Told]:
    """The sites in their order. contacts: the technical contacts too (personal data)."""
    names = ("room", "check_note", *(("contact",) if contacts else ()))
    return told(Site.objects.filter(conference=conference).select_related("unit"), *names)


def site(actor: Actor, slug: str, ref: tuple[str, str]) -> Told:
    """One site for its own operators and for those who oversee. Refused("no-such-site")."""
    conference = one(actor, slug)
    rows = Site.objects.filter(conference=conference, unit__scheme=ref[0], unit__code=ref[1])
    if not oversees(actor, conference):
        rows = rows.filter(actor.scope(*SITE, Role.OBSERVER))
    found = told(rows.select_related("unit", "conference"), "room", "contact", "check_note")
    if not found:
        raise Refused("no-such-site", unit=":".join(ref))
    return found[0]


def own_sites(actor: Actor, conference: Conference) -> list[Site]:
    """The sites for which the actor holds an office."""
    rows = Site.objects.filter(actor.scope(*SITE), conference=conference)
    return list(rows.select_related("unit"))


def present(conference: Conference) -> list[Told]:
    """Those present, by office, the main hall first."""
    rows = Present.objects.filter(conference=conference).select_related("site__unit")
    return told(rows.order_by("site__unit__sort_key", "number"), "office", "name", "instead")


def guests(conference: Conference) -> list[Told]:
    """The offices invited."""
    return told(Guest.objects.filter(conference=conference), "office")


def agenda(conference: Conference) -> list[Told]:
    """The agenda in order."""
    return told(AgendaItem.objects.filter(conference=conference), "title", "presenter")


def paper_file(conference: Conference, sha256: str) -> tuple[StoredFile, str]:
    """A file among the papers of the agenda, and its title; Refused("no-such-file")."""
    papers = (one for item in AgendaItem.objects.filter(conference=conference) for one in item.papers)
    named = next((one for one in papers if one["kind"] == "file" and one["ref"] == sha256), None)
    stored = StoredFile.objects.filter(sha256=sha256).first() if named else None
    if named is None or stored is None:
        raise Refused("no-such-file", sha256=sha256)
    return stored, named["title"] or sha256[:12]


def speakers(conference: Conference, waiting: bool = False) -> list[Told]:
    """The requests to speak in order. waiting: only those who wait or speak."""
    rows = Speaking.objects.filter(conference=conference).select_related("site__unit")
    if waiting:
        rows = rows.filter(state__in=(Floor.WAITING, Floor.SPEAKING))
    return told(rows, "subject")


def remarks(conference: Conference, fld: str = "", kind: str = "", unit: str = "") -> list[Told]:
    """The remarks, by field, kind and unit ("scheme:code") where asked."""
    rows = Remark.objects.filter(conference=conference).select_related("unit", "about", "asked")
    if fld:
        rows = rows.filter(field=fld)
    if kind:
        rows = rows.filter(kind=kind)
    if unit:
        scheme, _, code = unit.partition(":")
        rows = rows.filter(unit__scheme=scheme, unit__code=code)
    return told(rows, "text", "answer")


def asked_of(actor: Actor, slug: str = "") -> list[Told]:
    """The remarks that units of the actor were asked to answer, the next due first."""
    rows = Remark.objects.filter(actor.scope(*SITE, unit="asked")).exclude(asked=None)
    if slug:
        rows = rows.filter(conference__slug=slug)
    rows = rows.select_related("conference", "unit", "asked").order_by("due", "conference", "number")
    return told(rows, "text", "answer")


def is_late(remark: Remark, day: date) -> bool:
    """Whether the limit for an answer has passed without one."""
    return remark.due is not None and remark.answer is None and day > remark.due


def minutes(conference: Conference, kind: str = "") -> list[Told]:
    """The lines of the minutes in order."""
    rows = Minute.objects.filter(conference=conference)
    return told(rows.filter(kind=kind) if kind else rows, "text")


def minute(conference: Conference, number: int) -> Told | None:
    """One line as it stands now; None where it was struck."""
    found = told(Minute.objects.filter(conference=conference, number=number), "text")
    return found[0] if found else None


@dataclass(frozen=True, slots=True)
class Marked:
    """A sentence that is to become a directive. place: of the line in the minutes; code: in the source."""

    number: int
    quote: str
    place: int
    code: str = ""
    source: Mapping[str, str] = field(default_factory=dict)


def marked(actor: Actor, slug: str) -> list[Marked]:
    """The lines of a conference that are marked to become directives. Raises Refused, NotAllowed."""
    conference = one(actor, slug)
    if not oversees(actor, conference):
        raise NotAllowed(OVERSEE, str(conference.authority))
    return marked_in(conference)


def marked_in(conference: Conference) -> list[Marked]:
    """The same, without asking who asks: for what is loaded from the library."""
    rows = told(Minute.objects.filter(conference=conference, directive=True), "text")
    return [
        Marked(one.row.number, one.said["text"], place, one.row.code, conference.source)
        for place, one in enumerate(rows, start=1)
    ]


def public() -> QuerySet[Conference]:
    """The conferences that everybody may read of: those held whose conclusions are signed or published."""
    rows = Conference.objects.select_related("authority").filter(state=State.CONCLUDED)
    return rows.order_by("-day", "-pk")


def public_one(slug: str) -> Conference:
    """One of them; Refused("no-such-conference")."""
    found = public().filter(slug=slug).first()
    if found is None:
        raise Refused("no-such-conference", slug=slug)
    return found


def published_remarks(conference: Conference, fld: str = "") -> list[Told]:
    """What everybody may read: remarks whose answer was published, and those of a published source."""
    rows = Remark.objects.filter(conference=conference).select_related("unit", "asked", "about")
    if not conference.imported:
        rows = rows.filter(published=True)
    found = told(rows.filter(field=fld) if fld else rows, "text", "answer")
    return [one if one.row.published else Told(one.row, {**one.said, "answer": ""}) for one in found]


def conclusions(conference: Conference) -> list[Told]:
    """The sentences of the conclusions."""
    return minutes(conference, Line.CONCLUSION)


@dataclass(frozen=True, slots=True)
class Chair:
    """Who is in the chair, by office."""

    office: str
    name: str
    person: str


def chair(conference: Conference) -> Chair:
    """Who is in the chair now."""
    office, name = texts([conference.chair_office, conference.chair_name])
    return Chair(office, name, conference.chair)


def video_settings(conference: Conference) -> dict[str, str]:
    """The settings of the meeting's video."""
    (kept,) = texts([conference.video])
    found: dict[str, str] = json.loads(kept) if kept else {}
    return found


def now_running(items: Sequence[Told], now: datetime) -> Told | None:
    """The item of the agenda that runs."""
    return next((one for one in items if one.row.started_at and not one.row.stopped_at), None)
