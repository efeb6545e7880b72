"""The self-assessment in Chromium: saved by itself, two people at once, no network, a session that ends."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

import forking
from browser.barriers import Barriers, too_wide
from serving import environment, ready, serve

pytestmark = pytest.mark.browser
TESTS = Path(__file__).resolve().parent.parent
PART = "/office/campaigns/sample-2025/part/sample/X1/"
PROVINCE = """
import django, sys
django.setup()
sys.path.insert(0, {tests!r})
import forms
from thangdo.records.people.models import Person
forms.province()
Person.objects.update(is_demo=True)
"""


@pytest.fixture(scope="module")
def office_url(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """A demonstration with the small province and a campaign under way."""
    data = tmp_path_factory.mktemp("self")
    code = PROVINCE.format(tests=str(TESTS))
    forking.run([sys.executable, "-c", code], env=environment(ready(data)), check=True, timeout=600)
    with serve(data, THANGDO_DEMO="1") as url:
        yield url


def person(browser: Browser, url: str, login: str, **more: object) -> tuple[BrowserContext, Page]:
    context = browser.new_context(locale="vi-VN", timezone_id="Asia/Ho_Chi_Minh", **more)  # type: ignore[arg-type]
    page = context.new_page()
    sign_in(page, url, login)
    return context, page


def sign_in(page: Page, url: str, login: str) -> None:
    if not page.url.startswith(url) or "/signin/" not in page.url:
        page.goto(f"{url}/office/signin/")
    page.click(f"form:has(input[value='{login}']) button.role")
    page.wait_for_url("**/office/")


@pytest.fixture
def reporter(browser: Browser, office_url: str) -> Iterator[Page]:
    context, page = person(browser, office_url, "reporter")
    errors: list[str] = []
    page.on("pageerror", lambda error: errors.append(str(error)))
    yield page
    context.close()
    assert errors == []


def told(page: Page, node: str, state: str) -> None:
    expect(page.locator(f"#c-{node} [data-said]")).to_have_attribute("data-state", state)


def box(page: Page, name: str) -> str:
    return page.locator(f"input[name='v:{name}']").first.input_value()


def test_what_is_typed_is_saved_by_itself_and_shown_back(reporter: Page, office_url: str) -> None:
    reporter.goto(f"{office_url}{PART}page/A")
    reporter.fill("input[name='v:staff']", "1434")
    told(reporter, "A1", "unsaved")
    reporter.fill("input[name='v:staff_with_computer']", "1.000")
    reporter.locator("#c-A1 header").click()
    told(reporter, "A1", "saved")
    expect(reporter.locator("#c-A1 [data-points]")).to_contain_text("13,95")
    expect(reporter.locator("[data-progress] .num").first).to_have_text("1/2")
    assert (box(reporter, "staff"), box(reporter, "staff_with_computer")) == ("1.434", "1.000")
    reporter.reload()
    assert (box(reporter, "staff"), box(reporter, "staff_with_computer")) == ("1.434", "1.000")
    assert reporter.locator(".draft").count() == 0


def test_a_number_with_two_readings_is_asked_about_in_the_page(reporter: Page, office_url: str) -> None:
    reporter.goto(f"{office_url}{PART}page/B")
    reporter.fill("input[name='v:budget']", "1.434")
    told(reporter, "B7", "faults")
    reporter.locator("#c-B7 .readings label").nth(1).click()
    told(reporter, "B7", "saved")
    assert box(reporter, "budget") == "1,434"
    reporter.fill("input[name='v:budget']", "250")
    told(reporter, "B7", "unsaved")
    told(reporter, "B7", "saved")
    expect(reporter.locator("#c-B7 [data-points]")).to_contain_text("10")


def test_two_people_at_once_are_shown_both_versions_and_lose_nothing(
    browser: Browser, reporter: Page, office_url: str
) -> None:
    reporter.goto(f"{office_url}{PART}page/A")
    context, head = person(browser, office_url, "head")
    head.goto(f"{office_url}{PART}page/A")
    head.fill("input[name='v:staff_trained']", "7")
    told(head, "A2", "saved")
    context.close()
    reporter.fill("input[name='v:staff_trained']", "9")
    told(reporter, "A2", "conflict")
    merge = reporter.locator("#c-A2 .merge")
    expect(merge).to_contain_text("Người Mẫu (head)")
    expect(merge.locator("tbody tr").first).to_contain_text("9")
    expect(merge.locator("tbody tr").first).to_contain_text("7")
    with reporter.expect_navigation():
        merge.locator("button[value=mine]").click()
    assert box(reporter, "staff_trained") == "9"
    assert reporter.locator(".draft, .merge").count() == 0


def test_without_network_it_is_kept_here_and_sent_when_the_network_is_back(
    reporter: Page, office_url: str
) -> None:
    reporter.goto(f"{office_url}{PART}page/B")
    reporter.context.set_offline(True)
    reporter.fill("input[name='v:online']", "0,68")
    told(reporter, "B6", "offline")
    reporter.context.set_offline(False)
    told(reporter, "B6", "saved")
    reporter.reload()
    assert box(reporter, "online") == "0,68"


def test_a_browser_that_closes_without_network_loses_nothing(reporter: Page, office_url: str) -> None:
    reporter.on("dialog", lambda dialog: dialog.accept())
    reporter.goto(f"{office_url}{PART}page/B")
    reporter.route("**/save/**", lambda route: route.abort())
    reporter.fill("input[name='v:online']", "0,75")
    told(reporter, "B6", "offline")
    other = reporter.context.new_page()
    reporter.close(run_before_unload=False)
    other.goto(f"{office_url}{PART}page/B")
    expect(other.locator("#c-B6 .draft")).to_contain_text("0,75")
    assert box(other, "online") != "0,75"
    other.locator("#c-B6 .draft button").first.click()
    told(other, "B6", "saved")
    other.reload()
    assert box(other, "online") == "0,75"


def test_a_session_that_ends_while_typing_loses_nothing(reporter: Page, office_url: str) -> None:
    reporter.on("dialog", lambda dialog: dialog.accept())
    reporter.goto(f"{office_url}{PART}page/B")
    reporter.context.clear_cookies()
    reporter.locator("#c-B4 input[type=radio][value=yes]").check()
    told(reporter, "B4", "out")
    with reporter.expect_navigation():
        reporter.locator("#c-B4 [data-said] a").click()
    sign_in(reporter, office_url, "reporter")
    reporter.goto(f"{office_url}{PART}page/B")
    expect(reporter.locator("#c-B4 .draft")).to_be_visible()
    reporter.locator("#c-B4 .draft button").first.click()
    told(reporter, "B4", "saved")
    reporter.reload()
    expect(reporter.locator("#c-B4 input[type=radio][value=yes]")).to_be_checked()


def test_somebody_else_on_the_same_computer_is_not_offered_it(
    browser: Browser, reporter: Page, office_url: str
) -> None:
    reporter.on("dialog", lambda dialog: dialog.accept())
    reporter.goto(f"{office_url}{PART}page/B")
    reporter.context.clear_cookies()
    reporter.locator("#c-B1 input[type=radio][value=none]").check()
    told(reporter, "B1", "out")
    sign_in(reporter, office_url, "head")
    reporter.goto(f"{office_url}{PART}page/B")
    assert reporter.locator(".draft").count() == 0
    reporter.evaluate("localStorage.clear()")


def test_the_form_works_without_scripts(browser: Browser, office_url: str) -> None:
    context, page = person(browser, office_url, "reporter", java_script_enabled=False)
    page.goto(f"{office_url}{PART}page/B")
    page.locator("#c-B5 input[type=checkbox][value=map]").check()
    page.locator("#c-B5 form.answer button").click()
    page.wait_for_url("**/page/B#c-B5")
    expect(page.locator("#c-B5 input[type=checkbox][value=map]")).to_be_checked()
    page.locator("#c-B5 input[name=na]").check()
    page.locator("#c-B5 form.answer button").click()
    expect(page.locator("#c-B5 [role=alert]")).to_be_visible()
    expect(page.locator("#c-B5 input[name=na]")).to_be_checked()
    context.close()


def test_it_is_filled_in_by_keyboard_alone(reporter: Page, office_url: str) -> None:
    reporter.goto(f"{office_url}{PART}page/B")
    reporter.locator("#c-B1 input[name='v:website']").first.focus()
    reporter.keyboard.press("Space")
    reporter.keyboard.press("ArrowRight")
    told(reporter, "B1", "saved")
    for _ in range(6):
        reporter.keyboard.press("Tab")
    assert reporter.evaluate("document.activeElement.closest('.ask') != null")


@pytest.mark.parametrize("language", ["", "/en"])
@pytest.mark.parametrize("path", ["", "page/A", "page/B", "objection", "workbook"])
def test_a_reporter_with_aids_or_a_small_phone_meets_a_barrier(
    reporter: Page, office_url: str, path: str, language: str
) -> None:
    reporter.goto(f"{office_url}{language}{PART}{path}")
    for one in reporter.locator("details").all():
        one.evaluate("one => one.open = true")
    assert Barriers().at(reporter, 1440, 360) + too_wide(reporter) == []
