"""The forms of what is only read: results, keys, counted days, and what those see who oversee a campaign."""

from __future__ import annotations

from datetime import date, datetime

from ninja import Schema

from thangdo.faces.api.schemas.campaigns import Text
from thangdo.faces.api.schemas.editions import Json
from thangdo.faces.api.schemas.units import LinkOut


class AssessmentOut(Schema):
    """A published assessment."""

    id: str
    revision: int
    kind: str
    title_vi: str
    title_en: str
    date: date | None
    period: str
    publisher_vi: str
    publisher_en: str
    source: str
    follows: str
    edition: str
    edition_version: int
    official: bool
    engine: str
    inputs_hash: str
    result_hash: str
    stored_at: datetime


class RowOut(Schema):
    """A unit's line in an assessment: exact numbers as text."""

    code: str
    scheme: str
    name_vi: str
    name_en: str
    tier: str
    facet: str
    status: str
    score: str | None
    maximum: str | None
    level: str
    band: str
    rank: int | None
    of: int | None
    tied: bool
    label: str


class ResultOut(Schema):
    """A unit's result with its reasons as data."""

    row: RowOut
    explanation: Json
    successors: list[LinkOut]


class KeyOut(Schema):
    """A public key that signed, or signs: base64 of its 32 bytes, its SHA-256."""

    fingerprint: str
    public: str
    since: datetime


class DayOut(Schema):
    """A day on the way: whether it counted, and why or why not."""

    day: date
    counted: bool
    code: str
    said: Text
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


class Named(Schema):
    """A unit with its name."""

    unit: str
    name_vi: str
    name_en: str


class SignalOut(Schema):
    """A sign that an answer deserves a second look; not a finding. facts: exact numbers as text."""

    id: str
    node: str
    facts: dict[str, str]
    units: list[str]
    nodes: list[str]


class SignalledOut(Named):
    """A unit with its signals."""

    tier: str
    signals: list[SignalOut]


class CoefficientOut(Schema):
    """A coefficient of agreement, exact; null with its reason."""

    value: str | None
    cases: int
    reason: str | None


class StatisticsOut(Schema):
    """How far two appraisers agree on some answers. part: a pillar, "" for all."""

    part: str
    pairs: int
    units: int
    agreed: int
    same: CoefficientOut
    kappa: CoefficientOut
    alpha: CoefficientOut


class AgreementOut(Schema):
    """The agreement of a campaign's sample."""

    sampled: int
    decided: int
    whole: StatisticsOut
    parts: list[StatisticsOut]


class BelowOut(Named):
    """A unit below the gate of a criterion."""

    tier: str
    status: str
    score: str | None
    maximum: str | None
    share: str | None


class WeakOut(Schema):
    """A criterion with the units below its gate."""

    node: str
    title: Text
    field: str
    gate: str
    level: str
    units: int
    below: list[BelowOut]


class WaitingOut(Named):
    """A unit that waits for the appraising office: how many of its answers are left, for how many days."""

    tier: str
    state: str
    returned_on: date | None
    left: int
    days: int


class MatterOut(Named):
    """One thing for the council: an answer marked for it, or an objection."""

    kind: str
    node: str
    sequence: int
    declared: dict[str, str]
    final: dict[str, str]
    reason: str
    objection_text: str
    opinions: int


class SampledOut(Named):
    """A sampled answer without the first decision."""

    campaign: str
    node: str
    declared: dict[str, str]
    status: str
    na_reason: str
    comment: str
    evidence: list[int]
