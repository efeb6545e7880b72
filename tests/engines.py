"""Which engine a test runs on, when `make test` shares the tests between its two runs (`--share`).

By hand nothing is shared: `pytest` runs everything on SQLite, `pytest --postgres` all that touches a database
on PostgreSQL. The one table below is the whole rule; docs/decisions/tests.md says why.
"""

from __future__ import annotations

import os
from collections.abc import Callable
from fnmatch import fnmatch
from pathlib import Path
from typing import Any

import pytest
from hypothesis import seed, settings

import postgres

SHARE = "THANGDO_TEST_SHARE"  # set for the workers too
SQLITE, POSTGRES, BOTH = "sqlite", "postgresql", "sqlite postgresql"
DATABASE_FIXTURES = {"db", "transactional_db", "site_data", "site_url", "browser"}
DATABASE_MARKERS = ("django_db", "browser", "database", "postgresql")

#: the first row that fits a test, by its marker, its file below tests/ or file::name: where it runs, why
#: that is enough
TABLE: list[tuple[str, str, str]] = [
    ("postgresql", POSTGRES, "needs a server"),
    ("main_walk", BOTH, "the whole loop, every role, as people meet it"),
    ("browser", POSTGRES, "Chromium sees pages, not engines; the server under it is that of a province"),
    (
        "faces/cli/test_backup_signed.py::*running_server",
        BOTH,
        "who holds a database is another thing on each",
    ),
    (
        "faces/cli/test_backup_signed.py",
        SQLITE,
        "seals and locks of a file; what is in it, test_backup writes and reads on both",
    ),
    ("faces/cli/test_slow_clients.py", POSTGRES, "sockets; the site behind them is that of a province"),
    (
        "faces/cli/test_worker.py::test_a_stopped_site*",
        POSTGRES,
        "signals and processes; test_serving on both",
    ),
    ("faces/cli/test_worker.py::test_a_part_that_dies*", POSTGRES, "the same"),
    ("database", BOTH, "processes beside each other, backups, starts and stops: here the engines differ"),
    (
        "faces/office/*",
        SQLITE,
        "every address is asked as every role on both (faces/test_rights.py), acts and"
        " queries run on both (work, records), browsers walk through these pages on PostgreSQL",
    ),
    ("faces/test_states.py", SQLITE, "what one is told: the queries run on both in work/assessments"),
    ("faces/test_blind.py", SQLITE, "the same"),
    ("faces/public/*", SQLITE, "the same; browser/test_pages.py opens each of them on PostgreSQL"),
    ("records/documents/*", SQLITE, "papers and workbooks: data in, bytes out"),
    ("work/*/test_papers.py", SQLITE, "papers: their queries run on both in the other files of the room"),
    ("work/*/test_outputs.py", SQLITE, "the same"),
    ("work/samples/test_campaign.py", SQLITE, "the whole sample; its acts run on both in their rooms"),
    ("faces/cli/test_units.py", SQLITE, "texts of commands; what they do runs on both in records/units"),
    ("faces/cli/test_ledger.py", SQLITE, "the same; records/ledger"),
    (
        "work/reproductions/*",
        SQLITE,
        "what is recorded of 2019; it is loaded on both (prepared.site), its acts run on both in their rooms",
    ),
    ("faces/api/*::*_not_described*", BOTH, "schemathesis: half of the examples each"),
    ("faces/api/test_loop.py", BOTH, "the whole loop, every role, as programs meet it"),
    ("faces/api/*", SQLITE, "as faces/office: pages for programs"),
    ("docs/*", SQLITE, "what the documents show"),
    ("*", BOTH, "ordinary tests of acts, queries and records: 30 to 60 ms on either"),
]


def shared() -> bool:
    """Whether this run shares the tests with one on the other engine."""
    return os.environ.get(SHARE) == "1"


def touches_a_database(item: pytest.Item) -> bool:
    """Whether the engine can matter to a test."""
    return bool(DATABASE_FIXTURES & set(getattr(item, "fixturenames", ()))) or any(
        item.get_closest_marker(marker) for marker in DATABASE_MARKERS
    )


def runs_here(item: pytest.Item, tests: Path) -> bool:
    """Whether this run takes the test."""
    here = POSTGRES if postgres.running() else SQLITE
    if not touches_a_database(item):
        return here == SQLITE
    if not shared():
        return here == POSTGRES or item.get_closest_marker("postgresql") is None
    file = item.path.relative_to(tests).as_posix() if item.path.is_relative_to(tests) else ""
    for what, where, _ in TABLE:
        name = f"{file}::{item.name}" if "::" in what else file
        if item.get_closest_marker(what) if what.isidentifier() else fnmatch(name, what):
            return here in where.split()
    raise AssertionError("the last row fits every test")


def machine(examples: int, **more: Any) -> Callable[[Any], Any]:
    """The settings of a property test on the database, whose examples the engines share: half on each.

    They are drawn from other seeds, so that together they are as many and all different.
    """

    def decorate(test: Any) -> Any:
        if not shared():
            return settings(max_examples=examples, **more)(test)
        here = POSTGRES if postgres.running() else SQLITE
        half = examples // 2 if here == POSTGRES else (examples + 1) // 2
        return seed(here)(settings(max_examples=half, **more)(test))

    return decorate
