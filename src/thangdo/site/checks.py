"""System checks: what must be in place before a page can be served."""

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from django.apps import AppConfig
from django.core.checks import CheckMessage, Error

PACKAGE = Path(__file__).resolve().parent.parent
HINT = "Run `make setup`; it makes the missing assets again."


def missing_assets(package: Path = PACKAGE) -> list[str]:
    """The generated files that are not there, relative to the package; the list itself when it is not."""
    manifest = package / "site" / "assets.json"
    if not manifest.is_file():
        return [manifest.relative_to(package).as_posix()]
    names: list[str] = json.loads(manifest.read_text(encoding="utf-8"))["files"]
    return [name for name in names if not (package / name).is_file()]


def assets_are_there(app_configs: Sequence[AppConfig] | None, **kwargs: Any) -> list[CheckMessage]:
    """One error for each asset that hatch_build.py should have made."""
    return [Error(f"The asset {name} is missing.", hint=HINT, id="site.E001") for name in missing_assets()]
