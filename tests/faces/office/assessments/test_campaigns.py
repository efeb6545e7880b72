"""The pages of a campaign: from the plan to the sealed publication, by those who may, and nobody else."""

from __future__ import annotations

import io
import zipfile
from datetime import timedelta
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import translation

import played
import world as sample
from desk import at, page, send, signed_in
from thangdo.rules.index.publication.verifying import verify
from thangdo.work.assessments import background_sealing
from thangdo.work.assessments.models import Answer, Campaign, Observation
from thangdo.work.assessments.queries import large
from world import World

pytestmark = pytest.mark.django_db
SLUG = played.SLUG
HERE = f"/en/office/campaigns/{SLUG}/"


@pytest.fixture
def world(monkeypatch: pytest.MonkeyPatch) -> World:
    translation.activate("vi")
    made = sample.build()
    at(monkeypatch, made)
    return made


def planned(world: World, **more: str) -> dict[str, object]:
    version = sample.publish_edition(world)
    return {
        "slug": SLUG,
        "title_vi": "Đánh giá mẫu",
        "title_en": "Sample",
        "edition": str(version.pk),
        "authority": "sample:M",
        "appraising": "sample:S1",
        "tiers": ["department", "commune"],
        "period_from": "2025-01-01",
        "period_to": "31/12/2025",
        "follows": "",
        "return_days": "15",
        "verify_days": "120",
        "objection_days": "10",
        "sample_percent": "50",
        **more,
    }


def test_a_publisher_plans_and_dispatches_and_sees_the_days_counted(world: World) -> None:
    client = signed_in(world, "publisher")
    assert "Plan a campaign" in page(client, "/en/office/campaigns/new")
    answer = send(client, "/en/office/campaigns/new", **planned(world))
    assert answer.headers["Location"] == HERE
    assert "It waits for its dispatch" in page(client, HERE)
    send(client, f"{HERE}act/dispatch", on="2026-03-02")
    shown = page(client, HERE)
    assert "23 March 2026" in shown and "Xã Mẫu 1" in shown
    times = page(client, f"{HERE}timetable")
    assert "From 2 March 2026 until 23 March 2026" in times and "Saturday" in times


def test_what_was_typed_for_a_step_is_lost_when_it_does_not_fit(world: World) -> None:
    client = signed_in(world, "publisher")
    send(client, "/en/office/campaigns/new", **planned(world), seen="0")
    again = send(client, "/en/office/campaigns/new", **planned(world, title_en="Another"), seen="0")
    assert again.status_code == 400 and "Another" in again.content.decode(), "the code is taken"
    wrong = send(client, f"{HERE}act/dispatch", on="31/2/2026", asks="on")
    assert wrong.status_code == 400 and 'value="31/2/2026"' in wrong.content.decode()
    blank = send(client, f"{HERE}act/cancel", reason=" ", asks="reason", seen="1")
    shown = blank.content.decode()
    assert blank.status_code == 400 and "A reason is needed" in shown and "<details" in shown
    stale = send(client, f"{HERE}act/cancel", reason="Chưa đủ số liệu", asks="reason", seen="9")
    assert stale.status_code == 409 and "Chưa đủ số liệu" in stale.content.decode()
    assert world.campaign(SLUG).state == "draft"


def test_a_plan_that_does_not_fit_comes_back_with_what_was_typed(world: World) -> None:
    client = signed_in(world, "publisher")
    answer = send(client, "/en/office/campaigns/new", **planned(world, period_to="2024-12-31"))
    assert answer.status_code == 400 and "Đánh giá mẫu" in answer.content.decode()
    assert not Campaign.objects.exists()
    answer = send(client, "/en/office/campaigns/new", **planned(world, period_to="31.31.2024"))
    assert answer.status_code == 400


def test_the_board_is_for_those_who_oversee_and_a_commune_sees_its_own_part(world: World) -> None:
    sample.dispatched(world)
    assert "Who has returned" in page(signed_in(world, "observer"), HERE)
    own = page(signed_in(world, "reporter"), HERE)
    assert "Xã Mẫu 1" in own and "Xã Mẫu 2" not in own
    assert page(signed_in(world, "reporter"), f"{HERE}weak", 403)
    assert page(signed_in(world, "author"), HERE, 404)


