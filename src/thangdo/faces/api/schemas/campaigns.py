"""The forms of what is sent and answered about campaigns: exact numbers and days are text."""

from __future__ import annotations

from datetime import date, datetime
from typing import Annotated, Any, ClassVar, Generic, TypeVar

from ninja import Schema
from pydantic import BeforeValidator, ConfigDict, Field

from thangdo.faces.api.schemas.views import Ref, RefOrNull, View, at, like
from thangdo.faces.look import wording
from thangdo.work.assessments.queries.board import Line, Tally
from thangdo.work.assessments.queries.timeline import Moment

Row = TypeVar("Row")
Words = Annotated[str, Field(max_length=10_000)]
Name = Annotated[str, Field(max_length=400)]
Number = Annotated[int, Field(ge=0, le=1_000_000_000)]
Hash = Annotated[str, Field(pattern=r"^[0-9a-f]{64}$")]
UnitCode = Annotated[str, Field(description="scheme:code", examples=["vn-gso:622"], max_length=120)]
Values = Annotated[
    dict[str, Annotated[str, Field(max_length=10_000)]],
    Field(max_length=500, description="Input -> text, as a person would type it."),
]


class Sent(Schema):
    """A body: a name that is not known is refused, so that a slip of the pen loses nothing."""

    model_config = ConfigDict(extra="forbid", from_attributes=True)


class Page(Schema, Generic[Row]):
    """A page of a list. next: the value of `after` for the next page; null at the end."""

    items: list[Row]
    next: str | None


class Text(Schema):
    """A text of an edition in both languages."""

    vi: str
    en: str | None = None


class Done(Schema):
    """An act is done: the sequence of what it was done to, and of each answer that it touched."""

    sequence: int
    answers: dict[str, int] = Field(default_factory=dict)


class Planned(Schema):
    """A campaign is planned."""

    slug: str
    sequence: int


class Dispatched(Schema):
    """The units are asked."""

    units: int
    sequence: int


class Notified(Schema):
    """The results are notified; objections until and with that day."""

    until: date
    sequence: int


class Published(Schema):
    """A publication is sealed."""

    revision: int
    sha256: str
    sequence: int


class Reason(Sent):
    """Why."""

    reason: Words


class CampaignOut(View):
    """A campaign. can: the acts that are open to you now."""

    within: ClassVar = ("it",)
    slug: str
    title_vi: str
    title_en: str
    state: str
    edition: int = at("edition_id")
    edition_name: Annotated[str, BeforeValidator(str)] = at("edition")
    authority: Ref
    appraising: Ref
    tiers: list[str]
    period_from: date
    period_to: date
    follows: str
    return_days: int
    verify_days: int
    objection_days: int
    sample_percent: int
    calendar: str
    dispatched_on: date | None
    return_by: date | None
    verify_by: date | None
    notified_on: date | None
    objection_until: date | None
    concluded_on: date | None
    approved_on: date | None
    approval: str
    published_on: date | None
    revision: int
    sequence: int
    can: list[str] | None = None


@like(Line, without=("scheme", "code"))
class LineOut(View):
    """A unit's part. The counts of decisions are 0 for a unit until it is notified."""

    unit: Ref = at(".")


class PartOut(LineOut):
    """A unit's part, where it stands, and the acts that are open to you now."""

    within: ClassVar = ("it",)
    unit: Ref = at("it")
    sequence: int
    can: list[str]


@like(Tally)
class TallyOut(View):
    """How the units of a tier stand ("": all)."""


@like(Moment, without=("part_name", "facts"))
class MomentOut(View):
    """One event as it is read. who: a name, for those who may see it; why: the typed texts."""

    said: Annotated[str, BeforeValidator(wording.event_line)] = at(".")
    part: RefOrNull


def _later(row: Any) -> int | None:
    later = getattr(row, "replaced_by", None)
    return later.revision if later else None


def _file(row: Any) -> str:
    return f"/api/v1/campaigns/{row.campaign.slug}/publications/{row.revision}/file"


class PublicationOut(View):
    """A sealed publication. manifest: the SHA-256 of its manifest; key_id: the fingerprint of the key."""

    within: ClassVar = ("campaign",)
    campaign: str = at("campaign.slug")
    revision: int
    title_vi: str
    title_en: str
    sha256: str
    manifest: str
    key_id: str
    size: int
    units: int
    published_at: datetime
    replaces: int | None = at("replaces.revision")
    replaced_by: Annotated[int | None, BeforeValidator(_later)] = at(".")
    file: Annotated[str, BeforeValidator(_file)] = at(".")
