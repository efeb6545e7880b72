"""The forms of accounts, offices held, tokens and tasks."""

from __future__ import annotations

from datetime import date, datetime
from typing import Annotated, Any, Literal

from ninja import Schema
from pydantic import Field

from thangdo.faces.api.schemas.campaigns import Sent, UnitCode, Words

Role = Literal["administrator", "author", "reporter", "head", "appraiser", "council", "publisher", "observer"]


class OfficeOut(Schema):
    """An office held."""

    id: int
    role: str
    unit: str
    subtree: bool
    since: date
    until: date | None
    title: str
    decision: str

    @staticmethod
    def resolve_unit(it: Any) -> str:
        return f"{it.unit.scheme}:{it.unit.code}"


class PersonOut(Schema):
    """An account, for its administrator."""

    id: int
    login: str
    name: str
    email: str
    language: str
    is_active: bool
    last_login: datetime | None
    offices: list[OfficeOut]


class PersonIn(Sent):
    """An account with its first office."""

    login: Annotated[str, Field(max_length=60)]
    name: Annotated[str, Field(max_length=200)]
    email: Annotated[str, Field(max_length=254)] = ""
    role: Role
    unit: UnitCode
    subtree: bool = False
    title: Annotated[str, Field(max_length=200)] = ""
    decision: Annotated[str, Field(max_length=200)] = ""
    since: date | None = None
    until: date | None = None


class PersonChange(Sent):
    """What an account is called and where it is written to."""

    name: Annotated[str, Field(max_length=200)]
    email: Annotated[str, Field(max_length=254)]
    language: Literal["vi", "en"]


class OfficeIn(Sent):
    """An office to be held."""

    role: Role
    unit: UnitCode
    since: date
    until: date | None = None
    subtree: bool = False
    title: Annotated[str, Field(max_length=200)] = ""
    decision: Annotated[str, Field(max_length=200)] = ""


class OfficeEnd(Sent):
    """The last day of an office."""

    until: date
    reason: Words = ""


class Kept(Schema):
    """An account, or an office, by its number."""

    id: int


class HeldOut(Schema):
    """One of your own offices, as far as the token reaches."""

    role: str
    unit: str
    subtree: bool
    title: str


class TokenOut(Schema):
    """A token; its text was shown once and is not known any more. roles: null for all of its holder."""

    number: int
    label: str
    roles: list[str] | None
    writes: bool
    created_at: datetime
    expires_at: datetime
    revoked_at: datetime | None
    used_at: datetime | None


class MeOut(Schema):
    """Who you are to the system."""

    person: str
    name: str
    language: str
    offices: list[HeldOut]
    token: TokenOut


class TaskOut(Schema):
    """One thing that you can do now."""

    kind: str
    role: str
    campaign: str
    title_vi: str
    title_en: str
    unit: str | None
    unit_name: str
    count: int
    of: int
    due: date | None
    days: int | None
    late: bool
    edition: int | None

    @staticmethod
    def resolve_unit(it: Any) -> str | None:
        return ":".join(it.unit) if it.unit else None
