"""The video of a conference on a Janus server (VideoRoom) of the authority: docs/video.md.

The server's address and secret belong to the installation and come from the environment, never from a form:
whoever plans a conference cannot send the secret elsewhere. Rooms, tokens and the numbers of the sites are
all derived from that secret, so nothing has to be kept and a server that was restarted is filled again.
"""

from __future__ import annotations

import base64
import hmac
import json
import os
import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from typing import Any
from urllib.error import HTTPError
from urllib.parse import quote, urlsplit
from urllib.request import Request, urlopen

from django.urls import reverse

from thangdo.records.people.acting import Refused
from thangdo.work.conferences.models import Site
from thangdo.work.conferences.video import Attended, Role, Settings, Ticket, register

PLUGIN = "janus.plugin.videoroom"
SECONDS = 5  # that an answer of the server may take
VALID = timedelta(hours=12)  # of a ticket
MOST_WATCHING = 20  # places for secretaries, the chair and projectors beside the sites
BITRATE = 512_000  # the most that one site sends, in bits a second
EXISTS, NO_ROOM = 427, 426  # error codes of the plug-in
WATCHERS: tuple[Role, ...] = ("chair", "secretary", "projector")
Json = dict[str, Any]


class Janus:
    """One room for each conference; each site one camera and one microphone."""

    def clean(self, typed: Settings) -> dict[str, str]:
        """socket: where browsers connect, wss:// (blank: THANGDO_JANUS_SOCKET); recording: an address.

        `address` is taken as the socket where that is blank: the form of a plan has one field for both.
        Raises Refused("video-off", "video-socket", "video-settings").
        """
        _server()
        _secret()
        typed_socket = str(typed.get("socket") or typed.get("address") or "").strip()
        socket = typed_socket or os.environ.get("THANGDO_JANUS_SOCKET", "").strip()
        _address(socket, ("wss", "ws"), "video-socket")
        found = {"socket": socket}
        recording = str(typed.get("recording", "")).strip()
        if recording:
            _address(recording, ("https", "http"), "video-settings")
            found["recording"] = recording
        return found

    def create_room(self, slug: str, settings: Settings, sites: list[str]) -> dict[str, str]:
        """Make the room and let exactly these sites and the watchers in. Safe to run twice.

        Raises Refused("video-off", "video-unreachable", "video-refused").
        """
        room: Json = {"room": room_of(slug), "secret": _room_secret(slug)}
        tokens = [_token(slug, "site", site) for site in sites]
        tokens += [_token(slug, role, "") for role in WATCHERS]
        made = {
            "request": "create",
            **room,
            "admin_key": _secret(),
            "allowed": tokens,
            "description": slug,
            "is_private": True,
            "permanent": False,
            "require_pvtid": True,
            "notify_joining": True,
            "publishers": len(sites) + MOST_WATCHING,
            "bitrate": BITRATE,
            "bitrate_cap": True,
            "audiocodec": "opus",
            "opus_dtx": True,
            "videocodec": "vp8",
            "fir_freq": 10,
        }
        with _Session.opened() as session:
            if session.ask(made, allowed=(EXISTS,)):
                return {**settings, "room": str(room["room"])}
            known = session.ask({"request": "allowed", "action": "add", "allowed": tokens, **room})
            gone = sorted(set(known.get("allowed", [])) - set(tokens))
            if gone:
                session.ask({"request": "allowed", "action": "remove", "allowed": gone, **room})
        return {**settings, "room": str(room["room"])}

    def ticket(self, slug: str, settings: Settings, role: Role, site: str, now: datetime) -> Ticket:
        """The address of our page of the room, and what that page needs as JSON. Raises Refused("video-off").

        token: {"socket", "room", "id" (0: the server gives one), "display", "token" (of the room),
        "auth" (of the server, ends after 12 hours), "publish", "all" (see every site at once)}.
        """
        address = reverse("office-conference-room", args=[slug])
        told = {
            "socket": settings.get("socket", ""),
            "room": room_of(slug),
            "id": feed_of(slug, site) if role == "site" else hall_of(slug) if role == "chair" else 0,
            "hall": hall_of(slug),
            "display": site if role == "site" else role,
            "token": _token(slug, role, site),
            "auth": signed(now + VALID),
            "publish": role in ("site", "chair"),
            "all": role != "site",
        }
        return Ticket(f"{address}?site={quote(site)}" if site else address, json.dumps(told))

    def attendance(self, slug: str, settings: Settings, since: datetime | None) -> list[Attended]:
        """What has changed between the roll call and the room as it is now: who came, who is away.

        A site is in while it sends picture or sound. The server keeps no history, so `at` is the moment of
        asking, and `since` is not needed. A room that is not there is empty.
        Raises Refused("video-off", "video-unreachable", "video-refused"): then nothing is known, nobody left.
        """
        feeds = {one["id"] for one in self.participants(slug) if one.get("publisher")}
        at = datetime.now(UTC)
        found = []
        for site in Site.objects.filter(conference__slug=slug).select_related("unit"):
            here = feed_of(slug, site.ref) in feeds
            if here != site.joined:
                found.append(Attended(site.ref, at, "joined" if here else "left"))
        return found

    def participants(self, slug: str) -> list[Json]:
        """Who is in the room, as listed there: {"id", "display", "publisher", …}; [] without a room."""
        asked = {"request": "listparticipants", "room": room_of(slug)}
        with _Session.opened() as session:
            return list(session.ask(asked, allowed=(NO_ROOM,)).get("participants", []))

    def recording(self, slug: str, settings: Settings) -> str:
        """As typed; the server itself records nothing."""
        return str(settings.get("recording", ""))


