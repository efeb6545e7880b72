"""The forms of editions: texts, checks, runs on the answers of a year."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Any

from ninja import Schema
from pydantic import Field, JsonValue

from thangdo.faces.api.schemas.campaigns import Sent, UnitCode, Words

Json = dict[str, JsonValue]


class EditionOut(Schema):
    """A version of an edition. key: its number here; sha256: of the frozen edition, once published."""

    key: int
    edition: str
    version: int
    state: str
    title_vi: str
    title_en: str
    unit: str
    replaces: int | None
    problems: int
    sha256: str
    sequence: int
    changed_at: datetime
    published_at: datetime | None
    can: list[str]

    @classmethod
    def of(cls, row: Any, can: list[str]) -> EditionOut:
        """A stored version as it is answered."""
        own = ("edition", "version", "state", "title_vi", "title_en", "problems", "sha256", "sequence")
        return cls(
            key=row.pk,
            unit=f"{row.unit.scheme}:{row.unit.code}",
            replaces=row.replaces_id,
            changed_at=row.changed_at,
            published_at=row.published_at,
            can=can,
            **{name: getattr(row, name) for name in own},
        )


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


class FindingOut(Schema):
    """One fault of a text, or one thing that may not be meant."""

    where: str
    line: int | None
    said: str


class CheckOut(Schema):
    """What can be said of a text. good: it may be submitted."""

    good: bool
    problems: list[FindingOut]
    notes: list[FindingOut]


class SimulateIn(Sent):
    """Run on which answers: campaign:<slug> or bundled:<id>."""

    source: Annotated[str, Field(max_length=120)]


class SourceOut(Schema):
    """Answers on which a draft can be run."""

    id: str
    title_vi: str
    title_en: str


class SimulationOut(Schema):
    """A simulation: its job while it runs; then who would move, or why there is none."""

    job: str | None = None
    done: bool
    simulation: Json | None = None
    refused: str | None = None
    facts: dict[str, str] = Field(default_factory=dict)
