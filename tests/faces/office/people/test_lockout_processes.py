"""Wrong passwords are counted over all processes of the server, not by each for itself."""

from __future__ import annotations

import os
import re
import sys
import time
import urllib.parse
import urllib.request
from concurrent.futures import ThreadPoolExecutor
from http.cookiejar import CookieJar
from pathlib import Path

import pytest

import forking
from serving import environment, ready, serve

pytestmark = pytest.mark.database
MAKE = """
import django
django.setup()
from datetime import UTC, datetime
from thangdo.records.people.models import Person
Person.objects.create_user("an", "p", name="Nguyễn Thị Ân", created_at=datetime.now(UTC))
"""
WORKERS, TRIES = 3, 12


def tried(url: str, login: str) -> str:
    """One wrong password, from a browser of its own."""
    browser = urllib.request.build_opener(urllib.request.HTTPCookieProcessor(CookieJar()))
    with browser.open(f"{url}/en/office/signin/", timeout=600) as page:
        token = re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', page.read().decode())
    assert token
    form = {"login": login, "password": "wrong", "csrfmiddlewaretoken": token[1]}
    sent = urllib.request.Request(
        f"{url}/en/office/signin/",
        urllib.parse.urlencode(form).encode(),
        {"Referer": f"{url}/en/office/signin/"},
    )
    with browser.open(sent, timeout=600) as page:
        said = page.read().decode()
    return (
        "locked" if "Too many wrong passwords" in said else "wrong" if "do not go together" in said else said
    )


def worked(pid: int) -> float:
    """Seconds of the processor that a process has used."""
    fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def test_each_process_of_the_server_takes_five_wrong_passwords_of_its_own(tmp_path: Path) -> None:
    data = ready(tmp_path / "data")
    forking.run([sys.executable, "-c", MAKE], env=environment(data), check=True, timeout=600)
    server = serve(data, workers=WORKERS, threads=1)
    with server as url:
        children = Path(f"/proc/{server.process.pid}/task/{server.process.pid}/children")
        until = time.monotonic() + 600  # the first answers before the last is there
        while len(processes := [int(word) for word in children.read_text().split()]) < WORKERS:
            assert time.monotonic() < until
            time.sleep(0.05)
        assert len(processes) == WORKERS
        before = [worked(pid) for pid in processes]
        with ThreadPoolExecutor(TRIES) as pool:
            found = list(pool.map(lambda _: tried(url, "an"), range(TRIES)))
        busy = [after - then > 0.05 for after, then in zip(map(worked, processes), before, strict=True)]
        assert sorted(found) == ["locked"] * (TRIES - 5) + ["wrong"] * 5
        assert sum(busy) > 1, "more than one process answered"
        assert tried(url, "an") == "locked"
        assert tried(url, "nobody") == "wrong", "another account is not shut out"
