"""The states of a notice and of a reply. What may be done in which of them stands in `actions.ACTS`."""

from __future__ import annotations

from enum import StrEnum


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


NEW = ""  # of a notice that is only being made
N, R = Announcement, Reply
