"""What each event makes of a conference: the same code keeps the tables and replays."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from datetime import date, datetime
from typing import Any

from thangdo.records.ledger.events import EventView
from thangdo.records.people.acting import LOCAL
from thangdo.records.units.models import Unit
from thangdo.work.conferences import models as m
from thangdo.work.conferences.states import Conference as State
from thangdo.work.conferences.states import Speaking as Floor

Payload = Mapping[str, Any]
Conference = m.Conference


def fresh(slug: str, at: datetime) -> Conference:
    """A conference of which nothing is known yet; the first event makes it."""
    return Conference(slug=slug, created_at=at, changed_at=at)


def apply(conference: Conference, events: Iterable[EventView]) -> None:
    """Let events happen, in order, and keep the tables. KeyError for a type that is not known."""
    for event in events:
        _HOW[event.type](conference, event.payload, event)
        conference.sequence, conference.changed_at = event.sequence, event.at
    conference.save()


def _planned(conference: Conference, said: Payload, event: EventView) -> None:
    plan = said["plan"]
    for name in ("title_vi", "title_en", "place_vi", "quorum", "campaign", "assessment", "imported"):
        setattr(conference, name, plan[name])
    conference.source, conference.video_kind = dict(plan["source"]), plan["video_kind"]
    conference.video = said["video"]
    conference.authority = _unit(plan["authority"])
    conference.day = date.fromisoformat(plan["day"])
    conference.starts, conference.ends = _moment(plan["starts"]), _moment(plan["ends"])
    conference.save()


def _moved(conference: Conference, said: Payload, event: EventView) -> None:
    conference.state = said["to"]
    conference.reason = said["reason"] or conference.reason
    if said["to"] == State.OPEN:
        conference.opened_at = event.at
        conference.opened_present, conference.opened_sites = said["present"], said["sites"]
    if said["to"] == State.CLOSED:
        conference.closed_at = event.at
        m.AgendaItem.objects.filter(conference=conference, stopped_at=None).exclude(started_at=None).update(
            stopped_at=event.at
        )
        rows = m.Speaking.objects.filter(conference=conference)
        rows.filter(state=Floor.SPEAKING).update(state=Floor.SPOKEN, ended_at=event.at)


def _chaired(conference: Conference, said: Payload, event: EventView) -> None:
    conference.chair, conference.chair_office, conference.chair_name = (
        said["person"],
        said["office"],
        said["name"],
    )


def _signed(conference: Conference, said: Payload, event: EventView) -> None:
    day = date.fromisoformat(said["on"])
    for name, value in (("signed", day), ("number", said["number"]), ("sha256", said["sha256"])):
        setattr(conference, f"{said['paper']}_{name}", value)
    if said["paper"] == "conclusions":
        conference.state = State.CONCLUDED


def _invited(conference: Conference, said: Payload, event: EventView) -> None:
    unit = _unit(said["unit"])
    if said["struck"]:
        m.Site.objects.filter(conference=conference, unit=unit).delete()
    else:
        m.Site.objects.get_or_create(conference=conference, unit=unit)


def _described(conference: Conference, said: Payload, event: EventView) -> None:
    _change(conference, said, room=said["room"], connection=said["connection"], contact=said["contact"])


def _checked(conference: Conference, said: Payload, event: EventView) -> None:
    told = {name: said[name] for name in ("answered", "picture", "sound", "delay_ms")}
    _change(conference, said, checked_at=event.at, check_note=said["note"], **told)


def _attended(conference: Conference, said: Payload, event: EventView) -> None:
    site = _site(conference, said["unit"])
    when = datetime.fromisoformat(said["when"])
    m.Attendance.objects.get_or_create(
        site=site, at=when, what=said["what"], defaults={"source": said["source"]}
    )
    told = list(m.Attendance.objects.filter(site=site).values_list("at", "what"))
    last, _ = max((at, what == "joined") for at, what in told)
    site.joined, site.last_at = max((at, what == "joined") for at, what in told)[1], last
    site.first_joined = min((at for at, what in told if what == "joined"), default=None)
    site.drops = sum(what == "left" for _, what in told)
    site.save()


def _called(conference: Conference, said: Payload, event: EventView) -> None:
    _change(conference, said, roll=said["roll"], people=said["people"])


def _listed(conference: Conference, said: Payload, event: EventView) -> None:
    site = _site(conference, said["unit"]) if said["unit"] else None
    told = {"site": site, "name": said["name"], "instead": said["instead"]}
    _put(m.Present, conference, said, event, office=said["office"], **told)


def _guest(conference: Conference, said: Payload, event: EventView) -> None:
    _put(m.Guest, conference, said, event, office=said["office"])


def _guest_marked(conference: Conference, said: Payload, event: EventView) -> None:
    _touch(m.Guest, conference, said, event, came=said["came"])


def _agenda(conference: Conference, said: Payload, event: EventView) -> None:
    told = {name: said[name] for name in ("place", "presenter", "minutes")}
    _put(m.AgendaItem, conference, said, event, title=said["title"], papers=list(said["papers"]), **told)


def _ran(conference: Conference, said: Payload, event: EventView) -> None:
    if said["act"] == "start":
        others = m.AgendaItem.objects.filter(conference=conference, stopped_at=None)
        others.exclude(started_at=None).exclude(number=said["number"]).update(stopped_at=event.at)
        item = m.AgendaItem.objects.get(conference=conference, number=said["number"])
        began = item.started_at or event.at
        _touch(m.AgendaItem, conference, said, event, started_at=began, stopped_at=None)
    else:
        _touch(m.AgendaItem, conference, said, event, stopped_at=event.at)


def _speaking(conference: Conference, said: Payload, event: EventView) -> None:
    site = _site(conference, said["unit"])
    told = {"place": said["number"], "state": Floor.WAITING, "asked_at": event.at}
    _put(m.Speaking, conference, said, event, site=site, subject=said["subject"], kept=True, **told)


def _floor(conference: Conference, said: Payload, event: EventView) -> None:
    rows = m.Speaking.objects.filter(conference=conference)
    told: dict[str, Any] = {"state": said["to"]}
    if said["to"] == Floor.SPEAKING:
        rows.filter(state=Floor.SPEAKING).update(state=Floor.SPOKEN, ended_at=event.at)
        told |= {"began_at": event.at, "ended_at": None}
    elif said["to"] == Floor.SPOKEN:
        told["ended_at"] = event.at
    _touch(m.Speaking, conference, said, event, **told)


def _ordered(conference: Conference, said: Payload, event: EventView) -> None:
    for place, number in enumerate(said["numbers"], start=1):
        m.Speaking.objects.filter(conference=conference, number=number).update(place=place)


def _remark(conference: Conference, said: Payload, event: EventView) -> None:
    unit = _unit(said["unit"]) if said["unit"] else None
    told = {"kind": said["kind"], "field": said["field"], "unit": unit}
    _put(m.Remark, conference, said, event, text=said["text"], **told)


def _attached(conference: Conference, said: Payload, event: EventView) -> None:
    to, value = said["to"], said["value"]
    told: dict[str, Any] = {"about": _unit(value) if value else None} if to == "unit" else {to: value}
    _touch(m.Remark, conference, said, event, **told)


def _asked(conference: Conference, said: Payload, event: EventView) -> None:
    day = event.at.astimezone(LOCAL).date()
    told = {"asked": _unit(said["unit"]), "days": said["days"], "due": date.fromisoformat(said["due"])}
    _touch(m.Remark, conference, said, event, asked_on=day, **told)


def _answered(conference: Conference, said: Payload, event: EventView) -> None:
    day = event.at.astimezone(LOCAL).date()
    told = {"answer": said["text"], "late": said["late"], "published": False}
    _touch(m.Remark, conference, said, event, answered_on=day, **told)


def _published(conference: Conference, said: Payload, event: EventView) -> None:
    _touch(m.Remark, conference, said, event, published=said["published"])


def _minute(conference: Conference, said: Payload, event: EventView) -> None:
    before = m.Minute.objects.filter(conference=conference, number=said["number"]).first()
    told = {name: said[name] for name in ("kind", "directive", "code")}
    at = before.written_at if before else event.at
    _put(m.Minute, conference, said, event, text=said["text"], written_at=at, **told)


def _unit(ref: str) -> Unit:
    scheme, _, code = ref.partition(":")
    return Unit.objects.get(scheme=scheme, code=code)


def _site(conference: Conference, ref: str) -> m.Site:
    scheme, _, code = ref.partition(":")
    return m.Site.objects.get(conference=conference, unit__scheme=scheme, unit__code=code)


def _change(conference: Conference, said: Payload, **fields: Any) -> None:
    m.Site.objects.filter(pk=_site(conference, said["unit"]).pk).update(**fields)


def _put(
    table: Any, conference: Conference, said: Payload, event: EventView, kept: bool = False, **fields: Any
) -> None:
    """Make or change a numbered thing; one without its first text goes (unless `kept`)."""
    number = said["number"]
    numbers = conference.numbers
    name = table.__name__.lower()
    numbers[name] = max(number, numbers.get(name, 0))
    texts = [fields[key] for key in ("office", "title", "text") if key in fields]
    if texts and texts[0] is None and not kept:
        table.objects.filter(conference=conference, number=number).delete()
        return
    touched = {"sequence": event.sequence, "changed_by": event.actor, "changed_at": event.at}
    table.objects.update_or_create(conference=conference, number=number, defaults={**fields, **touched})


def _touch(table: Any, conference: Conference, said: Payload, event: EventView, **fields: Any) -> None:
    touched = {"sequence": event.sequence, "changed_by": event.actor, "changed_at": event.at}
    table.objects.filter(conference=conference, number=said["number"]).update(**fields, **touched)


def _moment(text: str | None) -> datetime | None:
    return datetime.fromisoformat(text) if text else None


_HOW: dict[str, Callable[[Conference, Payload, EventView], None]] = {
    "conference.planned": _planned,
    "conference.moved": _moved,
    "conference.chaired": _chaired,
    "conference.signed": _signed,
    "site.invited": _invited,
    "site.described": _described,
    "site.checked": _checked,
    "site.attended": _attended,
    "site.called": _called,
    "present.listed": _listed,
    "guest.invited": _guest,
    "guest.marked": _guest_marked,
    "agenda.put": _agenda,
    "agenda.ran": _ran,
    "speaking.asked": _speaking,
    "speaking.moved": _floor,
    "speakers.ordered": _ordered,
    "remark.taken": _remark,
    "remark.attached": _attached,
    "remark.asked": _asked,
    "remark.answered": _answered,
    "remark.published": _published,
    "minute.written": _minute,
}
