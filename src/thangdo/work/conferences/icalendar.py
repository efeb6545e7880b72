"""The invitation as iCalendar (RFC 5545): lines of at most 75 octets, CRLF, texts escaped, the zone named."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from thangdo.records.people.acting import LOCAL
from thangdo.work.conferences import queries
from thangdo.work.conferences.models import Conference
from thangdo.work.conferences.states import Conference as State

ZONE = "Asia/Ho_Chi_Minh"
#: Vietnam has stood at +07 since 13 June 1975, without summer time
_VTIMEZONE = (
    "BEGIN:VTIMEZONE",
    f"TZID:{ZONE}",
    "BEGIN:STANDARD",
    "DTSTART:19750613T000000",
    "TZOFFSETFROM:+0800",
    "TZOFFSETTO:+0700",
    "TZNAME:+07",
    "END:STANDARD",
    "END:VTIMEZONE",
)


def calendar(conference: Conference, address: str = "", host: str = "thangdo", sender: str = "") -> bytes:
    """The conference as one event to be put in a calendar. address: of its page; sender: the e-mail
    address from which the installation writes, for ORGANIZER.

    METHOD:PUBLISH (nobody is asked to reply, RFC 5546 3.2.1), CANCEL once it was called off. SEQUENCE is that
    of the conference's record: a later file replaces an earlier one. The whole day where no hour is known.
    """
    gone = conference.state == State.CANCELLED
    begins, ends = _times(conference)
    body = conference.authority.name_vi
    agenda = [one.said["title"] for one in queries.agenda(conference)]
    said = "\n".join(f"{place}. {title}" for place, title in enumerate(agenda, start=1))
    lines = [
        "BEGIN:VCALENDAR",
        "VERSION:2.0",
        "PRODID:-//Thang Do//conferences//VI",
        "CALSCALE:GREGORIAN",
        f"METHOD:{'CANCEL' if gone else 'PUBLISH'}",
        *(_VTIMEZONE if conference.starts else ()),
        "BEGIN:VEVENT",
        f"UID:{conference.slug}@{host}",
        f"DTSTAMP:{conference.changed_at.astimezone(UTC):%Y%m%dT%H%M%SZ}",
        f"SEQUENCE:{conference.sequence}",
        f"DTSTART{begins}",
        f"DTEND{ends}",
        f"SUMMARY;LANGUAGE=vi:{text(conference.title_vi)}",
        *([f"LOCATION;LANGUAGE=vi:{text(conference.place_vi)}"] if conference.place_vi else []),
        *([f"DESCRIPTION;LANGUAGE=vi:{text(said)}"] if said else []),
        *([f'ORGANIZER;CN="{body.replace(chr(34), "")}":mailto:{sender}'] if sender else []),
        f"CONTACT;LANGUAGE=vi:{text(body)}",
        *([f"URL:{address}"] if address else []),
        f"STATUS:{'CANCELLED' if gone else 'CONFIRMED'}",
        "END:VEVENT",
        "END:VCALENDAR",
    ]
    return b"".join(folded(line) for line in lines)


def _times(conference: Conference) -> tuple[str, str]:
    if conference.starts is None:
        day, after = conference.day, conference.day + timedelta(days=1)
        return f";VALUE=DATE:{day:%Y%m%d}", f";VALUE=DATE:{after:%Y%m%d}"
    ends = conference.ends or conference.starts + timedelta(hours=2)
    return _local(conference.starts), _local(ends)


def _local(moment: datetime) -> str:
    return f";TZID={ZONE}:{moment.astimezone(LOCAL):%Y%m%dT%H%M%S}"


def text(value: str) -> str:
    """A TEXT value: backslash, semicolon, comma and line ends escaped (RFC 5545, 3.3.11)."""
    for sign in ("\\", ";", ","):
        value = value.replace(sign, f"\\{sign}")
    return value.replace("\r\n", "\n").replace("\r", "\n").replace("\n", "\\n")


def folded(line: str) -> bytes:
    """A content line in octets, folded at 75 without cutting a character (RFC 5545, 3.1)."""
    parts, now = [], b""
    for sign in line:
        octets = sign.encode()
        if len(now) + len(octets) > 75:
            parts.append(now)
            now = b" "
        now += octets
    return b"\r\n".join([*parts, now]) + b"\r\n"
