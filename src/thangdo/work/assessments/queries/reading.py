"""What programs read, page by page: campaigns, parts, answers, evidence, observations, publications, limits.

The asker gets what `permissions` lets him see; what the appraisal decides is hidden from a unit until it is
notified, and so are the names of people from all who do not oversee or appraise the campaign.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from pathlib import Path
from typing import Any, Generic, TypeVar

from django.db.models import Model, Q, QuerySet

from thangdo.records import calendars
from thangdo.records.files.models import StoredFile
from thangdo.records.ledger import private
from thangdo.records.people.acting import Actor, NotAllowed, Refused
from thangdo.records.people.models import Role
from thangdo.records.units.codes import UnitRef
from thangdo.records.units.fold import bare
from thangdo.rules.deadlines.calendar import BadDeadline
from thangdo.rules.deadlines.counting import (
    Count,
    DueDate,
    add_calendar_days,
    add_working_days,
    count_working_days,
)
from thangdo.work.assessments import permissions, sealing
from thangdo.work.assessments.models import Answer, Campaign, Observation, Publication, Submission
from thangdo.work.assessments.queries import access, blind, board, drafts, items, own, points
from thangdo.work.assessments.queries.items import Field, Proof
from thangdo.work.assessments.queries.points import Point
from thangdo.work.assessments.questionnaire import Asked, Question, asked
from thangdo.work.assessments.states import Decision

Row = TypeVar("Row")
One = TypeVar("One", bound=Model)
ON_CAMPAIGN = (
    *("plan", "dispatch", "cancel", "notify", "close_window", "conclude", "reopen", "approve", "revoke"),
    *("publish", "correct"),
)
ON_PART = (
    *("sign_off", "take_back", "agree", "finish", "resume", "stop_waiting", "write_off", "let_in", "extend"),
    *("observe",),
)
ON_ANSWER = (
    *("answer", "answer_again", "object", "object_evidence", "withdraw_objection", "accept", "amend", "ask"),
    *("mark", "undo", "second", "decide", "hear", "put_right"),
)


@dataclass(frozen=True, slots=True)
class Slice(Generic[Row]):
    """A page of rows. after: what to ask for to get the next one; None at the end."""

    rows: tuple[Row, ...]
    after: str | None


@dataclass(frozen=True, slots=True)
class Seen(Generic[Row]):
    """One thing, the sequence at which it stands, and the acts that are open to the asker now."""

    it: Row
    sequence: int
    can: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Reply:
    """One criterion as it was asked of a unit, what the unit said, and what has been decided of it."""

    question: Question
    fields: tuple[Field, ...]
    declared: Mapping[str, str]
    status: str
    na_reason: str
    comment: str
    evidence: tuple[int, ...]
    decision: str
    final: Mapping[str, str] | None  # None: not yet for the asker
    reason: str
    asked: str
    decided_by: str
    by_council: bool
    objection: str
    objection_text: str
    outcome: str
    points_declared: Point | None
    points: Point | None
    sequence: int
    changed_at: datetime | None
    can: tuple[str, ...]


def campaigns(actor: Actor, after: str | None, limit: int) -> Slice[Campaign]:
    """The campaigns of which the actor sees something, the latest first. Raises Refused("bad-cursor")."""
    rows = permissions.campaigns_seen(actor).order_by("-pk")
    if after is not None:
        rows = rows.filter(pk__lt=_key(after))
    return _slice(rows, limit)


def campaign(actor: Actor, slug: str) -> Seen[Campaign]:
    """One campaign. Raises Refused."""
    found = access.campaign(actor, slug)
    can = tuple(name for name in ON_CAMPAIGN if permissions.can(actor, name, found))
    return Seen(found, found.sequence, can)


def parts(
    actor: Actor, slug: str, tier: str, state: str, text: str, after: str | None, limit: int
) -> Slice[board.Line]:
    """The units' parts that the actor sees, in Vietnamese order. Raises Refused."""
    found = access.campaign(actor, slug)
    rows = permissions.parts_seen(actor).filter(campaign=found).order_by("unit__sort_key", "pk")
    if tier:
        rows = rows.filter(tier=tier)
    if state:
        rows = rows.filter(state=state)
    for word in bare(text).split():
        rows = rows.filter(unit__search__contains=word)
    if after is not None:
        last = permissions.parts_seen(actor).filter(campaign=found, pk=_key(after)).first()
        if last is None:
            raise Refused("bad-cursor")
        key = last.unit.sort_key
        rows = rows.filter(Q(unit__sort_key__gt=key) | Q(unit__sort_key=key, pk__gt=last.pk))
    page = _slice(rows, limit)
    hides, less = _hides(actor, found), blind.counts(actor, Q(submission__in=page.rows))
    lines = (board.told(board.line(row, actor.day), hides, less.get(row.pk)) for row in page.rows)
    return Slice(tuple(lines), page.after)


