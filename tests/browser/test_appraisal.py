"""The appraiser's day in Chromium: by keyboard alone, without scripts, on a small phone, with aids."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

import forking
from browser.barriers import Barriers, too_wide
from browser.kinds import WIDTHS
from serving import environment, ready, serve

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("appraisal")]
SLUG = "sample-2025"
HERE = f"/office/campaigns/{SLUG}/"
UNIT = f"{HERE}appraisal/sample/X1/"
PLAY = """
import sys, django
sys.path.insert(0, sys.argv[1])
django.setup()
from datetime import timedelta
import played, world
from thangdo.records.people.models import Person
from thangdo.records.acts.frame import do
from thangdo.work.assessments.actions import appraising, campaigns
from thangdo.work.assessments.acts import PARTS
made = world.build()
played.returned(made, sample_percent=100)
played.fill(made, "other", "reporter2", played.VALUES)
played.sign(made, "other", "head2")
unit = made.ref("other")
do(PARTS, appraising.mark, made.actor("appraiser"), (played.SLUG, unit, "A2"),
   campaigns.Why("Cần Hội đồng cho ý kiến"), seen=played.see(made, "A2", unit="other")["A2"])
do(PARTS, appraising.accept, made.actor("appraiser2"), (played.SLUG, unit),
   appraising.Accepted(("A1",)), seen=played.see(made, "A1", unit="other"))
Person.objects.update(is_demo=True)
"""
PAGES = {
    "tasks": ("appraiser", "/office/"),
    "campaigns": ("publisher", "/office/campaigns/"),
    "plan": ("publisher", "/office/campaigns/new"),
    "board": ("publisher", HERE),
    "own": ("reporter", HERE),
    "queue": ("appraiser", f"{HERE}appraisal/"),
    "unit": ("appraiser", UNIT),
    "measured": ("appraiser", f"{UNIT}?page=B"),
    "signals": ("appraiser", f"{HERE}signals/"),
    "second": ("appraiser", f"{HERE}second"),
    "agreement": ("appraiser", f"{HERE}agreement"),
    "observing": ("appraiser", f"{HERE}observing"),
    "council": ("council", f"{HERE}council/"),
    "weak": ("publisher", f"{HERE}weak"),
    "papers": ("publisher", f"{HERE}papers"),
    "publication": ("publisher", f"{HERE}publications"),
    "publications": ("publisher", "/office/publications/"),
    "timetable": ("publisher", f"{HERE}timetable"),
    "timeline": ("publisher", f"{HERE}timeline?all=1"),
}


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """A server over the sample campaign: one commune returned, another with an answer for the council."""
    data = tmp_path_factory.mktemp("appraisal")
    tests = str(Path(__file__).resolve().parents[1])
    forking.run([sys.executable, "-c", PLAY, tests], env=environment(ready(data)), check=True, timeout=600)
    with serve(data, THANGDO_DEMO="1") as url:
        yield url


def signed_in(page: Page, address: str, login: str) -> Page:
    page.goto(f"{address}/office/signin/")
    with page.expect_navigation():
        page.locator(f'[name="login"][value="{login}"]').evaluate(
            "one => one.tagName === 'BUTTON' ? one.click() : one.closest('form').requestSubmit()"
        )
    return page


@pytest.mark.parametrize("name", PAGES)
def test_an_officer_with_aids_or_a_small_phone_meets_a_barrier(page: Page, address: str, name: str) -> None:
    login, path = PAGES[name]
    signed_in(page, address, login)
    barriers, said = Barriers(), list[str]()
    for prefix, widths in (("", WIDTHS), ("/en", WIDTHS[:1])):
        page.goto(address + prefix + path)
        said += [f"{prefix} {fault}" for fault in barriers.at(page, *widths) + too_wide(page)]
    assert said == []


def test_an_appraiser_without_a_mouse_cannot_decide(page: Page, address: str) -> None:
    signed_in(page, address, "appraiser")
    page.goto(address + UNIT)
    page.keyboard.press("j")
    expect(page.locator("#A1")).to_be_focused()
    with page.expect_navigation():
        page.keyboard.press("a")
    expect(page.locator("#A1 .states .state")).to_have_text("đã chấp nhận")
    expect(page.locator("#A2")).to_be_focused()  # on to the next
    page.keyboard.press("m")
    field = page.locator("#A2 input[name='v-staff_trained']")
    expect(field).to_be_focused()
    field.fill("8")
    page.locator("#A2 textarea[name='reason']").first.fill("Hai người không có giấy a j k")
    assert (
        page.locator("#A2 textarea[name='reason']").first.input_value().endswith("a j k")
    )  # typing is no command
    with page.expect_navigation():
        page.locator("#A2 details[data-key='m'] button").click()
    expect(page.locator("#A2 .states .state")).to_have_text("đã điều chỉnh")
    expect(page.locator("#A2 .points .now")).to_contain_text("8")
    page.keyboard.press("Escape")
    page.locator("#A2").focus()
    with page.expect_navigation():
        page.keyboard.press("u")
    expect(page.locator("#A2 .states .state")).to_have_text("chưa thẩm định")
    page.locator("#A1").focus()
    with page.expect_navigation():
        page.keyboard.press("u")
    expect(page.locator("#A1 .states .state")).to_have_text("chưa thẩm định")


def test_a_browser_without_scripts_cannot_appraise(browser: Browser, address: str) -> None:
    context = browser.new_context(java_script_enabled=False, locale="vi-VN")
    page = context.new_page()
    page.goto(f"{address}/office/signin/")
    one = page.locator("form").filter(has=page.locator('[name="login"][value="appraiser2"]'))
    (one.locator("button") if one.count() else page.locator('button[value="appraiser2"]')).first.click()
    page.goto(address + UNIT)
    assert page.locator(".only-keys").is_hidden()
    page.locator("#A1 button[data-key='a']").click()
    assert page.locator("#A1 .states .state").inner_text() == "đã chấp nhận"
    page.locator("#A1 button[data-key='u']").click()
    assert page.locator("#A1 .states .state").inner_text() == "chưa thẩm định"
    context.close()
