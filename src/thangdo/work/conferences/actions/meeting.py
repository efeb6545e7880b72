"""During a conference: opening, roll call, agenda, speakers, the chair, closing, signing."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from hashlib import sha256
from typing import Annotated

from thangdo.records.acts.declared import On, Outcome
from thangdo.records.acts.fields import Choice, Day, Flag, Many, Moment, Text, Whole
from thangdo.records.ledger.private import texts
from thangdo.records.people.acting import LOCAL, Refused
from thangdo.work.conferences import events
from thangdo.work.conferences.actions.planning import Number
from thangdo.work.conferences.actions.subject import LONGEST, Meeting, number_of, site_of, typed
from thangdo.work.conferences.models import AgendaItem, Attendance, Conference, Guest, Minute, Present, Site
from thangdo.work.conferences.models import Speaking as Request
from thangdo.work.conferences.states import Conference as State
from thangdo.work.conferences.states import Line, Roll, Speaking

MOST_PEOPLE = 10_000
ROLLS = tuple(str(roll) for roll in Roll)


@dataclass(frozen=True, slots=True)
class WhyPerhaps:
    """Why, where it must be said."""

    reason: Annotated[str, Text(LONGEST, lines=True, long="text-long")] = ""


@dataclass(frozen=True, slots=True)
class Attended:
    """A site joined the meeting or left it; at: as the source knows it, with its zone."""

    at: Annotated[datetime, Moment()]
    what: Annotated[str, Choice(("joined", "left"), code="unknown-choice")]
    source: Annotated[str, Text(20)] = "video"


@dataclass(frozen=True, slots=True)
class RollCalled:
    """What the roll call says of a site ("": only the video speaks), and how many people are there."""

    roll: Annotated[str, Choice(ROLLS, code="unknown-choice")]
    people: Annotated[int | None, Whole(0, MOST_PEOPLE, code="number-out")] = None


@dataclass(frozen=True, slots=True)
class PresentListed:
    """Somebody present by office; instead: the office for which he or she stands in (a substitute).

    With its number an entry that is changed, or (blank office) struck.
    """

    office: Annotated[str, Text(300, long="text-long")]
    name: Annotated[str, Text(200, long="text-long")] = ""
    instead: Annotated[str, Text(300, long="text-long")] = ""
    number: Number = None


@dataclass(frozen=True, slots=True)
class GuestMarked:
    """Whether an invited office came; None: not known."""

    number: Annotated[int, Whole(1, 1_000_000, code="number-out")]
    came: Annotated[bool | None, Flag()] = None


@dataclass(frozen=True, slots=True)
class AgendaRun:
    """An item of the agenda, begun or ended."""

    number: Annotated[int, Whole(1, 1_000_000, code="number-out")]
    to: Annotated[str, Choice(("start", "stop"), code="unknown-choice")]


@dataclass(frozen=True, slots=True)
class Subject:
    """About what the site wants to speak."""

    subject: Annotated[str, Text(600, long="text-long")] = ""


@dataclass(frozen=True, slots=True)
class Floor:
    """A request to speak, and what becomes of it."""

    number: Annotated[int, Whole(1, 1_000_000, code="number-out")]
    to: Annotated[str, Choice(("speaking", "spoken", "declined"), code="unknown-choice")]


@dataclass(frozen=True, slots=True)
class Withdrawn:
    """The request that a site takes back."""

    number: Annotated[int, Whole(1, 1_000_000, code="number-out")]


@dataclass(frozen=True, slots=True)
class Order:
    """The requests to speak in their order."""

    numbers: Annotated[tuple[int, ...], Many(Whole(0, 1_000_000, code="number-out"), 4_000)]


@dataclass(frozen=True, slots=True)
class Chair:
    """By which office somebody takes the chair, under which name."""

    office: Annotated[str, Text(300, least=1, code="text-missing", long="text-long")]
    name: Annotated[str, Text(200, long="text-long")] = ""


@dataclass(frozen=True, slots=True)
class Signature:
    """The number of the paper, and the day that it bears."""

    number: Annotated[str, Text(60)] = ""
    on: Annotated[date | None, Day()] = None


def roll_of(conference: Conference) -> tuple[int, int, int]:
    """How many sites are here, how many there are, how many the quorum asks for."""
    sites = list(Site.objects.filter(conference=conference))
    needed = -(-len(sites) * conference.quorum // 100)
    return sum(site.here for site in sites), len(sites), needed


def open(on: On[Meeting], why: WhyPerhaps) -> events.ConferenceMoved:
    """Open the conference; without a quorum only with a reason, which is kept."""
    here, sites, needed = roll_of(on.subject.conference)
    if here < needed and not why.reason:
        raise Refused("no-quorum", present=here, sites=sites, needed=needed)
    return events.ConferenceMoved("open-conference", State.OPEN, typed(why.reason), here, sites)


def close(on: On[Meeting]) -> events.ConferenceMoved:
    """End the meeting; what still runs is stopped."""
    return events.ConferenceMoved("close-conference", State.CLOSED)


def attend(on: On[Meeting], given: Attended) -> events.SiteAttended | None:
    """A site joined the meeting or left it.

    The same event twice is one; late events find their place: the latest by `at` says where the site is now
    (at the same instant "joined" counts).
    """
    site, moment = site_of(on), given.at.astimezone(LOCAL)
    if Attendance.objects.filter(site=site, at=moment, what=given.what).exists():
        return None
    return events.SiteAttended(site.ref, moment, given.what, given.source)


def call_roll(on: On[Meeting], given: RollCalled) -> events.SiteCalled:
    """Say by hand that a site is present, absent or excused."""
    return events.SiteCalled(site_of(on).ref, given.roll, given.people)


def list_present(on: On[Meeting], given: PresentListed) -> Outcome:
    """List somebody present by office, at a site or (of no site) in the main hall. Answers the number too."""
    ref = site_of(on).ref if on.subject.unit else ""
    number = number_of(on, Present, given.number)
    if given.number is not None:
        rows = Present.objects.select_related("site__unit")
        before = rows.get(conference=on.subject.conference, number=number)
        if (before.site.ref if before.site else "") != ref:
            raise Refused("no-such-entry", number=number)
    office = typed(given.office, given.number is None)
    happened = events.PresentListed(number, ref, office, typed(given.name), typed(given.instead))
    return Outcome([happened], {"number": number})


def mark_guest(on: On[Meeting], given: GuestMarked) -> events.GuestMarked:
    """An invited office came, or did not."""
    return events.GuestMarked(number_of(on, Guest, given.number), given.came)


def run_agenda(on: On[Meeting], given: AgendaRun) -> events.AgendaRan | None:
    """Begin an item (another that runs is ended) or end it."""
    item = number_of(on, AgendaItem, given.number)
    row = AgendaItem.objects.get(conference=on.subject.conference, number=item)
    running = row.started_at is not None and row.stopped_at is None
    return events.AgendaRan(item, given.to) if running == (given.to == "stop") else None


def ask_to_speak(on: On[Meeting], given: Subject) -> Outcome:
    """Ask for the floor; a site waits once. Answers the number of the request."""
    site = site_of(on)
    rows = Request.objects.filter(conference=on.subject.conference, site=site, state=Speaking.WAITING)
    waiting = rows.first()
    if waiting is not None:
        raise Refused("waits-already", number=waiting.number)
    number = number_of(on, Request, None)
    return Outcome([events.SpeakingAsked(number, site.ref, typed(given.subject))], {"number": number})


_FROM = {
    "speaking": (Speaking.WAITING,),
    "spoken": (Speaking.SPEAKING,),
    "declined": (Speaking.WAITING,),
    "withdrawn": (Speaking.WAITING,),
}


def give_floor(on: On[Meeting], given: Floor) -> events.SpeakingMoved:
    """Give the floor (who speaks has spoken then), end it, decline."""
    return _moved(on, given.number, given.to)


def withdraw_request(on: On[Meeting], given: Withdrawn) -> events.SpeakingMoved:
    """A site takes its own request back."""
    return _moved(on, given.number, Speaking.WITHDRAWN)


def _moved(on: On[Meeting], number: int, to: str) -> events.SpeakingMoved:
    wanted = number_of(on, Request, number)
    row = Request.objects.select_related("site").get(conference=on.subject.conference, number=wanted)
    if on.subject.unit is not None and row.site.unit_id != on.subject.unit.pk:
        raise Refused("no-such-entry", number=number)
    if row.state not in _FROM[str(to)]:
        raise Refused("speaker-moved", state=str(row.state))
    return events.SpeakingMoved(wanted, to)


def order_speakers(on: On[Meeting], given: Order) -> events.SpeakersOrdered:
    """Put those who wait in this order; those not named follow in theirs."""
    rows = Request.objects.filter(conference=on.subject.conference, state=Speaking.WAITING)
    waiting = list(rows.values_list("number", flat=True))
    if not set(given.numbers) <= set(waiting):
        raise Refused("speaker-moved", state="")
    first = list(dict.fromkeys(given.numbers))
    return events.SpeakersOrdered(first + [number for number in waiting if number not in first])


def take_chair(on: On[Meeting], given: Chair) -> events.ConferenceChaired:
    """The actor, a head of the authority, takes the chair; also in the middle of the meeting."""
    person = on.actor.ref if on.actor.person is not None else ""
    return events.ConferenceChaired(person, typed(given.office, True), typed(given.name))


def sign_minutes(on: On[Meeting], given: Signature) -> events.ConferenceSigned:
    """The chair signs the minutes; what is signed is hashed."""
    return _signed(on, "minutes", given)


def sign_conclusions(on: On[Meeting], given: Signature) -> events.ConferenceSigned:
    """The chair signs the conclusions; what is signed is hashed."""
    return _signed(on, "conclusions", given)


def _signed(on: On[Meeting], paper: str, given: Signature) -> events.ConferenceSigned:
    conference = on.subject.conference
    before = getattr(conference, f"{paper}_signed")
    if before is not None:
        raise Refused("signed-already", day=before.isoformat())
    digest = signed_text(conference, paper)
    if not digest:
        raise Refused("nothing-to-sign", paper=paper)
    return events.ConferenceSigned(paper, given.on or on.day, given.number, digest)


def signed_text(conference: Conference, paper: str) -> str:
    """SHA-256 of the lines that a signature covers; "" where there are none."""
    rows = Minute.objects.filter(conference=conference)
    if paper == "conclusions":
        rows = rows.filter(kind=Line.CONCLUSION)
    lines = texts([row.text for row in rows])
    return sha256("\n".join(lines).encode()).hexdigest() if lines else ""