def room_of(slug: str) -> int:
    """The number of the conference's room. Raises Refused("video-off")."""
    return _number("room", slug)


def feed_of(slug: str, site: str) -> int:
    """The number under which a site sends; nobody outside the room can guess it."""
    return _number("feed", slug, site)


def hall_of(slug: str) -> int:
    """The number under which the main hall (the chair) sends."""
    return _number("hall", slug)


def signed(until: datetime) -> str:
    """A token of the server itself, valid until then. Source: "Signed tokens" of the manual of Janus."""
    told = f"{int(until.timestamp())},janus,{PLUGIN}"
    digest = hmac.digest(_secret().encode(), told.encode(), "sha1")
    return f"{told}:{base64.b64encode(digest).decode()}"


def _derived(*parts: str) -> bytes:
    return hmac.digest(_secret().encode(), "\0".join(("thangdo", *parts)).encode(), "sha256")


def _number(*parts: str) -> int:
    return int.from_bytes(_derived(*parts)[:6], "big") + 1  # a script's numbers are exact up to 2^53


def _token(slug: str, role: str, site: str) -> str:
    return _derived("token", slug, role, site).hex()[:40]


def _room_secret(slug: str) -> str:
    return _derived("secret", slug).hex()[:40]


def _server() -> str:
    address = os.environ.get("THANGDO_JANUS_SERVER", "").strip().rstrip("/")
    if urlsplit(address).scheme not in ("http", "https") or not urlsplit(address).hostname:
        raise Refused("video-off", name="THANGDO_JANUS_SERVER")
    return address


def _secret() -> str:
    secret = os.environ.get("THANGDO_JANUS_SECRET", "")
    if len(secret) < 16:
        raise Refused("video-off", name="THANGDO_JANUS_SECRET")
    return secret


def _address(address: str, schemes: tuple[str, ...], code: str) -> None:
    try:
        parts = urlsplit(address)
        sound = parts.scheme in schemes and parts.hostname and (parts.port is None or parts.port > 0)
    except ValueError:
        sound = False
    if not sound or len(address) > 500 or any(one in address for one in " ;,'\"\\<>"):
        raise Refused(code, typed=address[:80])


class _Session:
    """A session with one handle of the plug-in, over the HTTP interface of Janus."""

    def __init__(self) -> None:
        self.path = ""

    @classmethod
    @contextmanager
    def opened(cls) -> Iterator[_Session]:
        """Open one and end it again."""
        session = cls()
        session.path = f"/{session._send({'janus': 'create'})['data']['id']}"
        whole = session.path
        try:
            handle = session._send({"janus": "attach", "plugin": PLUGIN})["data"]["id"]
            session.path = f"{whole}/{handle}"
            yield session
        finally:
            session.path = whole
            session._send({"janus": "destroy"})

    def ask(self, body: Json, allowed: tuple[int, ...] = ()) -> Json:
        """A request to the plug-in and its answer; {} for an error that is allowed."""
        answer: Json = self._send({"janus": "message", "body": body}).get("plugindata", {}).get("data", {})
        code = answer.get("error_code")
        if code is None:
            return answer
        if code in allowed:
            return {}
        raise Refused("video-refused", number=int(code), told=str(answer.get("error", ""))[:120])

    def _send(self, message: Json) -> Json:
        whole = {**message, "transaction": secrets.token_hex(8), "apisecret": _secret()}
        request = Request(
            _server() + self.path, json.dumps(whole).encode(), {"Content-Type": "application/json"}
        )
        try:
            with urlopen(request, timeout=SECONDS) as reply:
                answer: Json = json.loads(reply.read())
        except HTTPError as error:
            raise Refused("video-refused", number=error.code, told="HTTP") from error
        except (OSError, ValueError) as error:
            raise Refused("video-unreachable", server=urlsplit(_server()).netloc) from error
        if answer.get("janus") == "error":
            told = answer.get("error", {})
            raise Refused(
                "video-refused", number=int(told.get("code", 0)), told=str(told.get("reason"))[:120]
            )
        return answer


register("janus", Janus())