def test_the_board_is_saved_as_csv_with_its_filters(world: World) -> None:
    played.returned(world)
    client = signed_in(world, "publisher")
    answer = client.get(f"{HERE}units.csv?state=returned")
    rows = answer.content.decode().splitlines()
    assert len(rows) == 2 and rows[1].startswith("X1,")
    assert client.get(f"{HERE}units.xlsx").content.startswith(b"PK")
    for other in ("docx", "pdf", "json"):
        assert client.get(f"{HERE}units.{other}").status_code == 404, "no CSV under another name"


def test_the_loop_ends_in_a_sealed_publication_that_is_downloaded_and_verified(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    played.objected(world)
    at(monkeypatch, world, 62)
    council = signed_in(world, "council")
    agenda = page(council, f"{HERE}council/")
    assert "Có giấy" in agenda and "Hai người không có giấy" in agenda
    seen = played.see(world, "A2")["A2"]
    send(
        council,
        f"{HERE}council/sample/X1/A2/hear",
        outcome="values",
        seen=seen,
        reason="Một người có giấy",
        **{"v-staff_trained": "9"},
    )
    at(monkeypatch, world, 90)
    publisher = signed_in(world, "publisher")
    send(publisher, f"{HERE}act/close_window")
    assert "Conclude" in page(council, f"{HERE}council/")
    send(council, f"{HERE}act/conclude", reason="Mẫu nhỏ")
    send(signed_in(world, "chairman"), f"{HERE}act/approve", decision="99/QĐ-UBND")
    send(publisher, f"{HERE}publish")
    shown = page(publisher, f"{HERE}publications")
    publication = world.campaign().publications.get()
    assert publication.sha256 in shown and publication.key_id in shown and "thangdo verify" in shown
    content = b"".join(publisher.get(f"{HERE}publications/1.zip").streaming_content)  # type: ignore[attr-defined]
    assert not verify(content).findings
    assert publication.sha256[:16] in page(publisher, "/en/office/publications/")


def test_a_correction_reopens_the_campaign_and_the_old_publication_stays(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    played.published(world)
    at(monkeypatch, world, 100)
    council = signed_in(world, "council")
    send(council, f"{HERE}act/correct", reason="Số liệu sai")
    assert "Số liệu sai" in page(council, f"{HERE}publications")
    one = page(council, f"{HERE}council/sample/X1/A1")
    assert "Put the value right" in one
    seen = played.see(world, "A1")["A1"]
    values = {"v-staff": "20", "v-staff_with_computer": "15"}
    send(council, f"{HERE}council/sample/X1/A1/put_right", seen=seen, reason="Sai số", **values)
    send(council, f"{HERE}act/conclude", reason="Mẫu nhỏ")
    send(signed_in(world, "chairman"), f"{HERE}act/approve", decision="100/QĐ-UBND")
    publisher = signed_in(world, "publisher")
    send(publisher, f"{HERE}publish")
    shown = page(publisher, f"{HERE}publications")
    assert "no. 2" in shown and "replaced" in shown and "Số liệu sai" in shown


def test_nobody_but_the_publisher_publishes(world: World) -> None:
    played.concluded(world)
    for who in ("council", "chairman", "appraiser", "head", "observer", "administrator"):
        answer = signed_in(world, who).post(f"{HERE}publish")
        assert answer.status_code == 403
    assert world.campaign().revision == 0


def test_a_large_campaign_is_sealed_by_the_worker_once_and_its_page_says_how_far(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    played.concluded(world)
    at(monkeypatch, world, 92)
    send(signed_in(world, "chairman"), f"{HERE}act/approve", decision="99/QĐ-UBND")
    monkeypatch.setattr(large, "LARGE", 1)
    publisher = signed_in(world, "publisher")
    send(publisher, f"{HERE}publish", key="k1")
    assert "It waits for the worker" in page(publisher, f"{HERE}publications")
    actor = world.actor("publisher", timedelta(days=92))
    for _ in range(2):  # a task may run twice
        background_sealing.seal.call(actor.person, SLUG, "k1", actor.at.isoformat())
    assert world.campaign().publications.count() == 1
    found = background_sealing.progress(SLUG)
    assert found is not None and found.state == "done"


def test_every_document_of_its_time_is_offered_and_can_be_saved(world: World) -> None:
    played.notified(world)
    client = signed_in(world, "publisher")
    shown = page(client, f"{HERE}papers")
    assert "not yet" in shown and "Notice of its result" in shown
    answer = client.get(f"{HERE}papers/report.docx?number=12&day=2026-05-02")
    assert answer.content.startswith(b"PK") and "report.docx" in answer.headers["Content-Disposition"]
    assert client.get(f"{HERE}papers/decision.docx").status_code == 400
    assert client.get(f"{HERE}papers/results.xlsx").content.startswith(b"PK")
    notices = client.get(f"{HERE}papers/notices.zip")
    assert notices.streaming, "the first notice is sent before the last is written"
    with zipfile.ZipFile(io.BytesIO(b"".join(notices.streaming_content))) as archive:
        assert len(archive.namelist()) == 4 and archive.testzip() is None


def test_a_template_of_the_office_is_checked_before_it_is_used(world: World) -> None:
    played.notified(world)
    client = signed_in(world, "publisher")
    bad = SimpleUploadedFile("mau.docx", b"no Word document")
    answer = client.post(f"{HERE}papers/report.docx", {"template": bad})
    assert answer.status_code == 400 and "can be read" in answer.content.decode()
    form = Path("src/thangdo/library/forms/report.docx").read_bytes()
    good = SimpleUploadedFile("mau.docx", form)
    assert client.post(f"{HERE}papers/report.docx", {"template": good}).content.startswith(b"PK")


def test_observations_from_a_file_are_looked_at_before_they_are_kept(world: World) -> None:
    played.returned(world)
    client = signed_in(world, "appraiser")
    assert "visits" in page(client, f"{HERE}observing")
    blank = client.get(f"{HERE}observing/visits.csv").content.decode().splitlines()
    assert blank[0] == "unit,name,polite" and len(blank) == 5
    bad = SimpleUploadedFile("a.csv", b"unit,polite\nX9,yes\nX1,perhaps\n")
    answer = client.post(f"{HERE}observing", {"table": "visits", "file": bad})
    text = answer.content.decode()
    assert answer.status_code == 400 and "X9" in text and "Line 3" in text
    good = SimpleUploadedFile("a.csv", b"unit,polite\nX1,yes\nX1,no\nX2,yes\n")
    shown = client.post(f"{HERE}observing", {"table": "visits", "file": good}).content.decode()
    assert not Observation.objects.exists()
    token = shown.split('name="token" value="')[1].split('"')[0]
    client.post(f"{HERE}observing", {"token": token, "key": "once"})
    assert [(len(one.rows)) for one in Observation.objects.order_by("pk")] == [2, 1]
    assert client.post(f"{HERE}observing", {"token": "other"}).status_code == 302


def test_measured_values_come_from_a_file_and_can_be_put_right_by_another(world: World) -> None:
    played.returned(world)
    client = signed_in(world, "appraiser")

    def bring(text: str) -> None:
        file = SimpleUploadedFile("a.csv", text.encode())
        shown = client.post(f"{HERE}observing", {"table": "values", "file": file}).content.decode()
        token = shown.split('name="token" value="')[1].split('"')[0]
        client.post(f"{HERE}observing", {"token": token, "key": token})

    bring("unit,satisfaction\nX1,75\n")
    bring("unit,satisfaction\nX1,80.5\n")
    answer = Answer.objects.get(submission=world.part(SLUG, "commune"), node="B2")
    assert (answer.decided, answer.decision) == ({"satisfaction": "80.5"}, "amended")
    assert world.part(SLUG, "commune").amended == 0  # measured, not amended
