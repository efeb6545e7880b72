"""The demonstration's campaign is played to its end, also when playing it was broken off."""

from __future__ import annotations

import io
from datetime import UTC, datetime
from typing import Any

import pytest

from thangdo.records.files.receiving import put
from thangdo.records.people.acting import Actor
from thangdo.work.assessments import replaying
from thangdo.work.assessments.models import Answer, Submission
from thangdo.work.samples import campaign

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 3, 10, 2, tzinfo=UTC)


def keep(name: str, content: str, actor: Actor) -> str:
    """A file of the sample, as `thangdo seed` keeps it."""
    return put(io.BytesIO(content.encode()), name, "text/csv", actor.by()).sha256


def test_make_run_ends_before_the_sample_is_made_or_takes_half_of_it_for_the_whole(
    settings: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Takes half a minute of a processor: 259 units answer and are appraised, as in `make run`."""
    settings.DEMO = True
    play, played = campaign._play, 0

    def broken(*given: Any) -> None:
        nonlocal played
        played += 1
        if played == 45:
            raise KeyboardInterrupt
        play(*given)

    with monkeypatch.context() as breaking, pytest.raises(KeyboardInterrupt):
        breaking.setattr(campaign, "_play", broken)
        campaign.seed(NOW, keep)
    assert Submission.objects.exclude(answered=0).count() == 40  # two batches of twenty
    assert campaign.seed(NOW, keep) is True
    assert not Submission.objects.filter(answered=0).exists()
    assert campaign.seed(NOW, keep) is False
    states = set(Submission.objects.values_list("state", flat=True))
    assert states >= {"open", "asked", "returned", "appraised"}
    assert Answer.objects.filter(status="not-applicable").exists()
    assert replaying.of_campaign(Submission.objects.select_related("campaign")[0].campaign) == []