def part(actor: Actor, slug: str, unit: UnitRef) -> Seen[board.Line]:
    """One unit's part. Raises Refused."""
    row = access.part(actor, slug, unit)
    can = tuple(name for name in ON_PART if permissions.can(actor, name, row.campaign, row))
    return Seen(board.line_for(actor, row), row.sequence, can)


def answers(actor: Actor, slug: str, unit: UnitRef, nodes: Sequence[str] | None = None) -> list[Reply]:
    """The criteria of a unit in their order; nodes: only these. About eight queries. Raises Refused."""
    row = access.part(actor, slug, unit)
    questions = asked(row.campaign.edition, row.tier)
    kept, hidden = drafts.rows(actor, row), drafts.hidden(actor, row)
    wanted = [one for one in kept if nodes is None or one.node in nodes]
    if nodes is not None and len(wanted) < len(set(nodes)):
        missing = set(nodes) - {one.node for one in wanted}
        raise Refused("no-such-criterion", node=sorted(missing)[0])
    hides, oversees = _hides(actor, row.campaign), permissions.sees_whole(actor, row.campaign)
    texts = _texts(wanted)
    proofs = {} if hidden else items.proofs_of(row, [one.node for one in wanted])
    declared = {} if hidden else points.of_part(row, "declared", measured=not hides)
    final = {} if hides or not row.is_signed else points.of_part(row, "final", rows=kept)
    names = items.names_of(one.decided_by for one in wanted) if oversees else {}
    everything = {name: text for one in kept for name, text in one.declared.items()}
    return [
        _reply(actor, row, questions, one, texts, everything, hides, names, (declared, final), proofs)
        for one in wanted
    ]


def answer(actor: Actor, slug: str, unit: UnitRef, node: str) -> Reply:
    """One criterion. Raises Refused."""
    return answers(actor, slug, unit, [node])[0]


def _reply(
    actor: Actor,
    part_: Submission,
    questions: Asked,
    row: Answer,
    texts: Mapping[str, str],
    everything: Mapping[str, str],
    hides: bool,
    names: Mapping[str, str],
    worth: tuple[Mapping[str, Point], Mapping[str, Point]],
    proofs: Mapping[str, Sequence[Proof]],
) -> Reply:
    question = questions.question(row.node)

    def text(held: Mapping[str, str] | None) -> str:
        return texts.get(held["ref"], "") if held else ""

    was_asked = row.decision == Decision.ASKED
    decision = row.decision if not hides or was_asked else Decision.PENDING.value
    inputs = (*((name, "") for name in question.inputs), *question.shared)
    return Reply(
        question,
        tuple(
            items.field_of(questions, name, everything.get(name, ""), elsewhere) for name, elsewhere in inputs
        ),
        row.declared,
        row.status,
        text(row.na_reason),
        text(row.comment),
        tuple(proof.number for proof in proofs.get(row.node, ())),
        decision,
        None if hides or not (part_.is_signed or row.measured) else row.final,
        "" if hides else text(row.reason),
        text(row.question),
        names.get(row.decided_by, ""),
        row.by_council and not hides,
        row.objection,
        text(row.objection_text),
        text(row.outcome),
        None if hides and row.measured else worth[0].get(row.node),
        worth[1].get(row.node),
        row.sequence,
        row.changed_at,
        ("second",)
        if row.blind
        else tuple(name for name in ON_ANSWER if permissions.can(actor, name, part_.campaign, part_, row)),
    )


def _texts(rows: Sequence[Answer]) -> dict[str, str]:
    held = [
        one
        for row in rows
        for one in (row.na_reason, row.comment, row.reason, row.question, row.objection_text, row.outcome)
        if one
    ]
    return dict(zip([one["ref"] for one in held], private.texts(held), strict=True))


def evidence(actor: Actor, slug: str, unit: UnitRef) -> list[Proof]:
    """The evidence of a unit by number; without what serves no criterion any more. Raises Refused."""
    row = access.part(actor, slug, unit)
    if drafts.hidden(actor, row):
        return []
    nodes = list(Answer.objects.filter(submission=row).values_list("node", flat=True))
    found = {one.number: one for some in items.proofs_of(row, nodes).values() for one in some}
    listed = [found[number] for number in sorted(found)]
    if permissions.sees_whole(actor, row.campaign):
        return listed
    hides = _hides(actor, row.campaign)
    return [replace(one, reviewed_by="", reviewed_at=None if hides else one.reviewed_at) for one in listed]


