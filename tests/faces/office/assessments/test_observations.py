"""An appraiser sees what the system's records say before it counts; what was seen is what is kept."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from decimal import Decimal

import pytest

import played
import world as sample
from desk import at, page, signed_in
from thangdo.records.units.models import Unit
from thangdo.work.assessments import sources
from thangdo.work.assessments.models import Answer
from world import World

pytestmark = pytest.mark.django_db
HERE = f"/en/office/campaigns/{played.SLUG}/"
NOW = {"X1": Decimal("80.5")}


def compute(units: Sequence[Unit], since: date, until: date) -> dict[int, dict[str, Decimal]]:
    return {one.pk: {"satisfaction": NOW[one.code]} for one in units if one.code in NOW}


@pytest.fixture
def world(monkeypatch: pytest.MonkeyPatch) -> World:
    world = sample.build()
    played.returned(world)
    at(monkeypatch, world)
    return world


@pytest.fixture
def surveys() -> Iterator[None]:
    figures = {"satisfaction": ("Mức độ hài lòng", "Satisfaction of callers")}
    sources.register("surveys", "Khảo sát", "Surveys", compute, figures)
    yield
    sources.forget("surveys")


def test_without_a_source_the_page_offers_none(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sources, "_SOURCES", {})
    assert "own records" not in page(signed_in(world, "appraiser"), f"{HERE}observing")


def test_what_was_seen_is_kept_although_the_records_have_moved_on(
    world: World, surveys: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    client = signed_in(world, "appraiser")
    offered = page(client, f"{HERE}observing")
    assert 'value="surveys:satisfaction" selected>Surveys: Satisfaction of callers<' in offered
    answer = client.post(f"{HERE}observing", {"input": "satisfaction", "figure": "surveys:satisfaction"})
    shown = answer.content.decode()
    assert answer.status_code == 200 and ">80.5<" in shown and "Sở Mẫu 1" in shown
    row = Answer.objects.get(submission=world.part(played.SLUG, "commune"), node="B2")
    assert row.decided is None
    monkeypatch.setitem(NOW, "X1", Decimal(10))
    token = shown.split('name="token" value="')[1].split('"')[0]
    assert client.post(f"{HERE}observing", {"token": token, "key": "once"}).status_code == 302
    row.refresh_from_db()
    assert row.decided == {"satisfaction": "80.5"}
    told = page(client, f"{HERE}appraisal/sample/X1/timeline")
    assert "Surveys: Satisfaction of callers" in told
    refused = client.post(f"{HERE}observing", {"input": "staff", "figure": "surveys:satisfaction"})
    assert refused.status_code == 400
