"""Static files: kept for ever by browsers, yet never stale."""

import shutil
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.contrib.staticfiles.storage import staticfiles_storage

from thangdo.site.static import STAMP, collect

pytestmark = pytest.mark.usefixtures("collected_static_files")


def test_names_hold_the_hash_of_the_content() -> None:
    url = staticfiles_storage.url("look/vendor/vega.js")
    assert url.startswith("/static/look/vendor/vega.")
    assert url != "/static/look/vendor/vega.js"
    assert (Path(settings.STATIC_ROOT) / url.removeprefix("/static/")).is_file()


def test_files_are_collected_again_only_when_their_sources_changed(settings: Any, tmp_path: Path) -> None:
    settings.STATIC_ROOT = shutil.copytree(settings.STATIC_ROOT, tmp_path / "static")
    assert collect() is False
    (Path(settings.STATIC_ROOT) / STAMP).write_text("of yesterday")
    assert collect() is True
    assert collect() is False
