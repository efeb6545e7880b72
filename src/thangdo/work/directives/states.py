"""The states of a directive, of an assignment and of a request for more time; the allowed moves as data.

An act is allowed when its directive and assignment stand in one of the states named here and the actor holds
one of the roles in the place that `where` names. Nothing else decides. Overdue is no state: it is computed.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import Literal

from thangdo.records.people.models import Role


class Directive(StrEnum):
    """A directive (ý kiến chỉ đạo, nhiệm vụ được giao)."""

    DRAFT = "draft"
    ISSUED = "issued"
    CLOSED = "closed"
    WITHDRAWN = "withdrawn"


class Assignment(StrEnum):
    """What one unit was given to do by a directive."""

    ISSUED = "issued"
    ACKNOWLEDGED = "acknowledged"
    REPORTED = "reported"  # as done, waits for the issuing unit
    ACCEPTED = "accepted"
    RETURNED = "returned"  # given back, or reopened: there is work to do again
    CLOSED = "closed"
    WITHDRAWN = "withdrawn"


class Extension(StrEnum):
    """A request for more time."""

    ASKED = "asked"
    GRANTED = "granted"
    REFUSED = "refused"


class Again(StrEnum):
    """Why an assignment that was done, or reported as done, is to be worked on again."""

    NONE = ""
    GIVEN_BACK = "given-back"
    EVIDENCE = "evidence"  # an evidence was withdrawn after acceptance
    DATA = "data"  # the condition over data no longer holds


class DueKind(StrEnum):
    """How a directive says when it is due."""

    DATE = "date"
    WORKING_DAYS = "working-days"  # after the day of issue
    NONE = "none"  # not stated


class Urgency(StrEnum):
    """Mức độ khẩn (Decree 30/2020/NĐ-CP, Article 8): thường, khẩn, thượng khẩn, hỏa tốc."""

    NORMAL = "normal"
    URGENT = "urgent"
    VERY_URGENT = "very-urgent"
    EXPRESS = "express"


Where = Literal["authority", "unit"]
D, A = Directive, Assignment
#: of an assignment that is not finished and not in the hands of the issuing unit: the unit owes it
OWED = (A.ISSUED, A.ACKNOWLEDGED, A.RETURNED)
OPEN = (*OWED, A.REPORTED)
DONE = (A.ACCEPTED, A.CLOSED)


@dataclass(frozen=True, slots=True)
class Act:
    """One thing that can be done. Empty tuples: the state does not matter (or there is none)."""

    roles: tuple[str, ...]
    where: Where
    directive: tuple[Directive, ...]
    assignment: tuple[Assignment, ...] = ()


UNIT = (Role.REPORTER, Role.HEAD)
STAFF = (Role.SECRETARY, Role.HEAD)  # of the issuing unit
ACTS: dict[str, Act] = {
    # the directive
    "draft": Act(STAFF, "authority", (D.DRAFT,)),
    "edit": Act(STAFF, "authority", (D.DRAFT,)),
    "discard": Act(STAFF, "authority", (D.DRAFT,)),
    "issue": Act((Role.HEAD,), "authority", (D.DRAFT,)),
    "close": Act((Role.HEAD,), "authority", (D.ISSUED,)),
    "withdraw": Act((Role.HEAD,), "authority", (D.ISSUED,)),
    # the unit
    "acknowledge": Act(UNIT, "unit", (D.ISSUED,), (A.ISSUED,)),
    "report": Act(UNIT, "unit", (D.ISSUED,), OWED),
    "withdraw_evidence": Act(UNIT, "unit", (D.ISSUED, D.CLOSED), (*OPEN, *DONE)),
    "ask_extension": Act((Role.HEAD,), "unit", (D.ISSUED,), OWED),
    # the issuing unit, on one assignment
    "accept": Act(STAFF, "authority", (D.ISSUED,), (A.REPORTED,)),
    "give_back": Act(STAFF, "authority", (D.ISSUED,), (A.REPORTED,)),
    "decide_extension": Act((Role.HEAD,), "authority", (D.ISSUED,), OPEN),
    "close_one": Act((Role.HEAD,), "authority", (D.ISSUED,), (*OPEN, A.ACCEPTED)),
    "withdraw_one": Act((Role.HEAD,), "authority", (D.ISSUED,), (*OPEN, A.ACCEPTED)),
    "pass_on": Act(STAFF, "authority", (D.ISSUED,), OPEN),
}
