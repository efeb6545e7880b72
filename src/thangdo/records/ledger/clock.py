"""Whether the clock can be believed: nothing is written and no job runs at a time that cannot be.

One wrong round a year ahead would escalate orders, end sessions and give up mails, and the ledger keeps the
dates for ever. The worker marks the time every few seconds, beside the machine's count of seconds since it
started, which nobody sets. While the machine runs on, the clock must have moved as the count did; after a
restart, or on another machine, it must not lie before the mark nor a month behind it. A database on another
machine is asked for its time. A clock that is right although it looks wrong is accepted once:
`thangdo clock accept`.
"""

from __future__ import annotations

import time
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

from django.db import connection, transaction

from thangdo.records.ledger.models import ClockMark
from thangdo.records.ledger.refused import Refused

BACK = timedelta(minutes=5)  # by which a clock may be put right backwards
FORWARD = timedelta(days=1)  # by which it may step forward while the machine runs: it may have been paused
IDLE = timedelta(days=31)  # for which an installation may have been off without anybody being asked
ASKED = 30.0  # seconds for which the mark is remembered


@dataclass(frozen=True, slots=True)
class Wrong:
    """Why a time is not believed. code: clock-behind, -ahead or -database; expected: about when it is."""

    code: str
    now: datetime
    expected: datetime

    def refusal(self) -> Refused:
        """As the faces say it."""
        return Refused(self.code, now=local(self.now), expected=local(self.expected))


@dataclass(frozen=True, slots=True)
class Known:
    """What is known of the time. database: how far its clock is ahead of ours, where it has its own."""

    at: datetime
    uptime: float
    boot: str
    earlier: timedelta = timedelta(0)
    database: timedelta | None = None


_kept: list[tuple[float, str, Known | None]] = []


def judged(known: Known, now: datetime, uptime: float, boot: str) -> Wrong | None:
    """Why `now` cannot be, given what is known and for how long the machine has run; None where it can.

    >>> then = datetime(2026, 3, 1, tzinfo=UTC)
    >>> known = Known(then, 100.0, "a")
    >>> judged(known, then + timedelta(hours=1), 3700.0, "a")
    >>> judged(known, then + timedelta(days=365), 3700.0, "a").code
    'clock-ahead'
    >>> judged(known, then - timedelta(days=1), 10.0, "b").code
    'clock-behind'
    """
    remote = known.database
    if remote is not None and abs(remote) > FORWARD:
        return Wrong("clock-database", now, now + remote)
    believed = remote is not None and abs(remote) <= BACK
    runs_on = bool(boot) and boot == known.boot and uptime >= known.uptime
    expected = known.at + timedelta(seconds=uptime - known.uptime) if runs_on else known.at
    off = now - expected
    if off < -BACK and not abs(off + known.earlier) <= BACK:
        return Wrong("clock-behind", now, expected)
    if off > (FORWARD if runs_on else IDLE) and not believed:
        return Wrong("clock-ahead", now, expected)
    return None


def local(at: datetime) -> str:
    """A moment as an official reads it.

    >>> local(datetime(2026, 12, 1, tzinfo=UTC))
    '07:00 01/12/2026'
    """
    return at.astimezone(ZoneInfo("Asia/Ho_Chi_Minh")).strftime("%H:%M %d/%m/%Y")


def wrong(now: datetime) -> Wrong | None:
    """Why this time is not believed; None where it is, or where nothing is known yet."""
    for fresh in (False, True):  # it may have been accepted, or marked by others, since it was last asked
        known = _known(now, fresh)
        found = None if known is None else judged(known, now, *_machine())
        if found is None:
            return None
    return found


def guard() -> None:
    """Before anything is written. Raises Refused("clock-…")."""
    found = wrong(datetime.now(UTC))
    if found:
        raise found.refusal()


def mark(now: datetime, *, accepted: bool = False) -> Wrong | None:
    """Remember that it was `now`, unless it cannot be and nobody says that it is right. Gives why not.

    What is known is read under the lock under which it is written: between the two, others mark as well.
    """
    with transaction.atomic():
        ClockMark.objects.select_for_update().filter(pk=1).first()
        known = _known(now, fresh=True)
        uptime, boot = _machine()
        if known is not None and not accepted and (found := judged(known, now, uptime, boot)):
            return found
        earlier = timedelta(0)
        if known is not None and not accepted and boot and boot == known.boot:
            stepped = now - (known.at + timedelta(seconds=uptime - known.uptime))
            earlier = known.earlier + stepped if abs(stepped) > BACK else known.earlier
            earlier = earlier if abs(earlier) > BACK else timedelta(0)
        ClockMark.objects.update_or_create(
            pk=1, defaults={"at": now, "uptime": uptime, "boot": boot, "earlier": earlier}
        )
    _kept.clear()
    return None


def forget() -> None:
    """Ask the database again at the next question."""
    _kept.clear()


def _known(now: datetime, fresh: bool = False) -> Known | None:
    name = str(connection.settings_dict["NAME"])
    if not fresh and _kept and _kept[0][1] == name and time.monotonic() - _kept[0][0] < ASKED:
        return _kept[0][2]
    row = ClockMark.objects.filter(pk=1).first()
    known = row if row is None else Known(row.at, row.uptime, row.boot, row.earlier, _of_the_database(now))
    _kept[:] = [(time.monotonic(), name, known)]
    return known


def _of_the_database(now: datetime) -> timedelta | None:
    """How far its clock is ahead of `now`; None where it has the machine's own."""
    if connection.vendor != "postgresql":
        return None
    with connection.cursor() as cursor:
        cursor.execute("SELECT clock_timestamp(), host(inet_server_addr()), host(inet_client_addr())")
        ((at, server, client),) = cursor.fetchall()
    return None if server is None or server == client else at - now


def _machine() -> tuple[float, str]:
    """For how many seconds the machine has run, and which run that is; nothing where it does not say."""
    try:
        uptime = float(Path("/proc/uptime").read_text(encoding="ascii").split()[0])
        boot = Path("/proc/sys/kernel/random/boot_id").read_text(encoding="ascii").strip()
    except (OSError, ValueError, IndexError):
        return 0.0, ""
    return uptime, boot
