"""The forms of units, of their passages through time, and of decisions on units."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Literal

from pydantic import BeforeValidator, Field

from thangdo.faces.api.schemas.campaigns import Hash, Sent, UnitCode
from thangdo.faces.api.schemas.views import Ref, RefOrNull, View, at, like
from thangdo.records.units.queries import LinkView, PastView, UnitView
from thangdo.work.registry.queries import Decided


@like(UnitView, without=("scheme", "code", "parent_name_vi", "parent_name_en"))
class UnitOut(View):
    """A unit of the register, called as on the day asked for."""

    unit: Ref = at(".")
    parent: RefOrNull


@like(LinkView)
class LinkOut(View):
    """A passage between units; `unit` is the other end."""

    unit: UnitOut


@like(PastView)
class PastOut(View):
    """What a unit was called, and where it belonged, until a day."""


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


class StepOut(View):
    """One event that would be written of a unit."""

    unit: Ref = at("key")
    type: str = at("happening.TYPE")


class PreviewOut(View):
    """What a decision would do. hash: to be sent as `seen`; asked: what is confirmed by sending it."""

    act: Annotated[str, BeforeValidator(str)]
    day: date
    decision: str
    hash: str
    steps: list[StepOut]
    asked: Annotated[list[str], BeforeValidator(lambda asked: [str(one) for one in asked])]


@like(Decided, without=("may_undo",))
class OperationOut(View):
    """A decision that was entered."""


class Carried(View):
    """A decision is entered: its key, the units that it touched."""

    key: str
    units: list[Ref]
