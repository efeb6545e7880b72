"""The states of a campaign, of a unit's part in it and of each answer, and the allowed moves, as data.

An act is allowed when its campaign, submission and answer stand in one of the states named here and the actor
holds one of the roles in the unit that `where` names. Nothing else decides.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import Literal

from thangdo.records.people.models import Role


class Campaign(StrEnum):
    """A campaign (kỳ đánh giá)."""

    DRAFT = "draft"
    RUNNING = "running"  # units fill in, appraisers appraise
    OBJECTIONS = "objections"  # results notified, the window is open
    DECIDING = "deciding"  # the council decides
    CONCLUDED = "concluded"  # the council's result
    APPROVED = "approved"
    PUBLISHED = "published"
    CANCELLED = "cancelled"


class Submission(StrEnum):
    """A unit's part in a campaign."""

    OPEN = "open"
    RETURNED = "returned"
    ASKED = "asked"  # some answers were sent back with a question
    APPRAISED = "appraised"
    MISSING = "missing"  # never returned, closed by the appraiser
    NOTIFIED = "notified"
    OBJECTED = "objected"
    SETTLED = "settled"


class Declared(StrEnum):
    """What the unit has said to one criterion."""

    BLANK = "blank"
    PARTIAL = "partial"
    ANSWERED = "answered"
    NOT_APPLICABLE = "not-applicable"


class Decision(StrEnum):
    """What the appraisal has decided of one answer."""

    PENDING = "pending"
    ACCEPTED = "accepted"
    AMENDED = "amended"
    ASKED = "asked"
    COUNCIL = "council"  # marked for the council


class Objection(StrEnum):
    """The unit's objection to one amended answer."""

    NONE = "none"
    OPEN = "open"
    UPHELD = "upheld"
    DISMISSED = "dismissed"


Where = Literal["authority", "appraising", "unit"]
C, S, D = Campaign, Submission, Decision


@dataclass(frozen=True, slots=True)
class Act:
    """One thing that can be done. Empty tuples: the state does not matter (or there is none)."""

    roles: tuple[str, ...]
    where: Where
    campaign: tuple[Campaign, ...]
    submission: tuple[Submission, ...] = ()
    answer: tuple[Decision, ...] = ()
    objection: tuple[Objection, ...] = ()


UNIT = (Role.REPORTER, Role.HEAD)
DECIDED = (D.ACCEPTED, D.AMENDED, D.COUNCIL)
ACTS: dict[str, Act] = {
    # the campaign
    "plan": Act((Role.PUBLISHER,), "authority", (C.DRAFT,)),
    "dispatch": Act((Role.PUBLISHER,), "authority", (C.DRAFT,)),
    "cancel": Act((Role.PUBLISHER,), "authority", (C.DRAFT, C.RUNNING)),
    "extend": Act((Role.APPRAISER, Role.PUBLISHER), "appraising", (C.RUNNING,), (S.OPEN, S.ASKED)),
    "observe": Act((Role.APPRAISER,), "appraising", (C.RUNNING,)),
    "notify": Act((Role.PUBLISHER,), "authority", (C.RUNNING,)),
    "close_window": Act((Role.PUBLISHER,), "authority", (C.OBJECTIONS,)),
    "conclude": Act((Role.COUNCIL,), "authority", (C.DECIDING,)),
    "reopen": Act((Role.COUNCIL,), "authority", (C.CONCLUDED,)),
    "approve": Act((Role.HEAD,), "authority", (C.CONCLUDED,)),
    "revoke": Act((Role.HEAD,), "authority", (C.APPROVED,)),
    "publish": Act((Role.PUBLISHER,), "authority", (C.APPROVED,)),
    "correct": Act((Role.COUNCIL,), "authority", (C.PUBLISHED,)),
    # the unit
    "answer": Act(UNIT, "unit", (C.RUNNING,), (S.OPEN,), (D.PENDING,)),
    "answer_again": Act(UNIT, "unit", (C.RUNNING,), (S.ASKED,), (D.ASKED,)),
    "sign_off": Act((Role.HEAD,), "unit", (C.RUNNING,), (S.OPEN, S.ASKED)),
    "take_back": Act((Role.HEAD,), "unit", (C.RUNNING,), (S.RETURNED,)),
    "object": Act(
        UNIT, "unit", (C.OBJECTIONS,), (S.NOTIFIED, S.OBJECTED), (D.AMENDED,), (Objection.NONE,)
    ),
    "object_evidence": Act(UNIT, "unit", (C.OBJECTIONS,), (S.NOTIFIED, S.OBJECTED), (D.AMENDED,)),
    "withdraw_objection": Act(UNIT, "unit", (C.OBJECTIONS,), (S.OBJECTED,), (), (Objection.OPEN,)),
    "agree": Act((Role.HEAD,), "unit", (C.OBJECTIONS,), (S.NOTIFIED,)),
    # the appraisal
    "accept": Act((Role.APPRAISER,), "appraising", (C.RUNNING,), (S.RETURNED, S.ASKED), (D.PENDING,)),
    "amend": Act((Role.APPRAISER,), "appraising", (C.RUNNING,), (S.RETURNED, S.ASKED), (D.PENDING,)),
    "ask": Act((Role.APPRAISER,), "appraising", (C.RUNNING,), (S.RETURNED, S.ASKED), (D.PENDING,)),
    "mark": Act((Role.APPRAISER,), "appraising", (C.RUNNING,), (S.RETURNED, S.ASKED), (D.PENDING,)),
    "undo": Act((Role.APPRAISER,), "appraising", (C.RUNNING,), (S.RETURNED, S.ASKED), DECIDED),
    "stop_waiting": Act((Role.APPRAISER,), "appraising", (C.RUNNING,), (S.ASKED,)),
    "second": Act((Role.APPRAISER,), "appraising", (C.RUNNING,), (S.RETURNED, S.ASKED, S.APPRAISED), DECIDED),
    "finish": Act((Role.APPRAISER,), "appraising", (C.RUNNING,), (S.RETURNED,)),
    "resume": Act((Role.APPRAISER,), "appraising", (C.RUNNING,), (S.APPRAISED,)),
    "write_off": Act((Role.APPRAISER,), "appraising", (C.RUNNING,), (S.OPEN,)),
    "let_in": Act((Role.APPRAISER,), "appraising", (C.RUNNING,), (S.MISSING,)),
    # the council
    "decide": Act((Role.COUNCIL,), "authority", (C.RUNNING, C.OBJECTIONS, C.DECIDING), (), (D.COUNCIL,)),
    "hear": Act((Role.COUNCIL,), "authority", (C.OBJECTIONS, C.DECIDING), (), (), (Objection.OPEN,)),
    "put_right": Act((Role.COUNCIL,), "authority", (C.DECIDING,), (S.SETTLED, S.MISSING, S.NOTIFIED)),
}  # fmt: skip
