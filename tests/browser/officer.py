"""An officer who goes through conferences and directives in Chromium, and the province around."""

from __future__ import annotations

import sys
import zipfile
from pathlib import Path

from playwright.sync_api import expect

import forking
from browser.walking import TESTS, Walker
from serving import environment, ready

PROVINCE = """
import django, sys
django.setup()
sys.path.insert(0, {tests!r})
import meetings
from thangdo.records.people.models import Person
made = meetings.build()
# play
Person.objects.update(is_demo=True)
"""
CONCLUDED = """
from dataclasses import replace
from datetime import UTC, datetime
from conference_desk import meeting, planning, writing
made.now = datetime.now(UTC)
secretary, chairman = made.actor("secretary"), made.actor("chairman")
plan = meetings.wanted(made, title_vi="Hội nghị công bố chỉ số", quorum=0, starts=None)
planning.plan(secretary, {slug!r}, replace(plan, day=secretary.day))
planning.invite_sites(secretary, {slug!r}, [made.ref("commune"), made.ref("other")])
planning.describe_site(secretary, {slug!r}, made.ref("commune"), "Phòng họp", "fixed", "0912 000 000 (mẫu)")
meeting.open_(secretary, {slug!r})
meeting.take_chair(chairman, {slug!r}, "Chủ tịch UBND tỉnh", "Người Mẫu")
for text in {lines!r}:
    writing.write_minute(secretary, {slug!r}, text, "conclusion", True)
writing.take_remark(secretary, {slug!r}, "obstacle", "land", {difficulty!r}, made.ref("commune"))
meeting.close(chairman, {slug!r})
meeting.sign(chairman, {slug!r}, "minutes")
meeting.sign(chairman, {slug!r}, "conclusions", "12/TB-UBND")
writing.ask_answer(secretary, {slug!r}, 1, made.ref("department"), 5)
writing.answer(made.actor("department-head"), {slug!r}, 1, "Sở Mẫu 2 bổ sung một tổ trích đo từ tháng sau.")
writing.publish_answer(secretary, {slug!r}, 1)
"""
SLUG = "hoi-nghi-chi-so"
DESKTOP, PHONE, WALL = (1440, 900), (360, 740), (1920, 1080)
DIFFICULTY = "Hồ sơ đất đai chờ trích đo nhiều tháng, người dân đi lại nhiều lần"
DESK = "Các xã thuộc huyện Mẫu 1 khẩn trương thành lập bộ phận một cửa"
LAND = "Sở Mẫu 2 rà soát, giải quyết dứt điểm hồ sơ đất đai quá hạn"


class Officer(Walker):
    """Somebody before a desk, a wall or a phone; `goes` follows what a reader sees."""

    def sits(self, login: str, size: tuple[int, int] = DESKTOP) -> None:
        """Sign in on a screen of this size."""
        self.page.set_viewport_size({"width": size[0], "height": size[1]})
        self.is_now(login)

    def goes(self, *words: str) -> None:
        """Follow links by their words, one after another."""
        for one in words:
            link = self.page.locator("main").get_by_role("link", name=one).first
            with self.page.expect_navigation():
                link.click()
            self.fits()

    def does(self, within: str, **fields: str) -> None:
        """Fill in a form and press its button; the page that comes back fits the screen."""
        self.press(within, **fields)
        self.fits()

    def clicks(self, button: str) -> None:
        """Press this button; no error may come back."""
        with self.page.expect_navigation():
            self.page.locator(button).first.click()
        faults = self.page.locator(".message.error, .fault").all_inner_texts()
        assert not faults, faults

    def fits(self) -> None:
        """Nothing is wider than the screen."""
        wide = self.page.evaluate("document.documentElement.scrollWidth - innerWidth")
        assert wide <= 0, (self.page.url, f"{wide} px too wide")

    def reads(self, *words: str) -> None:
        """These words stand on the page."""
        for one in words:
            expect(self.page.locator("main")).to_contain_text(one)

    def saves(self, link: str, to: Path) -> bytes:
        """Follow a link to a file and keep what comes."""
        with self.page.expect_download() as download:
            self.page.locator(link).first.click()
        download.value.save_as(to)
        return to.read_bytes()


def made(data: Path, play: str = "") -> None:
    """The small province with two secretaries and two heads who may take the chair, and what was played."""
    code = PROVINCE.format(tests=str(TESTS)).replace("# play", play)
    forking.run([sys.executable, "-c", code], env=environment(ready(data)), check=True, timeout=600)


def is_word(content: bytes, to: Path, *words: str) -> None:
    """A real Word file in which these words stand."""
    assert content[:2] == b"PK"
    with zipfile.ZipFile(to) as file:
        text = file.read("word/document.xml").decode()
    for one in words:
        assert one in text, one
