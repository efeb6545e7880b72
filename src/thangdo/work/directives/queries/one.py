"""One directive with the table of its units, one unit's part with its history, and a draft before issue."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.db.models import F, Q, QuerySet

from thangdo.records.acts import listing
from thangdo.records.acts.frame import open_acts
from thangdo.records.ledger import private
from thangdo.records.people.acting import Actor, Refused
from thangdo.records.people.stories import Told
from thangdo.records.units.codes import UnitRef
from thangdo.records.units.fold import bare
from thangdo.records.units.models import Unit
from thangdo.work.directives.actions.issuing import charged, due_on
from thangdo.work.directives.acts import ACTS, DIRECTIVES
from thangdo.work.directives.due import Due
from thangdo.work.directives.models import Assignment, Directive, Evidence, Extension
from thangdo.work.directives.permissions import assignments_seen, directives_seen, sees_whole
from thangdo.work.directives.projection import AssignmentInMemory, DirectiveInMemory
from thangdo.work.directives.queries.assignments_of_unit import Line, line
from thangdo.work.directives.queries.heads import NOBODY, Holder, holders_of
from thangdo.work.directives.queries.history import history
from thangdo.work.directives.queries.listing import LATE, Tally, tallies
from thangdo.work.directives.scope import Expanded
from thangdo.work.directives.states import OWED
from thangdo.work.directives.states import Assignment as State
from thangdo.work.directives.subject import Task, assignment_of, directive_of

PAGE = 50
ON_PART = {name for name, act in ACTS.items() if "assignment" in act.when}


@dataclass(frozen=True, slots=True)
class Detail:
    """A directive as the actor sees it. can: the acts open now; found: units on all pages."""

    directive: Directive
    cooperating: tuple[Unit, ...]
    head: Holder
    whole: bool
    tally: Tally
    lines: tuple[Line, ...]
    found: int
    page: int
    pages: int
    can: frozenset[str]
    decision: str  # why it was issued although the numbers differ


@dataclass(frozen=True, slots=True)
class Given:
    """An evidence with its texts."""

    evidence: Evidence
    title: str
    link: str
    why: str  # it was withdrawn


@dataclass(frozen=True, slots=True)
class Asked:
    """A request for more time with its texts."""

    extension: Extension
    reason: str
    answer: str


@dataclass(frozen=True, slots=True)
class PartDetail:
    """One unit's part as the actor sees it. post: whose HEAD answers; holder: who that is on the day."""

    part: Assignment
    line: Line
    post: Unit
    holder: Holder
    report: str
    reason: str
    evidence: tuple[Given, ...]
    extensions: tuple[Asked, ...]
    history: tuple[Told, ...]
    can: frozenset[str]


@dataclass(frozen=True, slots=True)
class Preview:
    """What issuing would do on a day. due: None where it cannot be (problem: the code that says why)."""

    expanded: Expanded
    due: Due | None
    problem: Refused | None


def directive_seen(actor: Actor, slug: str) -> Directive:
    """A directive; Refused("no-such-directive") where there is none or the actor sees nothing of it."""
    found = directives_seen(actor).filter(slug=slug).first()
    if found is None:
        raise Refused("no-such-directive", slug=slug)
    return found


def one(
    actor: Actor, slug: str, *, text: str = "", only: str = "", page: int = 1, day: date | None = None
) -> Detail:
    """A directive with one page of its units. only: overdue | waiting | done | unknown | a state."""
    directive, on = directive_seen(actor, slug), day or actor.day
    parts = assignments_seen(actor).filter(directive=directive)
    rows = _filtered(parts, text, only, on)
    paged = listing.page(rows.order_by(F("due").asc(nulls_last=True), "carrier__sort_key", "pk"), page, PAGE)
    post = directive.head or directive.leading
    holder = holders_of([post.pk], on).get(post.pk, NOBODY) if post else NOBODY
    return Detail(
        directive,
        tuple(directive.cooperating.order_by("sort_key")),
        holder,
        sees_whole(actor, directive),
        tallies(parts, on).get(directive.pk, Tally()),
        tuple(line(row, on) for row in paged.rows),
        paged.total,
        paged.number,
        paged.pages,
        open_acts(DIRECTIVES, actor, Task(DirectiveInMemory(directive))),
        private.text(directive.scope_decision),
    )


def lines_of(actor: Actor, slug: str, text: str = "", only: str = "") -> list[Line]:
    """Every unit of a directive, for a file. Raises Refused."""
    parts = assignments_seen(actor).filter(directive=directive_seen(actor, slug))
    rows = _filtered(parts, text, only, actor.day).order_by("carrier__sort_key", "pk")
    return [line(row, actor.day) for row in rows]


def part(actor: Actor, slug: str, unit: UnitRef, day: date | None = None) -> PartDetail:
    """One unit's part. Raises Refused alike where there is none and where it is not the actor's to see."""
    row, on = part_seen(actor, slug, unit), day or actor.day
    directive = row.directive
    task = Task(DirectiveInMemory(directive), AssignmentInMemory(row))
    post = directive.head or row.carrier
    given, asked = list(row.evidence.all()), list(row.extensions.all())
    held = [row.report, row.reason]
    for evidence in given:
        held += [evidence.title, evidence.link, evidence.withdrawn_why]
    for extension in asked:
        held += [extension.reason, extension.answer]
    texts = iter(private.texts(held))
    return PartDetail(
        row,
        line(row, on),
        post,
        holders_of([post.pk], on).get(post.pk, NOBODY),
        next(texts),
        next(texts),
        tuple(Given(evidence, next(texts), next(texts), next(texts)) for evidence in given),
        tuple(Asked(extension, next(texts), next(texts)) for extension in asked),
        history(actor, row, sees_whole(actor, directive)),
        open_acts(DIRECTIVES, actor, task) & ON_PART,
    )


def part_seen(actor: Actor, slug: str, unit: UnitRef) -> Assignment:
    """A unit's part. Raises Refused alike where there is none and where it is not the actor's to see."""
    row = assignment_of(directive_seen(actor, slug), unit)
    if not assignments_seen(actor).filter(pk=row.pk).exists():
        raise Refused("no-such-assignment", unit=":".join(unit), directive=slug)
    return row


def preview(actor: Actor, slug: str, day: date | None = None) -> Preview:
    """What issuing a draft would do: which units, how many are stated, when it is due. Raises Refused."""
    directive = directive_seen(actor, slug)
    return preview_of(directive_of(directive.slug), day or actor.day)


def preview_of(directive: Directive, day: date) -> Preview:
    """The same of a directive in memory."""
    try:
        due, problem = due_on(directive, day), None
    except Refused as error:
        due, problem = None, error
    return Preview(charged(directive, day), due, problem)


def _filtered(rows: QuerySet[Assignment], text: str, only: str, day: date) -> QuerySet[Assignment]:
    for word in bare(text).split()[:6]:
        rows = rows.filter(carrier__search__contains=word)
    if only == "overdue":
        return rows.filter(LATE & Q(due__lt=day))
    if only == "waiting":
        return rows.filter(state=State.REPORTED)
    if only == "done":
        return rows.filter(state__in=(State.ACCEPTED, State.CLOSED))
    if only == "extension":
        return rows.filter(asked=True)
    if only == "unknown":
        return rows.filter(known=False, state__in=OWED)
    return rows.filter(state=only) if only in list(State) else rows
