"""How fast one gets an answer: the command's start, and the overview of 259 units in the server."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

from measure import Ratio, Time, timed

OVERVIEW = "/assessments/gia-lai-2019-reconstruction/"  # 259 units
MANY, FEW = "/assessments/un-egdi-2018/", "/assessments/qd766-2026-gia-lai/"  # 193 units and 14, no levels


def command() -> Iterator[Time | Ratio]:
    """`thangdo --help`, and apart the start of the interpreter itself."""
    program = Path(sys.executable).with_name("thangdo")

    def run(*words: str) -> object:
        return subprocess.run(words, check=True, stdout=subprocess.DEVNULL)

    yield timed("thangdo --help", lambda: run(str(program), "--help"), 0.5)
    yield timed("  of which the start of Python", lambda: run(sys.executable, "-c", ""))


def scoreboard() -> Iterator[Time | Ratio]:
    """The overview of an assessment, and whether its queries grow with the units."""
    import django

    django.setup()
    from django.core.management import call_command
    from django.db import connection
    from django.test import Client
    from django.test.utils import CaptureQueriesContext

    from thangdo.site.static import collect
    from thangdo.work.assessments.loading import load_all

    collect()
    call_command("migrate", verbosity=0)
    load_all()
    client = Client(HTTP_HOST="localhost")

    def get(address: str) -> None:
        status = client.get(address).status_code
        if status != 200:
            raise SystemExit(f"{address} answered {status}")

    def queries(address: str) -> int:
        with CaptureQueriesContext(connection) as found:
            get(address)
        return len(found)

    yield timed("scoreboard: overview of 259 units", lambda: get(OVERVIEW), 0.1, 15)
    many, few = queries(MANY), queries(FEW)
    yield Ratio(f"  queries of 193 units / of 14 units ({many} / {few})", many / few, 1.0)
