"""The register in Chromium: on a small phone, on a wide screen, with aids, and a merger by keyboard alone."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

import forking
from browser.barriers import Barriers
from serving import environment, ready, serve

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("units")]
WIDTHS = (360, 1440)
PLAY = """
import sys, django
sys.path.insert(0, sys.argv[1])
django.setup()
from datetime import date
import world
from thangdo.records.people.models import Person
from thangdo.records.units.codes import Key
from thangdo.records.units.planning import Act, NewUnit, Operation
from thangdo.work.registry import actions
made = world.build()
one = Key("sample", "X2")
admin = made.actor("administrator")
actions.carry_out(admin, Operation(Act.RENAME, date(2026, 1, 1), "NQ 1/2026", (one,),
                  name_vi="Phường Mẫu 2", kind="phường"))
actions.carry_out(admin, Operation(Act.MERGE, date(2026, 2, 1), "NQ 2/2026", (one,),
                  new=(NewUnit(Key("sample", "X3"), "Phường Mẫu Ba"),)))
Person.objects.update(is_demo=True)
"""
ACTS = ("merge", "split", "rename", "move", "found", "dissolve")
PAGES = {
    "list": "/office/units/",
    "search": "/office/units/?q=mau&all=1",
    "unit": "/office/units/sample/X2/",
    "province": "/office/units/sample/M/",
    "bring": "/office/units/list/",
    **{act: f"/office/units/enter/{act}/?unit=sample:X1" for act in ACTS},
}


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """A server over the small province, in which a commune was renamed and then passed into another."""
    data = tmp_path_factory.mktemp("units")
    tests = str(Path(__file__).resolve().parents[1])
    forking.run([sys.executable, "-c", PLAY, tests], env=environment(ready(data)), check=True, timeout=600)
    with serve(data, THANGDO_DEMO="1") as url:
        yield url


def signed_in(page: Page, address: str) -> Page:
    page.goto(f"{address}/office/signin/")
    with page.expect_navigation():
        page.locator("form:has(input[value='administrator']) button.role").click()
    return page


@pytest.mark.parametrize("name", PAGES)
def test_an_administrator_with_aids_or_a_small_phone_meets_a_barrier(
    page: Page, address: str, name: str
) -> None:
    signed_in(page, address)
    barriers, said = Barriers(), list[str]()
    for prefix in ("", "/en"):
        page.goto(address + prefix + PAGES[name])
        for width in WIDTHS:
            page.set_viewport_size({"width": width, "height": 900})
            if (needed := page.evaluate("document.documentElement.scrollWidth")) > width:
                said.append(f"{prefix} {width} px: the page is {needed} px wide and must be pushed sideways")
            said += [f"{prefix} {width} px: {fault}" for fault in barriers.found(page)]
    assert said == []


def test_a_decision_cannot_be_entered_without_a_mouse(page: Page, address: str) -> None:
    signed_in(page, address)
    page.goto(f"{address}/office/units/enter/rename/?unit=sample:X1")
    page.focus("#decision")
    page.keyboard.type("NQ 3/2026")
    page.focus("#day")
    page.fill("#day", "2026-02-02")
    page.focus("#name_vi")
    page.keyboard.press("Control+A")
    page.keyboard.type("Xã Bàn Phím")
    with page.expect_navigation():
        page.keyboard.press("Enter")
    plan = page.locator("section[aria-labelledby=steps]")
    expect(plan).to_contain_text("Xã Mẫu 1 (sample:X1)")
    expect(page.locator("h1")).to_have_text("Đổi tên")
    page.locator("button[name=do]").focus()
    with page.expect_navigation():
        page.keyboard.press("Enter")
    expect(page.locator("h1")).to_have_text("Xã Bàn Phím")
    expect(page.locator("section[aria-labelledby=names]")).to_contain_text("Xã Mẫu 1")


def test_the_enter_key_adds_lines_or_confirms_what_nobody_has_seen(page: Page, address: str) -> None:
    signed_in(page, address)
    page.goto(f"{address}/office/units/enter/merge/?unit=sample:X3")
    page.fill("#decision", "NQ 4/2026")
    page.fill("#day", "2026-02-20")
    page.fill("#into", "sample:X1")
    with page.expect_navigation():
        page.press("#into", "Enter")
    plan = page.locator("section[aria-labelledby=steps]")
    expect(plan).to_contain_text("sample:X3")
    page.fill("#day", "2026-02-25")
    with page.expect_navigation():
        page.press("#day", "Enter")
    expect(plan).to_contain_text("24/02/2026")
    page.goto(f"{address}/office/units/sample/X3/")
    expect(page.locator("main")).not_to_contain_text("NQ 4/2026")
