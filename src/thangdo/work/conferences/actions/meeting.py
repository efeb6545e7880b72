"""During a conference: opening, roll call, agenda, speakers, the chair, closing, signing."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from hashlib import sha256

from thangdo.records.ledger.private import texts
from thangdo.records.people.acting import LOCAL, Actor, Refused
from thangdo.work.conferences import events
from thangdo.work.conferences.actions.common import Json, UnitRef, act, number_of, site_of, typed
from thangdo.work.conferences.actions.planning import MOST_PEOPLE
from thangdo.work.conferences.models import AgendaItem, Attendance, Conference, Guest, Minute, Present, Site
from thangdo.work.conferences.models import Speaking as Request
from thangdo.work.conferences.states import Conference as State
from thangdo.work.conferences.states import Line, Roll, Speaking


def roll_of(conference: Conference) -> tuple[int, int, int]:
    """How many sites are here, how many there are, how many the quorum asks for."""
    sites = list(Site.objects.filter(conference=conference))
    needed = -(-len(sites) * conference.quorum // 100)
    return sum(site.here for site in sites), len(sites), needed


def open_(actor: Actor, slug: str, reason: str = "") -> Json:
    """Open the conference. Without a quorum only with a reason, which is kept. Raises NotAllowed, Refused."""

    def does(conference: Conference) -> Sequence[events.ConferenceMoved]:
        here, sites, needed = roll_of(conference)
        if here < needed and not reason.strip():
            raise Refused("no-quorum", present=here, sites=sites, needed=needed)
        return [events.ConferenceMoved("open-conference", State.OPEN, typed(reason), here, sites)]

    return act(actor, "open-conference", slug, does, request={"reason": reason})


def close(actor: Actor, slug: str) -> Json:
    """End the meeting; what still runs is stopped. Raises NotAllowed, Refused."""
    moved = events.ConferenceMoved("close-conference", State.CLOSED)
    return act(actor, "close-conference", slug, lambda conference: [moved])


def attended(actor: Actor, slug: str, unit: UnitRef, at: datetime, what: str, source: str = "video") -> Json:
    """A site joined the meeting or left it. what: joined | left; at: as the source knows it, aware.

    The same event twice is one; late events find their place: the latest by `at` says where the site is
    now (at the same instant "joined" counts). Raises NotAllowed, Refused.
    """
    if what not in ("joined", "left") or at.tzinfo is None:
        raise Refused("unknown-choice", typed=what)
    moment = at.astimezone(LOCAL)

    def does(conference: Conference) -> Sequence[events.SiteAttended]:
        site = site_of(conference, unit)
        if Attendance.objects.filter(site=site, at=moment, what=what).exists():
            return []
        return [events.SiteAttended(site.ref, moment, what, source[:20])]

    request = {"at": moment.isoformat(), "what": what, "source": source}
    return act(actor, "attend", slug, does, unit=unit, request=request)


def call_roll(actor: Actor, slug: str, unit: UnitRef, roll: str, people: int | None = None) -> Json:
    """Say by hand that a site is present, absent or excused ("": only the video speaks). Raises as `act`."""

    def does(conference: Conference) -> Sequence[events.SiteCalled]:
        site = site_of(conference, unit)
        if roll not in list(Roll):
            raise Refused("unknown-choice", typed=roll)
        if people is not None and not 0 <= people <= MOST_PEOPLE:
            raise Refused("number-out", typed=people)
        return [events.SiteCalled(site.ref, roll, people)]

    return act(actor, "call-roll", slug, does, unit=unit, request={"roll": roll, "people": people})


def list_present(
    actor: Actor,
    slug: str,
    office: str,
    name: str = "",
    instead: str = "",
    unit: UnitRef | None = None,
    number: int | None = None,
) -> Json:
    """List somebody present by office; instead: the office for which he or she stands in (a substitute).

    unit: the site (None: the main hall). A blank office strikes the entry of that number.
    """
    got: list[int] = []

    def does(conference: Conference) -> Sequence[events.PresentListed]:
        ref = site_of(conference, unit).ref if unit else ""
        got.append(number_of(conference, Present, number))
        if number is not None:
            before = Present.objects.select_related("site__unit").get(conference=conference, number=number)
            if (before.site.ref if before.site else "") != ref:
                raise Refused("no-such-entry", number=number)
        texts_ = (typed(office, number is None, 300), typed(name, most=200), typed(instead, most=300))
        return [events.PresentListed(got[0], ref, *texts_)]

    request = {"office": office, "name": name, "instead": instead, "number": number}
    return act(
        actor, "list-present", slug, does, unit=unit, request=request, answer=lambda _: {"number": got[0]}
    )


def mark_guest(actor: Actor, slug: str, number: int, came: bool | None) -> Json:
    """An invited office came, or did not; None: not known."""

    def does(conference: Conference) -> Sequence[events.GuestMarked]:
        return [events.GuestMarked(number_of(conference, Guest, number), came)]

    return act(actor, "mark-guest", slug, does, request={"number": number, "came": came})


def run_agenda(actor: Actor, slug: str, number: int, to: str) -> Json:
    """Begin an item (another that runs is ended) or end it. to: start | stop."""

    def does(conference: Conference) -> Sequence[events.AgendaRan]:
        item = number_of(conference, AgendaItem, number)
        if to not in ("start", "stop"):
            raise Refused("unknown-choice", typed=to)
        row = AgendaItem.objects.get(conference=conference, number=item)
        running = row.started_at is not None and row.stopped_at is None
        return [events.AgendaRan(item, to)] if running == (to == "stop") else []

    return act(actor, "run-agenda", slug, does, request={"number": number, "to": to})


def ask_to_speak(actor: Actor, slug: str, unit: UnitRef, subject: str = "") -> Json:
    """Ask for the floor; a site waits once. Gives the number of the request."""
    got: list[int] = []

    def does(conference: Conference) -> Sequence[events.SpeakingAsked]:
        site = site_of(conference, unit)
        waiting = Request.objects.filter(conference=conference, site=site, state=Speaking.WAITING).first()
        if waiting is not None:
            raise Refused("waits-already", number=waiting.number)
        got.append(number_of(conference, Request, None))
        return [events.SpeakingAsked(got[0], site.ref, typed(subject, most=600))]

    return act(
        actor, "ask-to-speak", slug, does, unit=unit, request={"subject": subject},
        answer=lambda _: {"number": got[0]},
    )  # fmt: skip


_FROM = {
    Speaking.SPEAKING: (Speaking.WAITING,),
    Speaking.SPOKEN: (Speaking.SPEAKING,),
    Speaking.DECLINED: (Speaking.WAITING,),
    Speaking.WITHDRAWN: (Speaking.WAITING,),
}


def move_speaker(actor: Actor, slug: str, number: int, to: str) -> Json:
    """Give the floor (who speaks has spoken then), end it, decline. Raises Refused for another order."""
    return _floor(actor, "give-floor", slug, number, to, None)


def withdraw_request(actor: Actor, slug: str, unit: UnitRef, number: int) -> Json:
    """A site takes its own request back."""
    return _floor(actor, "withdraw-request", slug, number, Speaking.WITHDRAWN, unit)


def _floor(actor: Actor, name: str, slug: str, number: int, to: str, unit: UnitRef | None) -> Json:
    def does(conference: Conference) -> Sequence[events.SpeakingMoved]:
        wanted = number_of(conference, Request, number)
        row = Request.objects.select_related("site__unit").get(conference=conference, number=wanted)
        if unit is not None and row.site.ref != ":".join(unit):
            raise Refused("no-such-entry", number=number)
        before = {str(after): froms for after, froms in _FROM.items()}.get(to)
        if before is None:
            raise Refused("unknown-choice", typed=to)
        if row.state not in before:
            raise Refused("speaker-moved", state=str(row.state))
        return [events.SpeakingMoved(wanted, to)]

    return act(actor, name, slug, does, unit=unit, request={"number": number, "to": str(to)})


def order_speakers(actor: Actor, slug: str, numbers: Sequence[int]) -> Json:
    """Put those who wait in this order; those not named follow in theirs."""

    def does(conference: Conference) -> Sequence[events.SpeakersOrdered]:
        rows = Request.objects.filter(conference=conference, state=Speaking.WAITING)
        waiting = list(rows.values_list("number", flat=True))
        if not set(numbers) <= set(waiting):
            raise Refused("speaker-moved", state="")
        first = list(dict.fromkeys(numbers))
        return [events.SpeakersOrdered(first + [one for one in waiting if one not in first])]

    return act(actor, "order-speakers", slug, does, request={"numbers": list(numbers)})


def take_chair(actor: Actor, slug: str, office: str, name: str = "") -> Json:
    """The actor, a head of the authority, takes the chair; also in the middle of the meeting."""

    def does(conference: Conference) -> Sequence[events.ConferenceChaired]:
        person = actor.ref if actor.person is not None else ""
        return [events.ConferenceChaired(person, typed(office, True, 300), typed(name, most=200))]

    return act(actor, "take-chair", slug, does, request={"office": office, "name": name})


def sign(actor: Actor, slug: str, paper: str, number: str = "", on: date | None = None) -> Json:
    """The chair signs the minutes or the conclusions; what is signed is hashed. Raises as `act`."""
    if paper not in ("minutes", "conclusions"):
        raise Refused("unknown-choice", typed=paper)

    def does(conference: Conference) -> Sequence[events.ConferenceSigned]:
        if getattr(conference, f"{paper}_signed") is not None:
            raise Refused("signed-already", day=getattr(conference, f"{paper}_signed").isoformat())
        digest = signed_text(conference, paper)
        if not digest:
            raise Refused("nothing-to-sign", paper=paper)
        return [events.ConferenceSigned(paper, on or actor.day, number.strip()[:60], digest)]

    request = {"number": number, "on": on.isoformat() if on else None}
    return act(actor, f"sign-{paper}", slug, does, request=request)


def signed_text(conference: Conference, paper: str) -> str:
    """SHA-256 of the lines that a signature covers; "" where there are none."""
    rows = Minute.objects.filter(conference=conference)
    if paper == "conclusions":
        rows = rows.filter(kind=Line.CONCLUSION)
    lines = texts([row.text for row in rows])
    return sha256("\n".join(lines).encode()).hexdigest() if lines else ""
