"""The forms of what is answered about directives."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime
from typing import Any

from ninja import Field, Schema

from thangdo.work.directives import queries
from thangdo.work.directives.models import Directive
from thangdo.work.directives.queries.assignments_of_unit import Line
from thangdo.work.directives.queries.listing import Tally


def ref(unit: Any) -> str:
    """A unit as scheme:code; "" for none."""
    return f"{unit.scheme}:{unit.code}" if unit else ""


class DirectiveOut(Schema):
    """A directive with its units as far as the reader sees them. can: the acts open to him now."""

    slug: str
    number: str
    title: str
    title_en: str
    quote: str
    source_title: str
    source_number: str
    source_date: date | None
    source_url: str
    conference: str
    place: str
    authority: str
    leading: str
    head: str
    product: str
    due_kind: str
    due: date | None
    due_days: int | None
    urgency: str
    moves: list[str]
    stated_count: int | None
    state: str
    known: bool
    official: bool
    sample: bool
    issued_on: date | None
    closed_on: date | None
    by_data: bool
    units: int
    done: int
    overdue: int
    waiting: int
    asked: int
    unknown: int
    sequence: int
    can: list[str] = Field(default_factory=list)

    @classmethod
    def of(cls, one: Directive, tally: Tally, can: Iterable[str] = ()) -> DirectiveOut:
        """From a row and its counts."""
        plain = {name: getattr(one, name) for name in cls.model_fields if hasattr(one, name)}
        counts = {
            name: getattr(tally, name) for name in ("units", "done", "overdue", "waiting", "asked", "unknown")
        }
        named = {name: ref(getattr(one, name)) for name in ("authority", "leading", "head")}
        return cls(**{**plain, **counts, **named, "can": sorted(can)})


class DraftedOut(Schema):
    """A draft is kept."""

    slug: str
    sequence: int


class IssuedOut(Schema):
    """A directive is issued. due: the working day on which it falls due."""

    slug: str
    units: int
    sequence: int
    due: date | None


class DirectiveDoneOut(Schema):
    """An act is done. state: of the unit's part; units, unfinished: where the whole was closed."""

    sequence: int
    state: str = ""
    units: int | None = None
    unfinished: int | None = None


class OwedOut(Schema):
    """A unit's part in a list. days: until it is due, negative when overdue; null without a day."""

    directive: str
    unit: str
    carrier: str
    name_vi: str
    name_en: str
    state: str
    known: bool
    due: date | None
    days: int | None
    overdue: bool
    progress: int
    again: str
    reopened: int
    level: int
    extended: bool
    by_data: bool
    acknowledged_on: date | None
    reported_on: date | None
    done_on: date | None
    sequence: int

    @classmethod
    def of(cls, line: Line) -> OwedOut:
        """From a line."""
        return cls(**owed(line))


def owed(line: Line) -> dict[str, Any]:
    """The values of an OwedOut."""
    part = line.part
    names = (
        *("state", "known", "due", "progress", "again", "reopened", "level", "extended", "by_data"),
        *("acknowledged_on", "reported_on", "done_on", "sequence"),
    )
    return {
        "directive": part.directive.slug,
        "unit": ref(part.unit),
        "carrier": ref(part.carrier),
        "name_vi": part.carrier.name_vi,
        "name_en": part.carrier.name_en,
        "days": line.days,
        "overdue": line.overdue,
        **{name: getattr(part, name) for name in names},
    }


class ProofOut(Schema):
    """An evidence."""

    number: int
    kind: str
    title: str
    link: str
    sha256: str
    given_on: date
    withdrawn_on: date | None
    withdrawn_why: str


class ExtensionOut(Schema):
    """A request for more time."""

    number: int
    state: str
    due_before: date | None
    due_asked: date
    due_given: date | None
    reason: str
    answer: str
    asked_on: date
    decided_on: date | None


class HappenedOut(Schema):
    """One event. who: "" where it is not shown."""

    sequence: int
    type: str
    at: datetime
    who: str
    role: str
    unit: str
    facts: dict[str, Any]
    why: dict[str, str]


