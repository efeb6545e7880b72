"""The forms of what is answered about programmes."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Any, ClassVar

from ninja import Schema
from pydantic import BeforeValidator

from thangdo.faces.api.schemas.views import Ref, TextOrBlank, View, at, like
from thangdo.work.programmes.queries.pace import Forecast
from thangdo.work.programmes.queries.tables import Cell
from thangdo.work.programmes.templates import UNKNOWN


def _is_known(status: Any) -> Any:
    return None if status == UNKNOWN else status


def _reached(cell: Cell) -> int | None:
    return None if cell.status == UNKNOWN else cell.reached


#: a status of the template; null where nothing is known
Status = Annotated[str | None, BeforeValidator(_is_known)]


class ProgrammeOut(View):
    """A programme, with its counts over the units that the reader sees. due: null where none is stated.

    done and late: null where nothing is known of any unit; statuses counts those as "unknown".
    """

    within: ClassVar[tuple[str, ...]] = ("tally", "programme")
    slug: str
    kind: str
    title_vi: str
    title_en: str
    authority: Ref
    leading: Ref
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


@like(Forecast, without=("since",))
class ProgrammeForecastOut(View):
    """code: done, on-time, late, goes-on, or why no day can be said. pace: units a day, a fraction."""


class ProgrammeShownOut(ProgrammeOut):
    """A programme with its template and its forecast."""

    within: ClassVar = ("card", "card.tally", "card.programme")
    template: dict[str, Any]
    forecast: ProgrammeForecastOut


class ProgrammeLineOut(View):
    """A unit in a programme. carrier: who carries its part now. status, reached: null: nothing is known."""

    within: ClassVar = ("cell",)
    unit: str
    carrier: Ref = at("place")
    name_vi: str = at("place.vi")
    status: Status
    reached: Annotated[int | None, BeforeValidator(_reached)] = at("cell")
    done: bool
    late: bool


class ProgrammeStepOut(View):
    """A milestone of a unit. proof: its address, its words or the name of the file."""

    milestone: str = at("name")
    on: date | None = at("row.day")
    kind: TextOrBlank = at("row.proof.kind")
    proof: str = at("text")
    checked_on: date | None = at("row.checked_on")
    counts: bool


class ProgrammeCountOut(View):
    """A count on a day."""

    figure: str
    on: date = at("day")
    count: int
    frozen: bool


class ProgrammePartOut(View):
    """A unit's part. Names of members of a task force are not given to programs.

    status: null where nothing is known.
    """

    within: ClassVar = ("part",)
    unit: Ref
    carrier: Ref
    state: str
    status: Status = at("part.says")
    due: date | None
    done_on: date | None
    planned: int | None
    spent: int | None
    values: dict[str, str]
    milestones: list[ProgrammeStepOut] = at("steps")
    counts: list[ProgrammeCountOut]
    sequence: int


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
