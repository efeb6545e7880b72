"""A link to any meeting: nothing is asked of the server but an address that people open."""

from __future__ import annotations

from datetime import datetime
from urllib.parse import urlsplit

from thangdo.records.people.acting import Refused
from thangdo.work.conferences.video import Attended, Role, Settings, Ticket, register


class Link:
    """The default: works with whatever the authority meets on. Comings and goings are told by hand."""

    def clean(self, typed: Settings) -> dict[str, str]:
        """address, recording: web addresses, each may be blank."""
        found = {}
        for name in ("address", "recording"):
            address = str(typed.get(name, "")).strip()
            if not address:
                continue
            try:
                parts = urlsplit(address)
            except ValueError as error:
                raise Refused("video-settings", typed=address[:80]) from error
            if parts.scheme not in ("https", "http") or not parts.hostname or len(address) > 500:
                raise Refused("video-settings", typed=address[:80])
            found[name] = address
        return found

    def create_room(self, slug: str, settings: Settings, sites: list[str]) -> dict[str, str]:
        """The room is whatever the address leads to."""
        return dict(settings)

    def ticket(self, slug: str, settings: Settings, role: Role, site: str, now: datetime) -> Ticket:
        """The same address for everybody."""
        return Ticket(str(settings.get("address", "")))

    def attendance(self, slug: str, settings: Settings, since: datetime | None) -> list[Attended]:
        """A plain link tells nothing."""
        return []

    def recording(self, slug: str, settings: Settings) -> str:
        """As typed."""
        return str(settings.get("recording", ""))


register("link", Link())
