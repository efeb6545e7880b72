"""What runs later, safe to run twice: scanning what waits, destroying by rule, sweeping up leftovers."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta
from itertools import islice

from django.conf import settings
from django.db import transaction

from thangdo.records.files import clamd, events, kept, storage
from thangdo.records.files.clamd import ScannerDown
from thangdo.records.files.models import State, StoredFile
from thangdo.records.ledger import private
from thangdo.records.ledger.events import By, append
from thangdo.records.notices import timetable

AGE = timedelta(days=1)
_BATCH = 400
log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Swept:
    """How much was removed: half-received files, and bytes that no row knows."""

    partial: int
    orphans: int


@dataclass(frozen=True, slots=True)
class ScanRun:
    """How many files were found clean and infected; why it ended early, if it did."""

    clean: int
    infected: int
    stopped: str = ""


def enter() -> None:
    """Enter the jobs in the timetable."""
    timetable.every("files.scan", timedelta(minutes=1), scan)
    timetable.daily("files.sweep", time(3, 0), sweep)
    timetable.daily("files.forget", time(3, 30), forget)


def forget(now: datetime) -> int:
    """Remove kept content that can be made again and that nobody has asked for lately."""
    return kept.sweep(now)


def scan(now: datetime) -> ScanRun:
    """Scan what waits; a scanner that does not answer stands in the log, and the files wait on."""
    done = scan_pending(now)
    if done.stopped:
        log.warning("files wait for the scanner: %s", done.stopped)
    return done


def scan_pending(now: datetime, most: int = 1000) -> ScanRun:
    """Scan what waits and what came while there was no scanner, the oldest first; nothing without one."""
    address = str(getattr(settings, "CLAMD", ""))
    if not address:
        return ScanRun(0, 0)
    waiting = StoredFile.objects.filter(state__in=(State.PENDING, State.UNSCANNED), destroyed_at=None)
    counts = {State.CLEAN: 0, State.INFECTED: 0}
    for stored in waiting.order_by("id")[:most]:
        try:
            with storage.store().open(stored.sha256) as stream:
                verdict = clamd.scan(stream, address)
        except storage.Missing:
            continue
        except ScannerDown as error:
            return ScanRun(counts[State.CLEAN], counts[State.INFECTED], str(error))
        state = State.INFECTED if verdict.infected else State.CLEAN
        if _said(stored, state, verdict.finding, now):
            counts[state] += 1
    return ScanRun(counts[State.CLEAN], counts[State.INFECTED])


def destroy(stored: StoredFile, by: By, why: str) -> bool:
    """Destroy the bytes by rule; the row and its hash stay. False when they were destroyed before.

    The bytes go when the transaction has ended well; should the process end in between, `sweep` does it.
    """
    with transaction.atomic():
        row = StoredFile.objects.select_for_update().get(pk=stored.pk)
        if row.destroyed_at is not None:
            return False
        row.destroyed_at = by.at
        row.save(update_fields=["destroyed_at"])
        row.given_names.all().delete()
        append(row.stream, [events.Destroyed(private.keep(why)).new()], by)
        stamp = storage.store().stamp(row.sha256)
        transaction.on_commit(lambda: _remove(row.sha256, stamp))
    stored.destroyed_at = by.at
    return True


def sweep(now: datetime) -> Swept:
    """Remove what has lain unused for a day: files received by half, and bytes without a living row."""
    partial, limit = 0, now - AGE
    place = storage.folder() / storage.PARTIAL
    for path in place.iterdir() if place.is_dir() else ():
        try:
            if datetime.fromtimestamp(path.stat().st_mtime, UTC) < limit:
                path.unlink()
                partial += 1
        except FileNotFoundError:
            continue  # its upload has just ended
    orphans, store = 0, storage.store()
    for batch in _batches(store.keys(limit)):
        living = StoredFile.objects.filter(sha256__in=[key for key, _ in batch], destroyed_at=None)
        known = set(living.values_list("sha256", flat=True))
        orphans += sum(store.remove(key, stamp) for key, stamp in batch if key not in known)
    return Swept(partial, orphans)


def _remove(sha256: str, stamp: str) -> None:
    storage.store().remove(sha256, stamp)


def _said(stored: StoredFile, state: str, finding: str, now: datetime) -> bool:
    """Write the verdict down, unless another run has done so."""
    with transaction.atomic():
        row = StoredFile.objects.select_for_update().get(pk=stored.pk)
        if row.state not in (State.PENDING, State.UNSCANNED):
            return False
        row.state, row.finding, row.scanned_at = state, finding, now
        row.save(update_fields=["state", "finding", "scanned_at"])
        append(row.stream, [events.Scanned(state, finding).new()], By("system:scanner", now))
        return True


def _batches(keys: Iterator[tuple[str, str]]) -> Iterator[list[tuple[str, str]]]:
    while batch := list(islice(keys, _BATCH)):
        yield batch
