"""Drafts that come from elsewhere: the marked conclusions of a conference, the weak places of a campaign."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

from django.db import transaction

from thangdo.records.acts.frame import do
from thangdo.records.people.acting import Actor, Refused
from thangdo.records.units import bodies
from thangdo.records.units.codes import UnitRef
from thangdo.work.assessments.queries import weak
from thangdo.work.conferences import queries as conferences
from thangdo.work.conferences.models import Conference
from thangdo.work.conferences.papers import Charged
from thangdo.work.directives.actions import Draft, draft
from thangdo.work.directives.acts import DIRECTIVES
from thangdo.work.directives.models import Directive
from thangdo.work.directives.states import DueKind

MOST_TITLE = 160


@dataclass(frozen=True, slots=True)
class Conclusion:
    """A marked line of the minutes. drafted: the directives made of it already."""

    number: int
    quote: str
    place: str
    drafted: tuple[Directive, ...]


@dataclass(frozen=True, slots=True)
class Given:
    """A marked line given to the unit that leads; due: a day, or None where none is stated."""

    number: int
    leading: UnitRef
    due: date | None = None


def conclusions(actor: Actor, conference: str) -> list[Conclusion]:
    """The lines of a conference that are to become directives. Raises NotAllowed, Refused."""
    rows = list(Directive.objects.filter(conference=conference).exclude(state="withdrawn").order_by("pk"))
    return [
        Conclusion(
            one.number,
            one.quote,
            place_of(one.number),
            tuple(row for row in rows if row.place == place_of(one.number) or row.quote == one.quote),
        )
        for one in conferences.marked(actor, conference)
    ]


def charged(conference: Conference) -> list[Charged]:
    """Who is charged with each marked line of a conference, as the directives made of it say."""
    rows = Directive.objects.filter(conference=conference.slug).exclude(state="withdrawn")
    made = list(rows.select_related("leading").prefetch_related("cooperating").order_by("pk"))
    found = []
    for one in conferences.marked_in(conference):
        row = next((row for row in made if row.place == place_of(one.number) or row.quote == one.quote), None)
        if row is None:
            continue
        leading = bodies.of(row.leading) if row.leading else ""
        with_ = tuple(bodies.of(unit) for unit in row.cooperating.all())
        found.append(Charged(one.number, leading, with_, row.due))
    return found


def place_of(number: int) -> str:
    """How a directive names the line of the minutes from which it comes."""
    return f"#{number}"


def from_conclusion(actor: Actor, conference: str, number: int) -> Draft:
    """What a draft made of one marked line begins with. Raises NotAllowed, Refused."""
    held = conferences.one(actor, conference)
    found = next((one for one in conferences.marked(actor, conference) if one.number == number), None)
    if found is None:
        raise Refused("no-such-conclusion", number=number)
    source = found.source
    return Draft(
        title=_short(found.quote),
        authority=(held.authority.scheme, held.authority.code),
        quote=found.quote,
        source_title=source.get("title") or held.title_vi,
        source_number=source.get("number") or held.conclusions_number,
        source_date=date.fromisoformat(source["date"]) if source.get("date") else held.day,
        source_url=source.get("url", ""),
        conference=conference,
        place=place_of(number),
        official=bool(source),
    )


def from_conclusions(actor: Actor, conference: str, given: Sequence[Given]) -> list[Draft]:
    """Drafts of several marked lines, each led by its unit. Raises NotAllowed, Refused."""
    if not given:
        raise Refused("nothing-chosen")
    return [
        replace(
            from_conclusion(actor, conference, one.number),
            leading=one.leading,
            due_kind=DueKind.DATE if one.due else DueKind.NONE,
            due=one.due,
        )
        for one in given
    ]


def from_weak(actor: Actor, campaign: str, nodes: Sequence[str], days: int, urgency: str) -> list[Draft]:
    """One draft for each criterion chosen: to the units below its gate. Raises NotAllowed, Refused."""
    found = weak.weak(actor, campaign)
    wanted = set(nodes)
    authority = found.campaign.authority
    drafts = []
    for criteria in found.fields.values():
        for one in criteria:
            if one.node not in wanted:
                continue
            vi, en = one.title.in_language("vi"), one.title.in_language("en")
            drafts.append(
                Draft(
                    title=f"Khắc phục tiêu chí {one.node}: {vi}"[:400],
                    title_en=f"Raise criterion {one.node}: {en}"[:400],
                    authority=(authority.scheme, authority.code),
                    source_title=found.campaign.title("vi"),
                    place=one.node,
                    due_kind=DueKind.WORKING_DAYS,
                    due_days=days,
                    urgency=urgency,
                    moves=(one.node,),
                    scope={"units": [f"{unit.scheme}:{unit.code}" for unit in one.below]},
                    stated_count=len(one.below),
                )
            )
    if not drafts:
        raise Refused("nothing-chosen")
    return drafts


def draft_all(actor: Actor, drafts: Sequence[Draft]) -> list[str]:
    """Draft them all, or none; their slugs. The key of the form counts once. Raises NotAllowed, Refused."""
    with transaction.atomic():
        keys = [f"{actor.key}:{place}"[-100:] if actor.key else "" for place in range(len(drafts))]
        return [
            str(do(DIRECTIVES, draft, replace(actor, key=key), (), one)["slug"])
            for key, one in zip(keys, drafts, strict=True)
        ]


def _short(quote: str) -> str:
    """The beginning of a sentence, cut between words, as a title to be mended by a person."""
    text = " ".join(quote.split()).rstrip(".;")
    if len(text) > MOST_TITLE:
        text = text[:MOST_TITLE].rsplit(" ", 1)[0] + " …"
    return text[:1].upper() + text[1:]
