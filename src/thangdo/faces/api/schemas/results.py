"""The forms of what is only read: results, keys, counted days, and what those see who oversee a campaign."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Any, ClassVar

from ninja import Schema
from pydantic import BeforeValidator

from thangdo.faces.api.schemas.campaigns import Text
from thangdo.faces.api.schemas.editions import Json
from thangdo.faces.api.schemas.units import LinkOut
from thangdo.faces.api.schemas.views import Exact, Ref, View, at, each, like
from thangdo.records.ledger.keys import KeyView
from thangdo.records.results.views import AssessmentView, RowView
from thangdo.work.assessments.queries.signals import Signal
from thangdo.work.assessments.queries.weak import Below


@like(
    AssessmentView,
    without=("section", "place", "note_vi", "note_en", "edition_title_vi", "edition_title_en"),
)
class AssessmentOut(View):
    """A published assessment."""


@like(RowView, without=("place", "group", "peer_group", "reason", "change"))
class RowOut(View):
    """A unit's line in an assessment: exact numbers as text."""


class ResultOut(View):
    """A unit's result with its reasons as data."""

    row: RowOut
    explanation: Json
    successors: list[LinkOut]


@like(KeyView)
class KeyOut(View):
    """A public key that signed, or signs: base64 of its 32 bytes, its SHA-256."""


class DayOut(View):
    """A day on the way: whether it counted, and why or why not."""

    within: ClassVar = ("reason",)
    day: date
    counted: bool
    code: str
    said: Annotated[Text, BeforeValidator(lambda reason: {"vi": reason.name_vi, "en": reason.name_en})] = at(
        "reason"
    )
    source: str


class CountOut(Schema):
    """A limit counted with every day on the way. warnings: years that are not yet decided."""

    start: date
    end: date
    n: int
    unit: str
    calendar: str
    days: list[DayOut]
    warnings: list[int]


class Named(View):
    """A unit with its name."""

    unit: Ref = at(".")
    name_vi: str
    name_en: str


@like(Signal, without=("unit",))
class SignalOut(View):
    """A sign that an answer deserves a second look; not a finding. facts: exact numbers as text."""

    facts: Annotated[
        dict[str, str], BeforeValidator(lambda facts: {name: str(fact) for name, fact in facts.items()})
    ]


class SignalledOut(Named):
    """A unit with its signals."""

    tier: str
    signals: list[SignalOut]


class CoefficientOut(View):
    """A coefficient of agreement, exact; null with its reason."""

    value: Exact
    cases: int
    reason: str | None


class StatisticsOut(View):
    """How far two appraisers agree on some answers. part: a pillar, "" for all."""

    part: str
    pairs: int
    units: int
    agreed: int
    same: CoefficientOut
    kappa: CoefficientOut
    alpha: CoefficientOut


class AgreementOut(View):
    """The agreement of a campaign's sample."""

    sampled: int
    decided: int
    whole: StatisticsOut
    parts: list[StatisticsOut]


@like(Below, without=("scheme", "code"))
class BelowOut(Named):
    """A unit below the gate of a criterion."""


class WeakOut(View):
    """A criterion with the units below its gate."""

    node: str
    title: Text
    field: str
    gate: str = at("gate.share")
    level: str = at("gate.level")
    units: int
    below: list[BelowOut]


class WaitingOut(Named):
    """A unit that waits for the appraising office: how many of its answers are left, for how many days."""

    within: ClassVar = ("line",)
    unit: Ref = at("line")
    tier: str
    state: str
    returned_on: date | None
    left: int
    days: int


def _given(fields: Any) -> dict[str, str]:
    return {one.name: one.text for one in fields if one.text}


#: the inputs that have a text
Given = Annotated[dict[str, str], BeforeValidator(_given)]


class MatterOut(Named):
    """One thing for the council: an answer marked for it, or an objection."""

    within: ClassVar = ("item", "item.question", "part.unit")
    unit: Ref = at("part.unit")
    kind: str
    node: str
    sequence: int
    declared: Given
    final: Given
    reason: str
    objection_text: str
    opinions: Annotated[int, BeforeValidator(len)]


class SampledOut(Named):
    """A sampled answer without the first decision."""

    within: ClassVar = ("answer", "answer.question")
    unit: Ref = at("answer")
    campaign: str
    node: str
    declared: Given
    status: str
    na_reason: str
    comment: str
    evidence: Annotated[list[int], each("number")] = at("answer.proofs")
