"""What runs by itself in campaigns: who is told, when, once; never on a day off."""

from __future__ import annotations

import re
from datetime import timedelta
from pathlib import Path

import pytest

import world as sample
from answers import Given, answer
from records.notices.people import notices_for
from thangdo.faces.look import sentences
from thangdo.faces.office import notices as words
from thangdo.records.acts.frame import do
from thangdo.records.notices import timetable
from thangdo.records.notices.models import Notice
from thangdo.work.assessments import jobs
from thangdo.work.assessments import notifications as told
from thangdo.work.assessments.actions import answering, appraising, campaigns
from thangdo.work.assessments.acts import CAMPAIGNS, PARTS
from thangdo.work.assessments.notifications import tell
from world import MORNING, World

pytestmark = pytest.mark.django_db
SLUG = "sample-2025"


@pytest.fixture
def world() -> World:
    world = sample.build()
    sample.dispatched(world)
    return world


def codes(world: World, who: str, days: int = 0) -> list[str]:
    return [notice.code for notice in notices_for(world.actor(who, timedelta(days=days)))]


def test_a_unit_is_told_twice_that_it_is_asked(world: World) -> None:
    assert tell(MORNING) == 8  # four units, reporter and head
    assert tell(MORNING) == 0
    assert codes(world, "reporter") == ["assessments.asked-to-assess"]
    assert codes(world, "appraiser") == []


def test_a_question_reaches_nobody(world: World) -> None:
    ref = world.ref("commune")
    given = Given("B1", {"website": "own"}, world.sequence(SLUG, "commune", "B1"))
    answer(world.actor("reporter"), SLUG, ref, given)
    do(PARTS, answering.sign_off, world.actor("head"), (SLUG, ref), seen=world.part(SLUG, "commune").sequence)
    do(
        PARTS,
        appraising.ask,
        world.actor("appraiser"),
        (SLUG, ref, "B1"),
        appraising.Asked("Địa chỉ trang?"),
        seen=world.sequence(SLUG, "commune", "B1"),
    )
    tell(MORNING)
    assert "assessments.question" in codes(world, "head")
    assert "Địa chỉ" not in str(Notice.objects.values_list("facts", flat=True))


def test_reminders_come_on_a_holiday_or_every_day(world: World) -> None:
    days_told = {}
    for days in range(0, 45):
        now = MORNING + timedelta(days=days)
        if jobs.remind(now):
            days_told[now.date().isoformat()] = Notice.objects.filter(created_at=now).count()
    # due on Monday 23 March: five and two working days before, on the day, the day after, each fifth after
    assert list(days_told)[:4] == ["2026-03-16", "2026-03-19", "2026-03-23", "2026-03-24"]
    assert all(day not in days_told for day in ("2026-03-21", "2026-03-22", "2026-04-26", "2026-04-27"))
    assert "assessments.late" in codes(world, "head", 44)


def test_a_reminder_is_sent_again_when_the_job_runs_twice(world: World) -> None:
    now = MORNING + timedelta(days=14)
    jobs.remind(now)
    before = Notice.objects.count()
    jobs.remind(now)
    assert before == Notice.objects.count() > 0


def test_a_unit_that_has_returned_is_reminded_on(world: World) -> None:
    jobs.remind(MORNING + timedelta(days=14))
    ref = world.ref("commune")
    given = Given("B1", {"website": "own"}, world.sequence(SLUG, "commune", "B1"))
    answer(world.actor("reporter"), SLUG, ref, given)
    do(PARTS, answering.sign_off, world.actor("head"), (SLUG, ref), seen=world.part(SLUG, "commune").sequence)
    jobs.remind(MORNING + timedelta(days=17))
    assert codes(world, "reporter", 17) == []
    assert codes(world, "reporter2", 17) != []


def test_a_unit_hears_of_nothing_after_the_campaign_was_called_off(world: World) -> None:
    do(CAMPAIGNS, campaigns.cancel, world.actor("publisher"), (SLUG,), campaigns.Why("Hoãn"))
    assert jobs.remind(MORNING + timedelta(days=14)) == 0


def test_a_notice_has_no_words(world: World) -> None:
    known = [code for code in sentences.everything()["notices"] if code.startswith("assessments.")]
    source = "".join(Path(module.__file__ or "").read_text(encoding="utf-8") for module in (jobs, told))
    own = {"assessments.remind", "assessments.expire", "assessments.tell"}
    assert set(re.findall(r'"(assessments\.[a-z-]+)"', source)) - own == set(known)
    facts = {
        "title_vi": "Đánh giá mẫu",
        "title_en": "Sample",
        "due": "2026-03-23",
        "missing": 3,
        "node": "A1",
    }
    for code in known:
        for language in ("vi", "en"):
            said = words.words(code, facts, "https://example.test/", language)
            assert "%(" not in said.subject and said.body.count("\n") > 3


def test_the_jobs_are_not_in_the_timetable() -> None:
    names = {job.name for job in timetable.jobs()}
    assert {"assessments.remind", "assessments.expire", "assessments.tell", "ledger.digest"} <= names
