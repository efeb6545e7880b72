"""Sessions that end by the time that is believed: a clock put forward, and back, signs nobody out or in.

A browser that asks while the clock is a year ahead would be told to forget its session, and one that signs in
meanwhile would have a session for a year.
"""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.contrib.sessions.backends import db
from django.contrib.sessions.models import Session
from django.utils import timezone

from thangdo.records.ledger import clock


def believed() -> datetime:
    """The time: what the clock says, or about what it should say where that cannot be."""
    now = timezone.now()
    found = clock.wrong(now)
    return now if found is None else found.expected


class SessionStore(db.SessionStore):
    """Sessions in the database."""

    def _get_session_from_db(self) -> Session | None:
        found = Session.objects.filter(session_key=self.session_key).first()
        if found is not None and (found.expire_date > timezone.now() or found.expire_date > believed()):
            return found
        self._session_key = None
        return None

    def get_expiry_date(self, **known: Any) -> datetime:
        """When it ends, if it is used no more."""
        known.setdefault("modification", believed())
        return super().get_expiry_date(**known)
