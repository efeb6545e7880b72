"""How fast one gets an answer: the command's start, the overview of 259 units, pages with many readers."""

from __future__ import annotations

import json
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from pathlib import Path

from measure import Rate, Ratio, Time, timed

OVERVIEW = "/assessments/gia-lai-2019-reconstruction/"  # 259 units
PAGES = {
    "the first page": "/",
    "an assessment": OVERVIEW,
    "a unit": f"{OVERVIEW}units/department-01/",
}
READERS, SECONDS = 64, 4
MANY, FEW = "/assessments/un-egdi-2018/", "/assessments/qd766-2026-gia-lai/"  # 193 units and 14, no levels


def command() -> Iterator[Time | Ratio]:
    """`thangdo --help`, and apart the start of the interpreter itself."""
    program = Path(sys.executable).with_name("thangdo")

    def run(*words: str) -> object:
        return subprocess.run(words, check=True, stdout=subprocess.DEVNULL)

    yield timed("thangdo --help", lambda: run(str(program), "--help"), 0.5)
    yield timed("  of which the start of Python", lambda: run(sys.executable, "-c", ""))


def scoreboard() -> Iterator[Time | Ratio | Rate]:
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

    yield timed("scoreboard: overview of 259 units", lambda: get(f"{OVERVIEW}?all"), 0.1, 15)
    many, few = queries(f"{MANY}?all"), queries(f"{FEW}?all")  # a page with a question is not kept
    yield Ratio(f"  queries of 193 units / of 14 units ({many} / {few})", many / few, 1.0)
    yield from readers()


def readers() -> Iterator[Time | Rate]:
    """Public pages on `thangdo serve` with two processes; 64 readers at once share the two cores with it."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    program = str(Path(sys.executable).with_name("thangdo"))
    server = subprocess.Popen([program, "serve", "--port", str(port)], stdout=subprocess.DEVNULL)
    try:
        _wait_for(f"http://127.0.0.1:{port}/healthz")
        for what, address in PAGES.items():
            for _ in range(8):  # each process makes it once
                urllib.request.urlopen(f"http://127.0.0.1:{port}{address}", timeout=30).close()
            found = _asked(port, address)
            yield Rate(f"public page: {what}; {READERS} readers", found["per_second"], 500)
            yield Time("  95 of 100 within", (found["p95"],), 0.05)
            yield Ratio("  answers that were none", found["bad"], 0)
    finally:
        server.terminate()
        server.wait(timeout=30)


def _wait_for(address: str) -> None:
    for _ in range(300):
        try:
            urllib.request.urlopen(address, timeout=5).close()
        except OSError:
            time.sleep(0.1)
        else:
            return
    raise SystemExit("the server did not answer within 30 seconds")


def _asked(port: int, address: str) -> dict[str, float]:
    client = [sys.executable, str(Path(__file__).with_name("asking.py"))]
    done = subprocess.run(
        [*client, str(port), address, str(READERS), str(SECONDS)],
        check=True,
        stdout=subprocess.PIPE,
        text=True,
    )
    found: dict[str, float] = json.loads(done.stdout)
    return found
