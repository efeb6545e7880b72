"""Files of a large campaign are made by the worker, kept, and are those that a small one gets at once."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import pytest
from django.utils.module_loading import import_string
from django_tasks_db.models import DBTaskResult

import played
import world as sample
from desk import signed_in
from thangdo.records.files import kept
from thangdo.work.assessments.models import Submission
from thangdo.work.assessments.paper_data import Gathered
from thangdo.work.assessments.queries import large

pytestmark = pytest.mark.django_db
HERE = f"/office/campaigns/{played.SLUG}"
FILES = ("/weak.csv?tier=commune", "/weak.xlsx", "/papers/results.xlsx", "/papers/report.docx?number=12")


def work() -> list[str]:
    """What the worker would do; the tasks that it ran."""
    done = []
    for one in DBTaskResult.objects.filter(status="READY").order_by("enqueued_at"):
        given = one.args_kwargs
        done.append(one.task_path)
        try:
            import_string(one.task_path).func(*given["args"], **given["kwargs"])
        finally:
            one.delete()
    return done


@pytest.fixture
def publisher(collected_static_files: None, tmp_path: Path, settings: Any) -> Any:
    """Somebody who sees the whole of an appraised campaign."""
    settings.DATA = tmp_path
    world = sample.build()
    played.appraised(world)
    Submission.objects.filter(unit=world.units["other"]).update(returned_on=date(2026, 3, 20))
    for person in world.people.values():
        person.save()
    return signed_in(world, "publisher")


def test_a_large_campaign_gets_other_files_than_a_small_one(
    publisher: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    small = {file: publisher.get(HERE + file).content for file in FILES}
    monkeypatch.setattr(large, "LARGE", 0)
    for file, content in small.items():
        for _ in range(2):
            first = publisher.get(HERE + file)
            assert first.status_code == 202 and first["Refresh"] == str(kept.AGAIN)
        assert len(work()) == 1
        late = publisher.get(HERE + file)
        assert late.status_code == 200 and late.streaming and "attachment" in late["Content-Disposition"]
        assert b"".join(late.streaming_content) == content
    Submission.objects.update(sequence=999)
    assert publisher.get(HERE + FILES[0]).status_code == 202  # something has happened: it is made anew


def test_a_file_that_cannot_be_made_is_waited_for_for_ever(
    publisher: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(large, "LARGE", 0)

    def broken(*_: object, **__: object) -> None:
        raise RuntimeError("no room")

    assert publisher.get(HERE + FILES[0]).status_code == 202
    with monkeypatch.context() as breaking, pytest.raises(RuntimeError):
        breaking.setattr("thangdo.work.assessments.queries.weak.table", broken)
        work()
    shown = publisher.get(HERE + FILES[0])
    assert shown.status_code == 500 and "Chưa tính được" in shown.content.decode()


def test_the_page_of_weak_places_waits_for_all_units(publisher: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(large, "LARGE", 0)
    shown = publisher.get(f"{HERE}/weak")
    assert shown.status_code == 202 and "Hệ thống đang tính" in shown.content.decode()
    assert len(work()) == 1
    assert publisher.get(f"{HERE}/weak").status_code == 200
    Submission.objects.update(sequence=999)
    assert "đây là số liệu lúc" in publisher.get(f"{HERE}/weak").content.decode()


def test_the_annex_of_a_plan_is_made_within_a_request(
    publisher: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = f"/office/programmes/plans/{played.SLUG}/weak.xlsx"
    small = publisher.get(file)
    assert small.status_code == 200
    monkeypatch.setattr(large, "LARGE", 0)
    assert publisher.get(file).status_code == 202
    assert len(work()) == 1
    late = publisher.get(file)
    assert late.status_code == 200 and b"".join(late.streaming_content) == small.content


def test_a_workbook_without_the_reasons_says_something_else(
    publisher: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What is let go of to spare memory is shown nowhere in it."""
    file = f"{HERE}/papers/results.xlsx"
    content = publisher.get(file).content
    monkeypatch.setattr(Gathered, "forget_reasons", lambda self: None)
    assert publisher.get(file).content == content
