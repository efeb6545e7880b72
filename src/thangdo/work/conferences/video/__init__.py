"""The video of a conference behind a narrow interface: each way of meeting is a plug-in, found by its name.

A plug-in is a class with the methods of `Video`, entered by `register("name", Plugin())` at the end of its
own module, which is imported when a conference first asks for it. It never writes tables: what it learns of
sites that come and go it hands to `actions.meeting.attended(system("video", now), slug, unit, at, what)`,
which is idempotent and takes events in any order.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from importlib import import_module
from importlib.util import find_spec
from typing import Literal, Protocol

from thangdo.records.people.acting import Refused

Role = Literal["chair", "secretary", "site", "projector"]
Settings = Mapping[str, str]  # of one conference, clean
#: kind -> (Vietnamese, English), each a module of this package; one that is not there is not offered
KINDS: dict[str, tuple[str, str]] = {
    "link": ("Liên kết tới phòng họp bất kỳ", "A link to any meeting"),
    "janus": ("Máy chủ Janus của đơn vị", "The Janus server of the authority"),
}


@dataclass(frozen=True, slots=True)
class Ticket:
    """The way into the meeting for one role. address: to open; token: what a page of ours needs, or ""."""

    address: str
    token: str = ""


@dataclass(frozen=True, slots=True)
class Attended:
    """A site came or went, as the server tells it. site: "scheme:code"; at: aware; what: joined | left."""

    site: str
    at: datetime
    what: Literal["joined", "left"]


class Video(Protocol):
    """What a way of meeting must be able to do. slug: the conference; settings: as `clean` gave them."""

    def clean(self, typed: Settings) -> dict[str, str]:
        """The settings of a plan, checked. Raises Refused("video-settings", …)."""

    def create_room(self, slug: str, settings: Settings, sites: list[str]) -> dict[str, str]:
        """Make the room if it is not there; the settings with what the server added. Safe to run twice."""

    def ticket(self, slug: str, settings: Settings, role: Role, site: str, now: datetime) -> Ticket:
        """The way in for a role; site: "scheme:code" for a site, else ""."""

    def attendance(self, slug: str, settings: Settings, since: datetime | None) -> list[Attended]:
        """What the server knows of comings and goings since then; [] where it tells nothing."""

    def recording(self, slug: str, settings: Settings) -> str:
        """The address of the recording; "" where there is none."""


_KNOWN: dict[str, Video] = {}


def register(kind: str, plugin: Video) -> None:
    """Enter a way of meeting under its name."""
    _KNOWN[kind] = plugin


def kinds() -> list[str]:
    """The ways of meeting that this installation has, in order."""
    return [kind for kind in KINDS if kind in _KNOWN or find_spec(f"{__name__}.{kind}") is not None]


def of(kind: str) -> Video:
    """A way of meeting by its name; Refused("video-unknown")."""
    if kind not in _KNOWN and kind in kinds():
        import_module(f"{__name__}.{kind}")
    if kind not in _KNOWN:
        raise Refused("video-unknown", kind=kind)
    return _KNOWN[kind]
