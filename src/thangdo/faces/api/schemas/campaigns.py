"""The forms of what is sent and answered about campaigns: exact numbers and days are text."""

from __future__ import annotations

from datetime import date, datetime
from typing import Annotated, Any, Generic, TypeVar

from ninja import Schema
from pydantic import ConfigDict, Field

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


def words_of(it: Any) -> Text | None:
    """A text of an edition, where there is one."""
    return None if it is None else Text(vi=it.vi, en=it.en)


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


class CampaignOut(Schema):
    """A campaign. can: the acts that are open to you now."""

    slug: str
    title_vi: str
    title_en: str
    state: str
    edition: int
    edition_name: str
    authority: str
    appraising: str
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

    @staticmethod
    def resolve_edition(it: Any) -> int:
        return int(it.edition_id)

    @staticmethod
    def resolve_edition_name(it: Any) -> str:
        return str(it.edition)

    @staticmethod
    def resolve_authority(it: Any) -> str:
        return f"{it.authority.scheme}:{it.authority.code}"

    @staticmethod
    def resolve_appraising(it: Any) -> str:
        return f"{it.appraising.scheme}:{it.appraising.code}"


class LineOut(Schema):
    """A unit's part. The counts of decisions are 0 for a unit until it is notified."""

    unit: str
    name_vi: str
    name_en: str
    tier: str
    state: str
    due: date | None
    extended: bool
    returned_on: date | None
    late: bool
    overdue: bool
    days: int | None
    asked: int
    answered: int
    measured: int
    with_evidence: int
    decided: int
    amended: int
    council: int
    objections: int

    @staticmethod
    def resolve_unit(it: Any) -> str:
        return str(it["unit"]) if isinstance(it, dict) else f"{it.scheme}:{it.code}"


class PartOut(LineOut):
    """A unit's part, where it stands, and the acts that are open to you now."""

    sequence: int
    can: list[str]


class TallyOut(Schema):
    """How the units of a tier stand ("": all)."""

    tier: str
    units: int
    returned: int
    on_time: int
    late: int
    overdue: int
    waiting: int
    asked: int
    appraised: int
    missing: int
    extended: int
    answers: int
    decided: int
    amended: int
    council: int
    objections: int


class MomentOut(Schema):
    """One event as it is read. who: a name, for those who may see it; why: the typed texts."""

    sequence: int
    type: str
    at: datetime
    said: str
    who: str
    system: bool
    role: str
    unit: str
    part: str | None
    node: str
    values: dict[str, str]
    why: dict[str, str]


class PublicationOut(Schema):
    """A sealed publication. manifest: the SHA-256 of its manifest; key_id: the fingerprint of the key."""

    campaign: str
    revision: int
    title_vi: str
    title_en: str
    sha256: str
    manifest: str
    key_id: str
    size: int
    units: int
    published_at: datetime
    replaces: int | None
    replaced_by: int | None
    file: str

    @classmethod
    def of(cls, row: Any) -> PublicationOut:
        """A stored publication as it is answered."""
        later = getattr(row, "replaced_by", None)
        slug = row.campaign.slug
        return cls(
            campaign=slug,
            revision=row.revision,
            title_vi=row.campaign.title_vi,
            title_en=row.campaign.title_en,
            sha256=row.sha256,
            manifest=row.manifest,
            key_id=row.key_id,
            size=row.size,
            units=row.units,
            published_at=row.published_at,
            replaces=row.replaces.revision if row.replaces else None,
            replaced_by=later.revision if later else None,
            file=f"/api/v1/campaigns/{slug}/publications/{row.revision}/file",
        )