class DirectivePartOut(OwedOut):
    """A unit's part whole. head: the unit whose head answers; holder: who that is today."""

    head: str
    holder: str
    report: str
    reason: str
    figures: dict[str, str] | None
    proofs: list[ProofOut]
    extensions: list[ExtensionOut]
    history: list[HappenedOut]
    can: list[str]

    @classmethod
    def whole(cls, found: queries.PartDetail) -> DirectivePartOut:
        """From the detail."""
        proofs = [
            ProofOut(
                number=one.evidence.number,
                kind=one.evidence.kind,
                title=one.title,
                link=one.link,
                sha256=one.evidence.sha256,
                given_on=one.evidence.given_on,
                withdrawn_on=one.evidence.withdrawn_on,
                withdrawn_why=one.why,
            )
            for one in found.evidence
        ]
        dates = ("number", "state", "due_before", "due_asked", "due_given", "asked_on", "decided_on")
        extensions = [
            ExtensionOut(
                reason=one.reason, answer=one.answer, **{name: getattr(one.extension, name) for name in dates}
            )
            for one in found.extensions
        ]
        history = [
            HappenedOut(
                sequence=one.sequence,
                type=one.type,
                at=one.at,
                who=one.who,
                role=one.role,
                unit=one.unit,
                facts=dict(one.facts),
                why=dict(one.why),
            )
            for one in found.history
        ]
        return cls(
            **owed(found.line),
            head=ref(found.post),
            holder=found.holder.name,
            report=found.report,
            reason=found.reason,
            figures=found.part.figures,
            proofs=proofs,
            extensions=extensions,
            history=history,
            can=sorted(found.can),
        )


class SuggestionOut(Schema):
    """Another scope that gives the stated number."""

    act: str
    out: str
    into: str
    found: int
    likeness: int


class DirectivePreviewOut(Schema):
    """What issuing would do today. stated: what the sentence names; differs: a person decides."""

    found: int
    stated: int | None
    differs: bool
    units: list[str]
    unknown: list[str]
    suggestions: list[SuggestionOut]
    due: date | None
    falls: date | None
    day_off: str
    problem: str

    @classmethod
    def of(cls, seen: queries.Preview) -> DirectivePreviewOut:
        """From the preview."""
        found, due = seen.expanded, seen.due
        return cls(
            found=found.found,
            stated=found.stated,
            differs=found.differs,
            units=[ref(one) for one in found.units],
            unknown=list(found.unknown),
            suggestions=[
                SuggestionOut(
                    act=one.act, out=ref(one.out), into=ref(one.into), found=one.found, likeness=one.likeness
                )
                for one in found.suggestions
            ],
            due=due.stated if due else None,
            falls=due.falls if due else None,
            day_off=due.off.name_vi if due and due.off else "",
            problem=seen.problem.code if seen.problem else "",
        )


class CountsOut(Schema):
    """Directives of a unit whose day fell in the period."""

    due: int
    on_time: int
    late: int
    open: int
    unknown: int


class HeadOut(Schema):
    """A post of head with what is overdue under it."""

    unit: str
    name_vi: str
    holder: str
    overdue: int
    since: date


class DirectiveWeakOut(Schema):
    """A unit with what is overdue of all that it was charged with."""

    unit: str
    name_vi: str
    overdue: int
    units: int
    done: int


class ChairmanOut(Schema):
    """What is overdue, which head answers, which units are weak, what moved in seven days."""

    day: date
    totals: dict[str, int]
    moved: dict[str, int]
    since: date
    overdue: list[OwedOut]
    heads: list[HeadOut]
    weakest: list[DirectiveWeakOut]

    @classmethod
    def of(cls, found: queries.Chairman) -> ChairmanOut:
        """From the page's data."""
        totals = ("directives", "open", "overdue", "due_soon", "waiting", "asked", "unknown", "risen")
        moved = ("done", "reported", "newly_overdue", "again")
        return cls(
            day=found.day,
            totals={name: getattr(found.totals, name) for name in totals},
            moved={name: getattr(found.moved, name) for name in moved},
            since=found.moved.since,
            overdue=[OwedOut.of(line) for line, _post, _holder in found.overdue],
            heads=[
                HeadOut(
                    unit=ref(one.unit),
                    name_vi=one.unit.name_vi,
                    holder=one.holder.name,
                    overdue=one.overdue,
                    since=one.since,
                )
                for one in found.heads
            ],
            weakest=[
                DirectiveWeakOut(
                    unit=ref(one.unit),
                    name_vi=one.unit.name_vi,
                    overdue=one.overdue,
                    units=one.units,
                    done=one.done,
                )
                for one in found.weakest
            ],
        )
