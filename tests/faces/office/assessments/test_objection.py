"""What the unit learns of the appraisal, and when: the question in its place, the notice, the objection."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from desk import signed_in
from forms import SLUG, given, province
from reporting import PART, answer_of, send, text_of
from thangdo.records.acts.frame import do
from thangdo.work.assessments.actions import answering, appraising, campaigns
from thangdo.work.assessments.acts import CAMPAIGNS, PARTS
from world import World

pytestmark = pytest.mark.django_db


@pytest.fixture
def world() -> World:
    world = province()
    for person in world.people.values():  # the clock of the pages is today's
        person.save()
    return world


@pytest.fixture
def reporter(world: World) -> Client:
    return signed_in(world, "reporter")


def test_what_the_office_measures_or_decides_is_not_shown_before_the_notice(
    world: World, reporter: Client
) -> None:
    appraised(world, notify=False)
    page = text_of(reporter.get(PART)) + text_of(reporter.get(f"{PART}page/B"))
    page += text_of(reporter.get(f"{PART}objection"))
    assert "Hai người không có giấy" not in page and "điều chỉnh A2" not in page
    assert "tối đa là 20" not in page and '<strong class="num">15</strong>' not in page  # B2: 75 % of 20


def appraised(world: World, notify: bool = True) -> None:
    """The commune returned and was appraised with one amended answer; results notified."""
    given(world, "A1", {"staff": "20", "staff_with_computer": "18"})
    given(world, "A2", {"staff_trained": "10"})
    do(
        PARTS,
        answering.sign_off,
        world.actor("head"),
        (SLUG, world.ref("commune")),
        seen=world.part(SLUG, "commune").sequence,
    )
    office, unit = world.actor("appraiser"), world.ref("commune")
    do(PARTS, appraising.observe, office, (SLUG, unit), appraising.Observed("visits", [{"polite": "yes"}]))
    see = lambda node: world.sequence(SLUG, "commune", node)  # noqa: E731
    do(
        PARTS,
        appraising.amend,
        office,
        (SLUG, unit, "A2"),
        appraising.Amended({"staff_trained": "8"}, "Hai người không có giấy"),
        seen=see("A2"),
    )
    do(
        PARTS,
        appraising.amend,
        office,
        (SLUG, unit, "B2"),
        appraising.Amended({"satisfaction": "75"}, ""),
        seen=see("B2"),
    )
    rest = ("A1", "B1", "B3", "B4", "B5", "B6", "B7")
    do(
        PARTS,
        appraising.accept,
        office,
        (SLUG, unit),
        appraising.Accepted(tuple({node: see(node) for node in rest})),
        seen={node: see(node) for node in rest},
    )
    do(PARTS, appraising.finish, office, (SLUG, unit))
    if not notify:
        return
    late = timedelta(days=60)
    for other in ("other", "office", "department"):
        do(
            PARTS,
            answering.write_off,
            world.actor("appraiser", late),
            (SLUG, world.ref(other)),
            campaigns.Why("Không gửi"),
        )
    do(CAMPAIGNS, campaigns.notify, world.actor("publisher", late), (SLUG,))


@pytest.fixture
def in_the_window(world: World, monkeypatch: pytest.MonkeyPatch) -> World:
    """Results notified; the pages' clock stands on the next day."""
    appraised(world)
    from thangdo.faces.office import page_frame as frame

    monkeypatch.setattr(frame.clock, "now", lambda: world.now + timedelta(days=61))
    return world


def test_an_objection_is_made_with_evidence_within_the_window_and_taken_back(
    in_the_window: World, reporter: Client
) -> None:
    world = in_the_window
    page = text_of(reporter.get(f"{PART}objection"))
    assert "Hai người không có giấy" in page and "A2" in page and "data-keep" in page
    seen = answer_of(world, "A2").sequence
    empty = reporter.post(f"{PART}objection/A2", {"seen": str(seen), "text": " "})
    assert empty.status_code == 400 and "lý do" in text_of(empty)
    for _ in range(2):
        pdf = SimpleUploadedFile("giấy.pdf", b"%PDF-1.4\n%%EOF\n", "application/pdf")
        data = {"seen": str(seen), "text": "Cả hai đều có giấy", "file": pdf, "key": "k"}
        assert reporter.post(f"{PART}objection/A2", data).status_code == 302
    assert (answer_of(world, "A2").objection, answer_of(world, "A2").evidence) == ("open", 1)
    assert "Cả hai đều có giấy" in text_of(reporter.get(f"{PART}objection"))
    seen = answer_of(world, "A2").sequence
    assert reporter.post(f"{PART}objection/A2/withdraw", {"seen": str(seen)}).status_code == 302
    assert answer_of(world, "A2").objection == "none"
    assert signed_in(world, "head").post(f"{PART}objection/agree", {}).status_code == 302
    assert world.part(SLUG, "commune").state == "settled"


def test_after_the_window_neither_objection_nor_evidence_is_taken(
    in_the_window: World, reporter: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    from thangdo.faces.office import page_frame as frame

    world = in_the_window
    monkeypatch.setattr(frame.clock, "now", lambda: world.now + timedelta(days=120))
    seen = answer_of(world, "A2").sequence
    pdf = SimpleUploadedFile("giấy.pdf", b"%PDF-1.4\n%%EOF\n", "application/pdf")
    response = reporter.post(f"{PART}objection/A2", {"seen": str(seen), "text": "Muộn", "file": pdf})
    assert response.status_code == 400
    page = text_of(response)
    assert "đã hết ngày" in page and 'name="text"' not in page
    assert answer_of(world, "A2").evidence == 0


def test_the_question_of_the_appraiser_stands_at_its_criterion_and_is_answered_there(
    world: World, reporter: Client
) -> None:
    given(world, "A1", {"staff": "20", "staff_with_computer": "18"})
    do(
        PARTS,
        answering.sign_off,
        world.actor("head"),
        (SLUG, world.ref("commune")),
        seen=world.part(SLUG, "commune").sequence,
    )
    do(
        PARTS,
        appraising.ask,
        world.actor("appraiser"),
        (SLUG, world.ref("commune"), "A1"),
        appraising.Asked("Danh sách đâu?"),
        seen=world.sequence(SLUG, "commune", "A1"),
    )
    page = text_of(reporter.get(f"{PART}page/A"))
    assert "Danh sách đâu?" in page and page.count("data-autosave") == 1
    assert "Danh sách đâu?" in text_of(reporter.get(PART)) and "#c-A1" in text_of(reporter.get(PART))
    assert send(reporter, world, "A1", v__staff="20", v__staff_with_computer="17").status_code == 200
    assert send(reporter, world, "B1", v__website="own").status_code == 400
