"""The forms of units, of their passages through time, and of decisions on units."""

from __future__ import annotations

from datetime import date, datetime
from typing import Annotated, Any, Literal

from ninja import Schema
from pydantic import Field

from thangdo.faces.api.schemas.campaigns import Hash, Sent, UnitCode


class UnitOut(Schema):
    """A unit of the register, called as on the day asked for."""

    unit: str
    name_vi: str
    name_en: str
    kind: str
    tier: str
    region: str
    parent: str | None
    valid_from: date | None
    valid_to: date | None
    org_code: str
    gso_code: str
    note_vi: str
    note_en: str
    source: str

    @staticmethod
    def resolve_unit(it: Any) -> str:
        return f"{it.scheme}:{it.code}"

    @staticmethod
    def resolve_parent(it: Any) -> str | None:
        return ":".join(it.parent) if it.parent else None


class LinkOut(Schema):
    """A passage between units; `unit` is the other end."""

    unit: UnitOut
    date: date
    kind: str
    decision: str
    note: str
    source: str


class PastOut(Schema):
    """What a unit was called, and where it belonged, until a day."""

    until: date
    name_vi: str
    name_en: str
    kind: str
    parent_name_vi: str
    parent_name_en: str
    decision: str


class NewUnitIn(Sent):
    """A unit that is to exist; what is blank is as of the unit it comes from."""

    unit: UnitCode
    name_vi: Annotated[str, Field(max_length=200)]
    name_en: Annotated[str, Field(max_length=200)] = ""
    kind: Annotated[str, Field(max_length=40)] = ""
    tier: Annotated[str, Field(max_length=20)] = ""
    parent: UnitCode | None = None
    region: Annotated[str, Field(max_length=60)] = ""
    org_code: Annotated[str, Field(max_length=35)] = ""
    gso_code: Annotated[str, Field(max_length=5)] = ""


class OperationIn(Sent):
    """A decision on units. seen: the hash of the preview that was decided upon."""

    act: Literal["found", "merge", "split", "rename", "move", "dissolve"]
    day: date
    decision: Annotated[str, Field(max_length=200)]
    units: Annotated[list[UnitCode], Field(max_length=500)] = Field(default_factory=list)
    into: Annotated[list[UnitCode], Field(max_length=500)] = Field(default_factory=list)
    new: Annotated[list[NewUnitIn], Field(max_length=500)] = Field(default_factory=list)
    default: UnitCode | None = None
    remains: bool = False
    parent: UnitCode | None = None
    children_to: UnitCode | None = None
    name_vi: Annotated[str, Field(max_length=200)] = ""
    name_en: Annotated[str, Field(max_length=200)] = ""
    kind: Annotated[str, Field(max_length=40)] = ""
    seen: Hash | None = None


class PreviewOut(Schema):
    """What a decision would do. hash: to be sent as `seen`."""

    act: str
    day: date
    decision: str
    hash: str
    steps: list[StepOut]


class StepOut(Schema):
    """One event that would be written of a unit."""

    unit: str
    type: str


class OperationOut(Schema):
    """A decision that was entered."""

    key: str
    act: str
    day: date
    decision: str
    units: list[str]
    at: datetime
    undone_at: datetime | None


class Carried(Schema):
    """A decision is entered: its key, the units that it touched."""

    key: str
    units: list[str]


PreviewOut.model_rebuild()
