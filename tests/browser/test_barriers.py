"""A text that is too pale is found wherever it is: at once, at one width only, in one language only."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page

from browser.barriers import Barriers, too_wide

pytestmark = pytest.mark.browser
STYLE = """
body { background: white; color: black }
.pale { color: #bbb }
@media (max-width: 999px) { .wide { display: none } }
@media (min-width: 1000px) { .narrow { color: #ccc } }
@media (min-width: 1000px) { .ground { background: #333 } }
"""


def shown(page: Page, body: str) -> None:
    page.set_content(
        f"<!doctype html><html lang='vi'><head><title>Mẫu</title><style>{STYLE}</style></head>"
        f"<body><main><h1>Mẫu</h1>{body}</main></body></html>"
    )


@pytest.mark.parametrize(
    ("body", "at"),
    [
        ("<p>Thường</p>", []),
        ("<p class='pale'>Nhạt</p>", [360, 1440]),
        ("<p class='wide pale'>Nhạt</p>", [1440]),
        ("<p class='narrow'>Nhạt</p>", [1440]),
        ("<div class='ground'><section><p>Nhạt</p></section></div>", [1440]),
    ],
)
def test_a_pale_text_is_passed_over(page: Page, body: str, at: list[int]) -> None:
    shown(page, body)
    barriers = Barriers()
    first = barriers.at(page, 360)
    later = barriers.at(page, 1440)
    assert [bool(first), bool(later)] == [360 in at, 1440 in at and 360 not in at]
    assert all("color-contrast" in fault for fault in first + later)


def test_a_fault_of_the_other_language_is_passed_over(page: Page) -> None:
    barriers = Barriers()
    shown(page, "<p>Thường</p>")
    assert barriers.at(page, 360, 1440) == []
    shown(page, "<p style='color: #aaa'>Pale</p><img src='data:,'>")
    found = barriers.at(page, 360)
    assert [fault.split(":")[1].strip() for fault in found] == ["image-alt", "color-contrast"]
    shown(page, "<p style='width: 400px'>Wide</p>")
    assert too_wide(page) != []
