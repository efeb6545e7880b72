"""The forms of what is answered about programmes."""

from __future__ import annotations

from datetime import date
from typing import Any

from ninja import Schema

from thangdo.faces.api.schemas.directives import ref
from thangdo.work.programmes.models import Programme
from thangdo.work.programmes.queries.access import PartView
from thangdo.work.programmes.queries.tables import Tally
from thangdo.work.programmes.templates import UNKNOWN


class ProgrammeOut(Schema):
    """A programme, with its counts over the units that the reader sees. due: null where none is stated.

    done and late: null where nothing is known of any unit; statuses counts those as "unknown".
    """

    slug: str
    kind: str
    title_vi: str
    title_en: str
    authority: str
    leading: str
    directive: str
    starts: date | None
    due: date | None
    state: str
    known: bool
    sample: bool
    units: int
    done: int | None
    late: int | None
    statuses: dict[str, int]
    sequence: int

    @classmethod
    def of(cls, one: Programme, tally: Tally) -> ProgrammeOut:
        """From a row and its counts."""
        given: dict[str, Any] = {name: getattr(tally, name) for name in ("units", "done", "late", "statuses")}
        if not one.known and tally.silent:
            given |= {"done": None, "late": None}
        given |= {"authority": ref(one.authority), "leading": ref(one.leading)}
        plain = {name: getattr(one, name) for name in cls.model_fields if name not in given}
        return cls(**plain, **given)


class ProgrammeForecastOut(Schema):
    """code: done, on-time, late, goes-on, or why no day can be said. pace: units a day, a fraction."""

    code: str
    done: int
    of: int
    day: date | None
    due: date | None
    pace: str | None


class ProgrammeShownOut(ProgrammeOut):
    """A programme with its template and its forecast."""

    template: dict[str, Any]
    forecast: ProgrammeForecastOut


class ProgrammeLineOut(Schema):
    """A unit in a programme. carrier: who carries its part now. status, reached: null: nothing is known."""

    unit: str
    carrier: str
    name_vi: str
    status: str | None
    reached: int | None
    done: bool
    late: bool


class ProgrammeStepOut(Schema):
    """A milestone of a unit. proof: its address, its words or the name of the file."""

    milestone: str
    on: date | None
    kind: str
    proof: str
    checked_on: date | None
    counts: bool


class ProgrammeCountOut(Schema):
    """A count on a day."""

    figure: str
    on: date
    count: int
    frozen: bool


class ProgrammePartOut(Schema):
    """A unit's part. Names of members of a task force are not given to programs.

    status: null where nothing is known.
    """

    unit: str
    carrier: str
    state: str
    status: str | None
    due: date | None
    done_on: date | None
    planned: int | None
    spent: int | None
    values: dict[str, str]
    milestones: list[ProgrammeStepOut]
    counts: list[ProgrammeCountOut]
    sequence: int

    @classmethod
    def of(cls, found: PartView) -> ProgrammePartOut:
        """From what was read."""
        part = found.part
        return cls(
            unit=ref(part.unit),
            carrier=ref(part.carrier),
            state=part.state,
            status=None if part.says == UNKNOWN else part.status,
            due=part.due,
            done_on=part.done_on,
            planned=None if part.planned is None else int(part.planned),
            spent=None if part.spent is None else int(part.spent),
            values=dict(found.values),
            milestones=[
                ProgrammeStepOut(
                    milestone=step.name,
                    on=step.row.day if step.row else None,
                    kind=step.row.proof["kind"] if step.row else "",
                    proof=step.text,
                    checked_on=step.row.checked_on if step.row else None,
                    counts=step.counts,
                )
                for step in found.steps
            ],
            counts=[
                ProgrammeCountOut(figure=one.figure, on=one.day, count=one.count, frozen=one.frozen)
                for one in found.counts
            ],
            sequence=part.sequence,
        )


class ProgrammeDoneOut(Schema):
    """What an act on a part gives."""

    sequence: int
    status: str


class ProgrammeBegunOut(Schema):
    """A programme is kept."""

    slug: str
    sequence: int


class ProgrammeAddedOut(Schema):
    """Units were added; found: how many the rule means."""

    units: int
    found: int
    sequence: int
