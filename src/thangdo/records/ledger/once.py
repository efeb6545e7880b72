"""The same request twice is one act: an idempotency key gives the first answer again."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from django.db import OperationalError, connection, transaction

from thangdo.records.ledger.events import By
from thangdo.records.ledger.models import Receipt
from thangdo.rules.canonical import sha256

MOST = 100  # characters of a key
TRIES = 5  # of an act that the database ends because it and another wait for each other
DEADLOCK = "40P01"  # PostgreSQL's code for it (its manual, appendix A)


class KeyReused(Exception):
    """The key was used for another request (422)."""

    def __init__(self, key: str) -> None:
        self.key = key
        super().__init__(f"the idempotency key {key} was used for another request")


def once(by: By, request: Mapping[str, Any], act: Callable[[], Any]) -> Any:
    """What `act` answers, or what it answered when the same actor sent the same request with this key.

    Everything in one transaction. request: canonical data. The answer must be canonical data too.
    Without a key `act` simply runs. Where it is the outermost transaction it begins anew when the database
    ended it to let another pass: two acts that write to hundreds of streams hold what the other waits for.
    Raises KeyReused, and ValueError for a key longer than MOST.
    """
    if len(by.key or "") > MOST:
        raise ValueError(f"an idempotency key has at most {MOST} characters")
    tries = 1 if connection.in_atomic_block else TRIES
    while True:
        tries -= 1
        try:
            with transaction.atomic():
                return _received(by, request, act) if by.key else act()
        except OperationalError as error:
            if not tries or getattr(error.__cause__, "sqlstate", None) != DEADLOCK:
                raise


def answered(by: By) -> bool:
    """Whether the actor has had an answer with this key: what must not be done anew only to be sent again."""
    return bool(by.key) and Receipt.objects.filter(key=f"{by.actor} {by.key}").exists()


def _received(by: By, request: Mapping[str, Any], act: Callable[[], Any]) -> Any:
    key, asked = f"{by.actor} {by.key}", sha256(request)
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
