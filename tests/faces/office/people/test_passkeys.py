"""Passkeys in Chromium with a virtual authenticator: used alone, as second factor; the last one is kept."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

import officers
from serving import serve

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def url(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """A server, by its number; browsers allow passkeys there by the name localhost alone."""
    with serve(officers.settle(tmp_path_factory.mktemp("passkeys") / "data")) as url:
        yield url


@pytest.fixture
def person(browser: Browser) -> Iterator[Page]:
    """A browser on a device with a fingerprint reader."""
    with browser.new_context(locale="vi-VN", timezone_id="Asia/Ho_Chi_Minh") as context:
        page = context.new_page()
        devtools = context.new_cdp_session(page)
        devtools.send("WebAuthn.enable")
        options = {
            "protocol": "ctap2",
            "transport": "internal",
            "hasResidentKey": True,
            "hasUserVerification": True,
            "isUserVerified": True,
            "automaticPresenceSimulation": True,
        }
        devtools.send("WebAuthn.addVirtualAuthenticator", {"options": options})
        yield page


def by_password(page: Page, url: str) -> None:
    """Name and password."""
    page.goto(f"{url}/office/signin/")
    page.get_by_label("Tên tài khoản").fill("dao")
    page.get_by_label("Mật khẩu").fill(officers.PASSWORD)
    page.get_by_role("button", name="Đăng nhập", exact=True).click()


def test_a_passkey_opens_the_office_alone_and_as_second_factor(url: str, person: Page) -> None:
    named = url.replace("127.0.0.1", "localhost")
    by_password(person, named)
    expect(person).to_have_url(f"{named}/office/account/2fa/")
    expect(person.get_by_text("Trước hết: hãy thiết lập xác thực hai lớp.")).to_be_visible()
    person.get_by_role("link", name="Thêm khóa truy cập").click()
    person.get_by_role("button", name="Thêm khóa truy cập").click()
    expect(person).to_have_url(f"{named}/office/account/2fa/recovery-codes/")
    expect(person.locator(".codes li")).to_have_count(10)
    person.goto(f"{named}/office/account/")
    expect(person.get_by_role("heading", level=1)).to_have_text("Tài khoản của tôi")

    person.get_by_role("button", name="Đăng xuất").click()
    person.get_by_role("button", name="Dùng khóa truy cập").click()
    person.wait_for_url(lambda address: "/signin/" not in address)
    person.goto(f"{named}/office/account/")
    expect(person.get_by_role("heading", level=1)).to_have_text("Tài khoản của tôi")

    person.get_by_role("button", name="Đăng xuất").click()
    by_password(person, named)
    expect(person).to_have_url(f"{named}/office/account/2fa/authenticate/")
    person.get_by_role("button", name="Dùng khóa truy cập").click()
    person.wait_for_url(lambda address: "/2fa/" not in address)

    person.goto(f"{named}/office/account/2fa/")
    person.get_by_role("link", name="Bỏ", exact=True).click()
    person.get_by_role("button", name="Bỏ", exact=True).click()
    expect(person.get_by_text("phương thức xác thực thứ hai cuối cùng")).to_be_visible()


def test_at_a_number_the_page_says_why_there_are_no_passkeys(url: str, person: Page) -> None:
    person.goto(f"{url}/office/signin/")
    expect(person.get_by_text("Ở địa chỉ 127.0.0.1 không dùng được khóa truy cập")).to_be_visible()
    expect(person.get_by_role("button", name="Dùng khóa truy cập")).to_have_count(0)
