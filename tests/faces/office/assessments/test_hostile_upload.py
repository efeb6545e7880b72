"""A file made to stop the site: its sender is refused in words, and others are answered meanwhile."""

from __future__ import annotations

import threading
import urllib.error
import urllib.request

import pytest
from django.test import Client

from desk import signed_in
from forms import province
from records.documents.hostile import BOOKS
from reporting import PART
from thangdo.records.documents.reader import bounded
from world import World

BOUNDARY = "x-boundary-of-the-test"
TOKEN = "a" * 32


@pytest.fixture
def world(collected_static_files: None, transactional_db: None) -> World:
    world = province()
    for person in world.people.values():  # the clock of the pages is today's
        person.save()
    return world


def sent(server: str, client: Client, content: bytes) -> tuple[int, str]:
    """Upload a workbook as a browser does; the status and the page."""
    body = (
        f'--{BOUNDARY}\r\nContent-Disposition: form-data; name="file"; filename="so.xlsx"\r\n'
        "Content-Type: application/octet-stream\r\n\r\n"
    ).encode()
    body += content + f"\r\n--{BOUNDARY}--\r\n".encode()
    cookies = "; ".join(f"{name}={one.value}" for name, one in client.cookies.items())
    headers = {
        "Cookie": f"{cookies}; thangdo_csrf={TOKEN}",
        "X-CSRFToken": TOKEN,
        "Content-Type": f"multipart/form-data; boundary={BOUNDARY}",
        "Referer": server,
    }
    request = urllib.request.Request(f"{server}{PART}workbook", body, headers)
    try:
        with urllib.request.urlopen(request) as answer:
            return answer.status, answer.read().decode()
    except urllib.error.HTTPError as error:
        return error.code, error.read().decode()


def test_others_wait_for_a_hostile_upload(
    world: World, live_server: object, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Takes over a second: the file is held in its reader until others have been answered."""
    server = str(live_server)
    client = signed_in(world, "reporter")
    asked, held, answered = threading.Event(), threading.Event(), []
    read = bounded.read

    def slow(task: str, content: bytes) -> object:
        asked.set()
        assert held.wait(60)
        return read(task, content)

    monkeypatch.setattr(bounded, "read", slow)
    found: list[tuple[int, str]] = []
    content = BOOKS["the last cell of a sheet"]()
    thread = threading.Thread(target=lambda: found.append(sent(server, client, content)))
    thread.start()
    assert asked.wait(10)
    for _ in range(5):
        with urllib.request.urlopen(f"{server}/healthz") as answer:
            answered.append(answer.status)
    held.set()
    thread.join(60)
    assert answered == [200] * 5
    status, page = found[0]
    assert status == 400 and "Xóa các dòng, cột thừa" in page
