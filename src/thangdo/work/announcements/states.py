"""The states of a notice and of a reply, and the allowed moves, as data."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import Literal

from thangdo.records.people.models import Role


class Announcement(StrEnum):
    """A public notice (thông báo)."""

    DRAFT = "draft"
    PUBLISHED = "published"
    WITHDRAWN = "withdrawn"


class Reply(StrEnum):
    """What a citizen wrote to a notice."""

    WAITING = "waiting"  # nobody has looked at it yet: not public
    SHOWN = "shown"
    HIDDEN = "hidden"


Where = Literal["unit", "asked", "either"]
EDITORS = (Role.PUBLISHER, Role.SECRETARY, Role.HEAD)
N, R = Announcement, Reply


@dataclass(frozen=True, slots=True)
class Act:
    """One thing that can be done. where: the unit that gives notice, the unit asked to answer, or either."""

    roles: tuple[str, ...]
    where: Where
    announcement: tuple[Announcement, ...]
    reply: tuple[Reply, ...] = ()


ACTS: dict[str, Act] = {
    "write": Act(EDITORS, "unit", (N.DRAFT, N.PUBLISHED)),
    "attach": Act(EDITORS, "unit", (N.DRAFT, N.PUBLISHED)),
    "publish": Act(EDITORS, "unit", (N.DRAFT, N.WITHDRAWN)),
    "withdraw": Act(EDITORS, "unit", (N.PUBLISHED,)),
    "show": Act(EDITORS, "unit", (N.PUBLISHED,), (R.WAITING, R.HIDDEN)),
    "hide": Act(EDITORS, "unit", (N.PUBLISHED,), (R.WAITING, R.SHOWN)),
    "ask": Act(EDITORS, "unit", (N.PUBLISHED,), (R.WAITING, R.SHOWN)),
    "answer": Act((Role.REPORTER, Role.HEAD, *EDITORS[:2]), "either", (N.PUBLISHED,), (R.WAITING, R.SHOWN)),
}
