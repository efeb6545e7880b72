"""What all tests share: a data folder of their own, one Chromium, one server with the examples loaded.

`pytest` runs every test on SQLite (a file, as in use); `pytest --postgres` runs those that touch a database
on a PostgreSQL server of its own. `make test` runs both with `--share`: engines.py says what goes where.
"""

from __future__ import annotations

import os
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

# Before Django reads its settings (for which pyproject.toml must not name them to pytest-django, which would
# read them earlier): nothing of a test may touch the data of the checkout. A worker is given its folder.
if "PYTEST_XDIST_WORKER" not in os.environ:
    _TEMPORARY = tempfile.TemporaryDirectory(prefix="thangdo-test-")
    os.environ["THANGDO_DATA"] = _TEMPORARY.name
    os.environ["DJANGO_SETTINGS_MODULE"] = "thangdo.site.settings"
    for _name in [name for name in os.environ if name.startswith("THANGDO_") and name != "THANGDO_DATA"]:
        del os.environ[_name]

    os.environ["THANGDO_TEST_SHARED"] = os.environ["THANGDO_DATA"]  # between the workers

    # Bytecode is kept, also by every child: to compile Django and thangdo anew costs each of them seconds.
    os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
    sys.dont_write_bytecode = False
    os.environ.setdefault("PYTHONPYCACHEPREFIX", str(Path(__file__).parents[1] / "var" / "pycache"))
    sys.pycache_prefix = os.environ["PYTHONPYCACHEPREFIX"]

    import postgres
    import prepared

    os.environ["THANGDO_TEST_SHARE"] = str(int("--share" in sys.argv))
    if "--postgres" in sys.argv:
        postgres.start(prepared.server)

import django
import pytest
from django.contrib.auth.hashers import PBKDF2PasswordHasher
from django.utils import translation
from hypothesis import HealthCheck, settings
from playwright.sync_api import Browser, BrowserContext, Page, expect, sync_playwright
from whitenoise.base import WhiteNoise

import dealing
import engines
import postgres
import prepared
import restaging
from serving import freeze, serve

pytest_plugins = ["costs"]
django.setup()
restaging.watch_patches()

# In the tests' own processes a password is hashed once, not a million times over: they make hundreds of
# people. The form is that of production, so that a server beside them can check it.
PBKDF2PasswordHasher.iterations = 1

settings.register_profile(
    "ci", deadline=None, derandomize=True, suppress_health_check=[HealthCheck.too_slow], database=None
)
settings.load_profile("ci")

PATIENCE = 120_000  # milliseconds that a browser waits for what must come: it only ends what hangs
expect.set_options(timeout=PATIENCE)

