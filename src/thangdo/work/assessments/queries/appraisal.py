"""What an appraiser has before him: the queue, and one unit's answers page by page."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from django.db.models import Count, F, Q

from thangdo.records.people.acting import Actor
from thangdo.records.units.codes import UnitRef
from thangdo.rules.index.edition.model import Text
from thangdo.work.assessments import permissions
from thangdo.work.assessments.models import Answer, Campaign, Observation, Submission
from thangdo.work.assessments.queries import access, blind, board, drafts, points, signals_by_unit
from thangdo.work.assessments.queries.items import Item, items
from thangdo.work.assessments.queries.points import Point
from thangdo.work.assessments.queries.signals import Signal
from thangdo.work.assessments.questionnaire import Asked, asked
from thangdo.work.assessments.states import Decision, Declared
from thangdo.work.assessments.states import Submission as State

PAGE = 50
ON_PART = ("finish", "resume", "stop_waiting", "write_off", "let_in", "extend", "observe")


@dataclass(frozen=True, slots=True)
class Waiting:
    """A unit in the queue: its line, and how many of its answers (of the pillar asked for) are left."""

    line: board.Line
    left: int
    days: int  # since it returned


@dataclass(frozen=True, slots=True)
class Queue:
    """The units that wait for the appraising office, the longest wait first."""

    campaign: Campaign
    rows: tuple[Waiting, ...]
    found: int
    page: int
    pages: int
    pillars: tuple[tuple[str, Text], ...]
    counts: Mapping[str, int]  # by state of the part


def queue(
    actor: Actor, slug: str, *, state: str = State.RETURNED, pillar: str = "", tier: str = "", page: int = 1
) -> Queue:
    """Returned first come, first served. pillar: count what is left of this one only, and leave out units
    where nothing of it is. Raises NotAllowed, Refused."""
    campaign = access.whole(actor, slug)
    parts = Submission.objects.filter(campaign=campaign)
    counts = dict(parts.values_list("state").annotate(Count("pk")).order_by())
    rows = parts.filter(state=state)
    if tier:
        rows = rows.filter(tier=tier)
    left = Q(answers__decision=Decision.PENDING)
    if pillar:
        left &= Q(answers__node__in=_nodes(campaign, pillar))
    rows = rows.annotate(left=Count("answers", filter=left))
    if pillar:
        rows = rows.filter(left__gt=0)
    found = rows.count()
    pages = max(1, -(-found // PAGE))
    page = min(max(page, 1), pages)
    rows = rows.select_related("unit").order_by(F("returned_on").asc(nulls_last=True), "unit__sort_key", "pk")
    today, less = actor.day, blind.counts(actor, Q(submission__campaign=campaign))
    listed = [
        Waiting(
            blind.without(board.line(row, today), less.get(row.pk)),
            row.left,
            (today - row.returned_on).days if row.returned_on else 0,
        )
        for row in rows[(page - 1) * PAGE : page * PAGE]
    ]
    pillars = dict(pair for tier_ in campaign.tiers for pair in asked(campaign.edition, tier_).pages)
    return Queue(campaign, tuple(listed), found, page, pages, tuple(pillars.items()), counts)


def _nodes(campaign: Campaign, pillar: str) -> set[str]:
    return {
        question.node
        for tier in campaign.tiers
        for question in asked(campaign.edition, tier).questions
        if question.page == pillar
    }


@dataclass(frozen=True, slots=True)
class Page:
    """One pillar of the unit's answers: how many, how many decided."""

    code: str
    title: Text
    answers: int
    decided: int


