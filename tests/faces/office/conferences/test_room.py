"""The room of a conference: who gets which ticket, where the page connects, a server that is away."""

from __future__ import annotations

import html
import json
import re
from http.server import BaseHTTPRequestHandler, HTTPServer
from threading import Thread
from typing import Any

import pytest
from django.utils import translation

import meetings
from desk import at, signed_in
from meetings import SLUG
from thangdo.faces.look import wording
from thangdo.records.people.acting import Refused
from thangdo.work.conferences import video
from thangdo.work.conferences.models import Conference, Site
from thangdo.work.conferences.video import following
from thangdo.work.conferences.video.janus import feed_of
from world import World

pytestmark = pytest.mark.django_db
HERE = f"/en/office/conferences/{SLUG}/room/"
SECRET = "a-secret-of-the-tests-0123456789"


@pytest.fixture
def world(monkeypatch: pytest.MonkeyPatch) -> World:
    monkeypatch.setenv("THANGDO_JANUS_SERVER", "http://127.0.0.1:9/janus")
    monkeypatch.setenv("THANGDO_JANUS_SECRET", SECRET)
    monkeypatch.setenv("THANGDO_JANUS_SOCKET", "wss://hop.example.test/janus")
    translation.activate("vi")
    made = meetings.build()
    at(monkeypatch, made)
    meetings.planned(made, video_kind="janus", video={"address": ""})
    return made


def ticket(answer: Any) -> dict[str, Any]:
    assert answer.status_code == 200, answer.content.decode()[:1000]
    found = re.search(r'data-ticket="([^"]*)"', answer.content.decode())
    assert found
    told: dict[str, Any] = json.loads(html.unescape(found[1]))
    return told


def test_a_site_gets_its_own_ticket_and_never_the_secret(world: World) -> None:
    answer = signed_in(world, "reporter").get(f"{HERE}?site=sample:X1")
    told = ticket(answer)
    assert (told["id"], told["publish"], told["all"]) == (feed_of(SLUG, "sample:X1"), True, False)
    assert SECRET not in answer.content.decode()
    assert "connect-src 'self' wss://hop.example.test" in answer.headers["Content-Security-Policy"]


def test_a_site_cannot_enter_as_another_as_the_hall_or_watch_everybody(world: World) -> None:
    mine = signed_in(world, "reporter")
    assert [mine.get(f"{HERE}{one}").status_code for one in ("?site=sample:X2", "?as=chair", "")] == [
        404,
        403,
        403,
    ]
    assert mine.get(f"{HERE}?site=nothing").status_code == 404


def test_the_secretary_enters_as_the_hall_and_an_observer_only_watches(world: World) -> None:
    assert ticket(signed_in(world, "secretary").get(f"{HERE}?as=chair"))["publish"] is True
    assert ticket(signed_in(world, "observer").get(HERE))["publish"] is False
    assert signed_in(world, "observer").get(f"{HERE}?as=chair").status_code == 403
    assert signed_in(world, "observer").get(f"{HERE}?site=sample:X1").status_code == 403


def test_a_server_that_is_away_makes_nobody_leave_and_is_said_in_words(world: World) -> None:
    Site.objects.filter(unit=world.units["commune"]).update(joined=True)
    assert following.follow(world.now) == 0
    assert Site.objects.get(unit=world.units["commune"]).joined
    with pytest.raises(Refused) as refused:
        following.enter_attendance(Conference.objects.get(slug=SLUG), world.now)
    assert refused.value.code == "video-unreachable"


@pytest.mark.parametrize(
    ("status", "answer"), [(200, {"janus": "error", "error": {"code": 403, "reason": "no"}}), (502, {})]
)
def test_a_server_with_another_secret_is_said_in_words_and_makes_nobody_leave(
    world: World, monkeypatch: pytest.MonkeyPatch, status: int, answer: dict[str, Any]
) -> None:
    class Server(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            self.send_response(status)
            self.end_headers()
            self.wfile.write(json.dumps(answer).encode())

        def log_message(self, *told: Any) -> None: ...

    with HTTPServer(("127.0.0.1", 0), Server) as server:
        Thread(target=server.serve_forever, daemon=True).start()
        monkeypatch.setenv("THANGDO_JANUS_SERVER", f"http://127.0.0.1:{server.server_port}/janus")
        Site.objects.filter(unit=world.units["commune"]).update(joined=True)
        with pytest.raises(Refused) as refused:
            following.enter_attendance(Conference.objects.get(slug=SLUG), world.now)
        assert following.follow(world.now) == 0
        server.shutdown()
    assert refused.value.code == "video-refused"
    assert str(refused.value.facts["number"]) in wording.refused("video-refused", refused.value.facts)
    assert Site.objects.get(unit=world.units["commune"]).joined


def test_a_conference_over_a_link_has_no_room_here(world: World) -> None:
    Conference.objects.update(video_kind="link")
    assert signed_in(world, "secretary").get(HERE).status_code == 404


@pytest.mark.parametrize("name", ["THANGDO_JANUS_SERVER", "THANGDO_JANUS_SECRET"])
def test_without_a_server_or_secret_janus_is_not_chosen(
    world: World, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    monkeypatch.delenv(name)
    with pytest.raises(Refused) as refused:
        video.of("janus").clean({"address": ""})
    assert (refused.value.code, refused.value.facts["name"]) == ("video-off", name)
    if name.endswith("SECRET"):
        assert signed_in(world, "reporter").get(f"{HERE}?site=sample:X1").status_code < 500


@pytest.mark.parametrize("typed", ["https://hop.test", "ws://", "wss://hop.test; script-src *", "wss://x:a/"])
def test_an_address_that_is_no_socket_never_reaches_the_policy(world: World, typed: str) -> None:
    with pytest.raises(Refused) as refused:
        video.of("janus").clean({"address": typed})
    assert refused.value.code == "video-socket"
