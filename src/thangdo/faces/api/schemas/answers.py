"""The forms of answers, of what is decided of them, of evidence and observations."""

from __future__ import annotations

from datetime import date, datetime
from typing import Annotated, ClassVar

from ninja import Schema
from pydantic import BeforeValidator, Field

from thangdo.faces.api.schemas.campaigns import Done, Hash, Number, Sent, Text, Values, Words
from thangdo.faces.api.schemas.views import View, at, like
from thangdo.work.assessments.queries.items import Field as Field_
from thangdo.work.assessments.queries.items import Proof
from thangdo.work.assessments.queries.points import Point
from thangdo.work.assessments.queries.reading import Reply


class FileOut(Schema):
    """A stored file. state: of the scan for malicious software."""

    sha256: str
    size: int
    type: str
    ending: str
    state: str
    stored_at: datetime


class EvidenceDone(Done):
    """An evidence is given. number: within the unit's part."""

    number: int
    sha256: str = ""


class Choice(View):
    """One choice of an input."""

    code: str
    title: Text | None


@like(Field_, without=("choices", "last", "computed"))
class FieldOut(View):
    """One input. elsewhere: the criterion where it is asked, when not here."""

    title: Text | None
    unit: Text | None
    choices: Annotated[
        list[Choice],
        BeforeValidator(lambda choices: [{"code": code, "title": title} for code, title in choices]),
    ]


@like(Point)
class PointOut(View):
    """Points, exact as text; null where there are none, then `status` says why."""


@like(Reply, without=("question", "fields"))
class AnswerOut(View):
    """A criterion as asked, what the unit said, what was decided. final: null until you may see it.

    provisional: points_declared compare the unit with itself alone; what counts hangs on others.
    """

    within: ClassVar = ("question",)
    node: str
    place: int
    title: Text
    guidance: Text | None
    evidence_wanted: Text | None = at("question.evidence")
    maximum: str
    page: str
    group: str
    kind: str
    source: str
    measured: bool
    tables: list[str]
    inputs: list[FieldOut] = at("fields")
    points_declared: PointOut | None
    points: PointOut | None
    provisional: bool = at("question.among_peers")


class AnswerIn(Sent):
    """All that the unit says to one criterion; what is left out is left blank."""

    values: Values = Field(default_factory=dict)
    not_applicable: bool = False
    na_reason: Words = ""
    comment: Words = ""


class AnswerOfMany(AnswerIn):
    """The same among others. seen: the sequence of the answer that you have read."""

    node: Annotated[str, Field(max_length=60)]
    seen: Number


class ManyAnswers(Sent):
    """Several answers at once, all or none."""

    answers: Annotated[list[AnswerOfMany], Field(min_length=1, max_length=1000)]


class Nodes(Sent):
    """Criterion -> the sequence of the answer that you have read."""

    nodes: Annotated[dict[str, Number], Field(min_length=1, max_length=1000)]


class Measured(Sent):
    """Criterion -> values, and criterion -> the sequence that you have read."""

    values: Annotated[dict[str, Values], Field(min_length=1, max_length=1000)]
    seen: Annotated[dict[str, Number], Field(max_length=1000)]


class EvidenceIn(Sent):
    """A link, or a file that was sent to /files or given before."""

    node: Annotated[str, Field(max_length=60)]
    title: Annotated[str, Field(min_length=1, max_length=300)]
    sha256: Hash | None = None
    link: Annotated[str, Field(max_length=2000)] = ""
    effective: date | None = None
    expires: date | None = None


@like(Proof)
class EvidenceOut(View):
    """An evidence. serves: all the criteria that it stands for; state: of the scan of its file."""


class RowsIn(Sent):
    """The rows of a table of observations: column -> text."""

    rows: Annotated[list[Values], Field(max_length=20_000)]


class RowsOut(Schema):
    """The rows of a table of observations."""

    table: str
    rows: list[dict[str, str]]