@dataclass(frozen=True, slots=True)
class Sheet:
    """A unit's answers page by page as the appraiser sees them."""

    campaign: Campaign
    part: Submission
    line: board.Line
    pages: tuple[Page, ...]
    page: str
    items: tuple[Item, ...]
    whole: tuple[Signal, ...]  # signals of the unit as a whole
    signals: Mapping[str, int]  # signals by page
    can: frozenset[str]
    total: tuple[Point | None, Point | None]  # the index as declared, as it counts
    neighbours: tuple[UnitRef | None, UnitRef | None] = (None, None)  # before and after it in the queue
    draft: bool = False  # not signed off: what the unit has written so far is not shown
    awaited: bool = False  # the worker has yet to find the first signals


def sheet(actor: Actor, slug: str, unit: UnitRef, page: str = "") -> Sheet:
    """A page of the unit's answers; "" is the first. Raises NotAllowed, Refused."""
    access.whole(actor, slug)
    part = access.part(actor, slug, unit)
    campaign = part.campaign
    questions = asked(campaign.edition, part.tier)
    seen = drafts.rows(actor, part)
    rows, hidden = {row.node: row for row in seen}, drafts.hidden(actor, part)
    pages = tuple(_page(code, title, questions, rows) for code, title in questions.pages)
    chosen = page if page in {one.code for one in pages} else pages[0].code
    here = [q for q in questions.questions if q.page == chosen and q.node in rows]
    found = signals_by_unit.of_unit(campaign, part.unit.code) if part.is_signed else {}
    was = {} if hidden else points.of_part(part, "declared")
    now = {} if hidden else points.of_part(part, "final", rows=seen)
    by_page: dict[str, int] = {}
    for node, signs in found.items():
        if node in questions.by_node:
            where = questions.by_node[node].page
            by_page[where] = by_page.get(where, 0) + len(signs)
    return Sheet(
        campaign,
        part,
        board.line_for(actor, part),
        pages,
        chosen,
        tuple(items(actor, part, questions, rows, here, (was, now), found)),
        tuple(found.get("", ())),
        by_page,
        frozenset(name for name in ON_PART if permissions.can(actor, name, campaign, part)),
        (was.get("index"), now.get("index")),
        _neighbours(part),
        hidden,
        part.is_signed and signals_by_unit.awaited(campaign),
    )


def _page(code: str, title: Text, questions: Asked, rows: Mapping[str, Answer]) -> Page:
    here = [rows[q.node] for q in questions.questions if q.page == code and q.node in rows]
    decided = sum(row.decision in (Decision.ACCEPTED, Decision.AMENDED, Decision.COUNCIL) for row in here)
    return Page(code, title, len(here), decided)


def _neighbours(part: Submission) -> tuple[UnitRef | None, UnitRef | None]:
    """The units before and after it in the queue of the returned."""
    rows = list(
        Submission.objects.filter(campaign=part.campaign, state=State.RETURNED)
        .order_by(F("returned_on").asc(nulls_last=True), "unit__sort_key", "pk")
        .values_list("pk", "unit__scheme", "unit__code")
    )
    place = next((place for place, row in enumerate(rows) if row[0] == part.pk), None)
    if place is None:
        return None, (rows[0][1], rows[0][2]) if rows else None
    before = rows[place - 1] if place else None
    after = rows[place + 1] if place + 1 < len(rows) else None
    return (before[1], before[2]) if before else None, (after[1], after[2]) if after else None


def left_to_accept(part: Submission, page: str = "") -> dict[str, int]:
    """The answers that may be accepted at once: answered or not applicable or observed, and undecided."""
    questions = asked(part.campaign.edition, part.tier)
    put = set(Observation.objects.filter(submission=part).values_list("table", flat=True))
    rows = Answer.objects.filter(submission=part, decision=Decision.PENDING)
    left = {}
    for node, sequence, measured, status in rows.values_list("node", "sequence", "measured", "status"):
        question = questions.question(node)
        if measured:
            ready = bool(question.tables) and not question.inputs and put.issuperset(question.tables)
        else:
            ready = status in (Declared.ANSWERED, Declared.NOT_APPLICABLE)
        if ready and (not page or question.page == page):
            left[node] = sequence
    return left
