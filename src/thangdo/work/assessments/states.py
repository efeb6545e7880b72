"""The states of a campaign, of a unit's part in it and of each answer; `acts.py` says what each allows."""

from __future__ import annotations

from enum import StrEnum

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


#: a campaign in these has told no unit what the appraisal found
UNTOLD = (Campaign.DRAFT, Campaign.RUNNING, Campaign.CANCELLED)
NEW = ""  # of a campaign that is only being planned
UNIT = (Role.REPORTER, Role.HEAD)
