"""The whole loop in Chromium with every role, from a draft of criteria to a publication that verifies."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser

import forking
import world as sample
from browser.walking import Walker, province
from serving import environment, serve

pytestmark = [pytest.mark.browser, pytest.mark.main_walk]
HERE = "/office/campaigns/mau-2026"


@pytest.fixture
def walker(browser: Browser, tmp_path: Path) -> Iterator[Walker]:
    data = tmp_path / "data"
    province(data)
    with serve(data, THANGDO_DEMO="1") as url:
        one = Walker(browser, url)
        yield one
        one.ends()


def unit(code: str) -> str:
    return f"{HERE}/appraisal/sample/{code}/"


def test_six_roles_walk_from_a_draft_to_a_sealed_publication(walker: Walker, tmp_path: Path) -> None:
    page = walker.page
    file = tmp_path / "edition.yaml"
    file.write_text(sample.EDITION, encoding="utf-8")

    walker.is_now("author")
    walker.open("/office/editions/begin/")
    walker.press("form:has([name=source])", source="file", edition="sample-level", file=str(file))
    walker.open("/office/editions/")
    page.click("main a:has-text('sample-level')")
    walker.press("form:has(button[value=submit])")

    walker.is_now("publisher")
    walker.open("/office/editions/")
    page.click("main a:has-text('sample-level')")
    walker.press("form:has(button[value=publish])")
    walker.open("/office/campaigns/new")
    for tier in ("department", "commune"):
        page.locator(f"[name=tiers][value={tier}]").check()
    walker.press(
        "form:has([name=title_vi])",
        title_vi="Đánh giá mẫu năm 2026",
        slug="mau-2026",
        appraising="sample:S1",
        period_from="2025-01-01",
        period_to="2025-12-31",
    )
    walker.open(f"{HERE}/")
    walker.press("/act/dispatch")
    assert "0/" in page.locator("main").inner_text()

    walker.is_now("reporter")
    own = f"{HERE}/part/sample/X1"
    walker.open(f"{own}/page/A")
    walker.press("/save/A1", **{"v:staff": "20", "v:staff_with_computer": "18"})
    walker.press("/save/A2", **{"v:staff_trained": "10"})
    proof = tmp_path / "danh-sach.csv"
    proof.write_text("Danh sách mẫu\n", encoding="utf-8")
    walker.press("/evidence/A1", file=str(proof), title="Danh sách cán bộ mẫu")
    assert "Danh sách cán bộ mẫu" in page.locator("main").inner_text()
    walker.open(f"{own}/page/B")
    walker.press("/save/B1", **{"v:website": "own"})
    walker.open(f"{own}/")
    assert page.locator("form[action$='/sign-off']").count() == 0, "a reporter does not sign off"

    walker.is_now("head")
    walker.open(f"{own}/")
    walker.press("/sign-off")

    walker.is_now("appraiser")
    walker.days_pass("30")
    for code in ("S1", "S2", "X2"):
        walker.open(unit(code))
        walker.press("/act/write_off", reason="Không gửi")
    walker.open(unit("X1"))
    walker.press("form[action$='/answer/accept']:has([value=A1])")
    walker.press(
        "form[action$='/answer/amend']:has([value=A2])",
        reason="Hai người chưa có giấy",
        **{"v-staff_trained": "8"},
    )
    walker.open(f"{unit('X1')}?page=B")
    walker.press("form[action$='/answer/accept']:has([value=B1])")
    walker.open(f"{HERE}/observing")
    rows = tmp_path / "visits.csv"
    rows.write_text("unit,polite\nX1,yes\nX1,no\n", encoding="utf-8")
    walker.press("form:has([name=file])", file=str(rows))
    walker.press("form:has([name=token])")
    walker.open(f"{unit('X1')}?page=B")
    walker.press("form[action$='/answer/accept']:has([value=B3])")
    walker.press("form[action$='/answer/amend']:has([value=B2])", **{"v-satisfaction": "75"})
    walker.open(unit("X1"))
    walker.press("/act/finish")

    walker.is_now("publisher")
    walker.open(f"{HERE}/")
    walker.press("/act/notify")

    walker.is_now("reporter")
    walker.open(f"{own}/objection")
    walker.press("/objection/A2", text="Một người đã có giấy chứng nhận")

    walker.is_now("council")
    walker.open(f"{HERE}/council/")
    walker.press(
        "form[action$='/hear']", outcome="values", reason="Đã xem giấy chứng nhận", **{"v-staff_trained": "9"}
    )

    walker.is_now("publisher")
    walker.days_pass("15")
    walker.days_pass("7")
    walker.open(f"{HERE}/")
    walker.press("/act/close_window")
    walker.is_now("council")
    walker.open(f"{HERE}/council/")
    walker.press("/act/conclude", reason="Mẫu nhỏ, không còn người thẩm định thứ hai")
    walker.is_now("chairman")
    walker.open(f"{HERE}/publications")
    walker.press("/act/approve", decision="99/QĐ-UBND")
    walker.is_now("publisher")
    walker.open(f"{HERE}/publications")
    walker.press("/publish")

    with page.expect_download() as download:
        page.click(f"a[href='{HERE}/publications/1.zip']")
    sealed = tmp_path / "mau-2026.zip"
    download.value.save_as(sealed)
    command = [sys.executable, "-c", "from thangdo.faces.cli.main import app; app()", "verify", str(sealed)]
    found = forking.run(command, capture_output=True, text=True, env=environment(tmp_path / "elsewhere"))
    assert found.returncode == 0, found.stdout + found.stderr

    walker.context.clear_cookies()
    walker.open("/assessments/mau-2026/")
    text = page.locator("main").inner_text()
    # 18/20 of 20, 9/20 of 20, the website 20, 75 % of 20, half of 10
    assert "Xã Mẫu 1" in text and "67" in text
    walker.open("/publications/mau-2026/1/")
    assert "99/QĐ-UBND" in page.locator("main").inner_text()
