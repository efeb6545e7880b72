"""The daily digest: the heads of all streams, linked to the digest before and signed; as a file."""

from __future__ import annotations

import base64
import hashlib
import json
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from django.db import connection, transaction
from django.db.models import Max

from thangdo.records.ledger.keys import Signer
from thangdo.records.ledger.models import Digest, Event, PublicKey
from thangdo.rules.canonical import canonical

FORM = "thangdo-ledger-digest/1"
FILE = "thangdo-ledger-digests/1"


@dataclass(frozen=True, slots=True)
class DigestView:
    """A digest: its number, what it covers, by which key it is signed."""

    number: int
    made_at: datetime
    through: int
    changed: int  # streams that had moved since the digest before
    hash: str
    key_id: str


def make(signer: Signer, now: datetime) -> DigestView | None:
    """Digest what has been appended since the last one; None when nothing was."""
    with transaction.atomic():
        if connection.vendor == "postgresql":
            with connection.cursor() as cursor:
                cursor.execute("LOCK TABLE ledger_digest IN SHARE ROW EXCLUSIVE MODE")
                cursor.execute("LOCK TABLE ledger_event IN SHARE MODE")  # nobody is half-way through writing
        before = Digest.objects.order_by("-number").first()
        since = before.through if before else 0
        through = Event.objects.aggregate(last=Max("id"))["last"] or 0
        if through <= since:
            return None
        heads = _heads(since, through)
        content = canonical(
            {
                "form": FORM,
                "number": (before.number if before else 0) + 1,
                "made_at": now.astimezone(UTC).isoformat(timespec="microseconds"),
                "previous": before.hash if before else "",
                "through": through,
                "heads": heads,
            }
        )
        row = Digest.objects.create(
            number=(before.number if before else 0) + 1,
            content=content.decode(),
            hash=hashlib.sha256(content).hexdigest(),
            signature=base64.b64encode(signer.sign(content)).decode(),
            key_id=signer.fingerprint,
            through=through,
        )
    return view(row)


def _heads(since: int, through: int) -> dict[str, list[int | str]]:
    """The head of each stream with an event after `since`: stream -> [sequence, hash]."""
    new = Event.objects.filter(id__gt=since, id__lte=through)
    ends = dict(new.values_list("stream").annotate(last=Max("sequence")).order_by())
    heads: dict[str, list[int | str]] = {}
    for stream, sequence, digest in new.order_by("id").values_list("stream", "sequence", "hash").iterator():
        if ends[stream] == sequence:
            heads[stream] = [sequence, digest]
    return heads


def export() -> bytes:
    """All digests as one file: JSON with the public keys, readable and verifiable by itself."""
    rows: list[dict[str, Any]] = [
        {"content": row.content, "signature": row.signature, "key_id": row.key_id}
        for row in Digest.objects.order_by("number")
    ]
    keys = dict(PublicKey.objects.values_list("fingerprint", "public"))
    return json.dumps({"form": FILE, "keys": keys, "digests": rows}, ensure_ascii=False, indent=1).encode()


def latest() -> DigestView | None:
    """The last digest that was made."""
    row = Digest.objects.order_by("-number").first()
    return view(row) if row else None


def view(row: Digest) -> DigestView:
    """A digest as plain data."""
    content = json.loads(row.content)
    return DigestView(
        row.number,
        datetime.fromisoformat(content["made_at"]),
        row.through,
        len(content["heads"]),
        row.hash,
        row.key_id,
    )
