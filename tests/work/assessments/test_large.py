"""A large campaign: the worker computes what concerns all units; pages show the same, later."""

from __future__ import annotations

import io
import os
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from django_tasks_db.models import DBTaskResult

import played
import world as sample
from thangdo.records.documents import workbooks
from thangdo.records.files import kept
from thangdo.rules.exact import Fraction
from thangdo.work.assessments.models import Campaign, Submission
from thangdo.work.assessments.queries import large, points, signals_by_unit, weak

pytestmark = pytest.mark.django_db
SLUG = played.SLUG


@pytest.fixture
def publisher(tmp_path: Path, settings: Any, monkeypatch: pytest.MonkeyPatch) -> Any:
    """An appraised campaign that counts as large; who sees it whole."""
    settings.DATA = tmp_path
    world = sample.build()
    played.appraised(world)
    Submission.objects.filter(unit=world.units["other"]).update(returned_on=date(2026, 3, 20))
    monkeypatch.setattr(large, "LARGE", 0)
    return world.actor("publisher")


def waiting(path: str) -> int:
    return DBTaskResult.objects.filter(task_path__endswith=path).count()


def test_the_kept_table_of_weak_places_differs_from_the_computed_one(publisher: Any) -> None:
    for _ in range(2):
        with pytest.raises(kept.BeingMade):
            weak.weak(publisher, SLUG)
    assert waiting("weak.compute") == 1
    weak.compute.func(SLUG)
    for asked in (
        {},
        {"tier": "commune"},
        {"tier": "department"},
        {"field": "staff"},
        {"tier": "commune", "field": "staff"},
    ):
        shown, computed = weak.weak(publisher, SLUG, **asked), weak.computed(publisher, SLUG, **asked)
        assert shown == computed and bool(shown.found) is (asked.get("tier") != "department")
    assert waiting("weak.compute") == 1


def test_an_old_table_passes_for_that_of_now_or_is_computed_at_every_look(publisher: Any) -> None:
    weak.compute.func(SLUG)
    campaign = Campaign.objects.get(slug=SLUG)
    Submission.objects.filter(campaign=campaign).update(sequence=999)
    shown = weak.weak(publisher, SLUG)
    assert shown.at is not None and waiting("weak.compute") == 0  # it was computed just now
    found = kept.find(f"weak:{SLUG}", large.mark(campaign))
    assert found is not None and not found.current
    old = (found.made - weak.RENEWED - timedelta(minutes=1)).timestamp()
    os.utime(found.path, (old, old))
    assert weak.weak(publisher, SLUG).at is not None and waiting("weak.compute") == 1
    weak.compute.func(SLUG)
    assert weak.weak(publisher, SLUG).at is None


def test_signals_and_peers_of_all_units_are_sought_while_somebody_waits(
    publisher: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    campaign = Campaign.objects.select_related("edition").get(slug=SLUG)
    assert signals_by_unit.every(campaign) == [] and waiting("signals_by_unit.find") == 1
    assert points.peers(campaign, "commune", publisher.at) == {} and waiting("points.compare") == 1
    signals_by_unit.find.func(SLUG)
    key = DBTaskResult.objects.get(task_path__endswith="points.compare").args_kwargs["args"][1]
    points.compare.func(SLUG, key)
    late, peers = signals_by_unit.every(campaign), points.peers(campaign, "commune", publisher.at)
    assert peers
    monkeypatch.setattr(large, "LARGE", 500)
    monkeypatch.setattr(signals_by_unit, "_READY", {})
    assert signals_by_unit.every(campaign) == late
    Submission.objects.filter(campaign=campaign).update(signal_sequence=999)
    monkeypatch.setattr(large, "LARGE", 0)
    assert signals_by_unit.every(campaign) == late and waiting("signals_by_unit.find") == 2
    hour = publisher.at + timedelta(hours=1)
    assert points.peers(campaign, "commune", hour) == peers and waiting("points.compare") == 2


def test_a_large_workbook_loses_cells_that_a_small_one_has(monkeypatch: pytest.MonkeyPatch) -> None:
    """Its rows go to the disk as they are written; what a reader finds is the same."""

    def read(content: bytes) -> list[list[object]]:
        book = openpyxl.load_workbook(io.BytesIO(content))
        return [
            [(cell.value, cell.number_format, cell.alignment.wrap_text) for cell in row]
            for sheet in book
            for row in sheet.iter_rows()
        ]

    rows = [[f"Xã {n}", Fraction(n, 3), n, "dài " * n] for n in range(40)]
    sheets = [
        workbooks.Sheet("Một", ["Tên", "Điểm", "Số", "Ghi chú"], rows, wrap=True, places={"Điểm": 2}),
        workbooks.Sheet("Hai", ["Tên", "Điểm", "Số", "Ghi chú"], rows, heading=("Đầu đề", "Nguồn"), frozen=1),
    ]
    small = workbooks.xlsx_bytes(sheets)
    monkeypatch.setattr(workbooks, "LARGE", 10)
    assert read(workbooks.xlsx_bytes(sheets)) == read(small)
