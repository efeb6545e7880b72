"""The states of a directive, of an assignment and of a request for more time.

What may be done in which of them, and by whom, stands in `acts.ACTS`. Overdue is no state: it is computed.
"""

from __future__ import annotations

from enum import StrEnum

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


D, A = Directive, Assignment
#: of an assignment that is not finished and not in the hands of the issuing unit: the unit owes it
OWED = (A.ISSUED, A.ACKNOWLEDGED, A.RETURNED)
OPEN = (*OWED, A.REPORTED)
DONE = (A.ACCEPTED, A.CLOSED)


NEW = ""  # of a directive that is only being made
UNIT = (Role.REPORTER, Role.HEAD)
STAFF = (Role.SECRETARY, Role.HEAD)  # of the issuing unit
