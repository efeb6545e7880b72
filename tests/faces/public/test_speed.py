"""The number of database queries behind a page does not grow with the units on it."""

from __future__ import annotations

import json
import sys
from pathlib import Path

import forking
from serving import environment

COUNT = """
import json, sys, django
django.setup()
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from thangdo.site.static import collect
collect()
client, found = Client(HTTP_HOST="localhost"), {}
for path in json.loads(sys.argv[1]):
    with CaptureQueriesContext(connection) as queries:
        assert client.get(path).status_code == 200, path
    found[path] = len(queries)
print(json.dumps(found))
"""


def test_a_page_asks_the_database_once_for_every_unit(site_data: Path) -> None:
    paths = [
        "/",
        "/assessments/gia-lai-2019/",
        "/assessments/gia-lai-2019-reconstruction/",
        "/assessments/qd766-2026-gia-lai/",
        "/assessments/un-egdi-2018/",
        "/assessments/gia-lai-2019-reconstruction/units/department-01/",
        "/units/",
        "/series/mic-ict/",
    ]
    done = forking.run(
        [sys.executable, "-c", COUNT, json.dumps(paths)],
        env=environment(site_data),
        capture_output=True,
        text=True,
        check=True,
    )
    found = json.loads(done.stdout.splitlines()[-1])
    first = found.pop("/")  # composed of several results, series, orders and notices; then kept as it is
    assert first <= 40 and max(found.values()) <= 25, found
    # 193 countries take no more than 14 agencies
    assert found["/assessments/un-egdi-2018/"] <= found["/assessments/qd766-2026-gia-lai/"], found
