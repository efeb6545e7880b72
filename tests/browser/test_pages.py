"""Every kind of page in Chromium: with aids, by keyboard, on a small phone, without scripts, with charts."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, ConsoleMessage, Page, expect

from browser.barriers import Barriers, too_wide
from browser.kinds import LANGUAGES, PAGES, WIDTHS

pytestmark = pytest.mark.browser
CHARTS = ("published-levels", "provinces", "unit-with-points", "unit-country", "compare", "series-ict")


def refused(message: ConsoleMessage) -> bool:
    """An error that a reader would meet; the answer 404 of a page that is not there is none."""
    return message.type == "error" and "status of 404" not in message.text


@pytest.fixture
def reading(browser: Browser) -> Iterator[Page]:
    """A page whose script errors fail the test, also where the page itself is a 404."""
    context = browser.new_context(locale="vi-VN", timezone_id="Asia/Ho_Chi_Minh")
    page, problems = context.new_page(), list[str]()
    page.on("pageerror", lambda error: problems.append(str(error)))
    page.on("console", lambda message: problems.append(message.text) if refused(message) else None)
    yield page
    context.close()
    assert problems == []


@pytest.mark.parametrize("name", PAGES)
def test_a_reader_with_aids_or_a_small_phone_meets_a_barrier(site_url: str, reading: Page, name: str) -> None:
    """Takes seconds: axe-core looks at the page four times."""
    barriers, said = Barriers(), list[str]()
    for prefix in LANGUAGES.values():
        reading.goto(site_url + prefix + PAGES[name])
        said += [f"{prefix} {fault}" for fault in barriers.at(reading, *WIDTHS) + too_wide(reading)]
    assert said == []


@pytest.mark.parametrize("name", CHARTS)
def test_a_chart_stays_empty_under_the_servers_own_rules(site_url: str, reading: Page, name: str) -> None:
    reading.set_viewport_size({"width": 1000, "height": 900})
    reading.goto(site_url + PAGES[name])
    charts = reading.locator("[data-spec]")
    assert charts.count() > 0
    for place in charts.all():
        place.scroll_into_view_if_needed()
        expect(place).to_have_attribute("data-drawn", "yes", timeout=120_000)
        assert place.locator("svg path, svg rect").count() > 2
        assert place.get_attribute("aria-label")
        table = place.locator("xpath=ancestor::figure").locator("details table tbody tr")
        assert table.count() > 0


def test_a_drawing_cannot_be_taken_away(site_url: str, reading: Page) -> None:
    reading.goto(f"{site_url}/assessments/gia-lai-2019/")
    for ending, kind in (("svg", "image/svg+xml"), ("png", "image/png")):
        reply = reading.request.get(f"{site_url}/assessments/gia-lai-2019/chart-distribution.{ending}")
        assert (reply.status, reply.headers["content-type"]) == (200, kind)
        assert len(reply.body()) > 3000


@pytest.mark.parametrize("name", PAGES)
def test_a_reader_without_scripts_is_left_out(site_url: str, browser: Browser, name: str) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(site_url + PAGES[name])
    assert page.locator("h1").inner_text()
    for picture in page.locator("noscript img").all():
        assert picture.get_attribute("alt")
    context.close()


def test_filters_of_the_results_need_scripts(site_url: str, browser: Browser) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(f"{site_url}/assessments/gia-lai-2019/")
    page.fill("#find", "dak doa")
    page.select_option("#tier", "district")
    page.click("#results button")
    expect(page.locator("#rows tbody tr")).to_have_count(1)
    expect(page.locator("#rows tbody tr")).to_contain_text("Huyện Đăk Đoa")
    context.close()


def test_filters_reload_the_whole_page_where_scripts_run(site_url: str, reading: Page) -> None:
    reading.goto(f"{site_url}/assessments/gia-lai-2019/")
    reading.evaluate("window.still = true")
    reading.select_option("#level", "IV")
    expect(reading.locator("#rows tbody tr")).to_have_count(3)  # two departments and Pleiku
    assert reading.evaluate("window.still")
    assert "level=IV" in reading.url


def test_the_keyboard_cannot_reach_what_the_mouse_can(site_url: str, reading: Page) -> None:
    reading.set_viewport_size({"width": 1200, "height": 900})
    reading.goto(f"{site_url}/")
    reading.keyboard.press("Tab")
    skip = reading.locator(".skip")
    expect(skip).to_be_focused()
    expect(skip).to_be_in_viewport()
    reading.keyboard.press("Enter")
    expect(reading.locator("#main")).to_be_focused()
    reached = set()
    for _ in range(60):
        reading.keyboard.press("Tab")
        reached.add(
            reading.evaluate(
                "document.activeElement.id || document.activeElement.textContent.trim().slice(0, 30)"
            )
        )
        outline = reading.evaluate("getComputedStyle(document.activeElement).outlineStyle")
        assert outline != "none", "where the keyboard is cannot be seen"
    assert {"q-home", "Tìm", "Gia Lai"} <= reached


def test_the_menu_of_a_phone_does_not_open(site_url: str, reading: Page) -> None:
    reading.set_viewport_size({"width": 360, "height": 740})
    reading.goto(f"{site_url}/")
    menu = reading.locator("details.narrow")
    expect(menu.locator("nav")).to_be_hidden()
    menu.locator("summary").focus()
    reading.keyboard.press("Enter")
    expect(menu.locator("nav")).to_be_visible()
    menu.get_by_role("link", name="Thông báo", exact=True).click()
    expect(reading.locator("h1")).to_have_text("Thông báo")


@pytest.mark.parametrize(("typed", "found"), [("pleiku", "Thành phố Pleiku"), ("dak doa", "Huyện Đăk Đoa")])
def test_a_citizen_searches_in_vain(site_url: str, reading: Page, typed: str, found: str) -> None:
    reading.goto(f"{site_url}/")
    reading.fill("#q-home", typed)
    reading.keyboard.press("Enter")
    reading.get_by_role("link", name=found, exact=True).first.click()
    expect(reading.locator("h1")).to_have_text(found)


def test_the_language_switch_leads_to_another_page(site_url: str, reading: Page) -> None:
    reading.set_viewport_size({"width": 1200, "height": 900})
    reading.goto(f"{site_url}/assessments/gia-lai-2019/?tier=district")
    reading.locator(".head .wide").get_by_role("link", name="English").click()
    assert reading.url == f"{site_url}/en/assessments/gia-lai-2019/?tier=district"
    expect(reading.locator("html")).to_have_attribute("lang", "en")


def test_the_letters_of_a_page_come_from_a_fallback_font(site_url: str, reading: Page) -> None:
    reading.goto(f"{site_url}/")
    assert reading.evaluate(
        "document.fonts.ready.then(() => document.fonts.check('16px \"Be Vietnam Pro\"', 'Đăk Đoa'))"
    )
