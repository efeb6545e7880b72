"""The editor of editions and sealed publications in Chromium: live check, no scripts, small screens, aids."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect

import forking
from browser.barriers import Barriers
from browser.walking import Walker
from serving import environment, ready, serve

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("editions")]
PLAY = """
import importlib.util, pathlib, sys, django
tests = pathlib.Path(sys.argv[1])
sys.path.insert(0, str(tests))
django.setup()
import world
from thangdo.records.people.models import Person
from thangdo.work.editions import beginning
made = world.build()
spec = importlib.util.spec_from_file_location("loop", tests / "work" / "assessments" / "test_campaign.py")
loop = importlib.util.module_from_spec(spec)
spec.loader.exec_module(loop)
loop.published(made)
beginning.from_published(made.actor("author"), made.units["province"], 1)
Person.objects.update(is_demo=True)
"""
DRAFT = "/office/editions/2/"
PAGES = ["", "tree/", "tree/?node=head", "tree/?node=B1", "tree/?node=A1&rule=steps", "inputs/?input=staff"]
PAGES += ["levels/?level=I", "text/", "changes/", "history/?at=1", "simulate/"]
PUBLIC = ["/publications/", "/publications/sample-2025/", "/keys/", "/assessments/sample-2025/"]


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """A demonstration with a published campaign and a draft of the edition's next version."""
    data = tmp_path_factory.mktemp("editions")
    tests = str(Path(__file__).resolve().parent.parent)
    forking.run([sys.executable, "-c", PLAY, tests], env=environment(ready(data)), check=True, timeout=600)
    with serve(data, THANGDO_DEMO="1") as url:
        yield url


def test_an_author_sees_at_once_what_a_slip_breaks_and_undoes_it(site: str, browser: Browser) -> None:
    walker = Walker(browser, site)
    walker.is_now("author")
    page = walker.page
    walker.open(f"{DRAFT}text/")
    text = page.input_value("#text")
    page.fill("#text", text.replace("[staff_trained, staff]", "[staff_traind, staff]"))
    expect(page.locator("#check")).to_contain_text("staff_traind")
    page.reload()
    assert page.input_value("#text") == text
    walker.open(f"{DRAFT}tree/?node=B1")
    page.fill("#max", "25")
    expect(page.locator("#check .problems, #check .state").first).to_be_visible()
    page.click("button[value=save]")
    expect(page.locator(".message").first).to_be_visible()
    assert page.input_value("#max") == "25"
    page.click(".undo button[value=undo]")
    assert page.input_value("#max") == "20"
    assert walker.errors == []
    walker.context.close()


def test_without_scripts_the_tree_is_edited_all_the_same(site: str, browser: Browser) -> None:
    walker = Walker(browser, site)
    walker.is_now("author")
    cookies = walker.context.cookies()
    walker.context.close()
    plain = browser.new_context(java_script_enabled=False, locale="vi-VN")
    plain.add_cookies(cookies)  # type: ignore[arg-type]
    page = plain.new_page()
    page.goto(f"{site}{DRAFT}tree/?node=A2")
    page.click("button[value=up]")
    codes = page.locator(".nodes .code").all_inner_texts()
    assert codes.index("A2") < codes.index("A1")
    page.click(".undo button[value=undo]")
    codes = page.locator(".nodes .code").all_inner_texts()
    assert codes.index("A1") < codes.index("A2")
    plain.close()


def test_who_would_move_is_shown_before_it_is_signed(site: str, browser: Browser) -> None:
    walker = Walker(browser, site)
    walker.is_now("publisher")
    walker.open(f"/en{DRAFT}simulate/")
    walker.page.select_option("#source", "campaign:sample-2025")
    walker.page.click("form.try button")
    expect(walker.page.locator("#result")).to_contain_text("Nobody moves")
    walker.context.close()


barriers: dict[str, Barriers] = {}  # of each page, at both widths


@pytest.mark.parametrize("width", [320, 1440])
def test_every_page_fits_the_screen_and_can_be_used_with_aids(
    site: str, browser: Browser, width: int
) -> None:
    walker = Walker(browser, site)
    walker.is_now("author")
    walker.page.set_viewport_size({"width": width, "height": 900})
    wrong = []
    for path in [*(DRAFT + each for each in PAGES), "/office/editions/", "/office/editions/begin/", *PUBLIC]:
        walker.open(path)
        wide = walker.page.evaluate("document.documentElement.scrollWidth")
        if wide > width:
            wrong.append(f"{path} is {wide} wide")
        wrong += [f"{path}: {fault}" for fault in barriers.setdefault(path, Barriers()).found(walker.page)]
    walker.context.close()
    assert wrong == []
