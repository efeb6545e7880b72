"""Seventeen sites meet on a Janus server: the roll call fills itself, a cut cable is seen, and its end too.

Each site is a Chromium with a made camera in a network of its own; the room pages are those that the office
gives each site's operator, with their policy and tickets. `make janus SITES=3` is a short run.
"""

from __future__ import annotations

import html
import json
import os
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from datetime import UTC, datetime
from pathlib import Path

import pytest
from django.conf import settings
from django.utils import translation
from playwright.sync_api import Page, sync_playwright

sys.path.insert(0, str(Path(__file__).parent))
import media
from network import Network

import meetings
import world as sample
from conference_desk import planning
from desk import at, signed_in
from meetings import SLUG
from thangdo.records.people.acting import Refused
from thangdo.records.people.models import Person, Role
from thangdo.records.units import paths
from thangdo.work.conferences import queries, video
from thangdo.work.conferences.models import Attendance, Conference, Site
from thangdo.work.conferences.video import following
from thangdo.work.conferences.video.janus import Janus, hall_of
from world import World

SITES = int(os.environ.get("SITES", "17"))
SECRET = "only-for-this-test-0123456789abcdef"
HALL = SITES  # the place of the main hall in the network
FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--in-process-gpu",
    "--renderer-process-limit=1",
    "--disable-extensions",
    "--mute-audio",
    "--use-fake-device-for-media-stream=fps=2",
    "--use-fake-ui-for-media-stream",
    f"--unsafely-treat-insecure-origin-as-secure={media.PAGES}",
    "--no-first-run",
    "--disable-sync",
    "--disable-features=WebRtcHideLocalIpsWithMdns,Translate,MediaRouter,SpareRendererForSitePerProcess",
    "--disable-background-networking",
    "--disable-quic",
]
#: narrow sound in packets of 60 ms: sound is what costs browsers most
SPARING = """const set = RTCPeerConnection.prototype.setRemoteDescription;
RTCPeerConnection.prototype.setRemoteDescription = function (told) {
  const sdp = told.sdp.replace(/(m=audio[^]*?)(?=m=|$)/g, "$1a=ptime:60\\r\\n")
    .replace(/useinbandfec=1/g, "maxplaybackrate=8000;maxaveragebitrate=8000");
  return set.call(this, { type: told.type, sdp });
};"""
#: and the loudspeakers of the sites are off; the hall hears everybody
QUIET = """const add = MediaStream.prototype.addTrack;
MediaStream.prototype.addTrack = function (track) { if (track.kind === "video") add.call(this, track); };"""
SMALL = {
    "width": 160,
    "height": 120,
    "rate": 2,
    "sound": {"echoCancellation": False, "autoGainControl": False, "noiseSuppression": False},
}
pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def province(monkeypatch: pytest.MonkeyPatch) -> World:
    """A conference of today on Janus with so many districts, each with an operator."""
    monkeypatch.setenv("THANGDO_JANUS_SERVER", media.SERVER)
    monkeypatch.setenv("THANGDO_JANUS_SECRET", SECRET)
    monkeypatch.setenv("THANGDO_JANUS_SOCKET", media.SOCKET)
    translation.activate("vi")
    world = meetings.build()
    world.now = datetime.now(UTC)
    at(monkeypatch, world)
    for number in range(SITES):
        where = sample.unit(f"D{number}", f"Huyện Cầu {number}", "district", "huyện", world.units["province"])
        world.units[f"D{number}"] = where
    paths.refresh()
    for number in range(SITES):
        world.units[f"D{number}"].refresh_from_db()
        name = f"operator{number}"
        world.people[name] = Person.objects.create_user(name, None, name=name, created_at=sample.MORNING)
        sample.office(world.people[name], world.units[f"D{number}"], Role.REPORTER)
    secretary = world.actor("secretary")
    local = world.now.astimezone(sample.MORNING.astimezone().tzinfo)
    plan = meetings.wanted(
        world, day=local.date(), starts=None, quorum=80, video_kind="janus", video={"address": ""}
    )
    planning.plan(secretary, SLUG, plan)
    planning.invite_sites(secretary, SLUG, [world.ref(f"D{number}") for number in range(SITES)])
    return world


