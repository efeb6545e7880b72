"""One directive with the table of its units, one unit's part with its history, and a draft before issue."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.db.models import F, Q, QuerySet

from thangdo.records.ledger import private
from thangdo.records.people.acting import Actor, Refused
from thangdo.records.people.stories import Told
from thangdo.records.units.fold import bare
from thangdo.records.units.models import Unit
from thangdo.work.directives.actions.common import UnitRef, assignment_of, directive_of
from thangdo.work.directives.actions.issuing import charged, due_on
from thangdo.work.directives.due import Due
from thangdo.work.directives.models import Assignment, Directive, Extension, Proof
from thangdo.work.directives.permissions import assignments_seen, can, directives_seen, sees_whole
from thangdo.work.directives.queries.assignments_of_unit import Line, line
from thangdo.work.directives.queries.heads import NOBODY, Holder, holders_of
from thangdo.work.directives.queries.history import history
from thangdo.work.directives.queries.listing import LATE, Tally, tallies
from thangdo.work.directives.scope import Expanded
from thangdo.work.directives.states import ACTS, OWED
from thangdo.work.directives.states import Assignment as State

PAGE = 50
ON_DIRECTIVE = ("edit", "discard", "issue", "close", "withdraw")
ON_PART = tuple(name for name in ACTS if name not in (*ON_DIRECTIVE, "draft"))


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

    proof: Proof
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
    proofs: tuple[Given, ...]
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
    found = rows.count()
    pages = max(1, -(-found // PAGE))
    at = min(max(page, 1), pages)
    ordered = rows.order_by(F("due").asc(nulls_last=True), "carrier__sort_key", "pk")
    listed = list(ordered[(at - 1) * PAGE : at * PAGE])
    post = directive.head or directive.leading
    holder = holders_of([post.pk], on).get(post.pk, NOBODY) if post else NOBODY
    return Detail(
        directive,
        tuple(directive.cooperating.order_by("sort_key")),
        holder,
        sees_whole(actor, directive),
        tallies(parts, on).get(directive.pk, Tally()),
        tuple(line(row, on) for row in listed),
        found,
        at,
        pages,
        frozenset(name for name in ON_DIRECTIVE if can(actor, name, directive)),
        private.text(directive.scope_decision),
    )


def lines_of(actor: Actor, slug: str, text: str = "", only: str = "") -> list[Line]:
    """Every unit of a directive, for a file. Raises Refused."""
    parts = assignments_seen(actor).filter(directive=directive_seen(actor, slug))
    rows = _filtered(parts, text, only, actor.day).order_by("carrier__sort_key", "pk")
    return [line(row, actor.day) for row in rows]


def part(actor: Actor, slug: str, unit: UnitRef, day: date | None = None) -> PartDetail:
    """One unit's part. Raises Refused alike where there is none and where it is not the actor's to see."""
    directive, on = directive_seen(actor, slug), day or actor.day
    row = assignment_of(directive, unit)
    if not assignments_seen(actor).filter(pk=row.pk).exists():
        raise Refused("no-such-assignment", unit=":".join(unit), directive=slug)
    row.directive = directive
    post = directive.head or row.carrier
    proofs, asked = list(row.proofs.all()), list(row.extensions.all())
    held = [row.report, row.reason]
    for proof in proofs:
        held += [proof.title, proof.link, proof.withdrawn_why]
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
        tuple(Given(proof, next(texts), next(texts), next(texts)) for proof in proofs),
        tuple(Asked(extension, next(texts), next(texts)) for extension in asked),
        history(actor, row, sees_whole(actor, directive)),
        frozenset(name for name in ON_PART if can(actor, name, directive, row)),
    )


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