def evidence_file(actor: Actor, slug: str, unit: UnitRef, number: int) -> tuple[StoredFile, str]:
    """The file of an evidence and the name to offer it under. Raises Refused."""
    stored, title = own.evidence_file(actor, slug, unit, number)
    return stored, title or f"{number}.{stored.ending}"


def observations(actor: Actor, slug: str, unit: UnitRef, table: str) -> list[dict[str, str]]:
    """What was observed of the unit for one table; none when nothing was. Raises NotAllowed, Refused."""
    row = access.part(actor, slug, unit)
    if table not in asked(row.campaign.edition, row.tier).edition.observations:
        raise Refused("no-such-table", table=table)
    if _hides(actor, row.campaign):
        raise NotAllowed((Role.APPRAISER, *permissions.OVERSEE), str(row.campaign.appraising))
    found = Observation.objects.filter(submission=row, table=table).first()
    return list(found.rows) if found else []


def to_second(actor: Actor, after: str | None, limit: int) -> Slice[tuple[str, items.Sampled]]:
    """The sampled answers that wait for the actor's second opinion, each with its campaign."""
    rows = blind.to_give(actor).order_by("pk").select_related("submission__campaign__edition")
    if after is not None:
        rows = rows.filter(pk__gt=_key(after))
    page = _slice(rows.select_related("submission__unit", "submission__campaign__edition"), limit)
    by_part: dict[int, list[Answer]] = {}
    for row in page.rows:
        by_part.setdefault(row.submission_id, []).append(row)
    found: dict[int, tuple[str, items.Sampled]] = {}
    for some in by_part.values():
        part_ = some[0].submission
        for row, one in zip(some, items.sampled(actor, part_, some), strict=True):
            found[row.pk] = (part_.campaign.slug, one)
    return Slice(tuple(found[row.pk] for row in page.rows), page.after)


def publications(slug: str | None, after: str | None, limit: int) -> Slice[Publication]:
    """Sealed publications, the latest first: they are public."""
    rows = Publication.objects.select_related("campaign", "replaces", "replaced_by").order_by("-pk")
    if slug is not None:
        rows = rows.filter(campaign__slug=slug)
    if after is not None:
        rows = rows.filter(pk__lt=_key(after))
    return _slice(rows, limit)


def publication(slug: str, revision: int) -> Publication:
    """One sealed publication. Raises Refused."""
    rows = Publication.objects.select_related("campaign", "replaces", "replaced_by")
    found = rows.filter(campaign__slug=slug, revision=revision).first()
    if found is None:
        raise Refused("no-such-publication", slug=slug, revision=revision)
    return found


def publication_file(slug: str, revision: int) -> Path:
    """Where the file of a publication lies. Raises Refused."""
    path = sealing.path_of(publication(slug, revision).sha256)
    if not path.is_file():
        raise Refused("bytes-missing", sha256=path.stem)
    return path


def due(start: date, n: int, working: bool = True) -> DueDate:
    """The day on which a limit ends, with every day on the way. Raises Refused."""
    return _counted(
        lambda: add_working_days(calendars.current(), start, n) if working else add_calendar_days(start, n)
    )


def working_days(start: date, end: date) -> Count:
    """The working days after `start` up to and with `end`. Raises Refused."""
    return _counted(lambda: count_working_days(calendars.current(), start, end))


def calendar() -> tuple[str, str]:
    """The calendar with which days are counted: its id and version."""
    current = calendars.current()
    return current.id, current.version


def _counted(count: Callable[[], Row]) -> Row:
    try:
        return count()
    except BadDeadline as error:
        raise Refused(f"days-{error.code}", **error.facts) from error


def _hides(actor: Actor, campaign_: Campaign) -> bool:
    """Whether decisions are still hidden from the actor: he speaks for a unit that is not yet notified."""
    return not permissions.told(actor, campaign_)


def cursor(after: str | None) -> int | None:
    """Where a list goes on, as a number; None for its beginning. Raises Refused("bad-cursor")."""
    return None if after is None else _key(after)


def _key(text: str) -> int:
    if not text.isascii() or not text.isdecimal() or len(text) > 15:
        raise Refused("bad-cursor")
    return int(text)


def _slice(rows: QuerySet[One], limit: int) -> Slice[Any]:
    found = list(rows[: limit + 1])
    page = tuple(found[:limit])
    return Slice(page, str(page[-1].pk) if len(found) > limit else None)
