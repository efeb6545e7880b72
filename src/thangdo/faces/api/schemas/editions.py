"""The forms of editions: texts, checks, runs on the answers of a year."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, ClassVar

from ninja import Schema
from pydantic import BeforeValidator, Field, JsonValue

from thangdo.faces.api.schemas.campaigns import Sent, UnitCode, Words
from thangdo.faces.api.schemas.views import Ref, View, at, like
from thangdo.faces.look import phrasing
from thangdo.faces.look.templatetags.look import language
from thangdo.work.assessments.simulating import Source

Json = dict[str, JsonValue]


class EditionOut(View):
    """A version of an edition. key: its number here; sha256: of the frozen edition, once published."""

    within: ClassVar = ("row",)
    key: int = at("row.pk")
    edition: str
    version: int
    state: str
    title_vi: str
    title_en: str
    unit: Ref
    replaces: int | None = at("row.replaces_id")
    problems: int
    sha256: str
    sequence: int
    changed_at: datetime
    published_at: datetime | None
    can: list[str]


class BeginIn(Sent):
    """A draft to begin. text: YAML; source: where it comes from."""

    edition: Annotated[str, Field(max_length=80)]
    unit: UnitCode
    text: Annotated[str, Field(max_length=2_000_000)]
    source: Annotated[str, Field(max_length=200)] = ""


class TextOf(Sent):
    """The YAML text of an edition."""

    text: Annotated[str, Field(max_length=2_000_000)]


class TextOut(Schema):
    """The YAML text of an edition, as its authors wrote it."""

    text: str


class WhyNot(Sent):
    """Why, where it is needed."""

    reason: Words = ""


class EditionDone(Schema):
    """An act on an edition is done."""

    key: int
    version: int
    state: str
    sequence: int


class FindingOut(View):
    """One fault of a text, or one thing that may not be meant."""

    where: Annotated[str, BeforeValidator(lambda problem: problem.code or problem.column or "")] = at(".")
    line: int | None
    said: Annotated[str, BeforeValidator(lambda problem: phrasing.line(problem, language()))] = at(".")


class CheckOut(View):
    """What can be said of a text. good: it may be submitted."""

    good: Annotated[bool, BeforeValidator(lambda problems: not problems)] = at("problems")
    problems: list[FindingOut]
    notes: list[FindingOut]


class SimulateIn(Sent):
    """Run on which answers: campaign:<slug> or bundled:<id>."""

    source: Annotated[str, Field(max_length=120)]


@like(Source)
class SourceOut(View):
    """Answers on which a draft can be run."""


class SimulationOut(Schema):
    """A simulation: its job while it runs; then who would move, or why there is none."""

    job: str | None = None
    done: bool
    simulation: Json | None = None
    refused: str | None = None
    facts: dict[str, str] = Field(default_factory=dict)
