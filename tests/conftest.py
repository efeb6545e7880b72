"""What all tests share: a data folder of their own, one Chromium, one server with the examples loaded."""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

# Before Django reads its settings: nothing of a test may touch the data of the checkout.
_TEMPORARY = tempfile.TemporaryDirectory(prefix="thangdo-test-")
os.environ["THANGDO_DATA"] = _TEMPORARY.name
os.environ.pop("THANGDO_DEBUG", None)

import pytest  # noqa: E402
from hypothesis import HealthCheck, settings  # noqa: E402
from playwright.sync_api import Browser, Page, sync_playwright  # noqa: E402

from serving import environment, serve  # noqa: E402

settings.register_profile(
    "ci", deadline=None, derandomize=True, suppress_health_check=[HealthCheck.too_slow], database=None
)
settings.load_profile("ci")

CHROMIUM = "/usr/bin/chromium"
CHROMIUM_FLAGS = [
    "--no-sandbox",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
LOAD = """
import django
django.setup()
from django.core.management import call_command
call_command("migrate", verbosity=0)
from thangdo.work.assessments.actions import load_all
load_all()
"""


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Tests that need the loaded site run in one worker, so that it is loaded once."""
    for item in items:
        if {"browser", "site_url", "site_data"} & set(getattr(item, "fixturenames", ())):
            item.add_marker(pytest.mark.xdist_group("site"))


@pytest.fixture(scope="session", autouse=True)
def collected_static_files() -> None:
    """Pages name static files by hash, so these are collected once for each worker."""
    from thangdo.site.static import collect

    collect()


@pytest.fixture(scope="session")
def site_data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A data folder in which every bundled example has been computed and stored."""
    data = tmp_path_factory.mktemp("site")
    subprocess.run([sys.executable, "-c", LOAD], env=environment(data), check=True, timeout=300)
    return data


@pytest.fixture(scope="session")
def site_url(site_data: Path) -> Iterator[str]:
    """The address of a running server, as in production, over the loaded examples; read only."""
    with serve(site_data) as url:
        yield url


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """Debian's Chromium, headless; a missing one fails, for nothing may be skipped in silence."""
    assert Path(CHROMIUM).exists(), "Chromium is missing: `make test` installs it"
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=CHROMIUM, args=CHROMIUM_FLAGS)
        yield chromium
        chromium.close()


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    """A fresh page whose script errors and refused resources fail the test."""
    context = browser.new_context(locale="vi-VN", timezone_id="Asia/Ho_Chi_Minh")
    fresh = context.new_page()
    problems: list[str] = []
    fresh.on("pageerror", lambda error: problems.append(str(error)))
    fresh.on("console", lambda message: problems.append(message.text) if message.type == "error" else None)
    yield fresh
    context.close()
    assert problems == [], "the page reported errors"
