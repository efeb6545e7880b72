"""Pictures of every kind of page, at the width of a phone and of a projector, in both languages.

    python scripts/screenshots.py [FOLDER]     default var/screenshots

Loads the bundled examples into a temporary folder and serves them from there; nothing else is touched.
"""

from __future__ import annotations

import subprocess
import sys
import tempfile
from pathlib import Path

from playwright.sync_api import Page, sync_playwright
from rich.progress import Progress

ROOT = Path(__file__).resolve().parent.parent

FLAGS = ["--no-sandbox", "--disable-quic", "--no-first-run", "--disable-background-networking"]
LOAD = """
import django
django.setup()
from django.core.management import call_command
call_command("migrate", verbosity=0)
from thangdo.work.reproductions.actions import load_everything
load_everything()
"""


def picture(page: Page, address: str, file: Path) -> None:
    """The whole page, its charts drawn."""
    page.goto(address)
    for place in page.locator("[data-spec]").all():
        place.scroll_into_view_if_needed()
        place.and_(page.locator("[data-drawn]")).wait_for(timeout=20_000)
    page.evaluate("scrollTo(0, 0)")
    page.screenshot(path=file, full_page=True)


def main() -> None:
    """Take all pictures."""
    sys.path[:0] = [str(ROOT / "tests"), str(ROOT / "src")]
    from browser.kinds import LANGUAGES, PAGES, WIDTHS
    from serving import environment, serve

    folder = Path(sys.argv[1]) if len(sys.argv) > 1 else ROOT / "var" / "screenshots"
    folder.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix="thangdo-pictures-") as temporary, Progress() as progress:
        data = Path(temporary)
        task = progress.add_task("pictures", total=len(PAGES) * len(LANGUAGES) * len(WIDTHS))
        subprocess.run([sys.executable, "-c", LOAD], env=environment(data), check=True)
        with serve(data) as url, sync_playwright() as playwright:
            chromium = playwright.chromium.launch(executable_path="/usr/bin/chromium", args=FLAGS)
            for width in WIDTHS:
                context = chromium.new_context(
                    viewport={"width": width, "height": 900}, reduced_motion="reduce"
                )
                page = context.new_page()
                for language, prefix in LANGUAGES.items():
                    for name, path in PAGES.items():
                        picture(page, url + prefix + path, folder / f"{name}-{language}-{width}.png")
                        progress.advance(task)
            chromium.close()


if __name__ == "__main__":
    main()