@pytest.fixture
def network() -> Iterator[Network]:
    """The cables; taken away whatever happens."""
    assert os.geteuid() == 0, "network namespaces need root"
    with Network(SITES + 1) as found:
        yield found


def write_pages(world: World, root: Path) -> str:
    """The room pages as the office gives them to each operator and to the hall; the policy."""
    root.mkdir()
    (root / "static").symlink_to(settings.STATIC_ROOT)
    (root / "index.html").write_text("")
    base, policy = f"/office/conferences/{SLUG}/room/", ""
    asked = {f"D{n}": (f"operator{n}", f"{base}?site=sample:D{n}") for n in range(SITES)}
    for name, (who, address) in {**asked, "hall": ("secretary", f"{base}?as=chair")}.items():
        answer = signed_in(world, who).get(address)
        assert answer.status_code == 200, answer.content.decode()[:2000]
        policy = answer.headers["Content-Security-Policy"]
        before, mark, after = answer.content.decode().partition('data-ticket="')
        ticket, end, rest = after.partition('"')
        small = html.escape(json.dumps({**json.loads(html.unescape(ticket)), **SMALL}))
        text = before + mark + small + end + rest
        (root / f"{name}.html").write_text(text)
    return policy


def until(done: Callable[[], bool], seconds: float, what: str, said: Callable[[], str] = str) -> float:
    """Wait for it; how long it took. said: how things stand if it does not come."""
    began = time.monotonic()
    while not done():
        if time.monotonic() - began > seconds:
            pytest.fail(f"not within {seconds} s: {what}\n{said()}")
        time.sleep(1)
    return time.monotonic() - began


def roll() -> set[str]:
    """The job of the worker, once; the sites that are in."""
    conference = Conference.objects.get(slug=SLUG)
    following.enter_attendance(conference, datetime.now(UTC))
    return {
        site.ref for site in Site.objects.filter(conference=conference).select_related("unit") if site.here
    }


def decoding(page: Page) -> int:
    """How many pictures really run on this page."""
    return page.evaluate(
        """[...document.querySelectorAll('[data-feed] video')]
        .filter((one) => one.videoWidth > 0 && one.getVideoPlaybackQuality().totalVideoFrames > 0).length"""
    )


