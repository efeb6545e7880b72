"""Acts that write to hundreds of streams at the same moment, each in a process: all are done."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from time import sleep

import pytest

from dying import at_once
from thangdo.records.ledger.events import MOST_LOCKS, By, New, append_many, head, hold
from thangdo.records.ledger.once import once

NOW = datetime(2026, 11, 30, 1, tzinfo=UTC)


def sends(campaign: str, key: str) -> Callable[[], object]:
    """One campaign is sent to many units: its own stream is held, then all of theirs are written."""
    by = By("person:1", NOW, key=key)

    def act() -> int:
        hold(campaign)
        sleep(0.5)  # meanwhile the other holds its own
        parts = [(f"{campaign}/{number}", [New("sent", {})]) for number in range(MOST_LOCKS + 1)]
        return len(append_many(parts, by))

    return lambda: once(by, {"campaign": campaign}, act)


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("key", ["", "k"])
def test_two_large_campaigns_are_sent_at_once_and_one_is_lost(key: str) -> None:
    campaigns = ["campaign:a", "campaign:b", "campaign:c"]
    assert at_once([sends(one, key and f"{key}-{one}") for one in campaigns]) == [0, 0, 0]
    assert [head(f"{one}/{MOST_LOCKS}") for one in campaigns] == [1, 1, 1]
