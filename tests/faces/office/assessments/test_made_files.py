"""Files of a large campaign are made by the worker, kept, and are those that a small one gets at once."""

from __future__ import annotations

import io
import zipfile
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from django.core.cache import cache
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import Http404
from django.utils.module_loading import import_string
from django_tasks_db.models import DBTaskResult

import played
import world as sample
from desk import signed_in
from thangdo.records.documents.official.kinds import default_template
from thangdo.records.files import kept
from thangdo.work.assessments import scoring
from thangdo.work.assessments.models import Campaign, Submission
from thangdo.work.assessments.queries import large, signals_by_unit

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


def unpacked(answer: Any) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(b"".join(answer.streaming_content))) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


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


def test_papers_without_the_facts_of_each_score_say_something_else(
    publisher: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What is let go of to spare memory is shown in none of them."""
    files = [f"{HERE}/papers/{name}" for name in ("results.xlsx", "report.docx", "weak-places.pdf")]
    content = [publisher.get(file).content for file in files]
    really = scoring.score
    monkeypatch.setattr(scoring, "score", lambda *given, facts=True, **named: really(*given, **named))
    assert [publisher.get(file).content for file in files] == content


def test_notices_and_papers_from_an_own_template_are_made_within_a_request(
    publisher: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    """To 5,259 units they take minutes. What was sent is laid by for the worker."""
    Campaign.objects.update(state="objections")
    notices, report = f"{HERE}/papers/notices.zip?start=5", f"{HERE}/papers/report.docx?number=7"

    def sent() -> Any:
        template = SimpleUploadedFile("report.docx", default_template("report"))
        return publisher.post(report.partition("?")[0], {"template": template, "number": "7"})

    first = unpacked(publisher.get(notices))
    own = sent().content
    monkeypatch.setattr(large, "LARGE", 0)
    assert publisher.get(notices).status_code == 202 and len(work()) == 1
    late = publisher.get(notices)
    assert unpacked(late) == first and late["Content-Type"] == "application/zip"
    after = sent()
    assert after.status_code == 302 and "own=" in after["Location"]
    assert publisher.get(after["Location"]).status_code == 202 and len(work()) == 1
    assert b"".join(publisher.get(after["Location"]).streaming_content) == own
    lost = after["Location"].replace("own=", "own=0")
    assert publisher.get(lost).status_code == 202
    with pytest.raises(Http404):
        work()
    assert publisher.get(lost).status_code == 500


def test_no_signal_yet_looks_like_none(publisher: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(large, "LARGE", 0)
    monkeypatch.setattr(signals_by_unit, "_READY", {})
    cache.clear()
    said = "Hệ thống đang tính tín hiệu"
    pages = (f"{HERE}/signals/", f"{HERE}/appraisal/sample/X1/")
    for page in pages:
        shown = publisher.get(page)
        assert shown.status_code == 200 and said in shown.content.decode(), page
    work()
    for page in pages:
        assert said not in publisher.get(page).content.decode(), page