def test_sites_join_by_themselves_a_cut_site_is_seen_away_and_comes_back(
    province: World,
    network: Network,
    tmp_path: Path,
    collected_static_files: None,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("DJANGO_ALLOW_ASYNC_UNSAFE", "1")  # Playwright keeps a loop in this thread
    every = {f"sample:D{number}" for number in range(SITES)}
    with ExitStack() as ending:
        server = media.janus(tmp_path / "janus", SECRET)
        ending.callback(server.wait)
        ending.callback(server.kill)
        policy = write_pages(province, tmp_path / "pages")
        web = media.pages(tmp_path / "pages", policy, tmp_path / "pages.log")
        ending.callback(web.wait)
        ending.callback(web.kill)
        assert roll() == set()
        playwright = ending.enter_context(sync_playwright())
        silence = f"--use-file-for-fake-audio-capture={media.silence(tmp_path)}"
        began, opened = time.monotonic(), []
        for number in [HALL, *range(SITES)]:
            browser = playwright.chromium.launch(
                executable_path=network.wrapper(number, tmp_path), args=[*FLAGS, silence], timeout=90_000
            )
            ending.callback(browser.close)
            page = browser.new_page(viewport={"width": 160, "height": 160})
            page.add_init_script(SPARING if number == HALL else SPARING + QUIET)
            page.on("pageerror", lambda error: pytest.fail(str(error)))
            name = "hall" if number == HALL else f"D{number}"
            page.goto(f"{media.PAGES}/{name}.html", wait_until="commit", timeout=60_000)
            page.wait_for_selector("#room[data-now=in]", state="attached", timeout=90_000)
            opened.append(page)
        hall, launched = opened[0], time.monotonic() - began

        def said() -> str:
            """How each page stands, for a run that fails."""
            return str(
                [
                    page.evaluate("({...document.getElementById('room').dataset, ticket: ''})")
                    for page in opened
                ]
            )

        until(lambda: roll() == every, 120, "every site is in the roll call", said)
        joined = time.monotonic() - began
        sending = {one["id"] for one in Janus().participants(SLUG) if one.get("publisher")}
        assert len(sending) == SITES + 1 and hall_of(SLUG) in sending
        until(lambda: decoding(hall) == SITES, 90, "the hall sees every site")
        seen = time.monotonic() - began
        for page in opened[1:]:
            until(lambda page=page: decoding(page) == 1, 30, "each site sees the hall")

        browsers = [one for one in media.below(os.getpid()) if one not in (web.pid, server.pid)]
        before, at_first = media.burnt(browsers), media.burnt([server.pid])
        time.sleep(10)
        figures = {
            "sites": SITES,
            "seconds until all browsers were started": round(launched),
            "seconds until all were in the roll call": round(joined),
            "seconds until the hall saw all": round(seen),
            "percent of one core, janus": round((media.burnt([server.pid]) - at_first) * 10),
            "percent of one core, browsers": round((media.burnt(browsers) - before) * 10),
            "MB janus": media.resident([server.pid]),
            "MB browsers": media.resident(browsers),
        }

        network.cut(0)
        figures["seconds until a cut site was seen away"] = round(
            until(lambda: roll() == every - {"sample:D0"}, 90, "the cut site is away")
        )
        site = Site.objects.get(unit=province.units["D0"])
        assert (site.dropped, site.drops) == (True, 1)
        assert queries.roll_call(Conference.objects.get(slug=SLUG)).here == SITES - 1
        network.join(0)
        figures["seconds until it was back"] = round(
            until(lambda: roll() == every, 120, "it comes back", said)
        )
        until(lambda: decoding(hall) == SITES, 60, "the hall sees it again")
        told = Attendance.objects.filter(site=site).order_by("at").values_list("what", "source")
        assert list(told) == [("joined", "video"), ("left", "video"), ("joined", "video")]
        print(json.dumps(figures, indent=1))

        server.kill()
        server.wait()
        with pytest.raises(Refused) as refused:
            roll()
        assert refused.value.code == "video-unreachable"
        assert sum(one.here for one in Site.objects.filter(conference__slug=SLUG)) == SITES


def test_nobody_enters_with_the_ticket_of_another_conference_or_none(
    province: World, network: Network, tmp_path: Path
) -> None:
    server = media.janus(tmp_path / "janus", SECRET)
    try:
        janus, settings_ = video.of("janus"), {"socket": media.SOCKET}
        janus.create_room(SLUG, settings_, ["sample:D0"])
        mine = json.loads(janus.ticket(SLUG, settings_, "site", "sample:D0", province.now).token)
        other = json.loads(janus.ticket("another", settings_, "site", "sample:D0", province.now).token)
        assert _join(mine, mine["token"]) == "joined"
        assert _join(mine, other["token"]) == 433
        assert _join({**mine, "auth": ""}, mine["token"]) == 403
        janus.create_room(SLUG, settings_, [])
        assert _join(mine, mine["token"]) == 433, "a site that was struck off the list"
    finally:
        server.kill()
        server.wait()


def _join(ticket: dict[str, object], token: object) -> object:
    """Try to join over the HTTP interface as a browser would, with its signed token."""

    def post(path: str, message: dict[str, object]) -> dict[str, object]:
        body = json.dumps({**message, "transaction": "t", "token": ticket["auth"]})
        command = ["curl", "-s", "-m", "10", "-d", body, f"{media.SERVER}{path}"]
        return dict(json.loads(subprocess.run(command, capture_output=True, check=True).stdout))

    def get(path: str) -> dict[str, object]:
        command = ["curl", "-s", "-m", "10", f"{media.SERVER}{path}?token={ticket['auth']}"]
        return dict(json.loads(subprocess.run(command, capture_output=True, check=True).stdout))

    made = post("", {"janus": "create"})
    if made["janus"] == "error":
        return made["error"]["code"]  # type: ignore[index]
    session = f"/{made['data']['id']}"  # type: ignore[index]
    handle = post(session, {"janus": "attach", "plugin": "janus.plugin.videoroom"})["data"]["id"]  # type: ignore[index]
    body = {
        "request": "join",
        "ptype": "publisher",
        "room": ticket["room"],
        "id": ticket["id"],
        "token": token,
    }
    post(f"{session}/{handle}", {"janus": "message", "body": body})
    data = get(session)["plugindata"]["data"]  # type: ignore[index]
    post(session, {"janus": "destroy"})
    return data.get("error_code", data["videoroom"])
