"""Before a conference: the plan, the sites, the guests, the agenda, the trial of each site."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field
from datetime import date, datetime
from typing import Annotated, Any

from thangdo.records.acts.declared import Json, On, Outcome
from thangdo.records.acts.fields import Choice, Data, Day, Flag, Many, Moment, Text, UnitNamed, Whole
from thangdo.records.acts.rows import unit_named
from thangdo.records.ledger.event_type import plain
from thangdo.records.people.acting import LOCAL, Refused
from thangdo.records.units.codes import UnitRef
from thangdo.work.conferences import events, video
from thangdo.work.conferences.actions.subject import LONGEST, Meeting, number_of, site_of, typed
from thangdo.work.conferences.models import AgendaItem, Guest, Site
from thangdo.work.conferences.states import CONNECTIONS
from thangdo.work.conferences.states import Conference as State

SLUG = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
MOST_DELAY, MOST_MINUTES = 600_000, 1_440
Number = Annotated[int | None, Whole(1, 1_000_000, code="number-out")]


def _short(most: int) -> Text:
    return Text(most, code="text-missing", long="text-long")


def paper(given: Any) -> Mapping[str, str]:
    """A paper of the agenda as its event holds it. Refused for one that cannot be opened."""
    kind, ref, title = given.get("kind", ""), given.get("ref", "").strip(), given.get("title", "").strip()
    if kind not in ("campaign", "assessment", "series", "file", "link") or not ref or len(ref) > 500:
        raise Refused("bad-paper", kind=kind)
    if kind == "file" and not re.fullmatch(r"[0-9a-f]{64}", ref):
        raise Refused("bad-paper", kind=kind)
    if kind == "link" and not ref.startswith(("https://", "http://")):
        raise Refused("bad-paper", kind=kind)
    return {"kind": kind, "ref": ref, "title": title[:300]}


@dataclass(frozen=True, slots=True)
class Plan:
    """What a conference is planned to be. quorum: percent of the sites. video: the settings of its kind."""

    title_vi: Annotated[str, Text(400, least=1, code="conference-title", long="conference-title")]
    authority: Annotated[UnitRef, UnitNamed()]
    day: Annotated[date, Day()]
    title_en: Annotated[str, Text(400, long="conference-title")] = ""
    place_vi: Annotated[str, _short(300)] = ""
    starts: Annotated[datetime | None, Moment()] = None
    ends: Annotated[datetime | None, Moment()] = None
    quorum: Annotated[int, Whole(0, 100, code="conference-quorum")] = 0
    campaign: Annotated[str, Text(80)] = ""
    assessment: Annotated[str, Text(80)] = ""
    video_kind: Annotated[str, Text(20)] = "link"
    video: Annotated[Mapping[str, str], Data(dict, Text(500))] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Why:
    """Why, for those who ask later."""

    reason: Annotated[str, Text(LONGEST, least=1, lines=True, code="text-missing", long="text-long")]


@dataclass(frozen=True, slots=True)
class Sites:
    """The units that become sites."""

    units: Annotated[tuple[UnitRef, ...], Many(UnitNamed(), 4_000)]


@dataclass(frozen=True, slots=True)
class Room:
    """Where the site sits, how it is connected, whom to call."""

    room: Annotated[str, _short(300)] = ""
    connection: Annotated[str, Choice(CONNECTIONS, code="unknown-choice")] = ""
    contact: Annotated[str, _short(300)] = ""


@dataclass(frozen=True, slots=True)
class Check:
    """What the trial of a site showed. delay_ms: of sound and picture, None where nobody measured."""

    answered: Annotated[bool, Flag()]
    picture: Annotated[bool, Flag()] = False
    sound: Annotated[bool, Flag()] = False
    delay_ms: Annotated[int | None, Whole(0, MOST_DELAY, code="number-out")] = None
    note: Annotated[str, _short(LONGEST)] = ""


@dataclass(frozen=True, slots=True)
class Invitation:
    """An office that is invited; with its number one that is changed, or (blank) struck."""

    office: Annotated[str, _short(300)]
    number: Number = None


@dataclass(frozen=True, slots=True)
class Item:
    """An item of the agenda; with its number one that is changed, or (blank title) struck.

    place: 0 at the end.
    papers: [{"kind": campaign | assessment | series | file | link, "ref", "title"}].
    """

    title: Annotated[str, _short(600)]
    presenter: Annotated[str, _short(300)] = ""
    minutes: Annotated[int, Whole(0, MOST_MINUTES, code="number-out")] = 0
    place: Annotated[int, Whole(0, 999, code="number-out")] = 0
    papers: Annotated[tuple[Mapping[str, str], ...], Many(Data(paper, Text(500)), 50)] = ()
    number: Number = None


def plan(on: On[Meeting], wanted: Plan) -> events.ConferencePlanned:
    """Plan a conference, or change the plan of one that has not begun."""
    conference = on.subject.conference
    if not SLUG.fullmatch(conference.slug) or len(conference.slug) > 80:
        raise Refused("conference-address", slug=conference.slug)
    if (conference.authority.scheme, conference.authority.code) != wanted.authority:
        raise Refused("conference-taken", slug=conference.slug)
    wrong = wanted.starts is not None and wanted.ends is not None and wanted.starts >= wanted.ends
    if wrong or (wanted.starts and wanted.starts.astimezone(LOCAL).date() != wanted.day):
        raise Refused("conference-times")
    if not conference.sequence:
        conference.created_at = conference.changed_at = on.at
    settings = video.of(wanted.video_kind).clean(wanted.video)
    held_video = typed(json.dumps(settings, sort_keys=True)) if settings else None
    return events.ConferencePlanned(told(wanted), held_video)


def told(wanted: Plan, source: Mapping[str, str] | None = None, imported: str = "") -> Json:
    """The plan as its event says it."""
    said = asdict(wanted) | {"authority": ":".join(wanted.authority), "source": dict(source or {})}
    said.pop("video")
    found: Json = plain(said | {"imported": imported})
    return found


def cancel(on: On[Meeting], why: Why) -> events.ConferenceMoved:
    """Call the conference off."""
    return events.ConferenceMoved("cancel-conference", State.CANCELLED, typed(why.reason))


def invite_sites(on: On[Meeting], given: Sites) -> Sequence[events.SiteInvited]:
    """Make these units sites; those that are sites already stay."""
    sites = Site.objects.select_related("unit").filter(conference=on.subject.conference)
    known = {site.ref for site in sites}
    wanted = dict.fromkeys(":".join(ref) for ref in given.units if unit_named(ref))
    return [events.SiteInvited(ref) for ref in wanted if ref not in known]


def strike_site(on: On[Meeting]) -> events.SiteInvited:
    """Take a site off the list before the conference."""
    return events.SiteInvited(site_of(on).ref, struck=True)


def describe_site(on: On[Meeting], given: Room) -> events.SiteDescribed:
    """Say where the site sits, how it is connected, whom to call."""
    return events.SiteDescribed(site_of(on).ref, typed(given.room), given.connection, typed(given.contact))


def check_site(on: On[Meeting], check: Check) -> events.SiteChecked:
    """Keep what the trial showed; the last one counts."""
    there = check.answered
    seen, heard = there and check.picture, there and check.sound
    delay = check.delay_ms if there else None
    return events.SiteChecked(site_of(on).ref, there, seen, heard, delay, typed(check.note))


def put_guest(on: On[Meeting], given: Invitation) -> Outcome:
    """Invite an office, change it or strike it. Answers its number too."""
    number = number_of(on, Guest, given.number)
    happened = events.GuestInvited(number, typed(given.office, needed=given.number is None))
    return Outcome([happened], {"number": number})


def put_agenda(on: On[Meeting], item: Item) -> Outcome:
    """Put an item on the agenda, change it or strike it. Answers its number too."""
    number = number_of(on, AgendaItem, item.number)
    title = typed(item.title, needed=item.number is None)
    place, papers = item.place or number, [dict(one) for one in item.papers]
    happened = events.AgendaPut(number, place, title, typed(item.presenter), item.minutes, papers)
    return Outcome([happened], {"number": number})
