"""The states of an edition on its way to being published. What may be done in which stands in `acts.ACTS`."""

from __future__ import annotations

from enum import StrEnum


class State(StrEnum):
    """Where an edition stands on its way to being published."""

    DRAFT = "draft"
    REVIEW = "review"
    PUBLISHED = "published"
    WITHDRAWN = "withdrawn"
