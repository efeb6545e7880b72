"""Dispatch writes the parts of all units in bulk: the same rows as event by event, and few statements."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

import world as sample
from thangdo.records.acts.frame import do
from thangdo.records.ledger import events as ledger
from thangdo.work.assessments import replaying
from thangdo.work.assessments.actions import campaigns
from thangdo.work.assessments.acts import CAMPAIGNS
from thangdo.work.assessments.models import Answer, Submission
from world import World

pytestmark = pytest.mark.django_db


@pytest.fixture
def world() -> World:
    return sample.build()


@pytest.mark.parametrize("percent", [0, 50, 100])
def test_an_answer_written_in_bulk_is_not_what_the_ledger_says(world: World, percent: int) -> None:
    campaign = sample.dispatched(world, sample_percent=percent)
    parts = list(Submission.objects.filter(campaign=campaign))
    assert len(parts) == 4
    assert [line for part in parts for line in replaying.differences(part)] == []
    for part in parts:
        (opened,) = ledger.read(part.stream)
        rows = list(Answer.objects.filter(submission=part))
        assert [row.node for row in rows] == [*opened.payload["asked"], *opened.payload["measured"]]
        assert [row.node for row in rows if row.measured] == ["B2", "B3"] == opened.payload["measured"]
        assert {row.node for row in rows if row.sampled} == set(opened.payload["sampled"])
        assert [row.pk for row in rows] == sorted(row.pk for row in rows)
    drawn, asked = Answer.objects.filter(sampled=True).count(), Answer.objects.count()
    assert {0: drawn == 0, 50: 0 < drawn < asked, 100: drawn == asked}[percent]


def test_each_unit_more_costs_a_statement_more(world: World) -> None:
    """As long as the units fit into one batch, sixty are asked with as many statements as four."""
    sample.planned(world)
    for n in range(56):
        sample.unit(f"Y{n}", f"Xã Mẫu thêm {n}", "commune", "xã", world.units["district"])
    sample.paths.refresh()
    sample.planned(world, "few", tiers=("department",))

    def statements(slug: str) -> int:
        with CaptureQueriesContext(connection) as found:
            do(CAMPAIGNS, campaigns.dispatch, world.actor("publisher"), (slug,), campaigns.Dispatch())
        return len(found)

    few, many = statements("few"), statements("sample-2025")
    assert Submission.objects.filter(campaign__slug="sample-2025").count() == 60
    per_tier = 2  # its questions read, its answers written
    taken_together = 2 * 58  # on PostgreSQL streams are locked one by one up to `MOST_LOCKS`
    assert many <= few + per_tier + (taken_together if connection.vendor == "postgresql" else 0)