CHROMIUM = "/usr/bin/chromium"
CHROMIUM_FLAGS = [
    "--no-sandbox",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


def pytest_addoption(parser: pytest.Parser) -> None:
    """`--postgres`: read from the command line above, before Django reads its settings."""
    parser.addoption(
        "--postgres", action="store_true", help="run the tests that touch a database on PostgreSQL"
    )
    parser.addoption(
        "--share", action="store_true", help="leave to the run on the other engine what is its (engines.py)"
    )


def pytest_configure(config: pytest.Config) -> None:
    """The option must stand on the command line itself."""
    if config.getoption("--postgres") and not postgres.running():
        raise pytest.UsageError("give --postgres on the command line of pytest")


def pytest_unconfigure() -> None:
    """Stop the server of the tests."""
    postgres.stop()


def pytest_xdist_setupnodes(specs: list[Any]) -> None:
    """Give each worker a data folder of its own; the static files are those of all runs."""
    static = prepared.static_files()
    for number, spec in enumerate(specs):
        folder = Path(os.environ["THANGDO_DATA"]) / f"worker-{number}"
        folder.mkdir(parents=True, exist_ok=True)
        (folder / "static").symlink_to(static)
        spec.env["THANGDO_DATA"] = str(folder)


def pytest_xdist_make_scheduler(config: pytest.Config, log: Any) -> dealing.Together:
    """Deal the tests out as `dealing.py` says."""
    return dealing.scheduler(config, log)


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Choose the tests of this run, and put them in order."""
    tests = Path(__file__).parent
    chosen = [item for item in items if engines.runs_here(item, tests)]
    taken = set(chosen)
    config.hook.pytest_deselected(items=[item for item in items if item not in taken])
    items[:] = sorted(chosen, key=dealing.place)


@pytest.fixture(autouse=True)
def shared_bytes_intact() -> Iterator[None]:
    """No test changes the one-byte objects that Python shares (docs/decisions/exact-numbers.md)."""
    yield
    assert [byte for byte in range(256) if bytes([byte])[0] != byte] == []


@pytest.fixture(autouse=True)
def no_page_kept_from_before() -> None:
    """The process keeps public pages; what a test before this one saw is not there any more."""
    if pages := sys.modules.get("thangdo.faces.public.kept_pages"):
        pages.forget()


@pytest.hookimpl(tryfirst=True)
def pytest_runtest_setup() -> None:
    """What a test has replaced in the product is back in its place."""
    restaging.nothing_is_patched()


@pytest.fixture(scope="session", autouse=True)
def what_was_committed_is_emptied() -> None:
    """In place of Django's flush after a transactional test."""
    from django.test import TransactionTestCase

    import emptying

    TransactionTestCase._fixture_teardown = lambda self: emptying.empty()  # type: ignore[method-assign]


@pytest.fixture(scope="session")
def django_db_setup(django_test_environment: None, django_db_blocker: Any) -> None:
    """In place of pytest-django's: a copy of the prepared database, which ends with its folder or server."""
    with django_db_blocker.unblock():
        prepared.connect()


@pytest.fixture(autouse=True)
def static_files_for_pages(request: pytest.FixtureRequest) -> None:
    """A test that may render a page finds static files under hashed names; others do not wait."""
    if "client" in request.fixturenames or request.node.get_closest_marker("django_db"):
        request.getfixturevalue("collected_static_files")


@pytest.fixture(scope="session")
def collected_static_files() -> None:
    """Collect the static files, unless another worker or run has done so."""
    from django.conf import settings

    from thangdo.site.static import collect

    if not settings.STATIC_ROOT.exists():
        settings.STATIC_ROOT.symlink_to(prepared.static_files())

    collect()


@pytest.fixture(scope="session", autouse=True)
def static_files_are_looked_through_once() -> None:
    """Each client of a test has the middlewares of its own, and whitenoise reads two hundred files' names."""
    seen: dict[tuple[str, str | None, int], dict[str, Any]] = {}
    look = WhiteNoise.update_files_dictionary

    def once(self: WhiteNoise, root: str, prefix: str) -> None:
        key = (os.path.realpath(root), prefix, os.stat(root).st_mtime_ns)
        if key not in seen:
            before, self.files = self.files, {}
            look(self, root, prefix)
            seen[key], self.files = self.files, before
        self.files.update(seen[key])

    WhiteNoise.update_files_dictionary = once


@pytest.fixture(scope="session")
def site_data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A data folder in which every bundled example has been computed and stored."""
    data = prepared.site(tmp_path_factory.mktemp("site"))
    freeze(data)
    return data


@pytest.fixture(scope="session")
def site_url(site_data: Path) -> Iterator[str]:
    """The address of a running server, as in production, over the loaded examples; read only."""
    with serve(site_data) as url:
        yield url


@pytest.fixture(autouse=True)
def _own_language() -> None:
    """No test begins in the language that another has left: addresses and sentences hang on it."""
    translation.deactivate()


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """Debian's Chromium, headless; a missing one fails, for nothing may be skipped in silence."""
    assert Path(CHROMIUM).exists(), "Chromium is missing: `make test` installs it"
    # Playwright keeps a loop in this thread: a test that comes after may ask Django's database all the same
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "1"
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=CHROMIUM, args=CHROMIUM_FLAGS)
        make = chromium.new_context

        def patient(**options: Any) -> BrowserContext:
            context = make(**options)
            context.set_default_timeout(PATIENCE)
            return context

        chromium.new_context = patient  # type: ignore[method-assign]
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
