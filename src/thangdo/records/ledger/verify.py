"""Verifying the ledger: events changed, missing, inserted or moved, cut tails, lost streams."""

from __future__ import annotations

import base64
import binascii
import hashlib
import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any

from django.conf import settings

from thangdo.records.ledger import digest as digests
from thangdo.records.ledger import guards
from thangdo.records.ledger.events import EventView, event_hash, read_all
from thangdo.records.ledger.models import Digest, Event
from thangdo.rules.canonical import read
from thangdo.rules.index.publication.signer import fingerprint, is_signed

Progress = Callable[[int, int], None]
FAR = timedelta(days=1)  # by which the times of a stream run backwards where a clock was wrong


class BadDigest(Exception):
    """The file is no digest of ours; says why."""


@dataclass(frozen=True, slots=True)
class Finding:
    """Something that is not as it was written. code: changed, missing, moved, inserted, linked-wrongly, cut,
    vanished, other-head, digest-changed, digest-missing, digest-unsigned, unguarded, earlier, future."""

    code: str
    stream: str
    sequence: int
    event: int | None = None  # its id in the database


@dataclass
class Report:
    """What verifying gave."""

    events: int = 0
    streams: int = 0
    digests: int = 0
    findings: list[Finding] = field(default_factory=list)
    untimely: list[Finding] = field(default_factory=list)  # written while a clock was wrong
    uncovered_from: int | None = None  # the id of the first event that no digest covers
    uncovered_at: datetime | None = None
    uncovered: int = 0
    digest_given: bool = False

    @property
    def ok(self) -> bool:
        """Whether nothing was found."""
        return not self.findings


def verify(file: bytes | None = None, progress: Progress | None = None) -> Report:
    """Look through every event; with an exported file of digests also for what is no longer there.

    Without a file the digests kept in the database are used. Raises BadDigest for a file that is none.
    """
    report = Report(digest_given=file is not None)
    report.findings += [Finding("unguarded", name, 0) for name in guards.missing()]
    heads, through = _promised(file if file is not None else digests.export(), report)
    whole = not any(finding.code.startswith("digest-") for finding in report.findings)
    found = _walk(report, heads, through if whole else 0, progress)
    for stream, (sequence, _) in heads.items():
        if stream not in found:
            report.findings.append(Finding("vanished", stream, sequence))
        elif found[stream] < sequence:
            report.findings.append(Finding("cut", stream, found[stream] + 1))
    later = Event.objects.filter(id__gt=through).order_by("id")
    report.uncovered = later.count()
    first = later.first()
    if first is not None:
        report.uncovered_from, report.uncovered_at = first.pk, first.at
    return report


def _walk(
    report: Report, heads: dict[str, tuple[int, str]], through: int, progress: Progress | None
) -> dict[str, int]:
    """Every stream from its beginning; gives the last sequence of each.

    through: the last event that the digests cover; 0 when they are not whole.
    """
    total = Event.objects.count() if progress else 0
    latest = datetime.now(UTC) + FAR + timedelta(days=400 if settings.DEMO else 0)
    last: dict[str, int] = {}
    before: EventView | None = None
    for event in read_all():
        report.events += 1
        if before is None or before.stream != event.stream:
            report.streams += 1
            before = None
        report.findings += list(_faults(event, before, heads, through))
        if before and event.at < before.at - FAR:
            report.untimely.append(Finding("earlier", event.stream, event.sequence, event.id))
        if event.at > latest:
            report.untimely.append(Finding("future", event.stream, event.sequence, event.id))
        last[event.stream] = event.sequence
        before = event
        if progress and report.events % 2000 == 0:
            progress(report.events, total)
    return last


def _faults(
    event: EventView, before: EventView | None, heads: dict[str, tuple[int, str]], through: int
) -> Iterator[Finding]:
    expected = before.sequence + 1 if before else 1
    place = (event.stream, event.sequence, event.id)
    if event_hash(event) != event.hash:
        yield Finding("changed", *place)
    if event.sequence != expected:
        for lost in range(expected, min(event.sequence, expected + 1000)):
            yield Finding("missing", event.stream, lost)
    elif event.previous != (before.hash if before else ""):
        yield Finding("linked-wrongly", *place)
    if before and event.id < before.id:
        yield Finding("moved", *place)
    promised = heads.get(event.stream)
    if promised and promised[0] == event.sequence and promised[1] != event.hash:
        yield Finding("other-head", *place)
    if event.id <= through and event.sequence > (promised[0] if promised else 0):
        # it claims a place among those that were digested, and was not there
        yield Finding("inserted", *place)


def _promised(file: bytes, report: Report) -> tuple[dict[str, tuple[int, str]], int]:
    """The heads that the digests promise, and the last event that they cover."""
    try:
        data: Any = read(file)
        keys = {name: base64.b64decode(key, validate=True) for name, key in data["keys"].items()}
        rows = [(row["content"].encode(), row["signature"], row["key_id"]) for row in data["digests"]]
        form = data["form"]
    except (ValueError, KeyError, TypeError, AttributeError, binascii.Error) as error:
        raise BadDigest("this is no file of digests, or it is damaged") from error
    if form != digests.FILE:
        raise BadDigest(f"this file has the form {form}; {digests.FILE} is needed")
    heads: dict[str, tuple[int, str]] = {}
    kept = dict(Digest.objects.values_list("number", "content"))
    through, previous = 0, ""
    for number, (content, signature, key_id) in enumerate(rows, start=1):
        report.digests += 1
        try:
            said = json.loads(content)
            signed = is_signed(content, base64.b64decode(signature), keys.get(key_id, b""))
            genuine = fingerprint(keys.get(key_id, b"")) == key_id
            if not (signed and genuine):
                report.findings.append(Finding("digest-unsigned", "", number))
            if said["number"] != number or said["previous"] != previous or said["number"] not in kept:
                report.findings.append(Finding("digest-missing", "", number))
            elif kept[number] != content.decode():
                report.findings.append(Finding("digest-changed", "", number))
            heads.update({stream: (int(end[0]), str(end[1])) for stream, end in said["heads"].items()})
            through = int(said["through"])
        except (ValueError, KeyError, TypeError, binascii.Error) as error:
            raise BadDigest(f"digest {number} is damaged") from error
        previous = hashlib.sha256(content).hexdigest()
    return heads, through
