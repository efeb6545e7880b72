"""The forms of answers, of what is decided of them, of evidence and observations."""

from __future__ import annotations

from datetime import date, datetime
from typing import Annotated, Any

from ninja import Schema
from pydantic import Field

from thangdo.faces.api.schemas.campaigns import Done, Hash, Number, Sent, Text, Values, Words, words_of


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


class Choice(Schema):
    """One choice of an input."""

    code: str
    title: Text | None


class FieldOut(Schema):
    """One input. elsewhere: the criterion where it is asked, when not here."""

    name: str
    title: Text | None
    unit: Text | None
    type: str
    text: str
    choices: list[Choice]
    elsewhere: str

    @classmethod
    def of(cls, it: Any) -> FieldOut:
        """An input as it is answered."""
        choices = [Choice(code=code, title=words_of(title)) for code, title in it.choices]
        return cls(
            name=it.name,
            title=words_of(it.title),
            unit=words_of(it.unit),
            type=it.type,
            text=it.text,
            choices=choices,
            elsewhere=it.elsewhere,
        )


class PointOut(Schema):
    """Points, exact as text; null where there are none, then `status` says why."""

    score: str | None
    maximum: str | None
    status: str
    share: str | None


class AnswerOut(Schema):
    """A criterion as asked, what the unit said, what was decided. final: null until you may see it."""

    node: str
    place: int
    title: Text
    guidance: Text | None
    evidence_wanted: Text | None
    maximum: str
    page: str
    group: str
    kind: str
    source: str
    measured: bool
    tables: list[str]
    inputs: list[FieldOut]
    declared: dict[str, str]
    status: str
    na_reason: str
    comment: str
    evidence: list[int]
    decision: str
    final: dict[str, str] | None
    reason: str
    asked: str
    decided_by: str
    by_council: bool
    objection: str
    objection_text: str
    outcome: str
    points_declared: PointOut | None
    points: PointOut | None
    sequence: int
    changed_at: datetime | None
    can: list[str]

    @classmethod
    def of(cls, reply: Any) -> AnswerOut:
        """What a query gave, as it is answered."""
        own = ("node", "place", "title", "guidance", "maximum", "page", "group", "kind", "source")
        question = {name: getattr(reply.question, name) for name in own}
        rest = {
            name: getattr(reply, name)
            for name in reply.__slots__
            if name not in ("question", "fields", "asked")
        }
        return cls.model_validate(
            {
                **question,
                **rest,
                "evidence_wanted": reply.question.evidence,
                "measured": reply.question.measured,
                "tables": list(reply.question.tables),
                "inputs": [FieldOut.of(one) for one in reply.fields],
                "asked": reply.asked,
            }
        )


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


class EvidenceOut(Schema):
    """An evidence. serves: all the criteria that it stands for; state: of the scan of its file."""

    number: int
    kind: str
    title: str
    link: str
    sha256: str
    size: int | None
    type: str
    state: str
    effective: date | None
    expires: date | None
    expired: bool
    late: bool
    added_at: datetime
    reviewed_at: datetime | None
    reviewed_by: str
    serves: list[str]


class RowsIn(Sent):
    """The rows of a table of observations: column -> text."""

    rows: Annotated[list[Values], Field(max_length=20_000)]


class RowsOut(Schema):
    """The rows of a table of observations."""

    table: str
    rows: list[dict[str, str]]
