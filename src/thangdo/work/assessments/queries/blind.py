"""A second opinion is blind: whoever may still give one sees nothing of what was decided of that answer.

Not the decision, its values, reasons and points, on no page and by no interface; the sums and counts that he
sees are those without it. From the day on which he has given it, or it can no longer be given, he sees all.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from typing import TypeVar

from django.db.models import Q, QuerySet

from thangdo.records.ledger.models import Event
from thangdo.records.people.acting import Actor
from thangdo.records.people.models import Role
from thangdo.records.units.models import Unit
from thangdo.rules.canonical import sha256
from thangdo.work.assessments.acts import OF_PART
from thangdo.work.assessments.models import Answer, Campaign, Submission
from thangdo.work.assessments.projection import COUNTS as ALL
from thangdo.work.assessments.projection import counts_of
from thangdo.work.assessments.states import UNIT, Decision, Objection

#: what of an event of the appraisal or the council tells how an answer was decided
TELLING = frozenset(
    {"answer.decided", "answers.accepted", "decision.undone", "opinion.given", "answer.put-right"}
    | {"answer.objected", "objection.withdrawn", "objection.heard"}
)
COUNTS = ("decided", "amended", "council", "objections")
Counted = TypeVar("Counted")
Owed = Mapping[int, frozenset[str]]  # part -> criteria


def to_give(actor: Actor) -> QuerySet[Answer]:
    """The sampled answers of units on which the actor may still give a second opinion."""
    own = Unit.objects.filter(_covered(actor))
    return (
        Answer.objects.filter(
            actor.scope(Role.APPRAISER, unit="submission__campaign__appraising"),
            sampled=True,
            measured=False,
            decision__in=OF_PART["second"].when["answer"],
            submission__state__in=OF_PART["second"].when["submission"],
            submission__campaign__state__in=OF_PART["second"].when["campaign"],
        )
        .exclude(decided_by=actor.ref)
        .exclude(opinions__by=actor.ref)
        .exclude(submission__unit__in=own)
        .order_by("submission__returned_on", "submission__pk", "place")
    )


def _covered(actor: Actor) -> Q:
    """The units for which the actor reports or signs."""
    found = Q(pk__in=[])
    for held in actor.holding(*UNIT):
        found |= Q(path__startswith=held.path) if held.subtree else Q(pk=held.unit)
    return found


def owed(actor: Actor, campaign: Campaign) -> Owed:
    """The answers of a campaign that are kept from the actor. One query; none for who is no appraiser."""
    return _owed(actor, Q(submission__campaign=campaign))


def owed_in(actor: Actor, part: Submission) -> frozenset[str]:
    """The criteria of a part of which he sees no decision."""
    return _owed(actor, Q(submission=part)).get(part.pk, frozenset())


def _owed(actor: Actor, which: Q) -> Owed:
    if not actor.holding(Role.APPRAISER):
        return {}
    found: dict[int, set[str]] = {}
    for part, node in to_give(actor).filter(which).order_by().values_list("submission", "node"):
        found.setdefault(part, set()).add(node)
    return {part: frozenset(nodes) for part, nodes in found.items()}


def key(kept_back: Owed) -> str:
    """What tells the files of one who sees less from those of the others; "" for who sees all."""
    return sha256(sorted([part, *sorted(nodes)] for part, nodes in kept_back.items())) if kept_back else ""


def masked(rows: Iterable[Answer], nodes: frozenset[str]) -> list[Answer]:
    """The rows of one part, those of `nodes` as if nobody had decided; they are not to be saved."""
    given = list(rows)
    for row in given:
        if row.node in nodes:
            row.blind, row.decision, row.decided, row.decided_by = True, Decision.PENDING, None, ""
            row.reason = row.question = row.objection_text = row.outcome = None
            row.by_council, row.objection = False, Objection.NONE
    return given


def counts(actor: Actor, which: Q) -> dict[int, Counter[str]]:
    """Of each part how many of its counted answers are kept from the actor: decided, amended, council …"""
    if not actor.holding(Role.APPRAISER):
        return {}
    found: dict[int, Counter[str]] = {}
    for row in to_give(actor).filter(which).order_by():
        one = found.setdefault(row.submission_id, Counter())
        one.update({name: n for name, n in zip(ALL, counts_of(row), strict=True) if name in COUNTS})
    return found


def without(counted: Counted, less: Mapping[str, int] | None) -> Counted:
    """A line or a tally without what is kept back."""
    if not less:
        return counted
    fewer = {name: getattr(counted, name) - less.get(name, 0) for name in COUNTS}
    return replace(counted, **fewer)  # type: ignore[type-var]


def events(rows: Sequence[Event], campaign: Campaign, kept_back: Owed) -> Iterator[Event]:
    """The events without those that tell how an answer that is kept back was decided."""
    if not kept_back:
        yield from rows
        return
    parts = Submission.objects.filter(pk__in=kept_back).select_related("unit")
    nodes_of = {}
    for part in parts:
        part.campaign = campaign
        nodes_of[part.stream] = kept_back[part.pk]
    for event in rows:
        hidden = nodes_of.get(event.stream)
        if hidden is None or event.type not in TELLING:
            yield event
        elif event.type == "answers.accepted":
            left = [node for node in event.payload["nodes"] if node not in hidden]
            if left:
                event.payload = {**event.payload, "nodes": left}
                yield event
        elif event.payload.get("node") not in hidden:
            yield event
