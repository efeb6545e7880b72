"""Appending to the ledger and reading it: streams of events, each linked to the one before by its hash."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from itertools import islice
from typing import Any

from django.db import connection, transaction
from django.db.models import Max

from thangdo.records.ledger import clock
from thangdo.records.ledger.models import Event
from thangdo.rules.canonical import sha256

Payload = Mapping[str, Any]
MOST_LOCKS = 200  # more streams than this in one write take the whole ledger instead
_LOCK = 0x7468616E  # the space of our advisory locks in PostgreSQL
_BATCH = 400


class Stale(Exception):
    """The writer saw an older state of the stream (409): somebody else has written since."""

    def __init__(self, stream: str, seen: int, now: int) -> None:
        self.stream, self.seen, self.now = stream, seen, now
        super().__init__(f"{stream} is at {now}, the writer saw {seen}")


@dataclass(frozen=True, slots=True)
class By:
    """Who acts: a person or a part of the system, in which office, when, under which idempotency key.

    actor: "person:12" or "system:worker"; never a name. at: aware.
    """

    actor: str
    at: datetime
    office: str = ""
    key: str = ""


@dataclass(frozen=True, slots=True)
class New:
    """An event that is to be appended. payload: texts, whole numbers, lists, mappings; no personal data."""

    type: str
    payload: Payload
    version: int = 1


@dataclass(frozen=True, slots=True)
class EventView:
    """An event as it stands in the ledger."""

    id: int
    stream: str
    sequence: int
    type: str
    version: int
    payload: dict[str, Any]
    actor: str
    office: str
    at: datetime
    key: str
    previous: str
    hash: str


def append(stream: str, events: Sequence[New], by: By, expected: int | None = None) -> list[EventView]:
    """Append to one stream, in the caller's transaction or its own.

    expected: the sequence that the writer saw (0: the stream is new); None: whatever it is now.
    Raises Stale when the stream has moved on, ValueError for a payload without canonical form.
    """
    seen = None if expected is None else {stream: expected}
    return append_many([(stream, events)], by, seen)


def append_many(
    groups: Sequence[tuple[str, Sequence[New]]], by: By, expected: Mapping[str, int] | None = None
) -> list[EventView]:
    """Append to many streams at once, each stream named once. Raises as `append`; then nothing is written.

    Raises Refused("clock-…") while the machine's clock cannot be believed.
    """
    if by.at.tzinfo is None:
        raise ValueError("the time of an event is aware")
    streams = [stream for stream, _ in groups]
    if len(set(streams)) != len(streams):
        raise ValueError("a stream is named twice")
    clock.guard()
    with transaction.atomic():
        _lock(streams)
        heads = heads_of(streams)
        rows: list[Event] = []
        for stream, events in groups:
            sequence, previous = heads.get(stream, (0, ""))
            seen = None if expected is None else expected.get(stream)
            if seen is not None and seen != sequence:
                raise Stale(stream, seen, sequence)
            for new in events:
                sequence += 1
                row = Event(
                    stream=stream,
                    sequence=sequence,
                    type=new.type,
                    version=new.version,
                    payload=dict(new.payload),
                    actor=by.actor,
                    office=by.office,
                    at=by.at,
                    key=by.key,
                    previous=previous,
                )
                row.hash = previous = event_hash(row)
                rows.append(row)
        Event.add_all(rows)
    return [view(row) for row in rows]


def event_hash(event: Event | EventView) -> str:
    """The hash of everything that an event says, the hash of the one before included."""
    return sha256(
        {
            "stream": event.stream,
            "sequence": event.sequence,
            "type": event.type,
            "version": event.version,
            "payload": event.payload,
            "actor": event.actor,
            "office": event.office,
            "at": event.at.astimezone(UTC).isoformat(timespec="microseconds"),
            "key": event.key,
            "previous": event.previous,
        }
    )


def head(stream: str) -> int:
    """The last sequence of a stream; 0 when it is new."""
    return heads_of([stream]).get(stream, (0, ""))[0]


def hold(stream: str) -> int:
    """Let nobody else append to a stream until the caller's transaction ends; its last sequence."""
    _lock([stream])
    return head(stream)


def heads_of(streams: Iterable[str]) -> dict[str, tuple[int, str]]:
    """For each stream that has events, its last sequence and hash."""
    found: dict[str, tuple[int, str]] = {}
    wanted = iter(streams)
    while part := list(islice(wanted, _BATCH)):
        last = Event.objects.filter(stream__in=part).values("stream").annotate(last=Max("sequence"))
        ends = {row["stream"]: row["last"] for row in last}
        if len(ends) == 1:
            ((stream, sequence),) = ends.items()
            rows = Event.objects.filter(stream=stream, sequence=sequence)
        else:
            rows = Event.objects.filter(stream__in=ends, sequence__in=set(ends.values()))
        found.update(
            {
                stream: (sequence, digest)
                for stream, sequence, digest in rows.values_list("stream", "sequence", "hash")
                if ends.get(stream) == sequence
            }
        )
    return found


def read(stream: str, after: int = 0) -> list[EventView]:
    """The events of a stream in their order, from the one after `after`."""
    return [view(row) for row in Event.objects.filter(stream=stream, sequence__gt=after).order_by("sequence")]


def read_all(batch: int = 2000) -> Iterator[EventView]:
    """Every event, stream by stream, in order."""
    for row in Event.objects.order_by("stream", "sequence").iterator(chunk_size=batch):
        yield view(row)


def view(row: Event) -> EventView:
    """A row as plain data."""
    return EventView(
        row.pk,
        row.stream,
        row.sequence,
        row.type,
        row.version,
        row.payload,
        row.actor,
        row.office,
        row.at,
        row.key,
        row.previous,
        row.hash,
    )


def _lock(streams: Sequence[str]) -> None:
    """One writer at a time for each stream. SQLite's write transactions are one at a time by themselves."""
    if connection.vendor != "postgresql":
        return
    with connection.cursor() as cursor:
        if len(streams) > MOST_LOCKS:
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [_LOCK])
            return
        cursor.execute("SELECT pg_advisory_xact_lock_shared(%s)", [_LOCK])
        for stream in sorted(streams):
            cursor.execute("SELECT pg_advisory_xact_lock(%s, hashtext(%s))", [_LOCK, stream])
