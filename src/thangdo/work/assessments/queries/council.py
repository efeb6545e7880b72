"""What the council has before it: answers marked for it and open objections, with all views and dates."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from django.db.models import Q

from thangdo.records.people.acting import Actor, Refused
from thangdo.work.assessments import permissions
from thangdo.work.assessments.models import Answer, Campaign, Opinion, Submission
from thangdo.work.assessments.queries import access, blind, drafts, items, points, signals_by_unit
from thangdo.work.assessments.queries.items import Field, Item
from thangdo.work.assessments.questionnaire import asked
from thangdo.work.assessments.sampled import not_given
from thangdo.work.assessments.states import Decision, Objection

PAGE = 10


@dataclass(frozen=True, slots=True)
class View:
    """The view of a second appraiser."""

    decision: str
    values: tuple[Field, ...]
    by: str


@dataclass(frozen=True, slots=True)
class Matter:
    """One thing to decide: kind "marked" or "objection" (or "decided"), the unit, the answer, the views."""

    kind: str
    part: Submission
    item: Item
    opinions: tuple[View, ...]


@dataclass(frozen=True, slots=True)
class Agenda:
    """The council's queue."""

    campaign: Campaign
    marked: int
    objections: int
    decided: int
    matters: tuple[Matter, ...]
    kind: str
    page: int
    pages: int
    today: date
    can: frozenset[str]
    opinions: int = 0  # second opinions that were drawn and not given

    @property
    def left(self) -> int:
        """What must be decided before the council can conclude."""
        return self.marked + self.objections

    @property
    def window_over(self) -> bool:
        """Whether the last day for objections has passed."""
        until = self.campaign.objection_until
        return until is not None and self.today > until


KINDS: Mapping[str, Q] = {
    "marked": Q(decision=Decision.COUNCIL),
    "objection": Q(objection=Objection.OPEN),
    "decided": Q(by_council=True) | Q(objection__in=(Objection.UPHELD, Objection.DISMISSED)),
}


def agenda(actor: Actor, slug: str, kind: str = "", page: int = 1) -> Agenda:
    """What is left to decide ("": marked answers and objections), or what was decided. Raises NotAllowed,
    Refused."""
    campaign = access.whole(actor, slug)
    kept_back = blind.to_give(actor).filter(submission__campaign=campaign).order_by().values("pk")
    answers = Answer.objects.filter(submission__campaign=campaign).exclude(pk__in=kept_back)
    counts = {name: answers.filter(which).count() for name, which in KINDS.items()}
    wanted = KINDS[kind] if kind in KINDS else KINDS["marked"] | KINDS["objection"]
    rows = (
        answers.filter(wanted)
        .select_related("submission__unit")
        .order_by("submission__unit__sort_key", "submission", "place")
    )
    found = rows.count()
    pages = max(1, -(-found // PAGE))
    page = min(max(page, 1), pages)
    return Agenda(
        campaign,
        counts["marked"],
        counts["objection"],
        counts["decided"],
        tuple(_matters(actor, campaign, list(rows[(page - 1) * PAGE : page * PAGE]))),
        kind,
        page,
        pages,
        actor.day,
        frozenset(
            name
            for name in ("conclude", "reopen", "correct", "put_right", "close_window")
            if permissions.can(actor, name, campaign)
        ),
        not_given(campaign).count(),
    )


def matter(actor: Actor, slug: str, unit: tuple[str, str], node: str) -> Matter:
    """One answer with all views, also one that is to be put right. Raises NotAllowed, Refused."""
    campaign = access.whole(actor, slug)
    part = access.part(actor, slug, unit)
    row = Answer.objects.select_related("submission__unit").filter(submission=part, node=node).first()
    if row is None:
        raise Refused("no-such-criterion", node=node)
    return _matters(actor, campaign, [row])[0]


def _matters(actor: Actor, campaign: Campaign, rows: list[Answer]) -> list[Matter]:
    found = []
    parts: dict[int, list[Answer]] = {}
    for row in rows:
        parts.setdefault(row.submission_id, []).append(row)
    given: dict[int, list[Opinion]] = {}
    for opinion in Opinion.objects.filter(answer__in=rows).order_by("at"):
        given.setdefault(opinion.answer_id, []).append(opinion)
    names = items.names_of(one.by for some in given.values() for one in some)
    for chosen in parts.values():
        part = chosen[0].submission
        part.campaign = campaign
        questions = asked(campaign.edition, part.tier)
        seen = drafts.rows(actor, part)
        every = {row.node: row for row in seen}
        hidden = drafts.hidden(actor, part)
        worth = (
            ({}, {})
            if hidden
            else (points.of_part(part, "declared"), points.of_part(part, "final", rows=seen))
        )
        signs = signals_by_unit.of_unit(campaign, part.unit.code) if part.is_signed else {}
        here = [questions.question(row.node) for row in chosen]
        acts = ("decide", "hear", "put_right")
        for row, item in zip(
            chosen, items.items(actor, part, questions, every, here, worth, signs, acts), strict=True
        ):
            kind = (
                "objection"
                if every[row.node].objection == Objection.OPEN
                else "marked"
                if every[row.node].decision == Decision.COUNCIL
                else "decided"
            )
            views = tuple(
                View(
                    one.decision,
                    tuple(items.field_of(questions, name, text) for name, text in (one.values or {}).items()),
                    names.get(one.by, ""),
                )
                for one in (() if every[row.node].blind else given.get(row.pk, ()))
            )
            found.append(Matter(kind, part, item, views))
    return found
