"""The forms of units, editions, people, tokens, tasks, results, files and days."""

from __future__ import annotations

from datetime import date, datetime
from typing import Annotated, Any, Literal

from ninja import Schema
from pydantic import Field, JsonValue

from thangdo.faces.api.shapes import Hash, Sent, UnitCode, Words

Role = Literal["administrator", "author", "reporter", "head", "appraiser", "council", "publisher", "observer"]
Json = dict[str, JsonValue]


class FileOut(Schema):
    """A stored file. state: of the scan for malicious software."""

    sha256: str
    size: int
    type: str
    ending: str
    state: str
    stored_at: datetime


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


PreviewOut.model_rebuild()
