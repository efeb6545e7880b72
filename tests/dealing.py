"""How the tests are dealt out to the workers, so that nothing is made twice and no worker idles at the end.

Tests of a file that makes something for all of them stay together. Long ones come first, then those of
Django's database; then browsers, because Playwright's loop would shut Django's database out: in small lots,
for each worker can have a browser and a copy of the loaded site of its own. Short ones that touch no
database fill up what is left.
"""

from __future__ import annotations

import re
import zlib
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from xdist.scheduler import LoadScopeScheduling

LOTS = 12  # of a file whose tests share only what every worker has
#: what in a file's text says that its tests take seconds: other processes, machines, killed acts
_LONG = re.compile(
    r"\bLOTS\b|forking|\bserve\(|officers\.|\bseveral\(|\bthangdo\(|subprocess|schemathesis|@machine|killed_at|at_once|together\("
)


class Together(LoadScopeScheduling):
    """Deals out groups of tests. (The groups of xdist 3.8 do nothing with pytest 9.2.)"""

    def _split_scope(self, nodeid: str) -> str:
        return group(Path(self.config.rootpath), nodeid)


def group(root: Path, nodeid: str) -> str:
    """What a test must stay together with, by name; itself where it can go anywhere."""
    file = nodeid.partition("::")[0]
    text = _text(root / file)
    if 'scope="module"' in text:
        return file
    if "site_url" in text or "site_data" in text or "playwright" in text:
        return f"{file} {zlib.crc32(nodeid.encode()) % LOTS}"
    return nodeid


@cache
def _text(file: Path) -> str:
    return file.read_text(encoding="utf-8")


@cache
def _is_long(file: Path) -> bool:
    return _LONG.search(_text(file)) is not None


def place(item: pytest.Item) -> int:
    """The turn of a test; within a turn the order of the collection stays."""
    marked = item.get_closest_marker
    if marked("browser"):
        return 3 if 'scope="module"' in _text(item.path) else 4
    on_database = marked("django_db") or "db" in getattr(item, "fixturenames", ())
    transactional = (mark := marked("django_db")) is not None and mark.kwargs.get("transaction")
    if transactional or "transactional_db" in getattr(item, "fixturenames", ()):
        return 2
    if _is_long(item.path):
        return 0
    return 1 if on_database else 5


def scheduler(config: pytest.Config, log: Any) -> Together:
    """In the order of the collection, as `place` has made it."""
    config.option.loadscopereorder = False
    return Together(config, log)
