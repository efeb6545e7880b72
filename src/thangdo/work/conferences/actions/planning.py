"""Before a conference: the plan, the sites, the guests, the agenda, the trial of each site."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field
from datetime import date, datetime
from typing import IO, BinaryIO, cast

from thangdo.records.files.names import clean_name
from thangdo.records.files.receiving import put
from thangdo.records.ledger.event_type import plain
from thangdo.records.ledger.events import Stale
from thangdo.records.ledger.once import once
from thangdo.records.people.acting import LOCAL, Actor, Refused
from thangdo.work.conferences import events, video
from thangdo.work.conferences.actions.common import (
    Json,
    UnitRef,
    act,
    conference_of,
    in_state,
    may,
    number_of,
    site_of,
    typed,
    unchanged,
    unit_of,
    write,
)
from thangdo.work.conferences.models import AgendaItem, Conference, Guest, Site
from thangdo.work.conferences.projection import fresh
from thangdo.work.conferences.states import CONNECTIONS
from thangdo.work.conferences.states import Conference as State

SLUG = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
MOST_DELAY, MOST_PEOPLE, MOST_MINUTES = 600_000, 10_000, 1_440


@dataclass(frozen=True, slots=True)
class Plan:
    """What a conference is planned to be. quorum: percent of the sites. video: the settings of its kind."""

    slug: str
    title_vi: str
    authority: UnitRef
    day: date
    title_en: str = ""
    place_vi: str = ""
    starts: datetime | None = None
    ends: datetime | None = None
    quorum: int = 0
    campaign: str = ""
    assessment: str = ""
    video_kind: str = "link"
    video: Mapping[str, str] = field(default_factory=dict)


def plan(actor: Actor, wanted: Plan, seen: int | None = None) -> Json:
    """Plan a conference, or change the plan of one that has not begun. Gives {"slug", "sequence"}.

    seen: the sequence on the screen (0: there was none). Raises NotAllowed, Refused, Stale.
    """

    def run() -> Json:
        _sound(wanted)
        authority = unit_of(wanted.authority)
        found = Conference.objects.select_for_update(of=("self",)).filter(slug=wanted.slug).first()
        if found is not None and found.authority_id != authority.pk:
            raise Refused("conference-taken", slug=wanted.slug)
        conference = found or fresh(wanted.slug, actor.at)
        conference.authority = authority
        held = may(actor, "plan-conference", conference)
        in_state("plan-conference", conference)
        if seen is not None and seen != conference.sequence:
            raise Stale(conference.stream, seen, conference.sequence)
        settings = video.of(wanted.video_kind).clean(wanted.video)
        held_video = typed(json.dumps(settings, sort_keys=True)) if settings else None
        write(conference, [events.ConferencePlanned(told(wanted), held_video)], actor.by(held))
        return {"slug": conference.slug, "sequence": conference.sequence}

    request = {"act": "plan-conference", "plan": plain(asdict(wanted)), "seen": seen}
    found: Json = once(actor.by(), request, run)
    return found


def told(wanted: Plan, source: Mapping[str, str] | None = None, imported: str = "") -> Json:
    """The plan as its event says it."""
    said = asdict(wanted) | {"authority": ":".join(wanted.authority), "source": dict(source or {})}
    said.pop("slug")
    said.pop("video")
    found: Json = plain(said | {"imported": imported})
    return found


def _sound(wanted: Plan) -> None:
    if not SLUG.fullmatch(wanted.slug) or len(wanted.slug) > 80:
        raise Refused("conference-address", slug=wanted.slug)
    if not wanted.title_vi.strip() or max(len(wanted.title_vi), len(wanted.title_en)) > 400:
        raise Refused("conference-title")
    if len(wanted.place_vi) > 300:
        raise Refused("text-long", most=300)
    if not 0 <= wanted.quorum <= 100:
        raise Refused("conference-quorum", quorum=wanted.quorum)
    moments = [one for one in (wanted.starts, wanted.ends) if one is not None]
    wrong = len(moments) == 2 and wanted.ends is not None and moments[0] >= wanted.ends
    if wrong or (wanted.starts and wanted.starts.astimezone(LOCAL).date() != wanted.day):
        raise Refused("conference-times")


def cancel(actor: Actor, slug: str, reason: str) -> Json:
    """Call the conference off. Raises NotAllowed, Refused."""

    def does(conference: Conference) -> Sequence[events.ConferenceMoved]:
        held = typed(reason, needed=True)
        return [events.ConferenceMoved("cancel-conference", State.CANCELLED, held)]

    return act(actor, "cancel-conference", slug, does, request={"reason": reason})


def invite_sites(actor: Actor, slug: str, units: Sequence[UnitRef]) -> Json:
    """Make these units sites; those that are sites already stay. Raises NotAllowed, Refused."""

    def does(conference: Conference) -> Sequence[events.SiteInvited]:
        known = {site.ref for site in Site.objects.select_related("unit").filter(conference=conference)}
        wanted = dict.fromkeys(":".join(ref) for ref in units if unit_of(ref))
        return [events.SiteInvited(ref) for ref in wanted if ref not in known]

    return act(actor, "invite-site", slug, does, request={"units": [list(one) for one in units]})


def strike_site(actor: Actor, slug: str, unit: UnitRef) -> Json:
    """Take a site off the list before the conference. Raises NotAllowed, Refused."""

    def does(conference: Conference) -> Sequence[events.SiteInvited]:
        return [events.SiteInvited(site_of(conference, unit).ref, struck=True)]

    return act(actor, "strike-site", slug, does, request={"unit": list(unit)})


def describe_site(
    actor: Actor, slug: str, unit: UnitRef, room: str, connection: str, contact: str = ""
) -> Json:
    """Say where the site sits, how it is connected, whom to call. Raises NotAllowed, Refused."""

    def does(conference: Conference) -> Sequence[events.SiteDescribed]:
        site = site_of(conference, unit)
        if connection and connection not in CONNECTIONS:
            raise Refused("unknown-choice", typed=connection)
        return [events.SiteDescribed(site.ref, typed(room, most=300), connection, typed(contact, most=300))]

    request = {"room": room, "connection": connection, "contact": contact}
    return act(actor, "describe-site", slug, does, unit=unit, request=request)


@dataclass(frozen=True, slots=True)
class Check:
    """What the trial of a site showed. delay_ms: of sound and picture, None where nobody measured."""

    answered: bool
    picture: bool = False
    sound: bool = False
    delay_ms: int | None = None
    note: str = ""


def check_site(actor: Actor, slug: str, unit: UnitRef, check: Check) -> Json:
    """Keep what the trial showed; the last one counts. Raises NotAllowed, Refused."""

    def does(conference: Conference) -> Sequence[events.SiteChecked]:
        site = site_of(conference, unit)
        if check.delay_ms is not None and not 0 <= check.delay_ms <= MOST_DELAY:
            raise Refused("number-out", typed=check.delay_ms)
        there = check.answered
        seen, heard = there and check.picture, there and check.sound
        delay = check.delay_ms if there else None
        return [events.SiteChecked(site.ref, there, seen, heard, delay, typed(check.note))]

    return act(actor, "check-site", slug, does, unit=unit, request=plain(asdict(check)))


def put_guest(actor: Actor, slug: str, office: str, number: int | None = None) -> Json:
    """Invite an office, or (by its number) change it; a blank text strikes it. Gives the number too."""
    got: list[int] = []

    def does(conference: Conference) -> Sequence[events.GuestInvited]:
        got.append(number_of(conference, Guest, number))
        return [events.GuestInvited(got[0], typed(office, needed=number is None, most=300))]

    request = {"office": office, "number": number}
    return act(actor, "invite-guest", slug, does, request=request, answer=lambda _: {"number": got[0]})


@dataclass(frozen=True, slots=True)
class Item:
    """An item of the agenda. papers: [{"kind": campaign | assessment | file | link, "ref", "title"}]."""

    title: str
    presenter: str = ""
    minutes: int = 0
    place: int = 0  # 0: at the end
    papers: tuple[Mapping[str, str], ...] = ()


def put_agenda(
    actor: Actor, slug: str, item: Item, number: int | None = None, seen: int | None = None
) -> Json:
    """Put an item on the agenda, or change one; a blank title strikes it. Gives the number too.

    Raises NotAllowed, Refused, Stale.
    """
    got: list[int] = []

    def does(conference: Conference) -> Sequence[events.AgendaPut]:
        unchanged(conference, AgendaItem, number, seen)
        got.append(number_of(conference, AgendaItem, number))
        if not 0 <= item.minutes <= MOST_MINUTES or not 0 <= item.place <= 999:
            raise Refused("number-out", typed=item.minutes)
        title = typed(item.title, needed=number is None, most=600)
        place = item.place or got[0]
        papers = [paper(one) for one in item.papers]
        return [events.AgendaPut(got[0], place, title, typed(item.presenter, most=300), item.minutes, papers)]

    request = {"item": plain(asdict(item)), "number": number, "seen": seen}
    return act(actor, "put-agenda", slug, does, request=request, answer=lambda _: {"number": got[0]})


def send_paper(
    actor: Actor, slug: str, stream: IO[bytes], name: str, declared_type: str, title: str = ""
) -> Mapping[str, str]:
    """Take a file in as a paper of the agenda; right and state are looked at before its bytes.

    Gives what `Item.papers` takes. Raises NotAllowed, Refused.
    """
    conference = conference_of(slug)
    held = may(actor, "put-agenda", conference)
    in_state("put-agenda", conference)
    stored = put(cast(BinaryIO, stream), name, declared_type, actor.by(held))
    return {"kind": "file", "ref": stored.sha256, "title": title.strip() or clean_name(name)}


def paper(one: Mapping[str, str]) -> Mapping[str, str]:
    """A paper of the agenda as its event holds it. Refused for one that cannot be opened."""
    kind, ref, title = one.get("kind", ""), one.get("ref", "").strip(), one.get("title", "").strip()
    if kind not in ("campaign", "assessment", "series", "file", "link") or not ref or len(ref) > 500:
        raise Refused("bad-paper", kind=kind)
    if kind == "file" and not re.fullmatch(r"[0-9a-f]{64}", ref):
        raise Refused("bad-paper", kind=kind)
    if kind == "link" and not ref.startswith(("https://", "http://")):
        raise Refused("bad-paper", kind=kind)
    return {"kind": kind, "ref": ref, "title": title[:300]}
