"""A small province in a demonstration, and somebody who walks through it in Chromium, role after role."""

from __future__ import annotations

import sys
from pathlib import Path

from playwright.sync_api import Browser, Page

import forking
from serving import environment, ready

TESTS = Path(__file__).resolve().parent.parent
#: opens what is folded around a form
OPEN = """form => {
  for (let one = form; one; one = one.parentElement) if (one.tagName == 'DETAILS') one.open = true;
}"""
PROVINCE = """
import django, sys
django.setup()
sys.path.insert(0, {tests!r})
import world
from thangdo.records.people.models import Person
world.build()
Person.objects.update(is_demo=True)
"""


def province(data: Path) -> None:
    """Make the small province of `tests/world.py` in a data folder; everybody in it is a sample."""
    code = PROVINCE.format(tests=str(TESTS))
    forking.run([sys.executable, "-c", code], env=environment(ready(data)), check=True, timeout=600)


class Walker:
    """Somebody in front of the pages; `is_now` changes the role."""

    def __init__(self, browser: Browser, url: str) -> None:
        self.url = url
        self.context = browser.new_context(
            locale="vi-VN", timezone_id="Asia/Ho_Chi_Minh", accept_downloads=True
        )
        self.page: Page = self.context.new_page()
        self.errors: list[str] = []
        self.page.on("pageerror", lambda error: self.errors.append(str(error)))

    def is_now(self, login: str) -> None:
        """Sign out, and in as somebody else, by one click."""
        self.context.clear_cookies()
        self.open("/office/signin/")
        self.page.click(f"form:has(input[value='{login}']) button.role")
        self.page.wait_for_url("**/office/")

    def open(self, path: str) -> None:
        """Open a page; it must be there."""
        reply = self.page.goto(self.url + path)
        assert reply is not None and reply.status == 200, (path, reply and reply.status)

    def press(self, within: str, **fields: str) -> None:
        """Fill in the form with this action (or selector) and press its button; no error may come back."""
        form = self.page.locator(f"form[action$='{within}']" if within.startswith("/") else within).first
        form.evaluate(OPEN)
        for name, value in fields.items():
            box = form.locator(f"[name='{name}']").first
            if box.evaluate("box => box.type") == "file":
                box.set_input_files(value)
            elif box.evaluate("box => box.tagName") == "SELECT":
                box.select_option(value)
            elif box.evaluate("box => box.type") in ("radio", "checkbox"):
                form.locator(f"[name='{name}'][value='{value}']").check()
            else:
                box.fill(value)
        button = form.locator("button:not([type=button])").last
        if form.get_attribute("data-autosave"):  # saved by a script, the page stays
            with self.page.expect_response(lambda reply: reply.request.method == "POST"):
                button.click()
        else:
            with self.page.expect_navigation():
                button.click()
        faults = self.page.locator(".message.error, .fault").all_inner_texts()
        assert not faults, faults

    def days_pass(self, days: str) -> None:
        """Move the calendar of the demonstration on."""
        self.press("/demo/days/", days=days)

    def ends(self) -> None:
        """Close the browser; no script may have failed."""
        self.context.close()
        assert self.errors == []
