"""Every page from the conference to the citizen in Chromium: with aids, on a small phone, before a hall."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser

from browser.barriers import Barriers
from browser.officer import CONCLUDED, DESK, DIFFICULTY, LAND, SLUG, Officer, made
from serving import serve

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("conference")]
ORDERED = """
from thangdo.work.announcements import actions as announcements
from thangdo.records.acts.frame import do
from thangdo.work.directives import actions, proposing
from thangdo.work.directives.acts import DIRECTIVES
given = [proposing.Given(1, made.ref("district")), proposing.Given(2, made.ref("department"))]
drafts = proposing.from_conclusions(secretary, {slug!r}, given)
scope = dict(tiers=["commune"], within=["sample:H1"])
first = replace(drafts[0], slug="mot-cua", scope=scope, stated_count=2, official=True)
issued = do(DIRECTIVES, actions.draft, secretary, (), first)["slug"]
do(DIRECTIVES, actions.issue, chairman, (issued,), actions.Issue(), seen=1)
part = (issued, made.ref("commune"))
do(DIRECTIVES, actions.acknowledge, made.actor("reporter"), part)
do(DIRECTIVES, actions.report, made.actor("reporter"), part, actions.Report("Đã có quyết định", 100))
do(DIRECTIVES, actions.draft, secretary, (), replace(drafts[1], slug="dat-dai", stated_count=2))
NOTICES = announcements.NOTICES
notice = announcements.Draft(made.ref("province"), "Lịch tiếp dân")
seen = do(NOTICES, announcements.write, secretary, ("lich",), notice, seen=0)["sequence"]
do(NOTICES, announcements.publish, secretary, ("lich",), seen=seen)
announcements.receive("lich", "Có tiếp vào thứ bảy không?", "Bà Mẫu", made.now)
do(NOTICES, announcements.show, secretary, ("lich", 1))
"""
HERE = f"/office/conferences/{SLUG}/"
PAGES = {
    "secretary": (
        "/office/conferences/",
        "/office/conferences/plan/",
        HERE,
        f"{HERE}after/",
        f"{HERE}minutes/",
        f"/office/directives/from-minutes/{SLUG}/",
        "/office/directives/new",
        "/office/directives/dat-dai/",
        "/office/directives/mot-cua/unit/sample/X1/",
        "/office/announcements/lich/",
    ),
    "chairman": (
        f"{HERE}during/",
        f"{HERE}chair/",
        f"{HERE}projector/",
        f"{HERE}projector/?slide=2",
        "/office/directives/",
        "/office/directives/mot-cua/",
        "/office/directives/overdue",
    ),
    "head": (
        "/office/",
        f"{HERE}sites/sample/X1/",
        f"{HERE}answers/",
        "/office/directives/unit/sample/X1/",
        "/office/directives/mot-cua/unit/sample/X1/",
    ),
    "": (
        "/conferences/",
        f"/conferences/{SLUG}/",
        "/directives/",
        "/directives/mot-cua/",
        "/announcements/",
        "/announcements/lich/",
    ),
}


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """A concluded conference, an order reported on, another drafted, a notice with a reply."""
    data = tmp_path_factory.mktemp("conference") / "data"
    made(data, (CONCLUDED + ORDERED).format(slug=SLUG, lines=[DESK, LAND], difficulty=DIFFICULTY))
    with serve(data, THANGDO_DEMO="1") as url:
        yield url


barriers: dict[str, Barriers] = {}  # of each page, at all widths


@pytest.mark.parametrize("width", [360, 1440, 1920])
@pytest.mark.parametrize("login", PAGES)
def test_an_officer_or_a_citizen_with_aids_or_another_screen_meets_a_barrier(
    browser: Browser, address: str, login: str, width: int
) -> None:
    one = Officer(browser, address)
    one.page.set_viewport_size({"width": width, "height": 1080})
    if login:
        one.is_now(login)
    said = []
    for path in PAGES[login]:
        one.open(path)
        said += [f"{path}: {fault}" for fault in barriers.setdefault(path, Barriers()).found(one.page)]
        if width == 360:
            one.page.set_viewport_size({"width": 320, "height": 640})
            if (needed := one.page.evaluate("document.documentElement.scrollWidth")) > 320:
                said.append(f"{path}: {needed} px wide on a screen of 320 px")
            one.page.set_viewport_size({"width": width, "height": 1080})
    assert said == []
    one.ends()
