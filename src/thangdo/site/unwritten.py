"""Reading never needs writing: what a page keeps beside its answer is left out where it cannot be kept."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

from django.contrib.sessions.exceptions import SessionInterrupted
from django.contrib.sessions.middleware import SessionMiddleware
from django.core.cache.backends.db import DatabaseCache
from django.db import DatabaseError
from django.http import HttpRequest, HttpResponse

from thangdo.records.optional import if_possible


class Cache(DatabaseCache):
    """The cache in the database, which forgets instead of failing."""

    def _base_set(self, mode: str, key: str, value: Any, timeout: Any = None) -> bool:
        really: Callable[..., bool] = super()._base_set  # type: ignore[misc]
        return _done(lambda: really(mode, key, value, timeout))

    def _base_delete_many(self, keys: Iterable[str]) -> bool:
        """Also called by a reader who finds something that has ended."""
        really: Callable[..., bool] = super()._base_delete_many  # type: ignore[misc]
        return _done(lambda: really(keys))


def _done(write: Callable[[], bool]) -> bool:
    found: list[bool] = []
    return if_possible(lambda: found.append(write())) and found[0]


class Sessions(SessionMiddleware):
    """Sessions whose change is lost where somebody only looked and it cannot be kept; acts still fail."""

    def process_response(self, request: HttpRequest, response: HttpResponse) -> HttpResponse:
        """The answer, with the session kept if it can be; not where somebody ended the session meanwhile."""
        try:
            return super().process_response(request, response)
        except (DatabaseError, SessionInterrupted):
            looked = request.method in ("GET", "HEAD", "OPTIONS")
            if not looked or not request.session.exists(request.session.session_key or ""):
                raise
            return response
