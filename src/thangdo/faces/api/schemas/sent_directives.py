"""What a program sends of a directive: a draft with its scope, a report, a decision."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Any, Literal

from ninja import Field

from thangdo.faces.api.path_parameters import unit_ref
from thangdo.faces.api.schemas.campaigns import Hash, Name, Sent, UnitCode, Words
from thangdo.work.directives.actions import Draft
from thangdo.work.directives.actions.drafting import MOST_DAYS, MOST_SLUG

Short = Annotated[str, Field(max_length=400)]
Codes = Annotated[list[UnitCode], Field(max_length=10_000)]


class ScopeIn(Sent):
    """The rule of a scope: tiers, kinds and scheme of units, within which, which besides, which not."""

    tiers: Annotated[list[Annotated[str, Field(max_length=20)]], Field(max_length=10)] = Field(
        default_factory=list
    )
    kinds: Annotated[list[Annotated[str, Field(max_length=40)]], Field(max_length=20)] = Field(
        default_factory=list
    )
    scheme: Annotated[str, Field(max_length=40)] = ""
    within: Codes = Field(default_factory=list)
    units: Codes = Field(default_factory=list)
    plus: Codes = Field(default_factory=list)
    without: Codes = Field(default_factory=list)

    def rule(self) -> dict[str, Any]:
        """As the room of directives names it."""
        given = self.model_dump()
        given["except"] = given.pop("without")
        return {name: value for name, value in given.items() if value}


class DraftIn(Sent):
    """What a directive is to say."""

    title: Name
    authority: UnitCode
    slug: Annotated[str, Field(max_length=MOST_SLUG)] = ""
    number: Annotated[str, Field(max_length=60)] = ""
    title_en: Name = ""
    quote: Annotated[str, Field(max_length=8_000)] = ""
    source_title: Name = ""
    source_number: Annotated[str, Field(max_length=100)] = ""
    source_date: date | None = None
    source_url: Annotated[str, Field(max_length=500)] = ""
    conference: Annotated[str, Field(max_length=80)] = ""
    place: Annotated[str, Field(max_length=200)] = ""
    leading: UnitCode | None = None
    cooperating: Annotated[list[UnitCode], Field(max_length=200)] = Field(default_factory=list)
    head: UnitCode | None = None
    product: Annotated[str, Field(max_length=8_000)] = ""
    due_kind: Literal["date", "working-days", "none"] = "none"
    due: date | None = None
    due_days: Annotated[int, Field(ge=1, le=MOST_DAYS)] | None = None
    urgency: Literal["normal", "urgent", "very-urgent", "express"] = "normal"
    moves: Annotated[list[Annotated[str, Field(min_length=1, max_length=120)]], Field(max_length=50)] = Field(
        default_factory=list
    )
    scope: ScopeIn = Field(default_factory=ScopeIn)
    stated_count: Annotated[int, Field(ge=1, le=999_999)] | None = None
    condition: dict[str, Annotated[str, Field(max_length=200)]] | None = None
    official: bool = False

    def draft(self) -> Draft:
        """As the room of directives takes it. Raises Refused for a unit that is no scheme:code."""
        given = self.model_dump()
        given["scope"] = self.scope.rule()
        for name in ("authority", "leading", "head"):
            given[name] = unit_ref(given[name]) if given[name] else None
        given["cooperating"] = tuple(unit_ref(one) for one in given["cooperating"])
        return Draft(**{**given, "moves": tuple(self.moves)})


class IssueIn(Sent):
    """decision: why it is issued although the register gives another number of units."""

    decision: Words = ""


class ManyIn(Sent):
    """The drafts that are issued together."""

    slugs: Annotated[list[Annotated[str, Field(max_length=MOST_SLUG)]], Field(min_length=1, max_length=200)]


class DirectiveReasonIn(Sent):
    """Why."""

    reason: Words = ""


class ProofIn(Sent):
    """An evidence: a link, or a file that was sent before, by its hash."""

    title: Short
    sha256: Hash | None = None
    link: Annotated[str, Field(max_length=2_000)] = ""


class ReportIn(Sent):
    """How far the unit is; 100: done."""

    text: Annotated[str, Field(max_length=20_000)]
    progress: Annotated[int, Field(ge=0, le=100)]
    evidence: Annotated[list[ProofIn], Field(max_length=50)] = Field(default_factory=list)


class WithdrawIn(Sent):
    """Which evidence is taken back, and why."""

    number: Annotated[int, Field(ge=1, le=1_000_000)]
    reason: Words


class ExtensionIn(Sent):
    """Until when, and why."""

    due: date
    reason: Words


class DecisionIn(Sent):
    """Whether more time is given, until when (null: as asked), and why."""

    granted: bool
    reason: Words
    due: date | None = None


class PassIn(Sent):
    """Who carries it from now on, and why."""

    to: UnitCode
    reason: Words
