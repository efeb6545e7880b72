"""The forms of what is answered about directives."""

from __future__ import annotations

from dataclasses import fields
from datetime import date
from typing import Annotated, Any, ClassVar

from ninja import Field, Schema
from pydantic import BeforeValidator

from thangdo.faces.api.schemas.views import Ref, Sorted, TextOrBlank, View, at, each, like
from thangdo.records.people.stories import Told
from thangdo.work.directives.queries.counting import Counts
from thangdo.work.directives.scope import Suggestion


class DirectiveOut(View):
    """A directive with its units as far as the reader sees them. can: the acts open to him now."""

    within: ClassVar = ("tally", "directive")
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
    authority: Ref
    leading: Ref
    head: Ref = at("directive.head")
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
    can: Sorted = Field(default_factory=list)


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


class OwedOut(View):
    """A unit's part in a list. days: until it is due, negative when overdue; null without a day."""

    within: ClassVar[tuple[str, ...]] = ("part",)
    directive: str = at("part.directive.slug")
    unit: Ref
    carrier: Ref
    name_vi: str = at("part.carrier.name_vi")
    name_en: str = at("part.carrier.name_en")
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


class ProofOut(View):
    """An evidence."""

    within: ClassVar = ("evidence",)
    number: int
    kind: str
    title: str
    link: str
    sha256: str
    given_on: date
    withdrawn_on: date | None
    withdrawn_why: str = at("why")


class ExtensionOut(View):
    """A request for more time."""

    within: ClassVar = ("extension",)
    number: int
    state: str
    due_before: date | None
    due_asked: date
    due_given: date | None
    reason: str
    answer: str
    asked_on: date
    decided_on: date | None


@like(Told, without=("system",))
class HappenedOut(View):
    """One event. who: "" where it is not shown."""


class DirectivePartOut(OwedOut):
    """A unit's part whole. head: the unit whose head answers; holder: who that is today."""

    within: ClassVar = ("part", "line")
    head: Ref = at("post")
    holder: str = at("holder.name")
    report: str
    reason: str
    figures: dict[str, str] | None
    proofs: list[ProofOut] = at("evidence")
    extensions: list[ExtensionOut]
    history: list[HappenedOut]
    can: Sorted


@like(Suggestion, without=("rule",))
class SuggestionOut(View):
    """Another scope that gives the stated number."""


class DirectivePreviewOut(View):
    """What issuing would do today. stated: what the sentence names; differs: a person decides."""

    within: ClassVar = ("expanded",)
    found: int
    stated: int | None
    differs: bool
    units: list[Ref]
    unknown: list[str]
    suggestions: list[SuggestionOut]
    due: date | None = at("due.stated")
    falls: date | None = at("due.falls")
    day_off: TextOrBlank = at("due.off.name_vi")
    problem: TextOrBlank = at("problem.code")


@like(Counts)
class CountsOut(View):
    """Directives of a unit whose day fell in the period."""


class HeadOut(View):
    """A post of head with what is overdue under it."""

    unit: Ref
    name_vi: str = at("unit.name_vi")
    holder: str = at("holder.name")
    overdue: int
    since: date


class DirectiveWeakOut(View):
    """A unit with what is overdue of all that it was charged with."""

    unit: Ref
    name_vi: str = at("unit.name_vi")
    overdue: int
    units: int
    done: int


def _counts(of: Any) -> dict[str, int]:
    """The counts of a view by their names."""
    return {one.name: value for one in fields(of) if isinstance(value := getattr(of, one.name), int)}


class ChairmanOut(View):
    """What is overdue, which head answers, which units are weak, what moved in seven days."""

    day: date
    totals: Annotated[dict[str, int], BeforeValidator(_counts)]
    moved: Annotated[dict[str, int], BeforeValidator(_counts)]
    since: date = at("moved.since")
    overdue: Annotated[list[OwedOut], each("line")]
    heads: list[HeadOut]
    weakest: list[DirectiveWeakOut]
