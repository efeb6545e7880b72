"""The forms of accounts, offices held, tokens and tasks."""

from __future__ import annotations

from datetime import date
from typing import Annotated, ClassVar, Literal

from ninja import Schema
from pydantic import BeforeValidator, Field

from thangdo.faces.api.schemas.campaigns import Sent, UnitCode, Words
from thangdo.faces.api.schemas.views import RefOrNull, View, at, like
from thangdo.records.people.queries import OfficeView, PersonView
from thangdo.records.people.tokens import TokenView
from thangdo.work.assessments.queries.tasks import Task

Role = Literal["administrator", "author", "reporter", "head", "appraiser", "council", "publisher", "observer"]


@like(OfficeView)
class OfficeOut(View):
    """An office held."""


@like(PersonView, without=("is_demo",))
class PersonOut(View):
    """An account, for its administrator."""

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


class HeldOut(View):
    """One of your own offices, as far as the token reaches."""

    role: str
    unit: Annotated[str, BeforeValidator(lambda ref: ref.partition("@")[2])] = at("ref")
    subtree: bool
    title: str


@like(TokenView)
class TokenOut(View):
    """A token; its text was shown once and is not known any more. roles: null for all of its holder."""


class MeOut(View):
    """Who you are to the system."""

    within: ClassVar = ("holder", "holder.person")
    person: str = at("holder.person.ref")
    name: str
    language: str
    offices: list[HeldOut]
    token: TokenOut


@like(Task, without=("facts",))
class TaskOut(View):
    """One thing that you can do now."""

    unit: RefOrNull
    late: bool
