"""Whose installation this is, for every page: read once in a request, and never a reason not to answer."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.db import DatabaseError
from django.http import HttpRequest, HttpResponseBase
from django.utils.functional import SimpleLazyObject

from thangdo.records.identity import queries
from thangdo.records.identity.queries import House


def asked_once(
    get_response: Callable[[HttpRequest], HttpResponseBase],
) -> Callable[[HttpRequest], HttpResponseBase]:
    """Middleware: within a request the identity is read once, however many lines of a page ask for it."""

    def run(request: HttpRequest) -> HttpResponseBase:
        with queries.asked_once():
            return get_response(request)

    return run


def current() -> House:
    """The identity; that of an installation which has said nothing where the database does not answer."""
    try:
        return queries.current()
    except DatabaseError:
        return queries.NOBODY


def context(request: HttpRequest) -> dict[str, Any]:
    """`house` for every template (a context processor); asked for only where a template does."""
    return {"house": SimpleLazyObject(current)}
