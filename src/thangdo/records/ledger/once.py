"""The same request twice is one act: an idempotency key gives the first answer again."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from django.db import connection, transaction

from thangdo.records.ledger.events import By
from thangdo.records.ledger.models import Receipt
from thangdo.rules.canonical import sha256

MOST = 100  # characters of a key


class KeyReused(Exception):
    """The key was used for another request (422)."""

    def __init__(self, key: str) -> None:
        self.key = key
        super().__init__(f"the idempotency key {key} was used for another request")


def once(by: By, request: Mapping[str, Any], act: Callable[[], Any]) -> Any:
    """What `act` answers, or what it answered when the same actor sent the same request with this key.

    Everything in one transaction. request: canonical data. The answer must be canonical data too.
    Without a key `act` simply runs. Raises KeyReused, and ValueError for a key longer than MOST.
    """
    if not by.key:
        with transaction.atomic():
            return act()
    if len(by.key) > MOST:
        raise ValueError(f"an idempotency key has at most {MOST} characters")
    key, asked = f"{by.actor} {by.key}", sha256(request)
    with transaction.atomic():
        if connection.vendor == "postgresql":
            with connection.cursor() as cursor:
                cursor.execute("SELECT pg_advisory_xact_lock(hashtextextended(%s, 1))", [key])
        known = Receipt.objects.filter(key=key).first()
        if known is not None:
            if known.request != asked:
                raise KeyReused(by.key)
            return known.answer
        answer = act()
        Receipt.objects.create(key=key, request=asked, answer=answer, at=by.at)
        return answer
