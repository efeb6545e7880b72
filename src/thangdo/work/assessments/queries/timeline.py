"""What happened, from the ledger: on the campaign, the unit, the answer; who, in which office, when, why.

The names of people are shown to those who oversee or appraise the campaign, and within a unit to its own; the
texts that people typed likewise. What the appraisal decides is hidden from a unit until it is notified.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from django.db.models import Q

from thangdo.records.ledger import private
from thangdo.records.ledger.events import view
from thangdo.records.ledger.models import Event
from thangdo.records.people.acting import Actor
from thangdo.records.people.stories import by_ref
from thangdo.records.units.codes import UnitRef
from thangdo.work.assessments import permissions
from thangdo.work.assessments.models import Campaign, Submission
from thangdo.work.assessments.queries import access, blind, drafts
from thangdo.work.assessments.queries.items import names_of

PAGE = 100
NOT_YET_FOR_UNITS = (
    *("answer.decided", "answers.accepted", "decision.undone", "opinion.given", "evidence.reviewed"),
    *("observations.put",),
)
TEXTS = ("reason", "question", "text", "na_reason", "comment", "title", "link")
NOT_SHOWN = ("values", "rows", "plan")


@dataclass(frozen=True, slots=True)
class Moment:
    """One event as it is read. why: the typed texts by their name; facts: the rest of the payload."""

    sequence: int
    type: str
    at: datetime
    who: str  # a name; "" for one not shown or for the system
    system: bool
    role: str  # of the office held
    unit: str  # the unit of the office
    part: UnitRef | None  # the unit's part that it is about; None: the campaign itself
    part_name: str
    node: str
    facts: Mapping[str, Any]
    values: Mapping[str, str]
    why: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Timeline:
    """Moments, the latest first. before: where the page after this one goes on; None at the end."""

    moments: tuple[Moment, ...]
    before: int | None


def of_campaign(
    actor: Actor, slug: str, *, whole: bool = False, before: int | None = None, most: int = PAGE
) -> Timeline:
    """The campaign's own events; whole: those of all units too, for who sees them. Raises Refused."""
    campaign = access.campaign(actor, slug)
    streams = Q(stream=campaign.stream)
    if whole and permissions.sees_whole(actor, campaign):
        streams |= Q(stream__startswith=f"{campaign.stream}/")
    return _read(actor, campaign, streams, before, most)


def of_unit(actor: Actor, slug: str, unit: UnitRef, *, before: int | None = None) -> Timeline:
    """Everything that happened in a unit's part. Raises Refused."""
    part = access.part(actor, slug, unit)
    return _read(actor, part.campaign, Q(stream=part.stream), before, PAGE)


def of_answer(actor: Actor, slug: str, unit: UnitRef, node: str) -> Timeline:
    """What happened to one answer: its own events and those of its unit that concern it. Raises Refused."""
    part = access.part(actor, slug, unit)
    found = _read(actor, part.campaign, Q(stream=part.stream), None, None)
    own = tuple(
        one
        for one in found.moments
        if one.node == node
        or node in one.facts.get("nodes", ())
        or one.facts.get("act") in ("sign_off", "notify", "stop_waiting")
    )
    return Timeline(own, None)


def _read(
    actor: Actor,
    campaign: Campaign,
    streams: Q,
    before: int | None,
    most: int | None,
) -> Timeline:
    rows = Event.objects.filter(streams).order_by("-id")
    oversees = permissions.sees_whole(actor, campaign)
    if not permissions.told(actor, campaign):
        rows = rows.exclude(type__in=NOT_YET_FOR_UNITS)
    if not oversees:
        rows = rows.exclude(type="opinion.given")
    if before is not None:
        rows = rows.filter(id__lt=before)
    listed = list(rows if most is None else rows[: most + 1])
    more = most is not None and len(listed) > most
    last = listed[most - 1].pk if most is not None and more else None
    events = list(blind.events(listed[:most], campaign, blind.owed(actor, campaign)))
    moments = tuple(_moments(actor, campaign, oversees, events))
    return Timeline(tuple(_without_drafts(actor, campaign, events, moments)), last)


def _without_drafts(
    actor: Actor, campaign: Campaign, events: Sequence[Event], moments: Iterable[Moment]
) -> Iterable[Moment]:
    """The moments; of what was never signed off others see that it happened, not what was written."""
    concerned = {event.stream for event in events if event.type in drafts.OF_DRAFTS}
    codes = [stream.rpartition(":")[2] for stream in concerned]
    parts = Submission.objects.filter(campaign=campaign, unit__code__in=codes).select_related("unit")
    foreign = {}
    for part in parts:
        part.campaign = campaign
        if part.stream in concerned and not drafts.of_the_unit(actor, part):
            foreign[part.stream] = part.is_signed
    unseen = drafts.unseen([event for event in events if event.stream in foreign], foreign)
    for event, moment in zip(events, moments, strict=True):
        if event.pk in unseen:
            facts = {name: fact for name, fact in moment.facts.items() if name != "status"}
            yield replace(moment, facts=facts, values={}, why={})
        else:
            yield moment


def _moments(actor: Actor, campaign: Campaign, oversees: bool, rows: Sequence[Event]) -> Iterable[Moment]:
    events = [view(row) for row in rows]
    offices = [event.office.partition("@") for event in events]
    refs = {ref for _, _, ref in offices if ref}
    units = by_ref(refs | {_part(campaign, event.stream) for event in events} - {""})
    names = names_of(event.actor for event in events)
    held = [
        (place, name, event.payload[name])
        for place, event in enumerate(events)
        for name in TEXTS
        if isinstance(event.payload.get(name), Mapping)
    ]
    texts: dict[int, dict[str, str]] = {}
    for (place, name, _), text in zip(held, private.texts([one for _, _, one in held]), strict=True):
        texts.setdefault(place, {})[name] = text
    own = [one for one in actor.offices if one.role in permissions.OWN]
    for place, event in enumerate(events):
        role, _, ref = offices[place]
        office = units.get(ref)
        near = office is not None and any(one.covers(office.pk, office.path) for one in own)
        about = _part(campaign, event.stream)
        facts = {
            name: value
            for name, value in event.payload.items()
            if name not in (*TEXTS, *NOT_SHOWN) and value is not None
        }
        values = event.payload.get("values")
        yield Moment(
            event.sequence,
            event.type,
            event.at,
            names.get(event.actor, "") if oversees or near or event.actor == actor.ref else "",
            not event.actor.startswith("person:"),
            role,
            office.name_vi if office else "",
            tuple(about.split(":", 1)) if about else None,  # type: ignore[arg-type]
            units[about].name_vi if about in units else "",
            str(event.payload.get("node", "")),
            facts,
            values if isinstance(values, Mapping) else {},
            texts.get(place, {}),
        )


def _part(campaign: Campaign, stream: str) -> str:
    """The unit of a stream as scheme:code; "" for the campaign's own."""
    return stream.removeprefix(f"{campaign.stream}/unit:") if "/unit:" in stream else ""
